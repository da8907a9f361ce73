"""What several APIs show of a device in the same words: a row for each value, once."""
