"""Who else is told the metrics of a run. The run's own `events.jsonl` has them in any case."""
