"""The GroBoost, which turns surplus power into hot water: what it is, and what it measures."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    flag,
    hertz,
    hours,
    integer,
    java_calendar,
    java_date,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    nested,
    number,
    raw,
    rows,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    volts,
    watts,
)
from growattServer.open_api_v1.records.meters import MeterReading
from growattServer.open_api_v1.records.sensors import EnvironmentSensorReading

IDENTITY, SETTING = Kind.IDENTITY, Kind.SETTING
NAME = Basis.NAME


class GroBoostReading(Record):
    """The latest readings of a GroBoost (`groboost_last_data`), and a row of `GroBoostHistory`.

    Which values are filled depends on what is wired to the channels A, B and C.
    https://www.showdoc.com.cn/262556420217021/7178742217348819
    """

    # The record
    device_sn = serial_number("serialNum", "Serial number of the device")
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    device_type = serial_number(
        "deviceType", "Internal device subtype (not the type of device/list)"
    )
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    time = timestamp("timeText", "Time of the record (zone not documented)")
    calendar_time = java_calendar(
        "calendar", "Data time as a serialised Java Calendar object", basis=NAME
    )
    has_device_time = flag("withTime", "True when the device sent its own time")
    device_time = timestamp("sysTime", "Device clock")
    firmware_version = serial_number(
        "fwVersion", "Firmware version (documented as hardware version)"
    )
    software_version = serial_number("version", "Software version")

    # State
    status = integer("status", "Relay states of the channels")
    work_mode = integer("jobsModel", "Working mode of the device", kind=SETTING)
    tuning_state = integer("tuningState", "Power regulation state")
    tuning_ratio = integer("totalNumber", "Power regulation ratio")
    channel_priority = integer("loadPriority", "Priority of the channels", kind=SETTING)
    load_type = integer("loadDeviceType", "Kind of load", kind=SETTING)
    water_heater_state = integer("waterState", "State of the water heater")
    metering_chip_state = integer("v9420Status", "State of the metering chip")
    dry_contact_state = integer("dryContactStatus", "State of the dry contact")
    dry_contact_timer_on = flag("dryContactOnOff", "Timer switch of the dry contact", kind=SETTING)
    dry_contact_timer_text = text("dryContactTime", "Timer text of the dry contact", kind=SETTING)

    # Power and energy
    power = watts("power", "Power")
    target_power = watts("targetPower", "Power to regulate to", kind=SETTING)
    water_heater_rated_power = watts(
        "waterHeaterPower", "Rated power of the water heater", kind=SETTING
    )
    channel_a_mixed_power = watts(
        "dpower", "Total power of channel A in mixed three-phase and single-phase wiring"
    )
    power_factor = number("powerFactor", "Power factor")
    voltage = volts("voltage", "Voltage")
    current = amperes("current", "Current")
    energy_used_total = kilowatt_hours_total("totalEneny", "Energy used in all (key is misspelled)")
    channel_a_mixed_energy_total = kilowatt_hours_total(
        "dtotalEnergy", "Total energy of channel A in mixed three-phase and single-phase wiring"
    )

    # Temperatures
    temperature = celsius("temperature", "Temperature")
    thyristor_temperature = celsius("temp", "Thyristor temperature")
    thyristor_temperature_limit = celsius("maxTemp", "Thyristor temperature limit", kind=SETTING)
    channel_temperature_switch = number(
        "tempEnable", "Temperature switch of the channels", kind=SETTING
    )
    shortest_running_time = number("minTime", "Shortest running time", kind=SETTING)

    # Bus and radio
    rs485_address = integer("rs485Addr", "RS485 address", kind=IDENTITY)
    rs485_speed = integer("rs485BaudRate", "RS485 speed", kind=SETTING)
    radio_channel = text("rfCommand", "Radio channel", kind=SETTING)
    radio_pairing = number("rfPair", "Radio pairing")
    restart = integer("restart", "Restart")
    factory_reset = integer("resetFactory", "Factory reset")

    # Channel A
    channel_a_timer_on = flag("aonOff", "Timer switch, channel A", kind=SETTING)
    channel_a_timer_text = text("atime", "Timer text, channel A", kind=SETTING)
    channel_a_power = watts("appv", "Power, channel A")
    channel_a_voltage = volts("avpv", "Voltage, channel A")
    channel_a_current = amperes("aipv", "Current, channel A")
    channel_a_frequency = hertz("afreq", "Frequency, channel A")
    channel_a_energy_total = kilowatt_hours_total("atotalEnergy", "Energy, channel A")
    channel_a_temperature = celsius("atemp", "Temperature, channel A")
    channel_a_temperature_low_limit = celsius(
        "aminTemp", "Lowest temperature, channel A", kind=SETTING
    )
    channel_a_temperature_high_limit = celsius(
        "amaxTemp", "Highest temperature, channel A", kind=SETTING
    )
    channel_a_rated_load_power = watts(
        "aloadNormalPower", "Rated load power, channel A", kind=SETTING
    )
    channel_a_start_power = watts("astartPower", "Start power, channel A", kind=SETTING)

    # Channel B
    channel_b_timer_on = flag("bonOff", "Timer switch, channel B", kind=SETTING)
    channel_b_timer_text = text("btime", "Timer text, channel B", kind=SETTING)
    channel_b_power = watts("bppv", "Power, channel B")
    channel_b_voltage = volts("bvpv", "Voltage, channel B")
    channel_b_current = amperes("bipv", "Current, channel B")
    channel_b_frequency = hertz("bfreq", "Frequency, channel B")
    channel_b_energy_total = kilowatt_hours_total("btotalEnergy", "Energy, channel B")
    channel_b_temperature = celsius("btemp", "Temperature, channel B")
    channel_b_temperature_low_limit = celsius(
        "bminTemp", "Lowest temperature, channel B", kind=SETTING
    )
    channel_b_temperature_high_limit = celsius(
        "bmaxTemp", "Highest temperature, channel B", kind=SETTING
    )
    channel_b_rated_load_power = watts(
        "bloadNormalPower", "Rated load power, channel B", kind=SETTING
    )
    channel_b_start_power = watts("bstartPower", "Start power, channel B", kind=SETTING)

    # Channel C
    channel_c_timer_on = flag("conOff", "Timer switch, channel C", kind=SETTING)
    channel_c_timer_text = text("ctime", "Timer text, channel C", kind=SETTING)
    channel_c_power = watts("cppv", "Power, channel C")
    channel_c_voltage = volts("cvpv", "Voltage, channel C")
    channel_c_current = amperes("cipv", "Current, channel C")
    channel_c_frequency = hertz("cfreq", "Frequency, channel C")
    channel_c_energy_total = kilowatt_hours_total("ctotalEnergy", "Energy, channel C")
    channel_c_temperature = celsius("ctemp", "Temperature, channel C")
    channel_c_temperature_low_limit = celsius(
        "cminTemp", "Lowest temperature, channel C", kind=SETTING
    )
    channel_c_temperature_high_limit = celsius(
        "cmaxTemp", "Highest temperature, channel C", kind=SETTING
    )
    channel_c_rated_load_power = watts(
        "cloadNormalPower", "Rated load power, channel C", kind=SETTING
    )
    channel_c_start_power = watts("cstartPower", "Start power, channel C", kind=SETTING)
    channel_a_target_power = watts("asetPower", "Target power, channel A", kind=SETTING)
    channel_a_work_mode = integer("ajobsModel", "Working mode, channel A", kind=SETTING)


class GroBoostSpct(Record):
    """The readings of an SPCT, a clamp meter, in `GroBoostDetails`."""

    bus_address = integer(
        "addr", "Bus address of the device behind the datalogger", kind=IDENTITY, basis=NAME
    )
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=NAME)
    device_sn = serial_number("deviceSN", "Serial number of the device", basis=NAME)
    time_text = text("timeText", "Time of the record, text", basis=NAME)
    calendar_time = java_calendar(
        "calendar", "Data time as a serialised Java Calendar object", basis=NAME
    )
    lost = flag("lost", "True when the cloud has lost the device", basis=NAME)
    place_of_installation = number("installLocation", "Place of installation", basis=NAME)
    active_power = watts("activePower", "Total active power", basis=NAME)
    reactive_power = number(
        "reactivePower", "Total reactive power", unit="var", precision=0, basis=NAME
    )
    apparent_power = volt_amperes("apparentPower", "Total apparent power", basis=NAME)
    power_factor = number("powerFactor", "Power factor", basis=NAME)
    active_energy = kilowatt_hours("activeEnergy", "Total active energy of the meter", basis=NAME)
    reactive_energy = number(
        "reactiveEnergy", "Total reactive energy", unit="kvarh", precision=1, basis=NAME
    )
    lifetime_energy_total = kilowatt_hours_total("totalEnergy", "Lifetime energy", basis=NAME)
    grid_energy = kilowatt_hours("gridEnergy", "Grid-side energy", basis=NAME)
    grid_energy_today = kilowatt_hours_today(
        "gridEnergyToday", "Grid-side energy today", basis=NAME
    )
    user_energy = kilowatt_hours("userEnergy", "User-side energy (documented as power)", basis=NAME)
    user_energy_today = kilowatt_hours_today(
        "userEnergyToday", "User-side energy today", basis=NAME
    )
    sharp_tariff_energy = kilowatt_hours(
        "feiLvBoZEnergy", "Forward active energy, sharp tariff", basis=NAME
    )
    peak_tariff_energy = kilowatt_hours(
        "feiLvFengZEnergy", "Forward active energy, peak tariff", basis=NAME
    )
    flat_tariff_energy = kilowatt_hours(
        "feiLvPingZEnergy", "Forward active energy, flat tariff", basis=NAME
    )
    valley_tariff_energy = kilowatt_hours(
        "feiLvGuZEnergy", "Forward active energy, valley tariff", basis=NAME
    )


class GroBoostDetails(Record, kind=Kind.IDENTITY):
    """What a GroBoost is, and the records that the server keeps of it (`groboost_details`).

    The inner records are of the same kinds as those of a meter and of an environment sensor.
    https://www.showdoc.com.cn/262556420217021/7178727239710262
    """

    # Names
    device_sn = serial_number("deviceSn", "Serial number of the device")
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    parent_sn = text("parentSN", "Serial number of the parent device")
    device_name = text("deviceName", "Name of the device")
    device_type = serial_number(
        "deviceType", "Internal device subtype (not the type of device/list)"
    )
    device_type_number = integer("deviceTypeInt", "Numeric subtype of the device")
    bus_address = integer(
        "addr", "Bus address of the device behind the datalogger", kind=IDENTITY, basis=NAME
    )
    plant_id = integer("plantId", "Number of the plant", missing=(0,), basis=NAME)
    location = text("location", "Place text")
    tree_id = text("treeID", "Tree key of this node", basis=NAME)
    tree_name = text("treeName", "Name shown in the tree")
    parent_id = text("parentID", "Tree key of the parent node")
    tree_key = text("key", "Tree key made of datalogger serial, device type and address")
    tree_level = integer("level", "Depth in the device tree", basis=NAME)
    children = raw("children", "Child nodes of the device tree, normally empty", basis=NAME)
    image_path = text("imgPath", "Path of a state icon of the web page", basis=NAME)

    # State
    lost = flag("lost", "True when the cloud has lost the device", kind=Kind.MEASUREMENT)
    last_update_time = java_date("lastUpdateTime", "Time of the last data")
    last_update_time_from_text = timestamp(
        "lastUpdateTimeText", "Time of the last data, in UTC+8", kind=Kind.MEASUREMENT
    )
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)")
    server_address = text("tcpServerIp", "Address of the server the datalogger talks to")
    rail_log = flag("raillog", "Documented 0 behind a ShineLink, 1 not; a boolean in the example")
    irradiance = number("irradiantion", "Irradiance (key is misspelled)", kind=Kind.MEASUREMENT)
    performance_ratio_month = number(
        "prMonth", "Performance ratio this month", kind=Kind.MEASUREMENT
    )
    meter_ct_ratio = integer("meterCT", "CT ratio of a type 645 meter")

    # Records inside
    boost = nested("boostData", GroBoostReading, "Readings of the GroBoost", basis=NAME)
    meter = nested("ammeterData", MeterReading, "Readings of its meter", basis=NAME)
    sensor = nested("envData", EnvironmentSensorReading, "Readings of its sensor", basis=NAME)
    spct = nested("spctData", GroBoostSpct, "Readings of its SPCT", basis=NAME)
    box_data = raw("boxData", "Nested object, normally null", basis=NAME)
    jd_meter_data = raw("jdameterData", "Nested object, normally null", basis=NAME)
    pid_data = raw("pidData", "Nested object, normally null", basis=NAME)


class GroBoostHistory(Record):
    """Readings of a GroBoost of up to 7 days, a page at a time (`groboost_history`).

    https://www.showdoc.com.cn/262556420217021/7178779509746518
    """

    count = integer("count", "Number of rows, on all pages together")
    next_page_start_id = integer("next_page_start_id", "Number of the next page's first row")
    boost_sn = serial_number("boost_sn", "Serial number of the GroBoost")
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    datas = rows("datas", GroBoostReading, "The readings of this page", may_be_absent=True)
