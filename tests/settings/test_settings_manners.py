"""Plans of clients that keep the limits: what decides is fresh, and a write is sent once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from settings_world import (
    KINDS,
    SERIALS,
    START,
    assert_told,
    device,
    sent_forms,
    someone_else_sets,
    truth,
    writes,
)

from growattServer import (
    AsyncOpenApiV1,
    Etiquette,
    GrowattRateLimitError,
    OpenApiV1,
    operation,
)
from growattServer.settings import (
    MIN,
    SPH,
    Journal,
    Schedule,
    Status,
    Window,
    revert_due,
)
from growattServer.simulator import Simulator
from growattServer.simulator.faults import FORMS
from growattServer.simulator.faults import KINDS as FAULTS

FAMILIES = {"MIN": MIN, "SPH": SPH}
BOTH = pytest.mark.parametrize("family", ["MIN", "SPH"])
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
ON_LIMIT = pytest.mark.parametrize("on_limit", ["raise", "wait", "last"])
NIGHT = Window("battery_first", "02:00", "05:00")
WISHES: dict[str, Any] = {
    "charge_power": 80,
    "discharge_stop_soc": 20,
    "active_power_limit": 90,
    "schedule": Schedule([NIGHT]),
}
TOO_OFTEN = {"fault": "error_code", "error_code": 10012, "error_msg": "error_frequently_access"}


class World:
    """A strict cloud whose clock is that of etiquette and journal; sleeping turns it."""

    def __init__(self, cloud: Simulator, folder: Path) -> None:
        self.cloud, self.folder = cloud, folder
        self.slept: list[float] = []
        self.journal = Journal(folder / "plans", clock=self.now)

    def now(self) -> datetime:
        return datetime.fromisoformat(self.cloud.clock()["now"])

    def turn(self, **span: float) -> None:
        self.cloud.set_clock(self.now() + timedelta(**span))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.turn(seconds=seconds)

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    def etiquette(self, **wishes: Any) -> Etiquette:
        return Etiquette(ledger=self.folder / "ledger.sqlite3", clock=self.now, **wishes)

    def api(self, timeout: Any = 10, **wishes: Any) -> OpenApiV1:
        return OpenApiV1(
            self.cloud.token,
            server_url=self.cloud.url,
            timeout=timeout,
            etiquette=self.etiquette(**wishes),
        )

    def run(self, mode: str, family: str, script: Any, **wishes: Any) -> Any:
        """Run `script(device, call)` blocking or async; `call` awaits where that is needed."""

        async def call(value: Any) -> Any:
            return await value if mode == "async" else value

        async def main() -> Any:
            if mode == "blocking":
                with self.api(**wishes) as api:
                    return await script(device(api, family), call)
            etiquette = self.etiquette(**wishes)
            async with AsyncOpenApiV1(
                self.cloud.token, server_url=self.cloud.url, timeout=10, etiquette=etiquette
            ) as awaited:
                return await script(KINDS[family](awaited, SERIALS[family]), call)

        return asyncio.run(main())


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with Simulator(start=START, seed=5, speed=0, limits="strict", history_days=0) as cloud:
        made = World(cloud, tmp_path)
        clock = SimpleNamespace(monotonic=time.monotonic, sleep=made.sleep)
        monkeypatch.setattr(operation, "time", clock)
        monkeypatch.setattr(operation, "sleep_async", made.sleep_async)
        yield made
        assert cloud.violations()["count"] == 0, cloud.violations()


@BLOCKING_AND_ASYNC
@BOTH
@ON_LIMIT
def test_a_plan_keeps_the_limits(world: World, mode: str, family: str, on_limit: Any) -> None:
    old = truth(world.cloud, FAMILIES[family])

    async def script(device: Any, call: Any) -> Any:
        await call(device.detail())
        plan = await call(device.plan(WISHES, journal=world.journal))
        applied = await call(plan.apply())
        proved = await call(plan.verify(wait=timedelta(seconds=10)))
        reverted = await call(plan.revert())
        assert applied.error is None
        assert proved.complete, str(proved)
        assert reverted.complete, str(reverted)
        assert truth(world.cloud, FAMILIES[family]) == old
        world.turn(minutes=3)
        timed = await call(
            device.plan({"charge_power": 70}, for_=timedelta(hours=1), journal=world.journal)
        )
        await call(timed.apply(on_limit=on_limit))
        world.turn(hours=2)
        (last,) = await call(revert_due(device.api, world.journal, on_limit=on_limit))
        assert last.complete

    world.run(mode, family, script, on_limit=on_limit)
    assert truth(world.cloud, FAMILIES[family]) == old


@BOTH
@ON_LIMIT
def test_an_old_answer_decides_nothing(world: World, family: str, on_limit: Any) -> None:
    with world.api(on_limit=on_limit) as api:
        inverter = device(api, family)
        plan = inverter.plan({"charge_power": 80}, journal=world.journal)
        look = inverter.settings if family == "MIN" else inverter.detail
        assert look().age is None
        command = "charge_power" if family == "MIN" else "mix_ac_charge_time_period"
        more = () if family == "MIN" else (100, *[0] * 16)
        someone_else_sets(world.cloud, family, command, 55, *more)
        world.cloud.add_fault({**TOO_OFTEN, "match": "*_info", "times": 1})
        if on_limit != "wait":
            if on_limit == "last":
                assert look(on_limit="last").age is not None
            for action in (
                inverter.read_settings,
                plan.apply,
                plan.verify,
                lambda: inverter.plan({"charge_power": 80}, journal=world.journal),
            ):
                with pytest.raises(GrowattRateLimitError) as caught:
                    action()
                assert caught.value.retry_at is not None
            assert len(writes(world.cloud)) == 1
            world.turn(minutes=6)
        report = plan.apply()
        assert report["charge_power"].status is Status.CHANGED_BY_OTHERS
        assert report["charge_power"].now == 55
        assert len(writes(world.cloud)) == 1
        assert bool(world.slept) == (on_limit == "wait")


@pytest.mark.parametrize(
    "fault",
    [{"fault": kind, "form": form} for kind in FAULTS for form in FORMS.get(kind, (None,))],
    ids=lambda fault: f"{fault['fault']} {fault['form'] or ''}".strip(),
)
def test_a_write_is_sent_once_whatever_fails(world: World, fault: dict[str, Any]) -> None:
    fault = {key: value for key, value in fault.items() if value is not None}
    with world.api(retries=2) as api:
        for number, (after, on_limit) in enumerate(
            [(False, "raise"), (True, "wait"), (False, "last"), (True, "raise")]
        ):
            old = truth(world.cloud, MIN)
            wishes = {"charge_power": 20 + number, "discharge_power": 20 + number}
            plan = device(api, "MIN").plan(wishes, journal=world.journal)
            world.cloud.add_fault({**fault, "match": "*Set", "after": after})
            sent = len(writes(world.cloud))
            api.timeout = (10.0, 0.4)
            report = plan.apply(on_limit=on_limit)
            api.timeout = 10
            world.cloud.clear_faults()
            assert len(set(writes(world.cloud)[sent:])) == len(writes(world.cloud)[sent:])
            assert_told(world.cloud, plan, report, old)
            if report.error is None and fault["fault"] != "null_data":
                assert plan.verify().complete
            world.turn(hours=1)


@BLOCKING_AND_ASYNC
@ON_LIMIT
def test_a_complaint_in_the_middle(world: World, mode: str, on_limit: Any) -> None:
    """The server refuses the second write, and the next try comes when it is time."""
    old = truth(world.cloud, MIN)

    async def in_time(call: Any, action: Any) -> None:
        """Go on whenever it is time: once complained, the server gets one write in 5 minutes."""
        while (report := await call(action())).error is not None:
            assert_told(world.cloud, action.__self__, report, old)
            assert not report.error.was_sent
            world.cloud.set_clock(max(report.error.retry_at, world.now()))

    async def script(device: Any, call: Any) -> Any:
        plan = await call(device.plan(WISHES, journal=world.journal))
        world.cloud.add_fault({"fault": "slow", "seconds": 0, "match": "*Set"})
        world.cloud.add_fault({**TOO_OFTEN, "match": "*Set"})
        report = await call(plan.apply())
        lines = {line.name: str(line.status) for line in report if line.changes}
        assert lines == {
            "discharge_stop_soc": "applied",
            "charge_power": "rejected",
            "active_power_limit": "not sent",
            "active_power_limit_kept": "not sent",
            "segment 1": "not sent",
        }
        assert writes(world.cloud) == ["discharge_stop_soc", "charge_power"]
        assert world.slept == []
        left = world.journal.writes_left(SERIALS["MIN"])
        report = await call(plan.apply())
        if on_limit == "wait":
            assert sum(world.slept) >= 300
            assert report.error is None
        else:
            # the library refuses by itself: nothing was sent, counted or changed
            assert isinstance(report.error, GrowattRateLimitError)
            assert not report.error.was_sent
            assert report.error.retry_at is not None
            assert report["charge_power"].status is Status.REJECTED
            assert_told(world.cloud, plan, report, old)
            assert world.journal.writes_left(SERIALS["MIN"]) == left
            assert len(writes(world.cloud)) == 2
            await in_time(call, plan.apply)
        assert (await call(plan.verify())).complete
        assert len(sent_forms(world.cloud)) == 5
        await in_time(call, plan.revert)

    world.run(mode, "MIN", script, on_limit=on_limit)
    assert truth(world.cloud, MIN) == old


@BOTH
def test_a_budget_of_calls_that_ends_midway(world: World, family: str) -> None:
    old = truth(world.cloud, FAMILIES[family])
    for budget in range(1, 9):
        world.cloud.reset()
        folder = world.folder / f"{budget}"
        world.journal = Journal(folder / "plans", clock=world.now)
        etiquette = Etiquette(ledger=False, clock=world.now, daily_budget=budget)
        with OpenApiV1(
            world.cloud.token, server_url=world.cloud.url, timeout=10, etiquette=etiquette
        ) as api:
            plan = device(api, family).plan(WISHES, journal=world.journal)
            try:
                report = plan.apply()
            except GrowattRateLimitError:
                assert writes(world.cloud) == []
                assert truth(world.cloud, FAMILIES[family]) == old
                continue
            assert_told(world.cloud, plan, report, old)
            assert report.error is None or not getattr(report.error, "was_sent", True)
            assert world.journal.writes_left(SERIALS[family]) == 50 - len(writes(world.cloud))
            world.turn(hours=25)
            later = plan.revert()
            while later.error is not None:
                assert_told(world.cloud, plan, later, old)
                world.turn(hours=25)
                later = plan.revert()
            assert later.complete
            assert truth(world.cloud, FAMILIES[family]) == old
