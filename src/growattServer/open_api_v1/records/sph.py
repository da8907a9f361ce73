"""SPH (also called MIX): what the device is, its settings, and its measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Record,
    celsius,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    raw,
    required,
    rows,
    serial_number,
    text,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.sph_detail import SphDetailFields
from growattServer.records.sph_spa_detail import SphSpaDetailV1Fields
from growattServer.records.sph_spa_energy import SphSpaEnergyFields

__all__ = ["SphDetail", "SphEnergy", "SphEnergyHistory"]

NAME = Basis.NAME
REPORT = Basis.REPORT


class SphDetail(SphDetailFields, SphSpaDetailV1Fields):
    """What an SPH is and how it is set: names, firmware, limits, settings (`mix_data_info`).

    Its energies are 0, the server fills them no more. `..._text` is the text mirror of a setting,
    normally empty. A name that ends in `_enabled` is yes or no. `..._raw` is a number of unknown
    encoding. `device_type` is not the `type` of the device list.
    https://www.showdoc.com.cn/262556420217021/6129763571291058
    """


class SphEnergy(SphSpaEnergyFields):
    """One record of measurements of an SPH: the latest (`mix_last_data`), or a row of the history.

    The discharge travels under other keys in the history: the attributes read both. `battery_...`
    is what the inverter measures, `bms_...` what the battery's own controller says about the same
    thing. `lost` is not reliable here.
    https://www.showdoc.com.cn/262556420217021/6129764434976910
    """

    # The record
    device_bean = raw("mixBean", "Details of the device, often null", basis=NAME)

    # Temperatures
    temperature_3 = celsius("temp3", "Temperature sensor 3")

    # PV
    pv_power = watts("ppv", "Total PV power")
    pv_power_text = text("ppvText", "Total PV power with its unit, as text", basis=NAME)
    pv_energy_today = kilowatt_hours_today("epvtoday", "PV energy today", basis=REPORT)
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pv1_power = watts("ppv1", "Power of PV input 1")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv1_energy_today = kilowatt_hours_today("epv1Today", "Energy of PV input 1 today")
    pv2_energy_today = kilowatt_hours_today("epv2Today", "Energy of PV input 2 today")
    pv1_energy_total = kilowatt_hours_total("epv1Total", "Lifetime energy of PV input 1")
    pv2_energy_total = kilowatt_hours_total("epv2Total", "Lifetime energy of PV input 2")

    # AC output
    apparent_power_l2 = volt_amperes("pac2", "Apparent AC output power, phase 2")
    apparent_power_l3 = volt_amperes("pac3", "Apparent AC output power, phase 3")
    ac_voltage_l2 = volts("vac2", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vac3", "AC voltage, phase 3")

    # Grid, loads, self-consumption
    self_consumption_energy_today = kilowatt_hours_today(
        "eselftoday", "Self-consumed energy today", basis=REPORT
    )
    system_energy_today = kilowatt_hours_today(
        "esystemtoday", "System energy today (PV plus battery output)", basis=REPORT
    )

    # Battery
    battery_charge_energy = kilowatt_hours(
        "echarge1", "Energy charged into the battery (over which time is not known)", basis=REPORT
    )
    battery_discharge_energy_today = kilowatt_hours_today(
        "edischarge1Today",
        "Energy taken from the battery today",
        basis=REPORT,
        other_keys=("edischargeToday",),
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "edischarge1Total",
        "Lifetime energy taken from the battery",
        basis=REPORT,
        other_keys=("edischargeTotal",),
    )

    # Battery, as its own controller (BMS) says
    battery_cell_temperature_max = celsius(
        "maxSingleCellTem", "Highest cell temperature", basis=REPORT
    )

    # Backup output (EPS, also called UPS)
    backup_apparent_power_l2 = volt_amperes(
        "upsPac2", "Apparent power of the backup output, phase 2"
    )
    backup_apparent_power_l3 = volt_amperes(
        "upsPac3", "Apparent power of the backup output, phase 3"
    )
    backup_voltage_l2 = volts("epsVac2", "Voltage of the backup output, phase 2")
    backup_voltage_l3 = volts("epsVac3", "Voltage of the backup output, phase 3")


class SphEnergyHistory(Record):
    """Records of an SPH over up to 7 days, a page at a time (`mix_data`).

    https://www.showdoc.com.cn/262556420217021/6129765461123058
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    mix_sn = required(serial_number("mix_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", SphEnergy, "The records of this page", may_be_absent=True)
