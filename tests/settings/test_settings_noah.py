"""The settings of a NOAH through V4: plan, apply, verify, revert, and whatever fails meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settings_world import Clock, journal_at, new_simulator, quick_directory
from v4_operations import SERIALS

from growattServer import (
    AsyncOpenApiV4,
    Etiquette,
    GrowattError,
    GrowattParameterError,
    GrowattRateLimitError,
    OpenApiV1,
    OpenApiV4,
    operation,
)
from growattServer.settings import (
    NOAH,
    Journal,
    Plan,
    Report,
    Schedule,
    Setting,
    Status,
    Window,
    plans,
    revert_due,
    unfinished,
)
from growattServer.simulator import Simulator
from growattServer.simulator.faults import FORMS, KINDS
from support import facts

SERIAL = SERIALS["noah"]
WAYS = pytest.mark.parametrize("way", ["blocking", "async"])
OTHERS: dict[str, Any] = {
    "default_output_power": 300,
    "charge_stop_soc": 90,
    "discharge_stop_soc": 20,
    "grid_charge": True,
}
MORNING = Window("battery_first", "06:00", "09:30", power=0)
EVENING = Window("load_first", "18:00", "22:00", power=450)
ALL = {**OTHERS, "schedule": Schedule([MORNING, EVENING])}
FAULTS = [(kind, form) for kind in KINDS for form in FORMS.get(kind, (None,))]
FAULT_NAMES = [f"{kind} {form}" if form else kind for kind, form in FAULTS]
PATIENT, HASTY = (60.0, 60.0), (2.0, 0.15)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


class Turning:
    """The clock of the example that runs; sleeping turns it."""

    clock = Clock()
    slept = 0.0
    cloud: Simulator | None = None

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.to(self.clock.now + timedelta(seconds=seconds))

    def to(self, moment: datetime) -> None:
        self.clock.now = moment
        if self.cloud is not None:
            self.cloud.set_clock(now=moment)


@pytest.fixture(autouse=True)
def turning(cloud: Simulator, monkeypatch: pytest.MonkeyPatch) -> Turning:
    cloud.reset()
    made = Turning()
    made.clock = Clock()

    watch = SimpleNamespace(monotonic=time.monotonic, sleep=made.sleep)
    monkeypatch.setattr(operation, "time", watch)
    return made


def truth(cloud: Simulator) -> dict[str, Any]:
    """What the NOAH is really set to, not by way of the catalogue."""
    kept = cloud.device(SERIAL)["settings"]
    high, low = kept["charging_soc"]
    with OpenApiV4(cloud.token, server_url=cloud.url, timeout=60) as api:
        # the world shows it nowhere else
        grid = api.info([SERIAL], "noah")[SERIAL]["allowGridCharging"]
    return {
        "default_output_power": int(kept["default_power"][0]),
        "charge_stop_soc": int(high),
        "discharge_stop_soc": int(low),
        "grid_charge": bool(grid),
        "schedule": Schedule.as_read(filter(None, segments(cloud).values())),
    }


def segments(cloud: Simulator) -> dict[str, Window | None]:
    """The segments of the NOAH, None for one that is off."""
    sets = cloud.device(SERIAL)["settings"]
    kept = {number: sets[f"time_segment{number}"] for number in range(1, 10)}
    return {f"segment {n}": window(*one[:6]) if one[6] == "1" else None for n, one in kept.items()}


def values(cloud: Simulator) -> dict[str, Any]:
    """The same, segment by segment."""
    found = {**truth(cloud), **segments(cloud)}
    del found["schedule"]
    return found


def window(mode: str, *rest: str) -> Window:
    """A segment as the world keeps it."""
    hour, minute, last_hour, last_minute, watts = map(int, rest)
    word = {"0": "load_first", "1": "battery_first"}[mode]
    return Window(word, time_of_day(hour, minute), time_of_day(last_hour, last_minute), watts)


def sent(cloud: Simulator) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """All writes in order."""
    return [
        (name, tuple(request["form"].items()))
        for request in cloud.requests()
        if (name := request["path"].rsplit("/", 1)[-1]).startswith("set")
    ]


def run(cloud: Simulator, way: str, script: Any) -> Any:
    """Run `script(device, call)` blocking or async; `call` awaits where that is needed."""
    if way == "blocking":

        async def plain(value: Any) -> Any:
            return value

        with OpenApiV4(cloud.token, server_url=cloud.url, timeout=60) as api:
            return asyncio.run(script(api.get_device(SERIAL, "noah"), plain))

    async def awaited(value: Any) -> Any:
        return await value

    async def main() -> Any:
        async with AsyncOpenApiV4(cloud.token, server_url=cloud.url, timeout=60) as api:
            return await script(api.get_device(SERIAL, "noah"), awaited)

    return asyncio.run(main())


# --- the catalogue -------------------------------------------------------------------------------


@pytest.mark.parametrize("row", NOAH.rows, ids=lambda row: str(row.name))
def test_a_row_is_read_from_documented_keys_and_sent_by_its_call(row: Setting) -> None:
    documented = facts("v4_fields")["beans"]["noah.device_info"]
    paths = {call["path"] for call in facts("endpoints")["v4"]}
    for position in row.positions:
        assert position.keys or position.by_name
        for key in (*position.keys, *position.by_name):
            _, unit = documented[key]
            assert row.slot or unit == row.unit
    assert f"v4/new-api/{row.command.rstrip('123456789')}" in paths


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"default_output_power": 801}, "default_output_power must be a whole number from 0 to"),
        ({"charge_stop_soc": "full"}, "charge_stop_soc must be a whole number"),
        ({"grid_charge": 2}, "grid_charge must be True or False"),
        ({"grid_charging": True}, "did you mean grid_charge"),
        ({"charge_power": 80}, "NOAH has no setting 'charge_power'"),
        ({"schedule": None}, "schedule must be a Schedule"),
        ({"schedule": Schedule([Window("load_first", "1:00", "2:00")])}, "power .* in W must be"),
        ({"schedule": Schedule([Window("load_first", "1:00", "2:00", 801)])}, "from 0 to 800"),
        ({"schedule": Schedule([Window("grid_first", "1:00", "2:00", 80)])}, "mode of a window"),
        ({"schedule": Schedule([Window("load_first", "1:00", "2:00", 80, 20)])}, "no stop_soc"),
    ],
)
def test_wrong_wishes_are_not_sent(cloud: Simulator, wish: Any, says: str) -> None:
    with (
        OpenApiV4(cloud.token, server_url=cloud.url) as api,
        pytest.raises(GrowattParameterError, match=says),
    ):
        api.get_device(SERIAL, "noah").plan(wish)
    assert not cloud.requests()


# --- plan, apply, verify, revert -----------------------------------------------------------------


@WAYS
def test_the_settings_are_read(cloud: Simulator, way: str) -> None:
    async def script(device: Any, call: Any) -> Any:
        return await call(device.read_settings())

    found = run(cloud, way, script)
    assert dict(found) == truth(cloud)
    assert found.units["default_output_power"] == "W"


@WAYS
def test_all_settings_there_and_back(
    cloud: Simulator, way: str, tmp_path: Path, turning: Turning, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = truth(cloud)
    journal = journal_at(tmp_path)
    assert all(before[name] != value for name, value in ALL.items())
    assert set(ALL) == set(NOAH.names)

    async def script(device: Any, call: Any) -> None:
        plan = await call(device.plan(ALL, journal=journal))
        assert {name: plan.changes[name][1] for name in OTHERS} == OTHERS
        assert not sent(cloud)
        sends = await call(plan.apply())
        assert sends.error is None
        # the segment of the first world is taken for one of the windows
        assert (sends.writes, len(sent(cloud))) == (len(OTHERS) + 2, len(OTHERS) + 2)
        assert truth(cloud) == ALL
        assert (await call(plan.verify())).complete
        report = await call(plan.revert())
        assert report.complete
        assert report.writes == len(OTHERS) + 2
        assert truth(cloud) == before

    # shorter pauses: what they are for is tested where they can be measured
    monkeypatch.setitem(NOAH.__dict__, "write_pause_s", 0.001)
    run(cloud, way, script)


def test_each_setting_goes_by_its_own_call(cloud: Simulator, tmp_path: Path) -> None:
    with OpenApiV4(cloud.token, server_url=cloud.url) as api:
        device = api.get_device(SERIAL, "noah")
        for name, value in OTHERS.items():
            before = truth(cloud)
            first = len(sent(cloud))
            device.plan({name: value}, journal=journal_at(tmp_path)).apply()
            (one,) = sent(cloud)[first:]
            assert one[0] == NOAH[name].command
            assert dict(one[1])["deviceSn"] == SERIAL
            assert dict(one[1])["value"] == str(int(value))
            assert truth(cloud) == {**before, name: value}


def test_writes_keep_the_pace_of_the_server(
    cloud: Simulator, tmp_path: Path, turning: Turning
) -> None:
    with OpenApiV4(cloud.token, server_url=cloud.url) as api:
        plan = api.get_device(SERIAL, "noah").plan(OTHERS, journal=journal_at(tmp_path))
        plan.apply()
    assert turning.slept == pytest.approx(5.5 * (len(OTHERS) - 1))


def test_a_deadline_between_two_writes_is_in_the_report(
    cloud: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = truth(cloud)
    monkeypatch.undo()  # time goes as it does
    with OpenApiV4(cloud.token, server_url=cloud.url) as api:
        plan = api.get_device(SERIAL, "noah").plan(OTHERS, journal=journal_at(tmp_path))
        report = plan.apply(timeout=2)
    assert report.error is not None
    assert report.writes == len(sent(cloud)) == 1
    first = next(iter(OTHERS))
    assert truth(cloud) == {**before, first: OTHERS[first]}
    assert {line.name for line in report if line.status is Status.NOT_SENT} == set(OTHERS) - {first}


def test_verify_waits_as_long_as_the_server_wants(
    cloud: Simulator, tmp_path: Path, turning: Turning
) -> None:
    """The details are read once in five minutes."""
    turning.cloud = cloud
    etiquette = Etiquette(on_limit="wait", ledger=False, clock=turning.clock)
    with OpenApiV4(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
        journal = journal_at(tmp_path, turning.clock)
        plan = api.get_device(SERIAL, "noah").plan({"default_output_power": 400}, journal=journal)
        start = turning.clock.now
        plan.apply()
        assert turning.clock.now - start >= timedelta(minutes=5)
        assert plan.verify(wait=timedelta(minutes=6)).complete
        assert turning.clock.now - start >= timedelta(minutes=10)


def test_too_early_is_an_error_before_anything_is_sent(
    cloud: Simulator, tmp_path: Path, turning: Turning
) -> None:
    turning.cloud = cloud
    etiquette = Etiquette(on_limit="last", ledger=False, clock=turning.clock)
    with OpenApiV4(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
        journal = journal_at(tmp_path, turning.clock)
        plan = api.get_device(SERIAL, "noah").plan({"default_output_power": 400}, journal=journal)
        with pytest.raises(GrowattRateLimitError) as caught:
            plan.apply()
        assert not sent(cloud)
        assert caught.value.retry_at is not None
        turning.to(caught.value.retry_at)
        assert plan.apply().writes == 1


def test_the_journal_knows_whose_plan_it_is(
    cloud: Simulator, tmp_path: Path, turning: Turning
) -> None:
    """V1 and V4 share a server, and a NOAH is a device of V4 alone."""
    before = truth(cloud)
    journal = journal_at(tmp_path, turning.clock)
    with (
        OpenApiV4(cloud.token, server_url=cloud.url) as api,
        OpenApiV1(cloud.token, server_url=cloud.url) as v1,
    ):
        plan = api.get_device(SERIAL, "noah").plan(OTHERS, for_=timedelta(hours=1), journal=journal)
        plan.apply()
        assert plans(api, journal) == unfinished(api, journal) == [plan]
        assert plans(v1, journal) == []
        turning.clock.turn(hours=2)
        assert revert_due(v1, journal) == []
        (report,) = revert_due(api, journal)
        assert report.complete
    assert truth(cloud) == before


def test_what_somebody_else_changed_is_left_alone(cloud: Simulator, tmp_path: Path) -> None:
    with OpenApiV4(cloud.token, server_url=cloud.url) as api:
        plan = api.get_device(SERIAL, "noah").plan(OTHERS, journal=journal_at(tmp_path))
        plan.apply()
        api.set_active_power(SERIAL, "noah", 555)
        report = plan.revert()
        assert report["default_output_power"].status is Status.CHANGED_BY_OTHERS
        assert truth(cloud)["default_output_power"] == 555


# --- whatever fails ------------------------------------------------------------------------------

HOURS = st.lists(st.integers(0, 23), unique=True, max_size=6).map(sorted)
SCHEDULES = st.builds(
    lambda hours, modes, watts: Schedule(
        Window(mode, f"{first}:00", f"{last}:00", power)
        for first, last, mode, power in zip(hours[::2], hours[1::2], modes, watts, strict=False)
    ),
    HOURS,
    st.lists(st.sampled_from(["load_first", "battery_first"]), min_size=3, max_size=3),
    st.lists(st.integers(0, 800), min_size=3, max_size=3),
)
LEVELS = st.fixed_dictionaries(
    {},
    optional={
        "default_output_power": st.integers(0, 800),
        "charge_stop_soc": st.integers(70, 100),
        "discharge_stop_soc": st.integers(0, 30),
        "grid_charge": st.booleans(),
        "schedule": SCHEDULES,
    },
).filter(bool)
TROUBLE = st.fixed_dictionaries(
    {
        "fault": st.sampled_from(FAULTS),
        "moment": st.integers(0, 4),
        "after": st.booleans(),
        "code": st.sampled_from([1, 3, 5, 6, 16, 100, 102, 999]),
        "match": st.sampled_from(["*/set*", "*/set*", "*queryDeviceInfo", "*"]),
        "times": st.sampled_from([1, 1, 2, 50]),
    }
)


def order(cloud: Simulator, trouble: dict[str, Any]) -> None:
    """Let something fail, after some requests that go well."""
    match, (kind, form) = trouble["match"], trouble["fault"]
    if trouble["moment"]:
        quiet = {"fault": "slow", "seconds": 0, "match": match, "times": trouble["moment"]}
        cloud.add_fault(quiet)
    fault = {
        "fault": kind, "match": match, "times": trouble["times"], "after": trouble["after"],
    }  # fmt: skip
    if form is not None:
        fault["form"] = form
    if kind == "error_code":
        fault |= {"error_code": trouble["code"], "error_msg": "SYSTEM_ERROR"}
    if kind == "slow":
        fault["seconds"] = 3
    if kind in ("http_status", "redirect"):
        fault["status"] = 503 if kind == "http_status" else 307
    cloud.add_fault(fault)


def hastily(cloud: Simulator, api: OpenApiV4, trouble: Any, action: Callable[[], Any]) -> Any:
    """The report of an action during which something fails; None where it raised."""
    first = len(sent(cloud))
    order(cloud, trouble)
    api.timeout = HASTY
    try:
        return action()
    except GrowattError:
        return None
    finally:
        cloud.clear_faults()
        api.timeout = PATIENT
        forms = sent(cloud)[first:]
        assert len(forms) == len(set(forms)), "a write was repeated"


def assert_told(cloud: Simulator, plan: Plan[Any], report: Report, old: dict[str, Any]) -> None:
    """The device has what the report says, and what the report does not name is as it was."""
    real, lines = values(cloud), {line.name: line for line in report}
    for name, value in real.items():
        if name not in lines:
            assert value == old[name], f"{name} changed, and the report does not name it"
        elif lines[name].status in (Status.APPLIED, Status.ALREADY_SO):
            assert value == lines[name].wanted, (name, value, str(report))
        elif lines[name].now is not None:
            assert value == lines[name].now, (name, value, str(report))
    if report.goal == "apply":
        differing = {name for name, (_, value) in plan.changes.items() if real[name] != value}
        assert differing <= {line.name for line in report.differences}, str(report)


def check(
    cloud: Simulator, turning: Turning, wishes: dict[str, Any], troubles: tuple[Any, Any]
) -> None:
    """Apply a plan, and revert it, with a fault in each."""
    cloud.reset()
    turning.clock = Clock()
    with (
        quick_directory() as directory,
        OpenApiV4(cloud.token, server_url=cloud.url, timeout=PATIENT) as api,
    ):
        journal = Journal(Path(directory), clock=turning.clock, writes_a_day=500)
        old = values(cloud)
        plan = api.get_device(SERIAL, "noah").plan(wishes, journal=journal)
        first = len(sent(cloud))
        report = hastily(cloud, api, troubles[0], plan.apply)
        if report is None:
            assert len(sent(cloud)) == first
            assert values(cloud) == old
        else:
            assert_told(cloud, plan, report, old)
        proved = plan.verify()
        assert_told(cloud, plan, proved, old)
        went = len(sent(cloud)) > first
        assert proved.complete or not went or plan in unfinished(api, journal)

        first = len(sent(cloud))
        report = hastily(cloud, api, troubles[1], plan.revert)
        if report is None:
            assert len(sent(cloud)) == first
        else:
            assert_told(cloud, plan, report, old)
            if report.complete:
                assert values(cloud) == old
        turning.clock.turn(minutes=5)
        last = plan.revert()
        assert last.complete, str(last)
        assert values(cloud) == old


@pytest.mark.parametrize("after", [False, True], ids=["lost", "arrived"])
def test_a_plan_goes_on_only_where_a_write_arrived(
    cloud: Simulator, tmp_path: Path, after: bool
) -> None:
    old = values(cloud)
    order(
        cloud,
        {
            "fault": ("reset", None), "moment": 1, "after": after, "match": "*/set*", "times": 1,
        },
    )  # fmt: skip
    with OpenApiV4(cloud.token, server_url=cloud.url, timeout=PATIENT) as api:
        plan = api.get_device(SERIAL, "noah").plan(OTHERS, journal=journal_at(tmp_path))
        report = plan.apply()
    arrived = OTHERS if after else dict(list(OTHERS.items())[:1])
    assert values(cloud) == {**old, **arrived}
    assert (report.error is None) == after
    assert len(sent(cloud)) == (len(OTHERS) if after else 2)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(LEVELS, st.tuples(TROUBLE, TROUBLE))
def test_a_noah_under_faults(
    cloud: Simulator, turning: Turning, wishes: Any, troubles: Any
) -> None:
    check(cloud, turning, wishes, troubles)


@pytest.mark.parametrize("fault", FAULTS, ids=FAULT_NAMES)
def test_each_fault_of_a_write(cloud: Simulator, turning: Turning, fault: Any) -> None:
    for after in (False, True):
        trouble = {
            "fault": fault, "moment": 1, "after": after, "code": 1, "match": "*/set*", "times": 1,
        }  # fmt: skip
        check(cloud, turning, ALL, (trouble, trouble))
