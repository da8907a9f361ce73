"""A plant with its dataloggers and devices."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    flag,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    raw,
    required,
    rows,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    watts,
)
from growattServer.shinephone.records.answer import Answer, text_list

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, LIFETIME, MEASUREMENT, SETTING = (
    Kind.IDENTITY,
    Kind.LIFETIME,
    Kind.MEASUREMENT,
    Kind.SETTING,
)


class Datalogger(Answer, kind=Kind.IDENTITY):
    """A datalogger of a plant, in `PlantInfo`."""

    datalogger_sn = required(serial_number("datalog_sn", "Serial number of the datalogger"))
    alias = text("alias", "User-given name")
    model = text("device_type", "Model of the datalogger")
    type_code = text("type", "Kind of datalogger, a code")
    type_indicator = text("deviceTypeIndicate", "Kind of datalogger, a code")
    client_address = text("client_url", "Network address of the datalogger")
    is_4g = flag("isGprs4G", "True with a mobile modem")
    lfdi = text("lfdi", "Identity of the datalogger")
    unit_id = text("unit_id", "Identity of the datalogger")
    update_interval = number(
        "update_interval", "Time between two uploads", unit="min", kind=SETTING
    )
    last_update_time = timestamp(
        "update_time", "Last contact, on the clock of the server", kind=MEASUREMENT
    )
    lost = flag("lost", "True when offline", kind=MEASUREMENT)
    label_texts = text_list("keys", "Labels to display, in the asked language")
    value_texts = text_list("values", "Values to display beside the labels", kind=MEASUREMENT)
    meter = raw("meter", "Meter, an empty object")
    sim = raw("simInfo", "Mobile card: null, or the text None")


class Device(Answer):
    """A device of a plant (the rows of `device_list`); `family` says which calls it answers to.

    Rows of TLX inverters and of storages have different keys.
    """

    device_sn = required(serial_number("deviceSn", "Serial number of the device"))
    datalogger_sn = required(serial_number("datalogSn", "Serial number of the datalogger"))
    alias = serial_number("deviceAilas", "User-given name (the key is misspelled)")
    family = required(
        serial_number("deviceType", "Family: inverter, tlx, mix, storage, spa, bat, wit")
    )
    location = serial_number("location", "Place text", basis=NAME)
    plant_id = integer(
        "plantId",
        "Number of the plant, in the inverters of plant_info only",
        kind=IDENTITY,
        basis=NAME,
    )
    status = integer(
        "deviceStatus", "State, a code of the family: tlx 1 online, -1 lost; storage 5 PV charging"
    )
    lost = flag("lost", "True when offline")
    energy_today = kilowatt_hours_today("eToday", "Energy today", other_keys=("eTodayStr",))
    energy_total = kilowatt_hours_total("energy", "Lifetime energy")
    present_power = watts("power", "Present power", other_keys=("powerStr",))
    battery_soc = percent(
        "capacity", "State of charge (of a TLX: seen by BDC 1)", other_keys=("bdc1Soc",)
    )

    # TLX
    type_number = integer("type", "Not documented", kind=IDENTITY, basis=CAPTURE)
    settings_type = integer("type2", "The type that the calls for settings want", kind=IDENTITY)
    awaiting_permission = number(
        "prePto", "Waiting for permission to operate (-1 in the examples)", kind=SETTING, basis=NAME
    )
    xe_ct = text("xe_ct", "Not documented", basis=CAPTURE)
    is_parallel = flag("isParallel", "True for one of several parallel devices, going by the key")
    meter_connected = flag("bMerterConnectFlag", "True when a meter is connected", basis=NAME)
    bdc2_battery_soc = percent("bdc2Soc", "State of charge seen by BDC 2", basis=NAME)

    # Storage
    battery_charge_power = watts("pCharge", "Charging power")
    battery_charge_energy_today = kilowatt_hours_today("eChargeToday", "Battery charge today")
    active_power = watts("activePower", "Active power")
    apparent_power = volt_amperes("apparentPower", "Apparent power")
    storage_type = text("storageType", "Kind of storage, a code", kind=IDENTITY)


class PlantInfo(Answer):
    """A plant with its dataloggers and devices (`plant_info`).

    The inverters of a TLX plant are in `inverters`, `devices` is empty there. Without a language
    the labels of the dataloggers are Chinese.
    """

    energy_today = kilowatt_hours_today("todayEnergy", "Energy of the plant today")
    energy_total = kilowatt_hours_total("totalEnergy", "Lifetime energy of the plant")
    inverter_pv_power = watts("invTodayPpv", "Present PV power of the inverters")
    storage_pv_power = watts("storageTodayPpv", "Present PV power of the storages")
    rated_power = watts("nominal_Power", "Rated power")
    rated_inverter_power = watts("nominalPower", "Rated power (0 for plants of storages)")
    revenue_text = text("plantMoneyText", "Revenue today as text: amount, /, currency")
    revenue_total = number("totalMoneyText", "Lifetime revenue", unit="currency", kind=LIFETIME)
    co2_avoided = number("Co2Reduction", "Avoided CO2, unit unknown")
    storage_discharge_today = number("todayDischarge", "Storage figure of unknown unit")
    storage_energy_used = number("useEnergy", "Storage figure of unknown unit")
    storage_grid_power = number("storagePgrid", "Storage figure of unknown unit")
    storage_user_power = number("storagePuser", "Storage figure of unknown unit")
    has_optimizer = flag("isHaveOptimizer", "Not documented", basis=CAPTURE)
    optimizer_type = integer("optimizerType", "Not documented", basis=CAPTURE)
    has_pump = flag("isHavePumper", "Not documented", basis=CAPTURE)
    meter_type = text("ammeterType", "Not documented", basis=CAPTURE)
    dataloggers = rows("datalogList", Datalogger, "The dataloggers")
    devices = rows("deviceList", Device, "The devices (none for TLX plants)")
    inverters = rows("invList", Device, "The TLX inverters", may_be_absent=True)
    batteries = rows("batList", Device, "The devices of another family", may_be_absent=True)
    boosts = rows("boostList", Device, "The devices of another family", may_be_absent=True)
    chargers = rows("chargerList", Device, "The devices of another family", may_be_absent=True)
    meters = rows("meterList", Device, "The devices of another family", may_be_absent=True)
    off_grid_boxes = rows("ogbList", Device, "The devices of another family", may_be_absent=True)
    pids = rows("pidList", Device, "The devices of another family", may_be_absent=True)
    sph_devices = rows("sphList", Device, "The devices of another family", may_be_absent=True)
    storages = rows("storageList", Device, "The devices of another family", may_be_absent=True)
    wit_devices = rows("witList", Device, "The devices of another family", may_be_absent=True)
