"""Tasks: who is told to do what in a document."""
