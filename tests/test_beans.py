"""A bean that several APIs show has its rows in one place, and one name for each key."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from growattServer.fields import Field, Record
from growattServer.open_api_v1 import records as v1
from growattServer.open_api_v4.families import family_of
from growattServer.shinephone import records as app

BEANS: dict[str, list[type[Record]]] = {
    "min energy": [v1.MinEnergy, family_of("min").energy, app.TlxEnergy],
    "min detail": [v1.MinDetail, family_of("min").detail, app.TlxDevice],
    "sph energy": [v1.SphEnergy, family_of("sph").energy],
    "sph detail": [v1.SphDetail, family_of("sph").detail],
    "spa energy": [v1.SpaEnergy, family_of("spa").energy],
    "spa detail": [v1.SpaDetail, family_of("spa").detail],
    "max energy": [v1.MaxEnergy, family_of("max").energy],
    "max detail": [v1.MaxDetail, family_of("max").detail],
    "inverter energy": [v1.InverterEnergy, family_of("inv").energy, app.InverterEnergy],
    "inverter detail": [v1.InverterDetail, family_of("inv").detail],
    "storage energy": [v1.StorageEnergy, family_of("storage").energy, app.StorageEnergy],
    "storage detail": [v1.StorageDetail, family_of("storage").detail, app.StorageDevice],
}
PAIRS = [
    pytest.param(one, other, id=f"{bean}: {one.__module__} and {other.__module__}")
    for bean, records in BEANS.items()
    for one, other in combinations(records, 2)
]
SAMPLES: list[Any] = [
    *(7, "7", 7.5, "7.5", 1, 0, -1, -0.1, 255, True, "x", "", None, [], {}),
    *("2026-01-02 03:04:05", 1_781_517_600_000, "7:5", "7 W", "7 kWh"),
]
OF_EACH_API = {
    *("time", "calendar", "timeCalendar", "sysTime", "lost", "serialNum"),
    "lastUpdateTime",
}
"""What each API says in its own way: whose clock it is, what may be believed, what may lack."""
AS_PRINTED = {"eRacToday", "eRacTotal"}
"""The page of V4 about inverters of the older line prints another unit for a reactive energy."""


def rows_of(record: type[Record]) -> dict[str, Field[Any]]:
    return {key: row for row in record.fields.values() for key in (row.key, *row.other_keys)}


def says(row: Field[Any]) -> tuple[Any, ...]:
    """What a row says of a value; its meaning may be told in other words."""
    reads = tuple(repr(row.read({row.key: sample})) for sample in SAMPLES)
    return (type(row), row.name, row.unit, row.kind, row.codes, row.faults, row.other_keys, reads)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_row_that_says_the_same_is_the_same(one: type[Record], other: type[Record]) -> None:
    left, right = rows_of(one), rows_of(other)
    twice = {
        key
        for key, row in left.items()
        if key in right and row is not right[key] and says(row) == says(right[key])
    }
    assert twice - OF_EACH_API == set()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_key_has_one_name_and_unit(one: type[Record], other: type[Record]) -> None:
    left, right = rows_of(one), rows_of(other)
    common = left.keys() & right.keys()
    assert len(common) > 0.4 * min(len(left), len(right))
    wrong = {
        (key, left[key].name, right[key].name, left[key].unit, right[key].unit)
        for key in common - AS_PRINTED
        if (left[key].name, left[key].unit) != (right[key].name, right[key].unit)
    }
    assert wrong == set()
