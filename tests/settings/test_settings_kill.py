"""`kill -9` between any two lines: the device has old or new values, or the report names them.

What a killed process leaves is what is outside of it: the files of the journal and the device. A
survey looks at both before each line of a run and says where they change; between two changes it
does not matter which line is the last one. So the process is killed before the first and before the
last line of each such stretch, and the two must have left the same.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from settings_world import (
    SERIALS,
    Clock,
    assert_told,
    device,
    new_simulator,
    quick_directory,
    truth,
)

from growattServer import OpenApiV1
from growattServer.settings import (
    MIN,
    SPH,
    Family,
    Journal,
    Phase,
    plans,
    revert_due,
    unfinished,
)
from growattServer.simulator import Simulator
from support import let_arrive

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
# of a timed plan, and of a longer one that takes over from it
FOR_A_WHILE = {"charge_power": 60}
LONGER = {"charge_power": 60, "discharge_stop_soc": 20}
FAMILIES = {"MIN": MIN, "SPH": SPH}
RUNS = pytest.mark.parametrize("action", ["apply", "revert", "take over"])
BOTH = pytest.mark.parametrize("family", ["MIN", "SPH"])


class Stretch(NamedTuple):
    """Lines before which the world outside is the same."""

    first: int
    last: int


class Killing:
    """A run of a process that is killed, what it finds before and what it leaves."""

    def __init__(self, cloud: Simulator, api: OpenApiV1, folder: Path) -> None:
        self.cloud, self.api, self.folder = cloud, api, folder
        self.count = 0
        script = Path(__file__).with_name("settings_victim.py")
        self.process = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def order(self, family: str, journal: Journal, action: str, **more: Any) -> Any:
        order = {
            "url": self.cloud.url,
            "token": self.cloud.token,
            "family": family,
            "serial": SERIALS[family],
            "journal": str(journal.directory),
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

    def run(self, family: str, action: str, **how: Any) -> tuple[Journal, Any, Any]:
        """The journal, the settings before, and the answer of one run from the beginning."""
        self.cloud.reset()
        inverter = device(self.api, family)
        for command, *values in FIRST[family]:
            inverter.write_parameter(command, values)
        old = truth(self.cloud, FAMILIES[family])
        self.count += 1
        journal = Journal(self.folder / f"{self.count}")
        if action == "take over":
            plan = inverter.plan(FOR_A_WHILE, for_=timedelta(hours=2), journal=journal)
            assert plan.apply().error is None
            assert plan.verify().complete
            how = {"wishes": LONGER, "for_hours": 4, **how}
        elif action == "revert":
            self.order(family, journal, "apply")
        word = "revert" if action == "revert" else "apply"
        return journal, old, self.order(family, journal, word, **how)

    def survey(self, family: str, action: str) -> list[Stretch]:
        """The stretches of a run that nobody kills."""
        answer = self.run(family, action, survey=True)[2]
        starts = [*answer["starts"], answer["lines"] + 1]
        return [Stretch(first, after - 1) for first, after in pairwise(starts)]


@pytest.fixture(scope="module")
def killing() -> Iterator[Killing]:
    with (
        new_simulator() as cloud,
        quick_directory() as folder,
        OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api,
    ):
        made = Killing(cloud, api, Path(folder))
        yield made
        made.end()


def left_outside(killing: Killing, family: str, journal: Journal) -> Any:
    """What a killed process has left, without keys and moments, which are never the same."""
    files = []
    for path in sorted(journal.directory.glob("*")):
        kind, text = path.name.strip(".").split(".", 1)[1].split(".")[0], path.read_text()
        is_draft = path.name.endswith(".new")
        document = {} if is_draft or not text else json.loads(text)
        for value in document.get("values", ()):
            value |= {key: value[key] is not None for key in ("sent_at", "last_sent_at")}
            value["taken_from"] = len(value["taken_from"])
        for key in ("key", "created", "ends", "day"):
            document.pop(key, None)
        files.append((kind, is_draft, bool(text), json.dumps(document, sort_keys=True)))
    return sorted(files), truth(killing.cloud, FAMILIES[family])


def check(killing: Killing, journal: Journal, family: Family, old: Any) -> str:
    """What a new process finds: nothing happened, all is done, or a report that tells the truth."""
    real = truth(killing.cloud, family)
    left = unfinished(killing.api, journal)
    if not left:
        known = plans(killing.api, journal)
        assert [plan.entry.phase for plan in known] in ([], [Phase.PROVED])
        if known:
            assert_told(killing.cloud, known[0], known[0].verify(), old)
            assert known[0].verify().complete
            return "done"
        assert real == old, "the device has changed, and the journal does not know"
        return "nothing"
    (plan,) = left
    for value in plan.entry.values.values():
        assert value.before == old[value.name]
        assert real[value.name] in (value.before, value.wanted, *value.sent, *value.also)
    assert {name for name in real if real[name] != old[name]} <= set(plan.entry.values)
    assert_told(killing.cloud, plan, plan.verify(), old)
    return "midway"


def go_on(killing: Killing, journal: Journal) -> None:
    """Apply to the end what was broken off."""
    (plan,) = unfinished(killing.api, journal) or plans(killing.api, journal)
    assert plan.apply().error is None
    report = plan.verify()
    if not report.complete:  # another try for what a write has changed along
        assert plan.apply().error is None
        report = plan.verify()
    assert report.complete, str(report)


def look_after_apply(
    killing: Killing, journal: Journal, family: str, old: Any, goes_on: bool = False
) -> str:
    """The truth of what is left, and that a revert restores, also after going on."""
    state = check(killing, journal, FAMILIES[family], old)
    if goes_on and state == "midway":
        go_on(killing, journal)
    for plan in plans(killing.api, journal):
        report = plan.revert()
        assert report.complete, str(report)
        assert not unfinished(killing.api, journal)
    assert truth(killing.cloud, FAMILIES[family]) == old
    return state


def look_after_revert(killing: Killing, journal: Journal, family: str, old: Any) -> str:
    """The truth of what is left, and that the next revert restores."""
    (plan,) = plans(killing.api, journal)
    is_done = plan.closed and plan.entry.goal == "revert"
    assert_told(killing.cloud, plan, plan.verify(), old)
    assert plan.revert().complete
    assert truth(killing.cloud, FAMILIES[family]) == old
    return "done" if is_done else "midway"


def look_after_taking_over(killing: Killing, journal: Journal, family: str, old: Any) -> str:
    """The older plan ends nothing that the newer one has begun, and all is restored in the end."""
    begun = len(plans(killing.api, journal)) == 2
    clock = Clock()
    later = Journal(journal.directory, clock=clock)
    for hours in (3, 5):
        clock.now = datetime.now(UTC) + timedelta(hours=hours)
        for report in revert_due(killing.api, later):
            assert report.complete, str(report)
        power = truth(killing.cloud, FAMILIES[family])["charge_power"]
        assert power == (("60",) if begun and hours == 3 else old["charge_power"])
    assert not unfinished(killing.api, later)
    assert truth(killing.cloud, FAMILIES[family]) == old
    return "midway" if begun else "nothing"


LOOKS: dict[str, Any] = {
    "apply": look_after_apply,
    "revert": look_after_revert,
    "take over": look_after_taking_over,
}


def kill_in(killing: Killing, family: str, action: str, stretch: Stretch) -> str:
    """Kill before the first and the last line of a stretch, and look at what is left."""
    left, states = [], set()
    for line in dict.fromkeys(stretch):
        journal, old, answer = killing.run(family, action, kill_at=line)
        assert answer["killed"]
        left.append(left_outside(killing, family, journal))
        how = {"goes_on": True} if action == "apply" and line == stretch.last else {}
        states.add(LOOKS[action](killing, journal, family, old, **how))
    assert left[0] == left[-1], stretch
    (state,) = states
    return str(state)


@pytest.mark.parametrize(
    ("family", "action"),
    [
        pytest.param("MIN", "apply"),
        pytest.param("SPH", "revert"),
        pytest.param("SPH", "apply", marks=pytest.mark.long),
        pytest.param("MIN", "revert", marks=pytest.mark.long),
        pytest.param("MIN", "take over", marks=pytest.mark.wide),
        pytest.param("SPH", "take over", marks=pytest.mark.long),
    ],
)
def test_killed_between_two_lines(killing: Killing, family: str, action: str) -> None:
    stretches = killing.survey(family, action)
    assert len(stretches) > 20
    dice = random.Random(7)
    count = 3
    chosen = [
        stretches[dice.randrange(len(stretches) * n // count, len(stretches) * (n + 1) // count)]
        for n in range(count)
    ]
    assert "midway" in {kill_in(killing, family, action, stretch) for stretch in chosen}


@BOTH
def test_killed_at_any_time(killing: Killing, family: str) -> None:
    dice = random.Random(8)
    for _ in range(6):
        journal, old, _ = killing.run(family, "apply", kill_after=dice.uniform(0.01, 0.15))
        let_arrive(killing.cloud.url)  # the server may be about to carry out what it was sent
        look_after_apply(killing, journal, family, old)


@pytest.mark.long
@pytest.mark.timeout(3600)
@BOTH
@RUNS
def test_killed_before_each_line_that_matters(killing: Killing, family: str, action: str) -> None:
    stretches = killing.survey(family, action)
    states = [kill_in(killing, family, action, stretch) for stretch in stretches]
    wanted = {"apply": ["nothing", "midway", "done"], "revert": ["midway", "done"]}
    assert list(dict.fromkeys(states)) == wanted.get(action, ["nothing", "midway"])


@pytest.mark.long
@pytest.mark.timeout(3600)
@BOTH
@RUNS
def test_lines_between_leave_what_their_ends_leave(
    killing: Killing, family: str, action: str
) -> None:
    """The survey is right: a process killed within a stretch leaves what is left at its start."""
    dice = random.Random(9)
    stretches = [one for one in killing.survey(family, action) if one.last - one.first > 1]
    for stretch in dice.sample(stretches, min(25, len(stretches))):
        left = []
        for line in (stretch.first, dice.randint(stretch.first + 1, stretch.last - 1)):
            journal = killing.run(family, action, kill_at=line)[0]
            left.append(left_outside(killing, family, journal))
        assert left[0] == left[1], stretch
