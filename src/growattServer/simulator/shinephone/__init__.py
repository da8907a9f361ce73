"""The password API of the app, over the same world as V1."""
