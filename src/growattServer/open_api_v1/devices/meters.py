"""Meters behind dataloggers: import, export and the power at the grid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...operation import operation, self_call
from ...wire import Flow
from .. import records
from ..calls import V1Calls, call_record
from .abstract_device import ApiT
from .behind_datalogger import (
    BehindDatalogger,
    history_of,
    latest_of,
    list_of,
    page_of,
)

if TYPE_CHECKING:
    from ...signatures import AwaitedOperations
    from .readable import AsyncApiT


METER_LIST = list_of(
    "device/ammeter/meter_list", "getting the meters of a datalogger", 6131333103798986
)
METER_LATEST = latest_of("device/ammeter/meter_last_data", "getting meter data", 6131369504550249)
METER_HISTORY = history_of("device/ammeter/meter_data", "getting meter history", None, "meter_data")


class Meter(BehindDatalogger[ApiT]):
    """A meter behind a datalogger: `Meter(api, datalogger_sn, address)`.

    `meter_list` names both.
    """

    @operation
    def last_data(self) -> Flow[records.MeterReading]:
        """The latest readings; which values are filled depends on the meter.

        Page 6131369504550249; one call in 5 minutes a datalogger.
        """
        return call_record(self.api, METER_LATEST, self._place(), records.MeterReading)

    @operation
    def history(
        self,
        start_date: str | date | None = None,
        end_date: str | date | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.MeterHistory]:
        """Readings of up to 7 days, in pages of 20 rows unless `limit` says up to 100.

        The default is today in the zone of this machine. `count` is the number of rows in all
        pages. The page of this call is not known; one call in 5 minutes a datalogger.
        """
        days = self._days(start_date, end_date, page, limit)
        return call_record(self.api, METER_HISTORY, days, records.MeterHistory)


if TYPE_CHECKING:

    class AsyncMeter(Meter[AsyncApiT], AwaitedOperations):
        """`Meter` behind an async client: its methods are `async def`."""


class MeterOperations(V1Calls):
    """The calls about meters, by datalogger and address."""

    @operation
    def meter_list(
        self, datalogger_sn: str, *, page: int | None = None, perpage: int | None = None
    ) -> Flow[records.MeterList]:
        """The meters behind a datalogger, with `count` of all of them.

        They come in pages, as those of `plant_list`.
        Page 6131333103798986; one call in 5 minutes a datalogger.
        """
        parameters = page_of(datalogger_sn, page, perpage)
        return call_record(self, METER_LIST, parameters, records.MeterList)

    @operation
    def meter_last_data(self, datalogger_sn: str, address: int) -> Flow[records.MeterReading]:
        """`Meter.last_data` of the meter at this address of a datalogger."""
        return self_call(Meter(self, datalogger_sn, address), "last_data")

    @operation
    def meter_history(
        self,
        datalogger_sn: str,
        address: int,
        start_date: str | date | None = None,
        end_date: str | date | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.MeterHistory]:
        """`Meter.history` of the meter at this address of a datalogger."""
        return self_call(
            Meter(self, datalogger_sn, address), "history", start_date, end_date, page, limit
        )
