"""The vendor has several spellings for the same value: what is as wanted already is not written."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from settings_world import KINDS, Clock, journal_at

from growattServer import OpenApiV1
from growattServer.settings import MIN, SPH, Family, Schedule, Setting, Status, Window
from support import RecordingServer, capture

NOTHING: list[Any] = ["null", "", None, '"null"', '""', " null ", "\0\0"]
ABSENT = object()
NO_TIMES: list[Any] = [*NOTHING, ABSENT, "0:0", "00:00", "0:00", "00:00:00"]
OFF: list[Any] = [0, "0", 0.0, "0.0", "0000", False, "false"]
REPLIES = {
    "MIN": capture("min_settings")["data"],
    "SPH": capture("sph_details")["data"],
}
NIGHT = Window("battery_first", "02:00", "05:00")


def keys_of(slot: Setting) -> tuple[str, str, str, str | None]:
    """The keys of start, end, switch and, where there is one, mode."""
    *mode, start, _, end, _, switch = (position.keys[0] for position in slot.positions)
    return start, end, switch, mode[0] if mode else None


def reply_of(family: Family, start: Any, end: Any, switch: Any, mode: Any) -> dict[str, Any]:
    """The vendor's example with all slots like this."""
    reply = dict(REPLIES[family.name])
    for slot in family.slots:
        for key, value in zip(keys_of(slot), (start, end, switch, mode), strict=True):
            if key is not None:
                reply.pop(key, None)
                if value is not ABSENT:
                    reply[key] = value
    return reply


@pytest.fixture(scope="module")
def loopback() -> Iterator[RecordingServer]:
    recording = RecordingServer()
    yield recording
    recording.stop()


@pytest.mark.parametrize("family", [MIN, SPH], ids=["MIN", "SPH"])
def test_off_is_off_however_its_times_are_spelt(family: Family) -> None:
    times = [*((time, time) for time in NO_TIMES), ("2:0", "5:0"), ("11:187", "x"), ("2:0", None)]
    for (start, end), switch, mode in itertools.product(times, OFF, ["1", "null", ABSENT]):
        state = family.read(reply_of(family, start, end, switch, mode))
        assert family.schedule(state) == Schedule(), (start, end, switch, mode)


@pytest.mark.parametrize("family", [MIN, SPH], ids=["MIN", "SPH"])
def test_what_was_never_set_is_off(family: Family) -> None:
    times = [*((time, time) for time in NO_TIMES), ("null", "0:0"), ("00:00", ""), (ABSENT, "0:0")]
    for (start, end), switch, mode in itertools.product(
        times, [*NOTHING, ABSENT], [0, "null", ABSENT]
    ):
        reply = reply_of(family, start, end, switch, mode)
        is_told = any(key in reply for slot in family.slots for key in keys_of(slot))
        schedule = family.schedule(family.read(reply))
        assert schedule == (Schedule() if is_told else None), (start, end, switch, mode)


@pytest.mark.parametrize("family", [MIN, SPH], ids=["MIN", "SPH"])
@pytest.mark.parametrize(
    ("start", "end", "switch"),
    [
        ("2:0", "5:0", "null"),  # it may be in force
        ("2:0", "5:0", ABSENT),
        ("null", "null", 1),
        ("11:187", "0:0", ""),
        ("0:0", "0:0", 7),
        ("0:0", "0:0", []),
        ({}, "null", None),
    ],
)
def test_what_may_be_in_force_stays_unknown(
    family: Family, start: Any, end: Any, switch: Any
) -> None:
    assert family.schedule(family.read(reply_of(family, start, end, switch, 1))) is None


def test_a_reply_that_says_nothing_says_nothing_of_windows() -> None:
    for family in (MIN, SPH):
        for reply in ({}, dict.fromkeys(REPLIES[family.name], "null")):
            assert set(family.read(reply).values()) == {None}
        assert family.schedule(family.read({"chargePowerCommand": 100})) is None


