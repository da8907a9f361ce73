"""Running one contestant: importing it, and doing its tasks so many times, counted or timed.

    python harness.py ours_blocking growattServer URL TOKEN count latest:20:4:44
    python harness.py ours_blocking growattServer URL TOKEN serve   read "latest 40", answer in JSON

Standard library only, since each contestant has an environment of its own; and little of that, so
that the cost of an import is whole.
"""

from __future__ import annotations

import gc
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from work import Work


def mark() -> None:
    """Enter a function of the C library that nobody else calls; callgrind dumps there."""
    os.nice(0)


def main(module: str, packages: str, url: str, token: str, mode: str, *more: str) -> None:
    """Do what the command line says."""
    before, wall, cpu = len(sys.modules), time.perf_counter(), time.process_time()
    mark()
    for package in packages.split(","):
        __import__(package)
    mark()
    imported = {
        "import_wall": time.perf_counter() - wall,
        "import_cpu": time.process_time() - cpu,
    }
    table: dict[str, Work] = {} if mode == "import" else __import__(module).tasks(url, token)
    if mode == "count":
        # what was not imported before is imported by the first call
        mark()
        table[more[0].split(":")[0]](1)
        mark()
        for job in more:
            _count(table, job)
    else:
        _serve(table, imported, before)


def _count(table: dict[str, Work], job: str) -> None:
    name, warm, few, many = job.split(":")
    work = table[name]
    work(int(warm))
    # what start-up has left behind is not walked again by the garbage collector
    gc.collect()
    gc.freeze()
    mark()
    work(int(few))
    mark()
    work(int(many))
    mark()


def _serve(table: dict[str, Work], imported: dict[str, float], modules_before: int) -> None:
    for line in sys.stdin:
        name, calls = line.split()
        wall, cpu = time.perf_counter(), time.process_time()
        if name != "nothing":
            table[name](int(calls))
        sample = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "rss": _memory("VmRSS"),
            "peak": _memory("VmHWM"),
            **imported,
            "modules": len(sys.modules) - modules_before,
        }
        # as JSON, without an import that would be counted as a contestant's
        print(repr(sample).replace("'", '"').replace("nan", "NaN"), flush=True)


def _memory(key: str) -> float:
    """KiB of this process; the maximum that getrusage knows would count the parent's as well."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(float(line.split()[1]) for line in status if line.startswith(key))
    except (OSError, StopIteration):
        return float("nan")


if __name__ == "__main__":
    main(*sys.argv[1:])
