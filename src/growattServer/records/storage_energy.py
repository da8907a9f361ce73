"""Off-grid storage inverters: measurements, as all APIs show them."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    celsius,
    flag,
    hertz,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.storage_battery import StorageBatteryFields

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
DAILY = Kind.DAILY
IDENTITY = Kind.IDENTITY
LIFETIME = Kind.LIFETIME
SETTING = Kind.SETTING


class StorageActivity(Code):
    """What an off-grid storage inverter did when it sent its reading."""

    OPERATING = 0
    CHARGING = 1
    DISCHARGING = 2
    FAULT = 3
    UPGRADING = 4


class StorageEnergyFields(StorageBatteryFields):
    """What an off-grid storage inverter measures."""

    # The record
    bus_address = integer("address", "Bus address of the device, going by the key", kind=IDENTITY)
    resent = flag("again", "True when the datalogger sent the record again", basis=NAME)
    alias = serial_number("alias", "User-given name")
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    record_day = text("day", "Not documented", basis=CAPTURE)
    day_map = raw("dayMap", "Not documented", basis=CAPTURE)
    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv2_energy_today = kilowatt_hours_today("epvToday2", "Energy of PV input 2 today")
    energy_today = kilowatt_hours_today("etoday", "Energy produced today", basis=NAME)
    export_energy_today = kilowatt_hours_today("eToGridToday", "Energy fed to the grid today")
    import_energy_today = kilowatt_hours_today("eToUserToday", "Energy taken from the grid today")
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    device_bean = raw("storageBean", "Not documented", basis=CAPTURE)
    has_device_time = flag("withTime", "True when the device sent its own time")

    # State
    do_status = integer("doStatus", "Not documented", basis=CAPTURE)
    error_code = integer("errorCode", "Error code, going by the key", codes="unknown")
    error_text = text("errorText", "Text of the error code", basis=NAME)
    fault_code = integer("faultCode", "Fault code, going by the key", codes="unknown")
    gauge_operation_status = integer(
        "gaugeOperationStatus", "Operation state of the fuel gauge", basis=NAME
    )
    gauge_pack_status = integer("gaugePackStatus", "Pack state of the fuel gauge", basis=NAME)
    export_current_text = text(
        "iacToGridText", "Current fed to the grid with its unit, as text", basis=NAME
    )
    import_current_text = text(
        "iacToUserText", "Current taken from the grid with its unit, as text", basis=NAME
    )
    internal_code = text("innerCWCode", "Not documented", basis=CAPTURE)
    pv_current_text = text("ipvText", "PV current with its unit, as text", basis=NAME)
    export_power_text = text(
        "pacToGridText", "Power fed to the grid with its unit, as text", basis=NAME
    )
    import_power_text = text(
        "pacToUserText", "Power taken from the grid with its unit, as text", basis=NAME
    )
    pv_power_text = text("ppvText", "PV power with its unit, as text", basis=NAME)
    spf_5000_status_text = text("spf5000StatusText", "Not documented", basis=CAPTURE)
    status = coded("status", StorageActivity, "State", faults=(StorageActivity.FAULT,))
    status_text = text("statusText", "State as text, such as PV charge", basis=NAME)
    update_status = integer("updateStatus", "Not documented", basis=CAPTURE)
    ac_voltage_text = text("vacText", "AC voltage with its unit, as text", basis=NAME)
    buck_voltage_text = text(
        "vBuckText", "Voltage of the buck stage with its unit, as text", basis=NAME
    )
    pv_voltage_text = text("vpvText", "PV voltage with its unit, as text", basis=NAME)
    warning_code = integer("warnCode", "Warning code, going by the key", codes="unknown")
    warning_code_2 = integer("warnCode2", "Warning code 2, going by the key", codes="unknown")
    warning_code_3 = integer("warnCode3", "Warning code 3", codes="unknown")
    warning_text = text("warnText", "Text of the warning", basis=NAME)

    # PV
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pv2_energy_total = kilowatt_hours_total("epvTotal2", "Lifetime energy of PV input 2")
    pv_current = amperes("ipv", "PV current")
    pv_power = watts("ppv", "PV power")
    pv2_power = watts("ppv2", "Power of PV input 2")
    pv_voltage = volts("vpv", "PV voltage")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")

    # Battery, as its own controller (BMS) says
    pack_number = integer("packNum", "Not documented", basis=CAPTURE)
    protect_pack_id = integer("protectPackID", "Not documented", basis=CAPTURE)

    # Temperatures
    buck_1_temperature = celsius("buck1_NTCTemperature", "Temperature of buck stage 1")
    buck_2_temperature = celsius("buck2_NTCTemperature", "Temperature of buck stage 2")
    dcdc_temperature = celsius("dcDcTemperature", "Temperature of the DC converter")
    ambient_temperature = celsius("envTemperature", "Ambient temperature", basis=NAME)
    inverter_temperature = celsius("invTemperature", "Temperature of the inverter")
    llc_temperature = number("llctemperature", "Not documented", basis=CAPTURE)
    temperature = celsius("temperature", "Temperature")

    # Backup output
    load_share = percent("loadPercent", "Load share of rated power")
    load_percent_1 = number("loadPercent1", "Not documented", basis=CAPTURE)
    load_percent_2 = number("loadPercent2", "Not documented", basis=CAPTURE)
    load_percent_3 = number("loadPercent3", "Not documented", basis=CAPTURE)

    # Grid and loads
    export_energy_total = kilowatt_hours_total("eToGridTotal", "Lifetime energy fed to the grid")
    import_energy_total = kilowatt_hours_total("eToUserTotal", "Lifetime energy from the grid")
    grid_frequency = hertz("freqGrid", "Grid frequency")
    export_current = amperes("iacToGrid", "Current fed to the grid")
    import_current = amperes("iacToUser", "Current taken from the grid")
    export_power = watts("pacToGrid", "Power fed to the grid")
    import_power = watts("pacToUser", "Power taken from the grid")
    system_output_power = watts("sysOut", "System output power", basis=NAME)
    grid_voltage = volts("vGrid", "Grid voltage")
    grid_voltage_2 = number("vGrid2", "Not documented", basis=CAPTURE)
    grid_voltage_3 = number("vGrid3", "Not documented", basis=CAPTURE)

    # Generator
    generator_current = amperes("genCurrent", "Generator current", basis=NAME)
    generator_current_1 = number("genCurrent1", "Not documented", basis=CAPTURE)
    generator_current_2 = number("genCurrent2", "Not documented", basis=CAPTURE)
    generator_current_3 = number("genCurrent3", "Not documented", basis=CAPTURE)
    generator_voltage = volts("genVolt", "Generator voltage", basis=NAME)
    generator_voltage_2 = number("genVolt2", "Not documented", basis=CAPTURE)
    generator_voltage_3 = number("genVolt3", "Not documented", basis=CAPTURE)

    # AC output
    energy_total = kilowatt_hours_total(
        "etotal",
        "Lifetime energy produced (below 0 in an example of V4)",
        basis=NAME,
    )
    output_frequency = hertz("freqOutPut", "Output frequency")
    gauge_current = amperes("gaugeICCurrent", "Fuel gauge current", basis=NAME)
    rated_power = watts("normalPower", "Rated power")
    output_current = amperes("outPutCurrent", "Output current")
    output_current_2 = number("outPutCurrent2", "Not documented", basis=CAPTURE)
    output_current_3 = number("outPutCurrent3", "Not documented", basis=CAPTURE)
    output_power = watts("outPutPower", "Output power")
    output_power_1 = number("outPutPower1", "Not documented", basis=CAPTURE)
    output_power_2 = number("outPutPower2", "Not documented", basis=CAPTURE)
    output_power_3 = number("outPutPower3", "Not documented", basis=CAPTURE)
    output_voltage = volts("outPutVolt", "Output voltage")
    output_voltage_2 = number("outPutVolt2", "Not documented", basis=CAPTURE)
    output_voltage_3 = number("outPutVolt3", "Not documented", basis=CAPTURE)
    ac_input_power = watts("pAcInPut", "Power taken from the grid")
    ac_input_power_1 = number("pAcInPut1", "Not documented", basis=CAPTURE)
    ac_input_power_2 = number("pAcInPut2", "Not documented", basis=CAPTURE)
    ac_input_power_3 = number("pAcInPut3", "Not documented", basis=CAPTURE)
    ac_output_power = number("pAcOutPut", "Not documented", basis=CAPTURE)
    power_saving_switch = number(
        "powSavingEn", "Power saving in use, going by the key", kind=SETTING, basis=NAME
    )
    apparent_power = volt_amperes("rateVA", "Apparent output power", basis=NAME)
    rated_active_power = watts("rateWatt", "Rated active power", basis=NAME)
    ac_voltage = volts("vac", "AC voltage")
    buck_voltage = volts("vBuck", "Voltage of the buck stage")
    buck_voltage_2 = volts("vBuck2", "Second buck stage voltage (documented unit A)", basis=NAME)
    bus_voltage = volts("vBus", "Bus voltage", basis=NAME)

    # Others
    backlight_switch = number(
        "bLightEn", "Backlight in use, going by the key", kind=SETTING, basis=NAME
    )
    device_type = integer("deviceType", "Kind of device, a code", kind=IDENTITY)
    gauge_2_remaining_1 = number(
        "gauge2RM1", "Remaining capacity 1 of fuel gauge 2, unit unknown", basis=NAME
    )
    gauge_2_remaining_2 = number(
        "gauge2RM2", "Remaining capacity 2 of fuel gauge 2, unit unknown", basis=NAME
    )
    gauge_fcc = number("gaugeFCC", "Not documented", basis=CAPTURE)
    gauge_rm = number("gaugeRM", "Not documented", basis=CAPTURE)
    gauge_1_remaining_1 = number(
        "gaugeRM1", "Remaining capacity 1 of the fuel gauge, unit unknown", basis=NAME
    )
    gauge_1_remaining_2 = number(
        "gaugeRM2", "Remaining capacity 2 of the fuel gauge, unit unknown", basis=NAME
    )
    hardware_version = integer("hardwareVersion", "Hardware version", basis=NAME)
    manual_start_switch = number(
        "manualStartEn", "Manual start in use, going by the key", kind=SETTING, basis=NAME
    )
    manufacturer = integer("manufacture", "Not documented", basis=CAPTURE)
    parallel_high_software_version = integer(
        "parallelHightSoftwarVer", "Not documented", basis=CAPTURE
    )
    remote_control_switch = number(
        "remoteCntlEn", "Remote control in use, going by the key", kind=SETTING, basis=NAME
    )
    remote_control_fail_reason = integer("remoteCntlFailReason", "Not documented", basis=CAPTURE)
    sci_loss_check_switch = number(
        "sciLossChkEn",
        "Check for lost communication in use, going by the key",
        kind=SETTING,
        basis=NAME,
    )
    software_version_1 = text("softwareVersion1", "Not documented", basis=CAPTURE)
    software_version_2 = text("softwareVersion2", "Not documented", basis=CAPTURE)
    software_version_3 = text("softwareVersion3", "Not documented", basis=CAPTURE)
