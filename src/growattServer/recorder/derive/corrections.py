"""What cleaning has made of the values of some readings, a column at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def loads(corrections: str | None) -> dict[str, list[Any]] | None:
    """The corrections of a row, as they are stored; None where they are damaged.

    They are made anew whenever their window is cleaned.
    """
    try:
        found = json.loads(corrections) if corrections else None
    except (TypeError, ValueError, RecursionError):
        return None
    is_sound = isinstance(found, dict) and all(
        isinstance(change, list) and len(change) == 2 for change in found.values()
    )
    return found if is_sound else None


def cleaned_columns(
    names: Sequence[str], columns: Sequence[Sequence[Any]], corrections: Sequence[str | None]
) -> list[Sequence[Any]]:
    """The columns with what cleaning makes of the few rows in which it changes something."""
    places = {name: place for place, name in enumerate(names)}
    changed: dict[int, list[Any]] = {}
    # in most weeks no row at all has one
    told = corrections if any(corrections) else ()
    for row, text in enumerate(told):
        if text is None:
            continue
        for name, change in (loads(text) or {}).items():
            place = places.get(name)
            if place is not None:
                if place not in changed:
                    changed[place] = list(columns[place])
                changed[place][row] = change[0]
    return [changed.get(place, column) for place, column in enumerate(columns)]
