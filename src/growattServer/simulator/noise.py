"""Chance that depends on what is asked for, never on the order of asking."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from random import Random

DAYS_KEPT = 64
"""How many days are remembered of what several devices ask for at about the same time."""


def dice(*key: object) -> Random:
    """Random numbers that belong to this key: the same ones whenever and wherever asked."""
    return Random("/".join(map(str, key)))


def bend(values: list[float], count: int) -> list[float]:
    """Lay a smooth curve through evenly spaced values; the last one is only aimed at."""
    spans = zip(pairwise(values), _weights(len(values) - 1, count), strict=True)
    rises = [(left, right - left, weights) for (left, right), weights in spans]
    return [left + rise * weight for left, rise, weights in rises for weight in weights]


@cache
def _weights(spans: int, count: int) -> list[list[float]]:
    """How far the curve has gone at its places within each of the spans."""
    weights: list[list[float]] = [[] for _ in range(spans)]
    for index in range(count):
        left, part = divmod(index * spans / count, 1.0)
        weights[int(left)].append((1 - math.cos(math.pi * part)) / 2)
    return weights
