"""HPS: what the device is, and its measurements."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    hertz,
    hours,
    integer,
    java_calendar,
    kiloohms,
    number,
    percent,
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

__all__ = ["HpsDetail", "HpsEnergy", "HpsEnergyHistory"]

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY, LIFETIME, SETTING = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING


class HpsDetail(DeviceDetailFields):
    """What an HPS is (`hps_data_info`).

    The page gives no unit for its powers and energies: they are `..._raw`.
    https://www.showdoc.com.cn/262556420217021/6131272209142535
    """

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    device_type = integer(
        "deviceType",
        "Internal subtype of the device, not the `type` of the device list",
        kind=IDENTITY,
        basis=NAME,
    )
    group_id = integer(
        "groupId", "Inverter group, -1 none", missing=(-1,), kind=IDENTITY, basis=NAME
    )
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    plant_name = serial_number("plantname", "Name of the plant", basis=NAME)
    port_name = serial_number(
        "portName", "Communication port, usually datalogger kind and serial", basis=NAME
    )
    user_name = serial_number("userName", "Name of the user", basis=NAME)

    # State
    charge_day_map = raw("chargeDayMap", "Charge per day map, normally empty", basis=NAME)
    charge_energy_month_raw = integer("chargeMonth", "Charge this month, unit unknown", basis=NAME)
    discharge_day_map = raw("disChargeDayMap", "Discharge per day map, normally empty", basis=NAME)
    discharge_energy_month_raw = number(
        "disChargeMonth", "Discharge this month, unit unknown", basis=NAME
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
    energy_day_map = raw("energyDayMap", "Energy per day map, normally empty", basis=NAME)
    energy_month_raw = number("energyMonth", "Energy this month, unit unknown", basis=NAME)
    energy_month_text = text("energyMonthText", "Energy this month, as text", basis=NAME)
    last_update_time = java_calendar(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)"
    )
    rated_power_raw = integer(
        "normalPower", "Rated power (some replies: present power), unit unknown", basis=NAME
    )
    max_power = text("powerMax", "Highest power as text, normally empty", basis=NAME)
    max_power_text = text("powerMaxText", "Highest power, as text under another key", basis=NAME)
    max_power_time = text("powerMaxTime", "Time of the highest power, as text", basis=NAME)
    pv_energy_today_raw = number("pvToday", "PV energy today, unit unknown", kind=DAILY, basis=NAME)
    status = coded("status", OnlineState, "State")
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)", basis=NAME)

    # Settings
    settings_bean = raw("hpsSetBean", "Nested settings bean, often null", kind=SETTING, basis=NAME)


class HpsEnergy(AtessGridEnergyFields):
    """One record of measurements of an HPS: the latest, or a row of the history.

    https://www.showdoc.com.cn/262556420217021/6131278907853302
    """

    # The record
    device_bean = raw("hpsBean", "Nested detail bean of the device, often null", basis=NAME)
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)

    # State
    bms_shown_status = integer("bmsShowStatus", "BMS state for display", basis=NAME)
    run_mode = integer("runModel", "Running mode", basis=NAME)
    run_status = integer("runStatus", "Running state", basis=NAME)
    system_fault_bits_9 = integer("sysFaultWord9", "System fault bit field 9", basis=NAME)

    # Temperatures
    thyristor_temperature = celsius("scrtemp", "Thyristor temperature", basis=NAME)

    # PV
    ipva = number("ipva", "Not documented", basis=CAPTURE)
    ipvb = number("ipvb", "Not documented", basis=CAPTURE)
    ipvc = number("ipvc", "Not documented", basis=CAPTURE)
    ipvu = number("ipvu", "Not documented", basis=CAPTURE)
    ipvv = number("ipvv", "Not documented", basis=CAPTURE)
    ipvw = number("ipvw", "Not documented", basis=CAPTURE)
    negative_insulation_resistance = kiloohms(
        "insulDetecNega", "Insulation resistance, negative side", basis=NAME
    )
    positive_insulation_resistance = kiloohms(
        "insulDetecPosi", "Insulation resistance, positive side", basis=NAME
    )
    pv_current = amperes("ipv", "PV current", basis=NAME)
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv_energy_today_raw = number(
        "epvToday", "PV energy today, unit unknown", kind=DAILY, basis=NAME
    )
    pv_energy_total_raw = number("epvTotal", "Lifetime PV energy, unit unknown", kind=LIFETIME)
    pv1_power_raw = number("ppv1", "Power of PV input 1, unit unknown")
    pv2_power_raw = number("ppv2", "Power of PV input 2, unit unknown")
    pv_time_today_raw = number(
        "epvTimeToday", "PV running time today, unit unknown", kind=DAILY, basis=NAME
    )
    pv_time_total_raw = number(
        "epvTimeTotal", "Lifetime PV running time, unit unknown", kind=LIFETIME, basis=NAME
    )
    pv_voltage = volts("vpv", "PV voltage", basis=NAME)
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pvnir1 = number("pvnir1", "Not documented", basis=CAPTURE)
    pvpir1 = number("pvpir1", "Not documented", basis=CAPTURE)
    vpvun = number("vpvun", "Not documented", basis=CAPTURE)
    vpvvn = number("vpvvn", "Not documented", basis=CAPTURE)
    vpvwn = number("vpvwn", "Not documented", basis=CAPTURE)

    # AC output
    cfdllc1 = number("cfdllc1", "Not documented", basis=CAPTURE)
    cfdllc2 = number("cfdllc2", "Not documented", basis=CAPTURE)
    efficiency = percent("effectiveness", "Efficiency", basis=NAME)
    ac_frequency = hertz("fac", "Grid frequency")
    buck_1_current = amperes("iBuck1", "Current of buck stage 1", basis=NAME)
    buck_2_current = amperes("iBuck2", "Current of buck stage 2", basis=NAME)
    buck_3_current = amperes("iBuck3", "Current of buck stage 3", basis=NAME)
    buck_4_current = amperes("iBuck4", "Current of buck stage 4", basis=NAME)
    buck_5_current = amperes("iBuck5", "Current of buck stage 5", basis=NAME)
    iboard = number("iboard", "Not documented", basis=CAPTURE)
    inductor_current = amperes("inductorCurr", "Inductor current", basis=NAME)
    inverter_line_voltage_l1_l2 = volts(
        "invuv", "Inverter line voltage between phases U and V", basis=NAME
    )
    inverter_line_voltage_l2_l3 = volts(
        "invvw", "Inverter line voltage between phases V and W", basis=NAME
    )
    inverter_line_voltage_l3_l1 = volts(
        "invwu", "Inverter line voltage between phases W and U", basis=NAME
    )
    ac_power_raw = number("pac", "AC output power, unit unknown")
    apparent_power_l1_raw = number("pac1", "Apparent AC output power, phase R / L1, unit unknown")
    apparent_power_l2_raw = number("pac2", "Apparent AC output power, phase S / L2, unit unknown")
    reactive_power_raw = number("rac", "Reactive power, unit unknown", basis=NAME)

    # Grid and loads
    grid_time_today_raw = number(
        "eGridTimeToday", "Grid running time today, unit unknown", kind=DAILY, basis=NAME
    )
    grid_time_total_raw = number(
        "eGridTimeTotal", "Lifetime grid running time, unit unknown", kind=LIFETIME, basis=NAME
    )
    import_energy_today_raw = number(
        "eGridToday", "Energy from the grid today, unit unknown", kind=DAILY, basis=NAME
    )
    import_energy_total_raw = number(
        "eGridTotal", "Lifetime energy from the grid, unit unknown", kind=LIFETIME, basis=NAME
    )
    load_time_today_raw = number(
        "eLoadTimeToday", "Load running time today, unit unknown", kind=DAILY, basis=NAME
    )
    load_time_total_raw = number(
        "eLoadTimeTotal", "Lifetime load running time, unit unknown", kind=LIFETIME, basis=NAME
    )
    load_energy_today_raw = number(
        "eLoadToday", "Energy to the load today, unit unknown", kind=DAILY, basis=NAME
    )
    load_energy_total_raw = number(
        "eLoadTotal", "Lifetime energy to the load, unit unknown", kind=LIFETIME, basis=NAME
    )
    export_time_today_raw = number(
        "eToGridTimeToday", "Feed-in time today, unit unknown", kind=DAILY, basis=NAME
    )
    export_time_total_raw = number(
        "eToGridTimeTotal", "Lifetime feed-in time, unit unknown", kind=LIFETIME, basis=NAME
    )
    to_grid_energy_today_raw = number(
        "eToGridToday", "Grid energy today; direction unclear in the page, unit unknown", kind=DAILY
    )
    to_grid_energy_total_raw = number(
        "eToGridTotal",
        "Lifetime grid energy; direction unclear in the page, unit unknown",
        kind=LIFETIME,
    )
    grid_line_voltage_l1_l2 = volts("gvpvuv", "Grid line voltage U-V", basis=NAME)
    grid_line_voltage_l2_l3 = volts("gvpvvw", "Grid line voltage V-W", basis=NAME)
    grid_line_voltage_l3_l1 = volts("gvpvwu", "Grid line voltage W-U", basis=NAME)

    # Battery
    batcdct = number("batcdct", "Not documented", basis=CAPTURE)
    batldt = number("batldt", "Not documented", basis=CAPTURE)
    batnir = number("batnir", "Not documented", basis=CAPTURE)
    batpir = number("batpir", "Not documented", basis=CAPTURE)
    bmstc = number("bmstc", "Not documented", basis=CAPTURE)
    bmstv = number("bmstv", "Not documented", basis=CAPTURE)
    battery_charge_time_total = hours(
        "eBatChargeTimeTotal", "Lifetime charging time", kind=LIFETIME, basis=NAME
    )
    battery_charge_energy_total_raw = number(
        "eBatChargeTotal", "Lifetime battery charge, unit unknown", kind=LIFETIME, basis=NAME
    )
    battery_discharge_time_total = hours(
        "eBatDischargeTimeTotal", "Lifetime discharging time", kind=LIFETIME, basis=NAME
    )
    battery_discharge_energy_total_raw = number(
        "eBatDischargeTotal", "Lifetime battery discharge, unit unknown", kind=LIFETIME, basis=NAME
    )
    battery_current = amperes("ibat", "Battery current", basis=NAME)
    battery_voltage = volts("vbat", "Battery voltage", basis=NAME)


class HpsEnergyHistory(Record):
    """Records of an HPS over up to 7 days, a page at a time (`hps_data`).

    https://www.showdoc.com.cn/262556420217021/6131286861044579
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    hps_sn = required(serial_number("hps_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", HpsEnergy, "The records of this page", may_be_absent=True)
