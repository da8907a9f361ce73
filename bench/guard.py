"""Guards what the library costs: python bench/guard.py compares with bench/guard.json.

    python bench/guard.py --store            store today's figures, on purpose
    python bench/guard.py --package FOLDER   look at the growattServer in this folder instead

A figure is a number of instructions, as a multiple of what `http.client` and `json` need for the
same on the same Python, so that it holds on other machines. Figures are kept for each minor version
of Python. The exit code is 1 when one rose by more than 5%, 3 when nothing can be compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from environments import find_valgrind
from line_up import line_up
from measure import (
    BENCH,
    ENVIRONMENT,
    Contestant,
    Counts,
    Job,
    Running,
    Server,
    count,
    side_by_side,
)
from servers import stub_server

STORED = BENCH / "guard.json"
OURS = BENCH.parent / "src"
ALLOWED = 1.05
FAILED, NOT_COMPARED = 1, 3
PLANTS, LATEST, PAGE = Job("plants", 20, 4, 34), Job("latest", 20, 4, 34), Job("page", 3, 1, 5)
JOBS = {
    "ours_blocking": (PLANTS, LATEST, PAGE),
    "ours_async": (LATEST,),
    "http_client": (PLANTS, LATEST, PAGE),
}
# what is compared: the figure's name, who does it, and what
FIGURES = (
    ("import", "ours_blocking", "import"),
    ("plant list, blocking", "ours_blocking", "plants"),
    ("latest readings, blocking", "ours_blocking", "latest"),
    ("latest readings, async", "ours_async", "latest"),
    ("history page, blocking", "ours_blocking", "page"),
)
LIBRARIES = ("requests", "urllib3", "aiohttp", "orjson")
Figures = dict[str, float]


def counted(valgrind: str) -> dict[str, Counts]:
    """The instructions of each contestant, all on the Python that runs this."""
    here = Path(sys.executable)
    contestants = line_up({"ours": here, "floor": here})
    with stub_server(here) as server:
        jobs: dict[str, Callable[[], Counts]] = {}
        for name, own in JOBS.items():
            _write_bytecode(contestants[name])
            jobs[name] = partial(count, valgrind, contestants[name], server, own)
        return side_by_side(jobs)


def _write_bytecode(contestant: Contestant) -> None:
    # an import is counted without the compiling that only the first one needs
    with Running(contestant, Server(), "import") as running:
        running.ask("nothing", 0)


def figures(found: dict[str, Counts]) -> Figures:
    """What is compared, as multiples of the floor."""
    return {
        name: round(found[who][task] / found["http_client"][task], 4) for name, who, task in FIGURES
    }


def lower(one: Figures, other: Figures) -> Figures:
    """Of each figure the lower one."""
    return {name: min(one[name], other[name]) for name in one}


def risen(now: Figures, stored: Figures) -> list[str]:
    """The figures that are more than 5% above the stored ones."""
    return [name for name, figure in now.items() if figure > ALLOWED * stored[name]]


def compare(valgrind: str, stored: dict[str, Any]) -> int:
    """Count, and once more where a figure has risen; say what came out."""
    now = figures(counted(valgrind))
    if risen(now, stored["figures"]):
        now = lower(now, figures(counted(valgrind)))
    for name, figure in now.items():
        before = stored["figures"][name]
        print(
            f"{name}: {figure:.3f} of the floor, stored {before:.3f} ({figure / before - 1:+.1%})"
        )
    bad = risen(now, stored["figures"])
    if not bad:
        return 0
    print(f"risen by more than 5%: {', '.join(bad)}")
    print(f"libraries: stored with {stored['libraries']}, now {libraries()}")
    print("if it is meant to be so, store the new figures: python bench/guard.py --store")
    return FAILED


def libraries() -> dict[str, str]:
    """The versions that the figures depend on."""
    return {name: version(name) for name in LIBRARIES}


def store(valgrind: str, minor: str, document: dict[str, Any]) -> None:
    """Keep today's figures for this version of Python."""
    found = counted(valgrind)
    document[minor] = {
        "figures": figures(found),
        "instructions": {name: round(found[who][task]) for name, who, task in FIGURES},
        "libraries": libraries(),
    }
    STORED.write_text(json.dumps(document, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(f"stored for Python {minor}: {document[minor]['figures']}")


def main() -> int:
    """Compare or store."""
    parser = argparse.ArgumentParser(description="Guards what the library costs.")
    parser.add_argument("--store", action="store_true", help="store today's figures")
    parser.add_argument(
        "--package", type=Path, default=OURS, help="a folder with another growattServer in it"
    )
    asked = parser.parse_args()
    # first on the path, as what else is installed would count in an import and may be another tree
    ENVIRONMENT["PYTHONPATH"] = f"{asked.package.resolve()}:{BENCH}"
    valgrind = find_valgrind()
    if valgrind is None:
        print("valgrind is not here and cannot be installed: nothing is guarded")
        return NOT_COMPARED
    minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
    document = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    if asked.store:
        store(valgrind, minor, document)
        return 0
    if minor not in document:
        print(f"no figures for Python {minor}: store some with python bench/guard.py --store")
        return NOT_COMPARED
    return compare(valgrind, document[minor])


if __name__ == "__main__":
    sys.exit(main())
