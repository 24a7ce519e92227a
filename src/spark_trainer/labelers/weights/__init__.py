"""Model weights: found, fetched, listed, refused."""
