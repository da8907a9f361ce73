"""bench/RESULTS.md: what a run has found, as tables."""

from __future__ import annotations

from typing import Any

import report_recorder
from goals import Outcome, Results, outcomes
from tables import goals_table, table

TITLES = {
    "ours_blocking": "ours, blocking",
    "ours_async": "ours, async",
    "release": "growattServer 2.2.0",
    "public_api": "growatt-public-api",
    "http_client": "floor: http.client + json",
    "socket": "floor: socket + orjson",
}
TASKS = {"plants": "plant list", "latest": "latest readings", "page": "history page"}
HOW = """\
Instructions are counted by valgrind (callgrind) between marks in one process: the import, then for
each call the difference between many calls and few, so that start-up and warming up drop out. All
contestants run on the same Python with the same four environment variables, against one stub server
that sends prebuilt bytes over loopback: a plant list, latest readings of 220 fields, a history page
of 100 rows of 190 fields. growatt-public-api runs with its cache on the disk off. Times are medians
over rounds in which all take turns; the ratios are medians of the ratios within a round.
The sections of missed goals come from cProfile and `-X importtime`, whose own cost inflates them:
read the shares, not the sums."""


def render(results: Results) -> str:
    """The whole page."""
    found = outcomes(results)
    sections = [
        "# Beside our peers\n\nWritten by `make bench`; do not edit.",
        "## Goals\n\n" + goals_table(found),
        _setting(results),
        _instructions(results),
        _times(results),
        _year(results),
        _devices(results),
        _reading(results),
        _footprint(results),
        *_missed(found, results),
        report_recorder.render(results["recorder"]) if "recorder" in results else "",
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _setting(results: Results) -> str:
    setting = results["setting"]
    versions = [
        (name, ", ".join(f"{package} {version}" for package, version in packages.items()))
        for name, packages in setting["versions"].items()
    ]
    facts = [f"- {key}: {value}" for key, value in setting["facts"].items()]
    parts = ["## How it was measured", HOW, "\n".join(facts)]
    return "\n\n".join([*parts, table(("environment", "packages"), versions)])


def _ratio(value: float, base: float | None) -> str:
    return f"{value / base:.3f}" if base else "-"


def _instructions(results: Results) -> str:
    counted: dict[str, dict[str, float]] = results.get("instructions", {})
    if not counted:
        return "## Instructions\n\nNot counted: valgrind could not be had."
    base = counted.get("release", {})
    parts = ["## Instructions\n\nIn millions, and against 2.2.0."]
    beginning = {"import": "import", "first": "import, client and first plant list"}
    for task, title in {**beginning, **TASKS}.items():
        rows = [
            (TITLES[name], f"{counted[name][task] / 1e6:,.3f}", _ratio(own[task], base.get(task)))
            for name, own in counted.items()
            if name in TITLES
        ]
        parts.append(table((title, "millions", "of 2.2.0"), sorted(rows, key=_in_order)))
    note = (
        "Our import leaves out `requests` and aiohttp until the first call needs them; the second "
        "table has what that amounts to in the end."
    )
    return "\n\n".join([*parts, note])


def _in_order(row: tuple[Any, ...]) -> int:
    return list(TITLES.values()).index(row[0])


def _timed_rows(figures: dict[str, Any], unit: float) -> list[tuple[str, ...]]:
    return [
        (
            TITLES.get(name, name),
            f"{own['cpu'] * unit:,.2f}",
            f"{own.get('cpu_ratio', float('nan')):.3f}",
            f"{own['wall'] * unit:,.2f}",
            f"{own.get('wall_ratio', float('nan')):.3f}",
        )
        for name, own in figures.items()
    ]


def _times(results: Results) -> str:
    parts = ["## CPU and wall time\n\nMilliseconds, and against 2.2.0 in the same round."]
    columns = ("CPU", "of 2.2.0", "wall", "of 2.2.0")
    parts.append(table(("import", *columns), _timed_rows(results["imports"], 1e3)))
    for task, title in TASKS.items():
        parts.append(table((title, *columns), _timed_rows(results["calls"][task], 1e3)))
    title = "all devices of the simulated cloud, one after another or side by side"
    parts.append(table((title, *columns), _timed_rows(results["jobs"], 1e3)))
    return "\n\n".join(parts)


def _year(results: Results) -> str:
    figures = {name: own for name, own in results["year"].items() if isinstance(own, dict)}
    floor = figures["socket"]["wall"]
    connections = {"release": 1, "ours_blocking": 1, "ours_async": 8, "socket": 8}
    rows = [
        (
            TITLES[name],
            connections[name],
            f"{own['wall']:.2f}",
            f"{own.get('wall_ratio', own['wall'] / floor):.2f}",
            f"{own['cpu']:.2f}",
            f"{own['peak'] / 1024:.1f}",
            f"{(own['peak'] - results['idle_rss']) / 1024:.1f}",
        )
        for name, own in figures.items()
    ]
    weeks = results["year"]["weeks"]
    said = (
        f"## A year of one device\n\n{weeks} weeks of 21 pages, 50 ms before each answer; the rows "
        "are counted and dropped. The loops on one connection ran once, the others in turns."
    )
    head = ("who", "connections", "wall s", "of the floor", "CPU s", "peak MiB", "above idle")
    return f"{said}\n\n{table(head, rows)}"


def _devices(results: Results) -> str:
    counted = results.get("instructions", {})
    rows = []
    for name in ("ours_blocking", "ours_async"):
        own = counted.get(f"devices {name}")
        if own:
            sizes = [own[f"devices:{size}"] for size in (10, 100, 1000)]
            ratios = [f"{size / sizes[0]:.3f}" for size in sizes[1:]]
            rows.append((TITLES[name], *(f"{size / 1e6:.3f}" for size in sizes), *ratios))
    if not rows:
        return ""
    head = ("millions of instructions a device", "10", "100", "1,000", "100 to 10", "1,000 to 10")
    return "## Many devices\n\nThe latest readings of each, all kept.\n\n" + table(head, rows)


def _reading(results: Results) -> str:
    words = {"ours": "our record", "strict": "pydantic, strict", "lenient": "pydantic, lenient"}
    counts = {"all": f"all {results['fields']} attributes", "few": "five attributes"}
    rows = [
        (
            f"{words[task.split('_')[0]]}, {counts[task.split('_')[1]]}",
            f"{own['cpu'] * 1e6:.1f}",
            f"{own['cpu_ratio']:.3f}",
        )
        for task, own in results["reading"].items()
    ]
    said = (
        "## Reading typed attributes\n\nOf the latest readings, from the decoded reply. The models "
        "have the fields of our rows; the strict one refuses the empty texts that the vendor sends "
        "for missing values, the lenient one makes None of them, as our record does."
    )
    return f"{said}\n\n{table(('what', 'CPU µs', 'of lenient'), rows)}"


def _footprint(results: Results) -> str:
    rows = [
        (
            TITLES[name],
            f"{own['modules']:.0f}",
            f"{own['modules_later']:.0f}",
            f"{(own['rss'] - results['idle_rss']) / 1024:.1f}",
            f"{own['client']:.1f}" if "client" in own else "-",
        )
        for name, own in results["memory"].items()
    ]
    said = (
        "## Memory and modules\n\nThe modules after the import and after the first call; the "
        "memory after that call. The cost of a client is that of one of 1,000 more, before its "
        "first call: ours open their session then, the others at once."
    )
    head = ("who", "modules imported", "after a call", "MiB above idle", "KiB a client")
    return f"{said}\n\n{table(head, rows)}"


def _missed(found: list[Outcome], results: Results) -> list[str]:
    sections = []
    for one in found:
        tables = results.get("where", {}).get(one.goal.text)
        if tables:
            parts = [f"## Missed: {one.goal.text} ({one.figure:.3g}, goal {one.goal.limit:g})"]
            for title, rows in tables.items():
                cells = [(name.replace("|", "/"), f"{spent:.2f}") for name, spent in rows]
                parts.append(table((title.split("|")[0], title.split("|")[1]), cells))
            sections.append("\n\n".join(parts))
    return sections
