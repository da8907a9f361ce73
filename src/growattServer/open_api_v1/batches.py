"""The latest readings of many devices of one family in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

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
    # each serial number stands twice: data.<SN>.<SN>
    return _by_sn(api, endpoint, device_sns, record, lambda sn, each: each.get(sn))


def records_of_many(
    api: V1Calls, endpoint: Endpoint, device_sns: Iterable[str], record: type[R]
) -> Flow[dict[str, R]]:
    """A record for each serial number that the server knows."""
    return _by_sn(api, endpoint, device_sns, record, lambda sn, each: each)


def _by_sn(
    api: V1Calls,
    endpoint: Endpoint,
    device_sns: Iterable[str],
    record: type[R],
    inner: Callable[[str, dict[str, Any]], Any],
) -> Flow[dict[str, R]]:
    parameters = {endpoint.serial_numbers: ",".join(of_one_call(device_sns)), "pageNum": 1}
    data, age = yield from exchange(api, endpoint, parameters, shows_age=True)
    if not isinstance(data, dict):
        raise shape_error(endpoint.operation, "data is not an object")
    found = {sn: inner(sn, each) for sn, each in data.items() if isinstance(each, dict)}
    records_by_sn = {sn: record(one) for sn, one in found.items() if isinstance(one, dict)}
    for each in records_by_sn.values() if age is not None else ():
        each.age = age
    return records_by_sn


def of_one_call(device_sns: Iterable[str]) -> list[str]:
    """These serial numbers, each once, as many as one call may have."""
    wanted = serial_numbers(device_sns)
    if not 1 <= len(wanted) <= MOST_DEVICES:
        raise GrowattParameterError(
            f"device_sns must have 1 to {MOST_DEVICES} serial numbers, not {len(wanted)}"
        )
    return wanted


def serial_numbers(device_sns: Iterable[str]) -> list[str]:
    """Each serial number once, in their order; raises GrowattParameterError for what is none."""
    if isinstance(device_sns, str):
        raise GrowattParameterError(
            "device_sns must be a list of serial numbers, not a single string"
        )
    wanted = list(dict.fromkeys(str(required("a serial number", sn)).strip() for sn in device_sns))
    if any("," in sn for sn in wanted):
        raise GrowattParameterError("a serial number contains no comma")
    return wanted
