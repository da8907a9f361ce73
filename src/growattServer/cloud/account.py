"""`Cloud` and `AsyncCloud`: an account, its plants, its devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from ..exceptions import GrowattParameterError, GrowattUnknownDeviceError
from ..history import History
from ..operation import long_operation
from ..rows import Rows
from ..signatures import AwaitedOperations
from ..wire import Flow
from .listing import Listed, Source

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from ..shinephone import AsyncGrowattApi, GrowattApi

_FINDING = "looking for a device"


class _Named(Protocol):
    """What all devices say of themselves."""

    @property
    def serial(self) -> str: ...
    @property
    def family(self) -> str: ...
    def history(
        self, first: Any = None, last: Any = None, *, newest_first: bool = False
    ) -> History[Any]: ...


class CloudDevice(_Named, Protocol):
    """A device of any family and API: a `Min`, `Sph`, ..., a `V4Device` or a `PhoneDevice`."""

    def latest(self) -> Any: ...


class AsyncCloudDevice(_Named, Protocol):
    """The same behind an `AsyncCloud`."""

    def latest(self) -> Awaitable[Any]: ...


DeviceT = TypeVar("DeviceT")


class CloudOperations(Generic[DeviceT]):
    """What both can do. Lists are asked for when they are first needed, and remembered."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._plants: Rows[Any] | None = None
        self._listed: list[Listed] | None = None

    @long_operation
    def plants(self, *, anew: bool = False) -> Flow[Rows[Any]]:
        """All plants, with `plant_id` and `name`; the rest depends on the API.

        They are asked for once, and again with `anew`. With a token the vendor allows it once in 5
        minutes and 10 times a day.
        """
        return self._all_plants(anew)

    @long_operation
    def devices(
        self, plant_id: int | str | None = None, *, anew: bool = False
    ) -> Flow[list[DeviceT]]:
        """The devices that can be read, of one plant or of all; `anew` asks for the lists again.

        V4 does not say of which plant a device is, so what only V4 lists, such as a NOAH, comes
        with all and not with its plant.
        """
        listed = yield from self._of_plant(plant_id, anew)
        return [one.device for one in listed if one.device is not None]

    @long_operation
    def other_devices(
        self, plant_id: int | str | None = None, *, anew: bool = False
    ) -> Flow[Rows[Any]]:
        """What no API can read, such as meters, and types that nobody knows: their rows as listed.

        Each has a `device_sn`, which for some is a word such as AMMETER.
        """
        listed = yield from self._of_plant(plant_id, anew)
        return Rows(one.row for one in listed if one.device is None)

    @long_operation
    def device(self, serial: str) -> Flow[DeviceT]:
        """The device with this serial number; GrowattUnknownDeviceError where there is none."""
        found = yield from self._find(serial)
        if found.device is None:
            raise _unknown("no API can read it; other_devices() has what is known of it")
        return found.device  # type: ignore[no-any-return]  # as the source has made it

    @long_operation
    def row(self, serial: str) -> Flow[Any]:
        """What the list says of a device: datalogger and, but for V4's, state and whether online.

        It is the row as the API sent it when the list was asked for.
        """
        return (yield from self._find(serial)).row

    @long_operation
    def latest_of_all(self) -> Flow[dict[str, Any]]:
        """The latest readings of all devices, by serial number, in as few calls as there can be.

        With a token these are the records of V4, 100 devices of a family a call, and those of V1
        for what V4 does not know. Devices of which the server knows nothing are left out.
        """
        everything = yield from self._all_listed(anew=False)
        listed = [one for one in everything if one.device is not None]
        found = yield from self._source.latest_of(listed)
        return {one.serial: found[one.serial] for one in listed if one.serial in found}

    def _all_plants(self, anew: bool) -> Flow[Rows[Any]]:
        if self._plants is None or anew:
            self._plants = yield from self._source.plants()
        return self._plants

    def _all_listed(self, anew: bool) -> Flow[list[Listed]]:
        if self._listed is None or anew:
            plants = yield from self._all_plants(anew)
            self._listed = yield from self._source.listed(plants)
        return self._listed

    def _of_plant(self, plant_id: Any, anew: bool) -> Flow[list[Listed]]:
        listed = yield from self._all_listed(anew)
        wanted = None if plant_id is None else str(plant_id)
        return [one for one in listed if wanted is None or str(one.plant_id) == wanted]

    def _find(self, serial: str) -> Flow[Listed]:
        if not isinstance(serial, str) or not serial.strip():
            raise GrowattParameterError("serial is the serial number of a device, a text")
        wanted = serial.strip().upper()
        listed = yield from self._all_listed(anew=False)
        same = [one for one in listed if one.serial.upper() == wanted]
        if not same:
            raise _unknown("the account has no such device")
        # a datalogger may have the serial number of its inverter
        return next((one for one in same if one.device is not None), same[0])


def _unknown(said: str) -> GrowattUnknownDeviceError:
    return GrowattUnknownDeviceError(f"Error during {_FINDING}", 0, said, operation=_FINDING)


class Cloud(CloudOperations[CloudDevice]):
    """An account, made by `growattServer.connect`."""

    @property
    def api(self) -> GrowattApi:
        """The client behind it: an `OpenApiV1`, or a `GrowattApi` with a password."""
        api: GrowattApi = self._source.api
        return api

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.api!r}>"

    def close(self) -> None:
        """Close the connections; devices may be read again."""
        for client in self._source.clients:
            client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncCloud(CloudOperations[AsyncCloudDevice], AwaitedOperations):
    """An account, made by `growattServer.connect_async`: its methods are awaited."""

    @property
    def api(self) -> AsyncGrowattApi:
        """The client behind it: an `AsyncOpenApiV1`, or an `AsyncGrowattApi` with a password."""
        api: AsyncGrowattApi = self._source.api
        return api

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.api!r}>"

    async def close(self) -> None:
        """Close the connections, but for a session that was given."""
        for client in self._source.clients:
            await client.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()
