"""The dataset folder: manifest, content-addressed store, journal, provenance, verification."""
