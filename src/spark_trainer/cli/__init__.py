"""The command line: parse, call, show. No logic."""
