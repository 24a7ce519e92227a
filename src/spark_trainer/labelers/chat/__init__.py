"""Captions by a server of OpenAI's chat protocol."""
