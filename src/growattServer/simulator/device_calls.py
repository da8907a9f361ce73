"""The calls about devices: lists, latest records, histories and settings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from .alarms import Alarm
from .asking import SYSTEM_ERROR, Body, Page, Params, good, no_permission, read_date
from .device import Device
from .errors import VendorError
from .families import FAMILIES
from .families.base import Codes, Record, TokenFamily
from .java import date_bean, date_time, zone
from .plant_calls import find_listed, listed, plant_bean, plant_of
from .scene import Scene

_LONGEST = timedelta(days=7)
# What a check calls an inverter is everything else with a serial number; the word for a storage
# has not been seen.
_KINDS = {"storage": 2}
_KIND_WORDS = {1: "inverter", 2: "storage", 3: "datalog", 4: "not found"}


def device_list(scene: Scene, params: Params) -> Body:
    """Devices of a plant, the meter as the last of them."""
    plant = plant_of(
        scene,
        params,
        empty=VendorError(10002, "error_plant_id_is_empty"),
        unknown=VendorError(10003, "error_plant_not_exist"),
    )
    page = Page(params)
    devices = listed(scene, plant)
    rows = [_device_row(scene, device) for device in devices]
    if plant.has_meter and devices:
        rows.append(_meter_row(scene, devices[0]))
    return good({"count": len(rows), "devices": page.of(rows)})


def _updated(scene: Scene, device: Device) -> str:
    return date_time(device.plant.local(device.latest(scene.now).timestamp))


def _device_row(scene: Scene, device: Device) -> Body:
    family = FAMILIES[device.family]
    return {
        "device_sn": device.serial_number,
        "last_update_time": _updated(scene, device),
        "model": family.model,
        "lost": not device.seems_online,
        "status": family.status_online if device.seems_online else -1,
        "manufacturer": "Growatt",
        "device_id": device.device_id,
        "datalogger_sn": device.datalogger_sn,
        "type": family.device_type,
    }


def _meter_row(scene: Scene, neighbour: Device) -> Body:
    # A meter has no number of its own here, only a word.
    return {
        "device_sn": "AMMETER",
        "last_update_time": _updated(scene, neighbour),
        "model": "",
        "manufacturer": "Growatt",
        "device_id": "",
        "datalogger_sn": neighbour.datalogger_sn,
        "type": 3,
    }


def datalogger_list(scene: Scene, params: Params) -> Body:
    """Dataloggers of a plant."""
    plant = plant_of(
        scene,
        params,
        empty=VendorError(10002, "error_plant_id_is_empty"),
        unknown=VendorError(10003, "error_plant_not_exist"),
    )
    page = Page(params)
    loggers = {device.datalogger_sn: device for device in listed(scene, plant)}
    now = scene.now
    rows = [
        {
            "last_update_time": date_bean(plant.local(device.latest(now).timestamp)),
            "lost": not device.datalogger_online,
            "sn": serial_number,
            "netmode": "WIFI",
            "model": "ShineWeFi",
            "type": 0,
            "manufacturer": "Growatt",
        }
        for serial_number, device in loggers.items()
    ]
    rows += [
        _spare_row(name, date_bean(plant.local(logger.added)))
        for name, logger in scene.world.installer.spare.items()
        if logger.plant_id == plant.plant_id
    ]
    bean = plant_bean(scene, plant)
    return good({"count": len(rows), "peak_power_actual": bean, "dataloggers": page.of(rows)})


def _spare_row(serial_number: str, added: Body) -> Body:
    """A datalogger that nothing was ever heard from."""
    return {
        "last_update_time": added,
        "lost": True,
        "sn": serial_number,
        "netmode": "NONE",
        "model": "ShineWeFi",
        "type": 0,
        "manufacturer": "Growatt",
    }


def device_check_sn(scene: Scene, params: Params) -> Body:
    """What a serial number stands for; the one call without an envelope."""
    serial_number = (params.get("dataloggerSn") or params.get("sn") or "").strip()
    # it knows a NOAH too, which has no other call in V1
    device = scene.device(serial_number)
    world = scene.world
    loggers = {known.datalogger_sn for known in world.devices.values()} | set(world.installer.spare)
    found = device is not None or serial_number in loggers
    family = FAMILIES[device.family] if device else None
    kind = _KINDS.get(family.name, 1) if family else 3 if found else 4
    return {
        "result": 1 if found else 0,
        "obj": kind,
        "msg": _KIND_WORDS[kind],
        "model": family.model if family else "ShineWeFi" if found else "",
        "dtc": family.dtc if family else 0,
        "device_type": family.check_type if family else 0,
        "have_meter": device.plant.has_meter if device else False,
        "in_system": found,
        "normal_power": int(device.hardware.rated_power_w) if device else 0,
    }


def device_datalogger(scene: Scene, params: Params) -> Body:
    """The datalogger of a device."""
    serial_number = params.get("device_sn", "").strip()
    if serial_number == "":
        raise VendorError(10003, "error_device_sn_is_empty")
    device = find_listed(scene, serial_number)
    if device is None:
        raise VendorError(10005, "error_device_not_exist")
    return good({"datalogSN": device.datalogger_sn})


def _alarms_of(device: Device, day: date, now: float) -> list[Alarm]:
    """What began on a day of the plant, and reached the cloud; the newest first."""
    local = device.plant.local
    happened = [
        alarm
        for alarm in device.alarms
        if alarm.start <= now and local(alarm.start).date() == day and device.is_heard(alarm.start)
    ]
    return sorted(happened, key=lambda alarm: alarm.start, reverse=True)


class FamilyCalls:
    """The calls that every family has, with its own names and codes."""

    def __init__(self, family: TokenFamily) -> None:
        self.family = family

    def _device(self, scene: Scene, params: Params, codes: Codes, key: str = "") -> Device:
        serial_number = params.get(key or self.family.serial_key, "").strip()
        if serial_number == "":
            raise VendorError(codes.missing, "error_device_sn_is_empty")
        device = scene.device(serial_number)
        if device is None or device.family != self.family.name:
            raise VendorError(codes.unknown, "error_device_not_exist")
        return device

    def last_data(self, scene: Scene, params: Params) -> Body:
        """The latest record."""
        device = self._device(scene, params, self.family.latest_codes)
        key = self.family.serial_key
        return good(
            self._latest(scene, device),
            **{key: device.serial_number, "dataloggerSn": device.datalogger_sn},
        )

    def _latest(self, scene: Scene, device: Device) -> Body:
        reading = device.latest(scene.now)
        return self.family.latest(device, reading, device.plant.local(reading.timestamp))

    def last_data_batch(self, scene: Scene, params: Params) -> Body:
        """Latest records of some devices; those that are not known are left out."""
        codes, key = self.family.batch_codes, self.family.batch_key
        wanted = [name.strip() for name in params.get(key, "").split(",") if name.strip()]
        if not wanted or len(wanted) > 100:
            raise VendorError(codes.missing, "error_device_sn")
        page = params.get("pageNum", "") or "1"
        if page not in ("1", "2"):
            raise VendorError(SYSTEM_ERROR, "error_system_error")
        known = scene.world.devices
        found = scene.present(
            known[name]
            for name in dict.fromkeys(wanted)
            if name in known and known[name].family == self.family.name
        )
        if not found:
            raise VendorError(codes.unknown, "error_device_not_exist")
        # A hundred devices fill one page, so a second one is always empty.
        answered = found if page == "1" else []
        data = {
            device.serial_number: {
                "dataloggerSn": device.datalogger_sn,
                device.serial_number: self._latest(scene, device),
            }
            for device in answered
        }
        names = [device.serial_number for device in answered]
        return good(data, **{key: names, "pageNum": int(page)})

    def history(self, scene: Scene, params: Params) -> Body:
        """Five-minute rows of some days in the zone asked for, newest first."""
        codes = self.family.history_codes
        device = self._device(scene, params, codes)
        page = Page(params)
        bad_date = VendorError(codes.bad_date, "error_date_format")
        first = read_date(params.get("start_date", ""), bad_date)
        last = read_date(params.get("end_date", ""), bad_date)
        if last < first:
            raise bad_date
        if last - first > _LONGEST:
            raise VendorError(codes.too_long, "error_time_range_over_7_days")
        shown_in = zone(params.get("timezone_id", "") or "UTC")
        start = datetime.combine(first, time(), shown_in).timestamp()
        end = datetime.combine(last + timedelta(days=1), time(), shown_in).timestamp()
        steps = device.steps_listed(start, end, scene.now)
        return good(
            {
                "datas": [self._history_row(device, step, shown_in) for step in page.of(steps)],
                "next_page_start_id": page.next_start,
                "count": len(steps),
                self.family.spelling.history_sn or self.family.serial_key: device.serial_number,
                "datalogger_sn": device.datalogger_sn,
            }
        )

    def _history_row(self, device: Device, step: int, shown_in: tzinfo) -> Body:
        reading = device.reading(step)
        shown = datetime.fromtimestamp(reading.timestamp, shown_in)
        return self.family.history(device, reading, shown)

    def alarms(self, scene: Scene, params: Params) -> Body:
        """Alarms of a day, today unless one is named."""
        codes, now = self.family.alarm_codes, scene.now
        device = self._device(scene, params, codes)
        page, day = Page(params), device.plant.local(now).date()
        if params.get("date", ""):
            day = read_date(params["date"], VendorError(codes.bad_date, "error_date_format"))
        found = _alarms_of(device, day, now)
        return good(
            {
                "alarms": [alarm.row(device.plant) for alarm in page.of(found)],
                "count": len(found),
                self.family.spelling.alarms_sn or self.family.serial_key: device.serial_number,
            }
        )

    def bean(self, record: Record, scene: Scene, params: Params) -> Body:
        """Master data, or another bean that is asked for in the same way."""
        serial_number = params.get("device_sn", "").strip()
        if serial_number == "":
            raise VendorError(SYSTEM_ERROR, "error_system_error")
        device = find_listed(scene, serial_number)
        if device is None:
            raise no_permission()
        if device.family != self.family.name:
            return good("", device_sn=serial_number, dataloggerSn="")
        reading = device.latest(scene.now)
        data = record(device, reading, device.plant.local(reading.timestamp))
        return good(data, device_sn=serial_number, dataloggerSn=device.datalogger_sn)

    def read_setting(self, scene: Scene, params: Params) -> Body:
        """One setting or a span of registers, as text."""
        device = self._device(scene, params, Codes(missing=10002, unknown=10002), "device_sn")
        self._check_line(device)
        limits = [params.get(name, "") or "0" for name in ("startAddr", "endAddr")]
        if not all(limit.isdecimal() and int(limit) <= 65535 for limit in limits):
            raise VendorError(10001, "error_read_failed")
        first, last = map(int, limits)
        if last - first > 124:
            raise VendorError(10001, "error_read_failed")
        name = params.get("paramId", "")
        value = self.family.table.read(device, name, first, last, scene.now)
        if value is None:
            raise VendorError(10009, "error_param_type_unknown")
        return good(value)

    def write_setting(self, scene: Scene, params: Params) -> Body:
        """One setting with all its values."""
        device = self._device(scene, params, Codes(missing=10004, unknown=10012))
        self._check_line(device)
        family, words = self.family, self.family.spelling
        numbers = range(1, family.value_count + 1)
        texts = tuple(params.get(words.write_value.format(one), "").strip() for one in numbers)
        name, now = params.get(words.write_id, ""), scene.now
        if family.heeds(name, texts):
            family.table.write(device, name, texts, now)
        else:
            family.table.check(name, texts)
        return {**good(""), "error_msg": words.written}

    def _check_line(self, device: Device) -> None:
        if device.datalogger_online and not device.online:
            raise VendorError(10003, "error_device_offline")
        if not device.reachable:
            raise VendorError(10005, "error_datalogger_offline")
