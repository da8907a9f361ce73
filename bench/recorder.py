"""The recorder beside a loop written by hand: python bench/recorder.py; a part of `make bench`.

Alone it takes some minutes, and writes its own section of bench/RESULTS.md anew.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import environments as env
from measure import ENVIRONMENT, Contestant, Running, Sample, Server, median, paired_ratio

ROWS_A_WEEK = 2016
WEEKS_A_YEAR = 365.25 / 7
ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
PACKAGES = "growattServer.recorder"


class Effort(NamedTuple):
    """How many rounds of how many weeks, and how many years two devices are recorded for."""

    rounds: int = 9
    weeks: int = 2
    years: int = 5


QUICK = Effort(rounds=3, weeks=1, years=1)


def _contestants(python: Path) -> dict[str, Contestant]:
    modules = {"ours": "recorder_ours", "by_hand": "recorder_by_hand"}
    return {
        name: Contestant(name, name, python, module, PACKAGES) for name, module in modules.items()
    }


@contextmanager
def _postgres(names: tuple[str, ...]) -> Iterator[str]:
    """A server that is thrown away; the URL of a database with NAME in place of its name."""
    sys.path.append(str(env.ROOT / "tests/recorder"))
    try:
        import psycopg  # noqa: F401  # the server below needs it
        from postgres import Postgres, PostgresMissingError
    except ImportError as error:
        env.loudly(f"PostgreSQL is left out: {error}.")
        yield ""
        return
    try:
        server = Postgres()
    except PostgresMissingError as error:
        env.loudly(f"PostgreSQL is left out: {error}.")
        yield ""
        return
    try:
        for name in names:
            server.url(name)
        yield server.url("NAME")
    finally:
        server.close()


def filling(python: Path, folder: Path, effort: Effort) -> dict[str, Any]:
    """Weeks from JSON to the stores, all in turns."""
    entries = [("by_hand", "rows"), ("ours", "rows"), ("ours", "whole")]
    found: dict[str, Any] = {}
    with _postgres(("by_hand", "ours_rows", "ours_whole")) as url, ExitStack() as stack:
        running = {
            name: stack.enter_context(Running(one, Server(url, str(folder))))
            for name, one in _contestants(python).items()
        }
        for engine in ENGINES if url else ("sqlite",):
            samples: dict[str, list[Sample]] = {"_".join(entry): [] for entry in entries}
            for number in range(effort.rounds + 1):
                for who, task in entries if number % 2 else reversed(entries):
                    sample = running[who].ask(f"{engine}_{task}", effort.weeks)
                    # the first round does not count
                    if number:
                        samples[f"{who}_{task}"].append(sample)
            found[engine] = _figures(samples, effort)
    return found


def _figures(samples: dict[str, list[Sample]], effort: Effort) -> dict[str, Any]:
    base = samples["by_hand_rows"]
    rows = effort.weeks * ROWS_A_WEEK
    return {
        name: {
            "rows_a_second": rows / median(own, "wall"),
            "cpu_us_a_row": median(own, "cpu") / rows * 1e6,
            "wall_ratio": paired_ratio(own, base, "wall"),
            "cpu_ratio": paired_ratio(own, base, "cpu"),
        }
        for name, own in samples.items()
    }


def measure(python: Path, effort: Effort) -> dict[str, Any]:
    """Everything about the recorder."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        pages = [str(python), str(env.BENCH / "recorder_pages.py"), name]
        subprocess.run(pages, env=ENVIRONMENT, check=True)
        return {"fill": filling(python, folder, effort)}

if __name__ == "__main__":
    places = env.prepare(env.find_interpreter(), only=("ours",))
    print(json.dumps(measure(places["ours"], QUICK), indent=1))
