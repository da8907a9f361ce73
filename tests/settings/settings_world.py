"""What the tests of settings share: the truth of a simulated device, and a clock to turn."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from checkers.settings import set_to
from growattServer import AsyncOpenApiV1, OpenApiV1, operation
from growattServer.open_api_v1.devices import SETTABLE
from growattServer.settings import FAMILIES as CATALOGUES
from growattServer.settings import Family, Journal, Plan, Report, family_of
from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES

START = "2026-06-15T12:00:00+02:00"
KINDS = SETTABLE
SERIALS = {
    family: sample.serial_number
    if (sample := TOKEN_FAMILIES[family.lower()].sample)
    else f"SIM{family}0001"
    for family in KINDS
}
V4_SERIALS = {
    **{family.lower(): serial for family, serial in SERIALS.items() if family != "INVERTER"},
    "inv": SERIALS["INVERTER"],
    "noah": "SIMNOA0001",
    "wit": "SIMWIT0001",
    "sph-s": "SIMSPHS001",
}
"""The same devices and those that only V4 has, by the words of V4."""
# of these, replies show all that is written together: nothing else has to be said with a wish
SHOWN = [family for family in CATALOGUES.values() if family.slots and family.name != "SPA"]
WRITES = tuple(kind._write_endpoint.path for kind in KINDS.values())
V4_WRITES = ("set", "removeVpp")
NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> None:
        self.now += timedelta(**span)


class Turning:
    """The clock of a test, and of its simulator if it has one; sleeping turns it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = Clock()
        self.slept: list[float] = []
        self.cloud: Simulator | None = None
        watch = SimpleNamespace(monotonic=time.monotonic, sleep=self.sleep)
        monkeypatch.setattr(operation, "time", watch)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.to(self.clock.now + timedelta(seconds=seconds))

    def to(self, moment: datetime) -> None:
        self.clock.now = moment
        if self.cloud is not None:
            self.cloud.set_clock(now=moment)


def quick_directory() -> tempfile.TemporaryDirectory[str]:
    """A directory in memory where there is such a thing: waiting for disks proves nothing here."""
    memory = "/dev/shm"  # noqa: S108
    return tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)


class World(Simulator):
    """The first world, and a device of each family that has none in it."""

    def reset(self) -> None:
        """Return to the beginning."""
        super().reset()
        self._mount()

    def start(self) -> None:
        """Listen."""
        super().start()
        self._mount()

    def _mount(self) -> None:
        for family, serial in SERIALS.items():
            if TOKEN_FAMILIES[family.lower()].sample is None and serial not in self._known():
                self.add_device(family.lower(), serial)
        for family in ("wit", "sph-s"):
            if V4_SERIALS[family] not in self._known():
                self.add_device(family, V4_SERIALS[family])

    def _known(self) -> list[str]:
        return list(self._cloud.world.devices)


def new_simulator() -> Simulator:
    return World(start=START, seed=5, speed=0, history_days=0)


def device(api: OpenApiV1, family: str) -> Any:
    return KINDS[family](api, SERIALS[family])


def truth(cloud: Simulator, family: Family) -> dict[str, tuple[str, ...]]:
    """What a device is really set to, by the names of the catalogue."""
    if isinstance(family.device_type, str):
        return set_to(cloud._cloud.world.devices[V4_SERIALS[family.device_type]], family)
    values = cloud.device(SERIALS[family.name])["settings"]
    return {
        row.name: tuple(
            # what was never written is as good as its default
            values[row.command][position.number - 1] or position.default or ""
            for position in row.positions
        )
        for row in family.rows
    }


def writes(cloud: Simulator) -> list[str]:
    """The ids of all settings that were sent, in order."""
    return [
        request["form"].get("type") or request["form"]["paramId"]
        for request in cloud.requests()
        if request["path"].endswith(WRITES)
    ]


def sent_forms(cloud: Simulator) -> list[tuple[tuple[str, str], ...]]:
    """All settings that were sent, in order, each with its values."""
    return [
        (("call", call), *request["form"].items())
        for request in cloud.requests()
        if (call := request["path"].rpartition("/")[2]).startswith(V4_WRITES)
        or request["path"].endswith(WRITES)
    ]


def someone_else_sets(cloud: Simulator, family: str, command: str, *values: object) -> None:
    """Another program writes a setting."""
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api:
        device(api, family).write_parameter(command, list(values))


def assert_told(
    cloud: Simulator, plan: Plan[Any], report: Report, old: dict[str, tuple[str, ...]]
) -> None:
    """The device has what the report says, and what the report does not name is as it was."""
    family = family_of(plan.entry.device_type)
    real = truth(cloud, family)
    lines = {line.name: line for line in report}
    for name, texts in real.items():
        row = family[name]
        if row.moving:
            continue
        if name not in lines:
            assert row.same(texts, old[name]), f"{name} changed, and the report does not name it"
        elif str(lines[name].status) in ("applied", "already so"):
            assert row.value(texts) == lines[name].wanted, (name, texts, str(report))
            assert (lines[name].sent is False) == (str(lines[name].status) == "already so")
        elif lines[name].now is not None:
            assert row.value(texts) == lines[name].now, (name, texts, str(report))
    wished = {value.name: value for value in plan.entry.values.values()}
    differing = {
        name
        for name, value in wished.items()
        if not family[name].moving and not family[name].same(real[name], value.wanted)
    }
    if str(report.goal) == "apply":
        named = {line.name for line in report.differences}
        unseen = {line.name for line in report if str(line.status).startswith("accepted")}
        assert differing <= named | unseen, (differing, str(report))


def run_both(cloud: Simulator, family: str, mode: str, script: Any) -> Any:
    """Run `script(device, call)` blocking or async; `call` awaits where that is needed."""
    if mode == "blocking":

        async def plain(value: Any) -> Any:
            return value

        async def block() -> Any:
            with OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api:
                return await script(device(api, family), plain)

        return asyncio.run(block())

    async def awaited(value: Any) -> Any:
        return await value

    async def main() -> Any:
        async with AsyncOpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api:
            return await script(KINDS[family](api, SERIALS[family]), awaited)

    return asyncio.run(main())


def journal_at(path: Path, clock: Clock | None = None, **more: Any) -> Journal:
    return Journal(path, clock=clock or Clock(), **more)
