"""One device behind the app's API, in the words of the token API's devices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NoReturn

from ..exceptions import GrowattParameterError, GrowattUnknownDeviceError
from ..operation import BehindApi, operation, self_call
from ..signatures import AwaitedOperations
from ..wire import Flow

if TYPE_CHECKING:
    # the standard library's has no defaults before Python 3.13
    from typing_extensions import TypeVar

    from ..shinephone import AsyncGrowattApi, GrowattApi

    ApiT = TypeVar("ApiT", bound=GrowattApi | AsyncGrowattApi, default=GrowattApi)
    AsyncApiT = TypeVar("AsyncApiT", bound=AsyncGrowattApi, default=AsyncGrowattApi)
else:
    from typing import TypeVar

    ApiT = TypeVar("ApiT")
    AsyncApiT = TypeVar("AsyncApiT")

COMMON: Mapping[str, str] = {"tlx": "min", "mix": "sph"}
"""What the app calls families that the token API has by another name."""


class PhoneDevice(BehindApi, Generic[ApiT]):
    """A device of the app's API: a MIN, SPH, inverter, storage or NOAH.

    Behind an async client it is an `AsyncPhoneDevice`, whose methods are awaited.
    """

    def __init__(self, api: ApiT, device_sn: str, family: str, plant_id: int | str) -> None:
        self.api = api
        self.device_sn = device_sn
        self.plant_id = plant_id
        self._family = family

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.api!r}, {self.device_sn!r}, {self.family!r})"

    @property
    def serial(self) -> str:
        """The serial number, `device_sn` by its short name."""
        return self.device_sn

    @property
    def family(self) -> str:
        """The family in the word of all APIs: "min", not "tlx"."""
        return self._family

    @operation
    def latest(self) -> Flow[Any]:
        """The latest readings, by the call of the app that has the most of them."""
        return _latest(self)

    def history(self, *days: Any, **wishes: Any) -> NoReturn:
        """The app's API has no readings of past days: raises GrowattParameterError.

        What it has are curves of the power of a day: `tlx_data`, `inverter_data`, `mix_detail`.
        """
        raise GrowattParameterError(
            "the ShinePhone API has no readings of past days; connect with a token for them, or "
            "see api.tlx_data, api.inverter_data and api.mix_detail for curves of one day"
        )


class AsyncPhoneDevice(PhoneDevice[AsyncApiT], AwaitedOperations):
    """The same device behind an async client: its methods are `async def`."""


PhoneDevice._awaited = AsyncPhoneDevice


def _by_serial(call: str, inside: str | None = None) -> Callable[[Any], Flow[Any]]:
    def latest(device: Any) -> Flow[Any]:
        answer = yield from self_call(device.api, call, device.serial)
        return answer if inside is None else getattr(answer, inside)

    return latest


def _of_plant(call: str) -> Callable[[Any], Flow[Any]]:
    return lambda device: self_call(device.api, call, device.serial, device.plant_id)


CALLS: Mapping[str, Callable[[Any], Flow[Any]]] = {
    "min": _by_serial("tlx_detail", "latest"),
    "sph": _of_plant("mix_system_status"),
    "inverter": _by_serial("inverter_detail"),
    "storage": _by_serial("storage_params", "latest"),
    "noah": _by_serial("noah_system_status", "latest"),
}
"""Which call has the latest readings of a family."""


def _latest(device: PhoneDevice[Any]) -> Flow[Any]:
    found = yield from CALLS[device.family](device)
    if found is None:
        operation = f"getting the latest readings of this {device.family}"
        raise GrowattUnknownDeviceError(
            f"Error during {operation}", 0, "the server has none", operation=operation
        )
    return found
