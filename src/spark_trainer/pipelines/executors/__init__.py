"""Executors run a plan; every executor makes the same bytes."""
