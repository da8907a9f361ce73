"""SPH and SPA: what the device is, and its settings, as all APIs show it."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    clock,
    flag,
    integer,
    java_date,
    kilowatt_hours,
    kilowatt_hours_today,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.choices import (
    BackupFrequency,
    BackupVoltage,
    BatteryKind,
    EnergyPriority,
    GridSensorKind,
    SelfTestStep,
)
from growattServer.records.states import HybridState

NAME = Basis.NAME
SETTING = Kind.SETTING
IDENTITY = Kind.IDENTITY


class SphSpaDetailFields(Record):
    """What the details of an SPH and of an SPA have in common."""

    # Names and versions
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    datalogger_sn = required(serial_number("dataLogSn", "Serial number of the datalogger"))
    alias = serial_number("alias", "User-given name")
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    manufacturer = serial_number("manufacturer", "Maker text from the device registers")
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY)
    firmware_version = serial_number("fwVersion", "Firmware version")
    internal_firmware_version = serial_number("innerVersion", "Internal firmware version")
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board"
    )
    modbus_version = integer("modbusVersion", "Modbus protocol version", kind=IDENTITY)
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    communication_address = integer("comAddress", "Communication address", kind=IDENTITY)
    port_name = serial_number("portName", "Communication port, usually logger kind and serial")
    server_address = serial_number("tcpServerIp", "Address of the server the datalogger talks to")
    location = serial_number("location", "Place text")
    plant_id = integer(
        "plantId",
        "Number of the plant (0 when not filled)",
        missing=(0,),
        kind=IDENTITY,
        basis=NAME,
    )
    plant_name = serial_number("plantname", "Name of the plant", basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)
    group_id = integer("groupId", "Inverter group, -1 none", missing=(-1,), kind=IDENTITY)
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    tree_level = integer("level", "Depth in the device tree", basis=NAME)
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    children = raw("children", "Child nodes of the device tree, normally empty", basis=NAME)
    record = raw("record", "Record object, normally null", basis=NAME)

    # State
    status = coded("status", HybridState, "State")
    status_text = text("statusText", "State as text or translation key", basis=NAME)
    lost = flag("lost", "True when the cloud has lost the device")
    updating = flag("updating", "True while the firmware is being updated", basis=NAME)
    device_time = timestamp("sysTime", "Time on the clock of the device")
    energy_today = kilowatt_hours_today("energyDay", "Energy today", basis=NAME)
    energy_month = kilowatt_hours("energyMonth", "Energy this month", basis=NAME)
    energy_month_text = text("energyMonthText", "Energy this month, as text", basis=NAME)
    max_power = text("powerMax", "Highest power as text, normally empty", basis=NAME)
    max_power_text = text("powerMaxText", "Highest power, as text under another key", basis=NAME)
    max_power_time = text("powerMaxTime", "Time of the highest power, as text", basis=NAME)
    battery_self_test_step = coded("bagingTestStep", SelfTestStep, "Battery self test step")
    charge_power = watts("pCharge", "Charging power", basis=NAME)
    discharge_power = watts("pDischarge", "Discharging power", basis=NAME)

    # Ratings
    rated_power = watts("pmax", "Rated power")
    battery_type = coded("batteryType", BatteryKind, "Battery kind")

    # Settings: switches and power
    on = flag("onOff", "Device switch", kind=SETTING)
    on_text = text("pv_on_off", "Text mirror of on", kind=SETTING)
    active_power_limit_text = percent("pv_active_p_rate", "Text mirror", kind=SETTING)
    reactive_power_setting_text = percent("pv_reactive_p_rate", "Text mirror", kind=SETTING)
    reactive_power_type_text = text("pv_reactive_p_rate_two", "Text mirror", kind=SETTING)
    power_factor = number("powerFactor", "Power factor", kind=SETTING)
    power_factor_text = text("pv_power_factor", "Text mirror of power_factor", kind=SETTING)
    keep_power_commands_enabled_text = text("pv_pf_cmd_memory_state", "Text mirror", kind=SETTING)
    clock_text = text("pf_sys_year", "Text mirror of clock", kind=SETTING)
    energy_priority = coded(
        "priorityChoose", EnergyPriority, "Energy priority (other numbers are seen)", kind=SETTING
    )
    export_limit_text = text("backflow_setting", "Text mirror of export_limit", kind=SETTING)
    country_choice = integer("countrySelected", "Country choice on the device", kind=SETTING)
    baud_rate_choice = integer("wselectBaudrate", "Baud rate choice", kind=SETTING)
    display_language = integer("lcdLanguage", "Display language", kind=SETTING)
    grid_sensor_type = coded("bctMode", GridSensorKind, "Grid sensor kind", kind=SETTING)
    grid_sensor_adjustment = integer("bctAdjust", "Grid sensor adjustment: 1 on", kind=SETTING)
    grid_voltage_high_limit_text = volts("pv_grid_voltage_high", "Text mirror", kind=SETTING)
    grid_voltage_low_limit_text = volts("pv_grid_voltage_low", "Text mirror", kind=SETTING)

    # Settings: backup and off-grid
    backup_enabled = flag("epsFunEn", "Backup output enabled", kind=SETTING)
    backup_frequency_choice = coded(
        "epsFreqSet", BackupFrequency, "Frequency of the backup output", kind=SETTING
    )
    backup_voltage_choice = coded(
        "epsVoltSet", BackupVoltage, "Voltage of the backup output", kind=SETTING
    )
    off_grid_enabled = flag("buckUpsFunEn", "Off-grid (backup) output", kind=SETTING)
    off_grid_voltage_choice = number("buckUPSVoltSet", "0 230 V, 1 208 V, 2 240 V", kind=SETTING)

    # Settings: battery
    charge_power_limit = percent("chargePowerCommand", "Charging power limit", kind=SETTING)
    discharge_power_limit = percent(
        "disChargePowerCommand", "Discharging power limit", kind=SETTING
    )
    charge_stop_soc = percent(
        "wchargeSOCLowLimit1", "Level where charging stops, load-first mode", kind=SETTING
    )
    battery_first_charge_stop_soc = percent(
        "wchargeSOCLowLimit2", "Level where charging stops, battery-first mode", kind=SETTING
    )
    discharge_stop_soc = percent(
        "wdisChargeSOCLowLimit1", "Level where discharging stops, load-first mode", kind=SETTING
    )
    grid_first_discharge_stop_soc = percent(
        "wdisChargeSOCLowLimit2", "Level where discharging stops, grid-first mode", kind=SETTING
    )
    battery_charge_temperature_min_raw = number(
        "batTempLowerLimitC",
        "Lowest battery temperature for charging; encoding unknown (110 in the examples)",
        kind=SETTING,
    )
    battery_charge_temperature_max = celsius(
        "batTempUpperLimitC", "Highest battery temperature for charging", kind=SETTING
    )
    battery_discharge_temperature_min_raw = number(
        "batTempLowerLimitD",
        "Lowest battery temperature for discharging; encoding unknown (110 in the examples)",
        kind=SETTING,
    )
    battery_discharge_temperature_max = celsius(
        "batTempUpperLimitD", "Highest battery temperature for discharging", kind=SETTING
    )

    # Settings: periods
    charge_period_1_start = clock(
        "forcedChargeTimeStart1", "Start of forced-charge period 1", kind=SETTING
    )
    charge_period_2_start = clock(
        "forcedChargeTimeStart2", "Start of forced-charge period 2", kind=SETTING
    )
    charge_period_3_start = clock(
        "forcedChargeTimeStart3", "Start of forced-charge period 3", kind=SETTING
    )
    charge_period_1_end = clock("forcedChargeTimeStop1", "End of charge period 1", kind=SETTING)
    charge_period_2_end = clock("forcedChargeTimeStop2", "End of charge period 2", kind=SETTING)
    charge_period_3_end = clock("forcedChargeTimeStop3", "End of charge period 3", kind=SETTING)
    discharge_period_1_start = clock(
        "forcedDischargeTimeStart1", "Start of forced-discharge period 1", kind=SETTING
    )
    discharge_period_2_start = clock(
        "forcedDischargeTimeStart2", "Start of forced-discharge period 2", kind=SETTING
    )
    discharge_period_3_start = clock(
        "forcedDischargeTimeStart3", "Start of forced-discharge period 3", kind=SETTING
    )
    discharge_period_1_end = clock(
        "forcedDischargeTimeStop1", "End of forced-discharge period 1", kind=SETTING
    )
    discharge_period_2_end = clock(
        "forcedDischargeTimeStop2", "End of forced-discharge period 2", kind=SETTING
    )
    discharge_period_3_end = clock(
        "forcedDischargeTimeStop3", "End of forced-discharge period 3", kind=SETTING
    )
    battery_first_period_1_enabled = flag(
        "batFirstSwitch1", "Battery-first period 1 is in use", kind=SETTING, basis=NAME
    )
    battery_first_period_2_enabled = flag(
        "batFirstSwitch2", "Battery-first period 2 is in use", kind=SETTING, basis=NAME
    )
    battery_first_period_3_enabled = flag(
        "batFirstSwitch3", "Battery-first period 3 is in use", kind=SETTING, basis=NAME
    )
    grid_first_period_1_enabled = flag(
        "gridFirstSwitch1", "Grid-first period 1 is in use", kind=SETTING, basis=NAME
    )
    grid_first_period_2_enabled = flag(
        "gridFirstSwitch2", "Grid-first period 2 is in use", kind=SETTING, basis=NAME
    )
    grid_first_period_3_enabled = flag(
        "gridFirstSwitch3", "Grid-first period 3 is in use", kind=SETTING, basis=NAME
    )
    charge_window_1 = text(
        "chargeTime1", "Charging window 1, packed text", kind=SETTING, basis=NAME
    )
    charge_window_2 = text(
        "chargeTime2", "Charging window 2, packed text", kind=SETTING, basis=NAME
    )
    charge_window_3 = text(
        "chargeTime3", "Charging window 3, packed text", kind=SETTING, basis=NAME
    )
    discharge_window_1 = text(
        "dischargeTime1", "Discharging window 1, packed text", kind=SETTING, basis=NAME
    )
    discharge_window_2 = text(
        "dischargeTime2", "Discharging window 2, packed text", kind=SETTING, basis=NAME
    )
    discharge_window_3 = text(
        "dischargeTime3", "Discharging window 3, packed text", kind=SETTING, basis=NAME
    )


class SphSpaDetailV1Fields(SphSpaDetailFields):
    """What the details of both have in common in the V1 API, beside what other APIs show."""

    # State
    last_update_time = java_date(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)"
    )
    last_update_time_from_text = timestamp(
        "lastUpdateTimeText",
        "Time of the last data, from its text (UTC+8 or plant clock, disputed)",
        basis=NAME,
    )
    energy_day_map = raw("energyDayMap", "Energy per day map, normally empty", basis=NAME)

    # Settings: battery
    float_charge_current_limit = amperes(
        "floatChargeCurrentLimit",
        "Floating charge current limit (600 in samples)",
        scale=0.1,
        kind=SETTING,
    )
    battery_charge_start_voltage = volts(
        "vbatStartforCharge", "Battery voltage where charging starts", kind=SETTING
    )
    battery_charge_stop_voltage = volts(
        "vbatStopForCharge",
        "Battery voltage where charging stops; off by ten in the examples (5.75 beside 58)",
        kind=SETTING,
    )
    battery_discharge_start_voltage = volts(
        "vbatStartForDischarge", "Battery voltage where discharging starts", kind=SETTING
    )
    battery_discharge_stop_voltage = volts(
        "vbatStopForDischarge",
        "Battery voltage where discharging stops; off by ten in the examples (4.7 beside 48)",
        kind=SETTING,
    )
    battery_warning_voltage = volts(
        "vbatWarning", "Battery voltage that raises the warning", scale=0.1, kind=SETTING
    )
    battery_warning_clear_voltage_raw = number(
        "vbatWarnClr",
        "Battery voltage that clears the warning; scale unknown (5 in the examples)",
        kind=SETTING,
    )
