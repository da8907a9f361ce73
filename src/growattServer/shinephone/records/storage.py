"""Storages (SPF)."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    hertz,
    hours,
    integer,
    java_date,
    kilowatt_hours_today,
    kilowatt_hours_total,
    nested,
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
from growattServer.shinephone.records.storage_energy import StorageEnergy

NAME = Basis.NAME
IDENTITY, SETTING = Kind.IDENTITY, Kind.SETTING


class StorageDetail(Answer):
    """The latest measurements of a storage in their short form (`storage_detail`)."""

    battery_soc = percent("capacity", "State of charge")
    battery_voltage = volts("vbat", "Battery voltage")
    battery_sn = serial_number("batSn", "Serial number of the battery, may be empty")
    pv1_voltage = volts("vpv1", "Voltage of PV input 1")
    pv2_voltage = volts("vpv2", "Voltage of PV input 2")
    pv1_charge_power = watts("pCharge1", "Charging power of PV input 1")
    pv2_charge_power = watts("pCharge2", "Charging power of PV input 2")
    pv1_charge_current = amperes("iChargePV1", "Charging current of PV input 1")
    pv2_charge_current = amperes("iChargePV2", "Charging current of PV input 2")
    output_power = watts("outPutPower", "Output power")
    active_power = watts("activePower", "Active output power")
    apparent_power = volt_amperes("apparentPower", "Apparent output power")
    output_voltage = volts("outPutVolt", "Output voltage")
    output_frequency = hertz("freqOutPut", "Output frequency")
    grid_voltage = volts("vGrid", "Grid voltage")
    grid_frequency = hertz("freqGrid", "Grid frequency")
    load_share = percent("loadPercent", "Load share of rated power")
    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    battery_charge_energy_today = kilowatt_hours_today("eBatChargeToday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("eBatChargeTotal", "Lifetime battery charge")
    battery_discharge_energy_today = kilowatt_hours_today(
        "eBatDisChargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "eBatDisChargeTotal", "Lifetime energy taken from the battery"
    )


class StorageEnergyOverview(Answer):
    """The energies of a storage (`storage_energy_overview`)."""

    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    battery_charge_energy_today = kilowatt_hours_today("eChargeToday", "Battery charge today")
    battery_charge_energy_total = kilowatt_hours_total("eChargeTotal", "Lifetime battery charge")
    battery_discharge_energy_today = kilowatt_hours_today(
        "eDischargeToday", "Energy taken from the battery today"
    )
    battery_discharge_energy_total = kilowatt_hours_total(
        "eDischargeTotal", "Lifetime energy taken from the battery"
    )
    import_energy_today = kilowatt_hours_today("eToUserToday", "Energy taken from the grid today")
    import_energy_total = kilowatt_hours_total("eToUserTotal", "Lifetime energy from the grid")
    export_energy_today = kilowatt_hours_today("eToGridToday", "Energy fed to the grid today")
    export_energy_total = kilowatt_hours_total("eToGridTotal", "Lifetime energy fed to the grid")
    load_energy_today = kilowatt_hours_today("useEnergyToday", "Energy used by local loads today")
    load_energy_total = kilowatt_hours_total("useEnergyTotal", "Lifetime energy of local loads")


class StorageDevice(Answer):
    """What a storage is and some of its settings, in `StorageParams`. Units are not known."""

    device_sn = serial_number("serialNum", "Serial number of the device", basis=NAME)
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=NAME)
    plant_id = integer(
        "plantId",
        "Number of the plant (0 when not filled)",
        missing=(0,),
        kind=IDENTITY,
        basis=NAME,
    )
    plant_name = serial_number("plantname", "Name of the plant", basis=NAME)
    user_name = serial_number("userName", "Name of the user", basis=NAME)
    location = serial_number("location", "Place text", basis=NAME)
    model_number = integer("model", "Model number", kind=IDENTITY, basis=NAME)
    model = serial_number("modelText", "Model code text", basis=NAME)
    device_type = integer("deviceType", "Kind of device, a code", kind=IDENTITY, basis=NAME)
    firmware_version = serial_number("fwVersion", "Firmware version", basis=NAME)
    internal_firmware_version = serial_number(
        "innerVersion", "Internal firmware version", basis=NAME
    )
    communication_firmware_version = serial_number(
        "communicationVersion", "Firmware of the communication board", basis=NAME
    )
    bus_address = integer(
        "addr", "Bus address of the device behind the datalogger", kind=IDENTITY, basis=NAME
    )
    port_name = serial_number("portName", "Name of the communication port", basis=NAME)
    tree_level = integer("level", "Depth in the device tree", basis=NAME)
    tree_id = serial_number("treeID", "Tree key of this node", basis=NAME)
    tree_name = serial_number("treeName", "Name shown in the tree", basis=NAME)
    image_path = serial_number("imgPath", "Path of a state icon of the web page", basis=NAME)
    children = raw("children", "Child nodes of the device tree, normally empty", basis=NAME)
    record = raw("record", "Record object, normally null", basis=NAME)
    status = integer("status", "State, a code", basis=NAME)
    status_text = text("statusText", "State as text or translation key", basis=NAME)
    lost = flag("lost", "True when the cloud has lost the device", basis=NAME)
    updating = flag("updating", "True while the firmware is being updated", basis=NAME)
    last_update_time = java_date("lastUpdateTime", "Time of the last data", basis=NAME)
    device_time = timestamp("sysTime", "Time on the clock of the device", basis=NAME)
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)", basis=NAME)
    led_1 = flag("statusLed1", "True when status LED 1 is lit, going by the key", basis=NAME)
    led_2 = flag("statusLed2", "True when status LED 2 is lit, going by the key", basis=NAME)
    led_3 = flag("statusLed3", "True when status LED 3 is lit, going by the key", basis=NAME)
    led_4 = flag("statusLed4", "True when status LED 4 is lit, going by the key", basis=NAME)
    led_5 = flag("statusLed5", "True when status LED 5 is lit, going by the key", basis=NAME)
    led_6 = flag("statusLed6", "True when status LED 6 is lit, going by the key", basis=NAME)
    discharge_power = number("pDischarge", "Discharging power, unit unknown", basis=NAME)
    rated_apparent_power = number("rateVA", "Rated apparent power, unit unknown", basis=NAME)

    # Settings
    ac_input_mode = integer("acInModel", "AC input mode, a code", kind=SETTING, basis=NAME)
    ac_charge_current_limit = number(
        "ACmaxChargeCurr",
        "Highest charging current from AC, unit unknown",
        kind=SETTING,
        basis=NAME,
    )
    battery_to_grid_voltage = number(
        "batLowToUtiVolt",
        "Battery voltage where the grid takes over, unit unknown",
        kind=SETTING,
        basis=NAME,
    )
    bulk_charge_voltage = number(
        "bulkChargeVolt", "Bulk charging voltage, unit unknown", kind=SETTING, basis=NAME
    )
    charge_config = integer(
        "chargeConfig", "What charges the battery, a code", kind=SETTING, basis=NAME
    )
    battery_protocol = integer(
        "liBatteryProtocolType", "Protocol of the lithium battery, a code", kind=SETTING, basis=NAME
    )
    battery_type_2 = integer("uwBatType2", "Battery kind 2, a code", basis=NAME)
    pv_mode = integer("pvModel", "PV mode, a code", kind=SETTING, basis=NAME)
    output_frequency_choice = integer(
        "outputFreqType", "Output frequency, a code", kind=SETTING, basis=NAME
    )
    output_voltage_choice = integer(
        "outputVoltType", "Output voltage, a code", kind=SETTING, basis=NAME
    )
    overload_restart = integer(
        "overLoadRestart", "Restart after overload, a code", kind=SETTING, basis=NAME
    )
    overtemperature_restart = integer(
        "overTempRestart", "Restart after overheating, a code", kind=SETTING, basis=NAME
    )
    manual_start_switch = integer(
        "manualStartEn", "Manual start in use, going by the key", kind=SETTING, basis=NAME
    )
    backlight_switch = integer(
        "bLightEn", "Backlight in use, going by the key", kind=SETTING, basis=NAME
    )
    grid_output_start = number(
        "utiOutStart", "Start of output from the grid, unit unknown", kind=SETTING, basis=NAME
    )
    grid_output_end = number(
        "utiOutEnd", "End of output from the grid, unit unknown", kind=SETTING, basis=NAME
    )


class StorageParams(Answer):
    """What a storage is and its latest measurements (`storage_params`)."""

    device = nested("storageBean", StorageDevice, "What the storage is, and some of its settings")
    latest = nested("storageDetailBean", StorageEnergy, "The latest measurements")
    model_name = serial_number("storageType", "Model name")
    rated_active_power = watts("activePower", "Rated active power")
    rated_apparent_power = volt_amperes("apparentPower", "Rated apparent power")
    revenue_today_text = text("todayRevenue", "Revenue today as text with the currency")
    revenue_total_text = text("totalRevenue", "Lifetime revenue as text with the currency")
