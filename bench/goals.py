"""What the project has set itself, and whether a run has met it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

Results = dict[str, Any]
KIB_A_MIB = 1024


class Goal(NamedTuple):
    """A figure and its limit; `contestant` and `task` say where to look when it is missed."""

    text: str
    limit: float
    figure: Callable[[Results], float]
    unit: str = ""
    contestant: str = ""
    task: str = ""


def _instructions(task: str, contestant: str, text: str, limit: float) -> Goal:
    def figure(results: Results) -> float:
        counted = results["instructions"]
        return float(counted[contestant][task] / counted["release"][task])

    return Goal(text, limit, figure, " of 2.2.0", contestant, task)


def _import(results: Results) -> float:
    counted = results["instructions"]
    return float(counted["ours_blocking"]["import"] / counted["release"]["import"])


def _growth(contestant: str, text: str) -> Goal:
    def figure(results: Results) -> float:
        counted = results["instructions"][f"devices {contestant}"]
        return float(counted["devices:1000"] / counted["devices:10"])

    return Goal(text, 1.1, figure, " times", contestant, "latest")


def _year_wall(results: Results) -> float:
    return float(results["year"]["ours_async"]["wall_ratio"])


def _year_peak(results: Results) -> float:
    peak = results["year"]["ours_async"]["peak"] - results["idle_rss"]
    return float(peak / KIB_A_MIB)


GOALS = (
    Goal("import, instructions", 1.0, _import, " of 2.2.0", "ours_blocking", "import"),
    _instructions("plants", "ours_blocking", "plant list, blocking, instructions", 0.9),
    _instructions("latest", "ours_blocking", "latest readings, blocking, instructions", 0.8),
    _instructions("page", "ours_blocking", "history page, blocking, instructions", 0.5),
    _instructions("plants", "ours_async", "plant list, async, instructions", 0.35),
    _instructions("latest", "ours_async", "latest readings, async, instructions", 0.30),
    _instructions("page", "ours_async", "history page, async, instructions", 0.40),
    Goal("a year, async on 8 connections, wall", 1.3, _year_wall, " of the floor"),
    Goal(
        "a year, async, peak above an idle Python", 40, _year_peak, " MiB", "ours_async", "memory"
    ),
    _growth("ours_blocking", "1,000 devices against 10, blocking, instructions a device"),
    _growth("ours_async", "1,000 devices against 10, async, instructions a device"),
)


def _weeks(engine: str) -> Callable[[Results], float]:
    return lambda results: float(results["weeks"][engine]["ours_rows"]["wall_ratio"])


def _year_view(results: Results) -> float:
    return float(results["years"]["views"]["days_shown"]["wall_ms"])


def _five_columns(results: Results) -> float:
    return float(results["years"]["views"]["five_columns"]["wall_ms"])


def _kept(part: str) -> Callable[[Results], float]:
    return lambda results: float(results["years"]["kept"][part])


def _fill_peak(results: Results) -> float:
    return float(max(results["years"]["peak"]))


def _fill_growth(results: Results) -> float:
    peaks = results["years"]["peak"]
    return float(peaks[-1] / peaks[0])


RECORDER = (
    Goal("readings from JSON to SQLite, wall", 2, _weeks("sqlite"), " times by hand"),
    Goal("readings from JSON to PostgreSQL, wall", 2, _weeks("postgres"), " times by hand"),
    Goal("a year's days in a store of 5 years, wall", 3, _year_view, " ms"),
    Goal("five columns of five years, wall", 600, _five_columns, " ms"),
    Goal("a device-year, all in all, SQLite", 12, _kept("all"), " MiB"),
    Goal("a device-year, frozen weeks, SQLite", 6, _kept("frozen"), " MiB"),
    Goal("filling 10 device-years, peak", 80, _fill_peak, " MiB"),
    Goal("filling 10 device-years, peak at the end against that after two", 1.1, _fill_growth),
)


class Outcome(NamedTuple):
    """A goal, what came out, and whether that is good enough; None where it was not measured."""

    goal: Goal
    figure: float | None

    @property
    def verdict(self) -> str:
        """In one word or two."""
        if self.figure is None:
            return "not measured"
        return "met" if self.figure <= self.goal.limit else "**missed**"


def outcomes(results: Results, goals: Sequence[Goal] = GOALS) -> list[Outcome]:
    """Each goal with what this run says about it."""
    return [Outcome(goal, _figure(goal, results)) for goal in goals]


def _figure(goal: Goal, results: Results) -> float | None:
    try:
        return goal.figure(results)
    except KeyError:
        return None
