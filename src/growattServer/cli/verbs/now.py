"""`growatt now`: the latest readings of all devices, once or again and again."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from ... import Field, GrowattError, Kind
from ..answer import Answer, as_json
from ..clock import PlantClock, utc_now
from ..cloud import Cloud, Reading, cloud, reading
from ..errors import NothingThere, concerns_all, said_of
from ..inventory import Device
from ..kinds import Span
from ..tables import age, measured, one_line, shown
from ..terminal import terminal
from ..verb import complete_devices, verb

if TYPE_CHECKING:
    from rich.table import Table

POLL = timedelta(minutes=5)
"""How often there is something new, and how often the server likes to be asked."""

SLACK_S = 5.0
"""So much later, the limit that holds from the last answer is surely over."""

STALE = timedelta(minutes=30)
"""From here on a reading is not the present any more."""

VALUES = (
    "pv_power",
    "ac_power",
    "load_power",
    "import_power",
    "export_power",
    "battery_charge_power",
    "battery_discharge_power",
    "battery_power",
    "battery_soc",
    "energy_today",
    "load_energy_today",
    "import_energy_today",
    "export_energy_today",
    "energy_total",
)
SHAPE = {
    "devices": [
        {
            "device_sn": "text",
            "family": "text",
            "plant": "text or null: the name of the plant",
            "measured": "moment or null: on the clock of the plant, or with its offset from UTC; "
            "with a password, perhaps UTC+8",
            "asked": "moment or null: when the server gave it, UTC",
            "age_s": "number or null: how old the values are; null if unknown",
            "offline": "true or false: the reply says so, and does not say when it was measured",
            "values": {"<name>": "number or null: by the names of the records"},
            "units": {"<name>": "text or null"},
            "error": "text or null: why there are no new values",
        }
    ]
}


@dataclass
class Row:
    """One device and what is known of it; `trouble` is why the last question failed."""

    device: Device
    reading: Reading | None = None
    trouble: str | None = None
    clock: PlantClock = field(default_factory=PlantClock)

    def age(self) -> timedelta | None:
        """How long ago the values were measured, None where that is not known."""
        if self.reading is None:
            return None
        return self.reading.age_at(utc_now(), self.clock)

    @property
    def measured(self) -> datetime | None:
        """When, on the clock of the plant; in UTC where only that is known."""
        return self.reading.wall(self.clock) if self.reading else None

    @property
    def is_offline(self) -> bool:
        """Whether the values are of a device that is offline, since nobody knows when."""
        return self.reading is not None and self.reading.is_offline

    def values(self, everything: bool) -> dict[str, Any]:
        """The values to show, by name; of a device that is offline only those that stay true."""
        if self.reading is None:
            return {}
        record = self.reading.record
        known = type(record).fields
        if not everything:
            # a name without a unit is another thing than it seems
            names = [name for name in VALUES if name in known and known[name].unit]
            if "battery_charge_power" in names and "battery_power" in names:
                names.remove("battery_power")  # it would say the same again
            return {name: self._value(known[name]) for name in names}
        return {
            name: value
            for name, row in known.items()
            if row.unit and isinstance(value := self._value(row), int | float)
        }

    def _value(self, row: Field[Any]) -> Any:
        assert self.reading is not None  # noqa: S101  # for the type checker
        passes = row.kind is Kind.DAILY or row.kind is Kind.MEASUREMENT
        return None if self.is_offline and passes else row.read(self.reading.record)

    def as_dict(self, everything: bool) -> dict[str, Any]:
        """The row as JSON."""
        values, old = self.values(everything), self.age()
        units = {name: _fields(self)[name].unit for name in values}
        return {
            "device_sn": self.device.device_sn,
            "family": self.device.family,
            "plant": self.device.plant,
            "measured": self.measured,
            "asked": self.reading.asked if self.reading else None,
            "age_s": None if old is None else round(old.total_seconds()),
            "offline": self.is_offline,
            "values": values,
            "units": units,
            "error": self.trouble,
        }


def _fields(row: Row) -> Any:
    return type(row.reading.record).fields if row.reading else {}


@verb(
    "now",
    examples=[
        "growatt now",
        "growatt now YOUR_DEVICE_SERIAL_NUMBER --all",
        "growatt now --watch",
        "growatt now --json",
    ],
    shape=SHAPE,
    all_accounts=True,
    for_one=("watch",),
)
@click.argument("serial", nargs=-1, shell_complete=complete_devices)
@click.option("--all", "everything", is_flag=True, help="All values that have a unit.")
@click.option(
    "--watch", is_flag=True, help="Keep going until Ctrl-C; with --json, a line each time."
)
@click.option(
    "--every",
    type=Span(),
    default=POLL,
    metavar="SPAN",
    help="With --watch: how often to ask; 5min by default, as values do not change sooner.",
)
@click.option("--rounds", type=int, hidden=True, help="With --watch: stop after this many times.")
def now_command(
    serial: tuple[str, ...], everything: bool, watch: bool, every: timedelta, rounds: int | None
) -> Answer | None:
    """Without SERIAL, it shows all devices that have readings. An age counts from the time of the
    measurement, on the clock of the plant. If growatt plants does not know the plant's time zone,
    the age may be an hour too low, and times of devices that only the newer API (V4) has are in
    UTC. A reading without a time has no age; if it says that its device is offline, only totals are
    shown.
    """
    source = cloud()
    rows = _rows(source, serial)
    if watch:
        _watch(source, rows, everything, max(every, POLL), rounds)
        return None
    _ask(source, rows)
    if all(row.reading is None for row in rows) and len(rows) == 1:
        # the error itself says more than a row of dashes
        reading(source, rows[0].device)
    return Answer(
        {"devices": [row.as_dict(everything) for row in rows]},
        lambda: draw(rows, everything),
        notes=[f"{row.device.device_sn}: {row.trouble}" for row in rows if row.trouble],
    )


def _rows(source: Cloud, serials: tuple[str, ...]) -> list[Row]:
    inventory = source.inventory()
    wanted = [
        inventory.device(serial, "device with readings", source.reads) for serial in serials
    ] or [device for device in inventory.devices if source.reads(device)]
    if not wanted:
        raise NothingThere("this account has no device with readings")
    return [Row(device, clock=inventory.clock_of(device)) for device in wanted]


def _ask(source: Cloud, rows: list[Row]) -> None:
    """Ask for each device; what fails leaves the old values, with the reason."""
    for row in rows:
        try:
            found = reading(source, row.device)
        except GrowattError as error:
            row.trouble = said_of(error, "now")
            if concerns_all(error):
                if all(other.reading is None for other in rows):
                    raise
                return
        else:
            row.trouble = None if found else "the server has no values"
            row.reading = found or row.reading


def draw(rows: list[Row], everything: bool) -> Table:
    """The table of readings."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("Value")
    made.add_column("Reading", justify="right")
    made.add_column("Age", justify="right")
    for row in rows:
        old = row.age()
        style = "yellow" if old is None or old > STALE else ""
        device = row.device
        moment = shown(row.measured) if row.reading else "no values"
        if row.measured is not None and row.measured.tzinfo is not None:
            moment += " UTC"
        if row.is_offline:
            moment = "offline"
        made.add_row(one_line(f"{device.device_sn} ({device.family})", "bold"), Text(moment), "")
        for name, value in row.values(everything).items():
            if value is not None:
                made.add_row(
                    Text(f"  {name}"),
                    Text(measured(_fields(row)[name], value)),
                    Text(age(old), style),
                )
        if row.trouble:
            made.add_row(one_line(f"  {row.trouble}", "red"), "", "")
        made.add_section()
    return made


def _watch(
    source: Cloud, rows: list[Row], everything: bool, every: timedelta, rounds: int | None
) -> None:
    """Ask again and again, and let the ages grow in between."""
    screen = terminal()
    screen.go_on = "growatt now --watch"
    pause_s = every.total_seconds() + SLACK_S
    done = 0
    screen.is_streaming = True
    if screen.json or not screen.console().is_terminal:
        while True:
            _ask(source, rows)
            data = {"devices": [row.as_dict(everything) for row in rows]}
            screen.line(as_json(data, indent=False)) if screen.json else screen.show(
                draw(rows, everything)
            )
            done += 1
            if rounds is not None and done >= rounds:
                return
            time.sleep(pause_s)
    from rich.live import Live

    with Live(draw(rows, everything), console=screen.console(), auto_refresh=False) as live:
        while rounds is None or done < rounds:
            _ask(source, rows)
            done += 1
            until = time.monotonic() + pause_s
            while (left := until - time.monotonic()) > 0:
                live.update(draw(rows, everything), refresh=True)
                if rounds is not None and done >= rounds:
                    return
                time.sleep(min(1.0, left))
