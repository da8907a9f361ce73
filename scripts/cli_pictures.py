"""Draw docs/pictures/*.svg: what `now`, `energy` and `schedule` show, on a simulated cloud.

python scripts/cli_pictures.py docs/pictures
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from rich.console import Console

from growattServer.cli import clock
from growattServer.simulator import Simulator

START = "2026-06-15T12:00:00+02:00"
NOW = datetime.fromisoformat("2026-06-15T12:03:20+02:00")
PICTURES = {
    "now": (["now"],),
    "energy": (["energy", "day", "2026-06-15"], ["energy", "month", "2026-06"]),
    "schedule": (["schedule", "show"],),
}
PREPARED = (
    ["schedule", "set", "SIMMIN0001", "charge=02:00-05:00", "discharge=18:00-20:30", "--yes"],
    ["schedule", "set", "SIMSPH0001", "charge=23:00-04:00,power=60,stop_soc=95", "--yes"],
)
PLANT = ["--plant", "1000001"]


def main(folder: Path) -> None:
    """Draw all pictures into a folder."""
    clock.utc_now = lambda: NOW
    # now those modules may come that take it from there
    from growattServer.cli.app import run
    from growattServer.cli.terminal import Terminal

    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    with (
        tempfile.TemporaryDirectory() as home,
        Simulator(start=START, seed=7, speed=0) as cloud,
    ):
        os.environ |= {
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
            "GROWATT_TOKEN": cloud.token,
            "GROWATT_SERVER": cloud.url,
        }
        for words in PREPARED:
            quietly(run, Terminal, words)
        for name, commands in PICTURES.items():
            console = a_console()
            for words in commands:
                console.print(f"[bold]$ growatt {' '.join(words)}[/]", highlight=False)
                whole = [*words, *PLANT] if words[0] == "energy" else words
                quietly(run, Terminal, whole, console)
            svg = console.export_svg(title=f"growatt {name}", unique_id=name)
            (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


def a_console() -> Console:
    """A terminal that remembers what it shows."""
    return Console(
        record=True,
        width=84,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
        legacy_windows=False,
    )


def quietly(run, terminal, words: list[str], console: Console | None = None) -> None:
    """Run a command line on such a terminal; its notes are not for the picture."""
    shown = console or a_console()
    terminal.console = lambda self, error=False: a_console() if error else shown
    terminal.note = lambda self, text: None
    code = run(words)
    if code:
        sys.exit(f"growatt {' '.join(words)} ended with {code}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
