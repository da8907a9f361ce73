"""A world in which programs share an account for months, and everything that may go wrong does.

They are killed at random; the server goes away for hours; the machine sleeps and wakes with
another clock; its disk is full, or may only be read. What goes wrong when is drawn from a seed, so
that the same seed plays the same months; only where within its work a kill meets a program is left
to chance.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from growattServer.simulator import Simulator
from support import let_arrive

START = datetime(2026, 3, 20, tzinfo=UTC)
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
SILENCE_S = 60.0
"""Real seconds after which a program counts as hanging."""

ROLES = {
    "token": ("poller", "hourly", "dashboard"),
    "password": ("poller", "hourly", "dashboard"),
    "store": ("recorder", "hourly", "dashboard"),
}
STEPS = (HOUR, -HOUR, DAY, -DAY, 3650 * DAY)
"""By how much a clock may be wrong."""


class Program:
    """One of the programs: asleep until a moment, or gone and to be started at one."""

    def __init__(self, role: str, starts_at: float, seed: int) -> None:
        self.role = role
        self.wakes_at = starts_at
        self.pid = 0
        self.line: Any = None
        self.dies_at = 0.0
        # of its own: when it wakes depends on how its calls went, and what goes wrong does not
        self.dice = random.Random(f"{seed} {role}")

    @property
    def runs(self) -> bool:
        return self.line is not None

    def hears(self, now: float) -> None:
        """Tell it the time."""
        with suppress(OSError):
            self.line.write(json.dumps({"now": now}) + "\n")
            self.line.flush()

    def says(self) -> dict[str, Any] | None:
        """What it says next; None where it has ended."""
        with suppress(OSError):
            text = self.line.readline()
            if text:
                said: dict[str, Any] = json.loads(text)
                return said
        return None


class World:
    """The clock-keeper: wakes the programs in order, lets things go wrong, and counts.

    `fault` is something that the programs do wrong on purpose.
    """

    def __init__(self, api: str, folder: Path, seed: int, fault: str = "") -> None:
        self.fate = random.Random(seed)
        self.seed = seed
        self.api, self.folder, self.fault = api, folder, fault
        self.cloud = Simulator(
            start=START,
            speed=0,
            limits="strict",
            seed=seed,
            history_days=1 if api == "store" else 14,
        )
        self.now = START.timestamp()
        self.ahead = 0.0
        self.disk = "well"
        self.counts: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.story: list[tuple[float, str]] = []
        self.violations: dict[str, Any] = {"by_kind": {}}
        self.oldest_s = self.up_s = 0.0
        self.read_at: float | None = None
        self.is_down = False
        self.coming: list[tuple[float, Callable[[], None]]] = []
        roles = ROLES[api]
        self.programs = [Program(role, self.now + 90 * n, seed) for n, role in enumerate(roles)]
        self.place = folder / "state"
        self.place.mkdir()
        self._socket_path = str(folder / "keeper")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self._socket_path)
        self._listener.listen()
        self._listener.settimeout(SILENCE_S)
        script = Path(__file__).with_name("soak_programs.py")
        self.parent = subprocess.Popen(
            [*_apart(), sys.executable, script, self.place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.has_disk = bool(_apart()) and self._tell_parent({"disk": "mount"})
        """Whether the disk of the programs can be spoiled: where nobody else sees it."""

    @property
    def period_s(self) -> float:
        return 15 * MINUTE if self.api == "password" else 5 * MINUTE

    def run(
        self,
        days: float,
        tell: Callable[[World], None] | None = None,
        until: Callable[[], bool] = bool,
    ) -> None:
        """Live for so many days, or `until` something is so; `tell` is called after each day."""
        end, told = START.timestamp() + days * DAY, START.timestamp()
        for what in (self._lose_server, self._sleep, self._spoil_disk):
            self._later(self.fate.uniform(0.2, 1.5) * DAY, what)
        try:
            with self.cloud:
                for program in self.programs:
                    program.dies_at = self._next_death(program)
                while self.now < end and not until():
                    self._live(min(self.programs, key=lambda each: each.wakes_at))
                    if self.now >= told + DAY:
                        told += DAY
                        self._look_at_account()
                        if tell is not None:
                            tell(self)
                self._look_at_account()
        finally:
            self.close()

    def close(self) -> None:
        for program in self.programs:
            if program.runs:
                program.line.close()
        if self.parent.stdin is not None:
            self.parent.stdin.close()
        self.parent.wait(SILENCE_S)
        if self.parent.stdout is not None:
            self.parent.stdout.close()
        self._listener.close()

    def _look_at_account(self) -> None:
        self.violations = self.cloud.violations()
        if self.cloud.account()["locked_until"] is not None:
            self.counts["lock-outs"] += 1

    def summary(self) -> str:
        """What there was, in a line."""
        days = (self.now - START.timestamp()) / DAY
        counts = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items()))
        failures = ", ".join(f"{count} {what}" for what, count in sorted(self.failures.items()))
        return (
            f"{self.api}, seed {self.seed}, {days:.1f} days: {'; '.join(self.wrongs()) or 'well'};"
            f" the oldest reading {self.oldest_s:.0f} s; {counts}; failures: {failures or 'none'}"
        )

    def wrongs(self) -> list[str]:
        """What should not have been."""
        found = [f"{count} times {kind}" for kind, count in self.violations["by_kind"].items()]
        if self.counts["lock-outs"]:
            found.append("the account was locked")
        if self.oldest_s > 2 * self.period_s:
            found.append(f"a reading was {self.oldest_s:.0f} s old")
        return found

    # --- what goes wrong -------------------------------------------------------------------------

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        self.coming.append((self.now + seconds, what))
        self.coming.sort(key=lambda each: each[0])

    def _lose_server(self) -> None:
        self.is_down = True
        self.cloud.add_fault({"fault": "http_502", "match": "*", "times": 0})
        self.counts["outages"] += 1
        self._later(self.fate.uniform(0.3, 2) * HOUR, self._find_server)

    def _find_server(self) -> None:
        self.is_down = False
        self.cloud.clear_faults()
        # what nobody could read counts as old from now on
        self.read_at = self.now
        self._later(self.fate.uniform(0.5, 3) * DAY, self._lose_server)

    def _sleep(self) -> None:
        """The machine sleeps, or is without current, and wakes with another clock.

        It sleeps for so long that the last calls are as old as its clock says, or older: a clock
        that is put forward under programs that run, or within the day that a limit is for, makes
        calls early, and no program can know it that has no other clock.
        """
        steps = [step for step in STEPS if self.api != "store" or abs(step) <= DAY]
        ahead = 0.0 if self.ahead else self.fate.choice(steps)
        is_forward = ahead > self.ahead
        self.now += (
            self.fate.uniform(25, 30) * HOUR if is_forward else self.fate.uniform(1, 3) * HOUR
        )
        if self.fate.random() < 0.3:
            self._kill_all()
        self.ahead = ahead
        self.counts["clocks put forward" if is_forward else "clocks put back"] += 1
        self.read_at = self.now
        self._later(self.fate.uniform(0.5, 3) * DAY, self._sleep)

    def _spoil_disk(self) -> None:
        if not self.has_disk:
            return
        self.disk = self.fate.choice(["full", "read-only"])
        if self.disk == "read-only":
            # that is how a disk is found after the current was away
            self._kill_all()
        assert self._tell_parent({"disk": self.disk})
        self.counts[f"times the disk was {self.disk}"] += 1
        self._later(self.fate.uniform(0.5, 1.5) * HOUR, self._mend_disk)

    def _mend_disk(self) -> None:
        assert self._tell_parent({"disk": "well"})
        self.disk = "well"
        if self.api == "store":
            self.read_at = self.now  # nothing could be kept
        self._later(self.fate.uniform(0.5, 3) * DAY, self._spoil_disk)

    # --- time ------------------------------------------------------------------------------------

    def _live(self, program: Program) -> None:
        """What comes next: this program wakes, unless something happens before."""
        if self.coming[0][0] <= program.wakes_at:
            moment, what = self.coming.pop(0)
            self._turn_clock(moment)
            what()
            self.story.append((self.now, what.__name__))
            self._turn_clock(self.now)
        else:
            self._turn_clock(program.wakes_at)
            self._wake(program)

    def _turn_clock(self, moment: float) -> None:
        passed, self.now = max(0.0, moment - self.now), max(self.now, moment)
        self.cloud.set_clock(datetime.fromtimestamp(self.now, UTC))
        can_keep = self.disk == "well" or self.api != "store"
        if not self.is_down and can_keep:
            self.up_s += passed
        if self.read_at is not None and not self.is_down and can_keep:
            self.oldest_s = max(self.oldest_s, self.now - self.read_at)

    # --- programs --------------------------------------------------------------------------------

    def _wake(self, program: Program) -> None:
        if not program.runs:
            self._start(program)
        is_last = self.now >= program.dies_at
        program.hears(self.now + self.ahead)
        if is_last:
            program.dies_at = self._next_death(program)
            if program.dice.random() < 0.7:
                time.sleep(program.dice.uniform(0, 0.012))
                self._kill(program)
            else:
                self._let_end(program)
            return
        said = program.says()
        if said is None:
            raise AssertionError(f"{program.role} has ended by itself")
        self._note(program, said)

    def _start(self, program: Program) -> None:
        order = {
            "role": program.role,
            "api": self.api,
            "fault": self.fault,
            "keeper": self._socket_path,
            "place": str(self.place),
            "url": self.cloud.url,
            "token": self.cloud.token,
            "user": self.cloud.user,
            "password": self.cloud.password,
        }
        self._order(order)
        connection, _ = self._listener.accept()
        connection.settimeout(SILENCE_S)
        with connection:  # the line keeps it open
            program.line = connection.makefile("rw")
        said = program.says()
        assert said is not None
        program.pid = said["pid"]
        self.counts["starts"] += 1

    def _order(self, order: dict[str, Any]) -> None:
        assert self.parent.stdin is not None
        self.parent.stdin.write(json.dumps(order) + "\n")
        self.parent.stdin.flush()

    def _tell_parent(self, order: dict[str, Any]) -> bool:
        self._order(order)
        assert self.parent.stdout is not None
        return bool(json.loads(self.parent.stdout.readline()))

    def _kill(self, program: Program) -> None:
        """Kill a program in the midst of what it does."""
        with suppress(ProcessLookupError):
            os.kill(program.pid, signal.SIGKILL)
        self.counts["kills"] += 1
        let_arrive(self.cloud.url)
        self._let_end(program)

    def _kill_all(self) -> None:
        for program in self.programs:
            if program.runs:
                self._kill(program)

    def _let_end(self, program: Program) -> None:
        said = program.says()
        if said is not None:
            self._note(program, said)
        if program.line is not None:
            program.line.close()
            program.line = None
        program.wakes_at = self.now + program.dice.uniform(1, 5)

    def _note(self, program: Program, said: dict[str, Any]) -> None:
        program.wakes_at = max(self.now, said["until"] - self.ahead)
        if said.get("read") is not None:
            self.counts["readings"] += 1
            self.read_at = max(self.read_at or 0.0, said["read"] - self.ahead)
        if said.get("failure") and not self.is_down:
            self.failures[f"{program.role}: {said['failure']}"] += 1
        if said.get("ended"):
            program.line.close()
            program.line = None
            program.wakes_at = self.now + HOUR

    def _next_death(self, program: Program) -> float:
        # a program that is killed twice within a period has nothing to read with in between
        return self.now + self.period_s * 3 + program.dice.expovariate(1 / (3 * HOUR))


@cache
def _apart() -> tuple[str, ...]:
    """What gives a process a view of the disks that is its own; nothing where none may have one."""
    for words in (("unshare", "--mount"), ("unshare", "--mount", "--user", "--map-root-user")):
        with suppress(OSError):
            if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
                return words
    return ()
