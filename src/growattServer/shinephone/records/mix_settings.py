"""MIX (SPH in the V1 API): its settings."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    celsius,
    clock,
    flag,
    hertz,
    hours,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    nested,
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
from growattServer.shinephone.records.answer import Answer

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, MEASUREMENT = Kind.IDENTITY, Kind.MEASUREMENT


class MixSettings(Answer, kind=Kind.SETTING):
    """What a MIX is and how it is set, in `MixSettingsDetails`: attributes as in SphDetail of V1.

    Every value is sent as text. A name that ends in `_enabled` is yes or no, `..._text` is the text
    mirror of a setting.
    """

    # The record
    last_update_time = timestamp(
        "lastUpdateTimeText", "Time of the last data, on the clock of the server", kind=MEASUREMENT
    )
    last_update_time_text = text(
        "lastUpdateTime", "Time of the last data as a Java date in China time", kind=MEASUREMENT
    )
    device_time_from_text = timestamp(
        "sysTimeText", "Time on the clock of the device, from its text mirror", kind=MEASUREMENT
    )
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)", kind=MEASUREMENT)

    # Names and versions
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    datalogger_sn = required(serial_number("dataLogSn", "Serial number of the datalogger"))
    alias = serial_number("alias", "User-given name")
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    manufacturer = serial_number("manufacturer", "Maker text from the device registers")
    device_type = integer("deviceType", "0 Mix6k, 1 Mix4-10k", kind=IDENTITY)
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
    tree_level = integer("level", "Depth in the device tree", kind=MEASUREMENT, basis=NAME)
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    children = raw(
        "children", "Child nodes of the device tree, normally empty", kind=MEASUREMENT, basis=NAME
    )
    record = raw("record", "Record object, normally null", kind=MEASUREMENT, basis=NAME)

    # State
    status = integer(
        "status", "0 waiting, 1 self check, 3 fault, 4 upgrading, 5-8 normal", kind=MEASUREMENT
    )
    status_text = text(
        "statusText", "State as text or translation key", kind=MEASUREMENT, basis=NAME
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    updating = flag(
        "updating", "True while the firmware is being updated", kind=MEASUREMENT, basis=NAME
    )
    device_time = timestamp("sysTime", "Time on the clock of the device", kind=MEASUREMENT)
    energy_today = kilowatt_hours_today("energyDay", "Energy today", basis=NAME)
    energy_month = kilowatt_hours("energyMonth", "Energy this month", kind=MEASUREMENT, basis=NAME)
    energy_month_text = text(
        "energyMonthText", "Energy this month, as text", kind=MEASUREMENT, basis=NAME
    )
    max_power = text(
        "powerMax", "Highest power as text, normally empty", kind=MEASUREMENT, basis=NAME
    )
    max_power_text = text(
        "powerMaxText", "Highest power, as text under another key", kind=MEASUREMENT, basis=NAME
    )
    max_power_time = text(
        "powerMaxTime", "Time of the highest power, as text", kind=MEASUREMENT, basis=NAME
    )
    battery_self_test_step = integer(
        "bagingTestStep", "Battery self test step: 0 none, 1 charge, 2 discharge", kind=MEASUREMENT
    )
    charge_power = watts("pCharge", "Charging power", kind=MEASUREMENT, basis=NAME)
    discharge_power = watts("pDischarge", "Discharging power", kind=MEASUREMENT, basis=NAME)

    # Ratings
    rated_power = watts("pmax", "Rated power", kind=MEASUREMENT)
    rated_pv_voltage = volts("vnormal", "Rated PV voltage", kind=MEASUREMENT)
    low_voltage = volts("lvVoltage", "Low-voltage value", kind=MEASUREMENT, basis=NAME)
    battery_type = integer(
        "batteryType", "Battery kind: 0 lithium, 1 lead-acid, 2 other", kind=MEASUREMENT
    )
    battery_parallel_strings = integer(
        "batParallelNum", "Number of parallel battery strings", kind=MEASUREMENT
    )
    battery_cells_in_series = integer(
        "batSeriesNum", "Number of battery cells in series", kind=MEASUREMENT
    )

    # Settings: switches and power
    on = flag("onOff", "Device switch")
    on_text = text("pv_on_off", "Text mirror of on")
    active_power_limit = percent("activeRate", "Active power limit")
    active_power_limit_text = percent("pv_active_p_rate", "Text mirror")
    reactive_power_setting = percent("reactiveRate", "Reactive power setting")
    reactive_power_setting_text = percent("pv_reactive_p_rate", "Text mirror")
    reactive_power_type = integer("underExcited", "Reactive power kind: capacitive or inductive")
    reactive_power_type_text = text("pv_reactive_p_rate_two", "Text mirror")
    power_factor = number("powerFactor", "Power factor")
    power_factor_text = text("pv_power_factor", "Text mirror of power_factor")
    keep_power_commands_enabled = flag("pvPfCmdMemoryState", "Keep power commands over a restart")
    keep_power_commands_enabled_text = text("pv_pf_cmd_memory_state", "Text mirror")
    clock_text = text("pf_sys_year", "Text mirror of clock")
    energy_priority = integer(
        "priorityChoose", "Energy priority: 0 load, 1 battery, 2 grid (others seen)"
    )
    export_limit_mode = integer("exportLimit", "Export limiting: 0 off, 1 on")
    export_power_limit = percent("exportLimitPowerRate", "Export power limit")
    export_limit_text = text("backflow_setting", "Text mirror of export_limit")
    fail_safe_enabled = flag("failsafe", "Fail-safe function enabled", basis=NAME)
    country_choice = integer("countrySelected", "Country choice on the device")
    baud_rate_choice = integer("wselectBaudrate", "Baud rate choice")
    display_language = integer("lcdLanguage", "Display language")
    grid_sensor_type = integer("bctMode", "Grid sensor kind: 0 wired CT, 1 wireless CT, 2 meter")
    grid_sensor_adjustment = integer("bctAdjust", "Grid sensor adjustment: 1 on")
    grid_voltage_high_limit = volts("voltageHighLimit", "Upper grid voltage limit")
    grid_voltage_high_limit_text = volts("pv_grid_voltage_high", "Text mirror")
    grid_voltage_low_limit = volts("voltageLowLimit", "Lower grid voltage limit")
    grid_voltage_low_limit_text = volts("pv_grid_voltage_low", "Text mirror")

    # Settings: backup and off-grid
    backup_enabled = flag("epsFunEn", "Backup output enabled")
    backup_frequency_choice = integer("epsFreqSet", "Backup frequency choice: 0 50 Hz, 1 60 Hz")
    backup_voltage_choice = integer(
        "epsVoltSet", "Backup voltage choice: 0 230 V, 1 208 V, 2 240 V"
    )
    off_grid_enabled = flag("buckUpsFunEn", "Off-grid (backup) output")
    off_grid_enabled_text = text("mix_off_grid_enable", "Text mirror of the setting")
    off_grid_frequency_choice = integer("uspFreqSet", "0 50 Hz, 1 60 Hz (the key is misspelled)")
    off_grid_frequency_text = text("mix_ac_discharge_frequency", "Text mirror")
    off_grid_voltage_choice = number("buckUPSVoltSet", "0 230 V, 1 208 V, 2 240 V")
    off_grid_voltage_text = text("mix_ac_discharge_voltage", "Text mirror")

    # Settings: battery
    ac_charge_enabled = flag("acChargeEnable", "Charging the battery from the grid")
    charge_power_limit = percent("chargePowerCommand", "Charging power limit")
    discharge_power_limit = percent("disChargePowerCommand", "Discharging power limit")
    charge_stop_soc = percent("wchargeSOCLowLimit1", "Level where charging stops, load-first mode")
    battery_first_charge_stop_soc = percent(
        "wchargeSOCLowLimit2", "Level where charging stops, battery-first mode"
    )
    discharge_stop_soc = percent(
        "wdisChargeSOCLowLimit1", "Level where discharging stops, load-first mode"
    )
    grid_first_discharge_stop_soc = percent(
        "wdisChargeSOCLowLimit2", "Level where discharging stops, grid-first mode"
    )
    load_first_discharge_stop_soc = percent(
        "loadFirstStopSocSet", "Level where discharging stops in load-first mode"
    )
    constant_current_limit = amperes("ccCurrent", "Constant-current charging limit", basis=NAME)
    constant_voltage_limit = volts("cvVoltage", "Constant-voltage charging limit", basis=NAME)
    float_charge_current_limit = amperes("floatChargeCurrentLimit", "Floating charge current limit")
    battery_charge_temperature_min_raw = number(
        "batTempLowerLimitC",
        "Lowest battery temperature for charging; encoding unknown (110 in the examples)",
    )
    battery_charge_temperature_max = celsius(
        "batTempUpperLimitC", "Highest battery temperature for charging"
    )
    battery_discharge_temperature_min_raw = number(
        "batTempLowerLimitD",
        "Lowest battery temperature for discharging; encoding unknown (110 in the examples)",
    )
    battery_discharge_temperature_max = celsius(
        "batTempUpperLimitD", "Highest battery temperature for discharging"
    )
    battery_charge_start_voltage = volts(
        "vbatStartforCharge",
        "Battery voltage where charging starts; off by ten in the examples (1.45 beside 14.5)",
    )
    battery_charge_stop_voltage = volts(
        "vbatStopForCharge", "Battery voltage where charging stops; off by ten in the examples"
    )
    battery_discharge_start_voltage = volts(
        "vbatStartForDischarge",
        "Battery voltage where discharging starts; off by ten in the examples (1.15 beside 11)",
    )
    battery_discharge_stop_voltage = volts(
        "vbatStopForDischarge",
        "Battery voltage where discharging stops; off by ten in the examples",
    )
    battery_warning_voltage = volts("vbatWarning", "Battery voltage that raises the warning")
    battery_warning_clear_voltage_raw = number(
        "vbatWarnClr", "Battery voltage that clears the warning; scale unknown"
    )

    # Settings: periods
    charge_period_1_start = clock("forcedChargeTimeStart1", "Start of forced-charge period 1")
    charge_period_2_start = clock("forcedChargeTimeStart2", "Start of forced-charge period 2")
    charge_period_3_start = clock("forcedChargeTimeStart3", "Start of forced-charge period 3")
    charge_period_1_end = clock("forcedChargeTimeStop1", "End of charge period 1")
    charge_period_2_end = clock("forcedChargeTimeStop2", "End of charge period 2")
    charge_period_3_end = clock("forcedChargeTimeStop3", "End of charge period 3")
    charge_period_1_enabled = flag("forcedChargeStopSwitch1", "Forced-charge period 1 is in use")
    charge_period_2_enabled = flag("forcedChargeStopSwitch2", "Forced-charge period 2 is in use")
    charge_period_3_enabled = flag("forcedChargeStopSwitch3", "Forced-charge period 3 is in use")
    discharge_period_1_start = clock(
        "forcedDischargeTimeStart1", "Start of forced-discharge period 1"
    )
    discharge_period_2_start = clock(
        "forcedDischargeTimeStart2", "Start of forced-discharge period 2"
    )
    discharge_period_3_start = clock(
        "forcedDischargeTimeStart3", "Start of forced-discharge period 3"
    )
    discharge_period_1_end = clock("forcedDischargeTimeStop1", "End of forced-discharge period 1")
    discharge_period_2_end = clock("forcedDischargeTimeStop2", "End of forced-discharge period 2")
    discharge_period_3_end = clock("forcedDischargeTimeStop3", "End of forced-discharge period 3")
    discharge_period_1_enabled = flag(
        "forcedDischargeStopSwitch1", "Forced-discharge period 1 is in use"
    )
    discharge_period_2_enabled = flag(
        "forcedDischargeStopSwitch2", "Forced-discharge period 2 is in use"
    )
    discharge_period_3_enabled = flag(
        "forcedDischargeStopSwitch3", "Forced-discharge period 3 is in use"
    )
    battery_first_period_1_enabled = flag(
        "batFirstSwitch1", "Battery-first period 1 is in use", basis=NAME
    )
    battery_first_period_2_enabled = flag(
        "batFirstSwitch2", "Battery-first period 2 is in use", basis=NAME
    )
    battery_first_period_3_enabled = flag(
        "batFirstSwitch3", "Battery-first period 3 is in use", basis=NAME
    )
    grid_first_period_1_enabled = flag(
        "gridFirstSwitch1", "Grid-first period 1 is in use", basis=NAME
    )
    grid_first_period_2_enabled = flag(
        "gridFirstSwitch2", "Grid-first period 2 is in use", basis=NAME
    )
    grid_first_period_3_enabled = flag(
        "gridFirstSwitch3", "Grid-first period 3 is in use", basis=NAME
    )
    charge_window_1 = text("chargeTime1", "Charging window 1, packed text", basis=NAME)
    charge_window_2 = text("chargeTime2", "Charging window 2, packed text", basis=NAME)
    charge_window_3 = text("chargeTime3", "Charging window 3, packed text", basis=NAME)
    discharge_window_1 = text("dischargeTime1", "Discharging window 1, packed text", basis=NAME)
    discharge_window_2 = text("dischargeTime2", "Discharging window 2, packed text", basis=NAME)
    discharge_window_3 = text("dischargeTime3", "Discharging window 3, packed text", basis=NAME)

    # Further keys
    charge_period_4_start = clock("forcedChargeTimeStart4", "Start of forced-charge period 4")
    charge_period_5_start = clock("forcedChargeTimeStart5", "Start of forced-charge period 5")
    charge_period_6_start = clock("forcedChargeTimeStart6", "Start of forced-charge period 6")
    charge_period_4_end = clock("forcedChargeTimeStop4", "End of forced-charge period 4")
    charge_period_5_end = clock("forcedChargeTimeStop5", "End of forced-charge period 5")
    charge_period_6_end = clock("forcedChargeTimeStop6", "End of forced-charge period 6")
    charge_period_4_enabled = flag("forcedChargeStopSwitch4", "Forced-charge period 4 is in use")
    charge_period_5_enabled = flag("forcedChargeStopSwitch5", "Forced-charge period 5 is in use")
    charge_period_6_enabled = flag("forcedChargeStopSwitch6", "Forced-charge period 6 is in use")
    discharge_period_4_start = clock(
        "forcedDischargeTimeStart4", "Start of forced-discharge period 4"
    )
    discharge_period_5_start = clock(
        "forcedDischargeTimeStart5", "Start of forced-discharge period 5"
    )
    discharge_period_6_start = clock(
        "forcedDischargeTimeStart6", "Start of forced-discharge period 6"
    )
    discharge_period_4_end = clock("forcedDischargeTimeStop4", "End of forced-discharge period 4")
    discharge_period_5_end = clock("forcedDischargeTimeStop5", "End of forced-discharge period 5")
    discharge_period_6_end = clock("forcedDischargeTimeStop6", "End of forced-discharge period 6")
    discharge_period_4_enabled = flag(
        "forcedDischargeStopSwitch4", "Forced-discharge period 4 is in use"
    )
    discharge_period_5_enabled = flag(
        "forcedDischargeStopSwitch5", "Forced-discharge period 5 is in use"
    )
    discharge_period_6_enabled = flag(
        "forcedDischargeStopSwitch6", "Forced-discharge period 6 is in use"
    )
    inverter_firmware_version = serial_number(
        "invVersion", "Firmware version of the inverter", basis=NAME
    )
    controller_firmware_version = serial_number(
        "mcVersion", "Firmware version of the controller", basis=NAME
    )
    monitor_firmware_version = serial_number("monitorVersion", "Monitoring firmware version")
    new_version_flag = integer(
        "newSwVersionFlag", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    old_error_flag = integer("oldErrorFlag", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    battery_sn = serial_number("batSerialNum", "Serial number of the battery", basis=NAME)
    battery_rated_energy = number(
        "batSysRateEnergy",
        "Rated energy of the battery, unit unknown",
        kind=MEASUREMENT,
        basis=NAME,
    )
    input_power = number("inPower", "Not documented", basis=CAPTURE)
    output_power = number("outPower", "Not documented", basis=CAPTURE)
    load_first_control = integer("loadFirstControl", "Not documented", basis=CAPTURE)
    backup_switch = integer("backUpEn", "Not documented", basis=CAPTURE)
    single_export = integer("singleExport", "Not documented", basis=CAPTURE)
    sgip_switch = integer("sgipEn", "Not documented", basis=CAPTURE)
    vpp_open = number("vppOpen", "VPP function open", basis=NAME)
    region = integer("region", "Region code")
    safety_standard = text("safety", "Safety standard, as text")
    reactive_delay = number(
        "reactiveDelay", "Delay of the reactive power, unit unknown", basis=NAME
    )
    reactive_power_limit = number(
        "reactivePowerLimit", "Reactive power limit, unit unknown", basis=NAME
    )
    grid_nominal_voltage = number(
        "uwNominalGridVolt", "Nominal grid voltage, unit unknown", basis=NAME
    )
    grid_power_delay = number("uwGridWattDelay", "Delay of the power, unit unknown", basis=NAME)
    reconnect_slope = number(
        "uwReconnectStartSlope", "Power ramp after reconnection, unit unknown", basis=NAME
    )
    voltage_point_1 = number("v1", "Not documented", basis=CAPTURE)
    voltage_point_2 = number("v2", "Not documented", basis=CAPTURE)
    voltage_point_3 = number("v3", "Not documented", basis=CAPTURE)
    voltage_point_4 = number("v4", "Not documented", basis=CAPTURE)
    ride_through_voltage_high_1 = volts("uwHVRTEE", "High-voltage ride-through limit, stage 1")
    ride_through_voltage_high_2 = volts("uwHVRT2EE", "High-voltage ride-through limit, stage 2")
    ride_through_voltage_high_1_time = number(
        "uwHVRTTimeEE",
        "Time of the high-voltage ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_high_2_time = number(
        "uwHVRTTime2EE",
        "Time of the high-voltage ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_low_1 = volts("uwLVRTEE", "Low-voltage ride-through limit, stage 1")
    ride_through_voltage_low_2 = volts("uwLVRT2EE", "Low-voltage ride-through limit, stage 2")
    ride_through_voltage_low_3 = volts(
        "uwLVRT3EE", "Low-voltage ride-through limit, stage 3", basis=NAME
    )
    ride_through_voltage_low_1_time = number(
        "uwLVRTTimeEE",
        "Time of the low-voltage ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_low_2_time = number(
        "uwLVRTTime2EE",
        "Time of the low-voltage ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_low_3_time = number(
        "uwLVRTTime3EE",
        "Time of the low-voltage ride-through limit, stage 3; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_high_1 = hertz("uwHFRTEE", "High-frequency ride-through limit, stage 1")
    ride_through_frequency_high_2 = hertz("uwHFRT2EE", "High-frequency ride-through limit, stage 2")
    ride_through_frequency_high_1_time = number(
        "uwHFRTTimeEE",
        "Time of the high-frequency ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_high_2_time = number(
        "uwHFRTTime2EE",
        "Time of the high-frequency ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_low_1 = hertz("uwLFRTEE", "Low-frequency ride-through limit, stage 1")
    ride_through_frequency_low_2 = hertz("uwLFRT2EE", "Low-frequency ride-through limit, stage 2")
    ride_through_frequency_low_1_time = number(
        "uwLFRTTimeEE",
        "Time of the low-frequency ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_low_2_time = number(
        "uwLFRTTime2EE",
        "Time of the low-frequency ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )


class MixSettingsDetails(Answer, kind=Kind.SETTING):
    """The settings of a MIX, in `MixSettingsAnswer`."""

    settings = nested("mixBean", MixSettings, "The settings")


class MixSettingsAnswer(Answer):
    """The settings of a MIX with their envelope (`get_mix_inverter_settings`)."""

    result = integer("result", "1 on success")
    message = text("msg", "Empty or a code")
    details = nested("obj", MixSettingsDetails, "What holds the settings")
    device_type = integer("deviceType", "Not documented", kind=IDENTITY, basis=CAPTURE)
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY, basis=NAME)
    has_meter = flag("haveMeter", "Not documented", basis=CAPTURE)
    rated_power = watts("normalPower", "Rated power", basis=NAME)
    model = serial_number("model", "Not documented", basis=CAPTURE)
