"""Looking after a store: copies, checks, mending, old rows, imported files."""
