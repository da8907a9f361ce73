"""Every writer of both APIs reads what a caller gives in the same way, and refuses the rest."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from growattServer import GrowattApi, GrowattParameterError, OpenApiV1, switches
from growattServer.arguments import MOST_QUOTED, number, quoted, switch, whole
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.settings import MIN, SPH
from growattServer.settings.values import PowerFactor, Switch, Whole
from support import RecordingServer

ON: list[Any] = [True, 1, 1.0, "1", " 1", "0001", "on", "ON", " On ", "true", "True", "yes"]
ON += ["enabled", "Enabled", "enable", np.True_, np.int64(1), np.float32(1), Decimal(1)]
OFF: list[Any] = [False, 0, 0.0, "0", "0 ", "0000", "off", "OFF", "false", "False", "no"]
OFF += ["disabled", "disable", np.False_, np.int64(0), np.uint8(0), Fraction(0)]
NEITHER: list[Any] = [2, -1, 1.5, "2", "maybe", "", " ", None, [], [1], {}, "null", "None", b"1"]
NEITHER += [float("nan"), float("inf"), 10**5000, object(), np.array([True]), 1j, "on off", "１"]

NOON, ONE = time(12), time(13)
REST: dict[str, Any] = {"start_time": time(0), "end_time": time(0), "enabled": False}


def periods(enabled: Any) -> list[dict[str, Any]]:
    return [REST, {"start_time": NOON, "end_time": ONE, "enabled": enabled}, REST]


class Writer(NamedTuple):
    """A call with a switch in it: `sent` is the key of the request where it stands."""

    call: Callable[[Any, Any], Any]
    sent: str
    codes: tuple[str, str] = ("0", "1")
    is_raw: bool = False  # what is empty is left empty, and codes are sent as they are given


def _list(position: int, value: Any) -> list[Any]:
    return [*["0"] * (position - 1), value]


V1_WRITERS = {
    "MIN segment": Writer(lambda a, v: a.min_write_time_segment("S", 1, 1, NOON, ONE, v), "param6"),
    "SPH from the grid": Writer(
        lambda a, v: a.sph_write_ac_charge_times("S", 80, 90, v, periods(False)), "param3"
    ),
    "SPH charge period": Writer(
        lambda a, v: a.sph_write_ac_charge_times("S", 80, 90, True, periods(v)), "param13"
    ),
    "SPH discharge period": Writer(
        lambda a, v: a.sph_write_ac_discharge_times("S", 80, 20, periods(v)), "param12"
    ),
    "MIN object": Writer(lambda a, v: Min(a, "S").write_time_segment(1, 1, NOON, ONE, v), "param6"),
    "SPH object": Writer(
        lambda a, v: Sph(a, "S").write_ac_charge_times(80, 90, v, periods(False)), "param3"
    ),
}


def _v1_raw(family: str, setting: str, position: int) -> Writer:
    write = f"{family}_write_parameter"
    return Writer(
        lambda a, v: getattr(a, write)("S", setting, {position: v}),
        f"param{position}",
        switches.LONG if setting.endswith("_on_off") else switches.SHORT,
        is_raw=True,
    )


def _app_raw(method: str, setting: str, position: int) -> Writer:
    return Writer(
        lambda a, v: getattr(a, method)("S", setting, _list(position, v)),
        f"param{position}",
        switches.LONG if setting.endswith("_on_off") else switches.SHORT,
        is_raw=True,
    )


V1_WRITERS |= {
    f"{family} {setting} {position}": _v1_raw(family, setting, position)
    for family, known in (("min", switches.TLX), ("sph", switches.MIX))
    for setting, positions in known.items()
    for position in positions
    if setting not in [f"time_segment{n}" for n in range(2, 10)]
}

APP_WRITERS = {
    "TLX segment": Writer(
        lambda a, v: a.update_tlx_inverter_time_segment("S", 1, 1, NOON, ONE, v), "param6"
    ),
    "classic on and off": Writer(
        lambda a, v: a.set_classic_inverter_on_off("S", v), "command_1", switches.LONG
    ),
    "classic setting": Writer(
        lambda a, v: a.update_classic_inverter_setting(
            {"action": "inverterSet", "serialNum": "S"},
            {"paramId": "pv_on_off", "command_1": v, "command_2": ""},
        ),
        "command_1",
        switches.LONG,
        is_raw=True,
    ),
    "any setting": Writer(
        lambda a, v: a.update_inverter_setting(
            "", "", {"op": "mixSetApiNew", "serialNum": "S", "type": "pv_on_off"}, [v]
        ),
        "param1",
        switches.LONG,
        is_raw=True,
    ),
}
APP_WRITERS |= {
    f"{method} {setting} {position}": _app_raw(method, setting, position)
    for method, known in (
        ("update_tlx_inverter_setting", switches.TLX),
        ("update_mix_inverter_setting", switches.MIX),
        ("update_ac_inverter_setting", switches.SPA),
        ("update_noah_settings", switches.NOAH),
    )
    for setting, positions in known.items()
    for position in positions
    if setting not in [f"time_segment{n}" for n in range(2, 10)]
}


@pytest.fixture(scope="module")
def shared() -> Iterator[RecordingServer]:
    recording = RecordingServer()
    yield recording
    recording.stop()


@pytest.fixture
def heard(shared: RecordingServer) -> RecordingServer:
    shared.received.clear()
    return shared


@pytest.fixture
def v1(heard: RecordingServer) -> Any:  # it is given what no checker would let pass
    heard.answer({"data": "", "error_code": 0, "error_msg": ""})
    return OpenApiV1("t", server_url=heard.url)


@pytest.fixture
def app(heard: RecordingServer) -> Any:
    heard.answer({"success": True, "msg": "200", "result": 1})
    api = GrowattApi()
    api.server_url = heard.url
    return api


def check_switch(heard: RecordingServer, api: Any, writer: Writer) -> None:
    for is_on, spellings in enumerate((OFF, ON)):
        for value in spellings:
            heard.received.clear()
            writer.call(api, value)
            (received,) = heard.received
            sent = {**received.query, **received.form}[writer.sent]
            is_code = type(value) is int or (isinstance(value, str) and value.strip().isdecimal())
            wanted = str(value) if writer.is_raw and is_code else writer.codes[is_on]
            assert sent == wanted, f"{value!r} is sent as {sent!r}"
    heard.received.clear()
    for value in NEITHER:
        if writer.is_raw and (value is None or (isinstance(value, str) and value == "")):
            continue
        with pytest.raises(GrowattParameterError, match="True or False"):
            writer.call(api, value)
        assert heard.received == [], f"{value!r} was sent"


@pytest.mark.parametrize("name", V1_WRITERS)
def test_switches_of_the_token_api(heard: RecordingServer, v1: Any, name: str) -> None:
    check_switch(heard, v1, V1_WRITERS[name])


@pytest.mark.parametrize("name", APP_WRITERS)
def test_switches_of_the_app(heard: RecordingServer, app: Any, name: str) -> None:
    check_switch(heard, app, APP_WRITERS[name])


def test_no_writer_with_a_switch_is_forgotten() -> None:
    """A method with an argument of this name stands in a table above."""
    words = {"enabled", "mains_enabled"}
    told = {
        "min_write_time_segment",
        "sph_write_ac_charge_times",
        "write_time_segment",
        "write_ac_charge_times",
        "update_tlx_inverter_time_segment",
        "set_classic_inverter_on_off",
    }
    found = {
        name
        for kind in (OpenApiV1, GrowattApi, Min, Sph)
        for name, method in inspect.getmembers(kind, callable)
        if not name.startswith("_") and words & set(inspect.signature(method).parameters)
    }
    assert found == told


@pytest.mark.parametrize(("family", "known"), [(MIN, switches.TLX), (SPH, switches.MIX)])
def test_the_catalogue_has_the_same_switches(family: Any, known: switches.Positions) -> None:
    catalogue = {
        (row.command, position.number, position.value.codes)
        for row in family.rows
        for position in row.positions
        if isinstance(position.value, Switch)
    }
    assert catalogue == {
        (setting, position, switches.LONG if setting.endswith("_on_off") else switches.SHORT)
        for setting, positions in known.items()
        for position in positions
    }


@pytest.mark.parametrize(
    ("family", "name"), [(family, name) for family in (MIN, SPH) for name in family.settings]
)
def test_the_catalogue_reads_as_the_writers_do(family: Any, name: str) -> None:
    row = family[name]
    value = row.positions[0].value
    if isinstance(value, Switch):
        for is_on, spellings in enumerate((OFF, ON)):
            assert {value.text(name, spelling) for spelling in spellings} == {str(is_on)}
        wrong = NEITHER
    elif isinstance(value, Whole):
        assert {value.text(name, eighty) for eighty in EIGHTY} == {"80"}
        wrong = [*no_numbers(), *TOO_MUCH]
    elif isinstance(value, PowerFactor):
        low: list[Any] = [0.95, np.float32(0.95), Decimal("0.95"), Fraction(19, 20)]
        assert {value.text(name, factor) for factor in low} == {"0.95"}
        wrong = [*no_numbers(), *TOO_MUCH[:1], np.float32(0.9512)]
    else:
        wrong = [*(bad for bad in no_numbers() if number(bad) is None), -1, np.float32(0.5)]
    for bad in wrong:
        with pytest.raises(GrowattParameterError, match=f"{name} must be"):
            value.text(name, bad)


def test_what_is_no_known_switch_goes_as_it_always_did(heard: RecordingServer, v1: Any) -> None:
    v1.min_write_parameter("S", "of_a_new_model", [True, "on", None, 2.5])
    v1.min_write_parameter("S", "backflow_setting", 2)
    first, second = (received.form for received in heard.received)
    assert [first[f"param{n}"] for n in (1, 2, 3, 4, 5)] == ["True", "on", "", "2.5", ""]
    assert second["param1"] == "2"


EIGHTY: list[Any] = [80, 80.0, np.int64(80), np.uint8(80), np.float32(80), np.float64(80)]
EIGHTY += [Decimal(80), Decimal("80.0"), Fraction(80), np.array(80)]
NO_NUMBER: list[Any] = [True, False, np.True_, "80", "80.0", " 80 ", "", None, [80], 80.5, b"80"]
NO_NUMBER += [float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Fraction(161, 2), 1j]
NO_NUMBER += [np.float32(80.5), np.array([80]), object()]
TOO_MUCH: list[Any] = [101, -1, 101.0, np.int64(101), 10**5000, Decimal(101)]


def no_numbers() -> list[Any]:
    # half a second to import, and collecting tests needs none of it
    import pandas as pd

    return [*NO_NUMBER, pd.NA, pd.NaT]


NUMBERS: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "charge power": (
        lambda a, v: a.sph_write_ac_charge_times("S", v, 90, True, periods(False)),
        "param1",
    ),
    "charge stop": (
        lambda a, v: a.sph_write_ac_charge_times("S", 90, v, True, periods(False)),
        "param2",
    ),
    "discharge power": (
        lambda a, v: a.sph_write_ac_discharge_times("S", v, 20, periods(False)),
        "param1",
    ),
    "discharge stop": (
        lambda a, v: a.sph_write_ac_discharge_times("S", 20, v, periods(False)),
        "param2",
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_whole_numbers_of_any_type(heard: RecordingServer, v1: Any, name: str) -> None:
    write, key = NUMBERS[name]
    for value in EIGHTY:
        heard.received.clear()
        write(v1, value)
        assert heard.received[0].form[key] == "80", repr(value)
    heard.received.clear()
    for value in (*no_numbers(), *TOO_MUCH):
        with pytest.raises(GrowattParameterError, match="must be between 0 and 100") as caught:
            write(v1, value)
        assert len(str(caught.value)) < 2 * MOST_QUOTED
        said = str(caught.value).endswith("not " + quoted(value))
        assert said, f"{value!r} is not quoted in {caught.value}"
    assert heard.received == []


def test_other_whole_numbers_of_the_token_api(heard: RecordingServer, v1: Any) -> None:
    v1.min_write_time_segment("S", np.int64(2), 1.0, NOON, ONE, True)
    v1.min_read_parameter("S", None, np.int32(30), 31.0)
    # this server has nothing to tell
    assert v1.min_energy_history("S", page=np.int64(2), limit=50.0).datas == []
    v1.min_write_parameter("S", "charge_power", np.int64(80))
    v1.min_write_parameter("S", "x", {np.int64(1): np.int64(5), 2.0: Decimal("0.5")})
    forms = [received.form for received in heard.received]
    assert (forms[0]["type"], forms[0]["param1"]) == ("time_segment2", "1")
    assert (forms[1]["startAddr"], forms[1]["endAddr"]) == ("30", "31")
    assert (forms[2]["page"], forms[2]["perpage"]) == ("2", "50")
    assert (forms[3]["param1"], forms[3]["param2"]) == ("80", "")
    assert (forms[4]["param1"], forms[4]["param2"]) == ("5", "0.5")
    heard.received.clear()
    for bad in (1.5, True, "1", np.float32(1.5), None):
        with pytest.raises(GrowattParameterError, match=r"segment_id must .* a whole number"):
            v1.min_write_time_segment("S", bad, 1, NOON, ONE)
        with pytest.raises(GrowattParameterError, match=r"batt_mode must .* a whole number"):
            v1.min_write_time_segment("S", 1, bad, NOON, ONE)
    for bad in (1.5, "1.5", True, 0, "x", float("nan"), "１" * 30):
        with pytest.raises(GrowattParameterError, match="whole number from 1"):
            v1.min_energy_history("S", page=bad)
    for values in ({1.5: 1}, {"one": 1}, {True: 1}, {None: 1}):
        with pytest.raises(GrowattParameterError, match="must be positions"):
            v1.min_write_parameter("S", "x", values)
    no_values: list[Any] = [float("nan"), float("inf"), Decimal("NaN"), np.float32("inf"), [1], {}]
    for value in no_values:
        with pytest.raises(GrowattParameterError, match="parameter_values has"):
            v1.min_write_parameter("S", "x", [value])
    assert heard.received == []


def test_numbers_of_the_app(heard: RecordingServer, app: Any) -> None:
    app.update_tlx_inverter_time_segment("S", np.int64(2), 1.0, NOON, ONE, True)
    app.update_tlx_inverter_time_segment("S", "2", "1", NOON, ONE, True)
    for received in heard.received:
        assert (received.form["type"], received.form["param1"]) == ("time_segment2", "1")
    heard.received.clear()
    for rate, sent in ((50, "50"), (50.0, "50.0"), ("50", "50"), (np.int64(50), "50")):
        app.set_classic_inverter_active_power_rate("S", rate)
        assert heard.received.pop().query["command_1"] == sent
    for bad in (1.5, True, None, "", float("nan"), [1]):
        with pytest.raises(GrowattParameterError, match="batt_mode must be a whole number"):
            app.update_tlx_inverter_time_segment("S", 1, bad, NOON, ONE, True)
        with pytest.raises(GrowattParameterError, match="segment_id must be a whole number"):
            app.update_tlx_inverter_time_segment("S", bad, 1, NOON, ONE, True)
    for bad in (True, None, "", float("nan"), [1]):
        with pytest.raises(GrowattParameterError, match="power_rate must be a number"):
            app.set_classic_inverter_active_power_rate("S", bad)
    assert heard.received == []


DAYS: list[Any] = [
    date(2026, 6, 4),
    np.datetime64("2026-06-04"),
    np.datetime64("2026-06-04T23:59:59.999999999"),
    "2026-06-04",
    " 2026-06-04 ",
]
NO_DAYS: list[Any] = [np.datetime64("NaT"), np.int64(20260604), 20260604, NOON, "June", []]


def test_days_of_both_apis(heard: RecordingServer, v1: Any, app: Any) -> None:
    import pandas as pd

    heard.answer({"data": {}, "error_code": 0, "error_msg": "", "success": True})
    for day in (*DAYS, pd.Timestamp(2026, 6, 4, 12)):
        v1.plant_power_overview(1, day)
        app.tlx_data("S", day)
        assert {received.query["date"] for received in heard.received} == {"2026-06-04"}
        heard.received.clear()
    for bad in (*NO_DAYS, pd.NaT):
        with pytest.raises(GrowattParameterError, match="day must be a date"):
            v1.plant_power_overview(1, bad)
        with pytest.raises(GrowattParameterError, match="date must be a date"):
            app.tlx_data("S", bad)
    for bad in (date(2026, 6, 4), pd.NaT, np.datetime64("2026-06-04"), 12, None):
        with pytest.raises(GrowattParameterError, match="start_time must be a datetime"):
            app.update_tlx_inverter_time_segment("S", 1, 1, bad, ONE, True)
        with pytest.raises(GrowattParameterError, match="start_time must be a datetime"):
            v1.min_write_time_segment("S", 1, 1, bad, ONE)
    assert heard.received == []


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    st.lists(st.integers(), max_size=2),
    st.datetimes(),
)


@given(ANYTHING)
def test_the_readers_are_total_and_agree(value: Any) -> None:
    found, read, is_on = whole(value), number(value), switch(value)
    assert found is None or (type(found) is int and found == value)
    assert read is None or (type(read) is float and not isinstance(value, bool | str))
    assert found is None or read is None or read == float(found)
    assert is_on is None or type(is_on) is bool
    if found in (0, 1):
        assert is_on is bool(found)
    assert len(quoted(value)) <= MOST_QUOTED + 3
