"""`growatt schedule show | set | clear`: the windows of the battery, the same for all families."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from ... import GrowattError
from ...settings import Schedule, Settings
from ..answer import Answer
from ..errors import NothingThere, WrongUse, trouble_of
from ..inventory import Device
from ..kinds import Span
from ..plots import day_strip
from ..proving import PLAN_SHAPE, SETTLES, handle_of, propose, settable, token_source
from ..tables import table
from ..terminal import terminal
from ..verb import complete_devices, verb
from ..wishes import as_rows, family_named, schedule_of, settings_of, split, windows_of

if TYPE_CHECKING:
    from rich.console import RenderableType

LEVELS = {
    "battery_first": ("charge_power", "charge_stop_soc"),
    "grid_first": ("discharge_power", "discharge_stop_soc"),
}
WORDS = {
    "battery_first": "charge (battery first)",
    "grid_first": "discharge (grid first)",
    "load_first": "load first",
}
SHAPE = {
    "devices": [
        {
            "device_sn": "text",
            "family": "text: MIN or SPH",
            "windows": [
                {
                    "mode": "text: battery_first (charge), grid_first (discharge) or load_first",
                    "start": "text: HH:MM",
                    "end": "text: HH:MM",
                    "minutes": "integer: how long",
                    "power": "integer or null: % of the rated power",
                    "stop_soc": "integer or null: % where it stops",
                }
            ],
            "ac_charge": "true or false or null: whether the grid may charge the battery",
            "error": "text or null: why it could not be read",
        }
    ]
}


@verb(
    "schedule show",
    examples=["growatt schedule show", "growatt schedule show YOUR_DEVICE_SERIAL_NUMBER --json"],
    shape=SHAPE,
)
@click.argument("serial", required=False, shell_complete=complete_devices)
def show_command(serial: str | None) -> Answer:
    """Of one device, or of all that have a schedule; what no window covers is load first."""
    source = token_source()
    inventory = source.inventory()
    devices = [one for one in inventory.devices if one.settable]
    if serial is not None or not devices:
        devices = [inventory.device(serial, "MIN or SPH", lambda one: one.settable)]
    rows = []
    for device in devices:
        try:
            rows.append(_row(device, handle_of(source, device).read_settings()))
        except GrowattError as error:
            if len(devices) == 1:
                raise
            trouble = trouble_of(error, "schedule show")
            rows.append(_row(device, None, trouble.said if trouble else str(error)))
    return Answer({"devices": rows}, lambda: draw(rows))


def _row(device: Device, settings: Settings | None, error: str | None = None) -> dict[str, Any]:
    known: Any = settings or {}
    schedule = None if settings is None else settings.schedule
    if settings is not None and schedule is None:
        error = "a window could not be read"
    windows = []
    for window in as_rows(schedule):
        power, stop = LEVELS.get(window["mode"], ("", ""))
        windows.append({**window, "power": known.get(power), "stop_soc": known.get(stop)})
    return {
        "device_sn": device.device_sn,
        "family": device.family,
        "windows": windows,
        "ac_charge": known.get("ac_charge"),
        "error": error,
    }


def draw(rows: list[dict[str, Any]]) -> RenderableType:
    """The table of all windows, and the day of each device as a strip."""
    from rich.console import Group

    lines = []
    for row in rows:
        name = row["device_sn"]
        if row["error"] or not row["windows"]:
            lines.append((name, row["error"] or "no windows: load first all day", "", "", "", ""))
        lines += [(name, *_cells(window)) for window in row["windows"]]
    columns = ("Device", "Mode", "From", "To", ">Power", ">Stops at")
    picture = day_strip(
        [
            (
                row["device_sn"],
                [(_minute(w["start"]), w["minutes"], w["mode"]) for w in row["windows"]],
            )
            for row in rows
        ],
        terminal().console().width,
    )
    return Group(table(columns, lines), picture)


def _cells(window: dict[str, Any]) -> tuple[str, ...]:
    levels = (_percent(window["power"]), _percent(window["stop_soc"]))
    return (WORDS[window["mode"]], window["start"], window["end"], *levels)


def _percent(value: Any) -> str:
    return "-" if value is None else f"{value} %"


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


_yes = click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
_dry_run = click.option("--dry-run", is_flag=True, help="Show the differences, write nothing.")
_for = click.option("--for", "for_", type=Span(), metavar="SPAN", help="Only so long, such as 2h.")
_wait = click.option(
    "--wait",
    type=Span(),
    default=SETTLES,
    metavar="SPAN",
    help="How long to read back until it shows; 90s unless given.",
)


@verb(
    "schedule set",
    examples=[
        "growatt schedule set YOUR_DEVICE_SERIAL_NUMBER charge=02:00-05:00 discharge=18:00-20:00",
        "growatt schedule set YOUR_DEVICE_SERIAL_NUMBER charge=23:00-05:00 charge_power=80 "
        "ac_charge=on --dry-run",
        "growatt schedule set YOUR_DEVICE_SERIAL_NUMBER charge=12:00-14:00 --add --for 6h --yes",
    ],
    shape=PLAN_SHAPE,
)
@click.argument("words", nargs=-1, metavar="[SERIAL] MODE=HH:MM-HH:MM... [NAME=VALUE...]")
@click.option("--add", "is_added", is_flag=True, help="Keep the windows that are there.")
@_for
@_yes
@_dry_run
@_wait
def set_command(
    words: tuple[str, ...],
    is_added: bool,
    for_: timedelta | None,
    yes: bool,
    dry_run: bool,
    wait: timedelta,
) -> Answer:
    """MODE is charge (battery first), discharge (grid first) or load. The windows are the whole
    schedule unless --add is given: others are switched off. One over midnight becomes two, up to
    23:59 and from 00:00. NAME=VALUE are settings as in growatt settings set; on an SPH a window may
    carry them: charge=02:00-05:00,power=80,stop_soc=90.
    """
    serial, pairs = split(words)
    windows, rest = windows_of(pairs)
    if not windows:
        raise WrongUse("say when, as in charge=02:00-05:00", "growatt schedule clear")
    source, device = settable(serial)
    handle = handle_of(source, device)
    if is_added:
        present = handle.read_settings().schedule
        if present is None:
            raise NothingThere("the present windows could not be read", "the same without --add")
        windows = [*present, *windows]
    wishes = {
        **settings_of(family_named(device.family), rest),
        "schedule": schedule_of(windows),
    }
    plan = handle.plan(wishes, for_=for_)
    return propose(plan, yes=yes, dry_run=dry_run, wait=wait)


@verb(
    "schedule clear",
    examples=["growatt schedule clear YOUR_DEVICE_SERIAL_NUMBER --yes"],
    shape=PLAN_SHAPE,
)
@click.argument("serial", required=False, shell_complete=complete_devices)
@_for
@_yes
@_dry_run
@_wait
def clear_command(
    serial: str | None, for_: timedelta | None, yes: bool, dry_run: bool, wait: timedelta
) -> Answer:
    """The battery then follows the house: load first, all day."""
    source, device = settable(serial)
    terminal().go_on = f"growatt settings verify {device.device_sn}"
    plan = handle_of(source, device).plan({"schedule": Schedule()}, for_=for_)
    return propose(plan, yes=yes, dry_run=dry_run, wait=wait)
