"""Changes to pictures, sound, time and words: arrays in, new arrays out, no chance in them."""
