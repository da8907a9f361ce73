"""How a call of the app names what it wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from ..device import Device
from ..java import date_time, text
from ..plant import Plant
from ..reading import Reading
from ..scene import Scene
from .answers import RefusalError

Params = Mapping[str, str]

# The server writes its own clock into texts, wherever the plant stands.
SERVER_ZONE = timezone(timedelta(hours=8))


def server_clock(timestamp: float) -> datetime:
    """A moment on the clock of the server."""
    return datetime.fromtimestamp(timestamp, SERVER_ZONE)


def server_text(timestamp: float) -> str:
    """A moment on the clock of the server, as text."""
    return date_time(server_clock(timestamp))


def kw(power_w: float) -> str:
    """Power in kW with two decimals, as text."""
    return text(power_w / 1000, 2)


def kwh_text(energy_wh: float) -> str:
    """Energy in kWh with one decimal, as text."""
    return text(energy_wh / 1000)


@dataclass(frozen=True, slots=True)
class Seen:
    """A device with its last reading that reached the cloud."""

    device: Device
    reading: Reading

    @property
    def soc(self) -> int:
        """State of charge in whole percent."""
        return round(self.device.soc_percent(self.reading))

    @property
    def stamp(self) -> float:
        """When it was heard."""
        return self.reading.timestamp


def see(scene: Scene, device: Device) -> Seen:
    """Look at a device."""
    return Seen(device, device.latest(scene.now))


def find(scene: Scene, serial_number: str, family: str) -> Device | None:
    """A device of a family, or None."""
    device = scene.device(serial_number.strip())
    return device if device is not None and device.family == family else None


def seen_device(scene: Scene, params: Params, key: str, family: str, refusal: str) -> Seen:
    """The device asked for, or the refusal of this call."""
    device = find(scene, params.get(key, ""), family)
    if device is None:
        raise RefusalError(refusal)
    return see(scene, device)


def whole(text: str) -> int:
    """A whole number, or -1 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text.strip()) else -1


def plant_of(scene: Scene, params: Params, key: str = "plantId", refusal: str = "501") -> Plant:
    """The plant asked for, or the refusal of this call."""
    plant = scene.world.plants.get(whole(params.get(key, "")))
    if plant is None:
        raise RefusalError(refusal)
    return plant


def asked_day(params: Params, today: date, refusal: str = "501") -> date:
    """The day, or the first of a month or year, that a call names; today when it names none."""
    wanted = params.get("date", "").strip()
    if wanted == "":
        return today
    parts = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", wanted)
    if parts is None:
        raise RefusalError(refusal)
    year, month, day = (int(part or 1) for part in parts.groups())
    # Far from the calendar's ends, so that neighbouring days and zones exist.
    if not 1971 <= year <= 9000:
        raise RefusalError(refusal)
    try:
        return date(year, month, day)
    except ValueError:
        raise RefusalError(refusal) from None
