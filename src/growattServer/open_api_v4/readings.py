"""Which devices there are, what they are, and what they measure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..etiquette.envelope import shape_error, shape_of
from ..fields import Record
from ..open_api_v1.calls import call_record, call_text, exchange
from ..open_api_v1.checks import calendar_day
from ..open_api_v1.endpoints import Endpoint
from ..operation import long_operation, operation
from ..parsing import integer_parser
from ..rows import Rows
from ..wire import Flow, Wait
from . import records
from .calls import V4Calls, beans, device, lists_of, objects
from .endpoints import (
    DEVICE_INFO,
    DEVICE_LIST,
    FIVE_SECONDS,
    HIGH_FREQUENCY,
    HISTORY,
    HISTORY_OF_MANY,
    LAST_DATA,
    MODEL,
    ONE_MINUTE,
    SIGNAL,
)
from .families import Family, family_of

MOST_DEVICES = 100
MOST_DEVICES_OF_A_HISTORY = 50
_NEXT_PAGE_AFTER_S = FIVE_SECONDS + 0.5
"""The pause before the next page of a list, as long as the server wants it and a little more."""


class ReadingOperations(V4Calls):
    """The calls that read; `family` is the `family` of a row of `devices`."""

    @long_operation
    def devices(self) -> Flow[Rows[records.DeviceRow]]:
        """All devices that the token may use, with the family of each.

        The server gives 100 in a call and wants 5 seconds between two.
        """
        found: Rows[records.DeviceRow] = Rows()
        number = 1
        while True:
            page = yield from device_page(self, number)
            found = found + page.devices
            if page.is_last or not page.devices or number >= (page.pages or 0):
                return found
            number += 1
            yield Wait(_NEXT_PAGE_AFTER_S, is_at_limit=True)

    @long_operation
    def info(self, device_sns: Iterable[str], family: str) -> Flow[dict[str, Any]]:
        """What devices of a family are and how they are set, by serial number.

        Any number of serial numbers: the server takes 100 in a call. Devices that the token may not
        use are left out. The server allows one call in 5 minutes.
        """
        of = family_of(family)
        return _of_many(self, DEVICE_INFO, lists_of(device_sns, MOST_DEVICES), of, of.detail)

    @long_operation
    def latest(self, device_sns: Iterable[str], family: str) -> Flow[dict[str, Any]]:
        """The latest readings of devices of a family, by serial number.

        As for `info`; of a NOAH the server allows one call in a minute. An offline device has its
        last reading: look at its `time`.
        """
        of = family_of(family)
        endpoint = LAST_DATA._replace(period_s=ONE_MINUTE) if family == "noah" else LAST_DATA
        return _of_many(self, endpoint, lists_of(device_sns, MOST_DEVICES), of, of.energy)

    @operation
    def history(self, device_sn: str, family: str, day: date | str) -> Flow[Rows[Any]]:
        """The readings of a device on a day, as the rows that `latest` gives.

        Which time zone the day is of is not documented, nor the order of the rows: look at `time`.
        The server allows one call in 5 minutes, and knows some three months.
        """
        parameters = {**device(device_sn, family), "date": str(calendar_day("day", day))}
        return _day(self, parameters, family_of(family))

    @long_operation
    def history_of_many(
        self, device_sns: Iterable[str], family: str, day: date | str
    ) -> Flow[dict[str, Rows[Any]]]:
        """The same of many devices, by serial number; the server takes 50 in a call."""
        serials = lists_of(device_sns, MOST_DEVICES_OF_A_HISTORY)
        return _days(self, serials, family_of(family), str(calendar_day("day", day)))

    @operation
    def high_frequency(
        self, device_sn: str, family: str
    ) -> Flow[records.HighFrequencyReading | None]:
        """A reading that is newer than that of `latest`, None where the server has none.

        Which devices have one is not documented; most have none.
        """
        return _if_any(self, device(device_sn, family))

    @operation
    def model(self, device_sn: str, family: str) -> Flow[records.DeviceModel]:
        """Model, rated power and battery of a device, and the model of its datalogger."""
        return call_record(self, MODEL, device(device_sn, family), records.DeviceModel)

    @operation
    def signal_strength(self, device_sn: str, family: str) -> Flow[int | None]:
        """The signal strength of the datalogger behind a device, presumably in dBm."""
        return _signal(self, device(device_sn, family))


def device_page(api: V4Calls, number: int) -> Flow[records.DeviceList]:
    """The flow of a page of the list of devices, counted from 1."""
    return call_record(api, DEVICE_LIST, {"page": number}, records.DeviceList)


def _of_many(
    api: V4Calls, endpoint: Endpoint, serials: list[str], family: Family, record: type[Record]
) -> Flow[dict[str, Any]]:
    found: dict[str, Any] = {}
    for some in serials:
        sent, age = yield from beans(api, endpoint, some, family)
        for bean in sent:
            one: Any = record(bean)
            if age is not None:
                one.age = age
            found[one.device_sn] = one
    return found


def _day(api: V4Calls, parameters: dict[str, str], family: Family) -> Flow[Rows[Any]]:
    data, age = yield from exchange(api, HISTORY, parameters, shows_age=True)
    if not isinstance(data, dict) or not isinstance(data.get("datas"), list):
        raise shape_error(HISTORY.operation, "data has no list 'datas'")
    return Rows(family.energy(row) for row in objects(data["datas"])).aged(age)


def _days(api: V4Calls, serials: list[str], family: Family, day: str) -> Flow[dict[str, Rows[Any]]]:
    found: dict[str, Rows[Any]] = {}
    for some in serials:
        parameters = {"deviceSn": some, "deviceType": family.name, "date": day}
        data, age = yield from exchange(api, HISTORY_OF_MANY, parameters, shows_age=True)
        if not isinstance(data, dict):
            raise shape_error(HISTORY_OF_MANY.operation, f"data is {shape_of(data)}, no object")
        for device_sn, rows in data.items():
            if isinstance(rows, list):
                found[device_sn] = Rows(family.energy(row) for row in objects(rows)).aged(age)
    return found


def _if_any(api: V4Calls, parameters: dict[str, str]) -> Flow[records.HighFrequencyReading | None]:
    data, age = yield from exchange(api, HIGH_FREQUENCY, parameters, shows_age=True)
    if data is None:
        return None
    if not isinstance(data, dict):
        raise shape_error(HIGH_FREQUENCY.operation, f"data is {shape_of(data)}, no object")
    reading = records.HighFrequencyReading(data)
    if age is not None:
        reading.age = age
    return reading


def _signal(api: V4Calls, parameters: dict[str, str]) -> Flow[int | None]:
    value = yield from call_text(api, SIGNAL, parameters, SIGNAL.operation)
    return integer_parser(())(value)
