"""A settings write ends as old, new or reported.

Whenever the sending of a plan to a simulated device ends, by a report, an error or an interrupt,
each setting of the device is what it was, what is wanted, or something that the plan had to send in
between; what a report calls applied is so, and what is not as wanted is told by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from growattServer.settings import Family, Plan, Report
from growattServer.settings.report import Status, target
from growattServer.simulator.device import Device
from growattServer.simulator.families import FAMILIES as SIMULATED
from growattServer.simulator.open_api_v4 import vpp

from .clouds import device_at
from .findings import note

NAME = "settings"
Real = dict[str, tuple[str, ...]]
_DONE = frozenset({Status.APPLIED, Status.ALREADY_SO})
_UNSEEN = frozenset({Status.ACCEPTED, Status.KEPT})


def watch() -> None:
    """Look at the device before and after a plan is sent or taken back."""
    _around("_apply", lambda result: result)
    _around("_revert", lambda result: result[0])


def _around(name: str, report_of: Callable[[Any], Report]) -> None:
    flow = getattr(Plan, name)

    @wraps(flow)
    def watched(plan: Plan[Any], *args: Any, **more: Any) -> Any:
        before = real(plan)
        try:
            result = yield from flow(plan, *args, **more)
        except BaseException:
            _note(plan, before, None)
            raise
        _note(plan, before, report_of(result))
        return result

    setattr(Plan, name, watched)


def _device(plan: Plan[Any]) -> Device | None:
    found = device_at(plan.entry.server, plan.device_sn)
    return None if found is None else found[1]


def real(plan: Plan[Any]) -> Real | None:
    """What the device of a plan is set to; None where it is not simulated here."""
    device = _device(plan)
    if device is None:
        return None
    return set_to(device, plan.family)


def set_to(device: Device, family: Family) -> Real:
    """What a device is set to, by the names of a catalogue."""
    if isinstance(family.device_type, str):
        return _noah(device) if family.name == "NOAH" else _by_v4(device, family)
    return {
        row.name: tuple(
            # what was never written is as good as its default
            device.values[row.command][position.number - 1] or position.default or ""
            for position in row.positions
        )
        for row in family.rows
        if not row.moving
    }


def _by_v4(device: Device, family: Family) -> Real:
    table = SIMULATED[device.family].table
    known: dict[str, tuple[str, ...]] = {
        "setOnOrOff": device.values[table.power_switch],
        "setPower": device.values.get("pv_active_p_rate", ())[:1],
        vpp.SCHEDULE: (json.dumps(vpp.schedule_of(device.orders), separators=(",", ":")),),
    }
    return {
        row.name: known.get(row.command) or (str(vpp.number_of(row.command, device.remembered)),)
        for row in family.rows
        if not row.moving
    }


def _noah(device: Device) -> Real:
    high, low = device.values["charging_soc"]
    return {
        "default_output_power": device.values["default_power"],
        "charge_stop_soc": (high,),
        "discharge_stop_soc": (low,),
        "grid_charge": (device.remembered.get("setGridCharge", "0"),),
        **{f"segment {number}": _segment(device, number) for number in range(1, 10)},
    }


def _segment(device: Device, number: int) -> tuple[str, ...]:
    mode, *times, watts, switch = device.values[f"time_segment{number}"]
    return (mode, watts, *times, switch)


def _note(plan: Plan[Any], before: Real | None, report: Report | None) -> None:
    now = real(plan)
    if before is not None and now is not None:
        for text in wrong(plan, before, now, report):
            note(NAME, f"{plan.family.name} {text}")


def wrong(plan: Plan[Any], before: Real, now: Real, report: Report | None) -> Iterator[str]:
    """What a plan has left behind that it should not, or has not told."""
    family, entry = plan.family, plan.entry
    lines = {} if report is None else {line.name: line for line in report}
    for name, texts in now.items():
        row, value, line = family[name], entry.values.get(name), lines.get(name)
        if value is None:
            if texts != before[name]:
                yield f"{name} is {texts}, was {before[name]}, and is not in the plan"
            continue
        wanted = target(family, entry, value)
        is_new = wanted is None or row.same(texts, wanted)
        known = (before[name], value.wanted, value.before, *value.sent, *value.also)
        told = line is not None and line.status not in _DONE
        if not is_new and not any(one is not None and row.same(texts, one) for one in known):
            if not told:
                yield f"{name} is {texts}, neither {before[name]} nor {wanted}"
        elif not is_new and line is not None and not told:
            yield f"{name} is {texts}, and the report calls {wanted} {line.status}"
        elif not is_new and report is not None and line is None:
            yield f"{name} is {texts} and not {wanted}, and the report does not tell"
