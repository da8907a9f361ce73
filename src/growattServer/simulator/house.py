"""What a household draws, and how the street's grid behaves."""

from __future__ import annotations

import math
from functools import lru_cache

from .clock import STEPS_PER_DAY
from .noise import DAYS_KEPT, bend, dice

# Hour of the local day, width in hours, height in watts.
_HABITS = ((7.2, 0.8, 650.0), (12.6, 0.9, 450.0), (19.0, 1.7, 900.0))
MEAN_DAILY_LOAD_WH = 10_500.0


def _habit_w(minute: int) -> float:
    hour = minute / 60
    return sum(
        height * math.exp(-(((hour - at + 12) % 24 - 12) ** 2) / (2 * width * width))
        for at, width, height in _HABITS
    )


_HABITS_W = [_habit_w(minute) for minute in range(1440)]


def load_of_day(seed: int, who: object, day: int, local_minutes: list[int]) -> list[float]:
    """Watts drawn in each step of a UTC day, following the clock on the kitchen wall."""
    chance = dice(seed, who, day, "house")
    busy = 0.75 + 0.5 * chance.random()
    base, roll = _fridge_w(seed, who), chance.random
    watts = [(base + busy * _HABITS_W[minute]) * (0.92 + 0.16 * roll()) for minute in local_minutes]
    for _ in range(2 + int(chance.random() * 4)):
        begin = int(chance.random() * STEPS_PER_DAY)
        power = 800 + 1400 * chance.random()
        length = 2 + int(chance.random() * 10)
        # Nobody runs the washing machine at three in the morning.
        if 360 <= local_minutes[begin] < 1380:
            for index in range(begin, min(begin + length, STEPS_PER_DAY)):
                watts[index] += power
    return watts


@lru_cache(DAYS_KEPT)
def _fridge_w(seed: int, who: object) -> float:
    return 170 + 60 * dice(seed, who, "fridge").random()


@lru_cache(DAYS_KEPT)
def grid_of_day(seed: int, place: object, day: int) -> tuple[list[float], list[float]]:
    """Voltage as a share of its nominal value, and frequency offset in Hz, for each step."""
    near = [_grid_hours(seed, place, day), _grid_hours(seed, place, day + 1)]
    shares, offsets = ([*hours, following[0]] for hours, following in zip(*near, strict=True))
    return bend(shares, STEPS_PER_DAY), bend(offsets, STEPS_PER_DAY)


@lru_cache(DAYS_KEPT)
def _grid_hours(seed: int, place: object, day: int) -> tuple[list[float], list[float]]:
    chance = dice(seed, place, day, "grid")
    shares = [0.985 + 0.03 * chance.random() for _ in range(24)]
    return shares, [(chance.random() - 0.5) * 0.07 for _ in range(24)]
