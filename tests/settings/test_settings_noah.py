"""The settings of a NOAH through V4: plan, apply, verify, revert, and whatever fails meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import time as time_of_day
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from settings_world import Turning, journal_at, new_simulator
from v4_operations import SERIALS

from growattServer import (
    AsyncOpenApiV4,
    Etiquette,
    GrowattParameterError,
    GrowattRateLimitError,
    OpenApiV1,
    OpenApiV4,
)
from growattServer.settings import (
    NOAH,
    Schedule,
    Setting,
    Status,
    Window,
    plans,
    revert_due,
    unfinished,
)
from growattServer.simulator import Simulator
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


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def turning(cloud: Simulator, monkeypatch: pytest.MonkeyPatch) -> Turning:
    cloud.reset()
    return Turning(monkeypatch)


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
    assert sum(turning.slept) == pytest.approx(5.5 * (len(OTHERS) - 1))


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


# --- what fails, beside all that fails in test_settings_faults -----------------------------------


@pytest.mark.parametrize("after", [False, True], ids=["lost", "arrived"])
def test_a_plan_goes_on_only_where_a_write_arrived(
    cloud: Simulator, tmp_path: Path, after: bool
) -> None:
    old = values(cloud)
    cloud.add_fault({"fault": "slow", "seconds": 0, "match": "*/set*", "times": 1})
    cloud.add_fault({"fault": "reset", "match": "*/set*", "times": 1, "after": after})
    with OpenApiV4(cloud.token, server_url=cloud.url, timeout=60) as api:
        plan = api.get_device(SERIAL, "noah").plan(OTHERS, journal=journal_at(tmp_path))
        report = plan.apply()
    arrived = OTHERS if after else dict(list(OTHERS.items())[:1])
    assert values(cloud) == {**old, **arrived}
    assert (report.error is None) == after
    assert len(sent(cloud)) == (len(OTHERS) if after else 2)
