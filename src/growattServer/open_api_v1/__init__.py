"""Growatt's OpenAPI V1, the official API with a token (showdoc.com.cn/262556420217021)."""

from typing import TYPE_CHECKING

from ..exceptions import GrowattV1ApiError
from ..lazy import lazy_names
from ..shinephone import GrowattApi
from .api import OpenApiV1
from .by_serial_number import DeviceType
from .devices import (
    AbstractDevice,
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
from .devices.meters import Meter
from .devices.sensors import EnvironmentSensor

if TYPE_CHECKING:
    from .async_api import AsyncOpenApiV1
    from .devices.awaited import (
        AsyncEnvironmentSensor,
        AsyncHps,
        AsyncInverter,
        AsyncMax,
        AsyncMeter,
        AsyncMin,
        AsyncPbd,
        AsyncPcs,
        AsyncSpa,
        AsyncSph,
        AsyncStorage,
    )

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

# a program that is not async does not load what is
__getattr__, _ = lazy_names(
    __name__,
    {
        "async_api": "AsyncOpenApiV1",
        "devices.awaited": """
            AsyncEnvironmentSensor AsyncHps AsyncInverter AsyncMax AsyncMeter AsyncMin
            AsyncPbd AsyncPcs AsyncSpa AsyncSph AsyncStorage
        """,
    },
)
