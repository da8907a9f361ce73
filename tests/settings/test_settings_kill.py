"""`kill -9` between any two lines: the device has old or new values, or the report names them."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from settings_world import (
    SERIALS,
    assert_told,
    new_simulator,
    quick_directory,
    someone_else_sets,
    truth,
)

from growattServer import OpenApiV1
from growattServer.settings import MIN, SPH, Family, Journal, Phase, plans, unfinished
from growattServer.simulator import Simulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")

FIRST: dict[str, list[tuple[Any, ...]]] = {
    "MIN": [
        ("time_segment1", 1, 1, 0, 3, 0, 1),
        ("time_segment2", 2, 5, 0, 7, 0, 1),
    ],
    "SPH": [
        ("mix_ac_charge_time_period", 100, 100, 0, 1, 0, 3, 0, 1, *[0] * 10),
        ("mix_ac_discharge_time_period", 100, 10, 5, 0, 7, 0, 1, *[0] * 10),
    ],
}
# a window moves into the place of the other, so that one has to be switched off on the way
SECOND: dict[str, Any] = {
    "MIN": {
        "charge_power": 80,
        "discharge_stop_soc": 20,
        "schedule": [["battery_first", "02:00", "06:00"], ["grid_first", "18:00", "20:00"]],
    },
    "SPH": {
        "charge_power": 80,
        "discharge_stop_soc": 20,
        "active_power_limit": 90,
        "schedule": [["grid_first", "01:00", "03:00"], ["battery_first", "05:00", "07:00"]],
    },
}
FAMILIES = {"MIN": MIN, "SPH": SPH}
STRIDE = 29
"""The long test kills before every so many-th line."""


class Victims:
    """Sends orders to the process whose children are killed."""

    def __init__(self, cloud: Simulator) -> None:
        self.cloud = cloud
        script = Path(__file__).with_name("settings_victim.py")
        self.process = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def order(self, family: str, journal: Path, action: str = "apply", **more: Any) -> Any:
        order = {
            "url": self.cloud.url,
            "token": self.cloud.token,
            "family": family,
            "serial": SERIALS[family],
            "journal": str(journal),
            "action": action,
            "wishes": SECOND[family],
            **more,
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert not answer["failed"], order
        return answer

    def end(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.fixture(scope="module")
def victims(cloud: Simulator) -> Iterator[Victims]:
    made = Victims(cloud)
    yield made
    made.end()


@pytest.fixture
def path() -> Iterator[Path]:
    with quick_directory() as directory:
        yield Path(directory)


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV1]:
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=10) as client:
        yield client


def prepare(cloud: Simulator, family: str) -> Any:
    """The device with its first schedule, and what it is set to then."""
    cloud.reset()
    for command, *values in FIRST[family]:
        someone_else_sets(cloud, family, command, *values)
    return truth(cloud, FAMILIES[family])


def check(cloud: Simulator, api: OpenApiV1, journal: Journal, family: Family, old: Any) -> str:
    """What a new process finds: nothing happened, all is done, or a report that tells the truth."""
    real = truth(cloud, family)
    left = unfinished(api, journal)
    if not left:
        known = plans(api, journal)
        assert [plan.entry.phase for plan in known] in ([], [Phase.PROVED])
        if known:
            assert_told(cloud, known[0], known[0].verify(), old)
            assert known[0].verify().complete
            return "done"
        assert real == old, "the device has changed, and the journal does not know"
        return "nothing"
    (plan,) = left
    for value in plan.entry.values.values():
        assert value.before == old[value.name]
        assert real[value.name] in (value.before, value.wanted, *value.sent, *value.also)
    assert {name for name in real if real[name] != old[name]} <= set(plan.entry.values)
    assert_told(cloud, plan, plan.verify(), old)
    return "midway"


def kill_and_look(
    cloud: Simulator, victims: Victims, api: OpenApiV1, family: str, path: Path, **how: Any
) -> str:
    old = prepare(cloud, family)
    journal = Journal(path / "second")
    victims.order(family, journal.directory, **how)
    if "kill_after" in how:
        time.sleep(0.05)  # the server may be about to carry out what it was sent
    state = check(cloud, api, journal, FAMILIES[family], old)
    if state == "midway" and how.get("kill_at", 0) % 3 == 0:
        # going on is as good as going back
        (plan,) = unfinished(api, journal) or plans(api, journal)
        assert plan.apply().error is None
        report = plan.verify()
        if not report.complete:  # another try for what a write has changed along
            assert plan.apply().error is None
            report = plan.verify()
        assert report.complete, str(report)
    for plan in plans(api, journal):
        report = plan.revert()
        assert report.complete, str(report)
        assert not unfinished(api, journal)
    assert truth(cloud, FAMILIES[family]) == old
    return state


def lines_of(
    cloud: Simulator, victims: Victims, family: str, path: Path, action: str = "apply"
) -> int:
    """How many lines a run takes that nobody kills."""
    prepare(cloud, family)
    lines = victims.order(family, path / "whole", count=True)["lines"]
    if action == "revert":
        lines = victims.order(family, path / "whole", "revert", count=True)["lines"]
    return int(lines)


@pytest.mark.parametrize("family", ["MIN", "SPH"])
def test_killed_between_two_lines(
    cloud: Simulator, victims: Victims, api: OpenApiV1, path: Path, family: str
) -> None:
    lines = lines_of(cloud, victims, family, path)
    dice = random.Random(7)
    count = 22
    moments = [dice.randint(lines * n // count, lines * (n + 1) // count) for n in range(count)]
    states = [
        kill_and_look(cloud, victims, api, family, path / f"{moment}", kill_at=moment)
        for moment in moments
        if moment
    ]
    assert {"nothing", "midway"} <= set(states)


@pytest.mark.parametrize("family", ["MIN", "SPH"])
def test_killed_at_any_time(
    cloud: Simulator, victims: Victims, api: OpenApiV1, path: Path, family: str
) -> None:
    dice = random.Random(8)
    for number in range(6):
        after = dice.uniform(0.01, 0.15)
        kill_and_look(cloud, victims, api, family, path / f"{number}", kill_after=after)


def revert_killed(
    cloud: Simulator, victims: Victims, api: OpenApiV1, family: str, path: Path, moment: int
) -> bool:
    """Whether a revert was killed at this line; the next one restores in any case."""
    old = prepare(cloud, family)
    journal = Journal(path / "second")
    victims.order(family, journal.directory)
    killed = bool(victims.order(family, journal.directory, "revert", kill_at=moment)["killed"])
    (plan,) = plans(api, journal)
    assert_told(cloud, plan, plan.verify(), old)
    assert plan.revert().complete
    assert truth(cloud, FAMILIES[family]) == old
    return killed


@pytest.mark.parametrize("family", ["MIN", "SPH"])
def test_killed_while_reverting(
    cloud: Simulator, victims: Victims, api: OpenApiV1, path: Path, family: str
) -> None:
    lines = lines_of(cloud, victims, family, path, "revert")
    dice = random.Random(9)
    moments = [dice.randint(lines * n // 8 + 1, lines * (n + 1) // 8) for n in range(8)]
    killed = [
        revert_killed(cloud, victims, api, family, path / f"{moment}", moment) for moment in moments
    ]
    assert sum(killed) >= 7


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("family", ["MIN", "SPH"])
def test_killed_between_many_lines(
    cloud: Simulator, victims: Victims, api: OpenApiV1, path: Path, family: str
) -> None:
    lines = lines_of(cloud, victims, family, path)
    for moment in range(1, lines + 2, STRIDE):
        kill_and_look(cloud, victims, api, family, path / f"{moment}", kill_at=moment)
    lines = lines_of(cloud, victims, family, path / "r", "revert")
    for moment in range(1, lines + 2, STRIDE):
        revert_killed(cloud, victims, api, family, path / f"r{moment}", moment)
