"""Training: what turns a template and a manifest into a trained model."""
