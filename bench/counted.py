"""What is counted: instructions of the import, of calls, and of calls to more and more devices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from measure import Contestant, Counts, Job, Server, count, side_by_side

CALLS = (Job("plants", 20, 4, 44), Job("latest", 20, 4, 44), Job("page", 3, 2, 7))
SIZES = (10, 100, 1000)
DEVICES = tuple(Job("devices", 20, 0, size) for size in SIZES)
SCALED = ("ours_blocking", "ours_async")


def instructions(
    valgrind: str, contestants: dict[str, Contestant], server: Server
) -> dict[str, Counts]:
    """By contestant, for the import and for one call of each kind."""
    # the one that takes longest under valgrind starts first
    order = sorted(contestants, key=lambda name: name != "public_api")
    jobs: dict[str, Callable[[], Counts]] = {
        name: partial(count, valgrind, contestants[name], server, CALLS) for name in order
    }
    scaled = {
        f"devices {name}": partial(count, valgrind, contestants[name], server, DEVICES)
        for name in SCALED
    }
    return side_by_side({**jobs, **scaled})
