"""What hangs on the bus of a datalogger and is asked for by its address: meters and sensors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from .asking import Body, Page, Params, good, read_date
from .clock import STEP_S
from .device import Device
from .errors import VendorError
from .java import calendar_bean, date_time
from .logger_calls import known_loggers
from .plant import Plant
from .plant_calls import listed
from .scene import Scene

_LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBus:
    """A kind of such things, of which a datalogger has one, or none.

    `bean` shows what it measured in a step of these devices, which share the plant with it.
    """

    address: int
    device_name: str
    device_type: int
    list_key: str
    rows_key: str
    is_there: Callable[[Plant], bool]
    bean: Callable[[list[Device], int], Body]

    def rows(self, scene: Scene, params: Params) -> Body:
        """Those behind a datalogger."""
        serial_number, devices = self._devices(scene, params, unknown=10003)
        page = Page(params)
        found = [self._row(scene, serial_number, devices)] if devices else []
        data = {"count": len(found), "datalogger_sn": serial_number, self.list_key: page.of(found)}
        return good(data)

    def _row(self, scene: Scene, serial_number: str, devices: list[Device]) -> Body:
        heard = devices[0].plant.local(devices[0].latest(scene.now).timestamp)
        return {
            "address": str(self.address),
            "datalog_sn": serial_number,
            "device_name": self.device_name,
            "device_type": str(self.device_type),
            "last_update_time": date_time(heard),
            "lost": int(not devices[0].datalogger_online),
        }

    def latest(self, scene: Scene, params: Params) -> Body:
        """The record that came last."""
        serial_number, devices = self._devices(scene, params, unknown=10004)
        self._check_address(params, empty=10003)
        if not self._is_at(params, devices):
            return good("", dataloggerSn=serial_number)
        step = devices[0].latest(scene.now).timestamp // STEP_S
        return good(self._record(serial_number, devices, step), dataloggerSn=serial_number)

    def history(self, scene: Scene, params: Params) -> Body:
        """The records of some days on the clock of the plant, newest first."""
        serial_number, devices = self._devices(scene, params, unknown=10006)
        self._check_address(params, empty=10005)
        page = Page(params)
        bad_date = VendorError(10003, "error_date_format")
        first = read_date(params.get("start_date", ""), bad_date)
        last = read_date(params.get("end_date", ""), bad_date)
        if last < first:
            raise bad_date
        if last - first > _LONGEST:
            raise VendorError(10004, "error_time_range_over_7_days")
        steps = []
        if self._is_at(params, devices):
            midnight = devices[0].plant.midnight
            begin, end = midnight(first), midnight(last + timedelta(days=1))
            steps = devices[0].steps_listed(begin.timestamp(), end.timestamp(), scene.now)
        rows = [self._record(serial_number, devices, step) for step in page.of(steps)]
        data = {self.rows_key: rows, "count": len(steps), "datalogger_sn": serial_number}
        return good(data)

    def _devices(self, scene: Scene, params: Params, unknown: int) -> tuple[str, list[Device]]:
        """The datalogger, and the devices of the plant where it has one of this kind."""
        serial_number = params.get("datalog_sn", "").strip()
        if serial_number == "":
            raise VendorError(10002, "error_datalog_sn")
        if serial_number not in known_loggers(scene):
            raise VendorError(unknown, "error_datalogger_not_exist")
        for plant in scene.world.plants.values():
            devices = listed(scene, plant)
            if devices and devices[0].datalogger_sn == serial_number and self.is_there(plant):
                for device in devices:
                    device.advance(scene.now)
                return serial_number, devices
        return serial_number, []

    def _check_address(self, params: Params, empty: int) -> None:
        if params.get("address", "").strip() == "":
            raise VendorError(empty, "error_address_is_empty")

    def _is_at(self, params: Params, devices: list[Device]) -> bool:
        return bool(devices) and params["address"].strip() == str(self.address)

    def _record(self, serial_number: str, devices: list[Device], step: int) -> Body:
        shown = devices[0].plant.local(step * STEP_S)
        return {
            **self.bean(devices, step),
            "addr": self.address,
            "dataLogSn": serial_number,
            "calendar": calendar_bean(shown),
            "timeText": date_time(shown),
        }
