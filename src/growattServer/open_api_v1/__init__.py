"""Growatt's OpenAPI V1, the official API with a token (showdoc.com.cn/262556420217021)."""

from typing import TYPE_CHECKING

from ..exceptions import GrowattV1ApiError
from ..lazy import lazy_names
from ..shinephone import GrowattApi
from .api import OpenApiV1
from .devices import AbstractDevice, ParameterValue, families
from .devices.families import DeviceType
from .devices.meters import Meter
from .devices.sensors import EnvironmentSensor

if TYPE_CHECKING:
    from .async_api import AsyncOpenApiV1
    from .devices.families import *  # noqa: F403  # those of its list
    from .devices.meters import AsyncMeter
    from .devices.sensors import AsyncEnvironmentSensor

__all__ = [
    "AbstractDevice",
    "AsyncEnvironmentSensor",
    "AsyncMeter",
    "AsyncOpenApiV1",
    "DeviceType",
    "EnvironmentSensor",
    "GrowattApi",
    "GrowattV1ApiError",
    "Meter",
    "OpenApiV1",
    "ParameterValue",
]
__all__ += families.__all__

# a program that is not async does not load what is
__getattr__, _ = lazy_names(
    __name__,
    {
        "async_api": ["AsyncOpenApiV1"],
        "devices.awaited": ["AsyncEnvironmentSensor", "AsyncMeter"],
        "devices.families": families.__all__,
    },
)
