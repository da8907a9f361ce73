"""The settings of all families through V4: switch, active power and VPP parameters."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from settings_wishes import two_wishes
from settings_world import (
    SERIALS,
    V4_SERIALS,
    Turning,
    journal_at,
    new_simulator,
    sent_forms,
    truth,
)

from growattServer import (
    AsyncOpenApiV4,
    Etiquette,
    GrowattParameterError,
    GrowattRateLimitError,
    OpenApiV1,
    OpenApiV4,
)
from growattServer.open_api_v1.devices import Min
from growattServer.open_api_v4.families import FAMILY_NAMES, VPP_FAMILIES
from growattServer.settings import (
    V4_FAMILIES,
    WIT,
    Family,
    Schedule,
    Setting,
    Status,
    Window,
    plans,
    revert_due,
    unfinished,
)
from growattServer.simulator import Simulator
from growattServer.vpp_parameters import VPP_PARAMETERS
from support import facts

OTHERS = {word: family for word, family in V4_FAMILIES.items() if word != "noah"}
EACH = pytest.mark.parametrize("family", OTHERS.values(), ids=lambda family: str(family.name))
WAYS = pytest.mark.parametrize("way", ["blocking", "async"])
NIGHT = Window("battery_first", "02:00", "05:00", power=40)
EVENING = Window("grid_first", "18:00", "23:59", power=60)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def turning(cloud: Simulator, monkeypatch: pytest.MonkeyPatch) -> Turning:
    cloud.reset()
    return Turning(monkeypatch)


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV4]:
    with OpenApiV4(cloud.token, server_url=cloud.url, timeout=60) as made:
        yield made


def asked(cloud: Simulator, first: int = 0) -> list[str]:
    """The calls that were made, by the last part of their path."""
    return [request["path"].rpartition("/")[2] for request in cloud.requests()[first:]]


def wit(api: Any) -> Any:
    return api.get_device(V4_SERIALS["wit"], "wit")


# --- the catalogue -------------------------------------------------------------------------------


def test_every_family_of_v4_has_a_catalogue() -> None:
    assert set(V4_FAMILIES) == set(FAMILY_NAMES)
    assert {word for word, family in OTHERS.items() if "schedule" in family.names} == set(
        VPP_FAMILIES
    )


@EACH
def test_a_row_is_sent_by_its_call_and_read_from_documented_keys(family: Family) -> None:
    documented = facts("v4_fields")["beans"][f"{family.device_type}.device_info"]
    paths = {call["path"].rpartition("/")[2] for call in facts("endpoints")["v4"]}
    vpp = {parameter.key for parameter in VPP_PARAMETERS.values()}
    for row in family.rows:
        assert row.command in paths | vpp
        (position,) = row.positions
        for key in (*position.keys, *position.by_name):
            assert key in documented
        assert family.shows(row) or row.name == "on"


def test_the_wit_has_every_vpp_parameter_that_nothing_else_says() -> None:
    twice = {"on", "active_power_derating", "active_power_limit"}
    for name in set(VPP_PARAMETERS) - twice:
        parameter = VPP_PARAMETERS[name]
        row = WIT["clock" if name == "system_time" else name]
        assert row.command == parameter.key
        value: Any = row.positions[0].value
        if hasattr(value, "low"):
            assert (value.low, value.high) == (parameter.low, parameter.high)
            assert row.unit == parameter.unit
    assert set(WIT.settings) == {*VPP_PARAMETERS, "clock"} - {
        "system_time",
        "active_power_derating",
    }


@pytest.mark.parametrize(
    ("word", "wish", "says"),
    [
        ("wit", {"charge_stop_soc": 69}, "from 70 to 100"),
        ("wit", {"backup_enabled": True}, "allow_dangerous=True"),
        ("wit", {"charge_power": 80}, "WIT has no setting 'charge_power'"),
        ("wit", {"schedule": None}, "schedule must be a Schedule"),
        ("wit", {"schedule": Schedule([Window("grid_first", "1:00", "2:00")])}, "power .* in %"),
        ("wit", {"schedule": Schedule([Window("load_first", "1:00", "2:00", 5)])}, "mode of a win"),
        ("wit", {"schedule": Schedule([Window("grid_first", "1:00", "2:00", 5, 9)])}, "no stop_so"),
        (
            "wit",
            {
                "schedule": Schedule(
                    Window("grid_first", f"{n:02}:00", f"{n:02}:30", 5) for n in range(21)
                )
            },
            "up to 20 windows",
        ),
        ("storage", {"active_power_limit": 50}, "it has on"),
        ("sph-s", {"charge_stop_soc": 90}, "it has active_power_limit, on"),
    ],
)
def test_wrong_wishes_are_not_sent(
    cloud: Simulator, api: OpenApiV4, word: str, wish: Any, says: str
) -> None:
    with pytest.raises(GrowattParameterError, match=says):
        api.get_device(V4_SERIALS[word], word).plan(wish)
    assert not cloud.requests()


# --- reading -------------------------------------------------------------------------------------


@EACH
def test_the_settings_are_read_as_they_are(
    cloud: Simulator, api: OpenApiV4, turning: Turning, family: Family
) -> None:
    word = str(family.device_type)
    found = api.get_device(V4_SERIALS[word], word).read_settings()
    assert set(found) == set(family.names)
    for name, texts in truth(cloud, family).items():
        known = family[name].value(texts) if family.shows(family[name]) else None
        assert found[name] == known, name
    # one question in 5.5 seconds, and none that nothing needs
    count = sum(call.startswith("read") for call in asked(cloud))
    assert turning.slept == [5.5] * (count - 1 if count else 0)


@WAYS
def test_only_what_is_named_is_asked_for(cloud: Simulator, way: str) -> None:
    names = ("schedule", "charge_stop_soc")
    if way == "blocking":
        with OpenApiV4(cloud.token, server_url=cloud.url) as api:
            found = wit(api).read_settings(*names)
    else:

        async def main() -> Any:
            async with AsyncOpenApiV4(cloud.token, server_url=cloud.url) as later:
                # the pause is real where nobody turns a clock
                return await wit(later).read_settings(*names)

        found = asyncio.run(main())
    assert found == {"schedule": Schedule(), "charge_stop_soc": 100}
    assert asked(cloud) == ["readVppParameter"] * 2


def test_a_name_that_there_is_not(cloud: Simulator, api: OpenApiV4) -> None:
    with pytest.raises(GrowattParameterError, match="did you mean remote_power"):
        wit(api).read_settings("remote_pover")
    assert not cloud.requests()


def test_a_noah_that_does_not_show_a_setting_is_not_asked_for_it(
    cloud: Simulator, api: OpenApiV4, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    device = api.get_device(V4_SERIALS["noah"], "noah")
    monkeypatch.setattr(device, "detail", lambda: {"defaultPower": 150})
    plan = device.plan({"grid_charge": True}, journal=journal_at(tmp_path))
    assert plan.changes == {"grid_charge": (None, True)}


# --- plan, apply, verify, revert -----------------------------------------------------------------


@EACH
def test_there_and_back(cloud: Simulator, api: OpenApiV4, tmp_path: Path, family: Family) -> None:
    word, before = str(family.device_type), truth(cloud, family)
    first, second = two_wishes(family)
    device = api.get_device(V4_SERIALS[word], word)
    for wish in (second, first):
        old = truth(cloud, family)
        plan = device.plan(wish, allow_dangerous=True, journal=journal_at(tmp_path))
        assert truth(cloud, family) == old
        plan.apply()
        assert plan.verify().complete
        for name, value in wish.items():
            assert family[name].value(truth(cloud, family)[name]) == value
        plan.revert()
        unseen = {row.name for row in family.rows if not family.shows(row)}
        now = truth(cloud, family)
        assert {name for name in now if now[name] != before[name]} <= unseen


def test_the_schedule_is_one_write(cloud: Simulator, api: OpenApiV4, tmp_path: Path) -> None:
    plan = wit(api).plan({"schedule": Schedule([EVENING, NIGHT])}, journal=journal_at(tmp_path))
    assert "grid_first 18:00 to 23:59 with 60 %" in str(plan)
    assert plan.apply().writes == plan.writes == 1
    ((_, *form),) = sent_forms(cloud)
    assert dict(form)["value"] == (
        '[{"percentage":40,"startTime":120,"endTime":300},'
        '{"percentage":-60,"startTime":1080,"endTime":1440}]'
    )
    assert wit(api).read_settings("schedule").schedule == Schedule([NIGHT, EVENING])
    assert wit(api).plan({"schedule": Schedule([NIGHT, EVENING])}).changes == {}
    assert plan.revert().complete
    assert dict(sent_forms(cloud)[-1])["call"] == "removeVppTimePeriod"


def test_a_schedule_that_nobody_understands_is_restored(
    cloud: Simulator, api: OpenApiV4, tmp_path: Path
) -> None:
    """What a period of 0 % orders is not documented."""
    odd = [{"percentage": 0, "startTime": 60, "endTime": 120}]
    api.set_vpp(V4_SERIALS["wit"], "wit", "schedule", odd)
    assert wit(api).read_settings("schedule") == {"schedule": None}
    plan = wit(api).plan({"schedule": Schedule([NIGHT])}, journal=journal_at(tmp_path))
    assert "0 % 01:00 to 02:00 -> battery_first" in str(plan)
    plan.apply()
    assert plan.revert().complete
    assert [dict(row) for row in api.read_vpp_schedule(V4_SERIALS["wit"], "wit")] == odd


def test_remote_control_is_sent_in_the_order_that_a_client_knows(
    cloud: Simulator, api: OpenApiV4, tmp_path: Path, turning: Turning
) -> None:
    wish = {"remote_power": -50, "remote_control_minutes": 30, "remote_control_enabled": True}
    plan = wit(api).plan(wish, journal=journal_at(tmp_path))
    turning.slept.clear()
    assert plan.apply().writes == 3
    sent = [dict(form)["setType"] for form in sent_forms(cloud)]
    assert sent == ["set_param_25", "set_param_26", "set_param_27"]
    # two pauses between three questions, two between three writes
    assert turning.slept == [5.5] * 4
    plan.revert()
    sent = [dict(form)["setType"] for form in sent_forms(cloud)[3:]]
    assert sent == ["set_param_27", "set_param_26", "set_param_25"]


def test_a_switch_that_nothing_tells_is_called_so(api: OpenApiV4, tmp_path: Path) -> None:
    device = api.get_device(V4_SERIALS["min"], "min")
    plan = device.plan({"on": False}, journal=journal_at(tmp_path))
    assert "no reply shows it" in str(plan)
    plan.apply()
    assert plan.verify()["on"].status is Status.ACCEPTED
    assert plan.revert()["on"].status is Status.NOT_RESTORED


def test_the_limits_are_kept(cloud: Simulator, tmp_path: Path, turning: Turning) -> None:
    turning.cloud = cloud
    etiquette = Etiquette(on_limit="raise", ledger=False, clock=turning.clock)
    with OpenApiV4(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
        journal = journal_at(tmp_path, turning.clock)
        plan = wit(api).plan({"charge_stop_soc": 90, "remote_power": 5}, journal=journal)
        with pytest.raises(GrowattRateLimitError) as caught:
            plan.apply()
        assert not sent_forms(cloud)
        assert caught.value.retry_at is not None
        turning.to(caught.value.retry_at)
        assert plan.apply().error is None
        turning.to(turning.clock.now + timedelta(seconds=6))
        assert plan.verify().complete


def test_plans_of_v1_and_v4_for_one_device_are_apart(
    cloud: Simulator, api: OpenApiV4, tmp_path: Path, turning: Turning
) -> None:
    """`export_limit` is a word in V1, and a number in V4."""
    journal = journal_at(tmp_path, turning.clock)
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as v1:
        hour = timedelta(hours=1)
        old = Min(v1, SERIALS["MIN"]).plan({"export_limit": "meter"}, for_=hour, journal=journal)
        old.apply()
        new = api.get_device(SERIALS["MIN"], "min").plan(
            {"export_limit": 1, "charge_stop_soc": 90}, for_=hour, journal=journal
        )
        new.apply()
        assert (plans(v1, journal), plans(api, journal)) == ([old], [new])
        assert unfinished(api, journal) == [new]
        turning.clock.turn(hours=2)
        for owner in (v1, api):
            (report,) = revert_due(owner, journal)
            assert report.complete, str(report)


# --- what a device does --------------------------------------------------------------------------


def test_what_is_set_is_what_a_wit_does(
    cloud: Simulator, api: OpenApiV4, tmp_path: Path, turning: Turning
) -> None:
    def at(moment: str) -> Any:
        turning.to(datetime.fromisoformat(f"2026-06-{moment}:30+00:00"))
        return cloud.device(V4_SERIALS["wit"])

    def apply(**wish: Any) -> Any:
        plan = wit(api).plan(wish, journal=journal_at(tmp_path, turning.clock))
        plan.apply()
        return plan

    turning.cloud = cloud
    kit = cloud.device(V4_SERIALS["wit"])["hardware"]
    at("15T20:02")
    limit = apply(active_power_limit=1)
    assert at("15T20:07")["power_w"]["ac_output"] <= 0.01 * kit["rated_power_w"] + 1e-6
    limit.revert()
    remote = apply(remote_control_enabled=True, remote_power=-50)
    assert at("15T20:12")["power_w"]["discharge"] == pytest.approx(0.5 * kit["max_discharge_w"])
    at("15T22:02")  # there is room in the battery again
    remote.revert()
    night = apply(schedule=Schedule([NIGHT]))
    assert at("16T00:32")["power_w"]["charge"] == pytest.approx(0.4 * kit["max_charge_w"])
    night.revert()
    assert at("16T00:37")["power_w"]["charge"] == 0
    off = apply(on=False)
    assert at("16T12:07")["power_w"]["ac_output"] == 0
    off.revert()
    assert at("16T12:12")["power_w"]["ac_output"] > 0


@pytest.mark.parametrize("name", ["charge_stop_soc", "ac_charge_enabled"])
def test_what_the_wit_shows_follows(
    cloud: Simulator, api: OpenApiV4, tmp_path: Path, name: str
) -> None:
    row: Setting = WIT[name]
    value, key = {
        "charge_stop_soc": (80, "uwBatChargeStopSoc"),
        "ac_charge_enabled": (True, "uwACChargeEnable"),
    }[name]
    wit(api).plan({name: value}, journal=journal_at(tmp_path)).apply()
    assert wit(api).detail()[key] == int(value)
    assert row.value(truth(cloud, WIT)[name]) == value
