"""The ground floor: errors, canonical bytes, atomic files, events. Knows nothing above it."""
