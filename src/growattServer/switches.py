"""Which values of the vendor's settings are switches, so that they are read before they are sent.

Facts: the vendor's pages of MIN, SPH, SPA, MAX, inverters and storages
(showdoc.com.cn/262556420217021/6129826876191828, /6129761750718760, /6129790987434517,
/6127597452472600, /6118532122241417 and /6119502268976860), and for the app
what its users have told. What is not named here is sent as it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arguments import required_switch

SHORT, LONG = ("0", "1"), ("0000", "0001")
"""How off and on are sent; the long codes are those of the switch of the device itself."""

Positions = Mapping[str, tuple[int, ...]]
"""By the id of a setting the positions of its switches."""

_SEGMENTS = [f"time_segment{number}" for number in range(1, 10)]
_ENDS_OF_PERIODS = (7, 12, 17)

TLX: Positions = {
    "tlx_on_off": (1,),
    "tlx_off_grid_enable": (1,),
    "ac_charge": (1,),
    "pv_active_p_rate": (2,),
    **dict.fromkeys(_SEGMENTS, (6,)),
}
MIX: Positions = {
    "pv_on_off": (1,),
    "pv_pf_cmd_memory_state": (1,),
    "mix_off_grid_enable": (1,),
    "mix_single_export": (1,),
    "backflow_setting": (1,),
    "mix_ac_charge_time_period": (3, 8, 13, 18),
    "mix_ac_discharge_time_period": _ENDS_OF_PERIODS,
}
SPA: Positions = {
    "pv_on_off": (1,),
    "spa_ac_charge_time_period": _ENDS_OF_PERIODS,
    "spa_ac_discharge_time_period": _ENDS_OF_PERIODS,
}
SPA_V1: Positions = {
    **SPA,
    "pv_pf_cmd_memory_state": (1,),
    "spa_off_grid_enable": (1,),
    "spa_ac_charge_time_period": MIX["mix_ac_charge_time_period"],
    "spa_load_flast": (5, 10, 15),
}
MAX: Positions = {"max_cmd_on_off": (1,), "pv_active_p_rate": (2,)}
INVERTER: Positions = {"pv_on_off": (1,), "pv_pf_cmd_memory_state": (1,)}
# not storage_cmd_forced_discharge_enable: documented as 0 for on, so no True is made of a code
STORAGE: Positions = {"storage_cmd_on_off": (1,), "storage_ac_charge_enable_disenable": (1,)}
NOAH: Positions = dict.fromkeys(_SEGMENTS, (7,))
CLASSIC = INVERTER


def switch_text(setting: str, value: Any) -> Any:
    """What is sent for a switch; a code of the vendor as it is given, and what is empty too.

    Raises GrowattParameterError for what is neither on nor off.
    """
    if value is None or value == "":
        return value
    is_on = required_switch(f"a switch of {setting}", value)
    is_code = isinstance(value, str) and value.strip().isdecimal()
    if is_code or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return (LONG if setting.endswith("_on_off") else SHORT)[is_on]


def with_switches(
    positions: Positions, setting: Any, values: Mapping[str, Any], prefix: str = "param"
) -> dict[str, Any]:
    """The values by name, with the switches among them as they are sent."""
    keys = {f"{prefix}{position}" for position in positions.get(str(setting), ())}
    return {
        key: switch_text(str(setting), value) if key in keys else value
        for key, value in values.items()
    }
