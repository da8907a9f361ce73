"""What the app's own calls about a NOAH or NEXA answer: the present state, batteries, settings.

The vendor documents none of it: a row's basis is an answer that somebody has published, or what
other clients know.
"""

from __future__ import annotations

from typing import Any

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Field,
    Kind,
    Required,
    celsius,
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
from growattServer.parsing import number_parser, parse_text
from growattServer.records.choices import NoahMode
from growattServer.records.states import NoahState
from growattServer.rows import Rows

from .app_answer import NoahAppAnswer
from .noah_segment import time_segments
from .times import server_time

NAME, REPORT = Basis.NAME, Basis.REPORT
DAILY, IDENTITY, LIFETIME, SETTING = Kind.DAILY, Kind.IDENTITY, Kind.LIFETIME, Kind.SETTING
MEASUREMENT = Kind.MEASUREMENT
_WATTS = number_parser("W", 1, ())


def _reversed_watts(value: Any) -> float | None:
    found = _WATTS(value)
    # 0 stays 0, which has a sign otherwise
    return None if found is None else 0.0 - found


class NexaState(Code):
    """What a NEXA does; the evidence for FAULT is weak, as working devices have shown it."""

    OFFLINE = -1
    LOAD_FIRST = 0
    BATTERY_FIRST = 1
    SMART = 2
    FAULT = 4
    HEATING = 5
    ON_GRID = 6
    OFF_GRID = 7


class GridConnection(Code):
    """How a device is connected to the grid."""

    ON_GRID = 0
    OFF_GRID = 1
    HYBRID = 2


class TemperatureUnit(Code):
    """The unit that an account has chosen for temperatures."""

    CELSIUS = 0
    FAHRENHEIT = 1


class NoahStatus(NoahAppAnswer):
    """The present state and powers of a NOAH (`noah_status`); there is no time in it."""

    alias = serial_number("alias", "User-given name, the model until it is changed")
    plant_id = integer("plantId", "Number of the plant", kind=IDENTITY)
    paired_inverter_sn = serial_number(
        "associatedInvSn", "Serial number of the paired micro-inverter"
    )
    status: Field[NoahState] | Field[NexaState] = coded("status", NoahState, "State")
    energy_priority = coded("workMode", NoahMode, "Mode in force")
    on_off_grid = coded("onOffGrid", GridConnection, "On the grid or off it")

    pv_power = watts("ppv", "Total PV power")
    output_power = watts(
        "pac", "Power that the device gives; negative while it charges from the AC side"
    )
    battery_charge_power = watts("chargePower", "Power into the battery, never negative")
    battery_discharge_power = watts("disChargePower", "Power out of the battery, never negative")
    battery_soc = percent("soc", "State of charge over all packs")
    battery_count = integer("batteryNum", "Battery packs, the device itself included")

    load_power = watts("loadPower", "Consumption of the house; without a meter the output alone")
    meter_power = watts(
        "gridPower", "Power at the meter: positive from the grid; 0 without a meter"
    )
    meter_present = flag("isHaveCt", "True when a meter is paired", basis=NAME)
    eastron_meter_status = integer("eastronStatus", "State of an Eastron meter, -1 without one")
    smart_plug_count = integer("groplugNum", "Paired smart plugs", basis=NAME)
    smart_plug_power = watts("groplugPower", "Power through the smart plugs", basis=NAME)
    other_power = watts("otherPower", "Not documented, the same as pac wherever it was seen")
    ac_couple_enabled = flag(
        "acCoupleEnable", "Charging from the surplus of other inverters", kind=SETTING
    )

    energy_today = kilowatt_hours_today("eacToday", "Energy today, presumably the output")
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime energy, presumably the output")
    revenue_today = number("profitToday", "Revenue today", unit="currency", kind=DAILY)
    revenue_total = number("profitTotal", "Lifetime revenue", unit="currency", kind=LIFETIME)
    currency_sign = text("moneyUnit", "Sign of the currency", kind=SETTING)


