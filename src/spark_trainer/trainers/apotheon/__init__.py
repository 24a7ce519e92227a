"""The trainer of Apotheon, part by part."""
