"""Our numbers beside our peers', in one run: python bench/run.py; writes bench/RESULTS.md.

Takes about twenty minutes on two idle processors; --quick tries everything with little of it.
bench/recorder.py measures the recorder alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import counted
import environments as env
import recorder
import report
import timed
import where
from goals import RECORDER, Results, outcomes
from line_up import line_up
from measure import Contestant, Running, Server
from servers import stub_server

QUICK = timed.Effort(rounds=3, jobs=3, years=1, weeks=2)
RAW = env.ENVS / "last.json"


def say(sentence: str) -> None:
    """Progress, with the seconds since the start."""
    print(f"[{time.perf_counter() - START:4.0f} s] {sentence}", flush=True)


START = time.perf_counter()


def measure(
    effort: timed.Effort, places: dict[str, Path], contestants: dict[str, Contestant]
) -> Results:
    """Everything, one after another."""
    python = places["ours"]
    valgrind = env.find_valgrind()
    results: Results = {"setting": setting(places), **constants(python)}
    with stub_server(python) as server:
        say("memory and imports")
        results["memory"] = timed.memory(contestants, server)
        results["imports"] = timed.imports(contestants, effort)
        say("calls")
        results["calls"] = timed.calls(contestants, server, effort)
        say("attributes, and the simulated cloud")
        results["reading"] = timed.reading(places, effort)
        results["jobs"] = timed.jobs(contestants, python, effort)
        say(f"a year of {effort.weeks} weeks")
        results["year"] = timed.year(contestants, python, effort)
        if valgrind:
            say("instructions")
            results["instructions"] = counted.instructions(valgrind, contestants, server)
        say("where missed goals go")
        results["where"] = missed(results, contestants, server)
    return results


def constants(python: Path) -> dict[str, Any]:
    """The memory of a Python that does nothing, and the number of fields of a record."""
    nothing = Contestant("idle", "idle", python, "idle", "sys")
    with Running(nothing, Server(), "import") as idle:
        rss = idle.ask("nothing", 0)["peak"]
    ask = "from growattServer.open_api_v1.records import MinEnergy; print(len(MinEnergy.fields))"
    return {"idle_rss": rss, "fields": int(subprocess.check_output([python, "-c", ask]))}


def missed(results: Results, contestants: dict[str, Contestant], server: Server) -> dict[str, Any]:
    """For each missed goal the tables that say where its work goes."""
    found: dict[str, Any] = {}
    for goal, figure in outcomes(results):
        if figure is None or figure <= goal.limit or not goal.task:
            continue
        one = contestants[goal.contestant]
        if goal.task == "import":
            found[goal.text] = {"package|ms": where.of_import(one)}
        elif goal.task == "memory":
            stages = where.of_memory(one, server, results["idle_rss"])
            found[goal.text] = {"after|peak MiB above idle": stages}
        else:
            packages, functions = where.of_call(one, server, goal.task)
            found[goal.text] = {"package|µs a call": packages, "our function|µs a call": functions}
    return found


def setting(places: dict[str, Path]) -> dict[str, Any]:
    """The machine and the versions, without the machine's name."""
    ask = "import platform as p; print(p.python_implementation(), p.python_version())"
    facts = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.system()} {platform.machine()}, {processor()}",
        "processors": os.cpu_count(),
        "Python": subprocess.check_output([places["ours"], "-c", ask], text=True).strip(),
        "valgrind": valgrind_version(),
    }
    return {"facts": facts, "versions": env.versions(places)}


def processor() -> str:
    """The model, where the system says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else "unknown processor"


def valgrind_version() -> str:
    """Its version, or that it is missing."""
    program = env.find_valgrind()
    if program is None:
        return "none"
    return subprocess.check_output([program, "--version"], text=True).strip()


def main() -> int:
    """Measure, write RESULTS.md, print the verdicts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds and two weeks, to try it")
    parser.add_argument("--fresh", action="store_true", help="make all environments anew")
    parser.add_argument("--report", action="store_true", help="write the last run's page anew")
    asked = parser.parse_args()
    if asked.report:
        results = json.loads(RAW.read_text(encoding="utf-8"))
    else:
        places = env.prepare(env.find_interpreter(), asked.fresh)
        results = measure(QUICK if asked.quick else timed.Effort(), places, line_up(places))
        effort = recorder.QUICK if asked.quick else recorder.Effort()
        results["recorder"] = recorder.measure(places["ours"], effort)
        recorder.keep(results["recorder"])
        results["setting"]["facts"]["duration"] = f"{time.perf_counter() - START:.0f} s"
        if asked.quick:
            results["setting"]["facts"]["rounds"] = "few (--quick): times are rough"
        RAW.write_text(json.dumps(results, indent=1), encoding="utf-8")
    (env.BENCH / "RESULTS.md").write_text(report.render(results), encoding="utf-8")
    found = outcomes(results) + outcomes(results.get("recorder", {}), RECORDER)
    for goal, figure in found:
        shown = "not measured" if figure is None else f"{figure:.3g}, at most {goal.limit:g}"
        print(f"{goal.text}: {shown}")
    say("bench/RESULTS.md is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
