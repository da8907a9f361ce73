"""Growatt's OpenAPI V1, the official API with a token (showdoc.com.cn/262556420217021)."""

from ..exceptions import GrowattV1ApiError
from ..shinephone import GrowattApi
from .api import AsyncOpenApiV1, OpenApiV1
from .by_serial_number import DeviceType
from .devices import (
    AbstractDevice,
    AsyncMax,
    AsyncMin,
    AsyncSpa,
    AsyncSph,
    Max,
    Min,
    ParameterValue,
    Spa,
    Sph,
)

__all__ = [
    "AbstractDevice",
    "AsyncMax",
    "AsyncMin",
    "AsyncOpenApiV1",
    "AsyncSpa",
    "AsyncSph",
    "DeviceType",
    "GrowattApi",
    "GrowattV1ApiError",
    "Max",
    "Min",
    "OpenApiV1",
    "ParameterValue",
    "Spa",
    "Sph",
]
