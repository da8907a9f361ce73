"""MIN inverters (type 7; the vendor's code name is TLX): also MIC, MOD and MID with V1 type 7."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from ... import switches
from ...arguments import required_switch
from ...operation import AwaitedOperations, operation
from ...rows import Rows
from ...self_calls import is_replaced, self_call
from ...wire import Flow
from .. import records
from ..calls import call_record
from ..checks import parameter_fields, time_window, whole_number
from ..endpoints import (
    MIN_DETAIL,
    MIN_ENERGY,
    MIN_ENERGY_HISTORY,
    MIN_READ_PARAMETER,
    MIN_SETTINGS,
    MIN_WRITE_PARAMETER,
)
from ..schedules import TimeSegment, read_time_segments
from .abstract_device import AbstractDevice, ApiT, AsyncApiT

SEGMENTS = 9


class Min(AbstractDevice[ApiT]):
    """A MIN inverter; with a battery it has nine time segments that say when to charge it."""

    DEVICE_TYPE_ID = 7
    _serial_key = "tlx_sn"
    _read_endpoint = MIN_READ_PARAMETER
    _write_endpoint = MIN_WRITE_PARAMETER
    _value_count = 19
    _switches = switches.TLX

    @operation
    def detail(self) -> Flow[records.MinDetail]:
        """Master data of the inverter, with its settings under `settings`; once in 5 minutes."""
        return call_record(self.api, MIN_DETAIL, {"device_sn": self._sn}, records.MinDetail)

    @operation
    def energy(self) -> Flow[records.MinEnergy]:
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 5 minutes a device. `lost` is not to be relied upon.
        """
        return call_record(self.api, MIN_ENERGY, {"tlx_sn": self._sn}, records.MinEnergy)

    @operation
    def energy_history(
        self,
        start_date: date | None = None,
        end_date: date | None = None,
        timezone: str | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.MinEnergyHistory]:
        """Readings of up to 7 days, in pages of 20 rows unless `limit` says up to 100.

        The default is today in the zone of this machine; `timezone` is the zone of the rows' times
        (the server's default is UTC). `count` is the number of rows in all pages.
        """
        parameters = self._history_parameters(start_date, end_date, timezone, page, limit)
        return call_record(self.api, MIN_ENERGY_HISTORY, parameters, records.MinEnergyHistory)

    @operation
    def settings(self) -> Flow[records.MinSettings]:
        """All settings of the inverter, time segments included."""
        return call_record(self.api, MIN_SETTINGS, {"device_sn": self._sn}, records.MinSettings)

    def _settings_reply(self) -> Flow[records.MinSettings]:
        if is_replaced(self, "settings"):
            return self_call(self, "settings")
        parameters = {"device_sn": self._sn}
        return call_record(self.api, MIN_SETTINGS, parameters, records.MinSettings, is_fresh=True)

    @operation
    def read_parameter(
        self,
        parameter_id: str | None,
        start_address: int | None = None,
        end_address: int | None = None,
    ) -> Flow[Any]:
        """One setting by its id, or registers by their addresses, as the text the server sends.

        With `parameter_id` None the registers from `start_address` to `end_address` are read.
        """
        last = start_address if end_address is None else end_address
        return self._read(parameter_id, start_address, last)

    @operation
    def write_time_segment(
        self,
        segment_id: int,
        batt_mode: int,
        start_time: time,
        end_time: time,
        enabled: bool = True,
    ) -> Flow[Any]:
        """What the server says to a time segment that is written: an empty text when it accepts.

        `segment_id` is 1 to 9; `batt_mode` 0 load first, 1 battery first, 2 grid first. The cloud
        drops a segment that overlaps another enabled one without a word: read the segments back.
        """
        segment = whole_number("segment_id", segment_id, 1, SEGMENTS)
        mode = whole_number("batt_mode", batt_mode, 0, 2)
        is_on = required_switch("enabled", enabled)
        start, end = time_window(f"time segment {segment}", start_time, end_time, is_on)
        setting = f"time_segment{segment}"
        values = [mode, start.hour, start.minute, end.hour, end.minute, int(is_on)]
        return self._write(
            setting,
            parameter_fields(setting, values, self._value_count),
            f"writing time segment {segment}",
        )

    @operation
    def read_time_segments(
        self, settings_data: dict[str, Any] | None = None
    ) -> Flow[Rows[TimeSegment]]:
        """The nine time segments, read from `settings_data` where given, else from the server."""
        if settings_data is None:
            settings_data = yield from self._settings_reply()
        return read_time_segments(settings_data, SEGMENTS)


class AsyncMin(Min[AsyncApiT], AwaitedOperations):
    """The same inverter behind an async client: its methods are `async def`.

    `Min(api, serial_number)` of such a client makes one, and so do its `get_device` and others.
    """


Min._awaited = AsyncMin
