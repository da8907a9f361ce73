"""Numbers of things in sentences."""

from __future__ import annotations

from collections.abc import Iterable


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts: "1 row", "2,000 rows"; `many` where an s does not make it."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def either(names: Iterable[str]) -> str:
    """Several names of which one is meant: "MIN", "MIN or SPH", "MIN, SPH or SPA"."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
