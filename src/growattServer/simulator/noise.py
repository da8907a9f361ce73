"""Chance that depends on what is asked for, never on the order of asking."""

from __future__ import annotations

import math
from functools import cache
from random import Random

DAYS_KEPT = 64
"""How many days are remembered of what several devices ask for at about the same time."""


def dice(*key: object) -> Random:
    """Random numbers that belong to this key: the same ones whenever and wherever asked."""
    return Random("/".join(map(str, key)))


def bend(values: list[float], count: int) -> list[float]:
    """Lay a smooth curve through evenly spaced values; the last one is only aimed at."""
    return [
        values[left] + (values[left + 1] - values[left]) * weight
        for left, weight in _weights(len(values) - 1, count)
    ]


@cache
def _weights(spans: int, count: int) -> list[tuple[int, float]]:
    places = (divmod(index * spans / count, 1.0) for index in range(count))
    return [(int(left), (1 - math.cos(math.pi * part)) / 2) for left, part in places]
