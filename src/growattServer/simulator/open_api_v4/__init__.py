"""The newer API with a token, over the same world: envelope, beans and calls of V4."""
