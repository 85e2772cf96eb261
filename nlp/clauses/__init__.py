"""Clauses: how sentences are cut, and what each clause tells whom to do."""
