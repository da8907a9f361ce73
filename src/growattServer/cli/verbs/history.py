"""`growatt history`: the readings of any range of days, in a file."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import click

from growattServer.counting import counted

from ...files import file_name, replacing
from ..answer import Answer
from ..cloud import TokenCloud, cloud
from ..connect import token_api
from ..errors import NothingThere, WrongUse
from ..files import make_folder
from ..formats import FORMATS, columns_of, format_of, write_csv, write_jsonl, write_parquet
from ..inventory import Device, directory_of
from ..kinds import Day, OfToday, Span, check_days, days_between
from ..progress import Steps
from ..readers import Reader
from ..spool import Spool
from ..tables import one_line
from ..terminal import terminal
from ..verb import complete_devices, verb
from ..waiting import patiently

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

    Of devices that only the newer API (V4) has, such as NOAH, WIT and SPH-S, the server gives a day
    per call, and requires 5 minutes between calls. Their times are in UTC. Of which zone their days
    are is not documented: look at the times.
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
    device = inventory.device(serial, "device with readings", source.reads)
    reader = source.reader(device)
    if zone is not None and not reader.takes_zone:
        raise WrongUse(
            f"--zone is not for {device.device_sn}: the times of a {device.family} are in UTC",
            "the same command without --zone",
        )
    today = inventory.clock_of(device).today()
    begin, end = days_between(first, last, span, today)
    made = reader.record
    fields = columns_of(made, columns)
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    if out != "-" and not target.absolute().parent.is_dir():
        raise NothingThere(f"{target.parent} is not a directory", f"mkdir -p {target.parent}")
    spool = _spool(source, device, None if out == "-" else target, zone)
    _fetch(reader, device, days, zone, spool, today, wait=not no_wait)
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
    reader: Reader,
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
    title = f"History of {device.device_sn}"
    with Steps(screen, title, len(days), len(days) - len(missing)) as steps:

        def ask(call: Callable[[], Any]) -> Any:
            return patiently(call, steps.note) if wait else call()

        for day in missing:
            rows = reader.day(day, zone, ask)
            # what comes late has come two days later
            spool.add(day, rows, over=day < today - timedelta(days=1))
            steps.step()
            screen.go_on = f"{again}, which continues after {steps.done} of {len(days)} days"


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
