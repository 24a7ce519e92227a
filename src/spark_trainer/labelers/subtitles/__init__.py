"""Captions and transcripts that are there already, in files and streams."""
