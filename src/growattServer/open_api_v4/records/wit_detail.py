"""WIT: what the device is and how it is set."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    clock,
    flag,
    hertz,
    hours,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    number,
    percent,
    raw,
    required,
    seconds,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.choices import EnergyPriority, MixKind
from growattServer.records.states import OnlineState

from .times import epoch, server_time
from .wit_battery import WitBatterySettings

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
MEASUREMENT = Kind.MEASUREMENT


class WitDetail(WitBatterySettings, kind=Kind.SETTING):
    """What a WIT is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292927244927496
    """

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    alias = serial_number("alias", "User-given name")
    ats_version = serial_number("atsVersion", "Not documented", basis=CAPTURE)
    battery_connection_type = integer(
        "batConnectionType", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    battery_connection_type_2 = integer("batConnectionType2", "Not documented", basis=CAPTURE)
    battery_connection_type_3 = integer("batConnectionType3", "Not documented", basis=CAPTURE)
    battery_1_sn = serial_number("batSerialNum1", "Serial number of battery 1")
    battery_2_sn = serial_number("batSerialNum2", "Serial number of battery 2")
    battery_3_sn = serial_number("batSerialNum3", "Serial number of battery 3")
    battery_4_sn = serial_number("batSerialNum4", "Serial number of battery 4")
    battery_5_sn = serial_number("batSerialNum5", "Serial number of battery 5")
    communication_address = integer("comAddress", "Communication address", kind=IDENTITY)
    com_name = serial_number("comName", "Not documented", basis=CAPTURE)
    communication_firmware_version = serial_number("comVersion", "Communication firmware version")
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    device_type = coded("deviceType", MixKind, "Kind of device", kind=IDENTITY)
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY)
    firmware_version = serial_number("fwVersion", "Firmware version")
    group_id = integer("groupId", "Inverter group, -1 none", kind=IDENTITY)
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    tree_level = integer("level", "Depth in the device tree", kind=MEASUREMENT, basis=NAME)
    modbus_version = integer("modbusVersion", "Modbus protocol version", kind=IDENTITY)
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    plant_id = integer("plantId", "Number of the plant (0 when not filled)", kind=IDENTITY)
    name = serial_number("plantName", "Plant name", basis=NAME)
    port_name = serial_number("portName", "Communication port, usually logger kind and serial")
    safety_firmware_version = integer(
        "safetyVersion", "Safety firmware version", kind=IDENTITY, basis=NAME
    )
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    server_address = serial_number("tcpServerIp", "Address of the server the datalogger talks to")
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)
    battery_type_1 = integer("uwBattType1", "Not documented", basis=CAPTURE)
    battery_type_2 = integer("uwBattType2", "Not documented", basis=CAPTURE)
    battery_type_3 = integer("uwBattType3", "Not documented", basis=CAPTURE)
    generator_port_device_type = integer(
        "uwGenPortDevType", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    pcs_type = integer("uwPcsType", "Not documented", kind=IDENTITY, basis=CAPTURE)
    version = serial_number("version", "Firmware version", basis=NAME)
    vpp_version = integer("vppVersion", "VPP function version", kind=IDENTITY, basis=NAME)

    # State
    export_limit_failure_time = number("antiBackflowFailureTime", "Not documented", basis=CAPTURE)
    energy_today = kilowatt_hours_today("energyDay", "Energy today", basis=NAME)
    energy_day_map = raw(
        "energyDayMap", "Energy per day map, normally empty", kind=MEASUREMENT, basis=NAME
    )
    energy_month = kilowatt_hours("energyMonth", "Energy this month", kind=MEASUREMENT, basis=NAME)
    energy_month_text = text(
        "energyMonthText", "Energy this month, as text", kind=MEASUREMENT, basis=NAME
    )
    time_segment_1_enabled = flag("forcedStopSwitch1", "Time segment 1 is in use")
    time_segment_2_enabled = flag("forcedStopSwitch2", "Time segment 2 is in use")
    time_segment_3_enabled = flag("forcedStopSwitch3", "Time segment 3 is in use")
    time_segment_4_enabled = flag("forcedStopSwitch4", "Time segment 4 is in use")
    time_segment_5_enabled = flag("forcedStopSwitch5", "Time segment 5 is in use")
    time_segment_6_enabled = flag("forcedStopSwitch6", "Time segment 6 is in use")
    time_segment_1_start = clock("forcedTimeStart1", "Start of time segment 1")
    time_segment_2_start = clock("forcedTimeStart2", "Start of time segment 2")
    time_segment_3_start = clock("forcedTimeStart3", "Start of time segment 3")
    time_segment_4_start = clock("forcedTimeStart4", "Start of time segment 4")
    time_segment_5_start = clock("forcedTimeStart5", "Start of time segment 5")
    time_segment_6_start = clock("forcedTimeStart6", "Start of time segment 6")
    time_segment_1_end = clock("forcedTimeStop1", "End of time segment 1")
    time_segment_2_end = clock("forcedTimeStop2", "End of time segment 2")
    time_segment_3_end = clock("forcedTimeStop3", "End of time segment 3")
    time_segment_4_end = clock("forcedTimeStop4", "End of time segment 4")
    time_segment_5_end = clock("forcedTimeStop5", "End of time segment 5")
    time_segment_6_end = clock("forcedTimeStop6", "End of time segment 6")
    grid_reconnection_time = integer("gridReconnectionTime", "Not documented", basis=CAPTURE)
    heat_up_time = number("heatUpTime", "Not documented", basis=CAPTURE)
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    over_frequency_load_reduction_reset_time = number(
        "overFreLoRedResTime", "Not documented", basis=CAPTURE
    )
    over_frequency_trip_time_1 = integer(
        "overFreqTime1", "Trip time of over-frequency stage 1", basis=CAPTURE
    )
    over_frequency_trip_time_2 = integer(
        "overFreqTime2", "Trip time of over-frequency stage 2", basis=CAPTURE
    )
    over_frequency_trip_time_3 = integer(
        "overFreqTime3", "Trip time of over-frequency stage 3", basis=CAPTURE
    )
    over_voltage_trip_time_1 = integer(
        "overVoltTime1", "Trip time of over-voltage stage 1", basis=CAPTURE
    )
    over_voltage_trip_time_2 = integer(
        "overVoltTime2", "Trip time of over-voltage stage 2", basis=CAPTURE
    )
    over_voltage_trip_time_3 = integer(
        "overVoltTime3", "Trip time of over-voltage stage 3", basis=CAPTURE
    )
    power_factor_level_1 = number("pfLevel1", "Not documented", basis=CAPTURE)
    power_factor_level_2 = number("pfLevel2", "Not documented", basis=CAPTURE)
    power_factor_level_3 = number("pfLevel3", "Not documented", basis=CAPTURE)
    power_factor_level_4 = number("pfLevel4", "Not documented", basis=CAPTURE)
    power_factor_level_5 = number("pfLevel5", "Not documented", basis=CAPTURE)
    power_factor_level_6 = number("pfLevel6", "Not documented", basis=CAPTURE)
    power_factor_level_7 = number("pfLevel7", "Not documented", basis=CAPTURE)
    power_factor_level_8 = number("pfLevel8", "Not documented", basis=CAPTURE)
    max_power_level_1 = number("pmaxLevel1", "Not documented", basis=CAPTURE)
    max_power_level_2 = number("pmaxLevel2", "Not documented", basis=CAPTURE)
    max_power_level_3 = number("pmaxLevel3", "Not documented", basis=CAPTURE)
    max_power_level_4 = number("pmaxLevel4", "Not documented", basis=CAPTURE)
    max_power_level_5 = number("pmaxLevel5", "Not documented", basis=CAPTURE)
    max_power_level_6 = number("pmaxLevel6", "Not documented", basis=CAPTURE)
    max_power_level_7 = number("pmaxLevel7", "Not documented", basis=CAPTURE)
    max_power_level_8 = number("pmaxLevel8", "Not documented", basis=CAPTURE)
    max_power_text = text(
        "powerMaxText", "Highest power, as text under another key", kind=MEASUREMENT, basis=NAME
    )
    max_power_time = text(
        "powerMaxTime", "Time of the highest power, as text", kind=MEASUREMENT, basis=NAME
    )
    status = coded("status", OnlineState, "State", kind=MEASUREMENT)
    status_text = text(
        "statusText", "State as text or translation key", kind=MEASUREMENT, basis=NAME
    )
    device_time = timestamp("sysTime", "Time on the clock of the device", kind=MEASUREMENT)
    device_time_from_text = timestamp(
        "sysTimeText",
        "Time on the clock of the device, from its text mirror",
        kind=MEASUREMENT,
        basis=NAME,
    )
    time_segment_1_mode = coded("time1Mode", EnergyPriority, "Mode of time segment 1")
    time_segment_1_power = watts("time1Power", "Output power of time segment 1", kind=MEASUREMENT)
    time_segment_2_mode = coded("time2Mode", EnergyPriority, "Mode of time segment 2")
    time_segment_2_power = watts("time2Power", "Output power of time segment 2", kind=MEASUREMENT)
    time_segment_3_mode = coded("time3Mode", EnergyPriority, "Mode of time segment 3")
    time_segment_3_power = watts("time3Power", "Output power of time segment 3", kind=MEASUREMENT)
    time_segment_4_mode = coded("time4Mode", EnergyPriority, "Mode of time segment 4")
    time_segment_4_power = watts("time4Power", "Output power of time segment 4", kind=MEASUREMENT)
    time_segment_5_mode = coded("time5Mode", EnergyPriority, "Mode of time segment 5")
    time_segment_5_power = watts("time5Power", "Output power of time segment 5", kind=MEASUREMENT)
    time_segment_6_mode = coded("time6Mode", EnergyPriority, "Mode of time segment 6")
    time_segment_6_power = watts("time6Power", "Output power of time segment 6", kind=MEASUREMENT)
    time_start = integer("timeStart", "Not documented", basis=CAPTURE)
    utc_offset = hours(
        "timezone", "Time zone offset of the plant, hours from UTC", kind=MEASUREMENT, basis=NAME
    )
    under_frequency_load_delay_time = number(
        "underfreqLoadDelayTime", "Not documented", basis=CAPTURE
    )
    under_frequency_load_reset_time = number(
        "underfreqLoadResTime", "Not documented", basis=CAPTURE
    )
    under_frequency_trip_time_1 = integer(
        "underFreqTime1", "Trip time of under-frequency stage 1", basis=CAPTURE
    )
    under_frequency_trip_time_2 = integer(
        "underFreqTime2", "Trip time of under-frequency stage 2", basis=CAPTURE
    )
    under_frequency_trip_time_3 = integer(
        "underFreqTime3", "Trip time of under-frequency stage 3", basis=CAPTURE
    )
    under_voltage_trip_time_1 = integer(
        "underVoltTime1", "Trip time of under-voltage stage 1", basis=CAPTURE
    )
    under_voltage_trip_time_2 = integer(
        "underVoltTime2", "Trip time of under-voltage stage 2", basis=CAPTURE
    )
    under_voltage_trip_time_3 = integer(
        "underVoltTime3", "Trip time of under-voltage stage 3", basis=CAPTURE
    )

    # Grid
    active_power_limit = percent("activeRate", "Active power limit")
    export_limit_failure_power_percent = number(
        "antiBackflowFailurePowerPercent", "Not documented", basis=CAPTURE
    )
    frequency_change_enabled = integer("freqChangeEnable", "Not documented", basis=CAPTURE)
    frequency_high_limit = number("freqHighLimit", "Not documented", basis=CAPTURE)
    frequency_low_limit = number("freqLowLimit", "Not documented", basis=CAPTURE)
    grid_meter_enabled = flag("gridMeterEnable", "Not documented", basis=CAPTURE)
    hl_voltage_enabled = flag("hlVoltageEnable", "Not documented", basis=CAPTURE)
    oil_rated_power = number("oilRatedPower", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    over_frequency_start = hertz("overFreDropPoint", "Frequency where the power reduction starts")
    over_frequency_delay = number(
        "overFreLoRedDelayTime", "Delay of over-frequency power reduction", unit="ms"
    )
    over_frequency_slope = percent("overFreLoRedSlope", "Slope of over-frequency power reduction")
    power_factor_mode = number("pfModel", "Power factor mode")
    rated_power = watts("pmax", "Rated power", kind=MEASUREMENT)
    power_factor = number("powerFactor", "Power factor")
    power_imbalance_control_enabled = flag(
        "powerImbalanceControlEnable", "Not documented", basis=CAPTURE
    )
    max_power = number(
        "powerMax", "Highest power as text, normally empty", kind=MEASUREMENT, basis=NAME
    )
    power_ud_forced_enabled = flag("powerUDForcedEnable", "Not documented", basis=CAPTURE)
    keep_power_commands_enabled = flag("pvPfCmdMemoryState", "Keep power commands over a restart")
    reactive_power_setting = percent("reactiveRate", "Reactive power setting")
    single_export = integer("singleExport", "Not documented", basis=CAPTURE)
    generator_power = number("uwGenPower", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    off_grid_enabled = flag("uwOffGridEnable", "Not documented", basis=CAPTURE)
    off_grid_frequency = number("uwOffGridFreq", "Not documented", basis=CAPTURE)
    off_grid_voltage = number("uwOffGridVol", "Not documented", basis=CAPTURE)
    on_off_grid_set = integer("uwOnOffGridSet", "Not documented", basis=CAPTURE)
    grid_voltage_high_limit = volts("vacHigh", "Upper grid voltage limit")
    grid_voltage_low_limit = volts("vacLow", "Lower grid voltage limit")
    rated_pv_voltage = volts("vnormal", "Rated PV voltage", kind=MEASUREMENT)
    voltage_high_limit = volts("voltageHighLimit", "Upper grid voltage limit")
    voltage_low_limit = volts("voltageLowLimit", "Lower grid voltage limit")
    export_limit_meter_power_limit = number(
        "wAntiBackflowMeterPowerLimit", "Not documented", basis=CAPTURE
    )
    wide_voltage_enabled = flag("wideVoltageEnable", "Not documented", basis=CAPTURE)
    power_restart_slope_ee = number("wPowerRestartSlopeEE", "Not documented", basis=CAPTURE)
    power_start_slope = number("wPowerStartSlope", "Not documented", basis=CAPTURE)

    # Others
    export_limit_flag = integer("antiBackflowFlag", "Not documented", basis=CAPTURE)
    children = raw(
        "children", "Child nodes of the device tree, normally empty", kind=MEASUREMENT, basis=NAME
    )
    country_choice = integer("countrySelected", "Country choice on the device")
    drms_enabled = flag("drmsEnable", "Not documented", basis=CAPTURE)
    drms_mode = integer("drmsMode", "Not documented", basis=CAPTURE)
    fac_high = number("facHigh", "Not documented", basis=CAPTURE)
    fac_high_2 = number("facHigh2", "Not documented", basis=CAPTURE)
    fac_high_3 = number("facHigh3", "Not documented", basis=CAPTURE)
    fac_low = number("facLow", "Not documented", basis=CAPTURE)
    fac_low_2 = number("facLow2", "Not documented", basis=CAPTURE)
    fac_low_3 = number("facLow3", "Not documented", basis=CAPTURE)
    display_language = integer("lcdLanguage", "Display language")
    neutral_line_disconnect_enabled = flag("lineNdisconnectEnable", "Not documented", basis=CAPTURE)
    load_reduction_rate = number("loadRedRate", "Not documented", basis=CAPTURE)
    location = serial_number("location", "Place text")
    max_spontaneous_selfuse = number("maxSpontaneousSelfuse", "Not documented", basis=CAPTURE)
    module_1 = integer("module1", "Not documented", basis=CAPTURE)
    module_2 = integer("module2", "Not documented", basis=CAPTURE)
    module_3 = integer("module3", "Not documented", basis=CAPTURE)
    module_4 = integer("module4", "Not documented", basis=CAPTURE)
    oil_enabled = flag("oilEnable", "Not documented", basis=CAPTURE)
    on = flag("onOff", "Device switch")
    outer_ct_enabled = flag("outerCTEnable", "Not documented", basis=CAPTURE)
    parallel_enabled = flag("parallelEnable", "Not documented", basis=CAPTURE)
    parallel_number = integer("parallelNum", "Not documented", kind=IDENTITY, basis=CAPTURE)
    param_protect_enabled = flag("paramProtectEnable", "Not documented", basis=CAPTURE)
    pf_curve_1_load = percent("pflinep1_lp", "Power factor curve, point 1: load")
    pf_curve_1_factor = number("pflinep1_pf", "Power factor curve, point 1: power factor")
    pf_curve_2_load = percent("pflinep2_lp", "Power factor curve, point 2: load")
    pf_curve_2_factor = number("pflinep2_pf", "Power factor curve, point 2: power factor")
    pf_curve_3_load = percent("pflinep3_lp", "Power factor curve, point 3: load")
    pf_curve_3_factor = number("pflinep3_pf", "Power factor curve, point 3: power factor")
    pf_curve_4_load = percent("pflinep4_lp", "Power factor curve, point 4: load")
    pf_curve_4_factor = number("pflinep4_pf", "Power factor curve, point 4: power factor")
    per_unit_control_enabled = flag("puEnable", "Per-unit power control enabled", basis=CAPTURE)
    pv_input_count = integer("pvNum", "Number of PV inputs", kind=MEASUREMENT, basis=NAME)
    reactive_output_priority = integer("reactiveOutputPriority", "Not documented", basis=CAPTURE)
    reactive_value = number("reactiveValue", "Not documented", basis=CAPTURE)
    record = raw("record", "Record object, normally null", kind=MEASUREMENT, basis=NAME)
    reconnect_delay = seconds("restartTime", "Waiting time before reconnection")
    ripple_control_enabled = number("rrcrEnable", "Ripple control receiver in use", basis=CAPTURE)
    safety_standard_number = number(
        "safetyCorrespondNum", "Number that belongs to the safety standard", basis=NAME
    )
    safety_function = integer("saftyFunc", "Not documented", basis=CAPTURE)
    pv_string_count = integer("strNum", "Number of PV strings", kind=MEASUREMENT, basis=NAME)
    svg_function = integer("svgFunction", "Not documented", basis=CAPTURE)
    system_optical_storage_mode = integer("sysOpticalStorageMode", "Not documented", basis=CAPTURE)
    under_frequency_load_enabled = integer("underfreqLoadEnable", "Not documented", basis=CAPTURE)
    under_frequency_load_point = number("underfreqLoadPoint", "Not documented", basis=CAPTURE)
    under_frequency_load_slope = integer("underfreqLoadSlope", "Not documented", basis=CAPTURE)
    updating = flag(
        "updating", "True while the firmware is being updated", kind=MEASUREMENT, basis=NAME
    )
    ac_couple_enabled = integer("uwACoupleEnable", "Not documented", basis=CAPTURE)
    export_limit = integer("uwAntiBackflow", "Not documented", basis=CAPTURE)
    connect_phase_mode = integer("uwConnectPhaseMode", "Not documented", basis=CAPTURE)
    demand_management_enabled = flag("uwDemandMangeEnable", "Not documented", basis=CAPTURE)
    load_pv_inverter = integer("uwLoadPvInverter", "Not documented", basis=CAPTURE)
    on_off_change_manual_mode = integer("uwOnOffChangeManualMode", "Not documented", basis=CAPTURE)
    on_off_change_mode = integer("uwOnOffChangeMode", "Not documented", basis=CAPTURE)
    vac_high_2 = number("vacHigh2", "Not documented", basis=CAPTURE)
    vac_high_3 = number("vacHigh3", "Not documented", basis=CAPTURE)
    vac_low_2 = number("vacLow2", "Not documented", basis=CAPTURE)
    vac_low_3 = number("vacLow3", "Not documented", basis=CAPTURE)
    vpv_start = number("vpvStart", "Not documented", basis=CAPTURE)
    baud_rate_choice = integer("wselectBaudrate", "Baud rate choice")
