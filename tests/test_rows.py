"""Lists of records: lists like any other, of which nobody loses the types or the age."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest

from growattServer import GrowattApi, OpenApiV1, Record, Rows
from growattServer.fields import text
from growattServer.open_api_v1 import Min, Sph
from growattServer.simulator import Simulator
from record_classes import every_record


class Thing(Record):
    """A record of these tests."""

    name = text("n", "Name")


PLAIN = [{"n": "a"}, {"n": "b"}, {"n": "c"}]


@pytest.fixture
def rows() -> Rows[Thing]:
    return Rows(Thing(row) for row in PLAIN)


def test_rows_are_the_plain_list(rows: Rows[Thing]) -> None:
    assert isinstance(rows, list)
    assert rows == PLAIN
    assert rows == PLAIN
    assert rows != PLAIN[:2]
    assert json.loads(json.dumps(rows)) == PLAIN
    assert orjson.loads(orjson.dumps(rows)) == PLAIN
    assert str(rows) == str(PLAIN)
    assert f"{rows}" == f"{PLAIN}"
    assert repr(rows) == "[Thing(name='a'), Thing(name='b'), Thing(name='c')]"
    assert sorted(rows, key=lambda row: row.name, reverse=True)[0].name == "c"
    assert not Rows()


TAKEN: dict[str, tuple[Any, list[dict[str, str]]]] = {
    "slice": (lambda rows: rows[1:], PLAIN[1:]),
    "step": (lambda rows: rows[::-1], PLAIN[::-1]),
    "copy()": (lambda rows: rows.copy(), PLAIN),
    "copy.copy": (copy.copy, PLAIN),
    "copy.deepcopy": (copy.deepcopy, PLAIN),
    "pickle": (lambda rows: pickle.loads(pickle.dumps(rows)), PLAIN),  # noqa: S301
    "sum": (lambda rows: rows + rows, PLAIN * 2),
    "sum with a list": (lambda rows: rows + list[Any]((Thing(n="d"),)), [*PLAIN, {"n": "d"}]),
    "product": (lambda rows: 2 * rows, PLAIN * 2),
}


@pytest.mark.parametrize("way", TAKEN)
def test_what_is_taken_from_rows_is_rows_of_the_same_age(way: str, rows: Rows[Thing]) -> None:
    take, expected = TAKEN[way]
    for age in (None, timedelta(minutes=3)):
        taken = take(copy.copy(rows).aged(age))
        assert type(taken) is Rows
        assert taken == expected
        assert all(type(row) is Thing for row in taken)
        assert taken.age == age


def test_a_sum_is_as_old_as_the_oldest_of_its_parts(rows: Rows[Thing]) -> None:
    young, old = rows.copy().aged(timedelta(1)), rows.copy().aged(timedelta(2))
    assert (young + old).age == (old + young).age == (rows + old).age == timedelta(2)
    rows += old
    assert type(rows) is Rows
    assert type(PLAIN.copy() + young) is list


def operations() -> Iterator[tuple[str, Any]]:
    for owner in (GrowattApi, OpenApiV1, Min, Sph):
        for name, member in inspect.getmembers(owner):
            if hasattr(member, "flow"):
                yield f"{owner.__name__}.{name}", member


def test_every_operation_that_answers_a_list_says_rows() -> None:
    returned = {name: str(inspect.signature(call).return_annotation) for name, call in operations()}
    assert len(returned) > 100
    assert not [name for name, kind in returned.items() if kind.startswith("list[")]
    assert sum(kind.startswith("Rows[") for kind in returned.values()) >= 5


def test_every_list_inside_a_record_is_rows() -> None:
    seen = 0
    for kind in every_record():
        for name, row in kind.fields.items():
            value = row.read({row.key: [{}]})
            if isinstance(value, list) and any(isinstance(inner, Record) for inner in value):
                assert type(value) is Rows, f"{kind.__name__}.{name}"
                seen += 1
    assert seen > 15


def test_both_apis_answer_rows() -> None:
    answers: list[Any] = []
    with Simulator(start="2026-06-15T10:00:00Z", speed=0, user="u", password="p") as cloud:
        with GrowattApi(server_url=cloud.url) as classic:
            classic.login("u", "p")
            answers += [classic.plant_list_two(), classic.device_list("1000001")]
        with OpenApiV1(cloud.token, server_url=cloud.url) as api:
            answers += [api.plant_list().plants, api.device_list(1000001).devices]
            answers += [api.min_read_time_segments("SIMMIN0001")]
            answers += [api.sph_read_ac_charge_times("SIMSPH0001").periods]
    for rows in answers:
        assert type(rows) is Rows
        assert rows
        assert all(isinstance(row, Record) for row in rows)
