"""Training: the run folder, its checkpoints, and the loops that fill it."""
