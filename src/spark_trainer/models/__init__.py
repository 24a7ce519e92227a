"""Templates of models, and the models that are our own. Only `apotheon` needs torch."""
