"""Captions by models that run here."""
