"""What a device did before the first day that is computed step by step."""

from __future__ import annotations

import math
from random import Random

from .energy import Flows, Hardware

_LOAD_WH = 9500.0


def earlier_pv_wh(
    chance: Random, kit: Hardware, latitude: float, days: range, exports: bool
) -> dict[int, float]:
    """Energy of the panels on each of these days, by their number in the calendar."""
    peak = kit.pv1_peak_w + kit.pv2_peak_w
    side = 1 if latitude >= 0 else -1
    # Who may not export leaves on the roof what the house cannot use.
    most = math.inf if exports else 0.8 * _LOAD_WH
    return {
        day: min(
            most,
            peak
            * (3.0 + side * 2.2 * math.cos(math.tau * (day % 365.25 - 172) / 365.25))
            * (0.3 + chance.random()),
        )
        for day in days
    }


def earlier_day(kit: Hardware, pv_wh: float, exports: bool) -> Flows:
    """What becomes of the energy of such a day."""
    charge = 0.55 * kit.battery_capacity_wh
    if kit.pv1_peak_w + kit.pv2_peak_w > 0:
        charge = min(charge, 0.8 * pv_wh)
    discharge = 0.92 * charge
    from_grid = 0.0 if pv_wh > 0 else charge
    loss = 0.03 * (pv_wh + from_grid + discharge)
    bought = 0.3 * _LOAD_WH + from_grid
    sold = pv_wh + bought + discharge - _LOAD_WH - charge - loss
    if sold < 0 or not exports:
        bought, sold = bought - sold, 0.0
    self_use = max(0.0, _LOAD_WH - bought + from_grid)
    first = kit.pv1_peak_w / ((kit.pv1_peak_w + kit.pv2_peak_w) or 1.0)
    # In the order of Flows, as naming them takes longer than all else here.
    return Flows(
        first * pv_wh,
        (1 - first) * pv_wh,
        self_use + sold,
        from_grid,
        bought,
        sold,
        _LOAD_WH,
        charge,
        discharge,
        loss,
        charge - discharge,
        self_use,
    )
