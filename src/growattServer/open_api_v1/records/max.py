"""MAX: what the device is, its settings, and its measurements."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    integer,
    java_calendar,
    java_date,
    required,
    rows,
    serial_number,
)
from growattServer.records.max_detail import MaxDetailFields
from growattServer.records.max_energy import MaxEnergyFields
from growattServer.records.states import HybridState

__all__ = ["MaxDetail", "MaxEnergy", "MaxEnergyHistory"]

NAME = Basis.NAME
IDENTITY, LIFETIME, SETTING = Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING


class MaxDetail(MaxDetailFields):
    """What a MAX is and how it is set: names, firmware, limits, settings (`max_data_info`).

    Its energies are 0, the server fills them no more.
    https://www.showdoc.com.cn/262556420217021/6120369315865619
    """

    # State
    status = coded("status", HybridState, "State", kind=Kind.MEASUREMENT)
    last_update_time = java_date(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)"
    )


class MaxEnergy(MaxEnergyFields):
    """One record of measurements of a MAX: the latest (`max_last_data`), or a row of the history.

    It has up to 16 PV inputs with two strings each. `pid_...` are those of the box against
    potential-induced degradation, `ct_...` and `compensated_...` those of an APF or SVG module
    beside it. `lost` is not reliable here.
    https://www.showdoc.com.cn/262556420217021/6127572916461964
    """

    # The record
    calendar_time = java_calendar("calendar", "Time of the record (UTC+8 or plant clock, disputed)")
    calendar_time_2 = java_calendar(
        "timeCalendar", "Time of the record, under a second key", basis=NAME
    )


class MaxEnergyHistory(Record):
    """Records of a MAX over up to 7 days, a page at a time (`max_data`).

    https://www.showdoc.com.cn/262556420217021/6127583793839931
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    max_sn = required(serial_number("max_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", MaxEnergy, "The records of this page", may_be_absent=True)
