"""The recorder's part of the demo: 14 days of the simulated cloud, as a table and a picture."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import plotille
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from .. import GrowattError, OpenApiV1
from ..recorder import Recorder, Store, read_rollups
from ..recorder.events import PageRead, Trouble

if TYPE_CHECKING:
    from ..simulator import Simulator

DAYS = 14
COLUMNS = ("pv_energy", "load_energy", "import_energy", "export_energy", "pv_power_max")
HEADS = ("Day", "Readings", "PV kWh", "Load kWh", "Import kWh", "Export kWh", "PV peak W")


def show_recording(out: Console, api: OpenApiV1, cloud: Simulator, device_sn: str) -> None:
    """Record the past fortnight of an inverter into a store, and show its days."""
    out.rule("Your own copy of your data")
    with TemporaryDirectory() as folder, Store(Path(folder) / "home.db") as store:
        record(out, api, cloud, store, device_sn)
        batches = list(read_rollups(store, device_sn, "day", columns=COLUMNS))
    rows = [row for batch in batches for row in batch.rows][-DAYS:]
    if len(rows) < DAYS:
        raise GrowattError(f"only {len(rows)} of {DAYS} days were recorded")
    show_days(out, rows)


def record(out: Console, api: OpenApiV1, cloud: Simulator, store: Store, device_sn: str) -> None:
    """Read what is missing; the vendor's limits are waited for in simulated time."""

    def now() -> datetime:
        return datetime.fromisoformat(cloud.clock()["now"])

    def sleep(seconds: float) -> None:
        cloud.set_clock(now=(now() + timedelta(seconds=seconds)).isoformat())

    begin = now()
    recorder = Recorder(
        api,
        store,
        since=begin.date() - timedelta(days=DAYS),
        devices=[device_sn],
        daily=False,
        clock=now,
        sleep=sleep,
    )
    rows = 0
    with Progress(console=out, transient=True) as progress:
        task = progress.add_task(f"Recording {device_sn}")
        for event in recorder.backfill():
            if isinstance(event, Trouble):
                raise GrowattError(str(event))
            if isinstance(event, PageRead):
                rows += event.new
                done = progress.tasks[task].completed + 1
                progress.update(task, completed=done, total=done + event.calls_left)
    minutes = (now() - begin).total_seconds() / 60
    out.print(
        f"{rows} readings of {device_sn} were saved to an SQLite file in {minutes:.0f} minutes of "
        "simulated time: the vendor allows one call every 10 seconds.\n"
    )


def show_days(out: Console, rows: list[tuple[object, ...]]) -> None:
    """A table of the days, and their energy as a picture."""
    table = Table(title="Its days, read from the store", title_justify="left")
    for number, head in enumerate(HEADS):
        table.add_column(head, justify="right" if number else "left", no_wrap=not number)
    energies: list[float] = []
    for local, _, samples, *values in rows:
        shown = [f"{value:,.1f}" if isinstance(value, float) else "-" for value in values[:-1]]
        peak = values[-1]
        table.add_row(
            str(local),
            str(samples),
            *shown,
            f"{peak:,.0f}" if isinstance(peak, float) else "-",
        )
        energies.append(values[0] if isinstance(values[0], float) else 0.0)
    out.print(table)
    figure = plotille.Figure()
    figure.width, figure.height = 80, 10
    figure.with_colors = out.is_terminal and not out.no_color
    figure.origin = False
    figure.x_label, figure.y_label = "day", "kWh"
    figure.set_x_limits(0, len(rows))
    figure.set_y_limits(0, 1.05 * max(energies))
    figure.register_label_formatter(float, lambda val, chars, delta, left=False: f"{val:.0f}")
    first = date.fromisoformat(str(rows[0][0]))
    # a step for each day
    days = [place + part for place in range(len(energies)) for part in (0.0, 1.0)]
    figure.plot(days, [energy for energy in energies for _ in range(2)], lc="green")
    out.print(f"\nPV energy a day, from {first} on")
    print(figure.show())
