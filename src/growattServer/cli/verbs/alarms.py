"""`growatt alarms`: what is wrong with the devices, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import click

from ... import GrowattError
from ...faults import Fault, faults_of, says_fault
from ...open_api_v1.devices import FAMILIES
from ..answer import Answer
from ..cloud import Cloud, Reading, TokenCloud, cloud, reading
from ..errors import DONE, FOUND_TROUBLE, NothingThere, concerns_all, said_of, trouble_of
from ..inventory import Device
from ..kinds import Day, OfToday, Span, check_days, days_between
from ..progress import Steps
from ..tables import one_line, table
from ..terminal import terminal
from ..verb import complete_devices, verb
from ..waiting import patiently

ROWS_IN_A_CALL = 100
_CODE = {
    "code": "text: as the device sends it",
    "known": "true or false: whether its meaning is known",
    "name": "text",
    "meaning": "text",
    "advice": "text",
    "message": "text or null: what the vendor itself says",
}
SHAPE = {
    "devices": [
        {
            "device_sn": "text",
            "family": "text",
            "plant": "text: the name of the plant",
            "from": "text: YYYY-MM-DD, the first day at the plant",
            "to": "text: YYYY-MM-DD",
            "in_fault": "true or false or null: what the state in the latest reading says",
            "measured": "moment or null: when that was, on the clock of the plant",
            "codes": [
                {
                    "field": "text: the name in the record of the reading",
                    **_CODE,
                    "notice": "true or false or null: the device works all the same",
                }
            ],
            "has_alarms": "true or false: whether the server has a list of alarms for it",
            "alarms": [
                {**_CODE, "start": "moment or null", "end": "moment or null: it goes on if null"}
            ],
            "error": "text or null: why something is missing",
        }
    ]
}


@dataclass
class Row:
    """One device, and what it told."""

    device: Device
    first: date
    last: date
    has_alarms: bool
    reading: Reading | None = None
    alarms: list[Any] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    answered: bool = False

    @property
    def codes(self) -> list[Fault]:
        """The codes in its latest reading."""
        return [] if self.reading is None else faults_of(self.reading.record)

    @property
    def in_fault(self) -> bool | None:
        """Whether its latest reading says that it is in a fault."""
        return None if self.reading is None else says_fault(self.reading.record)

    @property
    def measured(self) -> datetime | None:
        """When the latest reading was measured."""
        return None if self.reading is None else self.reading.measured

    def as_dict(self) -> dict[str, Any]:
        """The row as JSON."""
        return {
            "device_sn": self.device.device_sn,
            "family": self.device.family,
            "plant": self.device.plant,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "in_fault": self.in_fault,
            "measured": self.measured,
            "codes": [
                {"field": one.field, **_as_dict(one), "notice": one.is_notice} for one in self.codes
            ],
            "has_alarms": self.has_alarms,
            "alarms": [
                {**_as_dict(_fault(alarm)), "start": alarm.start_time, "end": alarm.end_time}
                for alarm in self.alarms
            ],
            "error": "; ".join(self.troubles) or None,
        }

    def cells(self) -> Iterator[tuple[Any, ...]]:
        """Its lines in the table: what it says of the present, then its alarms."""
        serial, measured = self.device.device_sn, self.measured
        for code in self.codes:
            said = code.meaning
            if code.is_notice:
                said += " The device works all the same."
            yield measured or "now", "-", serial, code.code, code.name, said, code.advice
        if self.in_fault and not self.codes:
            said = "Its latest reading says that it is in a fault, and gives no code."
            look = "Look at its display or its lights, and call your installer."
            yield measured or "now", "-", serial, "-", "fault", said, look
        for alarm in self.alarms:
            one = _fault(alarm)
            start, end = alarm.start_time, alarm.end_time
            yield start, end or "goes on", serial, one.code, one.name, one.meaning, one.advice


def _fault(alarm: Any) -> Fault:
    return next(iter(faults_of(alarm)), Fault("alarm_code", "-", said=alarm.alarm_message))


def _as_dict(fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "known": bool(fault.explanations),
        "name": fault.name,
        "meaning": fault.meaning,
        "advice": fault.advice,
        "message": fault.said,
    }


@verb(
    "alarms",
    examples=[
        "growatt alarms",
        "growatt alarms YOUR_DEVICE_SERIAL_NUMBER --last 3d",
        "growatt alarms YOUR_DEVICE_SERIAL_NUMBER --from 2026-06-14 --to 2026-06-14 --json",
    ],
    shape=SHAPE,
    all_accounts=True,
)
@click.argument("serial", nargs=-1, shell_complete=complete_devices)
@click.option("--from", "first", type=Day(), help="The first day of the alarms.")
@click.option("--to", "last", type=Day(), help="The last day; today by default.")
@click.option("--last", "span", type=Span(), metavar="SPAN", help="Days until today, such as 3d.")
@click.option(
    "--no-wait", is_flag=True, help="Stop instead of waiting for the server's rate limit."
)
def alarms_command(
    serial: tuple[str, ...],
    first: OfToday | None,
    last: OfToday | None,
    span: timedelta | None,
    no_wait: bool,
) -> Answer:
    """Without SERIAL, it shows all devices; without days, the alarms of today at the plant. The
    codes in the latest readings are shown as well. A day of a device is a call, and the server
    requires 10 seconds to 5 minutes between calls, depending on the family: this command waits as
    long as it takes. A code of which nobody knows the table is shown without a meaning. A list of
    alarms needs an API token.
    """
    check_days(first, span)
    source = cloud()
    inventory = source.inventory()
    wanted = [
        inventory.device(one, "device with readings or alarms", lambda each: _tells(source, each))
        for one in serial
    ] or list(inventory.devices)
    rows = [
        Row(device, *days_between(first, last, span, today), has_alarms=_has_alarms(source, device))
        for device in wanted
        if _tells(source, device)
        for today in [inventory.clock_of(device).today()]
    ]
    if not rows:
        raise NothingThere("this account has no device with readings or alarms")
    code = _ask(source, rows, wait=not no_wait)
    silent = [device for device in wanted if not _has_alarms(source, device)]
    return Answer(
        {"devices": [row.as_dict() for row in rows]},
        lambda: _draw(rows),
        code,
        notes=[
            *_without_list(source, silent),
            *_troubles(rows),
            *source.notes(),
            *(["Earlier days: growatt alarms --last 3d"] if not (first or last or span) else []),
        ],
    )


def _has_alarms(source: Cloud, device: Device) -> bool:
    return isinstance(source, TokenCloud) and hasattr(FAMILIES.get(device.family), "alarms")


def _tells(source: Cloud, device: Device) -> bool:
    return source.reads(device) or _has_alarms(source, device)


def _ask(source: Cloud, rows: list[Row], wait: bool) -> int:
    """Ask for the reading and the alarms of each device; a failure does not stop the others.

    The exit code is that of the failure where every device had one.
    """
    total = sum(1 + _days(row) * row.has_alarms for row in rows)
    error: GrowattError | None = None
    with Steps(terminal(), "Alarms", total) as steps:
        for row in rows:
            for question in (_ask_reading, _ask_alarms):
                try:
                    question(source, row, steps, wait)
                except GrowattError as failure:
                    error = failure
                    row.troubles.append(said_of(failure, "alarms"))
                    if concerns_all(failure):
                        break
                else:
                    row.answered = True
            if error is not None and concerns_all(error):
                break
    if error is None or any(row.answered and not row.troubles for row in rows):
        return DONE
    if not any(row.answered for row in rows):
        raise error
    trouble = trouble_of(error, "alarms")
    return trouble.code if trouble else FOUND_TROUBLE


def _days(row: Row) -> int:
    return (row.last - row.first).days + 1


def _ask_reading(source: Cloud, row: Row, steps: Steps, wait: bool) -> None:
    if source.reads(row.device):
        row.reading = reading(source, row.device)
        if row.reading is not None:
            source.seen(row.reading.record)
    steps.step()


def _ask_alarms(source: Cloud, row: Row, steps: Steps, wait: bool) -> None:
    """The alarms of all days, the latest first."""
    if not row.has_alarms or not isinstance(source, TokenCloud):
        return
    handle: Any = FAMILIES[row.device.family](source.api, row.device.device_sn)
    for number in range(_days(row)):
        row.alarms += _day(source, handle, row.last - timedelta(days=number), steps, wait)
        steps.step()


def _day(source: Cloud, handle: Any, day: date, steps: Steps, wait: bool) -> Iterator[Any]:
    page, count = 1, 1
    while (page - 1) * ROWS_IN_A_CALL < count:

        def ask(number: int = page) -> Any:
            return handle.alarms(day, number, ROWS_IN_A_CALL)

        found = source.seen(patiently(ask, steps.note) if wait else ask())
        yield from found.alarms
        if not found.alarms:
            break
        page, count = page + 1, found.count or 0


def _draw(rows: list[Row]) -> Any:
    lines = [line for row in rows for line in row.cells()]
    if lines:
        columns = ("Time", "Until", "Device", "Code", "Name", "What it means", "What to do")
        return table(columns, lines)
    days = {day for row in rows for day in (row.first, row.last)}
    span = f"{min(days)} to {max(days)}" if len(days) > 1 else f"{min(days)}"
    asked = [row for row in rows if row.answered and not row.troubles]
    if not asked:
        return None
    alarms = f"no alarms ({span}) and " if any(row.has_alarms for row in asked) else ""
    names = ", ".join(row.device.device_sn for row in asked)
    said = f"{alarms}no codes in the latest readings: {names}"
    return one_line(said[0].upper() + said[1:])


def _without_list(source: Cloud, devices: list[Device]) -> Iterator[str]:
    """That there may be more than the server tells."""
    if not isinstance(source, TokenCloud):
        yield "A list of alarms needs an API token; these are the codes in the latest readings."
    elif devices:
        names = ", ".join(f"{device.device_sn} ({device.family})" for device in devices)
        yield f"The server has no list of alarms for {names}."


def _troubles(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        for trouble in row.troubles:
            yield f"{row.device.device_sn}: {trouble}"
