"""Grid-tied inverters of the older line: what the device is, and its measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    flag,
    integer,
    java_calendar,
    java_date,
    number,
    required,
    rows,
    serial_number,
    timestamp,
)
from growattServer.records.inverter_detail import InverterDetailFields
from growattServer.records.inverter_energy import InverterEnergyFields
from growattServer.records.string_inverter_energy import StringInverterEnergyFields

__all__ = ["InverterDetail", "InverterEnergy", "InverterEnergyHistory"]

NAME = Basis.NAME
LIFETIME, MEASUREMENT = Kind.LIFETIME, Kind.MEASUREMENT


class InverterDetail(InverterDetailFields):
    """What a grid-tied inverter of the older line is (`inv_data_info`); it shows no setting.

    Its energies and powers are 0 in the documented reply.
    https://www.showdoc.com.cn/262556420217021/6118559963559236
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


class InverterEnergy(StringInverterEnergyFields, InverterEnergyFields):
    """One record of measurements: the latest (`last_new_data`), or a row of the history.

    A row of the history is short: time, state, temperature, PV, AC side and both energies, and no
    serial number. `pid_...` are those of the box against potential-induced degradation, `ct_...`
    and `compensated_...` those of an APF or SVG module beside it.
    https://www.showdoc.com.cn/262556420217021/6118571427302257
    """

    # The record
    device_sn = serial_number("inverterId", "Serial number, which a row of the history lacks")
    calendar_time = java_calendar(
        "timeCalendar", "Time of the record (UTC+8 or plant clock, disputed)"
    )

    # State
    apf_status = integer("apfStatus", "State of the APF / SVG module")
    string_open_bits = number("strBreak", "PV strings found open, bits", basis=NAME)
    string_unbalanced_bits = number("strUnblance", "PV strings found unbalanced, bits", basis=NAME)
    string_unmatched_bits = number("strUnmatch", "PV strings found unmatched, bits", basis=NAME)


class InverterEnergyHistory(Record):
    """Records of an inverter over up to 7 days, a page at a time (`device/inverter/data`).

    https://www.showdoc.com.cn/262556420217021/6118823163304569
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    device_sn = required(serial_number("sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", InverterEnergy, "The records of this page", may_be_absent=True)
