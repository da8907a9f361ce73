"""Three programs and one account for months: nothing violated, nobody locked out, nothing old.

`make soak` lives through a year of it; here it is days, and weeks and months in the long tests.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from soak_world import DAY, ROLES, World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
APIS = pytest.mark.parametrize("api", ROLES)


def live(api: str, folder: Path, days: float, seed: int, fault: str = "") -> World:
    world = World(api, folder, seed, fault)
    world.run(days)
    print(world.summary())
    return world


def assert_well(world: World, days: float) -> None:
    assert world.wrongs() == []
    assert world.counts["kills"] >= days
    for what in ("outages", "clocks put forward", "clocks put back"):
        assert world.counts[what] >= days // 5
    # some readings are lost to kills
    assert world.counts["readings"] > 0.8 * world.up_s / world.period_s


@pytest.mark.wide
@pytest.mark.timeout(600)
@pytest.mark.parametrize("api", ["token", "password"])
def test_five_days(tmp_path: Path, api: str) -> None:
    assert_well(live(api, tmp_path, 5, seed=1), 5)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("api", ["token", "password"])
def test_a_fortnight(tmp_path: Path, api: str) -> None:
    assert_well(live(api, tmp_path, 14, seed=1), 14)


@pytest.mark.wide
@pytest.mark.timeout(600)
def test_a_day_of_a_recorder(tmp_path: Path) -> None:
    assert live("store", tmp_path, 1, seed=1).wrongs() == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@APIS
def test_ninety_days(tmp_path: Path, api: str) -> None:
    assert_well(live(api, tmp_path, 90, seed=2), 90)


# --- what is wrong is found ----------------------------------------------------------------------

FAULTS = {
    "each start anew": ("token", "too_soon"),
    "hasty": ("password", "polling_too_fast"),
    "lazy": ("token", "a reading was"),
    "wrong password": ("password", "the account was locked"),
    "second budget": ("token", "too_many_a_day"),
    "no fallback": ("token", "too_soon"),
}


@pytest.mark.wide
@pytest.mark.timeout(600)
@pytest.mark.values(3)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(tmp_path: Path, fault: str) -> None:
    api, wrong = FAULTS[fault]
    world = World(api, tmp_path, 1, fault)
    if fault == "no fallback" and not world.has_disk:
        world.close()
        pytest.skip("no disk of its own here")
    world.run(7, until=lambda: any(wrong in one for one in world.wrongs()))
    assert any(wrong in one for one in world.wrongs()), world.summary()


def test_a_seed_plays_the_same_months(tmp_path: Path) -> None:
    told = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        world = World("password", tmp_path / name, 5)
        world.run(0.7)
        told.append((world.now // DAY, world.story))
    assert told[0] == told[1]
