"""Growatt's OpenAPI V1, the official API with a token (showdoc.com.cn/262556420217021)."""

from ..exceptions import GrowattV1ApiError
from ..shinephone import GrowattApi
from .api import AsyncOpenApiV1, OpenApiV1
from .by_serial_number import DeviceType
from .devices import (
    AbstractDevice,
    AsyncHps,
    AsyncMax,
    AsyncMin,
    AsyncPbd,
    AsyncPcs,
    AsyncSpa,
    AsyncSph,
    Hps,
    Max,
    Min,
    ParameterValue,
    Pbd,
    Pcs,
    Spa,
    Sph,
)
from .devices.meters import AsyncMeter, Meter
from .devices.sensors import AsyncEnvironmentSensor, EnvironmentSensor

__all__ = [
    "AbstractDevice",
    "AsyncEnvironmentSensor",
    "AsyncHps",
    "AsyncMax",
    "AsyncMeter",
    "AsyncMin",
    "AsyncOpenApiV1",
    "AsyncPbd",
    "AsyncPcs",
    "AsyncSpa",
    "AsyncSph",
    "DeviceType",
    "EnvironmentSensor",
    "GrowattApi",
    "GrowattV1ApiError",
    "Hps",
    "Max",
    "Meter",
    "Min",
    "OpenApiV1",
    "ParameterValue",
    "Pbd",
    "Pcs",
    "Spa",
    "Sph",
]
