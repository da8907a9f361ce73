"""The store: its tables, opening and locking it, writing rows."""