class NexaStatus(NoahStatus):
    """The present state and powers of a NEXA (`noah_status`).

    As `NoahStatus`, but its `status` has other numbers, and the dict has `pac` with the other sign;
    `output_power` has that of a NOAH.
    """

    status = coded("status", NexaState, "State")
    output_power = Field(
        "pac",
        _reversed_watts,
        "Power that the device gives; negative while it charges from the AC side",
        unit="W",
        precision=0,
    )


# --- batteries -----------------------------------------------------------------------------------


class NoahBattery(NoahAppAnswer):
    """A battery pack, in `NoahBatteries`."""

    battery_sn = required(
        serial_number("serialNum", "Serial number of the pack; that of the device itself is first")
    )
    battery_soc = percent("soc", "State of charge of the pack", basis=REPORT)
    battery_temperature = celsius("temp", "Temperature of the pack", basis=REPORT)


_FAHRENHEIT = number_parser(None, 1, ())


def _celsius_of_fahrenheit(value: Any) -> float | None:
    found = _FAHRENHEIT(value)
    return None if found is None else round((found - 32) / 1.8, 1)


class NoahBatteryFahrenheit(NoahBattery):
    """A battery pack of an account that has chosen °F: the dict is in °F, the attribute in °C."""

    battery_temperature = Field(
        "temp",
        _celsius_of_fahrenheit,
        "Temperature of the pack, sent in °F",
        unit="°C",
        precision=1,
        basis=REPORT,
    )


class _Packs(Required[Rows[NoahBattery]]):
    """The packs, whose temperature is in the unit that stands beside them."""

    __slots__ = ()

    def read(self, record: Any) -> Rows[NoahBattery] | None:
        sent = record.get(self.key)
        if not isinstance(sent, list):
            return None
        unit = parse_text(record.get("tempType")) or ""
        kind = NoahBatteryFahrenheit if "F" in unit or "℉" in unit else NoahBattery
        return Rows(kind(pack) for pack in sent if isinstance(pack, dict))


class NoahBatteries(NoahAppAnswer):
    """The battery packs of a NOAH or NEXA, at most four (`noah_batteries`).

    On some days the server has left them out, while `latest` had them.
    """

    time = server_time(
        "time", "Time of the reading, taken to be on the clock of the server", basis=REPORT
    )
    temperature_unit = text(
        "tempType", "Unit of the temperatures as sent, such as °C", kind=SETTING
    )
    batteries = _Packs("batter", lambda value: value, "The packs", basis=REPORT)


# --- settings ------------------------------------------------------------------------------------


def _texts(value: Any) -> list[str] | None:
    if not isinstance(value, list):
        return None
    return [found for found in map(parse_text, value) if found is not None]


class NoahGridCode(NoahAppAnswer, kind=Kind.SETTING):
    """A grid code that can be chosen, in `NoahSettings`."""

    number = integer("safetyCorrespondNum", "Number of the grid code")
    country = text("countryAndArea", "Country or area")


