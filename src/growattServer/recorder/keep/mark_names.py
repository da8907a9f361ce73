"""The name of a mark that migrations know as well as recorders."""

from __future__ import annotations

DROPPED = "readings dropped before"
"""From when on there are all readings: a mark of a boundary, not of when it was set."""
