"""How fast the simulator answers in a world of 1,000 plants, seen from a client.

python bench/simulator.py
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from statistics import median
from time import perf_counter

import requests
from growattServer.simulator import Simulator

START = "2026-06-15T10:02:30+00:00"
BATCH = 100
TIMES = 9


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    begin = perf_counter()
    act()
    return perf_counter() - begin


def main() -> None:
    """Print a line for each number."""
    begin = perf_counter()
    with Simulator(world="installer", start=START, speed=0) as sim:
        opened = perf_counter() - begin
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with requests.Session() as http:
            http.trust_env = False
            http.headers["token"] = sim.token

            def v4(path: str, **form: object) -> object:
                answer = http.post(f"{sim.url}v4/new-api/{path}", data=form, timeout=600)
                return answer.json()["data"]

            def plants() -> object:
                params = {"page": 1, "perpage": BATCH}
                return http.get(f"{sim.url}v1/plant/list", params=params, timeout=600).json()

            first_list = seconds(plants)
            next_list = median(seconds(plants) for _ in range(TIMES))
            rows = v4("queryDeviceList", page=1)["data"]  # type: ignore[index]
            form = {"deviceType": "min", "deviceSn": ",".join(row["deviceSn"] for row in rows)}
            first = seconds(lambda: v4("queryLastData", **form))
            later = median(seconds(lambda: v4("queryLastData", **form)) for _ in range(TIMES))
            details = median(seconds(lambda: v4("queryDeviceInfo", **form)) for _ in range(TIMES))
    print(f"opening 1,000 plants            {opened:8.2f} s, {megabytes:.0f} MiB")
    print(f"first list of {BATCH} plants        {first_list:8.2f} s")
    print(f"list of {BATCH} plants              {next_list * 1000:8.1f} ms")
    print(f"first V4 batch of {BATCH} devices   {first:8.2f} s")
    print(f"V4 batch of {BATCH} devices         {later * 1000:8.1f} ms")
    print(f"V4 details of {BATCH} devices       {details * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
