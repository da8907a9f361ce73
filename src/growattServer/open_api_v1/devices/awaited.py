"""The devices behind an async client, a class for each family; they are made of the blocking ones.

`Min(api, serial_number)` of an async client makes an `AsyncMin`. Other programs do not load them.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from ...signatures import AwaitedOperations
from .hps import Hps
from .inverter import Inverter
from .max import Max
from .meters import Meter
from .min import Min
from .pbd import Pbd
from .pcs import Pcs
from .readable import AsyncApiT
from .sensors import EnvironmentSensor
from .spa import Spa
from .sph import Sph
from .storage import Storage


class AsyncMin(Min[AsyncApiT], AwaitedOperations):
    """`Min` behind an async client: its methods are `async def`."""


class AsyncSph(Sph[AsyncApiT], AwaitedOperations):
    """`Sph` behind an async client: its methods are `async def`."""


class AsyncSpa(Spa[AsyncApiT], AwaitedOperations):
    """`Spa` behind an async client: its methods are `async def`."""


class AsyncMax(Max[AsyncApiT], AwaitedOperations):
    """`Max` behind an async client: its methods are `async def`."""


class AsyncHps(Hps[AsyncApiT], AwaitedOperations):
    """`Hps` behind an async client: its methods are `async def`."""


class AsyncPcs(Pcs[AsyncApiT], AwaitedOperations):
    """`Pcs` behind an async client: its methods are `async def`."""


class AsyncPbd(Pbd[AsyncApiT], AwaitedOperations):
    """`Pbd` behind an async client: its methods are `async def`."""


class AsyncInverter(Inverter[AsyncApiT], AwaitedOperations):
    """`Inverter` behind an async client: its methods are `async def`."""


class AsyncStorage(Storage[AsyncApiT], AwaitedOperations):
    """`Storage` behind an async client: its methods are `async def`."""


class AsyncMeter(Meter[AsyncApiT], AwaitedOperations):
    """`Meter` behind an async client: its methods are `async def`."""


class AsyncEnvironmentSensor(EnvironmentSensor[AsyncApiT], AwaitedOperations):
    """`EnvironmentSensor` behind an async client: its methods are `async def`."""


for _made in (
    AsyncMin,
    AsyncSph,
    AsyncSpa,
    AsyncMax,
    AsyncHps,
    AsyncPcs,
    AsyncPbd,
    AsyncInverter,
    AsyncStorage,
    AsyncMeter,
    AsyncEnvironmentSensor,
):
    # what makes the one, given an async client, makes the other
    _family: Any = _made.__mro__[1]
    _family._awaited = _made

AsyncAnyDevice: TypeAlias = (
    AsyncMin[AsyncApiT]
    | AsyncSph[AsyncApiT]
    | AsyncSpa[AsyncApiT]
    | AsyncMax[AsyncApiT]
    | AsyncHps[AsyncApiT]
    | AsyncPcs[AsyncApiT]
    | AsyncPbd[AsyncApiT]
    | AsyncInverter[AsyncApiT]
    | AsyncStorage[AsyncApiT]
)
