"""The calls about plants: lists, master data, curves and sums."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .. import plant_calls
from ..clock import STEP_S
from ..java import date_bean, plain, single, text
from ..plant import Plant
from .answers import RefusalError
from .asking import Params, asked_day, kwh_text, plant_of, whole
from .charts import Buckets, days_of_month, months_of_year
from .dress import Bean, dress

if TYPE_CHECKING:
    from ..cloud import Cloud

_TREES_PER_KWH = 0.055
_PAGE_SIZE = 15


def large_energy(energy_wh: float) -> str:
    """Energy with its unit, from a thousand kWh on in MWh."""
    if energy_wh >= 1e6:
        return f"{text(energy_wh / 1e6, 2)} MWh"
    return f"{kwh_text(energy_wh)} kWh"


def today_of(cloud: Cloud, plant: Plant) -> date:
    """The present day of a plant."""
    return plant.local(cloud.clock.timestamp()).date()


def today_wh(cloud: Cloud, plant: Plant) -> float:
    """Energy of the panels today."""
    today = today_of(cloud, plant)
    return plant_calls.pv_wh(cloud, plant, today, today)


def _tons(plant: Plant, energy_wh: float) -> float:
    return energy_wh / 1e6 * plant.formula_co2


def _money(plant: Plant, energy_wh: float) -> float:
    return energy_wh / 1000 * plant.price_per_kwh


def plant_list(cloud: Cloud, params: Params) -> Any:
    """Plants with their present figures; a stranger has none.

    The blank behind the money is the vendor's.
    """
    mine = params.get("userId", "").strip() == str(cloud.world.user_id)
    plants = list(cloud.world.plants.values()) if mine else []
    totals = [plant_calls.total_wh(cloud, plant) for plant in plants]
    todays = [today_wh(cloud, plant) for plant in plants]
    powers = [plant_calls.power_w(cloud, plant) for plant in plants]
    money = sum(_money(plant, total) for plant, total in zip(plants, totals, strict=True))
    tons = sum(_tons(plant, total) for plant, total in zip(plants, totals, strict=True))
    rows = [
        {
            "plantMoneyText": f"{text(_money(plant, total))} ",
            "plantName": plant.name,
            "plantId": str(plant.plant_id),
            "isHaveStorage": "false",
            "todayEnergy": large_energy(today),
            "totalEnergy": large_energy(total),
            "currentPower": f"{text(power)} W",
        }
        for plant, total, today, power in zip(plants, totals, todays, powers, strict=True)
    ]
    sums = {
        "currentPowerSum": f"{text(sum(powers))} W",
        "CO2Sum": f"{text(tons, 2)} T",
        "isHaveStorage": "false",
        "eTotalMoneyText": f"{text(money)} ",
        "todayEnergySum": large_energy(sum(todays)),
        "totalEnergySum": large_energy(sum(totals)),
    }
    return {"back": {"data": rows, "totalData": sums, "success": True}}


def plant_detail(cloud: Cloud, params: Params) -> Any:
    """A day in W by half hours (1), or kWh of days (2), months (3) or years (4)."""
    plant = plant_of(cloud, params)
    kind = params.get("type", "").strip()
    day = asked_day(params, today_of(cloud, plant))
    spans, names = _spans(cloud, plant, kind, day)
    energy = [plant_calls.pv_wh(cloud, plant, *span) for span in spans]
    data = dict(zip(names, map(kwh_text, energy), strict=True))
    if kind == "1":
        data = _half_hours(cloud, plant, day)
    head = {
        "plantMoneyText": f"{text(_money(plant, plant_calls.total_wh(cloud, plant)))} ",
        "plantName": plant.name,
        "plantId": str(plant.plant_id),
        "currentEnergy": f"{kwh_text(sum(energy))} kWh",
    }
    return {"back": {"plantData": head, "data": data, "success": True}}


def _spans(cloud: Cloud, plant: Plant, kind: str, day: date) -> tuple[Buckets, list[str]]:
    if kind == "1":
        return [(day, day)], [""]
    if kind == "2":
        spans = days_of_month(day)
        return spans, [f"{first.day:02d}" for first, _ in spans]
    if kind == "3":
        spans = months_of_year(day)
        return spans, [f"{first.month:02d}" for first, _ in spans]
    if kind == "4":
        years = range(plant.created.year, today_of(cloud, plant).year + 1)
        return [(date(y, 1, 1), date(y, 12, 31)) for y in years], [str(y) for y in years]
    if kind == "0":
        # Nobody ever saw what this answers.
        return [], []
    raise RefusalError("501")


def _half_hours(cloud: Cloud, plant: Plant, day: date) -> dict[str, str]:
    now = cloud.clock.timestamp()
    start = plant.midnight(day).timestamp()
    end = plant.midnight(day + timedelta(days=1)).timestamp()
    watts: dict[str, float] = {}
    for device in plant_calls.listed(cloud, plant):
        for step in device.steps_heard(start, end, now):
            label = plant.local(step * STEP_S).strftime("%H:%M")
            if label.endswith(("00", "30")):
                watts[label] = watts.get(label, 0.0) + device.reading(step).power_w.pv
    return {label: text(power) for label, power in sorted(watts.items())}


# ---- the large plant bean, in three spellings ------------------------------------------------


def _hours(cloud: Cloud, plant: Plant) -> float:
    return plant.standard_offset(cloud.clock.timestamp()) / timedelta(hours=1)


def _identity(cloud: Cloud, plant: Plant) -> Bean:
    hours = _hours(cloud, plant)
    peak_w = plant_calls.peak_kw(cloud, plant) * 1000
    return {
        "city": plant.city,
        "createDateText": plant.created.isoformat(),
        "formulaMoney": plain(plant.price_per_kwh, 4),
        "formulaMoneyUnitId": plant.currency,
        "id": plant.plant_id,
        "moneyUnitText": plant.currency_sign,
        "nominalPower": int(peak_w),
        "nominalPowerStr": f"{text(peak_w / 1000, 2)}kWp",
        "plantAddress": plant.address,
        "plantName": plant.name,
        "plantType": plant.plant_type,
        "timezone": plain(hours, 2),
        "timezoneText": plant_calls.zone_text(cloud, plant),
        "timezoneValue": _hours_and_minutes(hours),
        "treeID": f"PLANT_{plant.plant_id}",
        "treeName": plant.name,
        "userAccount": cloud.account.rules.user,
    }


def _hours_and_minutes(hours: float) -> str:
    whole, minutes = divmod(round(abs(hours) * 60), 60)
    return f"{'-' if hours < 0 else '+'}{whole}:{minutes:02d}"


def _created(plant: Plant) -> datetime:
    return datetime(plant.created.year, plant.created.month, plant.created.day)


def _savings(plant: Plant, total_wh: float) -> Bean:
    kwh = total_wh / 1000
    return {
        "etotalCo2Text": text(kwh * plant.formula_co2),
        "etotalCoalText": text(kwh * plant.formula_coal),
        "etotalFormulaTreeText": text(kwh * _TREES_PER_KWH, 2),
        "etotalMoneyText": text(_money(plant, total_wh)),
    }


def plant_list_two(cloud: Cloud, params: Params) -> Any:
    """The same plants as large beans; the only energy in them is the total."""
    number = whole(params.get("toPageNum", "").strip() or "1")
    size = whole(params.get("pageSize", "").strip() or str(_PAGE_SIZE))
    if number < 1 or size < 1:
        raise RefusalError("501")
    word = params.get("plantName", "").strip().lower()
    plants = [plant for plant in cloud.world.plants.values() if word in plant.name.lower()]
    first = (number - 1) * size
    return {"PlantList": [_in_list(cloud, plant) for plant in plants[first : first + size]]}


def _in_list(cloud: Cloud, plant: Plant) -> Bean:
    total = plant_calls.total_wh(cloud, plant)
    return dress(
        "plant_in_list",
        {
            **_identity(cloud, plant),
            **_savings(plant, total),
            "alias": plant.name,
            "createDate": date_bean(_created(plant)),
            "deviceCount": len(cloud.world.devices_of(plant)),
            "eTotal": single(total / 1000),
            "etotalMoney": plain(_money(plant, total), 2),
        },
    )


def _prices(plant: Plant) -> Bean:
    price = plain(plant.price_per_kwh, 4)
    names = ("fixedPowerPrice", "flatPeriodPrice", "peakPeriodPrice", "valleyPeriodPrice")
    return {
        **dict.fromkeys(names, price),
        "formulaCo2": plain(plant.formula_co2, 4),
        "formulaCoal": plain(plant.formula_coal, 4),
        "formulaSo2": plain(plant.formula_so2, 4),
        "country": plant.country,
        "plant_lat": str(plant.latitude),
        "plant_lng": str(plant.longitude),
    }


def plant_settings(cloud: Cloud, params: Params) -> Any:
    """What the owner wrote down about a plant, without any energy."""
    plant = plant_of(cloud, params)
    return dress(
        "plant_settings",
        {
            **_identity(cloud, plant),
            **_prices(plant),
            "createDate": date_bean(_created(plant)),
            "formulaMoneyStr": text(plant.price_per_kwh, 4),
        },
    )


def _in_energy(cloud: Cloud, plant: Plant) -> Bean:
    total = plant_calls.total_wh(cloud, plant)
    return dress(
        "plant_in_energy",
        {
            **_identity(cloud, plant),
            **_prices(plant),
            **_savings(plant, total),
            "createDate": date_bean(_created(plant))["time"],
            "eTotal": plain(total / 1000),
        },
    )


def energy_data(cloud: Cloud, params: Params) -> Any:
    """Sums of a plant, each once as a number in text and once with its unit."""
    plant = plant_of(cloud, params)
    today = today_of(cloud, plant)
    total = plant_calls.total_wh(cloud, plant)
    power = plant_calls.power_w(cloud, plant)
    day_kwh = kwh_text(today_wh(cloud, plant))
    month_kwh = kwh_text(plant_calls.pv_wh(cloud, plant, today.replace(day=1), today))
    saved = _savings(plant, total)
    trees = total / 1000 * _TREES_PER_KWH
    peak_w = plant_calls.peak_kw(cloud, plant) * 1000
    return {
        "alarmValue": 0,
        "eventMessBeanList": [],
        "formulaCo2Str": f"{saved['etotalCo2Text']}kg",
        "formulaCo2Vlue": saved["etotalCo2Text"],
        "formulaCoalStr": f"{saved['etotalCoalText']}kg",
        "formulaCoalValue": saved["etotalCoalText"],
        "isHaveTigo": 0,
        "monthStr": f"{month_kwh}kWh",
        "monthValue": month_kwh,
        "nominalPowerStr": f"{text(peak_w / 1000, 2)}kWp",
        "nominalPowerValue": f"{peak_w:.1f}",
        "optimezerMap": {"isHaveOptimezer": 0},
        "plantBean": _in_energy(cloud, plant),
        "plantNumber": 1,
        "powerValue": text(power),
        "powerValueStr": f"{text(power / 1000)}kW",
        "todayStr": f"{day_kwh}kWh",
        "todayValue": day_kwh,
        "totalStr": f"{kwh_text(total)}kWh",
        "totalValue": kwh_text(total),
        "treeStr": str(round(trees)),
        "treeValue": text(trees),
        "weatherMap": _weather(cloud, plant),
        "yearStr": "0kWh",
        "yearValue": "0.0",
    }


def _weather(cloud: Cloud, plant: Plant) -> Bean:
    readings = [
        device.latest(cloud.clock.timestamp()) for device in plant_calls.listed(cloud, plant)
    ]
    if not readings:
        return {"msg": "", "success": False}
    warm = round(readings[0].ambient_c)
    return {
        "cond_code": "100",
        "cond_txt": "Sunny",
        "msg": "",
        "newTmp": f"{warm:.1f}°C",
        "success": True,
        "tmp": str(warm),
    }
