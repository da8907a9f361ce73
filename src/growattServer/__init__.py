"""Growatt solar inverters and batteries, through the Growatt cloud.

import growattServer

api = growattServer.OpenApiV1(token="...")
for plant in api.plant_list().plants:
    print(plant.name, plant.current_power)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import base_api as base_api
from . import exceptions as exceptions
from .exceptions import (
    GrowattDeviceOfflineError,
    GrowattError,
    GrowattMissingExtraError,
    GrowattParameterError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattSettingError,
    GrowattTimespanError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
    GrowattV1ApiErrorCode,
)
from .fields import Basis, Field, Kind, Record
from .open_api_v1 import DeviceType, EnvironmentSensor, Meter, OpenApiV1
from .open_api_v1.devices import families
from .rows import Rows
from .shinephone import (
    BATT_MODE_BATTERY_FIRST,
    BATT_MODE_GRID_FIRST,
    BATT_MODE_LOAD_FIRST,
    GrowattApi,
    Timespan,
    hash_password,
)

if TYPE_CHECKING:
    from .cloud import AsyncCloud, Cloud, connect, connect_async
    from .etiquette.budget import Budget
    from .etiquette.policy import Etiquette
    from .open_api_v1 import AsyncEnvironmentSensor, AsyncMeter, AsyncOpenApiV1
    from .open_api_v1.devices.families import *  # noqa: F403  # those of its list
    from .open_api_v4 import AsyncOpenApiV4, AsyncV4Device, OpenApiV4, V4Device
    from .recording import record_to
    from .shinephone import AsyncGrowattApi
    from .transport_errors import *  # noqa: F403  # those that exceptions finds when they are used

GrowattApiV1 = OpenApiV1
name = "growattServer"

# ruff: noqa: F405  # what of it comes with the star is for the type checkers, who look whether it is there
__all__ = [
    "BATT_MODE_BATTERY_FIRST",
    "BATT_MODE_GRID_FIRST",
    "BATT_MODE_LOAD_FIRST",
    "AsyncCloud",
    "AsyncEnvironmentSensor",
    "AsyncGrowattApi",
    "AsyncMeter",
    "AsyncOpenApiV1",
    "AsyncOpenApiV4",
    "AsyncV4Device",
    "Basis",
    "Budget",
    "Cloud",
    "DeviceType",
    "EnvironmentSensor",
    "Etiquette",
    "Field",
    "GrowattAccountLockedError",
    "GrowattAccountLockedStatusError",
    "GrowattApi",
    "GrowattApiV1",
    "GrowattConnectTimeoutError",
    "GrowattConnectionError",
    "GrowattDeviceOfflineError",
    "GrowattError",
    "GrowattHTTPError",
    "GrowattIncompleteReplyError",
    "GrowattLoginError",
    "GrowattLoginPageError",
    "GrowattMissingExtraError",
    "GrowattParameterError",
    "GrowattPermissionError",
    "GrowattProxyError",
    "GrowattRateLimitError",
    "GrowattReadTimeoutError",
    "GrowattReplyError",
    "GrowattSSLError",
    "GrowattSessionExpiredError",
    "GrowattSessionExpiredStatusError",
    "GrowattSettingError",
    "GrowattTimeoutError",
    "GrowattTimespanError",
    "GrowattTooManyRedirectsError",
    "GrowattTransportError",
    "GrowattUnknownDeviceError",
    "GrowattUserAgentError",
    "GrowattV1ApiError",
    "GrowattV1ApiErrorCode",
    "GrowattWrongPasswordError",
    "Kind",
    "Meter",
    "OpenApiV1",
    "OpenApiV4",
    "Record",
    "Rows",
    "Timespan",
    "V4Device",
    "connect",
    "connect_async",
    "hash_password",
    "record_to",
]
__all__ += families.__all__

_LATER = {
    "AsyncGrowattApi": "shinephone",
    "AsyncEnvironmentSensor": "open_api_v1",
    "AsyncMeter": "open_api_v1",
    "AsyncOpenApiV1": "open_api_v1",
    "AsyncCloud": "cloud",
    "AsyncOpenApiV4": "open_api_v4",
    "AsyncV4Device": "open_api_v4",
    "Budget": "etiquette.budget",
    "Cloud": "cloud",
    "Etiquette": "etiquette.policy",
    "OpenApiV4": "open_api_v4",
    "V4Device": "open_api_v4",
    "connect": "cloud",
    "connect_async": "cloud",
    "record_to": "recording",
    **dict.fromkeys(families.__all__, "open_api_v1"),
}
"""Names that most programs do not use, and the modules that have them."""


def __getattr__(name: str) -> Any:
    # the errors that are classes of `requests` too come with the first of them, as in exceptions
    if name.startswith("Growatt"):
        return getattr(exceptions, name)
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
