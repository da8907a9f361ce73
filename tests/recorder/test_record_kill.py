"""`kill -9` at any moment of backfill and live recording: afterwards the store is the truth."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from growattServer.recorder.keep import schema
from growattServer.recorder.keep.store import Store
from growattServer.simulator import Simulator

from .recorder_world import SINCE, assert_rows, new_cloud, now_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")


class Victims:
    """Sends orders to the process whose children are killed."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("recorder_victim.py")
        self.process = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def record(self, cloud: Simulator, where: str, until: datetime, **more: Any) -> Any:
        order = {
            "url": cloud.url,
            "token": cloud.token,
            "store": where,
            "since": SINCE.isoformat(),
            "until": until.isoformat(),
            **more,
        }
        return self.carry_out(order)

    def carry_out(self, order: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert not answer["failed"], order
        assert answer["killed"] or answer["said"] == "done", answer
        return answer

    def end(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    made = Victims()
    yield made
    made.end()


def assert_whole(where: str) -> int:
    """Between two kills already: each reading is in each of its roll-ups, exactly once."""
    total = 0
    with Store(where) as store:
        for device in store.devices():
            readings = schema.readings(device.family).name
            rollups = schema.rollups(device.family).name
            with store.reading() as connection:
                counts = connection.exec_driver_sql(
                    f"SELECT span, sum(samples) FROM {rollups} "  # noqa: S608  # our own names
                    f"WHERE device_id = {device.device_id} GROUP BY span"
                ).all()
                rows = connection.exec_driver_sql(
                    f"SELECT count(*) FROM {readings} "  # noqa: S608  # our own names
                    f"WHERE device_id = {device.device_id}"
                ).scalar_one()
            assert dict(map(tuple, counts)) == (
                dict.fromkeys(("hour", "day", "month", "year"), rows) if rows else {}
            )
            total += rows
    return total


def kill_many_times(
    victims: Victims, where: str, kills: int, hours: float, history_days: int
) -> None:
    dice = random.Random(kills)
    with new_cloud(history_days=history_days) as cloud:
        until = now_of(cloud) + timedelta(hours=hours)
        # a store that is killed while it is made is a store that was never made
        victims.record(cloud, where, until, kill_at=dice.randint(1, 300))
        killed = 1
        # so many lines a life that all lives together are about enough
        lines = 1_000_000 * history_days // kills
        seen: set[int] = set()
        # they die on the way, and not all at the same place: however quick the machine is
        while killed < kills or len(seen) <= kills // 5:
            if killed % 3:
                how: dict[str, Any] = {"kill_at": dice.randint(1, lines)}
            else:
                how = {"kill_after": dice.uniform(0.02, 1.0)}
            answer = victims.record(cloud, where, until, **how)
            killed += answer["killed"]
            if killed % 2 == 0:
                seen.add(assert_whole(where))
            if not answer["killed"]:
                # all is done before the last kill: live a little longer
                until = max(until, now_of(cloud)) + timedelta(hours=hours / 4)
        victims.record(cloud, where, max(until, now_of(cloud)), finish=True)
        assert_whole(where)
        with Store(where) as store:
            assert_rows(store, cloud)


def test_killed_twelve_times(victims: Victims, new_store: Callable[[], str]) -> None:
    kill_many_times(victims, new_store(), kills=12, hours=3, history_days=1)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_killed_two_hundred_times(victims: Victims, new_store: Callable[[], str]) -> None:
    kill_many_times(victims, new_store(), kills=200, hours=30, history_days=6)
