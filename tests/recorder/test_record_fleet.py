"""Workers on one database, whose clocks are wrong, and some of which are killed or fall asleep.

Each reading is there once, and no limit is violated.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from growattServer.recorder.derive.cleaning import clean_all
from growattServer.recorder.keep.store import Store

from .fleet_world import SINCE, Fleet
from .postgres import Postgres
from .recorder_world import assert_rows

pytestmark = [
    pytest.mark.wide,
    pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there"),
]

MOST_TRIES = 20
FIVE_MINUTES = timedelta(minutes=5)


def assert_turns_are_well(fleet: Fleet) -> None:
    """No turn has failed, and one waits."""
    rows = fleet.rows("SELECT status::text, queueing_lock FROM procrastinate_jobs")
    assert [tuple(row) for row in rows] == [("todo", "turn roofs")]


def assert_all_is_well(fleet: Fleet) -> None:
    """No turn has failed, no limit was violated, and the store has what the cloud has."""
    fleet.set_speed(0)
    violations = fleet.cloud.violations()
    assert violations["count"] == 0, violations
    assert_turns_are_well(fleet)
    assert fleet.cloud.token not in str(fleet.rows("SELECT * FROM procrastinate_jobs"))
    assert fleet.cloud.token not in fleet.log()
    with Store(fleet.url) as store:
        assert {device.device_sn for device in store.devices()} == fleet.devices()
        # what the last poll has left to the next job
        clean_all(store)
        since = datetime.fromisoformat(f"{SINCE}T00:00Z")
        assert_rows(store, fleet.cloud, since=since.timestamp())


def kill_some(fleet: Fleet, kills: int) -> list[int]:
    """Kill one of two workers again and again, each second time in the middle of a turn.

    Gives the turns that the dead have left.
    """
    dice = random.Random(kills)
    left: list[int] = []
    # so that a turn takes long enough to be met
    fleet.cloud.add_fault({"fault": "slow", "seconds": 0.3, "times": 0})
    for number in range(kills):
        fleet.start_known_worker()
        if number % 2:
            time.sleep(dice.uniform(0.0, 2.0))
            fleet.kill_worker(dice.choice(list(fleet.numbers)))
            continue
        for _ in range(MOST_TRIES):
            killed = fleet.kill_at_work()
            if killed is not None:
                left.append(killed)
                break
            fleet.start_known_worker()
    fleet.cloud.clear_faults()
    fleet.start_known_worker()
    return left


def record_and_kill(folder: Path, url: str, plants: int, kills: int, patience: float) -> None:
    with Fleet(folder, url, plants, speed=60, sph=2) as fleet:
        fleet.start_known_worker()
        left = kill_some(fleet, kills)
        assert len(left) == (kills + 1) // 2, left
        fleet.wait_until(fleet.has_read_all, patience, "the past is not read")
        # another worker has taken it up
        fleet.wait_until(lambda: all(map(fleet.is_done_by_another, left)), 60, "a turn was left")
        fleet.stop_workers()
        assert_all_is_well(fleet)


def test_a_worker_that_only_slept_does_nothing_twice(tmp_path: Path, postgres: Postgres) -> None:
    url, said = postgres.url("fleet_asleep"), "turn roofs was given to another worker"
    with Fleet(tmp_path, url, 4, speed=60) as fleet:
        sleeper = fleet.start_known_worker()
        fleet.cloud.add_fault({"fault": "slow", "seconds": 4, "times": 0})
        with fleet.stopped_at_work(slow_s=4) as (number, job):
            fleet.cloud.clear_faults()
            assert number == sleeper
            fleet.start_known_worker()
            # taken for dead, and its turn taken by the other one
            fleet.wait_until(lambda: fleet.is_done_by_another(job), 200, "the turn is left")
            assert said not in fleet.log()
        # it wakes up in the middle of the turn, and goes on with it
        fleet.wait_until(lambda: said in fleet.log(), 60, "it does not wake up")
        fleet.wait_until(fleet.has_read_all, 200, "the past is not read")
        # who sleeps in the middle of a transaction has lost its connection, and ends
        fleet.workers = [worker for worker in fleet.workers if worker.poll() is None]
        fleet.stop_workers()
        assert_all_is_well(fleet)


def test_two_workers_one_of_them_killed(tmp_path: Path, postgres: Postgres) -> None:
    record_and_kill(tmp_path, postgres.url("fleet_quick"), plants=5, kills=3, patience=300)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_sixty_plants_and_many_kills(tmp_path: Path, postgres: Postgres) -> None:
    record_and_kill(tmp_path, postgres.url("fleet_killed"), plants=60, kills=25, patience=1500)


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(3600)
def test_a_thousand_plants_within_each_five_minutes(tmp_path: Path, postgres: Postgres) -> None:
    # the past is not asked for: a thousand of them would take longer than the test
    url = postgres.url("fleet_large")
    with Fleet(tmp_path, url, 1000, speed=1, since="2026-07-09") as fleet:
        fleet.fill_store()
        fleet.start_worker()
        fleet.start_worker()
        fleet.wait_until(fleet.has_tables, 120, "the workers have made no tables")
        fleet.wait_until(fleet.polls, 120, "nobody is asked for")
        polls: dict[tuple[datetime, frozenset[str]], None] = {}
        everybody = fleet.devices()
        begin = fleet.polls()[0][0]
        rounds = 2

        def is_over() -> bool:
            polls.update(dict.fromkeys(fleet.polls()))
            return max(moment for moment, _ in polls) >= begin + rounds * FIVE_MINUTES

        fleet.wait_until(is_over, 1800, "the rounds do not come")
        fleet.stop_workers()
        violations = fleet.cloud.violations()
        assert violations["count"] == 0, violations
        for number in range(rounds):
            start = begin + number * FIVE_MINUTES
            of_round = [each for each in polls if start <= each[0] < start + FIVE_MINUTES]
            moments = sorted(moment for moment, _ in of_round)
            took_s = (moments[-1] - moments[0]).total_seconds() / fleet.speed
            print(f"round {number}: {len(of_round)} calls in {took_s:.1f} real s")
            seen = frozenset().union(*(names for _, names in of_round))
            assert seen >= everybody, (number, len(everybody - seen))
        by_group: dict[frozenset[str], list[datetime]] = {}
        for moment, names in sorted(polls):
            if moment >= begin:
                by_group.setdefault(names, []).append(moment)
        for moments in by_group.values():
            assert all(later - one >= FIVE_MINUTES for one, later in pairwise(moments))
