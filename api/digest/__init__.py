"""The digest: what a person's units were told to do, what falls due and what changed, as mail."""
