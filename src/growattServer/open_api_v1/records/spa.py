"""SPA: what the device is, its settings, and its measurements."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    clock,
    flag,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    percent,
    raw,
    required,
    rows,
    serial_number,
    text,
    volts,
    watts,
)
from growattServer.records.choices import BackupFrequency
from growattServer.records.sph_spa_detail import SphSpaDetailV1Fields
from growattServer.records.sph_spa_energy import SphSpaEnergyFields

__all__ = ["SpaDetail", "SpaEnergy", "SpaEnergyHistory"]

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
SETTING = Kind.SETTING


class SpaDetail(SphSpaDetailV1Fields):
    """What an SPA is and how it is set: names, firmware, limits, settings (`spa_data_info`).

    Its energies are 0, the server fills them no more. `..._text` is the text mirror of a setting,
    normally empty. A name that ends in `_enabled` is yes or no. `..._raw` is a number of unknown
    encoding.
    https://www.showdoc.com.cn/262556420217021/6129791904178555
    """

    # Names and versions
    equipment_type = serial_number("equipmentType", "Equipment type", basis=NAME)

    # Settings: switches and power
    active_power_limit = percent("activePRate", "Active power limit", kind=SETTING)
    reactive_power_setting = percent("reactivePRate", "Reactive power setting", kind=SETTING)
    keep_power_commands_enabled = flag(
        "pfCmdMemoryState", "Keep reactive power commands over a restart", kind=SETTING
    )
    grid_voltage_high_limit = volts("vacHigh", "Upper grid voltage limit", kind=SETTING)
    grid_voltage_low_limit = volts("vacLow", "Lower grid voltage limit", kind=SETTING)

    # Settings: backup and off-grid
    off_grid_enabled_text = text("spa_off_grid_enable", "Text mirror of the setting", kind=SETTING)
    off_grid_frequency_choice = coded(
        "upsFreqSet", BackupFrequency, "Frequency off the grid", kind=SETTING
    )
    off_grid_frequency_text = text("spa_ac_discharge_frequency", "Text mirror", kind=SETTING)
    off_grid_voltage_text = text("spa_ac_discharge_voltage", "Text mirror", kind=SETTING)

    # Settings: periods
    load_first_period_1_start = clock(
        "loadFirstStartTime1", "Start of load-first period 1", kind=SETTING
    )
    load_first_period_2_start = clock(
        "loadFirstStartTime2", "Start of load-first period 2", kind=SETTING
    )
    load_first_period_3_start = clock(
        "loadFirstStartTime3", "Start of load-first period 3", kind=SETTING
    )
    load_first_period_1_end = clock(
        "loadFirstStopTime1", "End of load-first period 1", kind=SETTING
    )
    load_first_period_2_end = clock(
        "loadFirstStopTime2", "End of load-first period 2", kind=SETTING
    )
    load_first_period_3_end = clock(
        "loadFirstStopTime3", "End of load-first period 3", kind=SETTING
    )
    load_first_period_1_enabled = flag(
        "loadFirstSwitch1", "Load-first period 1 is in use", kind=SETTING
    )
    load_first_period_2_enabled = flag(
        "loadFirstSwitch2", "Load-first period 2 is in use", kind=SETTING
    )
    load_first_period_3_enabled = flag(
        "loadFirstSwitch3", "Load-first period 3 is in use", kind=SETTING
    )


class SpaEnergy(SphSpaEnergyFields):
    """One record of measurements of an SPA: the latest (`spa_last_data`), or a row of the history.

    It has no panels of its own: `pv_power` is that of a PV inverter beside it that is measured.
    `battery_...` is what the device measures, `bms_...` what the battery's own controller says
    about the same thing. `lost` is not reliable here.
    https://www.showdoc.com.cn/262556420217021/6129794031492135
    """

    # The record
    device_bean = raw("spaBean", "Details of the device, often null", basis=NAME)

    # PV
    pv_power = watts("ppvInverter", "Power of the external PV inverter")
    pv_energy_today = kilowatt_hours_today(
        "epvInverterToday", "Energy of the external PV inverter today"
    )
    pv_energy_total = kilowatt_hours_total(
        "epvInverterTotal", "Lifetime energy of the external PV inverter"
    )

    # AC output
    ac_current_l1 = amperes("iac1", "AC current, phase 1", basis=CAPTURE)
    ac_current_l2 = amperes("iac2", "AC current, phase 2", basis=CAPTURE)
    ac_current_l3 = amperes("iac3", "AC current, phase 3", basis=CAPTURE)

    # Grid, loads, self-consumption
    self_consumption_power = watts("pself", "Self-consumed power", basis=CAPTURE)

    # Battery
    battery_discharge_energy_today = kilowatt_hours_today(
        "edischargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "edischargeTotal", "Lifetime energy taken from the battery"
    )

    # Battery, as its own controller (BMS) says
    battery_warmest_cell = integer("uwMaxTemprCellNo", "Number of the warmest cell", basis=CAPTURE)
    battery_lowest_cell = integer(
        "uwMinVoltCellNo", "Number of the cell with the lowest voltage", basis=CAPTURE
    )

    # Backup output (EPS, also called UPS)
    backup_current_l1 = amperes("upsIac1", "Current of the backup output, phase 1", basis=CAPTURE)
    backup_current_l2 = amperes("upsIac2", "Current of the backup output, phase 2", basis=CAPTURE)
    backup_current_l3 = amperes("upsIac3", "Current of the backup output, phase 3", basis=CAPTURE)
    backup_voltage_l2 = volts("upsVac2", "Voltage of the backup output, phase 2", basis=CAPTURE)
    backup_voltage_l3 = volts("upsVac3", "Voltage of the backup output, phase 3", basis=CAPTURE)


class SpaEnergyHistory(Record):
    """Records of an SPA over up to 7 days, a page at a time (`spa_data`).

    https://www.showdoc.com.cn/262556420217021/6129802729032136
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    spa_sn = required(serial_number("spa_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", SpaEnergy, "The records of this page", may_be_absent=True)
