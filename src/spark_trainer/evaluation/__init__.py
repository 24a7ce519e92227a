"""How good outputs are: texts and scores in, numbers with their doubt out."""
