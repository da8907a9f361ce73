"""What is timed, in rounds where all take turns: CPU and wall seconds, and memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from line_up import records
from measure import Contestant, Running, Sample, Server, median, paired_ratio, rounds
from servers import simulator, stub_server

CALLS = {"plants": 40, "latest": 40, "page": 5}
READS = 300
CLIENTS = 1000
LATENCY_MS = 50
RECORDS = ("ours_all", "strict_all", "lenient_all", "ours_few", "strict_few", "lenient_few")
Figures = dict[str, dict[str, float]]


class Effort(NamedTuple):
    """How many rounds, and how many weeks a year has."""

    rounds: int = 15
    jobs: int = 20
    years: int = 3
    weeks: int = 53


def _figures(samples: dict[str, list[Sample]], calls: int, against: str) -> Figures:
    """Medians per call, and the median of each ratio within a round."""
    base = samples.get(against)
    figures: Figures = {}
    for name, own in samples.items():
        figures[name] = {key: median(own, key) / calls for key in ("cpu", "wall")}
        if base:
            for key in ("cpu", "wall"):
                figures[name][f"{key}_ratio"] = paired_ratio(own, base, key)
    return figures


def calls(contestants: dict[str, Contestant], server: Server, effort: Effort) -> dict[str, Figures]:
    """One call of each kind."""
    everyone = list(contestants.values())
    return {
        task: _figures(rounds(everyone, server, task, number, effort.rounds), number, "release")
        for task, number in CALLS.items()
    }


def jobs(contestants: dict[str, Contestant], python: Path, effort: Effort) -> Figures:
    """All about each device of our simulated cloud."""
    names = ("ours_blocking", "ours_async", "release")
    able = [contestants[name] for name in names if name in contestants]
    with simulator(python) as server:
        return _figures(rounds(able, server, "job", 1, effort.jobs), 1, "release")


def reading(environments: dict[str, Path], effort: Effort) -> Figures:
    """Making a record and reading its attributes, in turns within one process."""
    samples: dict[str, list[Sample]] = {task: [] for task in RECORDS}
    with Running(records(environments), Server()) as one:
        for task in RECORDS:
            one.ask(task, READS)
        for _ in range(effort.rounds):
            for task in RECORDS:
                samples[task].append(one.ask(task, READS))
    everything = {task: own for task, own in samples.items() if task.endswith("_all")}
    few = {task: own for task, own in samples.items() if task.endswith("_few")}
    return {**_figures(everything, READS, "lenient_all"), **_figures(few, READS, "lenient_few")}


def year(contestants: dict[str, Contestant], python: Path, effort: Effort) -> dict[str, Any]:
    """A year of one device: the loops one after another once, those with 8 connections in turns."""
    with stub_server(python, LATENCY_MS) as server:
        figures: dict[str, Any] = {"weeks": effort.weeks}
        for name in ("release", "ours_blocking"):
            if name in contestants:
                figures[name] = _years([contestants[name]], server, 1, effort)[name]
        eight = [contestants[name] for name in ("ours_async", "socket")]
        return {**figures, **_years(eight, server, effort.years, effort)}


def _years(
    contestants: Sequence[Contestant], server: Server, count: int, effort: Effort
) -> dict[str, Any]:
    samples = rounds(contestants, server, "year", effort.weeks, count, warm=1)
    figures: dict[str, Any] = {**_figures(samples, 1, "socket")}
    for name, own in samples.items():
        figures[name]["peak"] = max(sample["peak"] for sample in own)
    return figures


def memory(contestants: dict[str, Contestant], server: Server) -> Figures:
    """Imported modules, the time of the import, KiB after it, and KiB of each further client."""
    figures: Figures = {}
    for name, contestant in contestants.items():
        with Running(contestant, server, "import") as running:
            imported = running.ask("nothing", 0)["modules"]
        with Running(contestant, server) as running:
            called = running.ask("plants", 1)
            later = {"modules_later": called["modules"], "rss": called["rss"]}
            figures[name] = {"modules": imported, **later}
            if name not in ("http_client", "socket"):
                before = running.ask("clients", 10)["rss"]
                after = running.ask("clients", CLIENTS)["rss"]
                figures[name]["client"] = (after - before) / CLIENTS
    return figures


def imports(contestants: dict[str, Contestant], effort: Effort) -> Figures:
    """The time that the import takes in a new process."""
    samples: dict[str, list[Sample]] = {name: [] for name in contestants}
    for _ in range(max(3, effort.rounds // 2)):
        for name, contestant in contestants.items():
            with Running(contestant, Server(), "import") as running:
                first = running.ask("nothing", 0)
            samples[name].append({"cpu": first["import_cpu"], "wall": first["import_wall"]})
    return _figures(samples, 1, "release")
