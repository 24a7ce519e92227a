"""Templates on models of transformers and diffusers: one small class each, and what they share."""
