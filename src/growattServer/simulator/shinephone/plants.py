"""The calls about plants: lists, master data, curves and sums."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from .. import plant_calls
from ..clock import STEP_S
from ..java import date_bean, plain, single, text
from ..plant import Plant
from ..scene import Scene
from .answers import RefusalError
from .asking import Params, asked_day, kwh_text, plant_of, whole
from .charts import Buckets, days_of_month, months_of_year
from .dress import Bean, dress

_TREES_PER_KWH = 0.055
_PAGE_SIZE = 15


def large_energy(energy_wh: float) -> str:
    """Energy with its unit, from a thousand kWh on in MWh."""
    if energy_wh >= 1e6:
        return f"{text(energy_wh / 1e6, 2)} MWh"
    return f"{kwh_text(energy_wh)} kWh"


def today_of(scene: Scene, plant: Plant) -> date:
    """The present day of a plant."""
    return plant.local(scene.now).date()


def today_wh(scene: Scene, plant: Plant) -> float:
    """Energy of the panels today."""
    today = today_of(scene, plant)
    return plant_calls.pv_wh(scene, plant, today, today)


def _tons(plant: Plant, energy_wh: float) -> float:
    return energy_wh / 1e6 * plant.formula_co2


def _money(plant: Plant, energy_wh: float) -> float:
    return energy_wh / 1000 * plant.price_per_kwh


def plant_list(scene: Scene, params: Params) -> Any:
    """Plants with their present figures; a stranger has none.

    The blank behind the money is the vendor's.
    """
    mine = params.get("userId", "").strip() == str(scene.world.user_id)
    plants = list(scene.world.plants.values()) if mine else []
    plant_calls.listed(scene, *plants)
    totals = [plant_calls.total_wh(scene, plant) for plant in plants]
    todays = [today_wh(scene, plant) for plant in plants]
    powers = [plant_calls.power_w(scene, plant) for plant in plants]
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


def plant_detail(scene: Scene, params: Params) -> Any:
    """A day in W by half hours (1), or kWh of days (2), months (3) or years (4)."""
    plant = plant_of(scene, params)
    kind = params.get("type", "").strip()
    day = asked_day(params, today_of(scene, plant))
    spans, names = _spans(scene, plant, kind, day)
    energy = [plant_calls.pv_wh(scene, plant, *span) for span in spans]
    data = dict(zip(names, map(kwh_text, energy), strict=True))
    if kind == "1":
        data = _half_hours(scene, plant, day)
    head = {
        "plantMoneyText": f"{text(_money(plant, plant_calls.total_wh(scene, plant)))} ",
        "plantName": plant.name,
        "plantId": str(plant.plant_id),
        "currentEnergy": f"{kwh_text(sum(energy))} kWh",
    }
    return {"back": {"plantData": head, "data": data, "success": True}}


def _spans(scene: Scene, plant: Plant, kind: str, day: date) -> tuple[Buckets, list[str]]:
    if kind == "1":
        return [(day, day)], [""]
    if kind == "2":
        spans = days_of_month(day)
        return spans, [f"{first.day:02d}" for first, _ in spans]
    if kind == "3":
        spans = months_of_year(day)
        return spans, [f"{first.month:02d}" for first, _ in spans]
    if kind == "4":
        years = range(plant.created.year, today_of(scene, plant).year + 1)
        return [(date(y, 1, 1), date(y, 12, 31)) for y in years], [str(y) for y in years]
    if kind == "0":
        # Nobody ever saw what this answers.
        return [], []
    raise RefusalError("501")


def _half_hours(scene: Scene, plant: Plant, day: date) -> dict[str, str]:
    now = scene.now
    start = plant.midnight(day).timestamp()
    end = plant.midnight(day + timedelta(days=1)).timestamp()
    watts: dict[str, float] = {}
    for device in plant_calls.listed(scene, plant):
        for step in device.steps_heard(start, end, now):
            label = plant.local(step * STEP_S).strftime("%H:%M")
            if label.endswith(("00", "30")):
                watts[label] = watts.get(label, 0.0) + device.reading(step).power_w.pv
    return {label: text(power) for label, power in sorted(watts.items())}


# ---- the large plant bean, in three spellings ------------------------------------------------


def _hours(scene: Scene, plant: Plant) -> float:
    return plant.standard_offset(scene.now) / timedelta(hours=1)


def _identity(scene: Scene, plant: Plant) -> Bean:
    hours = _hours(scene, plant)
    peak_w = plant_calls.peak_kw(scene, plant) * 1000
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
        "timezoneText": plant_calls.zone_text(scene, plant),
        "timezoneValue": _hours_and_minutes(hours),
        "treeID": f"PLANT_{plant.plant_id}",
        "treeName": plant.name,
        "userAccount": scene.account.rules.user,
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


def plant_list_two(scene: Scene, params: Params) -> Any:
    """The same plants as large beans; the only energy in them is the total."""
    number = whole(params.get("toPageNum", "").strip() or "1")
    size = whole(params.get("pageSize", "").strip() or str(_PAGE_SIZE))
    if number < 1 or size < 1:
        raise RefusalError("501")
    word = params.get("plantName", "").strip().lower()
    plants = [plant for plant in scene.world.plants.values() if word in plant.name.lower()]
    page = plants[(number - 1) * size : number * size]
    plant_calls.listed(scene, *page)
    return {"PlantList": [_in_list(scene, plant) for plant in page]}


def _in_list(scene: Scene, plant: Plant) -> Bean:
    total = plant_calls.total_wh(scene, plant)
    return dress(
        "plant_in_list",
        {
            **_identity(scene, plant),
            **_savings(plant, total),
            "alias": plant.name,
            "createDate": date_bean(_created(plant)),
            "deviceCount": len(scene.world.devices_of(plant)),
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


def plant_settings(scene: Scene, params: Params) -> Any:
    """What the owner wrote down about a plant, without any energy."""
    plant = plant_of(scene, params)
    return dress(
        "plant_settings",
        {
            **_identity(scene, plant),
            **_prices(plant),
            "createDate": date_bean(_created(plant)),
            "formulaMoneyStr": text(plant.price_per_kwh, 4),
        },
    )


def _in_energy(scene: Scene, plant: Plant) -> Bean:
    total = plant_calls.total_wh(scene, plant)
    return dress(
        "plant_in_energy",
        {
            **_identity(scene, plant),
            **_prices(plant),
            **_savings(plant, total),
            "createDate": date_bean(_created(plant))["time"],
            "eTotal": plain(total / 1000),
        },
    )


def energy_data(scene: Scene, params: Params) -> Any:
    """Sums of a plant, each once as a number in text and once with its unit."""
    plant = plant_of(scene, params)
    today = today_of(scene, plant)
    total = plant_calls.total_wh(scene, plant)
    power = plant_calls.power_w(scene, plant)
    day_kwh = kwh_text(today_wh(scene, plant))
    month_kwh = kwh_text(plant_calls.pv_wh(scene, plant, today.replace(day=1), today))
    saved = _savings(plant, total)
    trees = total / 1000 * _TREES_PER_KWH
    peak_w = plant_calls.peak_kw(scene, plant) * 1000
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
        "plantBean": _in_energy(scene, plant),
        "plantNumber": 1,
        "powerValue": text(power),
        "powerValueStr": f"{text(power / 1000)}kW",
        "todayStr": f"{day_kwh}kWh",
        "todayValue": day_kwh,
        "totalStr": f"{kwh_text(total)}kWh",
        "totalValue": kwh_text(total),
        "treeStr": str(round(trees)),
        "treeValue": text(trees),
        "weatherMap": _weather(scene, plant),
        "yearStr": "0kWh",
        "yearValue": "0.0",
    }


def _weather(scene: Scene, plant: Plant) -> Bean:
    readings = [device.latest(scene.now) for device in plant_calls.listed(scene, plant)]
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
