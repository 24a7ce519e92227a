"""Pipelines as data: ops, graph, planner, executors."""
