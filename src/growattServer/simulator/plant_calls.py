"""The calls about plants: list, details, sums and curves."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from .asking import Body, Page, Params, good, read_date
from .clock import STEP_S, STEPS_PER_DAY
from .device import Device
from .errors import VendorError
from .families import FAMILIES
from .families.base import constants
from .java import date_bean, date_time, plain, single, text
from .plant import Plant
from .scene import Scene

_CO2_KG_PER_KWH = 0.997


def plant_of(scene: Scene, params: Params, empty: VendorError, unknown: VendorError) -> Plant:
    """The plant asked for, or this call's failure."""
    number = params.get("plant_id", "").strip()
    if number == "":
        raise empty
    plant = scene.world.plants.get(int(number)) if number.isdecimal() else None
    if plant is None:
        raise unknown
    return plant


def listed(scene: Scene, *plants: Plant) -> list[Device]:
    """The devices that count in some plants: a NOAH does not, it stands for itself."""
    devices = (device for plant in plants for device in scene.world.devices_of(plant))
    return scene.present(one for one in devices if FAMILIES[one.family].device_type is not None)


def find_listed(scene: Scene, serial_number: str) -> Device | None:
    """A device that V1 knows of."""
    device = scene.device(serial_number)
    if device is None or FAMILIES[device.family].device_type is None:
        return None
    return device


def _plant(scene: Scene, params: Params) -> Plant:
    return plant_of(
        scene,
        params,
        empty=VendorError(10003, "error_plant_id_is_empty"),
        unknown=VendorError(10002, "error_plant_not_exist"),
    )


def peak_kw(scene: Scene, plant: Plant) -> float:
    """What the owner wrote down, or else what is on the roof."""
    if plant.nominal_power_w is not None:
        return plant.nominal_power_w / 1000
    kits = [device.hardware for device in listed(scene, plant)]
    return sum(kit.pv1_peak_w + kit.pv2_peak_w for kit in kits) / 1000


def power_w(scene: Scene, plant: Plant) -> float:
    """Present power of the panels."""
    now = scene.now
    devices = [device for device in listed(scene, plant) if device.seems_online]
    return sum(device.latest(now).power_w.pv for device in devices)


def total_wh(scene: Scene, plant: Plant) -> float:
    """Energy of the panels since the beginning."""
    now = scene.now
    return sum(device.latest(now).lifetime_wh.pv for device in listed(scene, plant))


def pv_wh(scene: Scene, plant: Plant, first: date, last: date) -> float:
    """Energy of the panels on some local days, both ends included."""
    now = scene.now
    return sum(device.pv_wh_between(first, last, now) for device in listed(scene, plant))


def last_update(scene: Scene, plant: Plant) -> datetime:
    """When a device was heard last, on the clock of the plant."""
    now = scene.now
    stamps = [device.latest(now).timestamp for device in listed(scene, plant)]
    return plant.local(max(stamps, default=now))


def zone_text(scene: Scene, plant: Plant) -> str:
    """The zone of a plant without summer time, like GMT+1."""
    hours = plant.standard_offset(scene.now) / timedelta(hours=1)
    return f"GMT{hours:+g}" if hours else "GMT+0"


def plant_row(scene: Scene, plant: Plant) -> Body:
    devices = listed(scene, plant)
    return {
        "status": 1 if any(device.seems_online for device in devices) else 4,
        "locale": "en-US",
        "total_energy": text(total_wh(scene, plant) / 1000),
        "operator": "0",
        "country": plant.country,
        "city": plant.city,
        "current_power": text(power_w(scene, plant)),
        "create_date": plant.created.isoformat(),
        "image_url": None,
        "plant_id": plant.plant_id,
        "name": plant.name,
        "installer": "0",
        "user_id": plant.user_id,
        "longitude": str(plant.longitude),
        "latitude": str(plant.latitude),
        "peak_power": plain(peak_kw(scene, plant), 3),
        "latitude_d": plant.installer_code,
        "latitude_f": None,
    }


def plant_rows(scene: Scene, plants: Sequence[Plant]) -> list[Body]:
    """The rows of some plants in a list."""
    # All of them at once, or one after the other would be found to be behind.
    listed(scene, *plants)
    return [plant_row(scene, plant) for plant in plants]


def plant_list(scene: Scene, params: Params) -> Body:
    """All plants; a search keyword filters by name, as its fields are not documented."""
    page = Page(params)
    word = params.get("search_keyword", "").strip().lower()
    plants = [plant for plant in scene.world.plants.values() if word in plant.name.lower()]
    return good({"count": len(plants), "plants": plant_rows(scene, page.of(plants))})


def plant_details(scene: Scene, params: Params) -> Body:
    """Master data of a plant."""
    plant = _plant(scene, params)
    maker = {"module_man": "Growatt", "module_md": "", "num_modules": 0}
    loggers = {device.datalogger_sn for device in listed(scene, plant)}
    inverters = len(listed(scene, plant))
    return good(
        {
            **constants("plant_details"),
            "arrays": [maker],
            "city": plant.city,
            "country": plant.country,
            "create_date": plant.created.isoformat(),
            "currency": plant.currency,
            "dataloggers": [
                {"datalogger_man": "Growatt", "datalogger_md": "", "datalogger_num": len(loggers)}
            ],
            "inverters": [
                {"inverter_man": "Growatt", "inverter_md": "", "inverter_num": inverters}
            ],
            "latitude": str(plant.latitude),
            "longitude": str(plant.longitude),
            "maxs": [],
            "name": plant.name,
            "ownercontact": scene.account.rules.user,
            "ownerorganization": scene.account.rules.user,
            "peak_power": plain(peak_kw(scene, plant), 3),
            "timezone": zone_text(scene, plant),
            "user_id": plant.user_id,
        }
    )


