"""The recorder beside a loop written by hand: python bench/recorder.py; a part of `make bench`.

Alone it takes some minutes, and writes its own section of bench/RESULTS.md anew.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import environments as env
import report_recorder
from goals import RECORDER, outcomes
from measure import ENVIRONMENT, Contestant, Running, Sample, Server, median, paired_ratio
from servers import past_server

ROWS_A_WEEK = 2016
WEEKS_A_YEAR = 365.25 / 7
WINDOWS_A_YEAR = 52
ENGINES = ("sqlite", "postgres")
PARTS = ("weeks", "years")
VIEWS = ("days", "days_shown", "months", "five_columns", "by_hand")
PACKAGES = "growattServer.recorder"
RAW = env.ENVS / "recorder.json"
# what contestants/recorder_fill.py records in the end
FILLED_YEARS = 5
TABLES = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname ~ "
TABLES += "'^(readings|rollups)_min$'"
START = time.perf_counter()


def say(sentence: str) -> None:
    """Progress, with the seconds since the start."""
    print(f"[{time.perf_counter() - START:4.0f} s] {sentence}", flush=True)


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
        for engine in ENGINES if url else ENGINES[:1]:
            samples: dict[str, list[Sample]] = {"_".join(entry): [] for entry in entries}
            for number in range(effort.rounds + 1):
                for who, task in entries if number % 2 else reversed(entries):
                    sample = running[who].ask(f"{engine}_{task}", effort.weeks)
                    # the first round does not count
                    if number:
                        samples[f"{who}_{task}"].append(sample)
            found[engine] = _figures(samples, effort)
        found["size"] = _sizes(url, folder, effort.weeks * (effort.rounds + 1))
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


def _sizes(url: str, folder: Path, weeks: int) -> dict[str, float]:
    """MiB that a device-year takes: tables and indexes of each store that was filled."""
    found = {}
    for name in ("by_hand", "ours_whole"):
        path = folder / f"{name}.db"
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = path.stat().st_size
        found[f"sqlite_{name}"] = size / weeks * WEEKS_A_YEAR / 2**20
        if url:
            import psycopg

            with psycopg.connect(url.replace("NAME", name)) as connection:
                row: Any = connection.execute(TABLES).fetchone()
            found[f"postgres_{name}"] = float(row[0]) / weeks * WEEKS_A_YEAR / 2**20
    return found


def years(python: Path, folder: Path, effort: Effort) -> dict[str, Any]:
    """Two devices recorded through HTTP for years; then a year is looked at, in turns."""
    fill = Contestant("fill", "fill", python, "recorder_fill", PACKAGES)
    steps: list[Sample] = []
    with past_server(python, folder) as server, Running(fill, server) as running:
        started = running.ask("nothing", 0)
        for _ in range(effort.years):
            steps.append(running.ask("windows", 2 * WINDOWS_A_YEAR))
            say(f"a year of both: {steps[-1]['peak'] / 1024:.1f} MiB at most")
        # all the rest; or the week in which the year begins that is looked at
        steps.append(running.ask("windows", 0 if effort.years == FILLED_YEARS else 2))
    found = {
        "idle": started["rss"] / 1024,
        "rss": [step["rss"] / 1024 for step in steps],
        "peak": [step["peak"] / 1024 for step in steps],
        "wall": sum(step["wall"] for step in steps),
        "cpu": sum(step["cpu"] for step in steps),
        "device_years": 2 * effort.years,
        "size": (folder / "fill.db").stat().st_size / 2**20,
    }
    found["kept"] = _kept(folder / "fill.db", 2 * effort.years)
    view = Contestant("view", "view", python, "recorder_view", PACKAGES)
    views: dict[str, list[Sample]] = {task: [] for task in VIEWS}
    with Running(view, Server("", str(folder))) as running:
        for number in range(effort.rounds * 2 + 1):
            for task in views:
                sample = running.ask(task, 3)
                if number:
                    views[task].append(sample)
    found["views"] = {
        task: {
            "wall_ms": median(own, "wall") / 3 * 1e3,
            "cpu_ms": median(own, "cpu") / 3 * 1e3,
            "ratio": paired_ratio(own, views["by_hand"], "cpu"),
        }
        for task, own in views.items()
    }
    return found


def _kept(path: Path, device_years: int) -> dict[str, float]:
    """MiB of a device-year: pages in use, and those of frozen weeks and of roll-ups."""
    with closing(sqlite3.connect(path)) as file:
        (size,) = file.execute("PRAGMA page_size").fetchone()
        (pages,) = file.execute("PRAGMA page_count").fetchone()
        (unused,) = file.execute("PRAGMA freelist_count").fetchone()
        asked = "SELECT sum(pgsize) FROM dbstat WHERE name = ?"
        tables = {"frozen": "frozen", "rollups": "rollups_min"}
        found = {part: file.execute(asked, [name]).fetchone()[0] for part, name in tables.items()}
    found["all"] = (pages - unused) * size
    return {part: (count or 0) / device_years / 2**20 for part, count in found.items()}


def measure(python: Path, effort: Effort, parts: Collection[str] = PARTS) -> dict[str, Any]:
    """Everything about the recorder, or the named parts of it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        pages = [str(python), str(env.BENCH / "recorder_pages.py"), name]
        subprocess.run(pages, env=ENVIRONMENT, check=True)
        found: dict[str, Any] = {}
        if "weeks" in parts:
            say("recorder: weeks, by ours and by hand")
            found["weeks"] = filling(python, folder, effort)
        if "years" in parts:
            say("recorder: years of two devices")
            found["years"] = years(python, folder, effort)
    found["load"] = os.getloadavg()[2]
    found["date"] = time.strftime("%Y-%m-%d")
    return found


def keep(results: dict[str, Any]) -> None:
    """Keep the figures for the next report."""
    RAW.write_text(json.dumps(results, indent=1), encoding="utf-8")


def main() -> int:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little of it, to try it")
    parser.add_argument("--part", choices=PARTS, help="the other part is from the last run")
    parser.add_argument("--report", action="store_true", help="write the last run's section anew")
    asked = parser.parse_args()
    results = json.loads(RAW.read_text(encoding="utf-8")) if RAW.exists() else {}
    if not asked.report:
        places = env.prepare(env.find_interpreter(), only=("ours",))
        parts = (asked.part,) if asked.part else PARTS
        results |= measure(places["ours"], QUICK if asked.quick else Effort(), parts)
        keep(results)
    page = env.BENCH / "RESULTS.md"
    above = page.read_text(encoding="utf-8").partition(report_recorder.TITLE)[0]
    page.write_text(f"{above.rstrip()}\n\n{report_recorder.render(results)}\n", encoding="utf-8")
    for goal, figure in outcomes(results, RECORDER):
        shown = "not measured" if figure is None else f"{figure:.3g}, at most {goal.limit:g}"
        print(f"{goal.text}: {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
