"""What can be set through V4 on the families that are no NOAH: switch, active power and VPP.

Facts: the vendor's V4 pages showdoc.com.cn/2540838290984246 (on and off 11330750679726415, power
11330751643769012), those of the VPP parameters in its book 2598832417617967, and the public client
growattPublicApiPy. A command is the path of its V4 call, or the vendor's name of a VPP parameter.

The active power and VPP parameters are asked of the device itself; the switch is in the details
(`queryDeviceInfo`) of some families, and of the others nothing tells it. VPP parameters 2, 5 and 6
switch and limit a device once more. How they go together with the other two calls is not
documented, so they are no settings here.
"""

from __future__ import annotations

from ...vpp_parameters import SCHEDULE, SYSTEM_TIME, VPP_PARAMETERS, VppParameter
from ..catalogue import V4_REFUSALS, Family, Setting, setting
from ..periods import Periods
from ..values import DeviceClock, Switch, Value, Whole, percent
from .common import CLOCK_NOTE

SWITCH_CALL, POWER_CALL = "setOnOrOff", "setPower"
# what two calls say of one thing
_SAID_ELSEWHERE = frozenset({"on", "active_power_derating", "active_power_limit"})
# the grid code, the off-grid output, meters and batteries are for whoever installed them
_DANGEROUS = frozenset(
    {
        *("syn_enabled", "backup_enabled", "backup_frequency", "backup_voltage"),
        *("reactive_power", "reactive_power_mode", "power_factor"),
        *("export_limit_without_meter", "meter_lost_after", "ems_loss_handling_enabled"),
        *("super_export_limit_enabled", "export_slope", "single_phase_export_limit_enabled"),
        "export_protection_mode",
        *("lead_acid_charge_stop_voltage", "lead_acid_discharge_stop_voltage"),
        *("lead_acid_charge_current_limit", "lead_acid_discharge_current_limit"),
    }
)
_NOTES = {SCHEDULE: "Of which zone its minutes are is not documented."}


def _value(parameter: VppParameter) -> Value:
    if parameter.name == SCHEDULE:
        return Periods()
    if parameter.is_switch:
        return Switch()
    return Whole(parameter.unit, parameter.low, parameter.high)


def _row(parameter: VppParameter) -> Setting:
    if parameter.name == SYSTEM_TIME:
        return setting(
            "clock", parameter.key, "device clock", DeviceClock(), "sysTime", restorable=False,
            askable=False, note=CLOCK_NOTE,
        )  # fmt: skip
    said = "" if parameter.is_stored else "Lost in a restart."
    return setting(
        parameter.name,
        parameter.key,
        parameter.meaning,
        _value(parameter),
        dangerous=parameter.name in _DANGEROUS,
        note=_NOTES.get(parameter.name, said),
    )


def _on(*keys: str, by_name: tuple[str, ...] = ()) -> Setting:
    return setting(
        "on", SWITCH_CALL, "device switch", Switch(), *keys, by_name=by_name, askable=False,
        note="" if keys or by_name else "Nothing tells it: it cannot be read back.",
    )  # fmt: skip


def _power(*keys: str) -> Setting:
    return setting(
        "active_power_limit", POWER_CALL, "active power limit, share of rated power", percent(),
        *keys, askable=not keys,
    )  # fmt: skip


_ON = _on("onOff")
_VPP = tuple(_row(each) for each in VPP_PARAMETERS.values() if each.name not in _SAID_ELSEWHERE)
_ROWS: dict[str, tuple[Setting, ...]] = {
    "min": (_on(), _power(), *_VPP),
    "sph": (_ON, _power(), *_VPP),
    "spa": (_ON, _power(), *_VPP),
    "wit": (_ON, _power(), *_VPP),
    "max": (_on(by_name=("onOff",)), _power()),
    "inv": (_on(), _power()),
    # of these two no client is known to ask for the power
    "sph-s": (_on(), _power("activeRate")),
    "storage": (_on(),),
}
_ALSO_IN_V1 = frozenset(_ROWS) - {"wit", "sph-s"}


def _family(word: str, rows: tuple[Setting, ...]) -> Family:
    return Family(
        f"{word.upper()} (V4)" if word in _ALSO_IN_V1 else word.upper(),
        word,
        1,
        # limits before what they limit, and the switch last
        (*rows[1:], rows[0]),
        is_asked=True,
        refusals=V4_REFUSALS,
        read_pause_s=301.0,
        ask_pause_s=5.5,
        write_pause_s=5.5,
    )


FAMILIES = {word: _family(word, rows) for word, rows in _ROWS.items()}
WIT, SPH_S = FAMILIES["wit"], FAMILIES["sph-s"]
