"""Where V4 calls go, and the ways in which their parameters and answers are alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .. import exceptions
from ..etiquette.envelope import shape_error, shape_of
from ..exceptions import GrowattParameterError, GrowattPermissionError
from ..open_api_v1.batches import serial_numbers
from ..open_api_v1.calls import TokenCalls, call, exchange
from ..open_api_v1.checks import required
from ..open_api_v1.endpoints import Endpoint
from ..servers import server_root
from ..wire import Flow
from .families import Family, family_of
from .noah_app_endpoints import ROOM


class V4Calls(TokenCalls):
    """The V4 calls of a client."""

    _settings_keys = str
    """How plans in the journal name the family of a device that this client sets."""

    @property
    def api_url(self) -> str:
        """The address below which the V4 calls lie: `server_url` with `v4/new-api/`."""
        return f"{server_root(self.server_url)}v4/new-api/"

    def get_url(self, page: str) -> str:
        """The address of a call; those of the app and of V1 lie beside the others."""
        if page.startswith(ROOM):
            return f"{server_root(self.server_url)}v4/{page}"
        if "/" in page:
            return f"{server_root(self.server_url)}v1/{page}"
        return self.api_url + page


def has_no_v4(error: exceptions.GrowattError) -> bool:
    """Whether an error of V4's list says that there is no V4 for this account, now and later."""
    if isinstance(error, exceptions.GrowattHTTPError):
        return error.status_code in (404, 405, 501)
    return isinstance(error, GrowattPermissionError | exceptions.GrowattReplyError)


def serial_number(device_sn: str) -> str:
    """One serial number; raises GrowattParameterError for what is none."""
    if not isinstance(device_sn, str):
        raise GrowattParameterError(
            f"device_sn is the serial number of one device, not a {type(device_sn).__name__}"
        )
    (found,) = serial_numbers([required("device_sn", device_sn)])
    return found


def device(device_sn: str, family: str) -> dict[str, str]:
    """The parameters that name a device."""
    return {"deviceSn": serial_number(device_sn), "deviceType": family_of(family).name}


def lists_of(device_sns: Iterable[str], most: int) -> list[str]:
    """Serial numbers, joined by commas, as many in a call as the server takes."""
    wanted = serial_numbers(device_sns)
    if not wanted:
        raise GrowattParameterError("device_sns has at least one serial number")
    return [",".join(wanted[start : start + most]) for start in range(0, len(wanted), most)]


def beans(
    api: V4Calls, endpoint: Endpoint, serials: str, family: Family, *, is_fresh: bool = False
) -> Flow[tuple[list[dict[str, Any]], Any]]:
    """The objects of some devices, as sent, and their age if they are earlier ones.

    Where something is decided by them, such as what to write, they have to be fresh.
    """
    parameters = {"deviceSn": serials, "deviceType": family.name}
    data, age = yield from exchange(api, endpoint, parameters, shows_age=not is_fresh)
    return list_in(data, family.name, endpoint.operation), age


def list_in(data: Any, key: str, operation: str) -> list[dict[str, Any]]:
    """The objects of a list in the data; raises GrowattReplyError where there is no list."""
    if not isinstance(data, dict):
        raise shape_error(operation, f"data is {shape_of(data)} instead of an object")
    found = data.get(key)
    if not isinstance(found, list):
        raise shape_error(operation, f"data has no list {key!r}")
    return list(objects(found))


def objects(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Those of the values that are objects."""
    return (value for value in values if isinstance(value, dict))


def write(api: V4Calls, endpoint: Endpoint, parameters: Mapping[str, Any]) -> Flow[None]:
    """A setting; the server answers nothing to it beside success or a refusal."""
    yield from call(api, endpoint, parameters)
