"""MIN (TLX in the ShinePhone API): what the device is, as all APIs show it."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    celsius,
    flag,
    hours,
    integer,
    java_date,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    raw,
    required,
    seconds,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.choices import BatteryKind, EnergyPriority, GridSensorKind, SelfTestStep
from growattServer.records.states import HybridState

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
SETTING, IDENTITY = Kind.SETTING, Kind.IDENTITY


class MinKind(Code):
    """Which kind of device the record of a MIN is of."""

    INVERTER = 0
    MIX = 1


class MinDetailFields(Record):
    """What MinDetail of the V1 API and TlxDevice of the ShinePhone API have in common."""

    # Names and versions
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    datalogger_sn = required(serial_number("dataLogSn", "Serial number of the datalogger"))
    alias = serial_number("alias", "User-given name")
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    manufacturer = serial_number("manufacturer", "Maker text from the device registers")
    device_type = coded(
        "deviceType", MinKind, "Kind of device, as documented (2, 5 and 6 are seen)", kind=IDENTITY
    )
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY)
    firmware_version = serial_number("fwVersion", "Firmware version")
    internal_firmware_version = serial_number("innerVersion", "Internal firmware version")
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board"
    )
    monitor_firmware_version = serial_number(
        "monitorVersion", "Monitoring firmware version", basis=CAPTURE
    )
    hardware_version = serial_number("hwVersion", "Hardware version", basis=CAPTURE)
    modbus_version = integer("modbusVersion", "Modbus protocol version", kind=IDENTITY)
    safety_firmware_version = integer(
        "safetyVersion", "Safety firmware version", kind=IDENTITY, basis=NAME
    )
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    communication_address = integer("comAddress", "Communication address", kind=IDENTITY)
    port_name = serial_number(
        "portName", "Name of the communication port, usually logger kind and serial", basis=CAPTURE
    )
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
    group_id = integer(
        "groupId", "Inverter group, -1 none", missing=(-1,), kind=IDENTITY, basis=CAPTURE
    )
    row_id = integer("id", "Internal row number", kind=IDENTITY, basis=NAME)
    tree_level = integer("level", "Depth in the device tree", basis=CAPTURE)
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=CAPTURE)
    tree_id = serial_number("treeID", "Tree key of this node", basis=CAPTURE)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    children = raw("children", "Child nodes of the device tree, normally empty", basis=NAME)
    record = raw("record", "Record object, normally null", basis=NAME)

    # State
    status = coded(
        "status",
        HybridState,
        "State (a running device sent 1)",
    )
    status_text = text("statusText", "State as text or translation key", basis=CAPTURE)
    lost = flag("lost", "True when the cloud has lost the device")
    updating = flag("updating", "True while the firmware is being updated", basis=NAME)
    last_update_time = java_date(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)"
    )
    last_update_time_from_text = timestamp(
        "lastUpdateTimeText",
        "Time of the last data, from its text (UTC+8 or plant clock, disputed)",
        basis=CAPTURE,
    )
    device_time = timestamp("sysTime", "Time on the clock of the device")
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)", basis=CAPTURE)
    present_power = watts("power", "Present power")
    energy_today = kilowatt_hours_today("eToday", "Energy produced today (no longer filled: 0)")
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy (no longer filled: 0)")
    energy_month = kilowatt_hours("energyMonth", "Energy this month", basis=CAPTURE)
    energy_month_text = text("energyMonthText", "Energy this month, as text", basis=NAME)
    energy_day_map = raw("energyDayMap", "Energy per day map, normally empty", basis=NAME)
    max_power = text("powerMax", "Highest power as text, normally empty", basis=CAPTURE)
    max_power_text = text("powerMaxText", "Highest power, as text under another key", basis=NAME)
    max_power_time = text("powerMaxTime", "Time of the highest power, as text", basis=NAME)
    battery_self_test_step = coded("bagingTestStep", SelfTestStep, "Battery self test step")
    charge_power = watts("pCharge", "Charging power", basis=CAPTURE)
    discharge_power = watts("pDischarge", "Discharging power", basis=CAPTURE)

    # Ratings
    rated_power = watts("pmax", "Rated power (documented in 0.1 VA, but a 12 kW device sent 12000)")
    rated_pv_voltage = volts(
        "vnormal",
        "Rated PV voltage (scale doubtful: the vendor's example reads as 80 V)",
        scale=0.1,
    )
    mppt_voltage = volts("mppt", "MPPT voltage (a bit mask on newer devices)")
    pv_string_count = integer("strNum", "Number of PV strings", basis=NAME)
    tracker_mode = integer("trakerModel", "PV tracker mode (key is misspelled)")
    optimizers = raw(
        "optimezerList", "Optimisers, normally none (the key is misspelled)", basis=NAME
    )

    # Battery
    battery_type = coded("batteryType", BatteryKind, "Battery kind (larger numbers with a BDC)")
    battery_capacity = kilowatt_hours(
        "batSysEnergy", "Capacity of the battery system", basis=CAPTURE
    )
    battery_parallel_strings = integer("batParallelNum", "Number of parallel battery strings")
    battery_cells_in_series = integer("batSeriesNum", "Number of battery cells in series")
    battery_maker_number = serial_number(
        "liBatteryManufacturers", "Lithium battery maker number, as text", basis=CAPTURE
    )
    battery_firmware_version = serial_number(
        "liBatteryFwVersion", "Lithium battery firmware, as text", basis=CAPTURE
    )
    bms_software_version = serial_number(
        "bmsSoftwareVersion", "BMS software version", basis=CAPTURE
    )
    bms_link_type = integer("bmsCommunicationType", "Link between BMS and inverter", basis=CAPTURE)
    bcu_firmware_version = serial_number(
        "bcuVersion", "Firmware version of the battery control unit", basis=CAPTURE
    )
    bdc1_sn = serial_number("bdc1Sn", "Serial number of BDC 1 (may be filler characters)")
    bdc1_model = serial_number("bdc1Model", "Model number of BDC 1, as text")
    bdc1_firmware_version = serial_number(
        "bdc1Version", "Firmware version of BDC 1 (may hold NUL characters)"
    )
    bdc_authorisation_version = integer(
        "bdcAuthversion",
        "Authorisation version of the battery converter",
        kind=IDENTITY,
        basis=NAME,
    )

    # Settings
    battery_mode = coded(
        "bdcMode",
        EnergyPriority,
        "Battery mode",
        missing=(255, -1),
        kind=SETTING,
        basis=CAPTURE,
    )
    energy_priority = coded(
        "priorityChoose", EnergyPriority, "Energy priority (other numbers are seen)", kind=SETTING
    )
    country_choice = integer("countrySelected", "Country choice on the device", kind=SETTING)
    baud_rate_choice = number("wselectBaudrate", "Baud rate choice", kind=SETTING)
    grid_sensor_type = coded("bctMode", GridSensorKind, "Grid sensor kind", kind=SETTING)
    grid_sensor_adjustment = integer("bctAdjust", "Grid sensor adjustment: 1 on", kind=SETTING)
    start_delay = seconds("startTime", "Waiting time before start", kind=SETTING)
    reconnect_delay = seconds("restartTime", "Waiting time before reconnection", kind=SETTING)
    vpp_open = number("vppOpen", "VPP function open", kind=SETTING, basis=NAME)
    battery_charge_temperature_min = celsius(
        "batTempLowerLimitC", "Lowest battery temperature for charging", scale=0.1, kind=SETTING
    )
    battery_charge_temperature_max = celsius(
        "batTempUpperLimitC", "Highest battery temperature for charging", scale=0.1, kind=SETTING
    )
    battery_discharge_temperature_min = celsius(
        "batTempLowerLimitD", "Lowest battery temperature for discharging", scale=0.1, kind=SETTING
    )
    battery_discharge_temperature_max = celsius(
        "batTempUpperLimitD", "Highest battery temperature for discharging", scale=0.1, kind=SETTING
    )
    battery_charge_stop_voltage = volts(
        "vbatStopForCharge", "Battery voltage where charging stops", scale=0.01, kind=SETTING
    )
    battery_discharge_start_voltage = volts(
        "vbatStartForDischarge",
        "Battery voltage where discharging starts",
        scale=0.01,
        kind=SETTING,
    )
    battery_discharge_stop_voltage = volts(
        "vbatStopForDischarge", "Battery voltage where discharging stops", scale=0.01, kind=SETTING
    )
    battery_warning_voltage = volts(
        "vbatWarning", "Battery voltage that raises the warning", scale=0.1, kind=SETTING
    )
    battery_warning_clear_voltage = volts(
        "vbatWarnClr", "Battery voltage that clears the warning", scale=0.1, kind=SETTING
    )


class MinDetailTokenFields(MinDetailFields):
    """The same with what only the APIs with a token show."""

    # Names and versions
    arc_fault_firmware_version = serial_number(
        "afciVersion", "Firmware version of the arc fault detector", basis=NAME
    )

    # Ratings
    pv_input_count = integer("pvNum", "Number of PV inputs", basis=Basis.CAPTURE)
