"""`growatt export`: out of the store, into files."""

from __future__ import annotations

import click

from growattServer.counting import counted

from ..answer import Answer
from ..clock import PlantClock, today_at
from ..kinds import Day, OfToday
from ..stores import opened, store_option
from ..verb import complete_devices, verb

SHAPE = {"file": "text", "rows": "integer", "span": "text or null"}


@verb(
    "export",
    examples=[
        "growatt export YOUR_DEVICE_SERIAL_NUMBER --out readings.csv",
        "growatt export YOUR_DEVICE_SERIAL_NUMBER --span day --out days.jsonl",
    ],
    shape=SHAPE,
)
@click.argument("serial", nargs=-1, shell_complete=complete_devices)
@store_option
@click.option("--out", required=True, metavar="FILE", help="NAME.csv, NAME.jsonl or NAME.parquet.")
@click.option("--from", "first", type=Day(), help="The first day, on the calendar of the plant.")
@click.option("--to", "last", type=Day(), help="The last day.")
@click.option(
    "--span",
    type=click.Choice(["hour", "day", "month", "year"]),
    help="Sums and means for each span instead of readings.",
)
def export_command(
    serial: tuple[str, ...],
    store: str | None,
    out: str,
    first: OfToday | None,
    last: OfToday | None,
    span: str | None,
) -> Answer:
    """It writes what growatt record has kept, without asking the server. A file holds devices of
    one family: give SERIAL if there are several. The file is either complete or not there.
    """
    from rich.text import Text

    from ...recorder import export

    devices = [one.upper() for one in serial] or None
    with opened(store, read_only=True) as kept:
        wanted = [one for one in kept.devices() if devices is None or one.device_sn in devices]
        today = today_at(PlantClock(one.timezone) for one in wanted)
        begin, end = (day(today) if day else None for day in (first, last))
        rows = export(kept, out, devices, begin, end, span=span)
    return Answer(
        {"file": out, "rows": rows, "span": span}, lambda: Text(f"{out}: {counted(rows, 'row')}")
    )