class NoahSettings(NoahAppAnswer, kind=Kind.SETTING):
    """What a NOAH or NEXA is and how it is set, in `NoahInfo`."""

    # Names and versions
    device_sn = required(serial_number("deviceSn", "Serial number of the device"))
    alias = serial_number("alias", "User-given name")
    model = serial_number("model", "Model, such as NEXA 2000")
    firmware_version = serial_number("version", "Firmware version")
    plant_id = integer("plantId", "Number of the plant", kind=IDENTITY)
    plant_name = serial_number("plantName", "Plant name")
    battery_sns = Field("batSns", _texts, "Serial numbers of the packs", kind=IDENTITY)
    paired_inverter_sn = serial_number(
        "associatedInvSn", "Serial number of the paired micro-inverter", basis=REPORT
    )
    paired_inverter_model = integer(
        "associatedInvManAndModel", "Not documented", kind=IDENTITY, basis=REPORT
    )
    manufacturer = serial_number("manName", "Maker of the paired inverter", basis=REPORT)
    model_name = serial_number("modelName", "Model of the paired inverter", basis=REPORT)

    # Output and battery
    energy_priority = coded("workMode", NoahMode, "Mode in force", kind=MEASUREMENT)
    default_mode = coded("defaultMode", NoahMode, "Mode outside the time segments")
    default_power = watts(
        "defaultPower", "Output power of a NOAH outside the time segments", basis=REPORT
    )
    default_ac_couple_power = watts(
        "defaultACCouplePower", "Output power of a NEXA outside the time segments"
    )
    time_segments = Field("time_segment", time_segments, "The time segments, by their numbers")
    smart_plan = flag("smartPlan", "Not documented: smart mode is possible, or in use")
    charge_stop_soc = percent("chargingSocHighLimit", "Level where charging stops")
    discharge_stop_soc = percent("chargingSocLowLimit", "Level where discharging stops")
    grid_charging_enabled = flag("allowGridCharging", "Charging from the grid allowed")
    light_load_enabled = flag(
        "light_load_enable", "Goes on discharging at very low load", basis=REPORT
    )
    never_off_enabled = flag("never_power_off", "Stays on while the grid is there", basis=REPORT)

    # Grid
    grid_connection_control = integer("gridConnectionControl", "Off-grid output allowed: 1 yes")
    ac_couple_supported = flag("acCouple", "The device can couple on the AC side", basis=NAME)
    ac_couple_enabled = flag("acCoupleEnable", "Charging from the surplus of other inverters")
    ac_couple_power_control = integer(
        "acCouplePowerControl", "1000 W in place of 800 W: 1 yes; not allowed on every grid"
    )
    export_limit_enabled = flag("antiBackflowEnable", "Export limit enabled")
    export_power_limit = percent(
        "antiBackflowPowerPercentage", "Export allowed, a share of the output limit"
    )
    grid_code = integer("safety", "Grid code in force, a number of `grid_codes`", basis=NAME)
    grid_code_settable = flag("safetyEnable", "The grid code may be changed", basis=NAME)
    grid_codes = rows(
        "safetyList", NoahGridCode, "The grid codes to choose from", may_be_absent=True
    )
    grid_set = integer("gridSet", "Not documented")

    # Meter
    meter_model = serial_number("ammeterModel", "Model of the paired meter")
    meter_sn = serial_number("ammeterSn", "Serial number of the paired meter")
    ct_type = integer("ctType", "Kind of current sensor; the codes are not known")
    shelly_devices = raw("shellyList", "Shelly devices; seen empty although one was paired")

    # Money and units
    temperature_unit_code = coded("tempType", TemperatureUnit, "Unit of temperatures")
    energy_price = number("formulaMoney", "Price of a kWh", unit="currency/kWh")
    currency = text("moneyUnitText", "Currency, such as EUR")


class NoahPlantRow(NoahAppAnswer, kind=Kind.IDENTITY):
    """A plant of the account, in `NoahInfo`."""

    plant_id = required(integer("plantId", "Number of the plant"))
    name = serial_number("plantName", "Plant name")
    plant_image = text("plantImgName", "Not documented")


class NoahInfo(NoahAppAnswer, kind=Kind.SETTING):
    """A NOAH or NEXA with its settings, and what they can be chosen from (`noah_settings`)."""

    settings = required(nested("noah", NoahSettings, "The device and its settings"))
    plants = rows("plantList", NoahPlantRow, "The plants of the account", may_be_absent=True)
    currency_codes = Field("unitKeyList", _texts, "Codes of currencies")
    currencies = raw("unitList", "Currencies by their labels")
    neo_inverters = raw("neoList", "Not documented", basis=REPORT)


class NoahFirmware(NoahAppAnswer, kind=Kind.IDENTITY):
    """The firmware in use and the newest one (`noah_firmware`)."""

    update_available = flag("checkUpgradeNoah", "True when an update is offered", kind=MEASUREMENT)
    firmware_version = serial_number("currVersion", "Firmware in use")
    newest_firmware_version = serial_number("newVersion", "The newest firmware")
    status = integer("status", "State, as in `noah_status`", kind=MEASUREMENT, basis=NAME)
