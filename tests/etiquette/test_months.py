"""Three programs and one account for months: nothing violated, nobody locked out, nothing old."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from months import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")


def live(api: str, folder: Path, days: int, seed: int) -> World:
    world = World(api, folder, seed)
    world.run(days)
    print(api, days, "days:", dict(world.counts), f"oldest {world.oldest_s:.0f} s", world.failures)
    assert world.violations["count"] == 0, world.violations
    assert world.account["locked_until"] is None
    assert world.oldest_s <= 2 * world.period_s
    assert world.counts["kills"] >= days
    return world


@pytest.mark.wide
@pytest.mark.timeout(600)
@pytest.mark.parametrize("api", ["token", "password"])
def test_a_fortnight(tmp_path: Path, api: str) -> None:
    world = live(api, tmp_path, 14, seed=1)
    expected = 14 * 86_400 / world.period_s
    # some time is lost to outages, and a reading to some kills
    assert world.counts["readings"] > 0.85 * expected


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("api", ["token", "password"])
def test_ninety_days(tmp_path: Path, api: str) -> None:
    live(api, tmp_path, 90, seed=2)
