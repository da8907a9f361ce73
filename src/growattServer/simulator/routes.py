"""Every call with a token that is simulated: method, path, pace and who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from . import boost_calls, device_calls, logger_calls, plant_calls, user_calls, vpp_calls
from .asking import Body, Params
from .bus import OnBus
from .device_calls import FamilyCalls
from .dialect import V1, Dialect
from .families import TOKEN_FAMILIES
from .families.base import FIVE_MINUTES, TEN_SECONDS, TokenFamily
from .meters import METER
from .open_api_v4.calls import CALLS as V4_HANDLERS
from .open_api_v4.dialect import V4
from .open_api_v4.noah_app import CALLS as NOAH_APP_HANDLERS
from .open_api_v4.noah_app import NOAH_APP
from .scene import Scene
from .sensors import SENSOR

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
    every_s_of: Mapping[str, float] = field(default_factory=dict)
    """Paces of device types that differ."""
    dialect: Dialect = V1

    def pace(self, params: Params) -> float:
        """Seconds between two such calls."""
        return self.every_s_of.get(params.get("deviceType", ""), self.every_s)


def _calls_of(family: TokenFamily) -> Iterator[Call]:
    """The calls of one family, all in the same words."""
    calls, paces, words = FamilyCalls(family), family.paces, family.spelling
    word, key, by = family.word, family.serial_key, words.read_by

    def at(path: str, name: str = word) -> str:
        return f"device/{word}/{path.format(name)}"

    for name, record in family.more.items():
        yield Call("GET", at(name), partial(calls.bean, record))
    details = partial(calls.bean, family.details)
    yield Call("GET", at(words.details), details, "device_sn", paces.details)
    yield Call(by, at(words.latest), calls.last_data, key, paces.latest)
    if family.batch_key:
        batch = at(words.batch, family.batch_key)
        yield Call("POST", batch, calls.last_data_batch, family.batch_key, paces.batch)
    yield Call(by, at(words.history), calls.history, key, paces.history)
    yield Call(by, at(words.alarms), calls.alarms, key, paces.alarms)
    if family.write_command:
        yield Call("POST", family.read_command, calls.read_setting)
        yield Call("POST", family.write_command, calls.write_setting)


def _calls_on_bus(room: str, word: str, kind: OnBus) -> Iterator[Call]:
    """The calls of what hangs on the bus of a datalogger."""
    for name, handler in (
        ("list", kind.rows),
        ("last_data", kind.latest),
        ("data", kind.history),
    ):
        yield Call("GET", f"{room}/{word}_{name}", handler, "datalog_sn", FIVE_MINUTES)


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
    # what belongs to an account and to no family
    Call("POST", "device/datalogger/add", logger_calls.datalogger_add, "plant_id", FIVE_MINUTES),
    Call(
        "POST", "device/datalogger/delete", logger_calls.datalogger_delete, "plant_id", FIVE_MINUTES
    ),
    Call("POST", "device/datalogger/validate", logger_calls.datalogger_validate),
    Call(
        "GET",
        "device/inverter/day_energy",
        logger_calls.device_day_energy,
        "device_sn",
        FIVE_MINUTES,
    ),
    Call(
        "POST", "device/all/create_date", logger_calls.device_create_date, "devices", FIVE_MINUTES
    ),
    Call("POST", "device/sn/add", logger_calls.device_add, "plant_id", FIVE_MINUTES),
    Call("POST", "device/storage/add", logger_calls.storage_add),
    *_calls_on_bus("device/ammeter", "meter", METER),
    *_calls_on_bus("device/env", "env", SENSOR),
    Call("GET", "user/c_user_list", user_calls.user_list, "", FIVE_MINUTES, 10),
    Call("POST", "user/check_user", user_calls.user_check),
    Call("POST", "user/user_register", user_calls.user_register),
    Call("POST", "user/modify", user_calls.user_modify),
    Call(
        "POST",
        "plant/user_plant_list",
        user_calls.plant_list_by_user,
        "user_name",
        FIVE_MINUTES,
        10,
    ),
    Call("POST", "plant/add", user_calls.plant_add, "", FIVE_MINUTES),
    Call("POST", "plant/modify", user_calls.plant_modify, "plant_id", 0, 10),
    Call("POST", "plant/delete", user_calls.plant_delete),
    Call("POST", "device/vpp/getSocData", vpp_calls.vpp_soc, "vppSn", TEN_SECONDS),
    Call("POST", "vppRemoteSetNew", vpp_calls.vpp_write, "vppSn", TEN_SECONDS),
    Call("POST", "vppSetNew", vpp_calls.vpp_write_periods, "vppSn", TEN_SECONDS),
    Call("GET", "device/boost/boost_data_info", boost_calls.details, "device_sn", TEN_SECONDS),
    Call("POST", "device/boost/boost_last_data", boost_calls.last_data, "boost_sn", TEN_SECONDS),
    Call("POST", "device/boost/boosts_data", boost_calls.last_data_batch, "boosts", TEN_SECONDS),
    Call("POST", "device/boost/boost_data", boost_calls.history, "boost_sn", TEN_SECONDS),
)
"""The calls of V1, which go by `/v4/` as well."""

V4_CALLS = tuple(
    Call("POST", each.path, each.answer, each.subject, each.every_s, 0, each.every_s_of, V4)
    for each in V4_HANDLERS
)
"""The calls of V4, below `/v4/new-api/`."""

NOAH_APP_CALLS = tuple(
    Call("POST", each.path, each.answer, dialect=NOAH_APP) for each in NOAH_APP_HANDLERS
)
"""Those of the app about a NOAH or NEXA, below `/v4/noahDeviceApi/`; no limit of them is known."""


def table() -> dict[str, dict[str, Call]]:
    """All of them by path and method."""
    found: dict[str, dict[str, Call]] = {}
    for prefix in PREFIXES:
        for call in CALLS:
            found.setdefault(prefix + call.path, {})[call.method] = call
    for call in (*V4_CALLS, *NOAH_APP_CALLS):
        found.setdefault(call.dialect.root + call.path, {})[call.method] = call
    return found
