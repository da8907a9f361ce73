"""MIN inverters (type 7; the vendor's code name is TLX): also MIC, MOD and MID with V1 type 7."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from ... import switches
from ...arguments import required_switch
from ...operation import operation, self_call
from ...rows import Rows
from ...wire import Flow
from .. import endpoints, records
from ..calls import V1Calls
from ..checks import parameter_fields, time_window, whole_number
from ..endpoints import (
    FIVE_MINUTES,
    LATEST,
    SYSTEM,
    TEN_SECONDS,
    UNKNOWN_DEVICE,
    errors,
)
from .abstract_device import AbstractDevice, ApiT
from .declared import (
    ALARMS_TEXT,
    BATCH_TEXT,
    HISTORY_TEXT,
    DeclaredOperations,
    alarm_pages,
    alarm_pages_of,
    batch,
    pages,
    pages_of,
    reads,
    reads_of,
    walks,
    writes_parameter_of,
)

SEGMENTS = 9

__all__ = ["Min", "MinBySerialNumber"]

if TYPE_CHECKING:
    from ...operation_types import Operation
    from ...signatures import AwaitedOperations
    from ..schedules import TimeSegment
    from .readable import AsyncApiT

    __all__ += ["AsyncMin"]


class Min(AbstractDevice[ApiT]):
    """A MIN inverter; with a battery it has nine time segments that say when to charge it."""

    DEVICE_TYPE_ID = 7
    _about = "String inverters and hybrids for homes, called TLX in the ShinePhone app."
    _models = (
        "MIC, MIN, MOD-XH, MID-XH, MAC, NEO; seen: MIN 10000TL-XH-US, MIN 5000TL-XH2, MIN "
        "6000TL-XH, MOD 12KTL3-HU, NEO 800M-X"
    )
    _serial_key = "tlx_sn"
    _read_endpoint = endpoints.read_parameter("readMinParam", page=6129828239577315)
    _write_endpoint = endpoints.write_parameter("tlxSet", page=6129826876191828)
    _value_count = 19
    _switches = switches.TLX

    _settings_in = "settings"

    detail = reads(
        endpoints.detail(
            "device/tlx/tlx_data_info",
            "MIN inverter details",
            page=6129816412127075,
            every=FIVE_MINUTES,
        ),
        lambda: records.MinDetail,
        "Master data of the inverter, with its settings under `settings`; once in 5 minutes.",
    )
    energy = reads(
        endpoints.latest(
            "device/tlx/tlx_last_data", "MIN", page=6129822090975531, every=FIVE_MINUTES
        ),
        lambda: records.MinEnergy,
        """The latest readings: powers in W, energies in kWh; up to 5 minutes old.

        The server allows one call in 5 minutes a device. `lost` is not to be relied upon.
        """,
    )
    latest: Operation[[], records.MinEnergy]
    energy_history = pages(
        endpoints.history(
            "device/tlx/tlx_data",
            "MIN",
            page=8559849784929961,
            every=TEN_SECONDS,
            codes=errors(
                {10005: UNKNOWN_DEVICE},
                c10001=SYSTEM,
                c10002="the serial number is empty",
                c10003="bad start date",
                c10004="at most 7 days in one call",
            ),
        ),
        lambda: records.MinEnergyHistory,
        HISTORY_TEXT,
    )
    history = walks(lambda: records.MinEnergy)
    alarms = alarm_pages(
        endpoints.alarms("device/tlx/alarm_data", "MIN", 6129824764736661, FIVE_MINUTES),
        lambda: records.DeviceAlarms,
        ALARMS_TEXT,
    )
    settings = reads(
        endpoints.detail("device/tlx/tlx_set_info", "MIN inverter settings", page=8696815667375182),
        lambda: records.MinSettings,
        "All settings of the inverter, time segments included.",
    )

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
        from ..schedules import read_time_segments

        reply: Any = settings_data
        if reply is None:
            reply = yield from self._settings_reply()
        return read_time_segments(reply, SEGMENTS)


if TYPE_CHECKING:

    class AsyncMin(Min[AsyncApiT], AwaitedOperations):
        """`Min` behind an async client: its methods are `async def`."""


class MinBySerialNumber(DeclaredOperations, V1Calls):
    """The calls about one MIN, or many."""

    min_detail = reads_of(Min, Min.detail)
    min_energy = reads_of(Min, Min.energy)
    min_energy_history = pages_of(Min, Min.energy_history)
    min_alarms = alarm_pages_of(Min, Min.alarms)
    min_settings = reads_of(Min, Min.settings)
    min_write_parameter = writes_parameter_of(Min, Min.write_parameter)
    min_last_data_batch = batch(
        endpoints.latest_of_many(
            "device/tlx/tlxs_data",
            "tlxs",
            "MIN",
            page=6129830403882881,
            every=FIVE_MINUTES,
            codes=LATEST,
        ),
        lambda: records.MinEnergy,
        BATCH_TEXT.format("MIN", "5 minutes"),
    )

    @operation
    def min_read_parameter(
        self,
        device_sn: str,
        parameter_id: str | None,
        start_address: int | None = None,
        end_address: int | None = None,
    ) -> Flow[Any]:
        """`Min.read_parameter` of the inverter with this serial number."""
        return self_call(
            Min(self, device_sn), "read_parameter", parameter_id, start_address, end_address
        )

    @operation
    def min_write_time_segment(
        self,
        device_sn: str,
        segment_id: int,
        batt_mode: int,
        start_time: time,
        end_time: time,
        enabled: bool = True,
    ) -> Flow[Any]:
        """`Min.write_time_segment` of the inverter with this serial number."""
        return self_call(
            Min(self, device_sn),
            "write_time_segment",
            segment_id,
            batt_mode,
            start_time,
            end_time,
            enabled,
        )

    @operation
    def min_read_time_segments(
        self, device_sn: str, settings_data: dict[str, Any] | None = None
    ) -> Flow[Rows[TimeSegment]]:
        """`Min.read_time_segments` of the inverter with this serial number."""
        return self_call(Min(self, device_sn), "read_time_segments", settings_data)
