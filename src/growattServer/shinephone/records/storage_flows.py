"""Storages (SPF): the first half of the long record of measurements."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    hertz,
    integer,
    java_calendar,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    raw,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    volts,
    watts,
)
from growattServer.shinephone.records.answer import Answer

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY, LIFETIME, SETTING = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING


class StorageFlows(Answer):
    """State, powers and energies of a storage; a `StorageEnergy` has them and its inner values."""

    # The record
    device_sn = serial_number("serialNum", "Serial number of the device", basis=NAME)
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=NAME)
    alias = serial_number("alias", "User-given name", basis=NAME)
    bus_address = integer(
        "address", "Bus address of the device, going by the key", kind=IDENTITY, basis=NAME
    )
    device_type = integer("deviceType", "Kind of device, a code", kind=IDENTITY, basis=NAME)
    time = timestamp("time", "Time of the record, on the clock of the server")
    calendar_time = java_calendar("calendar", "Time of the record, may be null")
    resent = flag("again", "True when the datalogger sent the record again")
    has_device_time = flag("withTime", "True when the device sent its own time")
    record_day = text("day", "Not documented", basis=CAPTURE)
    day_map = raw("dayMap", "Not documented", basis=CAPTURE)
    charge_day_map = raw("chargeDayMap", "Charge per day map, empty")
    discharge_day_map = raw("dischargeMapMap", "Discharge per day map, empty")
    device_bean = raw("storageBean", "Not documented", basis=CAPTURE)

    # State
    status = integer("status", "State, a code: 5 PV charging")
    status_text = text("statusText", "State as text, such as PV charge")
    lost = flag("lost", "Not reliable: true was seen for a device that sends")
    fault_code = integer("faultCode", "Fault code, going by the key", basis=NAME, codes="unknown")
    error_code = integer("errorCode", "Error code, going by the key", basis=NAME, codes="unknown")
    error_text = text("errorText", "Text of the error code", basis=NAME)
    warning_code = integer(
        "warnCode", "Warning code, going by the key", basis=NAME, codes="unknown"
    )
    warning_code_2 = integer(
        "warnCode2", "Warning code 2, going by the key", basis=NAME, codes="unknown"
    )
    warning_text = text("warnText", "Text of the warning", basis=NAME)
    internal_code = text("innerCWCode", "Not documented", basis=CAPTURE)
    charge_mode = integer("chargeWay", "Not documented", basis=CAPTURE)
    charge_to_standby_reason = integer(
        "chargeToStandbyReason", "Why charging stopped, a code", basis=NAME
    )
    charge_to_standby_reason_text = text(
        "chargeToStandbyReasonText", "Why charging stopped, as text", basis=NAME
    )
    discharge_to_standby_reason = integer(
        "dischargeToStandbyReason", "Why discharging stopped, a code", basis=NAME
    )
    discharge_to_standby_reason_text = text(
        "dischargeToStandbyReasonText", "Why discharging stopped, as text", basis=NAME
    )
    remote_control_fail_reason = integer("remoteCntlFailReason", "Not documented", basis=CAPTURE)
    remote_control_switch = integer(
        "remoteCntlEn", "Remote control in use, going by the key", kind=SETTING, basis=NAME
    )
    manual_start_switch = integer(
        "manualStartEn", "Manual start in use, going by the key", kind=SETTING, basis=NAME
    )
    power_saving_switch = integer(
        "powSavingEn", "Power saving in use, going by the key", kind=SETTING, basis=NAME
    )
    backlight_switch = integer(
        "bLightEn", "Backlight in use, going by the key", kind=SETTING, basis=NAME
    )
    sci_loss_check_switch = integer(
        "sciLossChkEn",
        "Check for lost communication in use, going by the key",
        kind=SETTING,
        basis=NAME,
    )

    # PV
    pv_power = watts("ppv", "PV power")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv_power_text = text("ppvText", "PV power with its unit, as text", basis=NAME)
    pv_voltage = volts("vpv", "PV voltage")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv_voltage_text = text("vpvText", "PV voltage with its unit, as text", basis=NAME)
    pv_current = amperes("ipv", "PV current", basis=CAPTURE)
    pv_current_text = text("ipvText", "PV current with its unit, as text", basis=NAME)
    pv1_charge_current = amperes("iChargePV1", "Charging current of PV input 1")
    pv2_charge_current = amperes("iChargePV2", "Charging current of PV input 2")
    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pv2_energy_today = number(
        "epvToday2", "Energy of PV input 2 today, unit unknown", kind=DAILY, basis=NAME
    )
    pv2_energy_total = number(
        "epvTotal2", "Lifetime energy of PV input 2, unit unknown", kind=LIFETIME, basis=NAME
    )

    # Output, grid, loads
    output_power = watts("outPutPower", "Output power")
    output_voltage = volts("outPutVolt", "Output voltage")
    output_current = amperes("outPutCurrent", "Output current")
    output_frequency = hertz("freqOutPut", "Output frequency")
    apparent_power = volt_amperes("rateVA", "Apparent output power")
    system_output_power = number("sysOut", "Output power of the system, unit unknown", basis=NAME)
    load_share = percent("loadPercent", "Load share of rated power")
    rated_power = number("normalPower", "Rated power, unit unknown", basis=NAME)
    rated_active_power = number("rateWatt", "Rated active power, unit unknown", basis=NAME)
    grid_voltage = volts("vGrid", "Grid voltage")
    grid_frequency = hertz("freqGrid", "Grid frequency")
    ac_input_power = watts("pAcInPut", "Power taken from the grid")
    ac_voltage = volts("vac", "AC voltage", basis=CAPTURE)
    ac_voltage_text = text("vacText", "AC voltage with its unit, as text", basis=NAME)
    import_power = watts("pacToUser", "Power taken from the grid", basis=CAPTURE)
    import_power_text = text(
        "pacToUserText", "Power taken from the grid with its unit, as text", basis=NAME
    )
    import_current = amperes("iacToUser", "Current taken from the grid", basis=CAPTURE)
    import_current_text = text(
        "iacToUserText", "Current taken from the grid with its unit, as text", basis=NAME
    )
    import_energy_today = kilowatt_hours_today("eToUserToday", "Energy taken from the grid today")
    import_energy_total = kilowatt_hours_total("eToUserTotal", "Lifetime energy from the grid")
    export_power = watts("pacToGrid", "Power fed to the grid", basis=CAPTURE)
    export_power_text = text(
        "pacToGridText", "Power fed to the grid with its unit, as text", basis=NAME
    )
    export_current = amperes("iacToGrid", "Current fed to the grid", basis=CAPTURE)
    export_current_text = text(
        "iacToGridText", "Current fed to the grid with its unit, as text", basis=NAME
    )
    export_energy_today = kilowatt_hours_today("eToGridToday", "Energy fed to the grid today")
    export_energy_total = kilowatt_hours_total("eToGridTotal", "Lifetime energy fed to the grid")
    energy_today = number("etoday", "Energy today, unit unknown", kind=DAILY, basis=NAME)
    energy_total = number(
        "etotal",
        "Lifetime energy, unit unknown (below 0 in the example)",
        kind=LIFETIME,
        basis=NAME,
    )

    # Battery
    battery_soc = percent("capacity", "State of charge")
    battery_soc_text = text("capacityText", "State of charge with its unit, as text", basis=NAME)
    battery_voltage = volts("vBat", "Battery voltage")
    battery_voltage_text = text("vBatText", "Battery voltage with its unit, as text", basis=NAME)
    battery_power = watts("pBat", "Battery power, negative while charging")
    battery_temperature = number("batTemp", "Battery temperature, unit unknown", basis=NAME)
    battery_charge_power = watts("pCharge", "Battery charging power")
    battery_charge_power_2 = watts("pCharge2", "Battery charging power 2")
    battery_charge_power_text = text(
        "pChargeText", "Battery charging power with its unit, as text", basis=NAME
    )
    battery_discharge_power = watts("pDischarge", "Battery discharging power")
    battery_discharge_power_2 = number(
        "pDischarge2", "Battery discharging power 2, unit unknown", basis=NAME
    )
    battery_discharge_power_text = text(
        "pDischargeText", "Battery discharging power with its unit, as text", basis=NAME
    )
    battery_charge_current = amperes("chgCurr", "Battery charging current")
    battery_discharge_current = number(
        "dischgCurr", "Battery discharging current, unit unknown", basis=NAME
    )
    charge_current = amperes("iCharge", "Charging current", basis=CAPTURE)
    charge_current_text = text("iChargeText", "Charging current with its unit, as text", basis=NAME)
    discharge_current = amperes("iDischarge", "Discharging current", basis=CAPTURE)
    discharge_current_text = text(
        "iDischargeText", "Discharging current with its unit, as text", basis=NAME
    )
    ac_charge_current = amperes("iAcCharge", "Charging current from the grid")
    ac_charge_power = number("pAcCharge", "Charging power from the grid, unit unknown", basis=NAME)
    battery_charge_energy_today = kilowatt_hours_today("eChargeToday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("eChargeTotal", "Lifetime battery charge")
    battery_charge_energy_today_text = text(
        "eChargeTodayText", "Battery charge today with its unit, as text", basis=NAME
    )
    battery_charge_energy_total_text = text(
        "eChargeTotalText", "Lifetime battery charge with its unit, as text", basis=NAME
    )
    battery_charge_energy_2_today = number(
        "eChargeToday2", "Battery charge 2 today, unit unknown", kind=DAILY, basis=NAME
    )
    battery_charge_energy_2_total = number(
        "eChargeTotal2", "Lifetime battery charge 2, unit unknown", kind=LIFETIME, basis=NAME
    )
    battery_charge_energy_month = number(
        "chargeMonth", "Battery charge this month, unit unknown", basis=NAME
    )
    battery_charge_energy_month_text = text(
        "chargeMonthText", "Battery charge this month, as text", basis=NAME
    )
    battery_discharge_energy_today = kilowatt_hours_today(
        "eBatDisChargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "eBatDisChargeTotal", "Lifetime energy taken from the battery"
    )
    discharge_energy_today = kilowatt_hours_today(
        "eDischargeToday", "Discharge today", basis=CAPTURE
    )
    discharge_energy_total = kilowatt_hours_total(
        "eDischargeTotal", "Lifetime discharge", basis=CAPTURE
    )
    discharge_energy_today_text = text(
        "eDischargeTodayText", "Discharge today with its unit, as text", basis=NAME
    )
    discharge_energy_total_text = text(
        "eDischargeTotalText", "Lifetime discharge with its unit, as text", basis=NAME
    )
    discharge_energy_2_today = number(
        "eDischargeToday2", "Discharge 2 today, unit unknown", kind=DAILY, basis=NAME
    )
    discharge_energy_2_total = number(
        "eDischargeTotal2", "Lifetime discharge 2, unit unknown", kind=LIFETIME, basis=NAME
    )
    discharge_energy_month = number(
        "disChargeMonth", "Discharge this month, unit unknown", basis=NAME
    )
    discharge_energy_month_text = text(
        "dischargeMonthText", "Discharge this month, as text", basis=NAME
    )
    ac_charge_energy_today = kilowatt_hours_today("eacChargeToday", "Charge from AC today")
    ac_charge_energy_total = kilowatt_hours_total("eacChargeTotal", "Lifetime charge from AC")
    ac_discharge_energy_today = kilowatt_hours_today("eacDisChargeToday", "AC discharge today")
    ac_discharge_energy_total = kilowatt_hours_total("eacDisChargeTotal", "Lifetime AC discharge")
    output_discharge_energy_today = kilowatt_hours_today(
        "eopDischrToday", "Output from the battery today"
    )
    output_discharge_energy_total = kilowatt_hours_total(
        "eopDischrTotal", "Lifetime output from the battery"
    )
    battery_type_2 = integer("uwBatType2", "Battery kind 2, a code", basis=NAME)
    battery_soh = number("soh", "Battery state of health, unit unknown", basis=NAME)
    battery_soh_2 = number("soh2", "State of health of battery 2, unit unknown", basis=NAME)
    battery_cycles = integer("cycleCount", "Number of battery cycles", kind=LIFETIME, basis=NAME)
    battery_cycles_2 = integer(
        "cycleCount2", "Number of cycles of battery 2", kind=LIFETIME, basis=NAME
    )
    battery_max_current = number(
        "maxChargeOrDischargeCurrent", "Highest battery current, unit unknown", basis=NAME
    )
    battery_max_current_2 = number(
        "maxChargeOrDischargeCurrent2", "Highest current of battery 2, unit unknown", basis=NAME
    )
    battery_constant_voltage = number(
        "constantVolt", "Constant-voltage charging point, unit unknown", basis=NAME
    )
    battery_constant_voltage_2 = number(
        "constantVolt2", "Constant-voltage charging point 2, unit unknown", basis=NAME
    )
    battery_cell_voltage_spread = number(
        "deltaVolt", "Spread of the cell voltages, unit unknown", basis=NAME
    )
    battery_cell_voltage_spread_2 = number(
        "deltaVolt2", "Spread of the cell voltages 2, unit unknown", basis=NAME
    )
    battery_warning_bits = integer(
        "warnInfo", "Warning bits of the battery, going by the key", basis=NAME
    )
    battery_warning_bits_2 = integer(
        "warnInfo2", "Warning bits of battery 2, going by the key", basis=NAME
    )
