"""How the offline storyteller chooses, tells, stages and proof-reads a book."""
