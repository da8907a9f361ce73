"""Plants: their lists, energies, tariffs and devices."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    celsius,
    flag,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    kilowatts_peak,
    nested,
    number,
    raw,
    required,
    rows,
    text,
    watts,
)
from growattServer.shinephone.records.answer import Answer, number_by_label
from growattServer.shinephone.records.plant_settings import PlantSettings

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, LIFETIME = Kind.IDENTITY, Kind.LIFETIME


class PlantListRow(Answer):
    """A plant with its figures, in `PlantList`."""

    plant_id = required(integer("plantId", "Number of the plant", kind=IDENTITY))
    name = text("plantName", "Plant name", kind=IDENTITY)
    current_power = watts("currentPower", "Present power (some accounts only ever get 0)")
    energy_today = kilowatt_hours_today("todayEnergy", "Energy today")
    energy_total = kilowatt_hours_total("totalEnergy", "Lifetime energy")
    revenue_text = text("plantMoneyText", "Revenue as text, sometimes with the currency")
    has_storage = flag("isHaveStorage", "True when the plant has a storage", kind=IDENTITY)
    storage_status = text("storageStatus", "State of the storage: -1 lost, 0 standby, 1 charging")
    storage_capacity = text("storageCapacity", "Storage figure of unknown unit, with storage only")
    storage_charge_power = text(
        "storagePCharge", "Storage figure of unknown unit, with storage only"
    )
    storage_discharge_power = text(
        "storagePDisCharge", "Storage figure of unknown unit, with storage only"
    )


class PlantListSums(Answer):
    """The figures of all plants together, in `PlantList`."""

    current_power = watts("currentPowerSum", "Present power")
    energy_today = kilowatt_hours_today("todayEnergySum", "Energy today")
    energy_total = kilowatt_hours_total("totalEnergySum", "Lifetime energy")
    co2_avoided_text = text("CO2Sum", "Avoided CO2 as text with its unit, such as 12.34 T")
    revenue_text = text("eTotalMoneyText", "Revenue as text, sometimes with the currency")
    has_storage = flag("isHaveStorage", "True when a plant has a storage", kind=IDENTITY)
    storage_capacity = text("storageCapacity", "Storage figure of unknown unit, with storage only")
    storage_charge_power = text(
        "storagePCharge", "Storage figure of unknown unit, with storage only"
    )
    storage_discharge_power = text(
        "storagePDisCharge", "Storage figure of unknown unit, with storage only"
    )
    storage_import_power = text(
        "storagePacToUser", "Storage figure of unknown unit, with storage only"
    )


class PlantList(Answer):
    """The plants of a user with their sums (`plant_list`)."""

    success = flag("success", "True when the call was accepted")
    plants = rows("data", PlantListRow, "One row a plant")
    sums = nested("totalData", PlantListSums, "All plants together", basis=NAME)


class PlantCurveHead(Answer):
    """The plant and its energy, in `PlantCurve`."""

    plant_id = required(integer("plantId", "Number of the plant", kind=IDENTITY))
    name = text("plantName", "Plant name", kind=IDENTITY)
    energy = kilowatt_hours("currentEnergy", "Energy of the asked period")
    revenue_text = text("plantMoneyText", "Revenue as text, sometimes with the currency")


class PlantCurve(Answer):
    """The curve of a plant over a day, month, year or all years (`plant_detail`).

    The values of a day are powers in W, all others are energies in kWh.
    """

    success = flag("success", "True when the call was accepted")
    plant = nested("plantData", PlantCurveHead, "The plant and its energy", basis=NAME)
    curve = number_by_label("data", "Value by HH:MM (W), or by day, month or year (kWh)")


class Weather(Answer):
    """The weather at the plant, in `PlantEnergyData`; often only `success` and `message`."""

    success = flag("success", "True when there is weather", basis=CAPTURE)
    message = text("msg", "Reason when there is none", basis=CAPTURE)
    condition_code = text("cond_code", "Condition, a code", basis=CAPTURE)
    condition = text("cond_txt", "Condition in words", basis=CAPTURE)
    temperature = celsius("newTmp", "Air temperature", basis=CAPTURE)
    temperature_number = number("tmp", "Air temperature, unit as in `temperature`", basis=CAPTURE)


class PlantEnergyData(Answer):
    """The figures of the start page of the app (`plant_energy_data`)."""

    energy_today = kilowatt_hours_today("todayValue", "Energy today", other_keys=("todayStr",))
    energy_month = kilowatt_hours("monthValue", "Energy this month", other_keys=("monthStr",))
    energy_year = kilowatt_hours(
        "yearValue", "Energy this year (always 0)", other_keys=("yearStr",)
    )
    energy_total = kilowatt_hours_total("totalValue", "Lifetime energy", other_keys=("totalStr",))
    current_power = watts(
        "powerValue", "Present power (0 in samples)", other_keys=("powerValueStr",)
    )
    rated_power = watts("nominalPowerValue", "Rated power")
    peak_power = kilowatts_peak("nominalPowerStr", "Peak power", kind=IDENTITY)
    co2_avoided_total = number(
        "formulaCo2Vlue",
        "Avoided CO2 (the key is misspelled)",
        unit="kg",
        kind=LIFETIME,
        other_keys=("formulaCo2Str",),
    )
    coal_saved_total = number(
        "formulaCoalValue", "Saved coal", unit="kg", kind=LIFETIME, other_keys=("formulaCoalStr",)
    )
    tree_equivalent_total = number(
        "treeValue", "Saving as trees", unit="trees", kind=LIFETIME, other_keys=("treeStr",)
    )
    plant_count = integer("plantNumber", "Number of plants, going by the key", basis=NAME)
    alarm_value = integer("alarmValue", "Not documented", basis=CAPTURE)
    has_tigo = integer("isHaveTigo", "Not documented", basis=CAPTURE)
    plant = nested("plantBean", PlantSettings, "The long record of the plant")
    weather = nested("weatherMap", Weather, "The weather at the plant")
    events = raw("eventMessBeanList", "Events")
    optimizers = raw("optimezerMap", "Whether there are optimisers (the key is misspelled)")
