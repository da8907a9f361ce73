"""A strict cloud whose clock stands, and clients that keep its limits by that clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from growattServer import (
    AsyncGrowattApi,
    AsyncOpenApiV1,
    Etiquette,
    GrowattApi,
    OpenApiV1,
    operation,
)
from growattServer.simulator import Simulator

START = "2026-06-15T12:00:00+02:00"
MIN_SN, SPH_SN, PLANT = "SIMMIN0001", "SIMSPH0001", 1000001
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])


class StrictWorld:
    """The cloud, its clock as the clients' clock, and sleeping that turns it."""

    def __init__(self, cloud: Simulator, folder: Path) -> None:
        self.cloud, self.folder = cloud, folder
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime.fromisoformat(self.cloud.clock()["now"])

    def turn(self, **span: float) -> None:
        self.cloud.set_clock(self.now() + timedelta(**span))

    def etiquette(self, **wishes: Any) -> Etiquette:
        wishes = {"ledger": self.folder / "ledger.sqlite3", "clock": self.now, **wishes}
        return Etiquette(**wishes)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.turn(seconds=seconds)

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    def run(self, mode: str, action: Callable[[Any], Any], **wishes: Any) -> Any:
        """The result of an action with a V1 client of this mode."""
        return self._run(mode, OpenApiV1, AsyncOpenApiV1, (self.cloud.token,), action, wishes)

    def run_app(self, mode: str, action: Callable[[Any], Any], **wishes: Any) -> Any:
        """The result of an action with a client of the password API."""
        return self._run(mode, GrowattApi, AsyncGrowattApi, (), action, wishes)

    def _run(
        self, mode: str, one: Any, other: Any, args: Any, action: Any, wishes: dict[str, Any]
    ) -> Any:
        wishes = {"etiquette": self.etiquette(), "server_url": self.cloud.url, **wishes}
        if mode == "blocking":
            with one(*args, **wishes) as api:
                return action(api)

        async def main() -> Any:
            async with other(*args, **wishes) as api:
                return await action(api)

        return asyncio.run(main())

    def sent(self, path: str) -> int:
        """How many requests to this path the cloud has seen."""
        return sum(path in request["path"] for request in self.cloud.requests())


@contextmanager
def strict_world(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictWorld]:
    with Simulator(start=START, seed=5, speed=0, limits="strict", history_days=1) as cloud:
        world = StrictWorld(cloud, folder)
        clock = SimpleNamespace(monotonic=time.monotonic, sleep=world.sleep)
        monkeypatch.setattr(operation, "time", clock)
        monkeypatch.setattr(operation, "sleep_async", world.sleep_async)
        yield world
        assert cloud.violations()["count"] == 0, cloud.violations()
