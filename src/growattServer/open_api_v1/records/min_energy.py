"""MIN (also called TLX): measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Record,
    ampere_hours,
    amperes,
    integer,
    required,
    rows,
    serial_number,
    text,
    volt_amperes,
    volts,
)
from growattServer.records.min_energy import MinEnergyFields

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME


class MinEnergy(MinEnergyFields):
    """One record of measurements of a MIN: the latest (`tlx_last_data`), or a row of the history.

    Which keys are there depends on the firmware. `battery_...` is what the battery converter BDC 1
    measures, `bms_...` what the battery's own controller (BMS) says about the same thing.
    `lost` is not reliable here. The vendor lets it be called once in 5 minutes.
    https://www.showdoc.com.cn/262556420217021/6129822090975531
    """

    # The record
    device_sn = required(MinEnergyFields.device_sn)
    create_time = integer(
        "createTime", "Creation of the record, in milliseconds since 1970", unit="ms", basis=CAPTURE
    )
    utc_time = text("utcTime", "Time in UTC as text, normally empty", basis=CAPTURE)

    # AC output
    ac_current_split_1 = amperes("iacSplitPhase1", "AC current, split-phase leg 1", basis=NAME)
    ac_current_split_2 = amperes("iacSplitPhase2", "AC current, split-phase leg 2", basis=NAME)

    # Battery, as its own controller (BMS) says
    battery_remaining_capacity = ampere_hours(
        "bmsGaugeRM", "Remaining capacity from the fuel gauge", basis=CAPTURE
    )
    battery_cell_voltage_max = volts("bmsMaxCellVolt", "Highest cell voltage", basis=CAPTURE)

    # Backup output (EPS)
    backup_apparent_power_split_1 = volt_amperes(
        "epsPacSplitPhase1", "Apparent power of backup split-phase leg 1", basis=NAME
    )
    backup_apparent_power_split_2 = volt_amperes(
        "epsPacSplitPhase2", "Apparent power of backup split-phase leg 2", basis=NAME
    )
    backup_voltage_split_1 = volts(
        "epsVacSplitPhase1", "Voltage of backup split-phase leg 1", basis=NAME
    )
    backup_voltage_split_2 = volts(
        "epsVacSplitPhase2", "Voltage of backup split-phase leg 2", basis=NAME
    )


class MinEnergyHistory(Record):
    """Records of a MIN over up to 7 days, a page at a time (`tlx_data`).

    The rows may hold fewer keys than the latest record.
    https://www.showdoc.com.cn/262556420217021/8559849784929961
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    tlx_sn = required(serial_number("tlx_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", MinEnergy, "The records of this page", may_be_absent=True)
