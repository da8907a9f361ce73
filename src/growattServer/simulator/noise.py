"""Chance that depends on what is asked for, never on the order of asking."""

from __future__ import annotations

import math
from random import Random


def dice(*key: object) -> Random:
    """Random numbers that belong to this key: the same ones whenever and wherever asked."""
    return Random("/".join(map(str, key)))


def bend(values: list[float], count: int) -> list[float]:
    """Lay a smooth curve through evenly spaced values; the last one is only aimed at."""
    spans = len(values) - 1
    curve = []
    for index in range(count):
        left, part = divmod(index * spans / count, 1.0)
        weight = (1 - math.cos(math.pi * part)) / 2
        first = values[int(left)]
        curve.append(first + (values[int(left) + 1] - first) * weight)
    return curve
