"""Transcripts by models that run here."""
