"""Stores on both engines, as the tests of the recorder have them."""

from recorder.conftest import new_store, postgres  # noqa: F401  # fixtures