def plant_data(scene: Scene, params: Params) -> Body:
    """Present power, here in kW, and sums of energy, here as text."""
    plant = _plant(scene, params)
    updated = last_update(scene, plant)
    today = updated.date()
    total_kwh = total_wh(scene, plant) / 1000
    return good(
        {
            "peak_power_actual": plain(peak_kw(scene, plant), 3),
            "monthly_energy": text(pv_wh(scene, plant, today.replace(day=1), today) / 1000),
            "last_update_time": date_time(updated),
            "current_power": plain(power_w(scene, plant) / 1000, 2),
            "timezone": zone_text(scene, plant),
            "yearly_energy": text(pv_wh(scene, plant, today.replace(month=1, day=1), today) / 1000),
            "today_energy": text(pv_wh(scene, plant, today, today) / 1000),
            "carbon_offset": text(total_kwh * _CO2_KG_PER_KWH),
            "efficiency": "",
            "total_energy": text(total_kwh),
        }
    )


_BAD_SPAN = VendorError(10004, "error_time_format_or_range")


def _days(start: date, end: date) -> Iterator[tuple[str, date, date]]:
    if (end - start).days > 7:
        raise _BAD_SPAN
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        yield day.isoformat(), day, day


def _months(start: date, end: date) -> Iterator[tuple[str, date, date]]:
    if end.year - start.year > 1:
        raise _BAD_SPAN
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        first = date(number // 12, number % 12 + 1, 1)
        yield (
            first.strftime("%Y-%m"),
            first,
            first.replace(day=monthrange(first.year, first.month)[1]),
        )


def _years(start: date, end: date) -> Iterator[tuple[str, date, date]]:
    if end.year - start.year > 20:
        raise _BAD_SPAN
    for year in range(start.year, end.year + 1):
        yield str(year), date(year, 1, 1), date(year, 12, 31)


_UNITS = {"day": _days, "month": _months, "year": _years}


def plant_energy(scene: Scene, params: Params) -> Body:
    """Energy by day, month or year."""
    plant = _plant(scene, params)
    page = Page(params)
    unit = params.get("time_unit", "") or "day"
    start = read_date(params.get("start_date", ""), _BAD_SPAN)
    end = read_date(params.get("end_date", ""), _BAD_SPAN)
    if unit not in _UNITS or end < start:
        raise _BAD_SPAN
    spans = list(_UNITS[unit](start, end))
    rows = [
        {"date": name, "energy": text(pv_wh(scene, plant, first, last) / 1000)}
        for name, first, last in page.of(spans)
    ]
    return good({"count": len(spans), "time_unit": unit, "energys": rows})


def plant_power(scene: Scene, params: Params) -> Body:
    """The 288 points of a day on the plant's clock, null where nothing was measured."""
    plant = _plant(scene, params)
    day = read_date(params.get("date", ""), VendorError(10003, "error_date_format"))
    now = scene.now
    start = plant.midnight(day).timestamp()
    end = plant.midnight(day + timedelta(days=1)).timestamp()
    watts: dict[str, float] = {}
    for device in listed(scene, plant):
        for step in device.steps_heard(start, end, now):
            name = plant.local(step * STEP_S).strftime("%H:%M")
            watts[name] = watts.get(name, 0.0) + device.reading(step).power_w.pv
    points = []
    for index in range(STEPS_PER_DAY):
        name = f"{index // 12:02d}:{index % 12 * 5:02d}"
        power = single(watts[name]) if name in watts else None
        points.append({"time": f"{day.isoformat()} {name}", "power": power})
    return good({"count": len(points), "powers": points})


def plant_by_device(scene: Scene, params: Params) -> Body:
    """The plant a device belongs to; its numbers differ in type from those of the list."""
    serial_number = params.get("device_sn", "").strip()
    if serial_number == "":
        raise VendorError(10003, "error_device_sn_is_empty")
    device = find_listed(scene, serial_number)
    if device is None:
        raise VendorError(10005, "error_device_not_exist")
    row = plant_row(scene, device.plant)
    total = single(total_wh(scene, device.plant) / 1000)
    return good({"plant": {**row, "total_energy": total, "current_power": ""}})


def plant_bean(scene: Scene, plant: Plant) -> Body:
    """The large plant object that stands where the datalogger list promises a number."""
    created = datetime(plant.created.year, plant.created.month, plant.created.day)
    today = last_update(scene, plant).date()
    zone = zone_text(scene, plant)
    watts = power_w(scene, plant)
    return {
        **constants("plant_bean"),
        "treeID": f"PLANT_{plant.plant_id}",
        "treeName": plant.name,
        "id": plant.plant_id,
        "plantName": plant.name,
        "city": plant.city,
        "country": plant.country,
        "plant_lat": str(plant.latitude),
        "plant_lng": str(plant.longitude),
        "timezone": plain(float(zone.removeprefix("GMT")), 2),
        "timezoneText": zone,
        "createDate": date_bean(created),
        "createDateText": plant.created.isoformat(),
        "nominalPower": plain(peak_kw(scene, plant) * 1000, 0),
        "currentPac": plain(watts),
        "currentPacTxt": text(watts),
        "eToday": plain(pv_wh(scene, plant, today, today) / 1000),
        "eTotal": plain(total_wh(scene, plant) / 1000),
        "etodayMoney": 0,
        "userAccount": scene.account.rules.user,
    }
