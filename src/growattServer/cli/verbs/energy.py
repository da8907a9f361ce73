"""`growatt energy`: what a plant produced, by the hours of a day, by days or by months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from ... import GrowattRateLimitError, OpenApiV1, Timespan
from ..answer import Answer
from ..cloud import PasswordCloud, cloud
from ..errors import NothingThere, WrongUse
from ..inventory import Device, Inventory, Plant
from ..plots import bars, curve
from ..printable import as_word
from ..progress import Steps
from ..tables import day_of, one_line
from ..terminal import terminal
from ..verb import verb
from ..waiting import patiently

if TYPE_CHECKING:
    from rich.console import RenderableType

DAYS_IN_A_CALL = 7
SHAPE = {
    "plant_id": "text",
    "plant": "text or null: its name",
    "span": "text: day, month or year",
    "of": "text: YYYY-MM-DD, YYYY-MM or YYYY",
    "unit": "text: of the rows: W in a day, else kWh",
    "total": "number or null: kWh; for a day, the sum of its curve",
    "complete": "true or false: whether every row could be asked for",
    "rows": [{"at": "text: HH:MM, YYYY-MM-DD or YYYY-MM", "value": "number or null"}],
}

Row = tuple[str, float | None]


@verb(
    "energy",
    examples=[
        "growatt energy day --plant YOUR_PLANT_NUMBER",
        "growatt energy month 2026-06 --plant YOUR_PLANT_NUMBER",
        "growatt energy year --plant YOUR_PLANT_NUMBER --json",
    ],
    shape=SHAPE,
    all_accounts=True,
)
@click.argument("span", type=click.Choice(["day", "month", "year"]))
@click.argument("of", required=False)
@click.option("--plant", metavar="NUMBER", help="The plant, if there are several.")
@click.option(
    "--wait", is_flag=True, help="Wait for the server's rate limit, even if it takes minutes."
)
def energy_command(span: str, of: str | None, plant: str | None, wait: bool) -> Answer:
    """OF is a day (YYYY-MM-DD, today, yesterday), a month (YYYY-MM) or a year (YYYY); by default
    the current one, on the clock of the plant. --plant is needed if there are several plants.
    Single devices are not drawn: growatt now and growatt history show their readings.

    With a token, the server gives 7 days per call, and allows one call every 5 minutes and ten a
    day. Past days are saved here, so asking for a month again takes fewer calls.
    """
    source = cloud()
    inventory = source.inventory()
    _check_plants(inventory)
    which = inventory.plant(plant)
    when = _parsed(of, span, which.clock.today(), inventory)
    answer = _drawn(source, which, span, when, wait)
    answer.notes += _about_others(inventory, which)
    return answer


def _drawn(source: Any, which: Plant, span: str, when: date, wait: bool) -> Answer:
    if span == "day":
        return _day(source, which, when)
    if span == "year":
        rows, complete = list(_months(source, which, when)), True
        of_text = f"{when:%Y}"
    else:
        rows, complete = _days(source, which, when, wait)
        of_text = f"{when:%Y-%m}"
    answer = _answer(which, span, of_text, rows, complete)
    answer.notes += source.notes()
    return answer


def _check_plants(inventory: Inventory) -> None:
    """Where there are devices but no plants, the devices are what to ask for."""
    new = [device for device in inventory.devices if device.is_new_to_v1]
    if new and not inventory.plants:
        raise NothingThere(
            "energy draws what plants produced, and this account sees none; only the newer API "
            f"(V4) has {told_of(new)}",
            f"growatt now, or: {history_of(new[0])}",
        )


def _about_others(inventory: Inventory, plant: Plant) -> list[str]:
    """What is to be said of devices that a plant may have, but V1 does not know."""
    has_more = any(one.is_of_v1 and one.plant_id == plant.plant_id for one in inventory.devices)
    is_alone = len(inventory.plants) == 1
    new = [
        device
        for device in inventory.devices
        if device.is_new_to_v1
        and (
            device.plant_id == plant.plant_id
            or (device.plant_id is None and (is_alone or not has_more))
        )
    ]
    if not new:
        return []
    return [
        f"Only the newer API (V4) has {told_of(new)}: whether the plant counts what it produces is "
        f"not known. For its own readings: {history_of(new[0])}",
    ]


def told_of(devices: Sequence[Device]) -> str:
    """Family and serial number of each."""
    return ", ".join(f"{one.family} {one.device_sn}" for one in devices)


def history_of(device: Device) -> str:
    """What to type for the readings of a week."""
    return f"growatt history {as_word(device.device_sn)} --last 7d --out readings.csv"


def _parsed(of: str | None, span: str, today: date, inventory: Inventory) -> date:
    """The first day that is meant, or the day itself."""
    words = ("today", "yesterday")
    parts = "" if of in words else {"day": "", "month": "-01", "year": "-01-01"}[span]
    try:
        return today if of is None else day_of(of + parts, today)
    except ValueError:
        for device in inventory.devices:
            if of is not None and device.device_sn.upper() == of.upper():
                raise WrongUse(
                    f"energy draws a plant, and {device.device_sn} is a device",
                    f"growatt energy {span}, or: growatt now {as_word(device.device_sn)}",
                ) from None
        shape = {"day": "YYYY-MM-DD", "month": "YYYY-MM", "year": "YYYY"}[span]
        raise WrongUse(f"{of!r} is not a {span}; write {shape}") from None


# --- a day ---------------------------------------------------------------------------------------


def _day(source: Any, plant: Plant, day: date) -> Answer:
    if isinstance(source, PasswordCloud):
        found = source.seen(source.api.plant_detail(plant.plant_id, Timespan.day, day))
        points: list[Row] = sorted((found.curve or {}).items())
    else:
        api: OpenApiV1 = source.api
        powers = source.seen(api.plant_power_overview(plant.plant_id, day)).powers or []
        points = sorted((f"{row.time:%H:%M}", row.power) for row in powers if row.time is not None)
    rows: list[Row] = [(at, None if watts is None else float(watts)) for at, watts in points]
    while rows and rows[-1][1] is None:
        rows.pop()
    total = _energy_under(rows)

    def show() -> RenderableType:
        from rich.console import Group

        console = terminal().console()
        known = [(_hour(at), value) for at, value in rows if value is not None]
        picture = curve(
            known,
            labels=("hour", "W"),
            limits=(0, 24),
            # an axis has a label every ten characters: whole hours in both
            size=(80 if console.width >= 104 else 60, 12),
        )
        head = f"{plant.name}, {day}: {_kwh(total)}"
        return Group(one_line(head, "bold"), picture)

    data = _data(plant, "day", day.isoformat(), "W", total, True, rows)
    return Answer(data, show, notes=source.notes())


def _energy_under(rows: list[Row]) -> float | None:
    """The energy of a curve in steps of five minutes: a call less than to ask for it."""
    known = [watts for _, watts in rows if watts is not None]
    return round(sum(known) / 12 / 1000, 1) if known else None


def _hour(at: str) -> float:
    hour, minute = at.split(":")[:2]
    return int(hour) + int(minute) / 60


# --- days of a month, months of a year -----------------------------------------------------------


def _days(source: Any, plant: Plant, month: date, wait: bool) -> tuple[list[Row], bool]:
    from ..daily import DailyEnergies

    first = month.replace(day=1)
    today = plant.clock.today()
    last = min(first.replace(day=monthrange(first.year, first.month)[1]), today + timedelta(1))
    if isinstance(source, PasswordCloud):
        found = source.api.plant_detail(plant.plant_id, Timespan.month, first).curve or {}
        known = {f"{first:%Y-%m}-{int(day):02}": value for day, value in found.items()}
        rows = [(day, _number(known.get(day))) for day in _all_days(first, last)]
        return _without_tomorrow(rows, today), True
    kept = DailyEnergies(source.account, plant.plant_id)
    chunks = list(_chunks(kept.missing(first, last)))
    complete = True
    with Steps(terminal(), f"Energy of {first:%B %Y}", len(chunks)) as steps:
        for begin, end in chunks:

            def ask(begin: date = begin, end: date = end) -> Any:
                return source.api.plant_energy_history(plant.plant_id, begin, end, on_limit="raise")

            try:
                history = patiently(ask, steps.note) if wait else ask()
            except GrowattRateLimitError:
                complete = False
                break
            kept.add({row.date: row.energy for row in history.energys or [] if row.date})
            steps.step()
    rows = [(day, kept.known.get(day)) for day in _all_days(first, last)]
    return _without_tomorrow(rows, today), complete


def _without_tomorrow(rows: list[Row], today: date) -> list[Row]:
    """Without the day that has begun in the far east only, unless the plant is there."""
    is_ahead = rows and rows[-1][0] > today.isoformat()
    return rows[:-1] if is_ahead and not rows[-1][1] else rows


def _all_days(first: date, last: date) -> list[str]:
    count = (last - first).days + 1
    return [(first + timedelta(days=number)).isoformat() for number in range(max(0, count))]


def _chunks(days: list[date]) -> Iterator[tuple[date, date]]:
    """Spans of at most seven days that cover these days, the latest first."""
    left = sorted(days)
    while left:
        end = left[-1]
        begin = max(left[0], end - timedelta(days=DAYS_IN_A_CALL - 1))
        yield begin, end
        left = [day for day in left if day < begin]


def _months(source: Any, plant: Plant, year: date) -> Iterator[Row]:
    first = year.replace(month=1, day=1)
    last = min(first.replace(month=12, day=31), plant.clock.today() + timedelta(days=1))
    if isinstance(source, PasswordCloud):
        raise WrongUse("the months of a year need an API token", "growatt login, with a token")
    history = source.seen(source.api.plant_energy_history(plant.plant_id, first, last, "month"))
    for row in history.energys or []:
        yield row.date or "", row.energy


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _answer(plant: Plant, span: str, of: str, rows: list[Row], complete: bool) -> Answer:
    known = [value for _, value in rows if value is not None]
    total = round(sum(known), 1) if known else None

    def show() -> RenderableType:
        from rich.console import Group

        width = max(10, min(60, terminal().console().width - 28))
        head = f"{plant.name}, {of}: {_kwh(total)}"
        return Group(one_line(head, "bold"), bars(rows, "kWh", width))

    notes = []
    if not complete:
        notes += [
            "Not complete: the server allows one such call every 5 minutes and ten a day.",
            f"Next: growatt energy {span} {of} --plant {as_word(plant.plant_id)} --wait",
        ]
    return Answer(_data(plant, span, of, "kWh", total, complete, rows), show, notes=notes)


def _data(
    plant: Plant,
    span: str,
    of: str,
    unit: str,
    total: float | None,
    complete: bool,
    rows: list[Row],
) -> dict[str, Any]:
    return {
        "plant_id": plant.plant_id,
        "plant": plant.name,
        "span": span,
        "of": of,
        "unit": unit,
        "total": total,
        "complete": complete,
        "rows": [{"at": at, "value": value} for at, value in rows],
    }


def _kwh(value: float | None) -> str:
    return "-" if value is None else f"{value:,.1f} kWh"
