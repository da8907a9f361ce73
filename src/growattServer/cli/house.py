"""Which house a device is in: it is named before anything is written, and has a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import click

from .clock import PlantClock, check_zone, utc_now
from .cloud import TokenCloud
from .errors import WrongUse
from .inventory import SETTABLE_FAMILIES, Device, Inventory, load
from .terminal import terminal

HOUSE_SHAPE = {
    "account": "text: its name here",
    "plant_id": "text or null: unknown",
    "plant": "text or null: the name of the plant",
    "family": f"text: {SETTABLE_FAMILIES}",
}

zone_option = click.option(
    "--zone", metavar="ZONE", help="With clock=now: the plant's zone, such as Europe/Berlin."
)


@dataclass(frozen=True)
class House:
    """A device, and whose it is: `str(house)` names it."""

    source: TokenCloud
    device: Device

    def __str__(self) -> str:
        named = f"{self.device.family} {self.device.device_sn}"
        return f"{self.source.account.name}, plant {self._place}, {named}"

    @property
    def _place(self) -> str:
        return self.device.plant or self.device.plant_id or "unknown"

    def as_dict(self) -> dict[str, Any]:
        """What JSON says of it, beside the serial number."""
        return {
            "account": self.source.account.name,
            "plant_id": self.device.plant_id,
            "plant": self.device.plant,
            "family": self.device.family,
        }

    # --- its clock -------------------------------------------------------------------------------

    @property
    def clock(self) -> PlantClock:
        """The clock of the plant."""
        return self._known()

    def clock_word(
        self, zone: str | None, pairs: Iterable[tuple[str, str]]
    ) -> Callable[[], datetime]:
        """What the word `now` stands for, in the zone that is typed, else in that of the plant."""
        if zone is not None:
            check_zone(zone)
            if not any(text.lower() == "now" for _, text in pairs):
                raise WrongUse("--zone is only used with clock=now")
        return partial(self._now, zone)

    def _now(self, typed: str | None) -> datetime:
        known = self._zone() if typed is None else self._known().zone
        moment = PlantClock(typed or known).wall(utc_now())
        if moment is None:
            raise WrongUse(
                f"the time zone of plant {self._place} is not certain, so the time there is not "
                "known",
                'clock="2026-06-15 12:00", or clock=now --zone Europe/Berlin',
            )
        if typed and known and typed != known:
            terminal().note(f"--zone {typed} is used instead of the zone of the plant, {known}.")
        moment = moment.replace(microsecond=0)
        terminal().note(f"It is now {moment} in {typed or known}.")
        return moment

    def _zone(self) -> str | None:
        """The zone of the plant; where it is missing, it may only have been too soon to ask."""
        return self._known().zone or self._clock_in(self.source.inventory(fresh=True)).zone

    def _known(self) -> PlantClock:
        return self._clock_in(self.source.inventory())

    def _clock_in(self, inventory: Inventory) -> PlantClock:
        return inventory.clock_of(self.device)


def houses_of(source: TokenCloud, serials: Iterable[str]) -> dict[str, House]:
    """The houses of these devices, as far as they belong to the account.

    What was listed long ago will do, as a device changes its house less often than its name.
    """
    wanted = set(serials)
    known = load(source.account)
    if known is None or not wanted <= {one.device_sn for one in known.devices}:
        known = source.inventory() if wanted else None
    devices = known.devices if known else ()
    return {one.device_sn: House(source, one) for one in devices if one.device_sn in wanted}
