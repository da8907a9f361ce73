"""`growatt simulate`: the simulator, with the options of its own command."""

from __future__ import annotations

import click

from ..terminal import terminal
from ..verb import verb


@verb(
    "simulate",
    examples=[
        "growatt simulate",
        "growatt simulate --port 9000 --start 2026-06-15T12:00:00+02:00 --speed 60",
        "growatt simulate --world installer",
        "growatt simulate --limits strict",
        "growatt simulate --recording report.jsonl",
    ],
    account=False,
    context_settings={"ignore_unknown_options": True},
)
@click.option("--port", type=int, default=8765, show_default=True, help="0 picks a free one.")
@click.option("--start", metavar="MOMENT", help="The start time, ISO 8601; now by default.")
@click.option("--speed", type=float, help="Simulated seconds per second; 1 by default.")
@click.option(
    "--limits",
    type=click.Choice(["off", "documented", "strict"]),
    help="Refuse calls that come sooner than the vendor allows.",
)
@click.option(
    "--world", metavar="FILE", help="Plants and devices: a TOML file, or the name of a bundled one."
)
@click.option("--recording", metavar="FILE", help="Play back what growatt doctor --bundle wrote.")
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def simulate_command(
    port: int,
    start: str | None,
    speed: float | None,
    limits: str | None,
    world: str | None,
    recording: str | None,
    more: tuple[str, ...],
) -> None:
    """It runs two houses with sun, batteries and a grid, at an address of this machine, until
    Ctrl-C. The first line that it prints has the address and the token for growatt login --server
    ADDRESS.

    MORE stands for further options of python -m growattServer.simulator, such as --seed 7, which
    docs/simulator.md lists.
    """
    from ...simulator.__main__ import main

    said = {
        "start": start,
        "speed": speed,
        "limits": limits,
        "world": world,
        "recording": recording,
    }
    words = ["--port", str(port)]
    for name, value in said.items():
        words += [] if value is None else [f"--{name}", str(value)]
    try:
        code = main([*words, *more])
    except SystemExit as stop:
        code = int(stop.code or 0)
    terminal().note("" if code else "The simulator has stopped.")
    click.get_current_context().exit(code)
