"""What each family has, declared in a line each: `detail = reads(endpoint, record, text)`.

The line makes an operation, as `@operation` does of a flow; the class in which it stands names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeVar,
    cast,
)

from ...fields import Record
from ...history import History
from ...operation import operation, self_call
from ...signatures import is_operation
from ...wire import Flow, OnLimit
from ..batches import latest_of_many
from ..calls import call_record
from ..endpoints import Endpoint
from ..weeks import weekly

if TYPE_CHECKING:
    from ...operation_types import Operation, Unbound
    from .abstract_device import ParameterValue

P = ParamSpec("P")
R = TypeVar("R")
RecordT = TypeVar("RecordT", bound=Record)
RowT = TypeVar("RowT")
Named = Callable[[], type[RecordT]]
"""A function that names a record: its rows are not loaded before a reply has come."""

_NAMELESS = "declared"

HISTORY_TEXT = """Readings of up to 7 days, in pages of 20 rows unless `limit` says up to 100.

        The default is today in the zone of this machine; `timezone` is the zone of the rows' times
        (the server's default is UTC). `count` is the number of rows in all pages.
        """
ALARMS_TEXT = """The alarms of one day, in pages of 20 rows unless `limit` says up to 100.

        The default is today in the zone of this machine. `count` is the number of alarms in all
        pages.
        """
BATCH_TEXT = """The latest readings of up to 100 {}, by serial number.

        Serial numbers that the server does not know are left out; when it knows none of them that
        is a GrowattUnknownDeviceError. The server allows one call in {}.
        """


class Declared(NamedTuple):
    """What an operation was declared with."""

    endpoint: Endpoint
    named: Named[Any]

    @property
    def record(self) -> type[Record]:
        return self.named()


def declared_in(method: Any) -> Declared:
    """What this operation of a family was declared with."""
    found: Declared = method.flow.declared
    return found


class DeclaredOperations:
    """A class that names the operations which are declared in it."""

    def __init_subclass__(cls, **options: Any) -> None:
        for name, member in vars(cls).items():
            if is_operation(member) and member.__name__ == _NAMELESS:
                for function in (member, member.flow):
                    function.__name__ = name
                    function.__qualname__ = f"{cls.__qualname__}.{name}"
                    function.__module__ = cls.__module__
        super().__init_subclass__(**options)


def _made(flow: Any, text: str, returns: str, declared: Declared | None = None) -> Any:
    flow.__name__, flow.__doc__, flow.declared = _NAMELESS, text, declared
    del flow.__annotations__["self"]  # which help() would show
    flow.__annotations__["return"] = f"Flow[{returns}]"
    return operation(flow)


def _spelt(named: Named[Any]) -> str:
    return ".".join(named.__code__.co_names)


class _OfDevice(Generic[P]):
    """Makes operations of a device; they are called like the example."""

    def __init__(self, make: Callable[..., Any], like: Callable[Concatenate[Any, P], None]) -> None:
        self._make = make

    def __call__(
        self, endpoint: Endpoint, record: Named[RecordT], text: str
    ) -> Operation[P, RecordT]:
        flow = self._make(endpoint, record)
        made: Operation[P, RecordT] = _made(flow, text, _spelt(record), Declared(endpoint, record))
        return made


class _OfMany(Generic[P]):
    """Makes operations of a client about many devices at once."""

    def __init__(self, like: Callable[Concatenate[Any, P], None]) -> None:
        pass

    def __call__(
        self, endpoint: Endpoint, record: Named[RecordT], text: str
    ) -> Operation[P, dict[str, RecordT]]:
        def flow(self: Any, device_sns: Iterable[str]) -> Flow[dict[str, RecordT]]:
            return latest_of_many(self, endpoint, device_sns, record())

        made: Operation[P, dict[str, RecordT]] = _made(
            flow, text, f"dict[str, {_spelt(record)}]", Declared(endpoint, record)
        )
        return made


class _BySerialNumber(Generic[P]):
    """Makes the method of a client that does what a method of a device does."""

    def __init__(self, make: Callable[..., Any], like: Callable[Concatenate[Any, P], None]) -> None:
        self._make = make

    def __call__(
        self, family: type[Any], method: Unbound[..., R], note: str = ""
    ) -> Operation[P, R]:
        name, returns = method.__name__, method.flow.__annotations__["return"]
        text = f"`{family.__name__}.{name}` of the inverter with this serial number."
        if note:
            text = f"{text}\n\n        {note}\n        "
        made: Operation[P, R] = _made(self._make(family, name), text, returns)
        return made


# --- of a device ---------------------------------------------------------------------------------


def _no_arguments(self: Any) -> None: ...


def _reading(endpoint: Endpoint, record: Named[RecordT]) -> Callable[..., Any]:
    def flow(self: Any) -> Flow[RecordT]:
        return call_record(self.api, endpoint, self._key_of(endpoint), record())

    return flow


def _days(
    self: Any,
    start_date: date | None = None,
    end_date: date | None = None,
    timezone: str | None = None,
    page: int | None = None,
    limit: int | None = None,
) -> None: ...


def _paging(endpoint: Endpoint, record: Named[RecordT]) -> Callable[..., Any]:
    def flow(
        self: Any,
        start_date: date | None = None,
        end_date: date | None = None,
        timezone: str | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[RecordT]:
        parameters = self._history_parameters(start_date, end_date, timezone, page, limit)
        return call_record(self.api, endpoint, parameters, record())

    return flow


if TYPE_CHECKING:

    class _Walk(Protocol, Generic[RowT]):
        """The method `history` of a device."""

        def __call__(
            self,
            first: date | str | None = None,
            last: date | str | None = None,
            *,
            timezone: str | None = None,
            newest_first: bool = False,
            on_limit: OnLimit | None = "wait",
        ) -> History[RowT]: ...


def walks(row: Callable[[], type[RowT]]) -> _Walk[RowT]:
    """The rows of a history over any range of days."""

    def history(
        self: Any,
        first: date | str | None = None,
        last: date | str | None = None,
        *,
        timezone: str | None = None,
        newest_first: bool = False,
        on_limit: OnLimit | None = "wait",
    ) -> History[RowT]:
        """The readings of any range of days, as something to loop over; nothing is asked before.

        From `first` to `last` (today unless given), both included, in the order of time;
        `newest_first` turns it round, and without `first` it then ends where there is nothing
        older: after five weeks without a reading. `timezone` is the zone of the rows' times and of
        the days (UTC unless given).

        The server gives 100 rows a call and a week at most, and wants a pause between calls: with
        an `Etiquette` each call waits for it, unless `on_limit` says otherwise. Rows that come
        twice are given once. One week is held in memory.
        """
        return History(
            self,
            first,
            last,
            weekly(timezone),
            newest_first=newest_first,
            on_limit=on_limit,
        )

    method: Any = history
    return cast("_Walk[RowT]", method)


def _day(
    self: Any, day: date | None = None, page: int | None = None, limit: int | None = None
) -> None: ...


def _alarming(endpoint: Endpoint, record: Named[RecordT]) -> Callable[..., Any]:
    def flow(
        self: Any, day: date | None = None, page: int | None = None, limit: int | None = None
    ) -> Flow[RecordT]:
        return call_record(self.api, endpoint, self._alarm_parameters(day, page, limit), record())

    return flow


reads = _OfDevice(_reading, like=_no_arguments)
"""What is asked for by the serial number alone."""

pages = _OfDevice(_paging, like=_days)
"""A history, up to 7 days in a call, in pages."""

alarm_pages = _OfDevice(_alarming, like=_day)
"""The alarms of one day, in pages."""


# --- of a client ---------------------------------------------------------------------------------


def _serial_numbers(self: Any, device_sns: Iterable[str]) -> None: ...


batch = _OfMany(like=_serial_numbers)
"""The latest readings of up to 100 devices."""


def _serial_number(self: Any, device_sn: str) -> None: ...


def _reading_of(family: type[Any], name: str) -> Callable[..., Any]:
    def flow(self: Any, device_sn: str) -> Flow[Any]:
        return self_call(family(self, device_sn), name)

    return flow


def _serial_number_and_days(
    self: Any,
    device_sn: str,
    start_date: date | None = None,
    end_date: date | None = None,
    timezone: str | None = None,
    page: int | None = None,
    limit: int | None = None,
) -> None: ...


def _paging_of(family: type[Any], name: str) -> Callable[..., Any]:
    def flow(
        self: Any,
        device_sn: str,
        start_date: date | None = None,
        end_date: date | None = None,
        timezone: str | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[Any]:
        device = family(self, device_sn)
        return self_call(device, name, start_date, end_date, timezone, page, limit)

    return flow


def _serial_number_and_day(
    self: Any,
    device_sn: str,
    day: date | None = None,
    page: int | None = None,
    limit: int | None = None,
) -> None: ...


def _alarming_of(family: type[Any], name: str) -> Callable[..., Any]:
    def flow(
        self: Any,
        device_sn: str,
        day: date | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[Any]:
        return self_call(family(self, device_sn), name, day, page, limit)

    return flow


def _serial_number_and_parameter(
    self: Any,
    device_sn: str,
    parameter_id: str | None = None,
    start_address: int | None = None,
    end_address: int | None = None,
) -> None: ...


def _parameter_reading_of(family: type[Any], name: str) -> Callable[..., Any]:
    def flow(
        self: Any,
        device_sn: str,
        parameter_id: str | None = None,
        start_address: int | None = None,
        end_address: int | None = None,
    ) -> Flow[Any]:
        device = family(self, device_sn)
        return self_call(device, name, parameter_id, start_address, end_address)

    return flow


def _serial_number_and_values(
    self: Any,
    device_sn: str,
    parameter_id: str,
    parameter_values: ParameterValue | None = None,
) -> None: ...


def _parameter_writing_of(family: type[Any], name: str) -> Callable[..., Any]:
    def flow(
        self: Any,
        device_sn: str,
        parameter_id: str,
        parameter_values: ParameterValue | None = None,
    ) -> Flow[Any]:
        return self_call(family(self, device_sn), name, parameter_id, parameter_values)

    return flow


reads_of = _BySerialNumber(_reading_of, like=_serial_number)
"""What `reads` made, by a serial number."""

pages_of = _BySerialNumber(_paging_of, like=_serial_number_and_days)
"""What `pages` made, by a serial number."""

alarm_pages_of = _BySerialNumber(_alarming_of, like=_serial_number_and_day)
"""What `alarm_pages` made, by a serial number."""

reads_parameter_of = _BySerialNumber(_parameter_reading_of, like=_serial_number_and_parameter)
"""`read_parameter` by a serial number."""

writes_parameter_of = _BySerialNumber(_parameter_writing_of, like=_serial_number_and_values)
"""`write_parameter` by a serial number."""