@pytest.mark.parametrize("family", [MIN, SPH], ids=["MIN", "SPH"])
@pytest.mark.parametrize("switch", [0, "0", "null", ""])
@pytest.mark.parametrize("nothing", ["null", "", None, '"null"', ABSENT, "0:0", "00:00"])
def test_one_window_costs_one_write(
    loopback: RecordingServer, tmp_path: Path, family: Family, switch: Any, nothing: Any
) -> None:
    if nothing is ABSENT and switch in ("null", ""):
        switch = 0
    reply = reply_of(family, nothing, nothing, switch, "null")
    loopback.received.clear()
    loopback.answer({"data": reply, "error_code": 0, "error_msg": ""})
    clock = Clock()
    with OpenApiV1("t", server_url=loopback.url) as api:
        plan = KINDS[family.name](api, "SN").plan(
            {"schedule": Schedule([NIGHT])}, journal=journal_at(tmp_path, clock)
        )
        assert (plan.writes, len(plan.changes)) == (1, 1)
        plan.apply()
        sent = [one.form for one in loopback.received if "param1" in one.form]
        assert len(sent) == 1
        (name,) = plan.changes
        start, end, switch_key, mode_key = keys_of(family[name])
        # as it shows then, in another spelling, with the rest as it was
        loopback.answer({"data": {**reply, start: "02:00", end: "5:0", switch_key: "1"}})
        shown = {**reply, start: "02:00", end: "5:0", switch_key: "1"}
        if mode_key:
            shown[mode_key] = "1.0"
        loopback.answer({"data": shown, "error_code": 0, "error_msg": ""})
        report = plan.verify()
        assert report.complete, str(report)
        loopback.received.clear()
        reverted = plan.revert()
        sent = [one.form for one in loopback.received if "param1" in one.form]
        assert len(sent) == 1, str(reverted)
        # and it is as before when it is off, whatever else is kept of it
        loopback.answer({"data": {**shown, switch_key: "0"}, "error_code": 0, "error_msg": ""})
        clock.turn(minutes=5)
        assert plan.verify()[name].status is Status.APPLIED


# what a setting is, and other spellings of it
SAME: dict[str, tuple[Any, list[Any]]] = {
    "charge_power": (80, [80, 80.0, "80", "80.0", " 80 ", "80%", "80 %", "080", "8e1"]),
    "ac_charge": (True, [1, 1.0, "1", "1.0", "0001", True, "true"]),
    "on": (False, [0, "0", "0000", "0.0", False, "False"]),
    "export_limit": ("meter", [1, "1", "1.0", "01"]),
    "off_grid_frequency": (60, [1, "1", "1.0"]),
    "power_factor": (-0.95, [-0.95, "-0.95", -0.949999988079071, "-0.950"]),
    "grid_voltage_high": (253.0, [253, "253", "253.0", 253.0, "253 V", "253V"]),
}


@pytest.mark.parametrize("name", SAME)
def test_what_is_as_wanted_is_not_written_in_any_spelling(
    loopback: RecordingServer, tmp_path: Path, name: str
) -> None:
    wanted, spellings = SAME[name]
    row = MIN[name]
    with OpenApiV1("t", server_url=loopback.url) as api:
        for spelling in spellings:
            for key in row.positions[0].keys:
                others = dict.fromkeys(row.positions[0].keys, "null")
                reply = {**REPLIES["MIN"], **others, key: spelling}
                loopback.answer({"data": reply, "error_code": 0, "error_msg": ""})
                plan = KINDS["MIN"](api, "SN").plan(
                    {name: wanted}, allow_dangerous=True, journal=journal_at(tmp_path)
                )
                assert (plan.changes, plan.writes) == ({}, 0), (spelling, str(plan))


@pytest.mark.parametrize("start", ["2:0", "02:00", "2:00", "02:0", " 2:0 ", "02:00:00"])
@pytest.mark.parametrize("mode", [1, "1", 1.0, "1.0", "01"])
def test_a_window_is_known_in_any_spelling(
    loopback: RecordingServer, tmp_path: Path, start: str, mode: Any
) -> None:
    reply = reply_of(MIN, "null", "null", 0, "null")
    reply |= {"forcedTimeStart4": start, "forcedTimeStop4": "5:0", "forcedStopSwitch4": "1"}
    reply["time4Mode"] = mode
    loopback.answer({"data": reply, "error_code": 0, "error_msg": ""})
    with OpenApiV1("t", server_url=loopback.url) as api:
        plan = KINDS["MIN"](api, "SN").plan(
            {"schedule": Schedule([NIGHT])}, journal=journal_at(tmp_path)
        )
        assert (plan.changes, plan.writes) == ({}, 0)
