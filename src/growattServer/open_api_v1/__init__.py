"""Growatt's OpenAPI V1, the official API with a token (showdoc.com.cn/262556420217021)."""

from ..exceptions import GrowattV1ApiError
from ..shinephone import GrowattApi
from .api import AsyncOpenApiV1, OpenApiV1
from .by_serial_number import DeviceType
from .devices import (
    AbstractDevice,
    AsyncHps,
    AsyncInverter,
    AsyncMax,
    AsyncMin,
    AsyncPbd,
    AsyncPcs,
    AsyncSpa,
    AsyncSph,
    AsyncStorage,
    Hps,
    Inverter,
    Max,
    Min,
    ParameterValue,
    Pbd,
    Pcs,
    Spa,
    Sph,
    Storage,
)
from .devices.meters import AsyncMeter, Meter
from .devices.sensors import AsyncEnvironmentSensor, EnvironmentSensor

__all__ = [
    "AbstractDevice",
    "AsyncEnvironmentSensor",
    "AsyncHps",
    "AsyncInverter",
    "AsyncMax",
    "AsyncMeter",
    "AsyncMin",
    "AsyncOpenApiV1",
    "AsyncPbd",
    "AsyncPcs",
    "AsyncSpa",
    "AsyncSph",
    "AsyncStorage",
    "DeviceType",
    "EnvironmentSensor",
    "GrowattApi",
    "GrowattV1ApiError",
    "Hps",
    "Inverter",
    "Max",
    "Meter",
    "Min",
    "OpenApiV1",
    "ParameterValue",
    "Pbd",
    "Pcs",
    "Spa",
    "Sph",
    "Storage",
]
