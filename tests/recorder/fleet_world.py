"""What the tests of fleets share: a cloud with many plants, and workers that are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from growattServer.recorder.errors import GrowattStoreError
from growattServer.recorder.fleet import tables
from growattServer.recorder.fleet.holdings import mark_of
from growattServer.recorder.fleet.turns import TURN
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.families import FAMILIES
from growattServer.recorder.keep.marks import DISCOVERED, put_mark
from growattServer.recorder.keep.store import Store
from growattServer.simulator import Simulator

from .recorder_world import new_cloud


def world_time(cloud: Simulator) -> datetime:
    return datetime.fromisoformat(cloud.clock()["now"])


SKEW_S = 600.0
"""Every other worker's clock is so far ahead, and the others' so far behind."""

# a Thursday, on which a window of the history begins
START = "2026-06-18T06:00:00Z"
SINCE = "2026-06-18"


def is_of_v1(family: str) -> bool:
    """Is this a family that these fleets record? What only V4 knows has tests of its own."""
    return family in FAMILIES and not FAMILIES[family].is_newer


class Fleet:
    """A simulated cloud with so many plants, a store, and processes that record it."""

    def __init__(
        self,
        folder: Path,
        url: str,
        plants: int,
        speed: float,
        *,
        sph: int = 0,
        since: str = SINCE,
    ) -> None:
        self.folder, self.url, self.since = folder, url, since
        self.cloud = new_cloud(START, history_days=1, limits="strict", token="s3cret-token")
        for number in range(plants - len(self.cloud._cloud.world.plants)):
            plant = self.cloud.add_plant(name=f"House {number}", timezone="Europe/Berlin")[
                "plant_id"
            ]
            family = "sph" if number < sph else "min"
            self.cloud.add_device(family, f"FLEET{number:05d}", plant_id=plant)
        self.plants = plants
        self.speed = speed
        self.started = 0
        self.workers: list[subprocess.Popen[bytes]] = []
        self.numbers: dict[int, subprocess.Popen[bytes]] = {}
        self.stack = ExitStack()

    def __enter__(self) -> Fleet:
        self.stack.enter_context(self.cloud)
        job = {
            "url": self.cloud.url,
            "store": self.url,
            "since": self.since,
            "clock": str(self.folder / "clock"),
        }
        (self.folder / "order").write_text(json.dumps(job))
        self.set_speed(self.speed)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait(20)
        self.stack.close()

    def set_speed(self, speed: float) -> None:
        """Let the clocks of the cloud and of all workers run so fast from now on."""
        self.cloud.set_clock(speed=speed)
        clock = self.cloud._cloud.clock
        # the workers go by the clock of the database, which is on this machine
        real = time.time() - (time.monotonic() - clock._real)
        state = {"now": clock._base.timestamp(), "real": real, "speed": speed}
        new = self.folder / "clock.new"
        new.write_text(json.dumps(state))
        new.rename(self.folder / "clock")

    def fill_store(self) -> None:
        """Put into the store what workers would find out in an hour: all plants and devices."""
        world = self.cloud._cloud.world
        now = int(world_time(self.cloud).timestamp())
        with Store(self.url) as store, store.writing() as connection:
            row: dict[str, Any] = {"account_id": 1, "name": "roofs", "turn_at": now}
            connection.execute(tables.fleet_accounts.insert().values(row))
            for plant in world.plants.values():
                row = {
                    "plant_id": plant.plant_id,
                    "timezone": plant.timezone,
                    "name": plant.name,
                }
                connection.execute(schema.plants.insert().values(row))
                found: dict[str, Any] = {"account_id": 1, "listed": "{}", "looked_up_at": now}
                found["plant_id"] = plant.plant_id
                connection.execute(tables.fleet_plants.insert().values(found))
            for device in world.devices.values():
                if is_of_v1(device.family):
                    row = {"device_sn": device.serial_number, "family": device.family}
                    row["plant_id"] = device.plant.plant_id
                    connection.execute(schema.devices.insert().values(row))
            put_mark(connection, mark_of(1, DISCOVERED), now)

    # --- workers ---------------------------------------------------------------------------------

    def start_worker(self) -> None:
        script = Path(__file__).with_name("fleet_worker.py")
        skew_s = SKEW_S if self.started % 2 else -SKEW_S
        self.started += 1
        with (self.folder / "log").open("ab") as log:
            self.workers.append(
                subprocess.Popen(
                    [sys.executable, script, self.folder / "order", str(skew_s)],
                    stdout=log,
                    stderr=log,
                    env={**os.environ, "GROWATT_TOKEN_ROOFS": self.cloud.token},
                )
            )

    def start_known_worker(self) -> int:
        """Start one, and wait until it is at work; gives its number in the queue."""
        before = self._at_work()
        self.start_worker()
        self.wait_until(lambda: self._at_work() - before, 60, "the new worker is not at work")
        (number,) = self._at_work() - before
        self.numbers[number] = self.workers[-1]
        return number

    def _at_work(self) -> set[int]:
        if not self.has_tables():
            return set()
        return {row[0] for row in self.rows("SELECT id FROM procrastinate_workers")}

    def kill_worker(self, number: int) -> None:
        """Kill the worker with this number in the queue."""
        worker = self.numbers.pop(number)
        self.workers.remove(worker)
        assert worker.poll() is None, "it has ended before"
        worker.kill()
        worker.wait(20)

    def doing(self) -> dict[int, int]:
        """The work that workers are at: the number of the worker by the number of the job."""
        sql = "SELECT id, worker_id, task_name FROM procrastinate_jobs WHERE status = 'doing'"
        return {row[0]: row[1] for row in self.rows(sql) if row[2] == TURN}

    def is_done_by_another(self, job: int) -> bool:
        """Was a turn given to another worker, and has it ended there?"""
        return not self.count(f"SELECT count(*) FROM procrastinate_jobs WHERE id = {job}")  # noqa: S608  # a number

    @contextmanager
    def stopped_at_work(self, slow_s: float = 0.0) -> Iterator[tuple[int, int]]:
        """Stop a worker in the middle of a job; gives the numbers of both.

        It goes on afterwards, unless it was killed. With `slow_s` the cloud takes so long to
        answer, and the worker is stopped while it waits for that.
        """
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            asked = self._wait_for_request(deadline) if slow_s else 0.0
            for job, number in self.doing().items():
                worker = self.numbers.get(number)
                if worker is None:
                    continue
                worker.send_signal(signal.SIGSTOP)
                try:
                    is_late = slow_s > 0.0 and time.monotonic() >= asked + slow_s / 2
                    # it may have come to the end of it meanwhile
                    if self.doing().get(job) == number and not is_late:
                        yield number, job
                        return
                finally:
                    worker.send_signal(signal.SIGCONT)
            time.sleep(0.02)
        raise AssertionError(f"nobody is at work: {self.jobs()}\n{self.log()[-4000:]}")

    def _wait_for_request(self, deadline: float) -> float:
        count = len(self.cloud.requests())
        while len(self.cloud.requests()) == count and time.monotonic() < deadline:
            time.sleep(0.01)
        return time.monotonic()

    def kill_at_work(self) -> int | None:
        """Kill a worker in the middle of a turn; gives the turn.

        None where the end of it was on its way to the server already.
        """
        with self.stopped_at_work() as (number, job):
            self.kill_worker(number)
        return job if self.doing().get(job) == number else None

    def stop_workers(self) -> None:
        """Ask them to end, and see that they do."""
        alive = (
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - interval '2 seconds'"
        )
        # whoever has just been started does not listen yet
        self.wait_until(lambda: self.count(alive) >= len(self.workers), 60, "not all are at work")
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        for worker in self.workers:
            assert worker.wait(60) == 0
        self.workers.clear()

    # --- looking ---------------------------------------------------------------------------------

    def wait_until(self, is_so: Callable[[], Any], seconds: float, what: str) -> None:
        """Look now and then; the time is only so long that nothing hangs."""
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() >= deadline:
                raise AssertionError(f"{what}: {self.jobs()}\n{self.log()[-4000:]}")
            time.sleep(0.25)

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    def rows(self, sql: str) -> list[Any]:
        with Store(self.url, read_only=True) as store, store.reading() as connection:
            return list(connection.execute(text(sql)).all())

    def count(self, sql: str) -> int:
        return int(self.rows(sql)[0][0])

    def has_tables(self) -> bool:
        """Has a worker made the tables of the store and of the queue?"""
        try:
            return bool(self.rows("SELECT 1 FROM pg_class WHERE relname = 'procrastinate_jobs'"))
        except GrowattStoreError:
            return False

    def jobs(self) -> dict[tuple[str, str], int]:
        """How many jobs of each task are in each state."""
        sql = "SELECT task_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2"
        return {(row[0].removeprefix("growatt."), row[1]): row[2] for row in self.rows(sql)}

    def devices(self) -> set[str]:
        """The serial numbers of all devices that can be recorded."""
        all_of_them = self.cloud._cloud.world.devices.values()
        return {each.serial_number for each in all_of_them if is_of_v1(each.family)}

    def has_found_all(self) -> bool:
        """Are all devices found?"""
        return self.count("SELECT count(*) FROM devices") == len(self.devices())

    def has_read_all(self) -> bool:
        """Is the past of all devices read and cleaned, and are their settings and days there?"""
        read = self.count("SELECT count(*) FROM windows WHERE read_at > 0 AND cleaned_to > 0")
        seen = self.count("SELECT count(DISTINCT device_id) FROM settings_changes")
        all_of_them = self.cloud._cloud.world.devices.values()
        # of the others the settings are not looked at
        watched = sum(each.family in ("min", "sph", "spa", "max") for each in all_of_them)
        is_read = read == len(self.devices()) and seen == watched
        return self.has_found_all() and is_read and self._has_days()

    def _has_days(self) -> bool:
        """Are there the sums of as many plants as may be asked for in a day?"""
        summed = self.count("SELECT count(DISTINCT plant_id) FROM daily_energy")
        return summed >= min(10, len(self.cloud._cloud.world.plants))

    def polls(self) -> list[tuple[datetime, frozenset[str]]]:
        """When the cloud was asked for the latest readings of late, and of which devices."""
        found = []
        for request in self.cloud.requests():
            if request["path"].endswith(("tlxs_data", "mixs_data")):
                names = request["form"].get("tlxs") or request["form"]["mixs"]
                moment = datetime.fromisoformat(request["simulated_time"])
                found.append((moment, frozenset(names.split(","))))
        return found
