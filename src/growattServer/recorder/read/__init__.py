"""Getting at what is stored: batches of rows, frames, files."""
