"""Environment sensors behind dataloggers: sun, wind, temperatures."""

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


SENSOR_LIST = list_of(
    "device/env/env_list", "getting the environment sensors of a datalogger", 6131376900470247
)
SENSOR_LATEST = latest_of("device/env/env_last_data", "getting sensor data", 6131383465700984)
SENSOR_HISTORY = history_of(
    "device/env/env_data", "getting sensor history", 6131378411575311, "env_data"
)


class EnvironmentSensor(BehindDatalogger[ApiT]):
    """An environment sensor: `EnvironmentSensor(api, datalogger_sn, address)`.

    `env_sensor_list` names both.
    """

    @operation
    def last_data(self) -> Flow[records.EnvironmentSensorReading]:
        """The latest readings; which values are filled depends on the sensor.

        Page 6131383465700984; one call in 5 minutes a datalogger.
        """
        return call_record(self.api, SENSOR_LATEST, self._place(), records.EnvironmentSensorReading)

    @operation
    def history(
        self,
        start_date: str | date | None = None,
        end_date: str | date | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.EnvironmentSensorHistory]:
        """Readings of up to 7 days, in pages of 20 rows unless `limit` says up to 100.

        The default is today in the zone of this machine. `count` is the number of rows in all
        pages. Page 6131378411575311; one call in 5 minutes a datalogger.
        """
        days = self._days(start_date, end_date, page, limit)
        return call_record(self.api, SENSOR_HISTORY, days, records.EnvironmentSensorHistory)


if TYPE_CHECKING:

    class AsyncEnvironmentSensor(EnvironmentSensor[AsyncApiT], AwaitedOperations):
        """`EnvironmentSensor` behind an async client: its methods are `async def`."""


class EnvironmentSensorOperations(V1Calls):
    """The calls about environment sensors, by datalogger and address."""

    @operation
    def env_sensor_list(
        self, datalogger_sn: str, *, page: int | None = None, perpage: int | None = None
    ) -> Flow[records.EnvironmentSensorList]:
        """The environment sensors behind a datalogger, with `count` of all of them.

        They come in pages, as those of `plant_list`.
        Page 6131376900470247; one call in 5 minutes a datalogger.
        """
        parameters = page_of(datalogger_sn, page, perpage)
        return call_record(self, SENSOR_LIST, parameters, records.EnvironmentSensorList)

    @operation
    def env_sensor_last_data(
        self, datalogger_sn: str, address: int
    ) -> Flow[records.EnvironmentSensorReading]:
        """`EnvironmentSensor.last_data` of the sensor at this address of a datalogger."""
        return self_call(EnvironmentSensor(self, datalogger_sn, address), "last_data")

    @operation
    def env_sensor_history(
        self,
        datalogger_sn: str,
        address: int,
        start_date: str | date | None = None,
        end_date: str | date | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.EnvironmentSensorHistory]:
        """`EnvironmentSensor.history` of the sensor at this address of a datalogger."""
        return self_call(
            EnvironmentSensor(self, datalogger_sn, address),
            "history",
            start_date,
            end_date,
            page,
            limit,
        )
