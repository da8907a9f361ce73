"""The latest readings of many devices of one family in one call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ..etiquette.envelope import shape_error
from ..exceptions import GrowattParameterError
from ..fields import Record
from ..wire import Flow
from .calls import V1Calls, exchange
from .checks import required
from .endpoints import Endpoint

R = TypeVar("R", bound=Record)

MOST_DEVICES = 100
"""How many serial numbers the server takes in one call."""


def latest_of_many(
    api: V1Calls, endpoint: Endpoint, device_sns: Iterable[str], record: type[R]
) -> Flow[dict[str, R]]:
    """The latest readings by serial number; those that the server does not know are left out."""
    parameters = {endpoint.serial_numbers: ",".join(_serial_numbers(device_sns)), "pageNum": 1}
    data, age = yield from exchange(api, endpoint, parameters, shows_age=True)
    if not isinstance(data, dict):
        raise shape_error(endpoint.operation, "data is no object")
    # each serial number stands twice: data.<SN>.<SN>
    found = {sn: each.get(sn) for sn, each in data.items() if isinstance(each, dict)}
    records_by_sn = {sn: record(latest) for sn, latest in found.items() if isinstance(latest, dict)}
    for each in records_by_sn.values() if age is not None else ():
        each.age = age
    return records_by_sn


def _serial_numbers(device_sns: Iterable[str]) -> list[str]:
    wanted = serial_numbers(device_sns)
    if not 1 <= len(wanted) <= MOST_DEVICES:
        raise GrowattParameterError(
            f"device_sns has 1 to {MOST_DEVICES} serial numbers, not {len(wanted)}"
        )
    return wanted


def serial_numbers(device_sns: Iterable[str]) -> list[str]:
    """Each serial number once, in their order; raises GrowattParameterError for what is none."""
    if isinstance(device_sns, str):
        raise GrowattParameterError("device_sns is a list of serial numbers, not a single text")
    wanted = list(dict.fromkeys(str(required("a serial number", sn)).strip() for sn in device_sns))
    if any("," in sn for sn in wanted):
        raise GrowattParameterError("a serial number holds no comma")
    return wanted
