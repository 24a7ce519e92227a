"""The settings of each kind of template: one module a kind. None needs torch."""
