"""PBD: what the device is, and its measurements."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    flag,
    hours,
    integer,
    java_date,
    kiloohms,
    number,
    percent,
    raw,
    required,
    rows,
    seconds,
    serial_number,
    text,
    volts,
)
from growattServer.records.atess_energy import AtessEnergyFields
from growattServer.records.device_detail import DeviceDetailFields
from growattServer.records.states import OnlineState

__all__ = ["PbdDetail", "PbdEnergy", "PbdEnergyHistory"]

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY, LIFETIME, SETTING = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING


class PbdDetail(DeviceDetailFields):
    """What a PBD is (`pbd_data_info`).

    The page gives no unit for its powers and energies: they are `..._raw`.
    https://www.showdoc.com.cn/262556420217021/6131307847776153
    """

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    group_id = integer(
        "groupId", "Inverter group, -1 none", missing=(-1,), kind=IDENTITY, basis=NAME
    )
    port_name = serial_number(
        "portName", "Communication port, usually datalogger kind and serial", basis=NAME
    )
    rs485_address = number("rsAddr", "RS485 address", kind=IDENTITY)
    device_subtype = integer("type", "Device subtype", kind=IDENTITY)

    # State
    biout = number("biout", "Not documented", basis=CAPTURE)
    bvout = number("bvout", "Not documented", basis=CAPTURE)
    charge_day_map = raw("chargeDayMap", "Charge per day map, normally empty", basis=NAME)
    charge_energy_month_raw = integer("chargeMonth", "Charge this month, unit unknown", basis=NAME)
    discharge_day_map = raw("disChargeDayMap", "Discharge per day map, normally empty", basis=NAME)
    discharge_energy_month_raw = number(
        "disChargeMonth", "Discharge this month, unit unknown", basis=NAME
    )
    discharge_energy_month_2_raw = number(
        "dischargeMonth", "Discharge this month, under a second key, unit unknown", basis=NAME
    )
    discharge_energy_month_text = text("dischargeMonthText", "Discharge this month, as text")
    charge_energy_today_raw = number(
        "eChargeToday", "Energy charged today, unit unknown", kind=DAILY, basis=NAME
    )
    discharge_energy_today_raw = number(
        "eDischargeToday", "Energy discharged today, unit unknown", kind=DAILY, basis=NAME
    )
    discharge_energy_total_raw = number(
        "eDischargeTotal", "Lifetime energy discharged, unit unknown", kind=LIFETIME, basis=NAME
    )
    pv_current = amperes("ipv", "PV current")
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    last_update_time = java_date(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)"
    )
    rated_power_raw = integer(
        "normalPower", "Rated power (some replies: present power), unit unknown", basis=NAME
    )
    peak_clipping = number("peakClipping", "Peak clipping")
    peak_clipping_total = number("peakClippingTotal", "Peak clipping, total", kind=LIFETIME)
    status = coded("status", OnlineState, "State")
    status_key = text("statusLang", "Translation key of the state")
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)", basis=NAME)
    pv_voltage = volts("vpv", "PV voltage")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")

    # Settings
    bms_enabled = flag("bmsEnable", "BMS enabled", kind=SETTING)
    grid_detection_time = seconds("gridDetectionTime", "Grid detection time", kind=SETTING)
    output_current_max = amperes("iOutMax", "Highest output current", kind=SETTING)
    output_current_min = amperes("iOutMin", "Lowest output current", kind=SETTING)
    pv_current_limit = amperes("iPvLMax", "PV current limit", kind=SETTING)
    pv_current_max = amperes("iPvMax", "Highest PV current", kind=SETTING)
    charge_current_setting = number("icharge", "Charging current setting", kind=SETTING)
    on = flag("onOff", "Device switch: 1 on, 0 off", kind=SETTING)
    output_power_limit = percent("outPowerMax", "Output power limit", kind=SETTING)
    start_power = number("powerStart", "Start power", kind=SETTING)
    restore = number("restore", "Restore", kind=SETTING)
    insulation_check = number("risoEnable", "Insulation check enabled", kind=SETTING)
    insulation_resistance_min = kiloohms(
        "risomin", "Lowest insulation resistance allowed", kind=SETTING
    )
    safety_standard = number("safety", "Safety standard", kind=SETTING)
    soc_max = percent("socMax", "Highest level", kind=SETTING)
    soc_min = percent("socMin", "Lowest level", kind=SETTING)
    mppt_voltage_max = volts("vMpptMax", "Highest MPPT voltage", kind=SETTING)
    mppt_voltage_min = volts("vMpptMin", "Lowest MPPT voltage", kind=SETTING)
    output_voltage_max = volts("vOutMax", "Highest output voltage", kind=SETTING)
    output_voltage_min = volts("vOutMin", "Lowest output voltage", kind=SETTING)
    pv_voltage_max = volts("vPvMax", "Highest PV voltage", kind=SETTING)
    start_voltage = volts("vStart", "Start voltage", kind=SETTING)


class PbdEnergy(AtessEnergyFields):
    """One record of measurements of a PBD: the latest, or a row of the history.

    https://www.showdoc.com.cn/262556420217021/6131312777930154
    """

    # The record
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    device_bean = raw("pbdBean", "Nested detail bean of the device, often null", basis=NAME)

    # Temperatures
    temperature = celsius("temp", "Temperature")
    output_buck_inductor_temperature = celsius(
        "tempoutBuckL", "Temperature of the output buck inductor", basis=NAME
    )
    output_buck_module_temperature = celsius(
        "tempoutBuckModule", "Temperature of the output buck module", basis=NAME
    )
    pv_buck_inductor_temperature = celsius(
        "temppvBuckL", "Temperature of the PV buck inductor", basis=NAME
    )
    pv_buck_module_temperature = celsius(
        "temppvBuckModule", "Temperature of the PV buck module", basis=NAME
    )

    # PV
    battery_negative_insulation_resistance = kiloohms(
        "risoBatn", "Insulation resistance, battery negative", basis=NAME
    )
    battery_positive_insulation_resistance = kiloohms(
        "risoBatp", "Insulation resistance, battery positive", basis=NAME
    )
    bipv_buck1 = number("bipvBuck1", "Not documented", basis=CAPTURE)
    bipv_buck2 = number("bipvBuck2", "Not documented", basis=CAPTURE)
    bipv_buck3 = number("bipvBuck3", "Not documented", basis=CAPTURE)
    bipv_buck4 = number("bipvBuck4", "Not documented", basis=CAPTURE)
    bipv_buck5 = number("bipvBuck5", "Not documented", basis=CAPTURE)
    bus_negative_insulation_resistance = kiloohms(
        "risoBusn", "Insulation resistance, bus negative", basis=NAME
    )
    bus_positive_insulation_resistance = kiloohms(
        "risoBusp", "Insulation resistance, bus positive", basis=NAME
    )
    pv_current = amperes("ipv", "PV current", basis=NAME)
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv3_current = amperes("ipv3", "Current of PV input 3")
    pv4_current = amperes("ipv4", "Current of PV input 4")
    pv5_current = amperes("ipv5", "Current of PV input 5")
    pv_energy_today_raw = number(
        "epvToday", "PV energy today, unit unknown", kind=DAILY, basis=NAME
    )
    pv_energy_total_raw = number("epvTotal", "Lifetime PV energy, unit unknown", kind=LIFETIME)
    pv_negative_insulation_resistance = kiloohms(
        "risoPVn", "Insulation resistance, PV negative", basis=NAME
    )
    pv_positive_insulation_resistance = kiloohms(
        "risoPVp", "Insulation resistance, PV positive", basis=NAME
    )
    pv1_power_raw = number("ppv1", "Power of PV input 1, unit unknown")
    pv2_power_raw = number("ppv2", "Power of PV input 2, unit unknown")
    pv3_power_raw = number("ppv3", "Power of PV input 3, unit unknown")
    pv4_power_raw = number("ppv4", "Power of PV input 4, unit unknown")
    pv5_power_raw = number("ppv5", "Power of PV input 5, unit unknown")
    pv_time_today_raw = number(
        "epvTimeToday", "PV running time today, unit unknown", kind=DAILY, basis=NAME
    )
    pv_time_total_raw = number(
        "epvTimeTotal", "Lifetime PV running time, unit unknown", kind=LIFETIME, basis=NAME
    )
    pv_voltage = volts("vpv", "PV voltage", basis=NAME)
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv3_voltage = volts("vpv3", "Voltage of PV input 3")
    pv4_voltage = volts("vpv4", "Voltage of PV input 4")
    pv5_voltage = volts("vpv5", "Voltage of PV input 5")

    # AC output
    bi_out_buck1 = number("biOutBuck1", "Not documented", basis=CAPTURE)
    bi_out_buck2 = number("biOutBuck2", "Not documented", basis=CAPTURE)
    biout = number("biout", "Not documented", basis=CAPTURE)
    bvout = number("bvout", "Not documented", basis=CAPTURE)
    output_energy_today_raw = number(
        "eOutToday", "Output energy today, unit unknown", kind=DAILY, basis=NAME
    )
    output_energy_total_raw = number(
        "eOutTotal", "Lifetime output energy, unit unknown", kind=LIFETIME, basis=NAME
    )
    electric_state = integer("electricState", "Not documented", basis=CAPTURE)
    output_power_raw = number(
        "pbdOutPowe", "Output power (key lacks its last r), unit unknown", basis=NAME
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
    battery_power_raw = number("pbdBatPower", "Battery power, unit unknown", basis=NAME)
    battery_voltage = volts("vbat", "Battery voltage", basis=NAME)


class PbdEnergyHistory(Record):
    """Records of a PBD over up to 7 days, a page at a time (`pbd_data`).

    https://www.showdoc.com.cn/262556420217021/6131319527296946
    """

    count = integer("count", "Number of records, on all pages together")
    next_page_start_id = integer(
        "next_page_start_id", "Number of the first record of the next page"
    )
    pbd_sn = required(serial_number("pbd_sn", "Serial number of the device"))
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", PbdEnergy, "The records of this page", may_be_absent=True)
