"""Waiting for the server's pace, in a way that the user sees and can stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from .. import GrowattRateLimitError
from .clock import utc_now

T = TypeVar("T")
TURNS = (10.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds until the next try, where the refusal does not say when: paces are 10 s and 5 min."""


def patiently(call: Callable[[], T], tell: Callable[[str], None]) -> T:
    """What the call gives, after as many waits as it takes; `tell` hears how long it will be.

    A day's allowance that is used up is not waited for.
    """
    for pause in (*TURNS, None):
        try:
            return call()
        except GrowattRateLimitError as error:
            at = error.retry_at
            left = pause if at is None else (at - utc_now()).total_seconds()
            if left is None or left > timedelta(hours=1).total_seconds():
                raise
            until = time.monotonic() + left + 0.5
            while (rest := until - time.monotonic()) > 0:
                tell(f"waiting {rest:.0f} s for the server's rate limit")
                time.sleep(min(1.0, rest))
            tell("")
    raise AssertionError("the last turn raises")
