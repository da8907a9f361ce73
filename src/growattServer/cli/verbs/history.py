"""`growatt history`: the readings of any range of days, in a file."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import click

from growattServer.counting import counted

from ...files import file_name, replacing
from ...open_api_v1.devices import FAMILIES
from ...open_api_v1.devices.declared import declared_in
from ..answer import Answer
from ..cloud import TokenCloud, cloud
from ..connect import token_api
from ..errors import NothingThere, WrongUse
from ..files import make_folder
from ..formats import FORMATS, columns_of, format_of, write_csv, write_jsonl, write_parquet
from ..inventory import KNOWN_FAMILIES, Device, directory_of
from ..kinds import Day, OfToday, Span, check_days, days_between
from ..progress import Steps
from ..spool import Spool
from ..tables import one_line
from ..terminal import terminal
from ..verb import complete_devices, verb
from ..waiting import patiently

ROWS_IN_A_CALL = 100
SHAPE = {
    "device_sn": "text",
    "file": "text: where it was written",
    "format": "text: csv, jsonl or parquet",
    "from": "text: YYYY-MM-DD",
    "to": "text: YYYY-MM-DD",
    "rows": "integer",
    "columns": "integer",
}


@verb(
    "history",
    examples=[
        "growatt history YOUR_DEVICE_SERIAL_NUMBER --last 14d --out readings.csv",
        "growatt history YOUR_DEVICE_SERIAL_NUMBER --from 2026-06-01 --to 2026-06-07 "
        "--out june.parquet",
        "growatt history YOUR_DEVICE_SERIAL_NUMBER --last 2d --columns time,pv_power --out -",
    ],
    shape=SHAPE,
)
@click.argument("serial", required=False, shell_complete=complete_devices)
@click.option("--from", "first", type=Day(), help="The first day.")
@click.option("--to", "last", type=Day(), help="The last day; today by default.")
@click.option("--last", "span", type=Span(), metavar="SPAN", help="Days until today, such as 14d.")
@click.option("--out", required=True, metavar="FILE", help="The file; - is standard output.")
@click.option(
    "--format", "said", type=click.Choice(FORMATS), help="The default follows from the file's name."
)
@click.option(
    "--columns",
    metavar="NAMES",
    help="Names separated by commas, or all; by default the quantities with a unit.",
)
@click.option("--zone", metavar="ZONE", help="Zone of the times, such as Europe/Berlin.")
@click.option(
    "--no-wait", is_flag=True, help="Stop instead of waiting for the server's rate limit."
)
def history_command(
    serial: str | None,
    first: OfToday | None,
    last: OfToday | None,
    span: timedelta | None,
    out: str,
    said: str | None,
    columns: str | None,
    zone: str | None,
    no_wait: bool,
) -> Answer:
    """The server gives 100 rows per call, of 288 a day, and requires 10 seconds (MIN, SPA) or 5
    minutes (SPH) between calls. This command waits as long as it takes. It keeps the rows in
    FILE.partial, and the same command continues from there, even after Ctrl-C. FILE itself appears
    when it is complete. Today is the current day at the plant.
    """
    check_days(first, span)
    if first is None and span is None:
        raise WrongUse("which days? Use --last 14d, or --from DAY --to DAY")
    target = Path(out)
    kind = format_of(target, said) if out != "-" else (said or "csv")
    if out == "-" and kind == "parquet":
        raise WrongUse("Parquet needs a file", "add --out FILE")
    source = cloud()
    if not isinstance(source, TokenCloud):
        token_api("a history")
        raise AssertionError("an account without a token is refused there")
    inventory = source.inventory()
    device = inventory.device(serial, KNOWN_FAMILIES, lambda one: one.family in FAMILIES)
    today = inventory.clock_of(device).today()
    begin, end = days_between(first, last, span, today)
    made = declared_in(FAMILIES[device.family].energy).record
    fields = columns_of(made, columns)
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    if out != "-" and not target.absolute().parent.is_dir():
        raise NothingThere(f"{target.parent} is not a directory", f"mkdir -p {target.parent}")
    spool = _spool(source, device, None if out == "-" else target, zone)
    _fetch(source, device, days, zone, spool, today, wait=not no_wait)
    count = _write(
        kind,
        None if out == "-" else target,
        fields,
        lambda: (made(row) for row in spool.rows(days)),
    )
    spool.remove()
    if out == "-":
        click.get_current_context().exit(0)
    return _answer(device, target, kind, begin, end, count, len(fields))


def _spool(source: TokenCloud, device: Device, target: Path | None, zone: str | None) -> Spool:
    """Where the rows are kept on their way."""
    asked = {
        "version": 1,
        "device_sn": device.device_sn,
        "server": source.account.server,
        "zone": zone,
    }
    if target is not None:
        return Spool(target.with_name(f"{target.name}.partial"), asked)
    name = f"{file_name(device.device_sn)}-{(zone or 'UTC').replace('/', '_')}.partial"
    path = directory_of(source.account) / name
    make_folder(path.parent)
    return Spool(path, asked)


def _fetch(
    source: TokenCloud,
    device: Device,
    days: list[date],
    zone: str | None,
    spool: Spool,
    today: date,
    wait: bool,
) -> None:
    """Ask for the days that are not there yet, the latest first; each is kept when it is whole."""
    missing = [day for day in reversed(days) if day.isoformat() not in spool.days]
    screen = terminal()
    again = shlex.join(["growatt", *sys.argv[1:]])
    screen.go_on = f"{again}, which continues after {len(spool.days)} of {len(days)} days"
    handle = FAMILIES[device.family](source.api, device.device_sn)
    title = f"History of {device.device_sn}"
    with Steps(screen, title, len(days), len(days) - len(missing)) as steps:
        for day in missing:
            rows = _day(handle, day, zone, steps, wait)
            # what comes late has come two days later
            spool.add(day, rows, over=day < today - timedelta(days=1))
            steps.step()
            screen.go_on = f"{again}, which continues after {steps.done} of {len(days)} days"


def _day(
    handle: Any, day: date, zone: str | None, steps: Steps, wait: bool
) -> list[dict[str, Any]]:
    """The rows of a day, the oldest first."""
    # a wall clock shows an hour twice in autumn: rows are the same where all of them is
    found: dict[str, dict[str, Any]] = {}
    page, count = 1, None
    while count is None or (page - 1) * ROWS_IN_A_CALL < count:

        def ask(number: int = page) -> Any:
            return handle.energy_history(day, day, zone, number, ROWS_IN_A_CALL, on_limit="raise")

        history = patiently(ask, steps.note) if wait else ask()
        rows = history.datas or []
        for row in rows:
            # new rows push old ones to the next page while the day lasts
            found[json.dumps(row, sort_keys=True)] = dict(row)
        count = history.count or 0
        page += 1
        if not rows:
            break
    in_order = list(found.values())[::-1]
    return sorted(in_order, key=lambda row: str(row.get("time")))


def _write(kind: str, target: Path | None, fields: Any, rows: Callable[[], Any]) -> int:
    """Write the file as a whole, or the rows to standard output."""
    if target is None:
        count = _write_text(kind, sys.stdout, fields, rows())
        sys.stdout.flush()
        return count
    with replacing(target) as draft:
        if kind == "parquet":
            return write_parquet(draft, fields, rows)
        with open(draft, "w", encoding="utf-8", newline="") as file:
            return _write_text(kind, file, fields, rows())


def _write_text(kind: str, file: IO[str], fields: Any, rows: Any) -> int:
    return write_csv(file, fields, rows) if kind == "csv" else write_jsonl(file, fields, rows)


def _answer(
    device: Device, target: Path, kind: str, begin: date, end: date, rows: int, columns: int
) -> Answer:
    return Answer(
        {
            "device_sn": device.device_sn,
            "file": str(target),
            "format": kind,
            "from": begin.isoformat(),
            "to": end.isoformat(),
            "rows": rows,
            "columns": columns,
        },
        lambda: one_line(
            f"{target}: {counted(rows, 'row')} of {device.device_sn}, {begin} to {end}"
        ),
    )
