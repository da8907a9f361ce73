"""How fast the simulator answers in a world of 1,000 plants, seen from a client.

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
        lines += [least(act).told(what) for what, act in calls.items()]
    print(
        f"{BATCH} plants or devices in a call, {megabytes:.0f} MiB after opening", *lines, sep="\n"
    )


if __name__ == "__main__":
    main()
