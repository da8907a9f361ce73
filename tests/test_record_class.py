"""What every record can do: show itself by its names, become other dicts, stay a record."""

from __future__ import annotations

import copy
import io
import json
import logging
import operator
import pickle
import pprint
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from growattServer import Record, Rows
from growattServer.fields import nested, number, rows, serial_number, text, timestamp, watts
from growattServer.open_api_v1.records import MinEnergy
from growattServer.open_api_v1.schedules import read_ac_charge_times
from growattServer.shinephone.records import LoginReply
from record_classes import every_record


class Part(Record):
    """A part of a thing."""

    size = number("s", "Size")


class Thing(Record):
    """A record of these tests."""

    name = serial_number("n", "Name")
    power = watts("p", "Power", other_keys=("pp",))
    at = timestamp("t", "When")
    token = text("apiToken", "Secret")
    part = nested("part", Part, "One part")
    parts = rows("parts", Part, "Several parts")


PLAIN: dict[str, Any] = {
    "n": "box",
    "p": "12.5",
    "t": "2026-06-15 12:00:00",
    "part": {"s": "1"},
    "parts": [{"s": 2, "x": 1}],
    "new": [1],
    "password": "hunter2",
    "apiToken": "secret-token",
}


@pytest.fixture
def thing() -> Thing:
    made = Thing(PLAIN)
    made.age = timedelta(minutes=2)
    return made


# --- how it looks --------------------------------------------------------------------------------


def test_a_repr_shows_class_names_and_values_and_then_the_rest(thing: Thing) -> None:
    assert repr(thing) == (
        "Thing(name='box', power=12.5, at=datetime.datetime(2026, 6, 15, 12, 0), token=***, "
        "part=Part(size=1.0), parts=[Part(size=2.0, {'x': 1})], {'new': [1], 'password': ***})"
    )
    assert repr(Thing()) == "Thing()"
    assert repr(Thing(p="null", n="")) == "Thing({'p': 'null', 'n': ''})"
    assert repr(Thing(pp=3)) == "Thing(power=3.0)"


def test_a_repr_has_an_end() -> None:
    deep: dict[str, Any] = {}
    for _ in range(900):
        deep = {"d": [deep]}
    sent: list[dict[str, Any]] = [
        {"n": "x" * 10_000},
        {"parts": [{"s": number} for number in range(10_000)]},
        {"raw": list(range(10**6))},
        deep,
    ]
    for plain in sent:
        shown = repr(Thing(plain))
        assert len(shown) < 520
        assert shown.startswith("Thing(")
        assert shown.endswith("...")


@pytest.mark.parametrize("kind", every_record(), ids=lambda kind: kind.__qualname__)
def test_a_repr_of_every_record_has_all_its_names_and_no_secret(kind: type[Record]) -> None:
    for name, row in kind.fields.items():
        samples: list[Any] = ["1", {"a": {}}, [{}], "2026-06-15 12:00:00", 1, "12:30"]
        for value in samples:
            record = kind({row.key: value})
            if row.read(record) is not None:
                assert repr(record).startswith(f"{kind.__name__}({name}=")
                break
    for key in ("password", "token", "cpowerToken", "authCode", "sessionId"):
        assert "hunter2" not in repr(kind({key: "hunter2", "more": {key: "hunter2"}}))


def test_a_record_is_printed_and_logged_as_the_dict_that_2_2_0_gave(
    thing: Thing, caplog: pytest.LogCaptureFixture
) -> None:
    assert f"{thing}" == str(thing) == str(PLAIN)
    caplog.set_level(logging.DEBUG)
    logging.getLogger().debug("it is %s", thing)
    assert caplog.messages == [f"it is {PLAIN}"]
    settings = {"wchargeSOCLowLimit": "80", "forcedChargeTimeStart1": "1:0"}
    times = read_ac_charge_times(settings)
    assert "Period" not in str(times)
    assert json.loads(str(times).replace("'", '"').replace("F", "f"))["charge_stop_soc"] == 80


