"""Weeks as numbers: seven UTC days, counted from 1970, which windows and frozen weeks share."""

from __future__ import annotations

from .spans import DAY_S

DAYS = 7
WINDOW_S = DAYS * DAY_S

USUAL_ROWS_PER_DAY = 288
"""A record every 5 minutes; only for estimates."""

SETTLES_S = 3 * DAY_S
"""Dataloggers send what they could not send before: a window is final this long after its end."""


def window_of(moment: float) -> int:
    """The number of the window that a moment lies in."""
    return int(moment // WINDOW_S)


def start_of(number: int) -> int:
    """The first second of a window."""
    return number * WINDOW_S
