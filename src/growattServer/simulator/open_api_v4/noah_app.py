"""The app's own calls about a NOAH or NEXA, which take the token as well; nobody documents them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from ..asking import Body, Params, read_date
from ..clock import STEP_S
from ..device import Device
from ..errors import NoAccountError, TooOftenError, VendorError
from ..families import FAMILIES
from ..instruments import battery
from ..java import text
from ..noise import dice
from ..plant import Plant
from ..reading import Reading
from ..scene import Scene
from ..settings import wall_time
from ..shinephone.asking import kwh_text, server_text
from ..shinephone.setters import CURRENCIES
from .asking import is_noah
from .dialect import V4

_WORDS = ("noah", "nexa")
_WRAP = 65_536
_ONLINE = {"noah": "1", "nexa": "6"}
_DAYS, _MONTHS, _YEARS = "1", "2", "3"


class AppRefusedError(VendorError):
    """A refusal; of none anybody has told the text."""

    def __init__(self, result: int) -> None:
        super().__init__(result, "")


class _NoahApp:
    root = "/v4/noahDeviceApi/"

    def good(self, data: Any) -> Body:
        return {"msg": "", "result": 1, "obj": data}

    def bad(self, error: VendorError) -> Body:
        if isinstance(error, NoAccountError | TooOftenError):
            # how these calls say it is not known
            return V4.bad(error)
        return {"msg": error.text, "result": error.code, "obj": None}

    def usual_refusal(self) -> VendorError:
        return AppRefusedError(0)


NOAH_APP = _NoahApp()


class AppCall(NamedTuple):
    """One call."""

    path: str
    answer: Callable[[Scene, Params], Body]


_Show = Callable[[Scene, Params, Device], Any]


def _of(word: str, show: _Show) -> Callable[[Scene, Params], Body]:
    """A call about a device of one of the two models."""

    def answer(scene: Scene, params: Params) -> Body:
        device = scene.device(params.get("deviceSn", "").strip())
        if device is None or not is_noah(device):
            raise AppRefusedError(0)
        if device.family != word:
            raise AppRefusedError(-1)
        return NOAH_APP.good(show(scene, params, device))

    return answer


def _calls_of(word: str) -> Iterator[AppCall]:
    name = word.title()
    yield AppCall(f"{word}/getSystemStatus", _of(word, system_status))
    yield AppCall(f"{word}/getBatteryData", _of(word, battery_data))
    yield AppCall(f"{word}/get{name}InfoBySn", _of(word, info))
    yield AppCall(f"{word}/get{name}ChartData", _of(word, chart_data))
    yield AppCall(f"{word}/getDataChart", _of(word, data_chart))
    yield AppCall(f"{word}/checkUpgrade{name}", _of(word, check_upgrade))


# --- the present ----------------------------------------------------------------------------------


def system_status(scene: Scene, params: Params, device: Device) -> Any:
    """Present powers in W as text, without a time."""
    reading, plant = device.latest(scene.now), device.plant
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    shown = {
        "chargePower": text(power.charge, 0),
        "workMode": str(int(reading.mode)),
        "soc": str(round(device.soc_percent(reading))),
        "associatedInvSn": device.remembered.get("deviceId", ""),
        "batteryNum": "1",
        "profitToday": text(today.ac_output / 1000 * plant.price_per_kwh, 2),
        "plantId": str(plant.plant_id),
        "disChargePower": text(power.discharge, 0),
        "eacTotal": kwh_text(life.ac_output),
        "eacToday": kwh_text(today.ac_output),
        "pac": text(power.ac_output, 0),
        "ppv": text(power.pv, 0),
        "alias": _alias(device),
        "profitTotal": text(life.ac_output / 1000 * plant.price_per_kwh, 2),
        "moneyUnit": plant.currency_sign,
        "status": _status(device),
    }
    return {**shown, **_with_meter(scene, device, reading)} if device.family == "nexa" else shown


def _status(device: Device) -> str:
    return _ONLINE[device.family] if device.seems_online else "-1"


def _alias(device: Device) -> str:
    return "Balcony Battery" if device.family == "noah" else FAMILIES["nexa"].model


def _with_meter(scene: Scene, device: Device, reading: Reading) -> dict[str, Any]:
    """What a NEXA says on top, whose sign of its AC power is the other one."""
    pac = round(reading.power_w.ac_charge - reading.power_w.ac_output)
    at_meter = round(_meter_w(scene, device, reading))
    return {
        "loadPower": str(at_meter - pac),
        "gridPower": str(at_meter),
        "groplugPower": "0",
        "eastronStatus": "-1",
        "associatedInvSn": device.remembered.get("deviceId"),
        "isHaveCt": "true" if device.plant.has_meter else "false",
        "onOffGrid": "0",
        "acCoupleEnable": "1",
        "pac": str(pac),
        "groplugNum": "0",
        "otherPower": str(pac),
    }


def _meter_w(scene: Scene, device: Device, reading: Reading) -> float:
    """Power at the meter of the house, behind which its other devices are too."""
    if not device.plant.has_meter:
        return 0.0
    step, total = int(reading.timestamp // STEP_S), 0.0
    for each in scene.present(scene.world.devices_of(device.plant)):
        each.advance(scene.now)
        power = each.true_reading(step).power_w
        total += power.grid_import - power.grid_export
    return total


def battery_data(scene: Scene, params: Params, device: Device) -> Any:
    """The one pack, which has the serial number of the device."""
    reading = device.latest(scene.now)
    pack = battery(device, reading)
    warm = pack.temperature_c
    row = {
        "serialNum": device.serial_number,
        "soc": str(round(pack.soc_percent)),
        "temp": text(warm, 0),
    }
    return {"batter": [row], "tempType": "°C", "time": server_text(reading.timestamp)}


# --- settings -------------------------------------------------------------------------------------


def info(scene: Scene, params: Params, device: Device) -> Any:
    """Settings, and what a form would offer beside them."""
    plant, units = device.plant, {code: unit for unit, code in CURRENCIES.items()}
    is_nexa = device.family == "nexa"
    money = plant.currency if is_nexa else units.get(plant.currency, plant.currency)
    high, low = device.values["charging_soc"]
    shown = {
        "time_segment": _segments(device),
        "batSns": [device.serial_number],
        "plantId": str(plant.plant_id),
        "chargingSocHighLimit": high,
        "version": _version(device),
        "deviceSn": device.serial_number,
        "chargingSocLowLimit": low,
        "formulaMoney": text(plant.price_per_kwh, 4),
        "alias": _alias(device),
        "model": FAMILIES[device.family].model,
        "plantName": plant.name,
        "tempType": "0",
        "moneyUnitText": money,
        **(_nexa_settings(scene, device) if is_nexa else _noah_settings(device)),
    }
    codes = ["RMB", "EUR", "GBP", "USD"]
    found: dict[str, Any] = {
        "unitKeyList": codes,
        "unitList": dict(zip(codes, codes, strict=True))
        if is_nexa
        else {"Euro": "euro", "DOLLAR": "dollar"},
        "noah": shown,
        "plantList": [
            _plant_row(each, "" if is_nexa else None) for each in scene.world.plants.values()
        ],
    }
    return found if is_nexa else {"neoList": [], **found}


def _noah_settings(device: Device) -> dict[str, Any]:
    return {
        "manName": "",
        "associatedInvSn": device.remembered.get("deviceId", ""),
        "defaultPower": device.values["default_power"][0],
        "modelName": "",
        "associatedInvManAndModel": 0,
    }


def _nexa_settings(scene: Scene, device: Device) -> dict[str, Any]:
    remembered = device.remembered
    return {
        **dict.fromkeys(("acCouple", "smartPlan", "safetyEnable"), "true"),
        **dict.fromkeys(("acCouplePowerControl", "antiBackflowPowerPercentage", "ctType"), "0"),
        **dict.fromkeys(("antiBackflowEnable", "acCoupleEnable", "gridSet"), "1"),
        **dict.fromkeys(("defaultMode", "light_load_enable", "never_power_off"), "0"),
        "workMode": str(int(device.latest(scene.now).mode)),
        "ammeterModel": "Shelly Pro 3EM" if device.plant.has_meter else "",
        "ammeterSn": "100000000000001" if device.plant.has_meter else "",
        "shellyList": [],
        "safety": 1,
        "safetyList": [
            {"safetyCorrespondNum": 1, "countryAndArea": "German"},
            {"safetyCorrespondNum": 2, "countryAndArea": "Netherlands"},
        ],
        "allowGridCharging": remembered.get("setGridCharge", "0"),
        "gridConnectionControl": remembered.get("setOffGrid", "0"),
        "defaultACCouplePower": device.values["default_power"][0],
    }


def _plant_row(plant: Plant, image: str | None) -> Body:
    return {"plantId": str(plant.plant_id), "plantImgName": image, "plantName": plant.name}


def _segments(device: Device) -> list[Body]:
    """The segments in use, as no part of their text says on or off; the highest number first."""
    rows = []
    for number in range(9, 0, -1):
        name = f"time_segment{number}"
        mode, start_h, start_m, end_h, end_m, watts, enabled = device.values[name]
        if enabled == "1":
            start, end = wall_time(start_h, start_m), wall_time(end_h, end_m)
            days = "_0" if device.family == "nexa" else ""
            rows.append({name: f"{mode}_{start}_{end}_{watts}{days}"})
    return rows


def _version(device: Device) -> str:
    return "11.10.09.08.9000.4020" if device.family == "nexa" else "11.10.06.05.9000.4009"


def check_upgrade(scene: Scene, params: Params, device: Device) -> Any:
    """There is never an update."""
    version = _version(device)
    return {
        "checkUpgradeNoah": False,
        "currVersion": version,
        "newVersion": version,
        "status": _status(device),
    }


# --- charts ---------------------------------------------------------------------------------------


def chart_data(scene: Scene, params: Params, device: Device) -> Any:
    """Powers of the day before the date that is asked for, in no order."""
    day = read_date(params.get("date", "").strip(), AppRefusedError(0)) - timedelta(days=1)
    begin = device.plant.midnight(day)
    end = begin.timestamp() + 25 * 3600
    steps = device.steps_heard(begin.timestamp(), end, scene.now)
    heard = set(steps)
    points = {
        f"{hour:02d}:{minute:02d}": _point([]) for hour in range(24) for minute in range(0, 60, 5)
    }
    for step in steps:
        wall = device.plant.local(step * STEP_S)
        if wall.date() == day:
            samples = [device.reading(each) for each in (step, step + 1) if each in heard]
            points[f"{wall:%H:%M}"] = _point([_sample(scene, device, one) for one in samples])
    return _shuffled(points, day)


def _sample(scene: Scene, device: Device, reading: Reading) -> tuple[float, float, float]:
    """PV, AC and load of a moment; a NEXA keeps its load in 16 bits without a sign."""
    power = reading.power_w
    if device.family == "noah":
        return power.pv, power.ac_output, power.load
    pac = power.ac_charge - power.ac_output
    return power.pv, 0.0, round(_meter_w(scene, device, reading) - pac) % _WRAP


def _point(samples: list[tuple[float, float, float]]) -> Body:
    ppv, pac, load = (
        [sum(column) / len(samples) for column in zip(*samples, strict=True)]
        if samples
        else [0.0] * 3
    )
    return {"totalHouseholdLoad": text(load), "pac": text(pac), "ppv": text(ppv)}


def data_chart(scene: Scene, params: Params, device: Device) -> Any:
    """Energies in kWh of the days of a month, the months of a year, or six years."""
    asked = read_date(params.get("dateTime", "").strip(), AppRefusedError(0))
    kind, year = params.get("dateType", ""), asked.year
    spans: dict[str, tuple[date, date]]
    if kind == _DAYS:
        # whether a short month has 31 days too is not known; growatt-public-api would fail on it
        last = monthrange(year, asked.month)[1]
        days = [asked.replace(day=number) for number in range(1, last + 1)]
        spans = {f"{day:%d}": (day, day) for day in days}
    elif kind == _MONTHS:
        spans = {
            f"{month:02d}": (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
            for month in range(1, 13)
        }
    elif kind == _YEARS:
        spans = {
            str(one): (date(one, 1, 1), date(one, 12, 31)) for one in range(year - 5, year + 1)
        }
    else:
        raise AppRefusedError(0)
    found = {
        label: kwh_text(device.flows_between(*span, scene.now).ac_output)
        for label, span in spans.items()
    }
    return _shuffled(found, asked)


def _shuffled(points: dict[str, Any], day: date) -> dict[str, Any]:
    order = dice(0, "order", str(day)).sample(sorted(points), len(points))
    return {label: points[label] for label in order}


CALLS = tuple(call for word in _WORDS for call in _calls_of(word))
