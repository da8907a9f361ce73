"""PCS: what the device is, and its measurements."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    hertz,
    integer,
    java_date,
    kiloohms,
    number,
    raw,
    required,
    rows,
    serial_number,
    text,
    volts,
)
from growattServer.records.atess_energy import AtessGridEnergyFields
from growattServer.records.device_detail import DeviceDetailFields
from growattServer.records.states import OnlineState

__all__ = ["PcsDetail", "PcsEnergy", "PcsEnergyHistory"]

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY, LIFETIME = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME


class PcsDetail(DeviceDetailFields):
    """What a PCS is (`pcs_data_info`).

    The page gives no unit for its powers and energies: they are `..._raw`.
    https://www.showdoc.com.cn/262556420217021/6129831722860832
    """

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    group_id = integer(
        "groupId", "Inverter group, -1 none", missing=(-1,), kind=IDENTITY, basis=NAME
    )
    plant_name = serial_number("plantname", "Name of the plant", basis=NAME)
    port_name = serial_number(
        "portName", "Communication port, usually datalogger kind and serial", basis=NAME
    )
    user_name = serial_number("userName", "Name of the user", basis=NAME)

    # State
    charge_day_map = raw("chargeDayMap", "Charge per day map, normally empty", basis=NAME)
    charge_energy_month_raw = integer("chargeMonth", "Charge this month, unit unknown", basis=NAME)
    charge_energy_month_text = text("chargeMonthText", "Charge this month, as text", basis=NAME)
    discharge_day_map = raw("disChargeDayMap", "Discharge per day map, normally empty", basis=NAME)
    discharge_energy_month_raw = number(
        "disChargeMonth", "Discharge this month, unit unknown", basis=NAME
    )
    discharge_energy_month_2_raw = number(
        "dischargeMonth", "Discharge this month, under a second key, unit unknown", basis=NAME
    )
    discharge_energy_month_text = text(
        "dischargeMonthText", "Discharge this month, as text", basis=NAME
    )
    charge_energy_today_raw = number(
        "eChargeToday", "Energy charged today, unit unknown", kind=DAILY, basis=NAME
    )
    discharge_energy_today_raw = number(
        "eDischargeToday", "Energy discharged today, unit unknown", kind=DAILY, basis=NAME
    )
    discharge_energy_total_raw = number(
        "eDischargeTotal", "Lifetime energy discharged, unit unknown", kind=LIFETIME, basis=NAME
    )
    output_energy_today_raw = number(
        "energyDay",
        "Energy produced today, under a second key, unit unknown",
        kind=DAILY,
        basis=NAME,
    )
    energy_day_map = raw("energyDayMap", "Energy per day map, normally empty", basis=NAME)
    energy_month_raw = number("energyMonth", "Energy this month, unit unknown", basis=NAME)
    energy_month_text = text("energyMonthText", "Energy this month, as text", basis=NAME)
    last_update_time = java_date(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)"
    )
    rated_power_raw = integer(
        "normalPower", "Rated power (some replies: present power), unit unknown", basis=NAME
    )
    peak_clipping = number("peakClipping", "Peak clipping", basis=NAME)
    peak_clipping_total = number(
        "peakClippingTotal", "Peak clipping, total", kind=LIFETIME, basis=NAME
    )
    status = coded("status", OnlineState, "State")


class PcsEnergy(AtessGridEnergyFields):
    """One record of measurements of a PCS: the latest, or a row of the history.

    https://www.showdoc.com.cn/262556420217021/6131235037123575
    """

    # The record
    device_bean = raw("pcsBean", "Nested detail bean of the device, often null", basis=NAME)

    # State
    ground_fault_value_1 = number("gfdi1", "Ground fault value 1", basis=NAME)
    ground_fault_value_2 = number("gfdi2", "Ground fault value 2", basis=NAME)

    # PV
    battery_negative_insulation_resistance = kiloohms(
        "risoBatn", "Insulation resistance, battery negative", basis=NAME
    )
    battery_positive_insulation_resistance = kiloohms(
        "risoBatp", "Insulation resistance, battery positive", basis=NAME
    )
    bipv = number("bipv", "Not documented", basis=CAPTURE)
    bipvu = number("bipvu", "Not documented", basis=CAPTURE)
    bipvv = number("bipvv", "Not documented", basis=CAPTURE)
    bipvw = number("bipvw", "Not documented", basis=CAPTURE)
    pv_energy_raw = number("pvEnergy", "PV energy, unit unknown", basis=NAME)

    # AC output
    apparent_power_l2_raw = number(
        "bApparentPower", "Apparent power, phase B, unit unknown", basis=NAME
    )
    reactive_power_l2_raw = number(
        "bReactivePower", "Reactive power, phase B, unit unknown", basis=NAME
    )
    bvpv = number("bvpv", "Not documented", basis=CAPTURE)
    bvpvuv = number("bvpvuv", "Not documented", basis=CAPTURE)
    bvpvvw = number("bvpvvw", "Not documented", basis=CAPTURE)
    bvpvwu = number("bvpvwu", "Not documented", basis=CAPTURE)
    electric_state = integer("electricState", "Not documented", basis=CAPTURE)
    ac_current_l1 = amperes("i1A", "AC current, phase A", basis=NAME)
    ac_current_l2 = amperes("i1B", "AC current, phase B", basis=NAME)
    ac_current_l3 = amperes("i1C", "AC current, phase C", basis=NAME)
    output_apparent_power_raw = number(
        "outApparentPower", "Apparent output power, unit unknown", basis=NAME
    )
    output_reactive_power_raw = number(
        "outReactivePower", "Reactive output power, unit unknown", basis=NAME
    )
    active_power_raw = number("pcsActivePower", "Active power of the PCS, unit unknown", basis=NAME)
    ac_frequency = hertz("vacFrequency", "AC frequency", basis=NAME)
    ac_voltage_l1 = volts("vacu", "AC voltage, phase U", basis=NAME)
    line_voltage_l1_l2 = volts("vacuv", "AC line voltage between phases U and V", basis=NAME)
    ac_voltage_l2 = volts("vacv", "AC voltage, phase V", basis=NAME)
    line_voltage_l2_l3 = volts("vacvw", "AC line voltage between phases V and W", basis=NAME)
    ac_voltage_l3 = volts("vacw", "AC voltage, phase W", basis=NAME)
    line_voltage_l3_l1 = volts("vacwu", "AC line voltage between phases W and U", basis=NAME)

    # Grid and loads
    grid_time_today_raw = number(
        "gridTimeToday", "Grid running time today, unit unknown", kind=DAILY, basis=NAME
    )
    grid_time_total_raw = number(
        "gridTimeTotal", "Lifetime grid running time, unit unknown", kind=LIFETIME, basis=NAME
    )
    import_energy_today_raw = number(
        "gridToday", "Energy from the grid today, unit unknown", kind=DAILY, basis=NAME
    )
    import_energy_total_raw = number(
        "gridTotal", "Lifetime energy from the grid, unit unknown", kind=LIFETIME, basis=NAME
    )
    load_apparent_power_raw = number(
        "loadApparentPower", "Apparent power of the load, unit unknown", basis=NAME
    )
    load_time_today_raw = number(
        "loadTimeToday", "Load running time today, unit unknown", kind=DAILY, basis=NAME
    )
    load_time_total_raw = number(
        "loadTimeTotal", "Lifetime load running time, unit unknown", kind=LIFETIME, basis=NAME
    )
    load_energy_today_raw = number(
        "loadToday", "Energy to the load today, unit unknown", kind=DAILY, basis=NAME
    )
    load_energy_total_raw = number(
        "loadTotal", "Lifetime energy to the load, unit unknown", kind=LIFETIME, basis=NAME
    )
    export_power_raw = number("pacToGrid", "Power to the grid, unit unknown", basis=NAME)
    grid_power_raw = number("powerGird", "Grid power (key is misspelled), unit unknown", basis=NAME)
    export_time_today_raw = number(
        "toGridTimeToday", "Feed-in time today, unit unknown", kind=DAILY, basis=NAME
    )
    export_time_total_raw = number(
        "toGridTimeTotal", "Lifetime feed-in time, unit unknown", kind=LIFETIME, basis=NAME
    )
    export_energy_today_raw = number(
        "toGridToday", "Energy fed to the grid today, unit unknown", kind=DAILY, basis=NAME
    )
    export_energy_total_raw = number(
        "toGridTotal", "Lifetime energy fed to the grid, unit unknown", kind=LIFETIME, basis=NAME
    )
    to_grid_power_raw = number(
        "toPowerGird", "Power to the grid (key is misspelled), unit unknown", basis=NAME
    )

    # Battery
    charge_time_total_raw = number(
        "eChargeTimeTotal", "Lifetime charging time, unit unknown", kind=LIFETIME, basis=NAME
    )
    charge_energy_total_raw = number(
        "eChargeTotal", "Lifetime energy charged, unit unknown", kind=LIFETIME
    )
    discharge_time_total_raw = number(
        "eDischargeTimeTotal", "Lifetime discharging time, unit unknown", kind=LIFETIME, basis=NAME
    )
    discharge_energy_total_raw = number(
        "eDischargeTotal", "Lifetime energy discharged, unit unknown", kind=LIFETIME
    )
    battery_charge_power_raw = number(
        "pacToBattery", "Power to the battery, unit unknown", basis=NAME
    )


class PcsEnergyHistory(Record):
    """Records of a PCS over up to 7 days, a page at a time (`pcs_data`).

    https://www.showdoc.com.cn/262556420217021/6131245575367488
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    pcs_sn = required(serial_number("pcs_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", PcsEnergy, "The records of this page", may_be_absent=True)
