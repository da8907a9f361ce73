"""One device at a time: `V4Device(api, serial_number, family)`, the same class for all families."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Generic

from ..exceptions import GrowattUnknownDeviceError
from ..history import DAY, History, Walk, row_key
from ..operation import BehindApi, long_operation, operation, self_call
from ..rows import Rows
from ..signatures import AwaitedOperations
from ..wire import Flow, OnLimit
from .calls import V4Calls
from .endpoints import DEVICE_INFO, LAST_DATA
from .families import family_of
from .settings import ask_setting, send_setting, settings_reply

if TYPE_CHECKING:
    # the standard library's has no defaults before Python 3.13
    from typing_extensions import TypeVar

    from ..settings import Journal, Plan, Settings
    from .api import AsyncOpenApiV4, OpenApiV4

    ApiT = TypeVar("ApiT", bound=V4Calls, default=OpenApiV4)
    AsyncApiT = TypeVar("AsyncApiT", bound=AsyncOpenApiV4, default=AsyncOpenApiV4)
else:
    from typing import TypeVar

    ApiT = TypeVar("ApiT", bound=V4Calls)
    AsyncApiT = TypeVar("AsyncApiT", bound=V4Calls)


class V4Device(BehindApi, Generic[ApiT]):
    """A device of any family that V4 has, such as "wit", "sph-s" or "noah"; V4 decides the records.

    `family` is one of V4's words, or "inverter" for its "inv". Making one sends nothing. Behind an
    async client it is an `AsyncV4Device`, whose methods are awaited.
    """

    def __init__(self, api: ApiT, device_sn: str, family: str) -> None:
        self.api = api
        self.device_sn = device_sn
        self._family = family_of(family)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.api!r}, {self.device_sn!r}, {self.family!r})"

    @property
    def serial(self) -> str:
        """The serial number, `device_sn` by its short name."""
        return self.device_sn

    @property
    def family(self) -> str:
        """The family in the word of all APIs, which all calls of V4 take, too."""
        return self._family.common_name

    @operation
    def detail(self) -> Flow[Any]:
        """What the device is and how it is set; one call in 5 minutes."""
        return _one(self, "info", DEVICE_INFO.operation)

    @operation
    def latest(self) -> Flow[Any]:
        """The latest readings, one call in 5 minutes, of a NOAH in a minute.

        An offline device has its last reading: look at its `time`.
        """
        return _one(self, "latest", LAST_DATA.operation)

    @operation
    def day(self, day: date | str) -> Flow[Rows[Any]]:
        """The readings of a day, whose time zone and order are not documented: look at `time`.

        One call in 5 minutes.
        """
        return self_call(self.api, "history", self.device_sn, self._family.name, day)

    def history(
        self,
        first: date | str | None = None,
        last: date | str | None = None,
        *,
        newest_first: bool = False,
        on_limit: OnLimit | None = "wait",
    ) -> History[Any]:
        """The readings of any range of days, as something to loop over; nothing is asked before.

        From `first` to `last` (today here unless given), both included, in the order of time;
        `newest_first` turns it round, and without `first` it then ends where there is nothing
        older: after five weeks without a reading. The zone of these days is not documented.

        The server gives a day a call, and wants 5 minutes between calls: with an `Etiquette` each
        call waits for them, unless `on_limit` says otherwise. It was seen to know some 95 days: a
        day before them is a call in vain. One day is held in memory.
        """
        return History(self, first, last, DAILY, newest_first=newest_first, on_limit=on_limit)

    @long_operation
    def read_settings(self, *names: str) -> Flow[Settings]:
        """The present settings by the names of `growattServer.settings`, typed; None is unknown.

        With `names` only these. Those of a NOAH are in `detail`, one call in 5 minutes. All other
        devices are asked for one value in 5.5 seconds: for all of a WIT that takes three minutes.
        """
        from ..settings.reading import read_settings  # whoever sets nothing does not load it

        return read_settings(self, names)

    @long_operation
    def plan(
        self,
        wishes: Mapping[str, Any],
        *,
        for_: timedelta | None = None,
        allow_dangerous: bool = False,
        journal: Journal | None = None,
        soc: float | None = None,
    ) -> Flow[Plan[ApiT]]:
        """The differences between the present settings and these; reads, and sends no write.

        As of the devices of V1. `plan`, `apply` and `verify` each read what is to be set: `detail`
        once in 5 minutes, what the device itself is asked for once in 5 seconds.
        """
        from ..settings.plan import make_plan

        return make_plan(
            self,
            self.api,
            wishes,
            for_=for_,
            allow_dangerous=allow_dangerous,
            journal=journal,
            soc=soc,
        )

    @property
    def _settings_key(self) -> str:
        return self._family.name

    def _settings_reply(self) -> Flow[Any]:
        return settings_reply(self)

    def _ask_setting(self, command: str) -> Flow[Any]:
        return ask_setting(self.api, self.device_sn, self._family, command)

    def _send_setting(self, command: str, values: list[str]) -> Flow[Any]:
        return send_setting(self.api, self.device_sn, self._family, command, values)


class AsyncV4Device(V4Device[AsyncApiT], AwaitedOperations):
    """The same device behind an async client: its methods are `async def`.

    `V4Device(api, serial_number, family)` of such a client makes one, and so does its `get_device`.
    """


V4Device._awaited = AsyncV4Device


def _one(device: V4Device[Any], call: str, operation: str) -> Flow[Any]:
    """The record of this device in the answer of a call about many."""
    found = yield from self_call(device.api, call, [device.device_sn], device._family.name)
    record = found.get(str(device.device_sn).strip())
    if record is None:
        raise GrowattUnknownDeviceError(
            f"Error during {operation}",
            0,
            f"the answer has no such {device.family}",
            operation=operation,
        )
    return record


def _day_rows(device: V4Device[Any], first: date, last: date) -> Flow[dict[str, Any]]:
    rows = yield from self_call(device, "day", first)
    found = {row_key(row): row for row in rows}
    # in which order they come is not documented
    if all(row.time is not None for row in found.values()):
        return dict(sorted(found.items(), key=lambda each: each[1].time))
    return found


DAILY = Walk(_day_rows, DAY, date.today)
"""A day at a time."""
