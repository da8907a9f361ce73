"""What a device did before the first day that is computed step by step."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from random import Random

from .energy import Hardware
from .noise import DAYS_KEPT

_LOAD_WH = 9500.0


def earlier_pv_wh(
    chance: Random, kit: Hardware, latitude: float, days: range, exports: bool
) -> dict[int, float]:
    """Energy of the panels on each of these days, by their number in the calendar."""
    peak, roll = kit.pv1_peak_w + kit.pv2_peak_w, chance.random
    seasons = _seasons(1 if latitude >= 0 else -1, days)
    energies = [peak * season * (0.3 + roll()) for season in seasons]
    if not exports:
        # Who may not export leaves on the roof what the house cannot use.
        energies = [min(0.8 * _LOAD_WH, energy) for energy in energies]
    return dict(zip(days, energies, strict=True))


@lru_cache(DAYS_KEPT)
def _seasons(side: int, days: range) -> list[float]:
    """Hours of full sun on each of these days, in the mean."""
    return [3.0 + side * 2.2 * math.cos(math.tau * (day % 365.25 - 172) / 365.25) for day in days]


def earlier_day(kit: Hardware, exports: bool) -> Callable[[float], tuple[float, ...]]:
    """What becomes of the energy of the panels on such a day, in the order of Flows."""
    most = 0.55 * kit.battery_capacity_wh
    peak = kit.pv1_peak_w + kit.pv2_peak_w
    first = kit.pv1_peak_w / (peak or 1.0)
    second, usual = 1 - first, 0.3 * _LOAD_WH

    def flows(pv_wh: float) -> tuple[float, ...]:
        charge = min(most, 0.8 * pv_wh) if peak > 0 else most
        from_grid = 0.0 if pv_wh > 0 else charge
        discharge = 0.92 * charge
        loss = 0.03 * (pv_wh + from_grid + discharge)
        bought = usual + from_grid
        sold = pv_wh + bought + discharge - _LOAD_WH - charge - loss
        if sold < 0 or not exports:
            bought, sold = bought - sold, 0.0
        own = max(0.0, _LOAD_WH - bought + from_grid)
        pv1, pv2, output, left = first * pv_wh, second * pv_wh, own + sold, charge - discharge
        powers = (pv1, pv2, output, from_grid, bought, sold)
        return (*powers, _LOAD_WH, charge, discharge, loss, left, own)

    return flows
