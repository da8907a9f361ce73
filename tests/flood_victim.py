"""A process that asks a flooding server: `flood_victim.py MODE URL`.

It says so when it is ready. Then a line on standard input is a call, and the answer a line of JSON:
the error, and how many bytes the memory of the process has reached beyond what it was (Linux only).
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path

from growattServer import AsyncOpenApiV1, GrowattError, OpenApiV1


def highest() -> int:
    """The most memory that this process has had, in bytes."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


def ready() -> int:
    """Say so, and give what memory was needed until now."""
    print("ready", flush=True)
    return highest()


def answer(error: GrowattError | None, before: int) -> None:
    print(json.dumps([type(error).__name__, str(error), highest() - before]), flush=True)


def blocking(url: str) -> None:
    with OpenApiV1("token", server_url=url) as api:
        api.plant_details(1)
        before = ready()
        for _ in sys.stdin:
            try:
                api.plant_details(1)
            except GrowattError as error:
                answer(error, before)


async def awaited(url: str) -> None:
    async with AsyncOpenApiV1("token", server_url=url) as api:
        await api.plant_details(1)
        before = ready()
        for _ in sys.stdin:
            try:
                await api.plant_details(1)
            except GrowattError as error:
                answer(error, before)


if __name__ == "__main__":
    mode, address = sys.argv[1:]
    if mode == "blocking":
        blocking(address)
    else:
        asyncio.run(awaited(address))