@pytest.mark.parametrize("width", [20, 80, 160])
def test_pprint_prints_all_of_it(width: int) -> None:
    plain = {f"key{number}": number for number in range(200)} | {"n": "box"}
    thing = Thing(plain)
    for ours, theirs in ((thing, plain), ([thing], [plain]), ({"in": thing}, {"in": plain})):
        assert pprint.pformat(ours, width=width) == pprint.pformat(theirs, width=width)
    out = io.StringIO()
    pprint.pprint(Rows([Thing(plain)]), stream=out, width=width)
    assert out.getvalue() == pprint.pformat([plain], width=width) + "\n"


# --- other dicts ---------------------------------------------------------------------------------


def test_to_dict_has_names_and_typed_values(thing: Thing) -> None:
    assert thing.to_dict() == {
        "name": "box",
        "power": 12.5,
        "at": datetime(2026, 6, 15, 12),
        "token": "secret-token",
        "part": {"size": 1.0},
        "parts": [{"size": 2.0}],
    }
    assert Thing().to_dict() == dict.fromkeys(Thing.fields)
    assert dict(thing) == PLAIN


@pytest.mark.parametrize("kind", every_record(), ids=lambda kind: kind.__qualname__)
def test_to_dict_of_every_record_is_of_plain_dicts_and_lists(kind: type[Record]) -> None:
    filled = kind({row.key: value for row in kind.fields.values() for value in [[{}], "1"]})
    for record in (kind(), filled, kind({row.key: {"a": {}} for row in kind.fields.values()})):
        made = record.to_dict()
        assert list(made) == list(kind.fields)
        assert_plain(made)


def assert_plain(value: Any) -> None:
    if isinstance(value, dict | list):
        assert type(value) in (dict, list)
        for inner in value.values() if isinstance(value, dict) else value:
            assert_plain(inner)


# --- it stays a record ---------------------------------------------------------------------------

KEPT: dict[str, Callable[[Thing], Any]] = {
    "copy()": lambda thing: thing.copy(),
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),  # noqa: S301
    "| dict": lambda thing: thing | {},
    "| record": lambda thing: thing | Thing(),
    "dict |": lambda thing: {} | thing,
    "|=": lambda thing: thing.__ior__({}),
}


@pytest.mark.parametrize("way", KEPT)
def test_what_is_made_of_a_record_is_a_record_of_the_same_age(way: str, thing: Thing) -> None:
    made: Any = KEPT[way](thing)
    assert type(made) is Thing
    assert made == thing == PLAIN
    assert made.age == timedelta(minutes=2)
    assert made.power == 12.5


def test_later_values_win_and_nothing_else_changes(thing: Thing) -> None:
    assert (thing | {"n": "bag"}).name == "bag"
    assert thing.__ror__({"n": "bag"}).name == "box"
    assert next(iter({"z": 1} | thing)) == "z"
    assert thing == PLAIN
    copied = thing.copy()
    copied["n"] = "bag"
    assert thing.name == "box"
    thing |= {"n": "tin"}
    assert (type(thing), thing.name) == (Thing, "tin")


def test_a_union_is_as_old_as_the_oldest_of_its_parts(thing: Thing) -> None:
    older = Thing()
    older.age = timedelta(minutes=9)
    assert (thing | older).age == (older | thing).age == timedelta(minutes=9)
    assert (Thing() | Thing()).age is None


@pytest.mark.parametrize("other", [None, 1, [("n", "x")], "n"])
def test_a_union_with_what_is_no_dict_is_a_type_error(other: Any, thing: Thing) -> None:
    for left, right in ((thing, other), (other, thing)):
        with pytest.raises(TypeError):
            operator.or_(left, right)


def test_fromkeys_gives_a_record() -> None:
    made: Any = MinEnergy.fromkeys(["ppv"], "3.5")
    assert type(made) is MinEnergy
    assert made.pv_power == 3.5


def test_a_record_keeps_what_it_was_given(thing: Thing) -> None:
    refused = LoginReply(success=False, msg="502")
    refused.error = ValueError("told")  # type: ignore[assignment]  # any object will do
    for twin in (refused.copy(), copy.copy(refused), refused | {}):
        assert twin.error is refused.error


def test_no_row_may_hide_what_every_record_has() -> None:
    for name in ("copy", "to_dict", "age", "fields", "items"):
        with pytest.raises(TypeError, match="would hide"):
            type("Bad", (Record,), {name: text("k", "A row")})
