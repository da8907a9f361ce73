"""Growatt's OpenAPI V1, the official API with a token (showdoc.com.cn/262556420217021)."""

from ..exceptions import GrowattV1ApiError
from ..shinephone import GrowattApi
from .api import AsyncOpenApiV1, OpenApiV1
from .by_serial_number import DeviceType
from .devices import AbstractDevice, AsyncMin, AsyncSpa, AsyncSph, Min, ParameterValue, Spa, Sph
from .devices.meters import AsyncMeter, Meter
from .devices.sensors import AsyncEnvironmentSensor, EnvironmentSensor

__all__ = [
    "AbstractDevice",
    "AsyncEnvironmentSensor",
    "AsyncMeter",
    "AsyncMin",
    "AsyncOpenApiV1",
    "AsyncSpa",
    "AsyncSph",
    "DeviceType",
    "EnvironmentSensor",
    "GrowattApi",
    "GrowattV1ApiError",
    "Meter",
    "Min",
    "OpenApiV1",
    "ParameterValue",
    "Spa",
    "Sph",
]
