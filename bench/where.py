"""Where a missed goal goes: by package for calls and imports, by step for memory."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
from collections import defaultdict
from pathlib import Path

from measure import BENCH, ENVIRONMENT, Contestant, Running, Server

CALLS = {"plants": 300, "latest": 300, "page": 30}
Rows = list[tuple[str, float]]

_PROFILER = """
import cProfile, json, pstats, sys
sys.path.insert(0, sys.argv[1])
table = __import__(sys.argv[2]).tasks(sys.argv[3], sys.argv[4])
work, calls = table[sys.argv[5]], int(sys.argv[6])
work(calls // 5)
profile = cProfile.Profile()
profile.runcall(work, calls)
rows = pstats.Stats(profile).stats.items()
print(json.dumps([[file, line, name, row[2] / calls] for (file, line, name), row in rows]))
"""


def of_call(contestant: Contestant, server: Server, task: str) -> tuple[Rows, Rows]:
    """Microseconds a call by package, and by function of our own, as cProfile sees it."""
    contestants = str(BENCH / "contestants")
    told = [contestants, contestant.module, *server, task, str(CALLS[task])]
    command = [str(contestant.python), "-c", _PROFILER, *told]
    rows = json.loads(subprocess.check_output(command, env=ENVIRONMENT, text=True))
    packages: dict[str, float] = defaultdict(float)
    functions: dict[str, float] = defaultdict(float)
    for file, line, name, seconds in rows:
        package = _package(file, name)
        packages[package] += seconds * 1e6
        if package == "growattServer":
            functions[f"{Path(file).name}:{line} {name}"] += seconds * 1e6
    return _largest(packages, 12), _largest(functions, 12)


def _package(file: str, name: str) -> str:
    if file == "~":
        return "select" if "poll" in name or "recv" in name else "built in"
    installed = re.search(r"site-packages/([^/]+)", file)
    if installed:
        return installed[1].removesuffix(".py")
    library = re.search(r"lib/python3\.\d+/([^/]+)", file)
    return library[1].removesuffix(".py") if library else Path(file).stem


def of_import(contestant: Contestant) -> Rows:
    """Milliseconds by package, the modules' own share only; the median of five imports."""
    runs: dict[str, list[float]] = defaultdict(list)
    for _ in range(5):
        for package, spent in _one_import(contestant).items():
            runs[package].append(spent)
    return _largest({package: statistics.median(all_) for package, all_ in runs.items()}, 20)


def _one_import(contestant: Contestant) -> dict[str, float]:
    command = [str(contestant.python), "-X", "importtime", "-c"]
    statement = f"import sys; print('begin', file=sys.stderr); import {contestant.packages}"
    done = subprocess.run(
        [*command, statement], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    spent: dict[str, float] = defaultdict(float)
    for line in done.stderr.partition("begin\n")[2].splitlines():
        found = re.match(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", line)
        if found:
            parts = found[2].split(".")
            own = parts[0] == "growattServer" and len(parts) > 1
            name = ".".join(parts[: 3 if own else 1])
            spent[name] += int(found[1]) / 1000
    return spent


def of_memory(contestant: Contestant, server: Server, idle: float) -> Rows:
    """The peak so far, step by step; the pages come one after another on one connection here."""
    steps = {"import and client": ("nothing", 0), "first call": ("plants", 1)}
    steps |= {"first page": ("page", 1), "100 pages": ("page", 100), "a week by 8": ("year", 1)}
    with Running(contestant, server) as running:
        peaks = {name: running.ask(*step)["peak"] for name, step in steps.items()}
    return [(name, (peak - idle) / 1024) for name, peak in peaks.items()]


def _largest(spent: dict[str, float], count: int) -> Rows:
    return sorted(spent.items(), key=lambda row: -row[1])[:count]
