"""MIN (TLX in the ShinePhone API): measurements, as all APIs show it."""

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
    integer,
    java_calendar,
    kiloohms,
    kilowatt_hours_today,
    kilowatt_hours_total,
    milliamperes,
    number,
    percent,
    raw,
    seconds,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.states import ReadingState

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, LIFETIME = Kind.IDENTITY, Kind.LIFETIME


class MinEnergyFields(Record):
    """What MinEnergy of the V1 API and TlxEnergy of the ShinePhone API have in common."""

    # The record
    device_sn = serial_number("serialNum", "Serial number of the device")
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=CAPTURE)
    alias = serial_number("alias", "User-given name", basis=NAME)
    bus_address = integer(
        "address", "Bus address of the device (0 in many replies)", kind=IDENTITY, basis=CAPTURE
    )
    time = timestamp(
        "time",
        "Time of the record (zone not documented; timezone_id moves it in histories)",
        basis=CAPTURE,
    )
    calendar_time = java_calendar("calendar", "Time of the record (UTC+8 or plant clock, disputed)")
    record_day = text("day", "Day of the record, normally empty", basis=CAPTURE)
    resent = flag(
        "again",
        "True when the datalogger sent the record again",
        basis=CAPTURE,
        other_keys=("isAgain",),
    )
    has_device_time = flag("withTime", "True when the device sent its own time")
    device_bean = raw("tlxBean", "Details of the device, often null", basis=NAME)

    # State
    status = coded(
        "status",
        ReadingState,
        "State, as documented (3 is a fault too)",
        faults=(ReadingState.FAULT, 3),
    )
    status_text = text("statusText", "State as text or translation key", basis=CAPTURE)
    lost = flag(
        "lost", "Not reliable: true was seen for a device that the device list shows online"
    )
    operating_mode = integer("operatingMode", "Operating mode")
    system_work_mode = integer("uwSysWorkMode", "System working mode")
    work_mode = integer("bsystemWorkMode", "Working mode (register 612)", basis=CAPTURE)
    derating_code = integer("deratingMode", "Why the power is limited, 0 no limit")
    fault_code = integer("faultType", "Fault type, 0 none", codes="error or protect")
    fault_code_1 = integer("faultType1", "Fault type, word 1", basis=CAPTURE, codes="unknown")
    error_text = text("errorText", "Text of the error code", basis=CAPTURE)
    warning_code = integer("warnCode", "Warning code, 0 none", codes="protect")
    warning_code_1 = integer("warnCode1", "Warning code, word 1", basis=CAPTURE, codes="unknown")
    new_warning_code = integer(
        "newWarnCode", "Warning code, newer form", basis=CAPTURE, codes="unknown"
    )
    new_warning_subcode = integer("newWarnSubCode", "Warning sub code, newer form", basis=CAPTURE)
    warning_text = text("warnText", "Text of the warning", basis=CAPTURE)
    system_fault_bits = integer("sysFaultWord", "System fault bit field")
    system_fault_bits_1 = integer("sysFaultWord1", "System fault bit field 1")
    system_fault_bits_2 = integer("sysFaultWord2", "System fault bit field 2")
    system_fault_bits_3 = integer("sysFaultWord3", "System fault bit field 3")
    system_fault_bits_4 = integer("sysFaultWord4", "System fault bit field 4")
    system_fault_bits_5 = integer("sysFaultWord5", "System fault bit field 5")
    system_fault_bits_6 = integer("sysFaultWord6", "System fault bit field 6")
    system_fault_bits_7 = integer("sysFaultWord7", "System fault bit field 7")
    running_time = number("timeTotal", "Running time (unit disputed: h, min or s)", kind=LIFETIME)
    working_time_total = number(
        "totalWorkingTime", "Lifetime running time", kind=LIFETIME, basis=CAPTURE
    )
    connection_delay = seconds("invDelayTime", "Connection delay of the inverter")
    dry_contact_status = integer("dryContactStatus", "State of the dry contact")
    debug_1 = text("debug1", "Debug values joined by commas")
    debug_2 = text("debug2", "Debug values joined by commas")

    # Temperatures
    temperature_1 = celsius("temp1", "Temperature sensor 1")
    temperature_2 = celsius("temp2", "Temperature sensor 2")
    temperature_3 = celsius("temp3", "Temperature sensor 3")
    temperature_4 = celsius("temp4", "Temperature sensor 4")
    temperature_5 = celsius("temp5", "Temperature sensor 5")

    # PV
    pv_power = watts("ppv", "Total PV power")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pv1_power = watts("ppv1", "Power of PV input 1")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv3_power = watts("ppv3", "Power of PV input 3")
    pv4_power = watts("ppv4", "Power of PV input 4")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv3_voltage = volts("vpv3", "Voltage of PV input 3")
    pv4_voltage = volts("vpv4", "Voltage of PV input 4")
    pv1_current = amperes("ipv1", "Current of PV input 1")
    pv2_current = amperes("ipv2", "Current of PV input 2")
    pv3_current = amperes("ipv3", "Current of PV input 3")
    pv4_current = amperes("ipv4", "Current of PV input 4")
    pv1_energy_today = kilowatt_hours_today("epv1Today", "Energy of PV input 1 today")
    pv2_energy_today = kilowatt_hours_today("epv2Today", "Energy of PV input 2 today")
    pv3_energy_today = kilowatt_hours_today("epv3Today", "Energy of PV input 3 today")
    pv4_energy_today = kilowatt_hours_today("epv4Today", "Energy of PV input 4 today")
    pv1_energy_total = kilowatt_hours_total("epv1Total", "Lifetime energy of PV input 1")
    pv2_energy_total = kilowatt_hours_total("epv2Total", "Lifetime energy of PV input 2")
    pv3_energy_total = kilowatt_hours_total("epv3Total", "Lifetime energy of PV input 3")
    pv4_energy_total = kilowatt_hours_total("epv4Total", "Lifetime energy of PV input 4")
    insulation_resistance = kiloohms("iso", "Insulation resistance of the PV side")

    # AC output
    ac_power = watts("pac", "AC output power")
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    grid_frequency = hertz("fac", "Grid frequency")
    power_factor = number("pf", "Power factor")
    apparent_power_l1 = volt_amperes("pac1", "Apparent AC output power, phase 1")
    apparent_power_l2 = volt_amperes("pac2", "Apparent AC output power, phase 2")
    apparent_power_l3 = volt_amperes("pac3", "Apparent AC output power, phase 3")
    ac_voltage_l1 = volts("vac1", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vac2", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vac3", "AC voltage, phase 3")
    ac_current_l1 = amperes("iac1", "AC current, phase 1")
    ac_current_l2 = amperes("iac2", "AC current, phase 2")
    ac_current_l3 = amperes("iac3", "AC current, phase 3")
    line_voltage_l1_l2 = volts(
        "vacRs", "Line voltage between phases R and S", other_keys=("vacrs",)
    )
    line_voltage_l2_l3 = volts("vacSt", "Line voltage between phases S and T")
    line_voltage_l3_l1 = volts("vacTr", "Line voltage between phases T and R")
    ac_power_r = watts("pacr", "AC power, phase R", basis=CAPTURE)
    ac_voltage_r = volts("vacr", "AC voltage, phase R", basis=CAPTURE)
    ac_current_r = amperes("iacr", "AC current, phase R", basis=CAPTURE)
    dc_injection_l1 = milliamperes("dciR", "DC injected into AC phase 1")
    dc_injection_l2 = milliamperes("dciS", "DC injected into AC phase 2")
    dc_injection_l3 = milliamperes("dciT", "DC injected into AC phase 3")
    leakage_current = milliamperes("gfci", "Leakage current")
    output_share = percent("realOPPercent", "Output power as share of the rated power")
    load_share = percent("loadPercent", "Load share of rated power")
    full_load_power = watts("opFullwatt", "Full-load power")
    grid_type = integer("bgridType", "Grid type (register 613)", basis=CAPTURE)
    meter_connected = flag("bMerterConnectFlag", "True when a meter is connected", basis=NAME)

    # Grid, loads, self-consumption
    import_power = watts("pacToUserTotal", "Total power taken from the grid")
    import_energy_today = kilowatt_hours_today("etoUserToday", "Energy taken from the grid today")
    import_energy_total = kilowatt_hours_total("etoUserTotal", "Lifetime energy from the grid")
    export_power = watts("pacToGridTotal", "Total power fed to the grid")
    export_energy_today = kilowatt_hours_today("etoGridToday", "Energy fed to the grid today")
    export_energy_total = kilowatt_hours_total("etoGridTotal", "Lifetime energy fed to the grid")
    load_power = watts("pacToLocalLoad", "Power of local loads")
    load_energy_today = kilowatt_hours_today("elocalLoadToday", "Energy used by local loads today")
    load_energy_total = kilowatt_hours_total("elocalLoadTotal", "Lifetime energy of local loads")
    self_consumption_power = watts("pself", "Self-consumed power")
    self_consumption_energy_today = kilowatt_hours_today("eselfToday", "Self-consumed energy today")
    self_consumption_energy_total = kilowatt_hours_total("eselfTotal", "Lifetime self-consumption")
    system_power = watts("psystem", "System power")
    system_energy_today = kilowatt_hours_today("esystemToday", "PV plus battery output today")
    system_energy_total = kilowatt_hours_total("esystemTotal", "Lifetime system energy")
    external1_power = watts("pex1", "Power of external port 1, -0.1 none", missing=(-0.1,))
    external2_power = watts("pex2", "Power of external port 2, -0.1 none", missing=(-0.1,))
    external1_energy_today = kilowatt_hours_today(
        "eex1Today", "Energy of external port 1 today, -0.1 none", missing=(-0.1,)
    )
    external2_energy_today = kilowatt_hours_today(
        "eex2Today", "Energy of external port 2 today, -0.1 none", missing=(-0.1,)
    )
    external1_energy_total = kilowatt_hours_total(
        "eex1Total", "Lifetime energy of external port 1, -0.1 none", missing=(-0.1,)
    )
    external2_energy_total = kilowatt_hours_total(
        "eex2Total", "Lifetime energy of external port 2, -0.1 none", missing=(-0.1,)
    )

    # Buses
    dc_voltage = volts("dcVoltage", "DC voltage")
    positive_bus_voltage = volts("pBusVoltage", "Positive DC bus voltage")
    negative_bus_voltage = volts("nBusVoltage", "Negative DC bus voltage")

    # Battery
    battery_soc = percent("bdc1Soc", "State of charge, seen by BDC 1")
    battery_voltage = volts("bdc1Vbat", "Battery voltage at BDC 1")
    battery_current = amperes("bdc1Ibat", "Battery current at BDC 1")
    battery_charge_power = watts("bdc1ChargePower", "Charging power of battery converter BDC 1")
    battery_discharge_power = watts("bdc1DischargePower", "Discharging power of converter BDC 1")
    battery_charge_energy_today = kilowatt_hours_today("echargeToday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("echargeTotal", "Lifetime battery charge")
    battery_discharge_energy_today = kilowatt_hours_today(
        "edischargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "edischargeTotal", "Lifetime energy taken from the battery"
    )
    ac_charge_energy_today = kilowatt_hours_today("eacChargeToday", "Energy charged from AC today")
    ac_charge_energy_total = kilowatt_hours_total("eacChargeTotal", "Lifetime charge from AC")
    battery_module_number = integer("batteryNo", "Number of the battery module")
    battery_sn = serial_number("batterySN", "Serial number of the battery", other_keys=("batSn",))
    battery_module_1_soc = percent("soc1", "State of charge of battery module 1", basis=CAPTURE)
    battery_module_2_soc = percent("soc2", "State of charge of battery module 2", basis=CAPTURE)

    # Battery, as its own controller (BMS) says
    bms_battery_soc = percent("bmsSoc", "Battery state of charge from the BMS")
    bms_battery_voltage = volts(
        "bmsVbat", "Battery voltage from the BMS (also seen on the scale of one cell)"
    )
    bms_battery_current = amperes("bmsIbat", "Battery current from the BMS")
    bms_battery_temperature = celsius("bmsTemp1Bat", "Battery temperature 1 from the BMS")
    battery_soh = percent("bmsSoh", "Battery state of health")
    battery_cycles = number("bmsIcycle", "Number of battery cycles", kind=LIFETIME)
    battery_cell_voltage_spread = volts("bmsVdelta", "Highest minus lowest cell voltage")
    battery_constant_voltage = volts("bmsCvVolt", "Constant-voltage charging point from the BMS")
    battery_max_current = amperes("bmsMaxCurr", "Highest current that the BMS allows")
    battery_pack_type = number("bmsUsingCap", "Kind of battery pack")
    bms_pack_info = number("bmsPackInfo", "Battery pack information")
    bms_info_bits = number("bmsInfo", "BMS information bits")
    bms_status = integer("bmsStatus", "BMS state")
    bms_io_status = integer("bmsIosStatus", "BMS input / output state")
    bms_fault_code = integer("bmsFaultType", "BMS fault code, 0 none", codes="unknown")
    bms_error_bits_2 = integer("bmsError2", "BMS error bits, word 2")
    bms_error_bits_3 = integer("bmsError3", "BMS error bits, word 3")
    bms_error_bits_4 = integer("bmsError4", "BMS error bits, word 4")
    bms_warning_bits = number("bmsWarnCode", "BMS warning bits")
    bms_warning_bits_2 = integer("bmsWarn2", "BMS warning bits, word 2")
    bms_link_type = integer("bmsCommunicationType", "Link between BMS and inverter")
    bms_firmware_version = serial_number("bmsFwVersion", "BMS firmware number, as text")
    bms_controller_version = serial_number("bmsMcuVersion", "BMS controller firmware, as text")

    # Battery converters (BDC)
    bdc_status = integer("bdcStatus", "State of the battery converter")
    bdc_derating_code = integer("bdcDerateReason", "Why BDC power is limited, 0 no limit")
    bdc_fault_subcode = integer("bdcFaultSubCode", "Fault sub code of the battery converter")
    bdc_warning_subcode = integer("bdcWarnSubCode", "Warning sub code of the battery converter")
    bdc_bus_reference = integer("bdcBusRef", "DC bus reference of the battery converter")
    bdc_negative_bus_voltage_2 = volts("bdcVbus2Neg", "Negative DC bus 2 voltage of the BDC")
    bdc1_charge_energy_total = kilowatt_hours_total(
        "bdc1ChargeTotal", "Lifetime energy charged through BDC 1"
    )
    bdc1_discharge_energy_total = kilowatt_hours_total(
        "bdc1DischargeTotal", "Lifetime energy discharged through BDC 1"
    )
    bdc1_mode = integer("bdc1Mode", "Working mode of BDC 1")
    bdc1_status = integer("bdc1Status", "State of BDC 1")
    bdc1_fault_code = integer("bdc1FaultType", "Fault code of BDC 1, 0 none", codes="unknown")
    bdc1_warning_code = integer("bdc1WarnCode", "Warning code of BDC 1, 0 none", codes="unknown")
    bdc1_temperature_1 = celsius("bdc1Temp1", "Temperature sensor 1 of BDC 1")
    bdc1_temperature_2 = celsius("bdc1Temp2", "Temperature sensor 2 of BDC 1")
    bdc1_bus_voltage_1 = volts("bdc1Vbus1", "DC bus 1 voltage of BDC 1")
    bdc1_bus_voltage_2 = volts("bdc1Vbus2", "DC bus 2 voltage of BDC 1")
    bdc1_buck_boost_current = amperes("bdc1Ibb", "Buck-boost stage current of BDC 1")
    bdc1_llc_current = amperes("bdc1Illc", "LLC stage current of BDC 1")
    bdc2_battery_soc = percent("bdc2Soc", "State of charge seen by BDC 2")
    bdc2_battery_voltage = volts("bdc2Vbat", "Battery voltage at BDC 2")
    bdc2_battery_current = amperes("bdc2Ibat", "Battery current at BDC 2")
    bdc2_charge_power = watts("bdc2ChargePower", "Charging power of battery converter (BDC) 2")
    bdc2_discharge_power = watts("bdc2DischargePower", "Discharging power of converter BDC 2")
    bdc2_charge_energy_total = kilowatt_hours_total(
        "bdc2ChargeTotal", "Lifetime energy charged through BDC 2"
    )
    bdc2_discharge_energy_total = kilowatt_hours_total(
        "bdc2DischargeTotal", "Lifetime energy discharged through BDC 2"
    )
    bdc2_mode = integer("bdc2Mode", "Working mode of BDC 2")
    bdc2_status = integer("bdc2Status", "State of BDC 2")
    bdc2_fault_code = integer("bdc2FaultType", "Fault code of BDC 2, 0 none", codes="unknown")
    bdc2_warning_code = integer("bdc2WarnCode", "Warning code of BDC 2, 0 none", codes="unknown")
    bdc2_temperature_1 = celsius("bdc2Temp1", "Temperature sensor 1 of BDC 2")
    bdc2_temperature_2 = celsius("bdc2Temp2", "Temperature sensor 2 of BDC 2")
    bdc2_bus_voltage_1 = volts("bdc2Vbus1", "DC bus 1 voltage of BDC 2")
    bdc2_bus_voltage_2 = volts("bdc2Vbus2", "DC bus 2 voltage of BDC 2")
    bdc2_buck_boost_current = amperes("bdc2Ibb", "Buck-boost stage current of BDC 2")
    bdc2_llc_current = amperes("bdc2Illc", "LLC stage current of BDC 2")

    # Backup output (EPS)
    backup_apparent_power = volt_amperes("epsPac", "Apparent power of the backup output")
    backup_frequency = hertz("epsFac", "Frequency of the backup output")
    backup_power_factor = number("epsPf", "Power factor of the backup output (-1 in the examples)")
    backup_apparent_power_l1 = volt_amperes(
        "epsPac1", "Apparent power of the backup output, phase 1"
    )
    backup_apparent_power_l2 = volt_amperes(
        "epsPac2", "Apparent power of the backup output, phase 2"
    )
    backup_apparent_power_l3 = volt_amperes(
        "epsPac3", "Apparent power of the backup output, phase 3"
    )
    backup_voltage_l1 = volts("epsVac1", "Voltage of the backup output, phase 1")
    backup_voltage_l2 = volts("epsVac2", "Voltage of the backup output, phase 2")
    backup_voltage_l3 = volts("epsVac3", "Voltage of the backup output, phase 3")
    backup_current_l1 = amperes("epsIac1", "Current of the backup output, phase 1")
    backup_current_l2 = amperes("epsIac2", "Current of the backup output, phase 2")
    backup_current_l3 = amperes("epsIac3", "Current of the backup output, phase 3")

    # Winter and maintenance modes
    winter_mode = integer("winMode", "Winter mode", basis=CAPTURE)
    winter_mode_request = integer("winRequest", "Winter mode requested", basis=CAPTURE)
    winter_mode_start = text("tWinStart", "Start of winter mode", basis=CAPTURE)
    winter_mode_end = text("tWinEnd", "End of winter mode", basis=CAPTURE)
    winter_on_grid_soc = percent("winOnGridSOC", "Winter mode: level on grid", basis=CAPTURE)
    winter_off_grid_soc = percent("winOffGridSOC", "Winter mode: level off grid", basis=CAPTURE)
    maintenance_mode = integer("mtncMode", "Maintenance mode", basis=CAPTURE)
    maintenance_request = number("mtncRqst", "Maintenance mode requested", basis=CAPTURE)
    maintenance_start = text("tMtncStrt", "Start of maintenance mode", basis=CAPTURE)
