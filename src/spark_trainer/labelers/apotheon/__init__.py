"""Captions and transcripts by a model that was trained here."""
