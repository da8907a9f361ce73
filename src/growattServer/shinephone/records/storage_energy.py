"""Storages (SPF): the long record of measurements."""

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


class StorageEnergy(Answer):
    """The latest measurements of a storage, in `StorageParams`.

    `..._text` is a value as text with its unit. Nearly all values of unknown unit were 0 wherever
    they were seen.
    """

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
    fault_code = integer("faultCode", "Fault code, going by the key", basis=NAME)
    error_code = integer("errorCode", "Error code, going by the key", basis=NAME)
    error_text = text("errorText", "Text of the error code", basis=NAME)
    warning_code = integer("warnCode", "Warning code, going by the key", basis=NAME)
    warning_code_2 = integer("warnCode2", "Warning code 2, going by the key", basis=NAME)
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
    battery_cell_1_voltage = number(
        "cellVoltage1", "Voltage of battery cell 1, unit unknown", basis=NAME
    )
    battery_cell_2_voltage = number(
        "cellVoltage2", "Voltage of battery cell 2, unit unknown", basis=NAME
    )
    battery_cell_3_voltage = number(
        "cellVoltage3", "Voltage of battery cell 3, unit unknown", basis=NAME
    )
    battery_cell_4_voltage = number(
        "cellVoltage4", "Voltage of battery cell 4, unit unknown", basis=NAME
    )
    battery_cell_5_voltage = number(
        "cellVoltage5", "Voltage of battery cell 5, unit unknown", basis=NAME
    )
    battery_cell_6_voltage = number(
        "cellVoltage6", "Voltage of battery cell 6, unit unknown", basis=NAME
    )
    battery_cell_7_voltage = number(
        "cellVoltage7", "Voltage of battery cell 7, unit unknown", basis=NAME
    )
    battery_cell_8_voltage = number(
        "cellVoltage8", "Voltage of battery cell 8, unit unknown", basis=NAME
    )
    battery_cell_9_voltage = number(
        "cellVoltage9", "Voltage of battery cell 9, unit unknown", basis=NAME
    )
    battery_cell_10_voltage = number(
        "cellVoltage10", "Voltage of battery cell 10, unit unknown", basis=NAME
    )
    battery_cell_11_voltage = number(
        "cellVoltage11", "Voltage of battery cell 11, unit unknown", basis=NAME
    )
    battery_cell_12_voltage = number(
        "cellVoltage12", "Voltage of battery cell 12, unit unknown", basis=NAME
    )
    battery_cell_13_voltage = number(
        "cellVoltage13", "Voltage of battery cell 13, unit unknown", basis=NAME
    )
    battery_cell_14_voltage = number(
        "cellVoltage14", "Voltage of battery cell 14, unit unknown", basis=NAME
    )
    battery_cell_15_voltage = number(
        "cellVoltage15", "Voltage of battery cell 15, unit unknown", basis=NAME
    )
    battery_cell_16_voltage = number(
        "cellVoltage16", "Voltage of battery cell 16, unit unknown", basis=NAME
    )
    battery_2_cell_1_voltage = number(
        "cell2Voltage1", "Voltage of cell 1 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_2_voltage = number(
        "cell2Voltage2", "Voltage of cell 2 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_3_voltage = number(
        "cell2Voltage3", "Voltage of cell 3 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_4_voltage = number(
        "cell2Voltage4", "Voltage of cell 4 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_5_voltage = number(
        "cell2Voltage5", "Voltage of cell 5 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_6_voltage = number(
        "cell2Voltage6", "Voltage of cell 6 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_7_voltage = number(
        "cell2Voltage7", "Voltage of cell 7 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_8_voltage = number(
        "cell2Voltage8", "Voltage of cell 8 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_9_voltage = number(
        "cell2Voltage9", "Voltage of cell 9 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_10_voltage = number(
        "cell2Voltage10", "Voltage of cell 10 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_11_voltage = number(
        "cell2Voltage11", "Voltage of cell 11 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_12_voltage = number(
        "cell2Voltage12", "Voltage of cell 12 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_13_voltage = number(
        "cell2Voltage13", "Voltage of cell 13 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_14_voltage = number(
        "cell2Voltage14", "Voltage of cell 14 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_15_voltage = number(
        "cell2Voltage15", "Voltage of cell 15 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_16_voltage = number(
        "cell2Voltage16", "Voltage of cell 16 of battery 2, unit unknown", basis=NAME
    )

    # Fuel gauge
    gauge_battery_status = integer(
        "gaugeBattteryStatus", "Battery state of the fuel gauge (the key is misspelled)", basis=NAME
    )
    gauge_operation_status = integer(
        "gaugeOperationStatus", "Operation state of the fuel gauge", basis=NAME
    )
    gauge_pack_status = integer("gaugePackStatus", "Pack state of the fuel gauge", basis=NAME)
    gauge_current = number("gaugeICCurrent", "Current of the fuel gauge, unit unknown", basis=NAME)
    gauge_1_remaining_1 = number(
        "gaugeRM1", "Remaining capacity 1 of the fuel gauge, unit unknown", basis=NAME
    )
    gauge_1_remaining_2 = number(
        "gaugeRM2", "Remaining capacity 2 of the fuel gauge, unit unknown", basis=NAME
    )
    gauge_2_remaining_1 = number(
        "gauge2RM1", "Remaining capacity 1 of fuel gauge 2, unit unknown", basis=NAME
    )
    gauge_2_remaining_2 = number(
        "gauge2RM2", "Remaining capacity 2 of fuel gauge 2, unit unknown", basis=NAME
    )

    # Battery, as its own controller (BMS) says
    bms_battery_current = number(
        "bmsCurrent", "Battery current from the BMS, unit unknown", basis=NAME
    )
    bms_battery_current_2 = number(
        "bmsCurrent2", "Current of battery 2 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_temperature = number(
        "bmsTemperature", "Battery temperature from the BMS, unit unknown", basis=NAME
    )
    bms_battery_temperature_2 = number(
        "bmsTemperature2", "Temperature of battery 2 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_soh = number("bmsSoh", "State of health from the BMS, unit unknown", basis=NAME)
    bms_battery_constant_voltage = number(
        "bmsConstantVolt", "Constant-voltage point from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_voltage_spread = number(
        "bmsDeltaVolt", "Spread of the cell voltages from the BMS, unit unknown", basis=NAME
    )
    bms_status = integer("bmsStatus", "BMS state", basis=NAME)
    bms_status_2 = integer("bmsStatus2", "State of BMS 2", basis=NAME)
    bms_error_bits = integer("bmsError", "BMS error bits", basis=NAME)
    bms_error_bits_2 = integer("bmsError2", "BMS error bits 2", basis=NAME)
    bms_warning_bits = integer("bmsWarnInfo", "BMS warning bits", basis=NAME)
    bms_battery_cell_1_voltage = number(
        "bmsCellVoltage1", "Voltage of battery cell 1 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_2_voltage = number(
        "bmsCellVoltage2", "Voltage of battery cell 2 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_3_voltage = number(
        "bmsCellVoltage3", "Voltage of battery cell 3 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_4_voltage = number(
        "bmsCellVoltage4", "Voltage of battery cell 4 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_5_voltage = number(
        "bmsCellVoltage5", "Voltage of battery cell 5 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_6_voltage = number(
        "bmsCellVoltage6", "Voltage of battery cell 6 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_7_voltage = number(
        "bmsCellVoltage7", "Voltage of battery cell 7 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_8_voltage = number(
        "bmsCellVoltage8", "Voltage of battery cell 8 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_9_voltage = number(
        "bmsCellVoltage9", "Voltage of battery cell 9 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_10_voltage = number(
        "bmsCellVoltage10", "Voltage of battery cell 10 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_11_voltage = number(
        "bmsCellVoltage11", "Voltage of battery cell 11 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_12_voltage = number(
        "bmsCellVoltage12", "Voltage of battery cell 12 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_13_voltage = number(
        "bmsCellVoltage13", "Voltage of battery cell 13 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_14_voltage = number(
        "bmsCellVoltage14", "Voltage of battery cell 14 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_15_voltage = number(
        "bmsCellVoltage15", "Voltage of battery cell 15 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_16_voltage = number(
        "bmsCellVoltage16", "Voltage of battery cell 16 from the BMS, unit unknown", basis=NAME
    )

    # Temperatures and buses
    temperature = number("temperature", "Temperature, unit unknown", basis=NAME)
    inverter_temperature = number(
        "invTemperature", "Temperature of the inverter, unit unknown", basis=NAME
    )
    module_temperature = number(
        "ipmTemperature", "Temperature of the power module, unit unknown", basis=NAME
    )
    dcdc_temperature = number(
        "dcDcTemperature", "Temperature of the DC converter, unit unknown", basis=NAME
    )
    buck_1_temperature = number(
        "buck1_NTCTemperature", "Temperature of buck stage 1, unit unknown", basis=NAME
    )
    buck_2_temperature = number(
        "buck2_NTCTemperature", "Temperature of buck stage 2, unit unknown", basis=NAME
    )
    bus_voltage = number("vBus", "Bus voltage, unit unknown", basis=NAME)
    buck_voltage = volts("vBuck", "Voltage of the buck stage", basis=CAPTURE)
    buck_voltage_2 = number("vBuck2", "Voltage of buck stage 2, unit unknown", basis=NAME)
    buck_voltage_text = text(
        "vBuckText", "Voltage of the buck stage with its unit, as text", basis=NAME
    )
