"""What both who write readings share: the week of pages, and stores that get one more device each.

A task is asked for a number of weeks. Each week is that of a device of its own, so that all rows
are new and the pages are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from growattServer.recorder.keep.families import FAMILIES

from work import Work

FAMILY = FAMILIES["min"]


def pages_of(folder: str) -> list[bytes]:
    """The replies of the week."""
    return [path.read_bytes() for path in sorted(Path(folder).glob("page*.json"))]


def weeks(week: Callable[[int], object]) -> Work:
    """The task of writing so many weeks, each of the next device."""
    done = 0

    def work(count: int) -> None:
        nonlocal done
        for _ in range(count):
            done += 1
            week(done)

    return work


def stores_of(url: str, folder: str, name: str) -> list[tuple[str, str]]:
    """The engines, and where a contestant has a store of its own on each."""
    found = [("sqlite", f"{folder}/{name}.db")]
    return [*found, ("postgres", url.replace("NAME", name))] if url else found
