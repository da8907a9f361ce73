"""Every ShinePhone operation with arguments that the simulated cloud accepts, and its result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, NamedTuple

from growattServer import GrowattApi, Rows, Timespan
from growattServer.fields import Record
from growattServer.shinephone import records
from growattServer.signatures import is_operation
from support import facts

START = "2026-06-15T12:00:00+02:00"
DAY = date(2026, 6, 15)
USER_ID = "7000001"
MUNICH, BOSTON = "1000001", "1000002"
MIN, BATTERY, NOAH = "SIMMIN0001", "BDCSIMMIN0001", "SIMNOA0001"
SPH, INVERTER, STORAGE, SPA = "SIMSPH0001", "SIMINV0001", "SIMSPF0001", "SIMSPA0001"
MIX_TIMES = ["80", "95", "1", "01", "00", "04", "30", "1", *["00"] * 4, "0", *["00"] * 4, "0"]
SPA_TIMES = ["80", "20", "01", "00", "04", "30", "1", *["00"] * 4, "0", *["00"] * 4, "0"]


class Case(NamedTuple):
    """One operation: its arguments, and whether it writes."""

    arguments: tuple[Any, ...]
    writes: bool = False


CASES: Mapping[str, Case] = {
    "plant_list": Case((USER_ID,)),
    "plant_list_two": Case(()),
    "plant_detail": Case((MUNICH, Timespan.day, DAY)),
    "plant_info": Case((MUNICH,)),
    "plant_settings": Case((MUNICH,)),
    "plant_energy_data": Case((MUNICH,)),
    "device_list": Case((BOSTON,)),
    "dashboard_data": Case((BOSTON, Timespan.hour, DAY)),
    "inverter_data": Case((INVERTER, DAY)),
    "inverter_detail": Case((INVERTER,)),
    "inverter_detail_two": Case((INVERTER,)),
    "inverter_list": Case((BOSTON,)),
    "classic_inverter_info": Case((INVERTER,)),
    "tlx_system_status": Case((MUNICH, MIN)),
    "tlx_energy_overview": Case((MUNICH, MIN)),
    "tlx_energy_prod_cons": Case((MUNICH, MIN, Timespan.hour, DAY)),
    "tlx_data": Case((MIN, DAY)),
    "tlx_detail": Case((MIN,)),
    "tlx_params": Case((MIN,)),
    "tlx_all_settings": Case((MIN,)),
    "tlx_enabled_settings": Case((MIN,)),
    "tlx_battery_info": Case((BATTERY,)),
    "tlx_battery_info_detailed": Case((MUNICH, BATTERY)),
    "mix_info": Case((SPH, BOSTON)),
    "mix_totals": Case((SPH, BOSTON)),
    "mix_system_status": Case((SPH, BOSTON)),
    "mix_detail": Case((SPH, BOSTON, Timespan.hour, DAY)),
    "get_mix_inverter_settings": Case((SPH,)),
    "storage_detail": Case((STORAGE,)),
    "storage_params": Case((STORAGE,)),
    "storage_energy_overview": Case((BOSTON, STORAGE)),
    "is_plant_noah_system": Case((MUNICH,)),
    "noah_system_status": Case((NOAH,)),
    "noah_info": Case((NOAH,)),
    "update_plant_settings": Case((MUNICH, {"plantName": "My house"}), writes=True),
    "update_inverter_setting": Case(
        ("", "", {"op": "mixSetApiNew", "serialNum": SPH, "type": "pv_active_p_rate"}, ["90"]),
        writes=True,
    ),
    "update_classic_inverter_setting": Case(
        (
            {"action": "inverterSet", "serialNum": INVERTER},
            {"paramId": "pv_active_p_rate", "command_1": "90", "command_2": ""},
        ),
        writes=True,
    ),
    "set_classic_inverter_active_power_rate": Case((INVERTER, 90), writes=True),
    "set_classic_inverter_on_off": Case((INVERTER, True), writes=True),
    "update_tlx_inverter_setting": Case((MIN, "charge_power", "80"), writes=True),
    "update_tlx_inverter_time_segment": Case((MIN, 2, 1, time(2), time(4), True), writes=True),
    "update_mix_inverter_setting": Case((SPH, "mix_ac_charge_time_period", MIX_TIMES), writes=True),
    "update_ac_inverter_setting": Case(
        (SPA, "spa_ac_discharge_time_period", SPA_TIMES), writes=True
    ),
    "update_noah_settings": Case((NOAH, "default_power", ["150"]), writes=True),
}
ALIASES = {
    "tlx_get_all_settings": "tlx_all_settings",
    "tlx_get_enabled_settings": "tlx_enabled_settings",
    "get_plant_settings": "plant_settings",
}

METHODS = set(facts("compat_surface")["classes"]["growattServer.GrowattApi"]["methods"])
"""The methods of release 2.2.0."""


def said_to_give() -> dict[str, str]:
    """What each operation of release 2.2.0 is said to give; aliases are left out."""
    found = {
        name: str(getattr(GrowattApi, name).flow.__annotations__["return"])
        for name in sorted(METHODS)
        if is_operation(getattr(GrowattApi, name))
    }
    # it may give what a program has put in the place of device_list
    found["inverter_list"] = found["device_list"]
    return {name: said for name, said in found.items() if name not in ALIASES}


RECORDS: dict[str, type[Record]] = {
    name: getattr(records, match[1])
    for name, said in said_to_give().items()
    if (match := re.search(r"\brecords\.(\w+)", said))
}
RETURN_LISTS = {name for name, said in said_to_give().items() if said.startswith("Rows[")}


def shape_of(name: str) -> tuple[type, type[Record]]:
    """The type of a result, and the record class that it is or consists of."""
    record = RECORDS[name]
    return (Rows if name in RETURN_LISTS else record), record
