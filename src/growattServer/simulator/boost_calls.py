"""The calls about GroBoosts: one that has nothing to heat, as in the vendor's examples."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from .asking import SYSTEM_ERROR, Body, Page, Params, good, no_permission, read_date
from .clock import STEP_S
from .device import Device
from .errors import VendorError
from .families.base import constants
from .java import calendar_bean, date_bean, date_time, zone
from .plant_calls import listed
from .scene import Scene

_ADDRESS = 84
_TYPE = 69
_LONGEST = timedelta(days=7)


def _neighbour(scene: Scene, serial_number: str) -> Device | None:
    """The device by whose datalogger a GroBoost is heard; None where there is no such GroBoost."""
    plant = scene.world.plants.get(scene.world.boosts.get(serial_number, 0))
    devices = listed(scene, plant) if plant is not None else []
    return devices[0] if devices else None


def _found(scene: Scene, params: Params) -> tuple[str, Device]:
    serial_number = params.get("boost_sn", "").strip()
    if serial_number == "":
        raise VendorError(10003, "error_device_sn")
    neighbour = _neighbour(scene, serial_number)
    if neighbour is None:
        raise VendorError(10002, "error_device_not_exist")
    return serial_number, neighbour


def _stamp(shown: datetime) -> Body:
    return {"calendar": calendar_bean(shown), "timeText": date_time(shown)}


def _latest(scene: Scene, neighbour: Device) -> Body:
    shown = neighbour.plant.local(neighbour.latest(scene.now).timestamp)
    return {**constants("boost_latest"), **_stamp(shown)}


def details(scene: Scene, params: Params) -> Body:
    """Master data, with the empty records of whatever else could be at this address."""
    serial_number = params.get("device_sn", "").strip()
    if serial_number == "":
        raise VendorError(SYSTEM_ERROR, "error_system_error")
    neighbour = _neighbour(scene, serial_number)
    if neighbour is None:
        raise no_permission()
    bean, logger = constants("boost_details"), neighbour.datalogger_sn
    shown = neighbour.plant.local(neighbour.latest(scene.now).timestamp)
    online = neighbour.datalogger_online
    place = f"{logger}_{_TYPE}_addr{_ADDRESS}"
    data = {
        **bean,
        "boostData": {**bean["boostData"], **_stamp(shown)},
        "addr": _ADDRESS,
        "dataLogSn": logger,
        "deviceSn": serial_number,
        "key": place,
        "lastUpdateTime": date_bean(shown),
        "lastUpdateTimeText": date_time(shown),
        "lost": not online,
        "imgPath": f"./css/img/status_{'green' if online else 'gray'}.gif",
        "parentID": f"LIST_{logger}_{_TYPE}",
        "treeID": f"OD_{place}",
        "treeName": f"GRO_BOOST#{_ADDRESS}",
        "tcpServerIp": "203.0.113.10",
    }
    return good(data, device_sn=serial_number, dataloggerSn=logger)


def last_data(scene: Scene, params: Params) -> Body:
    """The record that came last."""
    serial_number, neighbour = _found(scene, params)
    names = {"boost_sn": serial_number, "dataloggerSn": neighbour.datalogger_sn}
    return good(_latest(scene, neighbour), **names)


def last_data_batch(scene: Scene, params: Params) -> Body:
    """The same of several; who is not known is left out."""
    wanted = [name.strip() for name in params.get("boosts", "").split(",") if name.strip()]
    if not 1 <= len(wanted) <= 100:
        raise VendorError(10003, "error_device_sn")
    page = params.get("pageNum", "") or "1"
    if page not in ("1", "2"):
        raise VendorError(SYSTEM_ERROR, "error_system_error")
    neighbours = {name: _neighbour(scene, name) for name in dict.fromkeys(wanted)}
    found = {name: one for name, one in neighbours.items() if one is not None}
    if not found:
        raise VendorError(10002, "error_device_not_exist")
    answered = found if page == "1" else {}
    data = {
        name: {"dataloggerSn": one.datalogger_sn, name: _latest(scene, one)}
        for name, one in answered.items()
    }
    return good(data, boosts=list(answered), pageNum=int(page))


def history(scene: Scene, params: Params) -> Body:
    """Records of some days in the zone asked for, newest first."""
    serial_number, neighbour = _found(scene, params)
    page = Page(params)
    bad = VendorError(SYSTEM_ERROR, "error_system_error")
    first = read_date(params.get("start_date", ""), bad)
    last = read_date(params.get("end_date", ""), bad)
    if not timedelta(0) <= last - first <= _LONGEST:
        raise bad
    shown_in = zone(params.get("timezone_id", "") or "UTC")
    begin = datetime.combine(first, time(), shown_in).timestamp()
    end = datetime.combine(last + timedelta(days=1), time(), shown_in).timestamp()
    steps = neighbour.steps_listed(begin, end, scene.now)
    rows = [
        {
            **constants("boost_history"),
            "addr": _ADDRESS,
            "serialNum": serial_number,
            "sysTime": date_time(neighbour.plant.local(step * STEP_S)),
            "voltage": 0,
            **_stamp(datetime.fromtimestamp(step * STEP_S, shown_in)),
        }
        for step in page.of(steps)
    ]
    return good(
        {
            "datas": rows,
            "next_page_start_id": page.next_start,
            "count": len(steps),
            "boost_sn": serial_number,
            "datalogger_sn": neighbour.datalogger_sn,
        }
    )
