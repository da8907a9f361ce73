"""What replies become: rows of the store, each with all that follows from it."""
