"""The section of bench/RESULTS.md about the recorder."""

from __future__ import annotations

from typing import Any

from goals import RECORDER, Results, outcomes
from tables import goals_table, table

TITLE = "## The recorder"
ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
WHO = {
    "by_hand_rows": "by hand: orjson, {way}",
    "ours_rows": "ours, readings only",
    "ours_whole": "ours, all that a recorder does",
}
# more than the contestants themselves bring about
BUSY = 3
WAYS = {"sqlite": "executemany", "postgres": "COPY"}
VIEWS = {
    "days": "days of a year, all columns of the roll-ups",
    "days_shown": "days of a year, the five columns of a picture",
    "months": "months of a year, all columns",
    "five_columns": "readings of five years, five columns",
    "by_hand": "by hand: one counter by days, from the readings",
}
WEEKS = """\
The same weeks of 21 pages of a MIN from the simulated cloud, as bytes of JSON, by all in turns;
each page is a transaction. The table made by hand is the one of our store, with its primary key,
and takes values as they were sent; ours reads each as its field row says, and looks which rows are
there already. SQLite: WAL, synchronous NORMAL for both. PostgreSQL: one server without fsync for
both, so that no waiting for a disk hides the work. The goal is about readings. All that a recorder
does is, beside them: roll-ups of hours, days, months and years, progress, the plan for the event of
each page, and cleaning when a week is complete; the loop by hand has nothing of that."""
YEARS = """\
One process records two devices through HTTP, five years of a row every five minutes each, with
cleaning and roll-ups, from a server that has them. The memory is that of the whole process; the
last line is after the second round of cleaning, which begins when all of the past is there."""


def render(results: Results) -> str:
    """The whole section."""
    parts = [TITLE, goals_table(outcomes(results, RECORDER)), _setting(results)]
    if "weeks" in results:
        parts += ["### From JSON to the store", WEEKS]
        parts += [_weeks(results["weeks"], engine) for engine in ENGINES]
    if "years" in results:
        parts += ["### Ten device-years", YEARS, _memory(results["years"])]
        parts += ["### Looking at a year", _views(results["years"]["views"])]
    parts.append(_sizes(results))
    return "\n\n".join(part for part in parts if part)


def _setting(results: Results) -> str:
    if "load" not in results:
        return ""
    load = float(results["load"])
    said = f"Measured on {results['date']}."
    if load > BUSY:
        said += (
            f" Other programs kept the machine busy (load {load:.0f} at the end): "
            "wall times are too long, and ratios within a round are what counts."
        )
    return said


def _weeks(figures: dict[str, Any], engine: str) -> str:
    rows = [
        (
            WHO[name].format(way=WAYS[engine]),
            f"{own['rows_a_second']:,.0f}",
            f"{own['wall_ratio']:.2f}",
            f"{own['cpu_us_a_row']:.0f}",
            f"{own['cpu_ratio']:.2f}",
        )
        for name, own in figures.get(engine, {}).items()
    ]
    head = (
        ENGINES[engine],
        "rows a second",
        "time, by hand = 1",
        "CPU µs a row",
        "CPU, by hand = 1",
    )
    return table(head, rows) if rows else f"{ENGINES[engine]}: not measured."


def _memory(figures: dict[str, Any]) -> str:
    last = figures["device_years"]
    rows: list[tuple[object, ...]] = [("before", f"{figures['idle']:.1f}", "")]
    for number, (rss, peak) in enumerate(zip(figures["rss"], figures["peak"], strict=True), 1):
        done = f"{2 * number} device-years" if 2 * number <= last else "all cleaned"
        rows.append((done, f"{rss:.1f}", f"{peak:.1f}"))
    pages = figures["device_years"] * 52 * 21
    spent = (
        f"It took {figures['wall']:.0f} s, {figures['cpu']:.0f} s of them CPU in this process, "
        f"{figures['cpu'] / pages * 1000:.0f} ms a page."
    )
    return table(("after", "MiB", "peak MiB"), rows) + "\n\n" + spent


def _views(figures: dict[str, Any]) -> str:
    rows = [
        (
            VIEWS[name],
            f"{own['wall_ms']:.1f}",
            f"{own['cpu_ms']:.1f}",
            f"{own['ratio']:.2f}",
        )
        for name, own in figures.items()
    ]
    return table(("SQLite, 5 years of 2 devices", "wall ms", "CPU ms", "CPU, by hand = 1"), rows)


def _sizes(results: Results) -> str:
    rows: list[tuple[str, str]] = []
    if "years" in results:
        years = results["years"]
        size = f"{years['size'] / years['device_years']:.0f}"
        rows.append((f"SQLite, ours, {years['device_years']} device-years", size))
        words = {"all": "in use", "frozen": "frozen weeks", "rollups": "roll-ups"}
        rows += [
            (f"SQLite, ours, of that {words[part]}", f"{kept:.1f}")
            for part, kept in years.get("kept", {}).items()
        ]
    for key, size in results.get("weeks", {}).get("size", {}).items():
        engine, _, who = key.partition("_")
        words = {"by_hand": "by hand, readings only", "ours_whole": "ours, with roll-ups"}
        rows.append((f"{ENGINES[engine]}, {words[who]}, from weeks", f"{size:.0f}"))
    if not rows:
        return ""
    return "### Size\n\n" + table(("store", "MiB a device-year"), rows)
