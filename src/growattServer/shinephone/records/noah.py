"""NOAH balcony batteries."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    flag,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    nested,
    number,
    percent,
    raw,
    required,
    rows,
    serial_number,
    text,
    watts,
)
from growattServer.records.choices import NoahMode
from growattServer.records.states import NoahState
from growattServer.shinephone.records.answer import Answer, text_by_label, text_list

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY, LIFETIME, SETTING = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING


class NoahPlant(Answer, kind=Kind.IDENTITY):
    """Whether a plant has a NOAH, in `NoahSystem`."""

    is_noah_system = flag("isPlantNoahSystem", "True when the plant is a NOAH system")
    has_noah = flag("isPlantHaveNoah", "True when the plant has a NOAH")
    has_nexa = flag("isPlantHaveNexa", "True when the plant has a NEXA")
    device_sn = serial_number("deviceSn", "Serial number of the device, empty without one")
    plant_id = required(integer("plantId", "Number of the plant"))
    plant_name = text("plantName", "Plant name")


class NoahSystem(Answer):
    """Whether there is a NOAH in a plant (`is_plant_noah_system`)."""

    result = integer("result", "1 on success")
    message = text("msg", "Empty on success")
    plant = nested("obj", NoahPlant, "What the plant has")


class NoahStatus(Answer):
    """The present values of a NOAH, in `NoahStatusAnswer`."""

    alias = serial_number("alias", "User-given name", basis=NAME)
    plant_id = integer("plantId", "Number of the plant", kind=IDENTITY, basis=NAME)
    status = coded("status", NoahState, "State", faults=(NoahState.FAULT,))
    energy_priority = coded("workMode", NoahMode, "Energy priority", kind=SETTING)
    pv_power = watts("ppv", "Total PV power")
    ac_power = watts("pac", "AC output power")
    battery_charge_power = watts("chargePower", "Battery charging power")
    battery_discharge_power = watts("disChargePower", "Battery discharging power")
    battery_soc = percent("soc", "State of charge")
    battery_count = integer("batteryNum", "Number of batteries")
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    revenue_today = number("profitToday", "Revenue today", unit="currency", kind=DAILY)
    revenue_total = number("profitTotal", "Lifetime revenue", unit="currency", kind=LIFETIME)
    currency_sign = text("moneyUnit", "Sign of the currency", kind=SETTING)
    paired_inverter_sn = serial_number(
        "associatedInvSn", "Serial number of the paired inverter, may be empty"
    )


class NoahStatusAnswer(Answer):
    """The present values of a NOAH with their envelope (`noah_system_status`)."""

    result = integer("result", "1 on success")
    message = text("msg", "Empty or a code")
    latest = nested("obj", NoahStatus, "The present values")


class NoahSettings(Answer, kind=Kind.SETTING):
    """The settings of a NOAH, in `NoahDetails`."""

    device_sn = required(serial_number("deviceSn", "Serial number of the device"))
    alias = serial_number("alias", "User-given name")
    plant_id = required(integer("plantId", "Number of the plant", kind=IDENTITY))
    plant_name = serial_number("plantName", "Plant name")
    firmware_version = serial_number("version", "Firmware version")
    model = serial_number("model", "Model")
    model_name = serial_number("modelName", "Model name")
    manufacturer = serial_number("manName", "Maker")
    battery_sns = text_list("batSns", "Serial numbers of the batteries", kind=IDENTITY)
    time_segments = raw(
        "time_segment", "List of objects of one key, time_segmentN: mode_start_end_watts"
    )
    charge_stop_soc = percent("chargingSocHighLimit", "Level where charging stops")
    discharge_stop_soc = percent("chargingSocLowLimit", "Level where discharging stops")
    default_power = watts("defaultPower", "Output power outside the time segments")
    energy_price = number("formulaMoney", "Price of a kWh", unit="currency/kWh")
    currency = text("moneyUnitText", "Currency, a key of the list of currencies")
    paired_inverter_sn = serial_number("associatedInvSn", "Serial number of the paired inverter")
    paired_inverter_model = integer(
        "associatedInvManAndModel", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    temperature_unit_code = text("tempType", "Unit of temperatures, a code", basis=NAME)


class NoahPlantRow(Answer, kind=Kind.IDENTITY):
    """A plant of the account, in `NoahDetails`."""

    plant_id = required(integer("plantId", "Number of the plant, going by the key", basis=NAME))
    name = text("plantName", "Plant name, going by the key", basis=NAME)
    plant_image = text("plantImgName", "Not documented", basis=CAPTURE)


class NoahDetails(Answer, kind=Kind.SETTING):
    """A NOAH and what its settings can be chosen from, in `NoahInfo`."""

    settings = nested("noah", NoahSettings, "The settings")
    currencies = text_by_label("unitList", "Currencies by their labels")
    currency_codes = text_list("unitKeyList", "Codes of currencies, from newer servers")
    plants = rows("plantList", NoahPlantRow, "The plants of the account")
    neo_inverters = raw("neoList", "Not documented", basis=CAPTURE)


class NoahInfo(Answer):
    """A NOAH and its settings, with their envelope (`noah_info`)."""

    result = integer("result", "1 on success")
    message = text("msg", "Empty or a code")
    details = nested("obj", NoahDetails, "The device and its settings")
