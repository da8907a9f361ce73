"""Our recorder, from the bytes of a reply to the store; only HTTP is left out.

`rows` writes readings alone; `whole` is what a recorder does with a page and, when the week is
complete, with the week: roll-ups, progress, the plan that it tells of, and cleaning.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import orjson
from growattServer import OpenApiV1
from growattServer.open_api_v1.records import MinEnergyHistory
from growattServer.recorder import Recorder, Store
from growattServer.recorder.ask import steps
from growattServer.recorder.keep.readings import put_readings
from growattServer.recorder.keep.store import StoredDevice
from growattServer.recorder.keep.weeks import window_of
from growattServer.recorder.keep.windows import Window
from growattServer.recorder.receive.history import readings_of

from recorder_work import FAMILY, pages_of, stores_of, weeks
from work import Tasks

FIRST, NOW = date(2025, 6, 5), datetime(2025, 6, 19, 12, tzinfo=UTC)
ZONE = "Europe/Berlin"


class Replies(OpenApiV1):
    """A client that has the replies already, as bytes."""

    def __init__(self, pages: list[bytes]) -> None:
        super().__init__("token")
        self._pages = pages

    def min_energy_history(self, *asked: Any, **wishes: Any) -> Any:
        """A page, decoded and handed over as the client does."""
        return MinEnergyHistory(orjson.loads(self._pages[asked[4] - 1])["data"])


class Filling:
    """A store that is filled, week by week."""

    def __init__(self, where: str, pages: list[bytes]) -> None:
        self.store = Store(where)
        self.api = Replies(pages)
        self.pages = len(pages)
        self.recorder = Recorder(self.api, self.store, since=FIRST, daily=False, clock=lambda: NOW)
        # held until the process ends
        self._held = self.store.alone()
        self._held.__enter__()

    def _device(self, number: int) -> StoredDevice:
        device = StoredDevice(number, f"SIM{number:07}", FAMILY, 1, ZONE, 8000.0)
        self.recorder.devices = {device.device_sn: device}
        return device

    def rows(self, number: int) -> None:
        """The readings of a week, a page a transaction."""
        device = self._device(number)
        for page in range(1, self.pages + 1):
            reply = self.api.min_energy_history(device.device_sn, FIRST, FIRST, "UTC", page)
            rows, _ = readings_of(FAMILY, reply.datas or [])
            with self.store.writing() as connection:
                put_readings(connection, FAMILY, device.device_id, rows, confirmed=True)

    def whole(self, number: int) -> None:
        """A week as the recorder takes it."""
        device = self._device(number)
        window = window_of(datetime.combine(FIRST, NOW.time(), UTC).timestamp())
        for page in range(1, self.pages + 1):
            list(steps.read_page(self.recorder, device, Window(window, next_page=page)))
        list(steps.clean(self.recorder, device, window))


def tasks(url: str, folder: str) -> Tasks:
    """Filling each of the stores."""
    pages = pages_of(folder)
    made: Tasks = {}
    for task in ("rows", "whole"):
        for engine, where in stores_of(url, folder, f"ours_{task}"):
            made[f"{engine}_{task}"] = weeks(getattr(Filling(where, pages), task))
    return made
