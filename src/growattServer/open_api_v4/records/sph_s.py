"""SPH-S, the newer hybrids."""

from __future__ import annotations

from growattServer.coded import coded
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
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.choices import ExportLimit, MixKind
from growattServer.records.states import OnlineState

from .sph_s_states import SphSPriority, SphSState
from .times import epoch, server_time

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY = Kind.IDENTITY
LIFETIME = Kind.LIFETIME
MEASUREMENT = Kind.MEASUREMENT
SETTING = Kind.SETTING


class SphSDetail(Record, kind=Kind.SETTING):
    """What an SPH-S is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292929153206911
    """

    # Names and versions
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    alias = serial_number("alias", "User-given name")
    communication_address = integer("comAddress", "Communication address", kind=IDENTITY)
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board"
    )
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    device_type = coded("deviceType", MixKind, "Kind of device", kind=IDENTITY)
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY)
    firmware_version = serial_number("fwVersion", "Firmware version")
    group_id = integer("groupId", "Inverter group, -1 none", kind=IDENTITY)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    tree_level = integer("level", "Depth in the device tree", kind=MEASUREMENT, basis=NAME)
    manufacturer = serial_number("manufacturer", "Maker text from the device registers")
    modbus_version = integer("modbusVersion", "Modbus protocol version", kind=IDENTITY)
    model_number = integer("model", "Model number, above 2^53 on some devices", kind=IDENTITY)
    model = serial_number("modelText", "Model code text")
    parent_id = serial_number("parentID", "Tree key of the parent node", basis=NAME)
    plant_id = integer("plantId", "Number of the plant (0 when not filled)", kind=IDENTITY)
    name = serial_number("plantName", "Plant name", basis=NAME)
    port_name = serial_number("portName", "Communication port, usually logger kind and serial")
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    server_address = serial_number("tcpServerIp", "Address of the server the datalogger talks to")
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)
    version = serial_number("version", "Firmware version", basis=NAME)

    # State
    energy_day = kilowatt_hours("energyDay", "Energy today", kind=MEASUREMENT, basis=NAME)
    energy_day_map = raw(
        "energyDayMap", "Energy per day map, normally empty", kind=MEASUREMENT, basis=NAME
    )
    energy_month = kilowatt_hours("energyMonth", "Energy this month", kind=MEASUREMENT, basis=NAME)
    energy_month_text = text(
        "energyMonthText", "Energy this month, as text", kind=MEASUREMENT, basis=NAME
    )
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy")
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
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
    utc_offset = hours(
        "timezone", "Time zone offset of the plant, hours from UTC", kind=MEASUREMENT, basis=NAME
    )

    # Battery
    charge_power = watts("pCharge", "Charging power", kind=MEASUREMENT)
    discharge_power = watts("pDischarge", "Discharging power", kind=MEASUREMENT)

    # Grid
    active_power_limit = percent("activeRate", "Active power limit")
    export_limit_mode = coded("exportLimit", ExportLimit, "Export limiting")
    export_power_limit = percent("exportLimitPowerRate", "Export power limit")
    frequency_high_limit = number("freqHighLimit", "Not documented", basis=CAPTURE)
    frequency_low_limit = number("freqLowLimit", "Not documented", basis=CAPTURE)
    rated_power = watts("pmax", "Rated power", kind=MEASUREMENT)
    present_power = watts("power", "Present power", kind=MEASUREMENT)
    max_power = number(
        "powerMax", "Highest power as text, normally empty", kind=MEASUREMENT, basis=NAME
    )
    keep_power_commands_enabled = flag("pvPfCmdMemoryState", "Keep power commands over a restart")
    reactive_power_setting = percent("reactiveRate", "Reactive power setting")
    grid_power_delay = number("uwGridWattDelay", "Delay of the power, unit unknown", basis=NAME)
    grid_nominal_voltage = number(
        "uwNominalGridVolt", "Nominal grid voltage, unit unknown", basis=NAME
    )
    rated_pv_voltage = volts("vnormal", "Rated PV voltage", kind=MEASUREMENT)
    grid_voltage_high_limit = volts("voltageHighLimit", "Upper grid voltage limit")
    grid_voltage_low_limit = volts("voltageLowLimit", "Lower grid voltage limit")

    # Others
    children = raw(
        "children", "Child nodes of the device tree, normally empty", kind=MEASUREMENT, basis=NAME
    )
    country_choice = integer("countrySelected", "Country choice on the device")
    energy_today = kilowatt_hours_today("eToday", "Energy produced today")
    fail_safe_enabled = flag("failsafe", "Fail-safe function enabled", basis=NAME)
    display_language = integer("lcdLanguage", "Display language")
    location = serial_number("location", "Place text")
    reactive_output_priority = integer("reactiveOutputPriority", "Not documented", basis=CAPTURE)
    reactive_value = number("reactiveValue", "Not documented", basis=CAPTURE)
    record = raw("record", "Record object, normally null", kind=MEASUREMENT, basis=NAME)
    sph_set_bean = raw("sphSetBean", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    updating = flag(
        "updating", "True while the firmware is being updated", kind=MEASUREMENT, basis=NAME
    )
    reconnect_slope = number(
        "uwReconnectStartSlope", "Power ramp after reconnection, unit unknown", basis=NAME
    )
    baud_rate_choice = integer("wselectBaudrate", "Baud rate choice")


class SphSEnergy(Record):
    """A reading of an SPH-S: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292929836439932
    """

    # The record
    resent = flag("again", "True when the datalogger sent the record again", basis=NAME)
    calendar_time = epoch("calendar", "Time of the reading")
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    day_map = raw("dayMap", "Per-day map, normally null", basis=NAME)
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    battery_1_charge_energy_today = kilowatt_hours_today("echarge1Today", "Battery charge today")
    battery_1_discharge_energy_today = kilowatt_hours_today(
        "edischarge1Today", "Energy taken from the battery today"
    )
    load_energy_today = kilowatt_hours_today("elocalLoadToday", "Energy used by local loads today")
    pv1_energy_today = kilowatt_hours_today("epv1Today", "Energy of PV input 1 today")
    pv2_energy_today = kilowatt_hours_today("epv2Today", "Energy of PV input 2 today")
    pv3_energy_today = kilowatt_hours_today("epv3Today", "Energy of PV input 3 today")
    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    self_consumption_energy_today = kilowatt_hours_today("eselftoday", "Self-consumed energy today")
    system_energy_today = kilowatt_hours_today(
        "esystemtoday", "System energy today (PV plus battery output)"
    )
    export_energy_today = kilowatt_hours_today("etoGridToday", "Energy fed to the grid today")
    import_energy_today = kilowatt_hours_today("etoUserToday", "Energy taken from the grid today")
    generator_energy_today = kilowatt_hours_today("genEnergyToday", "Generator energy today")
    lost = flag("lost", "True in all replies: says nothing", basis=CAPTURE)
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    sph_bean = raw("sphBean", "Not documented", basis=CAPTURE)
    time = server_time("time", "Time of the reading, from its text")
    running_time = number("timeTotal", "Running time (unit disputed: h, min or s)", kind=LIFETIME)
    has_device_time = flag("withTime", "True when the device sent its own time")

    # State
    battery_warning_info_1_to_2 = integer("batWarnInfo1To2", "Not documented", basis=CAPTURE)
    battery_warning_info_3 = integer("batWarnInfo3", "Not documented", basis=CAPTURE)
    bms_info_bits = integer("bmsinfo", "Not documented", basis=CAPTURE)
    bms_status = integer("bmsstatus", "Not documented", basis=CAPTURE)
    do_status = integer("doStatus", "Not documented", basis=CAPTURE)
    error_text = text("errorText", "Text of the error code", basis=NAME)
    fault_bits = integer("faultBitCode", "Fault bits")
    fault_code = integer("faultCode", "Fault code, 0 none", codes="unknown")
    grid_status = integer("gridStatus", "Grid status")
    display_fault_number = integer(
        "lcdfaultNum", "Fault number on the display", basis=NAME, codes="unknown"
    )
    display_warning_number = integer(
        "lcdwarnNum", "Warning number on the display", basis=NAME, codes="unknown"
    )
    pv_power_text = text("ppvText", "Total PV power with its unit, as text", basis=NAME)
    battery_soc_text = text("socText", "State of charge with unit, as text", basis=NAME)
    sp_status = integer("spStatus", "SP status")
    status = coded(
        "status", SphSState, "State (replies had 3 beside Bat Online and 6 beside Fault)"
    )
    status_text = text("statusText", "State as text or translation key", basis=NAME)
    system_fault_bits = integer("sysFaultWord", "System fault bit field")
    system_fault_bits_1 = integer("sysFaultWord1", "System fault bit field 1")
    system_fault_bits_2 = integer("sysFaultWord2", "System fault bit field 2")
    system_fault_bits_3 = integer("sysFaultWord3", "System fault bit field 3")
    system_fault_bits_4 = integer("sysFaultWord4", "System fault bit field 4")
    system_fault_bits_5 = integer("sysFaultWord5", "System fault bit field 5")
    system_fault_bits_6 = integer("sysFaultWord6", "System fault bit field 6")
    system_fault_bits_7 = integer("sysFaultWord7", "System fault bit field 7")
    system_status = integer("sysStatus", "Inverter operating status")
    system_fault = integer("systemFault", "System fault code", codes="unknown")
    system_warning = integer("systemWarn", "System warning code", codes="unknown")
    system_work_mode = integer("uwSysWorkMode", "System working mode")
    warning_code = integer("warnCode", "Warning code, 0 none", codes="unknown")
    warning_code_1 = integer("warnCode1", "Warning code, word 1", codes="unknown")
    warning_text = text("warnText", "Text of the warning", basis=NAME)

    # PV
    pv1_energy_total = kilowatt_hours_total("epv1Total", "Lifetime energy of PV input 1")
    pv2_energy_total = kilowatt_hours_total("epv2Total", "Lifetime energy of PV input 2")
    pv3_energy_total = kilowatt_hours_total("epv3Total", "Lifetime energy of PV input 3")
    pv_energy_hour = kilowatt_hours("epvHour", "PV energy this hour")
    pv_energy_month = kilowatt_hours("epvMonth", "PV energy this month")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pv_energy_year = kilowatt_hours("epvYear", "PV energy this year")
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv3_current = amperes("ipv3", "Current of PV input 3")
    pv_power = watts("ppv", "Total PV power")
    pv1_power = watts("ppv1", "Power of PV input 1")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv3_power = watts("ppv3", "Power of PV input 3")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv3_voltage = volts("vpv3", "Voltage of PV input 3")

    # Battery, as its own controller (BMS) says
    bms_battery_current = amperes("bmsBatteryCurr", "Battery current from the BMS")
    bms_battery_temperature = celsius("bmsBatteryTemp", "Battery temperature from the BMS")
    bms_battery_voltage = volts("bmsBatteryVolt", "Battery voltage from the BMS")
    bms_charge_energy = number("bmschgEnergy", "Not documented", basis=CAPTURE)
    bms_cycle_count = integer("bmscycleCnt", "Not documented", basis=CAPTURE)
    bms_delta_voltage = number("bmsdeltaVolt", "Not documented", basis=CAPTURE)
    bms_discharge_energy = number("bmsdsgEnergy", "Not documented", basis=CAPTURE)
    bms_gauge_fcc = number("bmsgaugeFCC", "Not documented", basis=CAPTURE)
    bms_gauge_rm = number("bmsgaugeRM", "Not documented", basis=CAPTURE)
    bms_max_charge_current = number("bmsmaxChargeCurr", "Not documented", basis=CAPTURE)
    bms_max_discharge_current = number("bmsmaxDischargeCurr", "Not documented", basis=CAPTURE)
    bms_pack_info = integer("bmspackInfo", "Not documented", basis=CAPTURE)
    bms_request_type = integer("bmsrequestType", "Not documented", basis=CAPTURE)
    bms_sn = serial_number("bmssn", "Not documented", basis=CAPTURE)
    bms_battery_soc = percent("bmsSOC", "Battery state of charge from the BMS")
    battery_soh = percent("bmsSOH", "Battery state of health")
    battery_pack_type = number("bmsUsingCap", "Kind of battery pack")
    bms_firmware_version = serial_number("bmsversion", "Not documented", basis=CAPTURE)
    max_cell_voltage = number("maxCellVol", "Not documented", basis=CAPTURE)
    max_temperature_cell = number("maxTempCell", "Not documented", basis=CAPTURE)
    max_temperature_cell_number = integer("maxTempCellNo", "Not documented", basis=CAPTURE)
    max_voltage_cell_number = integer("maxVoltCellNo", "Not documented", basis=CAPTURE)
    min_cell_voltage = number("minCellVol", "Not documented", basis=CAPTURE)
    min_temperature_cell = number("minTempCell", "Not documented", basis=CAPTURE)
    min_temperature_cell_number = integer("minTempCellNo", "Not documented", basis=CAPTURE)
    min_voltage_cell_number = integer("minVoltCellNo", "Not documented", basis=CAPTURE)
    module_number = integer("moduleNum", "Not documented", basis=CAPTURE)
    protect_pack_id = integer("protectPackID", "Not documented", basis=CAPTURE)
    total_cell_number = integer("totalCellNumber", "Not documented", basis=CAPTURE)

    # Battery
    battery_derating_reason = integer("batDePowerReason", "Not documented", basis=CAPTURE)
    battery_power = watts("batPower", "Battery power, locally measured")
    battery_protect_1_to_2 = integer("batProtect1To2", "Not documented", basis=CAPTURE)
    battery_protect_3_to_4 = integer("batProtect3To4", "Not documented", basis=CAPTURE)
    battery_protect_5 = integer("batProtect5", "Not documented", basis=CAPTURE)
    battery_constant_voltage = volts("bmsConstantVolt", "Constant-voltage charging point")
    charge_battery_number = integer("chgBatNumber", "Not documented", basis=CAPTURE)
    discharge_battery_number = integer("dsgBatNumber", "Not documented", basis=CAPTURE)
    battery_1_charge_energy_total = kilowatt_hours_total("echarge1Total", "Lifetime battery charge")
    battery_1_discharge_energy_total = kilowatt_hours_total(
        "edischarge1Total", "Lifetime energy taken from the battery"
    )
    battery_current = amperes("ibat", "Battery current")
    battery_soc_max = percent("maxSOC", "Highest pack state of charge", basis=NAME)
    battery_soc_min = percent("minSOC", "Lowest pack state of charge", basis=NAME)
    battery_charge_power = watts("pcharge1", "Battery charging power")
    battery_discharge_power = watts("pdischarge1", "Battery discharging power")
    battery_soc = percent("soc", "State of charge")
    battery_voltage = volts("vbat", "Battery voltage")
    battery_1_voltage = volts("vbat1", "Voltage of battery 1")

    # Temperatures
    dc_temperature = celsius("dcTemp", "DC stage temperature")
    temperature_1 = celsius("invTemp", "Inverter temperature")
    temperature_1_2 = celsius("temp1", "Temperature sensor 1")
    temperature_2 = celsius("temp2", "Temperature sensor 2")
    temperature_3 = celsius("temp3", "Temperature sensor 3")

    # Backup output
    load_energy_hour = kilowatt_hours("elocalLoadHour", "Load consumption this hour")
    load_energy_month = kilowatt_hours("elocalLoadMonth", "Load consumption this month")
    load_energy_total = kilowatt_hours_total("elocalLoadTotal", "Lifetime energy of local loads")
    load_energy_year = kilowatt_hours("elocalLoadYear", "Load consumption this year")
    backup_current_l1 = amperes("epsIac1", "Current of the backup output, phase 1")
    backup_current_l2 = amperes("epsIac2", "Current of the backup output, phase 2")
    backup_voltage_l2 = volts("epsVac2", "Voltage of the backup output, phase 2")
    load_power_1 = watts("loadPower1", "Load power 1")
    load_power_2 = watts("loadPower2", "Load power 2")
    load_power_l1 = watts("plocalLoadR", "Power of local loads, phase 1 going by the key")
    load_power_l2 = watts("plocalLoadS", "Load power, phase S")
    load_power = watts("plocalLoadTotal", "Power of local loads")
    backup_frequency = hertz("upsFac", "Frequency of the backup output")
    backup_apparent_power_l1 = volt_amperes(
        "upsPac1", "Apparent power of the backup output, phase 1"
    )
    backup_apparent_power_l2 = volt_amperes(
        "upsPac2", "Apparent power of the backup output, phase 2"
    )
    backup_voltage_l1 = volts("upsVac1", "Voltage of the backup output, phase 1")

    # Grid and loads
    self_consumption_energy_hour = kilowatt_hours("eselfHour", "Self-consumed energy this hour")
    self_consumption_energy_month = kilowatt_hours("eselfMonth", "Self-consumed energy this month")
    self_consumption_energy_total = kilowatt_hours_total(
        "eselftotal", "Lifetime self-consumed energy"
    )
    self_consumption_energy_year = kilowatt_hours("eselfYear", "Self-consumed energy this year")
    system_energy_hour = kilowatt_hours("esystemHour", "System output energy this hour")
    system_energy_month = kilowatt_hours("esystemMonth", "System output energy this month")
    system_energy_total = kilowatt_hours_total("esystemtotal", "Lifetime system output energy")
    system_energy_year = kilowatt_hours("esystemYear", "System output energy this year")
    export_energy_hour = kilowatt_hours("eToGridHour", "Energy sent to the grid this hour")
    export_energy_month = kilowatt_hours("eToGridMonth", "Energy sent to the grid this month")
    export_energy_total = kilowatt_hours_total("etoGridTotal", "Lifetime energy fed to the grid")
    export_energy_year = kilowatt_hours("eToGridYear", "Energy sent to the grid this year")
    import_energy_hour = kilowatt_hours("eToUserHour", "Energy taken from the grid this hour")
    import_energy_month = kilowatt_hours("eToUserMonth", "Energy taken from the grid this month")
    import_energy_total = kilowatt_hours_total("etoUserTotal", "Lifetime energy from the grid")
    import_energy_year = kilowatt_hours("eToUserYear", "Energy taken from the grid this year")
    grid_frequency = hertz("fac", "Grid frequency")
    export_power_l1 = watts("pacToGridR", "Power fed to the grid, phase 1")
    export_power_l2 = watts("pacToGridS", "Power fed into the grid, phase S")
    export_power = watts("pacToGridTotal", "Total power fed to the grid (Home Assistant reads kW)")
    import_power_l1 = watts(
        "pacToUserR", "Power taken from the grid, phase 1 (Home Assistant reads kW)"
    )
    import_power = watts("pacToUserTotal", "Total power taken from the grid")
    self_consumption_power = watts("pself", "Self-consumed power")
    system_power = watts("psystem", "System power")
    load_voltage_l1 = volts("rLoadVol", "Load voltage 1")
    load_voltage_l2 = volts("sLoadVol", "Load voltage 2")

    # Generator
    generator_current = amperes("genCurr", "Generator current")
    generator_energy_total = kilowatt_hours_total("genEnergy", "Lifetime generator energy")
    generator_frequency = hertz("genFreq", "Generator frequency")
    generator_power = watts("genPower", "Generator power")
    generator_voltage = volts("genVol", "Generator voltage")

    # AC output
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    ac_current_l1 = amperes("iac1", "AC current, phase 1")
    ac_current_l2 = amperes("iac2", "AC current, phase 2")
    negative_bus_voltage = volts("nbusVoltage", "Negative bus voltage", basis=NAME)
    ac_power = watts("pac", "AC output power")
    apparent_power_l1 = volt_amperes("pac1", "Apparent AC output power, phase 1")
    apparent_power_l2 = volt_amperes("pac2", "Apparent AC output power, phase 2")
    positive_bus_voltage = volts("pbusVoltage", "Positive bus voltage", basis=NAME)
    power_factor = number("pf", "Power factor")
    energy_priority = coded(
        "priorityChoose", SphSPriority, "Energy priority, by the table of the vendor", kind=SETTING
    )
    load_energy_l1 = kilowatt_hours("rLocalEnergy", "Load energy, phase R")
    load_energy_l2 = kilowatt_hours("sLocalEnergy", "Load energy, phase S")
    ac_voltage_l1 = volts("vac1", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vac2", "AC voltage, phase 2")

    # Others
    chip_type = integer("chipType", "Chip type")
    device_type = coded("deviceType", MixKind, "Kind of device", kind=IDENTITY)
    display_firmware_version = serial_number("hmiVersion", "Display (HMI) firmware version")
    display_version = serial_number("lcdversion", "Display firmware version", basis=NAME)
    m_1_version = serial_number("m1Version", "Control firmware version 1")
    m_2_version = serial_number("m2Version", "Control firmware version 2")
    external_energies = watts("pex", "Energy of an external generator")
