"""How fast the simulator answers in a world of 1,000 plants, seen from a client.

The first list of plants computes the past of their houses: a day of it, and then fourteen days in
another world. What it costs for each day of a house is a figure of its own, and so are the bytes
of memory. Processor time holds on a machine that others use as well; ratios hold on any machine.

python bench/simulator.py
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any, NamedTuple

import requests
from growattServer.simulator import Simulator

START = "2026-06-15T10:02:30+00:00"
BATCH = 100
TIMES = 9
DAYS = 14


class Took(NamedTuple):
    """Seconds on the wall, and of the processor, simulator and client together."""

    wall: float
    cpu: float

    def told(self, what: str) -> str:
        """A line of the report."""
        return f"{what:34}{1000 * self.wall:9.1f} ms{1000 * self.cpu:9.1f} ms CPU"


def seconds(act: Callable[[], object]) -> Took:
    """How long it takes."""
    wall, cpu = perf_counter(), process_time()
    act()
    return Took(perf_counter() - wall, process_time() - cpu)


def least(act: Callable[[], object]) -> Took:
    """How long it takes when nobody disturbs."""
    return min((seconds(act) for _ in range(TIMES)), key=lambda took: took.cpu)


def main() -> None:
    """Print a line for each number."""
    made: list[Simulator] = []
    opening = seconds(lambda: made.append(Simulator(world="installer", start=START, speed=0)))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with made[0] as sim, requests.Session() as http:
        http.trust_env = False
        http.headers["token"] = sim.token

        def v4(path: str, **form: object) -> Any:
            answer = http.post(f"{sim.url}v4/new-api/{path}", data=form, timeout=600)
            return answer.json()["data"]

        def plants() -> object:
            params = {"page": 1, "perpage": BATCH}
            return http.get(f"{sim.url}v1/plant/list", params=params, timeout=600).json()

        lines = [opening.told("opening 1,000 plants"), seconds(plants).told("first list of plants")]
        rows = v4("queryDeviceList", page=1)["data"]
        form = {"deviceType": "min", "deviceSn": ",".join(row["deviceSn"] for row in rows)}
        calls = {
            "list of plants": plants,
            "V4: latest readings": lambda: v4("queryLastData", **form),
            "V4: details": lambda: v4("queryDeviceInfo", **form),
        }
        took = {what: least(act) for what, act in calls.items()}
        lines += [each.told(what) for what, each in took.items()]
    lines += past(took["list of plants"])
    print(
        f"{BATCH} plants or devices in a call, {megabytes:.0f} MiB after opening", *lines, sep="\n"
    )


def past(later: Took) -> list[str]:
    """Lines about the first list of plants with fourteen days behind each of them."""
    with (
        Simulator(world="installer", start=START, speed=0, history_days=DAYS) as sim,
        requests.Session() as http,
    ):
        http.trust_env = False
        http.headers["token"] = sim.token
        params = {"page": 1, "perpage": BATCH}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        first = seconds(lambda: http.get(f"{sim.url}v1/plant/list", params=params, timeout=600))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    of_a_day = first.cpu / BATCH / DAYS
    return [
        first.told(f"first list, {DAYS} days"),
        f"{'of a house and day':34}{1000 * of_a_day:9.2f} ms CPU{grown / BATCH / DAYS:9.1f} KiB",
        f"{'as a multiple of later lists':34}{first.cpu / later.cpu:9.0f}",
    ]


if __name__ == "__main__":
    main()
