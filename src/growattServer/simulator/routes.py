"""Every call of the vendor that is simulated: method, path, pace and who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from . import device_calls, plant_calls
from .asking import Body, Params
from .device_calls import FamilyCalls
from .families import TOKEN_FAMILIES
from .families.base import FIVE_MINUTES, TokenFamily
from .scene import Scene

Handler = Callable[[Scene, Params], Body]

PREFIXES = ("/v1/", "/v4/")


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `subject` names the parameter by which the pace is counted."""

    method: str
    path: str
    handler: Handler
    subject: str = ""
    every_s: float = 0.0
    per_day: int = 0


def _calls_of(family: TokenFamily) -> Iterator[Call]:
    """The calls of one family, all in the same words."""
    calls, paces = FamilyCalls(family), family.paces
    word, key, room = family.word, family.serial_key, f"device/{family.word}"
    for name, record in family.more.items():
        yield Call("GET", f"{room}/{name}", partial(calls.bean, record))
    details = partial(calls.bean, family.details)
    yield Call("GET", f"{room}/{word}_data_info", details, "device_sn", paces.details)
    yield Call("POST", f"{room}/{word}_last_data", calls.last_data, key, paces.latest)
    if family.batch_key:
        batch = f"{room}/{family.batch_key}_data"
        yield Call("POST", batch, calls.last_data_batch, family.batch_key, paces.batch)
    yield Call("POST", f"{room}/{word}_data", calls.history, key, paces.history)
    yield Call("POST", f"{room}/alarm_data", calls.alarms, key, paces.alarms)
    if family.write_command:
        yield Call("POST", family.read_command, calls.read_setting)
        yield Call("POST", family.write_command, calls.write_setting)


CALLS = (
    Call("GET", "plant/list", plant_calls.plant_list, "", FIVE_MINUTES, 10),
    Call("GET", "plant/details", plant_calls.plant_details, "plant_id", FIVE_MINUTES),
    Call("GET", "plant/data", plant_calls.plant_data, "plant_id", FIVE_MINUTES),
    Call("GET", "plant/energy", plant_calls.plant_energy, "plant_id", FIVE_MINUTES, 10),
    Call("GET", "plant/power", plant_calls.plant_power, "plant_id", FIVE_MINUTES),
    Call("POST", "plant/sn_plant", plant_calls.plant_by_device, "device_sn", FIVE_MINUTES),
    Call("GET", "device/list", device_calls.device_list, "plant_id", FIVE_MINUTES),
    Call("GET", "device/datalogger/list", device_calls.datalogger_list, "plant_id", FIVE_MINUTES),
    Call("GET", "device/check/sn", device_calls.device_check_sn, "dataloggerSn", FIVE_MINUTES),
    Call("POST", "device/sn_datalog", device_calls.device_datalogger),
    *chain.from_iterable(map(_calls_of, TOKEN_FAMILIES.values())),
)
