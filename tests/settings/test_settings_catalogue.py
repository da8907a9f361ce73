"""The catalogue against the collected facts, and each of its rows against the simulated cloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from settings_world import (
    SERIALS,
    journal_at,
    new_simulator,
    run_both,
    sent_forms,
    truth,
    writes,
)

from growattServer import GrowattParameterError
from growattServer.parsing import parse_clock
from growattServer.settings import (
    FAMILIES,
    INVERTER,
    MIN,
    NOAH,
    SPH,
    Family,
    Schedule,
    Setting,
    Status,
    Window,
)
from growattServer.settings.values import Choice, Decimal, PowerFactor, Switch, Whole
from growattServer.simulator import Simulator
from support import capture, facts

FACTS: dict[str, Any] = facts("v1_settings")["devices"]
ROWS = [(family, row) for family in FAMILIES.values() for row in family.rows]
IDS = [f"{family.name} {row.name}" for family, row in ROWS]


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: str(family.name))
def test_every_documented_position_has_its_row(family: Family) -> None:
    known = FACTS[family.name.lower()]
    positions = sorted(
        (row.command, position.number) for row in family.rows for position in row.positions
    )
    documented = {
        (command, int(number))
        for command, setting in known["settings"].items()
        if command != "set_any_reg"
        for number in setting["params"]
    }
    assert len(positions) == len(set(positions))
    assert set(positions) == documented
    assert known["device_type"] == family.device_type
    assert known["write"]["values_always_sent"] == family.value_count
    assert FAMILIES[family.device_type] is family


@pytest.mark.parametrize(("family", "row"), ROWS, ids=IDS)
def test_a_row_says_what_the_facts_say(family: Family, row: Setting) -> None:
    setting = FACTS[family.name.lower()]["settings"][row.command]
    for position in row.positions:
        said = setting["params"][str(position.number)]
        assert set(position.keys) <= set(setting["mirrors"])
        assert set(position.by_name).isdisjoint(setting["mirrors"]) or row.after_schedule
        if row.unit is not None and said["unit"] is not None:
            assert row.unit == said["unit"]
        value, allowed = position.value, said["allowed"]
        if isinstance(value, Switch):
            assert allowed is None or set(value.codes) == set(allowed)
        elif isinstance(value, Choice):
            assert set(value.codes or ()) == set(allowed)
            if not row.slot and value.unit:
                spoken = {f"{choice} {value.unit}" for choice in (value.codes or {}).values()}
                assert spoken == set(allowed.values())
        elif isinstance(value, PowerFactor):
            assert allowed == "-1 to -0.8 or 0.8 to 1"
        elif isinstance(value, Whole):
            assert allowed == f"{value.low}-{value.high}"
            assert value.low < value.high
        elif isinstance(value, Decimal):
            example = float(re.findall(r"[\d.]+", allowed)[-1])
            assert value.low < example <= value.high
        else:
            assert row.moving


HARMFUL = (
    *("grid_voltage_high", "grid_voltage_low", "power_factor", "reactive_power"),
    *("off_grid", "off_grid_frequency", "off_grid_voltage"),
    *("reactive_power_direction", "pv_string_voltage", "pv_mpp_share"),
)


def test_what_can_do_harm_is_marked() -> None:
    for family in FAMILIES.values():
        harmful = {row.name for row in family.rows if row.dangerous}
        assert harmful == {*HARMFUL} & {*family.settings}


def test_the_examples_of_the_vendor_are_read() -> None:
    state = MIN.read(capture("min_settings")["data"])
    assert state["charge_power"] == ("100",)
    assert state["discharge_stop_soc"] == ("5",)
    assert state["power_factor"] == ("0.89",)
    assert state["charge_stop_soc"] is None
    assert MIN.schedule(state) == Schedule()
    state = SPH.read(capture("sph_details")["data"])
    assert state["charge_power"] == ("100",)
    assert state["off_grid"] is None
    schedule = SPH.schedule(state)
    # its windows of no length are switched on, and are none
    assert schedule is not None
    assert [str(window) for window in schedule] == [
        "battery_first 03:00 to 04:30",
        "battery_first 18:00 to 19:30",
        "battery_first 21:30 to 23:00",
    ]


@pytest.mark.parametrize("odd", ["11:187", "null", "", None, -1, 65535, "x", [], True, "\0"])
def test_what_cannot_be_true_is_unknown(odd: object) -> None:
    for family in FAMILIES.values():
        reply = {
            key: odd
            for row in family.rows
            for position in row.positions
            for key in (*position.keys, *position.by_name)
        }
        read = {name: texts for name, texts in family.read(reply).items() if texts is not None}
        flags = {row.name for row in family.rows if isinstance(row.positions[0].value, Switch)}
        # a power factor of -1 is one, even if -1 means unknown elsewhere
        possible = flags if odd is True else {"power_factor"} if odd == -1 else set[str]()
        assert set(read) <= possible


OTHER: dict[str, Any] = {
    "grid_voltage_high": 255.5,
    "grid_voltage_low": 210,
    "power_factor": -0.95,
    "off_grid_frequency": 60,
    "off_grid_voltage": 240,
    "load_first_phases": "single",
    "clock": datetime(2026, 6, 15, 9, 41),
    "pv_string_voltage": 420,
    "pv_mpp_share": 0.75,
    "battery_low_level": 7,
    "ac_charge_start": time(1, 15),
    "ac_charge_end": "05:45",
    "forced_discharge_start": "18:30",
    "forced_discharge_end": time(22),
}


def wish(family: Family, row: Setting, present: tuple[str, ...]) -> Any:
    """A value that the device does not have."""
    if row.name in OTHER:
        return OTHER[row.name]
    value = row.positions[0].value
    if isinstance(value, Switch):
        return not row.value(present)
    if isinstance(value, Choice):
        return next(choice for code, choice in (value.codes or {}).items() if (code,) != present)
    return 37


# what is written together and cannot be read, as it is in the beginning
TOGETHER: dict[str, Any] = {
    "reactive_power": 0,
    "reactive_power_direction": "capacitive",
    "pv_string_voltage": 400,
    "pv_mpp_share": 0.8,
    "ac_charge_start": time(0),
    "ac_charge_end": "23:30",
    "forced_discharge_start": "00:00",
    "forced_discharge_end": time(23, 59),
}


def unread_beside(family: Family, name: str) -> dict[str, bool]:
    """What has to be said together with a setting, since no reply of this simulator shows it."""
    rows = family.slots if name == "schedule" else (family[name],)
    beside = {mate.name for row in rows for mate in family.written_by(row.command)}
    if family.is_asked:
        return {mate: TOGETHER[mate] for mate in beside - {name} if mate in TOGETHER}
    return {"ac_charge": True} if family.name == "SPA" and "ac_charge" in beside else {}


@pytest.mark.parametrize("mode", ["blocking", "async"])
@pytest.mark.parametrize(
    ("family", "name"),
    [(f, n) for f in FAMILIES.values() for n in f.names],
    ids=[f"{f.name} {n}" for f in FAMILIES.values() for n in f.names],
)
def test_a_setting_is_written_and_proved(
    cloud: Simulator, tmp_path: Path, family: Family, name: str, mode: str
) -> None:
    cloud.reset()
    old = truth(cloud, family)
    windows = [Window("battery_first", "02:00", "05:30"), Window("grid_first", "18:00", "20:00")]
    value: Any = Schedule(windows) if name == "schedule" else wish(family, family[name], old[name])

    wishes = {**unread_beside(family, name), name: value}

    async def script(device: Any, call: Any) -> Any:
        plan = await call(device.plan(wishes, allow_dangerous=True, journal=journal_at(tmp_path)))
        assert truth(cloud, family) == old
        applied = await call(plan.apply())
        proved = await call(plan.verify())
        settings = await call(device.read_settings())
        new = truth(cloud, family)
        reverted = await call(plan.revert())
        return applied, proved, settings, new, reverted

    applied, proved, settings, new, reverted = run_both(cloud, family.name, mode, script)
    assert applied.error is None
    assert proved.complete, str(proved)
    readable = name == "schedule" or family.shows(family[name])
    if name == "schedule":
        assert settings.schedule == value
    elif name == "clock":
        assert abs(cloud_clock(cloud, family) - value) < timedelta(minutes=1)
        assert proved[name].status is Status.APPLIED
    else:
        wanted = parse_clock(value) if family[name].of_day and isinstance(value, str) else value
        assert family[name].value(new[name]) == wanted
        if readable:
            assert settings[name] == value
            assert proved[name].status is Status.APPLIED
    changed = {n for n in new if new[n] != old[n]} - {"clock"}
    assert changed <= {line.name for line in proved}
    if "ac_charge" in unread_beside(family, name):
        # nobody knows what was there before
        assert reverted["ac_charge"].status is Status.NOT_RESTORED
    elif family.is_asked and not readable:
        assert reverted[name].status is Status.NOT_RESTORED
    elif name not in ("clock", "active_power_limit_kept"):
        assert reverted.complete, str(reverted)
        assert truth(cloud, family) == old


def cloud_clock(cloud: Simulator, family: Family) -> datetime:
    text = truth(cloud, family)["clock"][0]
    return datetime.fromisoformat(text if "-" in text else f"2026-06-15 {text}")


def test_what_no_reply_shows_is_said(cloud: Simulator, tmp_path: Path) -> None:
    cloud.reset()

    async def script(device: Any, call: Any) -> Any:
        plan = device.plan({"active_power_limit_kept": True}, journal=journal_at(tmp_path))
        assert "no reply shows it" in str(plan)
        plan.apply()
        return plan.verify(), plan.revert()

    proved, reverted = run_both(cloud, "MIN", "blocking", script)
    assert proved["active_power_limit_kept"].status is Status.ACCEPTED
    assert proved.complete
    assert reverted["active_power_limit_kept"].status is Status.NOT_RESTORED
    assert not reverted.complete


def test_a_span_of_a_storage_ends_after_it_starts(cloud: Simulator, tmp_path: Path) -> None:
    cloud.reset()

    async def script(device: Any, call: Any) -> None:
        journal = journal_at(tmp_path)
        for wishes, said in (
            ({"ac_charge_start": "05:00", "ac_charge_end": "04:59"}, "is before ac_charge_start"),
            ({"forced_discharge_start": "18:00"}, "forced_discharge_end is written together"),
            ({"ac_charge_start": "5 o'clock", "ac_charge_end": "06:00"}, "a time of whole minutes"),
            ({"ac_charge_start": time(5, 0, 1), "ac_charge_end": "06:00"}, "whole minutes"),
            ({"ac_charge_stop_soc": 81}, "from 10 to 80"),
        ):
            with pytest.raises(GrowattParameterError, match=re.escape(said)):
                device.plan(wishes, journal=journal)
        for window in ([22, 30, 22, 0], ["5", "0", "4", "59"]):
            with pytest.raises(GrowattParameterError, match="before its start"):
                device.write_parameter("storage_cmd_forced_discharge_time1", window)
        device.write_parameter("storage_cmd_forced_discharge_time1", [22, 0, 22, 0])

    run_both(cloud, "STORAGE", "blocking", script)
    assert writes(cloud) == ["storage_cmd_forced_discharge_time1"]


def test_what_an_inverter_is_sent_has_the_word_of_the_day(cloud: Simulator) -> None:
    cloud.reset()

    async def script(device: Any, call: Any) -> None:
        device.write_parameter("pv_active_p_rate", 40)
        device.write_parameter("pv_active_p_rate", [50, "growatt20260101"])
        device.write_parameter("pv_reactive_p_rate", [10, "under"])
        device.write_parameter("pv_on_off", False)

    before = date.today()
    run_both(cloud, "INVERTER", "blocking", script)
    days = {f"growatt{day:%Y%m%d}" for day in (before, date.today())}
    sent = [dict(form) for form in sent_forms(cloud)]
    assert {form["command_2"] for form in (sent[0], sent[3])} <= days
    assert [form["command_1"] for form in sent] == ["40", "50", "10", "0000"]
    assert [form["command_2"] for form in sent[1:3]] == ["growatt20260101", "under"]
    assert truth(cloud, INVERTER)["active_power_limit"] == ("50",)
    assert truth(cloud, INVERTER)["on"] == ("0",)


def test_settings_that_no_reply_shows_are_asked_for(cloud: Simulator) -> None:
    cloud.reset()

    async def script(device: Any, call: Any) -> Any:
        return await call(device.read_settings())

    inverter = run_both(cloud, "INVERTER", "async", script)
    assert (inverter["on"], inverter["active_power_limit"]) == (True, 100)
    assert inverter["reactive_power"] is inverter["reactive_power_direction"] is None
    storage = run_both(cloud, "STORAGE", "blocking", script)
    assert (storage["work_mode"], storage["forced_discharge"]) == ("standard", False)
    assert storage["ac_charge_start"] is None
    assert "schedule" not in storage
    paths = {request["path"] for request in cloud.requests()}
    assert paths == {"/v1/readInverterParam", "/v1/readStorageParam"}


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"charge_power": 101}, "charge_power must be a whole number from 0 to 100, not 101"),
        ({"charge_power": True}, "not True"),
        ({"charge_power": "80"}, "not '80'"),
        ({"charge_power": 79.5}, "not 79.5"),
        ({"charge_power": None}, "not None"),
        ({"charge_power": float("nan")}, "not nan"),
        ({"power_factor": 0.5}, "-1 to -0.8 or 0.8 to 1"),
        ({"grid_voltage_high": 10}, "from 50 to 350"),
        ({"grid_voltage_high": 240.75}, "at most 1 decimal"),
        ({"off_grid_voltage": 231}, "one of 230, 208, 240"),
        ({"ac_charge": "maybe"}, "True or False"),
        ({"clock": "12:00"}, "datetime without zone"),
        ({"clock": "now"}, "datetime without zone"),
        ({"clock": datetime(2026, 6, 15, 9, 41, tzinfo=UTC)}, "datetime without zone"),
        ({"no_such_thing": 1}, "it has clock, grid_voltage_high"),
        ({"set_any_reg": 1}, "no setting 'set_any_reg'"),
        ({"segment 1": 1}, "no setting"),
        ({"schedule": []}, "must be a Schedule"),
        ({"schedule": None}, "must be a Schedule"),
        ({}, "say what to set"),
    ],
)
def test_wrong_wishes_are_refused_before_anything_is_sent(
    cloud: Simulator, tmp_path: Path, wishes: dict[str, Any], said: str
) -> None:
    cloud.reset()

    async def script(device: Any, call: Any) -> None:
        with pytest.raises(GrowattParameterError, match=re.escape(said)):
            device.plan(wishes, allow_dangerous=True, journal=journal_at(tmp_path))

    run_both(cloud, "MIN", "blocking", script)
    assert cloud.requests() == []


def test_dangerous_settings_need_a_word(cloud: Simulator, tmp_path: Path) -> None:
    cloud.reset()

    async def script(device: Any, call: Any) -> None:
        with pytest.raises(GrowattParameterError, match="allow_dangerous=True"):
            device.plan({"grid_voltage_high": 260}, journal=journal_at(tmp_path))

    run_both(cloud, "SPH", "blocking", script)
    assert cloud.requests() == []


def test_serials_are_those_of_the_simulator(cloud: Simulator) -> None:
    assert {cloud.device(serial)["family"] for serial in SERIALS.values()} == {
        family.lower() for family in SERIALS
    }


def test_the_page_lists_every_name() -> None:
    page = (Path(__file__).parent.parent.parent / "docs/settings.md").read_text("utf-8")
    # the others that V4 sets share one table, which their own pages are made from
    families = {family.name: family for family in (*FAMILIES.values(), NOAH)}
    table = page.split(f"| Name | Value | {' | '.join(families)} |")[1]
    listed: dict[str, set[str]] = {name: set() for name in families}
    for line in table.splitlines():
        if line.startswith("| `"):
            first, value, *marks = [cell.strip() for cell in line.strip("|").split("|")]
            for family, cell in zip(listed, marks, strict=True):
                names = set(re.findall(r"`(\w+)`", first)) if cell == "yes" else set[str]()
                listed[family] |= names
                for name in names - {"schedule"}:
                    row = families[family][name]
                    assert ("dangerous" in value) == row.dangerous
    for one in families.values():
        assert listed[one.name] == {*one.names}
    for status in Status:
        assert f"`{status}`" in page
