"""Frames to captions, audio to text: one small class a back end."""
