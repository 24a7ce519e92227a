"""One loop for every template: steps, engines, checkpoints, evaluation, plans."""
