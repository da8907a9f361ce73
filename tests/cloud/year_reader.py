"""Reads a device's history to its end, as a process of its own whose memory can be looked at.

    python year_reader.py SERVER TOKEN FAMILY FIRST LAST

Where FIRST is "-" it goes back until there is nothing older. It prints a line of JSON: how many
rows it got, of how many moments and days, whether they came in order, and by how much its memory
has grown since the first weeks.
"""

from __future__ import annotations

import json
import resource
import sys
from itertools import pairwise
from typing import Any

import growattServer

ROWS_OF_A_MONTH = 30 * 288


def most_memory() -> int:
    """The most bytes that the process ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def read(history: Any) -> dict[str, Any]:
    """What there is to say of the rows of a history."""
    times, early = [], 0
    for row in history:
        times.append(row.time)
        if len(times) == ROWS_OF_A_MONTH:
            early = most_memory()
    return {
        "rows": len(times),
        "moments": len(set(times)),
        "days": len({time.date() for time in times}),
        "first": str(min(times)),
        "last": str(max(times)),
        "forward": all(one < other for one, other in pairwise(times)),
        "backward": all(one > other for one, other in pairwise(times)),
        "grown": most_memory() - early,
    }


def main(server: str, token: str, family: str, first: str, last: str) -> None:
    """Print it."""
    with growattServer.connect(token=token, server_url=server, etiquette=False) as cloud:
        (device,) = (each for each in cloud.devices() if each.family == family)
        back = first == "-"
        print(json.dumps(read(device.history(None if back else first, last, newest_first=back))))


if __name__ == "__main__":
    main(*sys.argv[1:])
