"""Off-grid storage inverters: what the device is, as all APIs show them."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    flag,
    hours,
    integer,
    number,
    raw,
    required,
    serial_number,
    text,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.choices import BatteryKind

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
MEASUREMENT = Kind.MEASUREMENT


class StorageState(Code):
    """What an off-grid storage inverter does, as the record of the device says."""

    LOST = -1
    OFFLINE = 0
    ONLINE = 1
    CHARGING = 2
    DISCHARGING = 3
    ERROR = 4
    BURNING = 5
    SOLAR_CHARGING = 6
    GRID_CHARGING = 7
    SOLAR_AND_GRID_CHARGING = 8
    SOLAR_AND_GRID_CHARGING_WITH_BYPASS = 9
    SOLAR_CHARGING_WITH_BYPASS = 10
    GRID_CHARGING_WITH_BYPASS = 11
    BYPASS = 12
    SOLAR_CHARGING_WHILE_DISCHARGING = 13
    GRID_CHARGING_WHILE_DISCHARGING = 14


class StorageDetailFields(Record, kind=Kind.SETTING):
    """What an off-grid storage inverter is and how it is set."""

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    alias = serial_number("alias", "User-given name")
    battery_type = coded("batteryType", BatteryKind, "Battery kind", kind=MEASUREMENT)
    bms_firmware_version = serial_number("bmsVersion", "BMS version")
    communication_board_version = integer(
        "comboardVersion", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board"
    )
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    device_type = integer("deviceType", "Kind of device, a code", kind=IDENTITY)
    dsp_version = serial_number("dspVersion", "Not documented", basis=CAPTURE)
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY)
    firmware_version = serial_number("fwVersion", "Firmware version")
    group_id = integer("groupId", "Inverter group, -1 none", kind=IDENTITY)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    internal_firmware_version = serial_number("innerVersion", "Internal firmware version")
    tree_level = integer("level", "Depth in the device tree", kind=MEASUREMENT, basis=NAME)
    m_3_version = serial_number("m3Version", "Not documented", basis=CAPTURE)
    model_number = integer("model", "Model number", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    plant_id = integer("plantId", "Number of the plant (0 when not filled)", kind=IDENTITY)
    plant_name = serial_number("plantname", "Name of the plant")
    port_name = serial_number("portName", "Name of the communication port")
    regulation_type = integer("regulationType", "Not documented", kind=IDENTITY, basis=CAPTURE)
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    server_address = serial_number("tcpServerIp", "Address of the server the datalogger talks to")
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)
    battery_type_2 = integer("uwBatType2", "Battery kind 2, a code", kind=MEASUREMENT, basis=NAME)
    var_1_address = integer("var1Address", "Not documented", kind=IDENTITY, basis=CAPTURE)
    var_2_address = integer("var2Address", "Not documented", kind=IDENTITY, basis=CAPTURE)

    # State
    max_generator_run_time = number("maxGenRunTime", "Not documented", basis=CAPTURE)
    status = coded("status", StorageState, "State", kind=MEASUREMENT)
    status_text = text(
        "statusText", "State as text or translation key", kind=MEASUREMENT, basis=NAME
    )
    utc_offset = hours(
        "timezone", "Time zone offset of the plant, hours from UTC", kind=MEASUREMENT, basis=NAME
    )
    grid_output_2_time_end_1 = text("utiOutput2TimeEnd1", "Not documented", basis=CAPTURE)
    grid_output_2_time_end_2 = text("utiOutput2TimeEnd2", "Not documented", basis=CAPTURE)
    grid_output_2_time_end_3 = text("utiOutput2TimeEnd3", "Not documented", basis=CAPTURE)
    grid_output_2_time_start_1 = text("utiOutput2TimeStart1", "Not documented", basis=CAPTURE)
    grid_output_2_time_start_2 = text("utiOutput2TimeStart2", "Not documented", basis=CAPTURE)
    grid_output_2_time_start_3 = text("utiOutput2TimeStart3", "Not documented", basis=CAPTURE)
    battery_feed_time_end_1 = integer("uwBatFeedTimeEnd1", "Not documented", basis=CAPTURE)
    battery_feed_time_end_1_new = text("uwBatFeedTimeEnd1New", "Not documented", basis=CAPTURE)
    battery_feed_time_end_2 = integer("uwBatFeedTimeEnd2", "Not documented", basis=CAPTURE)
    battery_feed_time_end_2_new = text("uwBatFeedTimeEnd2New", "Not documented", basis=CAPTURE)
    battery_feed_time_end_3 = integer("uwBatFeedTimeEnd3", "Not documented", basis=CAPTURE)
    battery_feed_time_end_3_new = text("uwBatFeedTimeEnd3New", "Not documented", basis=CAPTURE)
    battery_feed_time_start_1 = integer("uwBatFeedTimeStart1", "Not documented", basis=CAPTURE)
    battery_feed_time_start_1_new = text("uwBatFeedTimeStart1New", "Not documented", basis=CAPTURE)
    battery_feed_time_start_2 = integer("uwBatFeedTimeStart2", "Not documented", basis=CAPTURE)
    battery_feed_time_start_2_new = text("uwBatFeedTimeStart2New", "Not documented", basis=CAPTURE)
    battery_feed_time_start_3 = integer("uwBatFeedTimeStart3", "Not documented", basis=CAPTURE)
    battery_feed_time_start_3_new = text("uwBatFeedTimeStart3New", "Not documented", basis=CAPTURE)
    grid_charge_time_end_1 = integer("uwGridChgTimeEnd1", "Not documented", basis=CAPTURE)
    grid_charge_time_end_1_new = text("uwGridChgTimeEnd1New", "Not documented", basis=CAPTURE)
    grid_charge_time_end_2 = integer("uwGridChgTimeEnd2", "Not documented", basis=CAPTURE)
    grid_charge_time_end_2_new = text("uwGridChgTimeEnd2New", "Not documented", basis=CAPTURE)
    grid_charge_time_end_3 = integer("uwGridChgTimeEnd3", "Not documented", basis=CAPTURE)
    grid_charge_time_end_3_new = text("uwGridChgTimeEnd3New", "Not documented", basis=CAPTURE)
    grid_charge_time_start_1 = integer("uwGridChgTimeStart1", "Not documented", basis=CAPTURE)
    grid_charge_time_start_1_new = text("uwGridChgTimeStart1New", "Not documented", basis=CAPTURE)
    grid_charge_time_start_2 = integer("uwGridChgTimeStart2", "Not documented", basis=CAPTURE)
    grid_charge_time_start_2_new = text("uwGridChgTimeStart2New", "Not documented", basis=CAPTURE)
    grid_charge_time_start_3 = integer("uwGridChgTimeStart3", "Not documented", basis=CAPTURE)
    grid_charge_time_start_3_new = text("uwGridChgTimeStart3New", "Not documented", basis=CAPTURE)

    # Battery
    acmax_charge_current = amperes("acmaxChargeCurr", "AC charge current limit", basis=NAME)
    battery_to_grid_voltage = volts(
        "batLowToUtiVolt", "Battery voltage where the grid takes over", basis=NAME
    )
    battery_undervoltage_cutoff_point = volts(
        "batteryUndervoltageCutoffPoint", "Battery low cut-off voltage", basis=NAME
    )
    bulk_charge_voltage = volts("bulkChargeVolt", "Bulk charging voltage", basis=NAME)
    charge_config = integer("chargeConfig", "What charges the battery, a code", basis=NAME)
    float_charge_voltage = volts("floatChargeVolt", "Float charge voltage", basis=NAME)
    battery_protocol = integer(
        "liBatteryProtocolType", "Protocol of the lithium battery, a code", basis=NAME
    )
    mains_to_battery_operating_point = volts(
        "mainsToBatteryOperatPoint",
        "Battery voltage at which the battery takes over again",
        basis=NAME,
    )
    max_charge_current = amperes("maxChargeCurr", "Charge current limit", basis=NAME)
    max_generator_charge_current = number("maxGenChgCurr", "Not documented", basis=CAPTURE)
    charge_power = watts("pCharge", "Charging power", kind=MEASUREMENT)
    discharge_power = watts("pDischarge", "Discharging power", kind=MEASUREMENT)
    grid_charge_end = hours("utiChargeEnd", "Grid charging: end hour", basis=NAME)
    grid_charge_end_new = text("utiChargeEndNew", "Not documented", basis=CAPTURE)
    grid_charge_start = hours("utiChargeStart", "Grid charging: start hour", basis=NAME)
    grid_charge_start_new = text("utiChargeStartNew", "Not documented", basis=CAPTURE)
    grid_output_2_off_soc = number("utiOutput2OffSOC", "Not documented", basis=CAPTURE)
    grid_output_2_on_soc = number("utiOutput2OnSOC", "Not documented", basis=CAPTURE)
    battery_communication_fail_enabled = flag(
        "uwBatCommunityFailEn", "Not documented", basis=CAPTURE
    )
    battery_feed_current = number("uwBatFeedCurr", "Not documented", basis=CAPTURE)
    battery_feed_enabled = flag("uwBatFeedEn", "Not documented", basis=CAPTURE)
    battery_feed_soc_back = number("uwBatFeedSocBack", "Not documented", basis=CAPTURE)
    battery_feed_soc_loss = number("uwBatFeedSocLoss", "Not documented", basis=CAPTURE)
    battery_feed_voltage_back = number("uwBatFeedVBack", "Not documented", basis=CAPTURE)
    battery_feed_voltage_loss = number("uwBatFeedVLoss", "Not documented", basis=CAPTURE)

    # Grid
    anti_reverse_flow_power = number(
        "antiReverseFlowPower", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    feed_grid_high_voltage_loss = number("feedUtiHighVoltageLoss", "Not documented", basis=CAPTURE)
    feed_grid_high_frequency_loss = number(
        "feedUtiHihFrequencyLoss", "Not documented", basis=CAPTURE
    )
    feed_grid_low_frequency_loss = number(
        "feedUtiLowFrequencyLoss", "Not documented", basis=CAPTURE
    )
    feed_grid_low_voltage_loss = number("feedUtiLowVoltageLoss", "Not documented", basis=CAPTURE)
    output_frequency_choice = integer("outputFreqType", "Output frequency, a code", basis=NAME)
    output_voltage_choice = integer("outputVoltType", "Output voltage, a code", basis=NAME)
    power_saving_switch = integer(
        "powSavingEn", "Power saving in use, going by the key", basis=NAME
    )
    rated_apparent_power = volt_amperes(
        "rateVA", "Rated apparent power", kind=MEASUREMENT, basis=NAME
    )
    rated_active_power = watts("rateWatt", "Rated active power", kind=MEASUREMENT, basis=NAME)
    grid_output_2_always_on = integer("utiEnOutput2AlwaysOn", "Not documented", basis=CAPTURE)
    grid_priority = integer("utilityPriority", "Not documented", basis=CAPTURE)
    grid_output_end = hours("utiOutEnd", "Grid output: end hour", basis=NAME)
    grid_output_end_new = text("utiOutEndNew", "Not documented", basis=CAPTURE)
    grid_output_2_off_voltage = number("utiOutput2OffVoltage", "Not documented", basis=CAPTURE)
    grid_output_2_on_pv = number("utiOutput2OnPv", "Not documented", basis=CAPTURE)
    grid_output_2_on_voltage = number("utiOutput2OnVoltage", "Not documented", basis=CAPTURE)
    grid_output_start = hours("utiOutStart", "Grid output: start hour", basis=NAME)
    grid_output_start_new = text("utiOutStartNew", "Not documented", basis=CAPTURE)
    grid_peak_shaving_power = number(
        "utiPeakShavingPower", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    grid_peak_shaving_set = integer("utiPeakShavingSet", "Not documented", basis=CAPTURE)
    feed_power = number("uwFeedPow", "Not documented", kind=MEASUREMENT, basis=CAPTURE)

    # Others
    ac_input_mode = number("acInModel", "AC input mode, a code", basis=NAME)
    backlight_switch = integer("bLightEn", "Backlight in use, going by the key", basis=NAME)
    buzzer_switch = integer("buzzerEN", "Buzzer enabled", basis=NAME)
    children = raw(
        "children", "Child nodes of the device tree, normally empty", kind=MEASUREMENT, basis=NAME
    )
    chip_select = integer("chipSelect", "Not documented", basis=CAPTURE)
    debug_enabled = flag("debugEnable", "Not documented", basis=CAPTURE)
    generator_dry_contact_enabled = flag("genDryContactEn", "Not documented", basis=CAPTURE)
    gfci_protection_set = integer("gfciprotectSet", "Not documented", basis=CAPTURE)
    ground_line_detection = integer("groundLineDetection", "Not documented", basis=CAPTURE)
    location = serial_number("location", "Place text")
    manual_start_switch = number(
        "manualStartEn", "Manual start in use, going by the key", basis=NAME
    )
    menu_return = integer("menuReturn", "Not documented", basis=CAPTURE)
    no_arc_fault_detector = integer("noAFCI", "Not documented", basis=CAPTURE)
    output_ct_sample_rate_set = integer("outCTSampleRateSet", "Not documented", basis=CAPTURE)
    output_ct_set = integer("outCTSet", "Not documented", basis=CAPTURE)
    output_config = number("outputConfig", "Output source priority", basis=NAME)
    overload_restart = number("overLoadRestart", "Restart after overload, a code", basis=NAME)
    overtemperature_restart = number(
        "overTempRestart", "Restart after overheating, a code", basis=NAME
    )
    pv_insulation_detection = integer("pviosDetection", "Not documented", basis=CAPTURE)
    pv_mode = integer("pvModel", "PV mode, a code", basis=NAME)
    record = raw("record", "Record object, normally null", kind=MEASUREMENT, basis=NAME)
    redundant_relay_detection = integer("redundantRelayDetection", "Not documented", basis=CAPTURE)
    relay_ng = integer("relayNG", "Not documented", basis=CAPTURE)
    reset_to_factory = integer("resetToFactory", "Not documented", basis=CAPTURE)
    sci_loss_check_switch = integer(
        "sciLossChkEn", "Check for lost communication in use, going by the key", basis=NAME
    )
    smart_port = integer("smartPort", "Not documented", basis=CAPTURE)
    led_1 = flag("statusLed1", "True when status LED 1 is lit, going by the key", kind=MEASUREMENT)
    led_2 = flag("statusLed2", "True when status LED 2 is lit, going by the key", kind=MEASUREMENT)
    led_3 = flag("statusLed3", "True when status LED 3 is lit, going by the key", kind=MEASUREMENT)
    led_4 = flag("statusLed4", "True when status LED 4 is lit, going by the key", kind=MEASUREMENT)
    led_5 = flag("statusLed5", "True when status LED 5 is lit, going by the key", kind=MEASUREMENT)
    led_6 = flag("statusLed6", "True when status LED 6 is lit, going by the key", kind=MEASUREMENT)
    typical_set = integer("typicalSet", "Not documented", basis=CAPTURE)
    updating = flag(
        "updating", "True while the firmware is being updated", kind=MEASUREMENT, basis=NAME
    )
    fault_restart_enabled = flag("uwFaultResartEn", "Not documented", basis=CAPTURE)
    feed_enabled = integer("uwFeedEn", "Not documented", basis=CAPTURE)
    feed_range = number("uwFeedRange", "Not documented", basis=CAPTURE)
    load_first = number("uwLoadFirst", "Not documented", basis=CAPTURE)
    var_1_setting = integer("var1Setting", "Not documented", basis=CAPTURE)
    var_1_value = integer("var1Value", "Not documented", basis=CAPTURE)
    var_2_value = integer("var2Value", "Not documented", basis=CAPTURE)
