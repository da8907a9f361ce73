"""`growatt schedule show | set | clear`: the windows of the battery, the same for all families."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from ... import GrowattError
from ...settings import Need, Schedule, Settings
from ..answer import Answer
from ..errors import DONE, NOT_TAKEN, NothingThere, WrongUse, trouble_of
from ..house import House, zone_option
from ..inventory import SETTABLE_FAMILIES, Device
from ..kinds import Clock, Span
from ..looking import LOOK_SHAPE, draw_look, look, wait_for
from ..plots import day_strip
from ..printable import as_word
from ..proving import (
    NEED_SHAPE,
    PLAN_SHAPE,
    SETTLES,
    Ways,
    handle_of,
    level_of,
    next_steps,
    propose,
    schedule_settings,
    settable,
    token_source,
)
from ..tables import table
from ..terminal import sentence, terminal
from ..verb import complete_devices, verb
from ..wishes import Span as Wish
from ..wishes import (
    as_rows,
    check_names,
    schedule_of,
    settings_of,
    spans_of,
    split,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

LEVELS = {
    "battery_first": ("charge_power", "charge_stop_soc"),
    "grid_first": ("discharge_power", "discharge_stop_soc"),
}
ON_GRID = "on_grid_discharge_stop_soc"
"""Of a MIN; its other level is for the time without a grid."""
WORDS = {
    "battery_first": "charge (battery first)",
    "grid_first": "discharge (grid first)",
    "load_first": "load first",
}
SHAPE = {
    "devices": [
        {
            "device_sn": "text",
            "family": f"text: {SETTABLE_FAMILIES}",
            "windows": [
                {
                    "mode": "text: battery_first (charge), grid_first (discharge) or load_first",
                    "start": "text: HH:MM",
                    "end": "text: HH:MM",
                    "minutes": "integer: how long",
                    "power": "integer or null: % of the rated power, or W",
                    "power_unit": "text: % or, of a NOAH, W",
                    "stop_soc": "integer or null: % where it stops",
                }
            ],
            "ac_charge": "true or false or null: whether the grid may charge the battery",
            "needs": [NEED_SHAPE],
            "error": "text or null: why it could not be read",
        }
    ]
}


@verb(
    "schedule show",
    examples=["growatt schedule show", "growatt schedule show YOUR_DEVICE_SERIAL_NUMBER --json"],
    shape=SHAPE,
    all_accounts=True,
)
@click.argument("serial", required=False, shell_complete=complete_devices)
def show_command(serial: str | None) -> Answer:
    """For one device, or all that have a schedule. Times outside the windows are load first."""
    source = token_source()
    inventory = source.inventory()
    devices = [one for one in inventory.devices if one.has_schedule]
    if serial is not None or not devices:
        devices = [inventory.scheduled(serial)]
    rows, notes = [], []
    for device in devices:
        settings, error = None, None
        needs: tuple[Need, ...] = ()
        try:
            # one device is worth a wait; of many, those that can be read now
            settings = schedule_settings(source, device, waits=len(devices) == 1)
            soc = level_of(source, device) if settings.schedule else None
            needs = settings.needs(soc)
        except GrowattError as failure:
            if len(devices) == 1:
                raise
            trouble = trouble_of(failure, "schedule show")
            error = trouble.said if trouble else str(failure)
        rows.append(_row(device, settings, needs, error))
        notes += [f"{device.device_sn}: {need}." for need in needs]
        notes += next_steps(device.device_sn, needs)
    return Answer({"devices": rows}, lambda: draw(rows), notes=notes)


def _row(
    device: Device, settings: Settings | None, needs: tuple[Need, ...], error: str | None
) -> dict[str, Any]:
    known: Any = settings or {}
    schedule = None if settings is None else settings.schedule
    if settings is not None and schedule is None:
        error = "a window could not be read"
    windows, unit = [], device.catalogue.window_unit or "%"
    for one, window in zip(schedule or (), as_rows(schedule), strict=True):
        power, stop = LEVELS.get(window["mode"], ("", ""))
        if stop == "discharge_stop_soc" and ON_GRID in known:
            stop = ON_GRID
        said = known.get(power) if one.power is None else one.power
        stops_at = known.get(stop)
        windows.append({**window, "power": said, "power_unit": unit, "stop_soc": stops_at})
    return {
        "device_sn": device.device_sn,
        "family": device.family,
        "windows": windows,
        "ac_charge": known.get("ac_charge", known.get("ac_charge_enabled")),
        "needs": [need.as_dict() for need in needs],
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
    levels = (_level(window["power"], window["power_unit"]), _level(window["stop_soc"], "%"))
    return (WORDS[window["mode"]], window["start"], window["end"], *levels)


def _level(value: Any, unit: str) -> str:
    return "-" if value is None else f"{value} {unit}"


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


_yes = click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
_dry_run = click.option("--dry-run", is_flag=True, help="Show the differences, write nothing.")
_needed = click.option(
    "--with-needed/--only",
    "needed",
    default=None,
    help="Also set what the windows need, or do not ask about it.",
)
_for = click.option(
    "--for", "for_", type=Span(), metavar="SPAN", help="Only for this long, such as 2h."
)
_wait = click.option(
    "--wait",
    type=Span(),
    default=SETTLES,
    metavar="SPAN",
    help="How long to wait until the change shows; 90s by default.",
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
@click.option("--add", "is_added", is_flag=True, help="Keep the existing windows.")
@_needed
@_for
@zone_option
@_yes
@_dry_run
@_wait
def set_command(
    words: tuple[str, ...],
    is_added: bool,
    needed: bool | None,
    for_: timedelta | None,
    zone: str | None,
    yes: bool,
    dry_run: bool,
    wait: timedelta,
) -> Answer:
    """MODE is charge (battery first), discharge (grid first) or load. The windows are the whole
    schedule unless --add is given: others are switched off. A window over midnight becomes two, up
    to 23:59 and from 00:00. If a window is longer than 12 hours, its times may be swapped, so you
    are asked, unless --yes is given. NAME=VALUE are settings as in growatt settings set; on an SPH
    a window may carry them: charge=02:00-05:00,power=80,stop_soc=90. On a NOAH each window has to
    say a power in W, on a WIT one in %. If the windows need another setting in order to work, such
    as ac_charge, you are asked whether to change it; --with-needed sets it too, and --yes alone
    only reports it.
    """
    serial, pairs = split(words)
    check_names(pairs, windows=True)
    spans, rest = spans_of(pairs)
    if not spans:
        raise WrongUse("say when, as in charge=02:00-05:00")
    windows = [window for span in spans for window in span.windows]
    schedule_of(windows)
    if not _are_meant(spans, yes or dry_run):
        return Answer({}, notes=["Nothing was written."])
    source, device = settable(serial)
    _check_powers(device, spans)
    handle, house = handle_of(source, device), House(source, device)
    if is_added:
        present = schedule_settings(source, device).schedule
        if present is None:
            raise NothingThere(
                "the present windows could not be read", "run the same command without --add"
            )
        windows = [*present, *windows]
    wishes = {
        **settings_of(device.catalogue, rest, house.clock_word(zone, rest)),
        "schedule": schedule_of(windows),
    }
    plan = handle.plan(wishes, for_=for_, soc=level_of(source, device))
    return propose(plan, house, Ways(yes, dry_run, needed, wait), spans)


def _check_powers(device: Device, spans: list[Wish]) -> None:
    """Refuse windows without a power, where each has to have one."""
    unit = device.catalogue.window_unit
    if unit and any("power" not in span.levels for span in spans):
        window = str(spans[0]).partition(" is ")[0]
        power = 400 if unit == "W" else 80
        raise WrongUse(
            f"each window of a {device.family} has a power in {unit}",
            f"growatt schedule set {as_word(device.device_sn)} {window},power={power}",
        )


def _are_meant(spans: list[Wish], is_sure: bool) -> bool:
    """Tell how long windows are that go over midnight or are long, and ask about the latter."""
    screen = terminal()
    for span in spans:
        if span.over_midnight or span.is_long:
            screen.note(sentence(f"{span}."))
    doubtful = [span for span in spans if span.is_long]
    if is_sure or not doubtful:
        return True
    said = "; ".join(map(str, doubtful))
    return screen.confirm(
        "Is that intended?", f"run the same command with --yes if that is intended: {said}"
    )


@verb(
    "schedule verify",
    examples=["growatt schedule verify YOUR_DEVICE_SERIAL_NUMBER"],
    shape=LOOK_SHAPE,
)
@click.argument("serial", required=False, shell_complete=complete_devices)
@click.option("--at", type=Clock(), metavar="HH:MM", help="Wait until then, then check.")
@_wait
def verify_command(serial: str | None, at: int | None, wait: timedelta) -> Answer:
    """It checks now, or with --at 02:10 at that time on the clock of the device, which is the clock
    of its windows; then it waits for readings from that time. If the battery does not follow its
    schedule, it says why. Nothing is written, and Ctrl-C stops it.
    """
    source, device = settable(serial)
    since = None
    if at is not None and device.is_set_by_v4:
        raise WrongUse(
            f"what {device.device_sn} measured has times in UTC, so --at cannot be compared",
            "the same command without --at, once the window has begun",
        )
    if at is not None:
        clock = f"{at // 60:02}:{at % 60:02}"
        terminal().go_on = f"growatt schedule verify {as_word(device.device_sn)} --at {clock}"
        since = wait_for(at, source, device)
    found = look(source, device, wait, since)
    return Answer(
        found.as_dict(),
        lambda: draw_look(found),
        code=DONE if found.is_well else NOT_TAKEN,
        notes=found.notes(),
    )


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
    terminal().go_on = f"growatt settings verify {as_word(device.device_sn)}"
    plan = handle_of(source, device).plan({"schedule": Schedule()}, for_=for_)
    return propose(plan, House(source, device), Ways(yes, dry_run, wait=wait))
