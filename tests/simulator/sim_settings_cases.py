"""Each setting of a family once or more: its values, and what its bean shows of them."""

from __future__ import annotations

from typing import Any

from support import facts

CHARGE, DISCHARGE = "mix_ac_charge_time_period", "mix_ac_discharge_time_period"
SPA_CHARGE, SPA_DISCHARGE = "spa_ac_charge_time_period", "spa_ac_discharge_time_period"
HOLD = "spa_load_flast"
OFF = [0, 0, 0, 0, 0]

CASES: dict[str, list[tuple[str, list[Any], dict[str, Any]]]] = {
    name: [(setting, values, shown) for setting, values, shown in family["settings"]]
    for name, family in facts("v1_families")["families"].items()
    if "settings" in family
}
