"""Off-grid storage inverters: what the device is, and its measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    flag,
    integer,
    java_calendar,
    java_date,
    required,
    rows,
    serial_number,
    timestamp,
)
from growattServer.records.storage_detail import StorageDetailFields
from growattServer.records.storage_energy import StorageEnergyFields

__all__ = ["StorageDetail", "StorageEnergy", "StorageEnergyHistory"]

NAME = Basis.NAME
MEASUREMENT = Kind.MEASUREMENT


class StorageDetail(StorageDetailFields):
    """What an off-grid storage inverter is and how it is set (`storage_data_info`).

    https://www.showdoc.com.cn/262556420217021/6119506364286651
    """

    # State
    last_update_time = java_date(
        "lastUpdateTime",
        "Time of the last data (UTC+8 or plant clock, disputed)",
        kind=MEASUREMENT,
    )
    last_update_time_from_text = timestamp(
        "lastUpdateTimeText",
        "Time of the last data, from its text (UTC+8 or plant clock, disputed)",
        kind=MEASUREMENT,
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    device_time = timestamp(
        "sysTime", "Time on the clock of the device", kind=MEASUREMENT, basis=NAME
    )


class StorageEnergy(StorageEnergyFields):
    """One record of measurements: the latest (`storage_last_data`), or a row of the history.

    `lost` is not reliable here.
    https://www.showdoc.com.cn/262556420217021/6119678224369391
    """

    # The record
    calendar_time = java_calendar("calendar", "Time of the record (UTC+8 or plant clock, disputed)")
    lost = flag(
        "lost",
        "Not reliable: the documented reply has true in spite of fresh data",
        basis=NAME,
    )
    time = timestamp(
        "time", "Time of the record (zone not documented; timezone_id moves it in histories)"
    )


class StorageEnergyHistory(Record):
    """Records of a storage over up to 7 days, a page at a time (`storage_data`).

    https://www.showdoc.com.cn/262556420217021/6119692996848995
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    storage_sn = required(serial_number("storage_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", StorageEnergy, "The records of this page", may_be_absent=True)
