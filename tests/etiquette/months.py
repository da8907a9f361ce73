"""A world in which programs share an account for months, and are killed at random."""

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
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from growattServer.simulator import Simulator
from support import let_arrive

START = datetime(2026, 3, 20, tzinfo=UTC)
HOUR, DAY = 3600.0, 86_400.0
SILENCE_S = 60.0
"""Real seconds after which a program counts as hanging."""


class Program:
    """One of the programs: asleep until a moment, or gone and to be started at one."""

    def __init__(self, role: str, starts_at: float) -> None:
        self.role = role
        self.wakes_at = starts_at
        self.pid = 0
        self.line: Any = None
        self.dies_at = 0.0

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
    """The clock-keeper: wakes the programs in order, kills them, and counts."""

    def __init__(self, api: str, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.api = api
        self.cloud = Simulator(start=START, speed=0, limits="strict", seed=seed)
        self.now = START.timestamp()
        self.ledger = folder / "ledger.sqlite3"
        self.counts: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.oldest_s = 0.0
        self.read_at: float | None = None
        self.down_until = 0.0
        self.outages = [START.timestamp() + DAY * (2 * n + 1.3) for n in range(50)]
        self.programs = [
            Program("poller", self.now),
            Program("hourly", self.now + 60),
            Program("dashboard", self.now + 200),
        ]
        self._socket_path = str(folder / "keeper")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self._socket_path)
        self._listener.listen()
        self._listener.settimeout(SILENCE_S)
        script = Path(__file__).with_name("months_worker.py")
        self.parent = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, text=True)

    @property
    def period_s(self) -> float:
        return 300.0 if self.api == "token" else 900.0

    def run(self, days: float) -> None:
        """Live for so many days."""
        end = START.timestamp() + days * DAY
        try:
            with self.cloud:
                for program in self.programs:
                    program.dies_at = self._next_death()
                while self.now < end:
                    program = min(self.programs, key=lambda each: each.wakes_at)
                    self._turn_clock(program.wakes_at)
                    self._wake(program)
                self.violations = self.cloud.violations()
                self.account = self.cloud.account()
        finally:
            self.close()

    def close(self) -> None:
        for program in self.programs:
            if program.runs:
                program.line.close()
        if self.parent.stdin is not None:
            self.parent.stdin.close()
        self.parent.wait(SILENCE_S)
        self._listener.close()

    # --- time ------------------------------------------------------------------------------------

    def _turn_clock(self, moment: float) -> None:
        self.now = max(self.now, moment)
        if self.outages and self.now >= self.outages[0]:
            self.outages.pop(0)
            self.down_until = self.now + self.dice.uniform(0.3, 2) * HOUR
            self.cloud.add_fault({"fault": "http_502", "match": "*", "times": 0})
            self.counts["outages"] += 1
        if self.down_until and self.now >= self.down_until:
            self.cloud.clear_faults()
            self.down_until = 0.0
            # what nobody could read counts as old from now on
            self.read_at = self.now
        self.cloud.set_clock(datetime.fromtimestamp(self.now, UTC))
        if self.read_at is not None and not self.down_until:
            self.oldest_s = max(self.oldest_s, self.now - self.read_at)

    # --- programs --------------------------------------------------------------------------------

    def _wake(self, program: Program) -> None:
        if not program.runs:
            self._start(program)
        is_last = self.now >= program.dies_at
        program.hears(self.now)
        if is_last:
            program.dies_at = self._next_death()
            self._end(program, by_force=self.dice.random() < 0.7)
            return
        said = program.says()
        if said is None:
            raise AssertionError(f"{program.role} has ended by itself")
        self._note(program, said)

    def _start(self, program: Program) -> None:
        order = {
            "role": program.role,
            "api": self.api,
            "keeper": self._socket_path,
            "ledger": str(self.ledger),
            "url": self.cloud.url,
            "token": self.cloud.token,
            "user": self.cloud.user,
            "password": self.cloud.password,
        }
        assert self.parent.stdin is not None
        self.parent.stdin.write(json.dumps(order) + "\n")
        self.parent.stdin.flush()
        connection, _ = self._listener.accept()
        connection.settimeout(SILENCE_S)
        with connection:  # the line keeps it open
            program.line = connection.makefile("rw")
        said = program.says()
        assert said is not None
        program.pid = said["pid"]
        self.counts["starts"] += 1

    def _end(self, program: Program, *, by_force: bool) -> None:
        """Kill a program in the middle of what it does, or let it finish and then end it."""
        if by_force:
            time.sleep(self.dice.uniform(0, 0.012))
            with suppress(ProcessLookupError):
                os.kill(program.pid, signal.SIGKILL)
            self.counts["kills"] += 1
            let_arrive(self.cloud.url)
        said = program.says()
        if said is not None:
            self._note(program, said)
        if program.line is not None:
            program.line.close()
            program.line = None
        program.wakes_at = self.now + self.dice.uniform(1, 5)

    def _note(self, program: Program, said: dict[str, Any]) -> None:
        program.wakes_at = max(self.now, said["until"])
        if said.get("read") is not None:
            self.counts["readings"] += 1
            self.read_at = max(self.read_at or 0.0, said["read"])
        if said.get("failure") and not self.down_until:
            self.failures[f"{program.role}: {said['failure']}"] += 1
        if said.get("ended"):
            program.line.close()
            program.line = None
            program.wakes_at = self.now + HOUR

    def _next_death(self) -> float:
        # a program that is killed twice within a period has nothing to read with in between
        return self.now + self.period_s * 3 + self.dice.expovariate(1 / (3 * HOUR))
