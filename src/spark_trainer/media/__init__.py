"""Media: arrays in, arrays out. Knows no dataset."""
