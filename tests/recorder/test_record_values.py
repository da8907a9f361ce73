"""Columns and values: projected from the rows, and read as the rows read them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growattServer.cleaning.plan import Plan, plan_of
from growattServer.coded import enum_of
from growattServer.faults import faults_of, says_fault
from growattServer.fields import Field, Kind, Record
from growattServer.open_api_v1.records import MinEnergy, SphEnergy
from growattServer.recorder.keep.columns import KEPT, columns_of, stored_record, summed_of
from growattServer.recorder.keep.families import FAMILIES, Family
from growattServer.recorder.receive.values import values_of
from support import capture, facts

RECORDS = (MinEnergy, SphEnergy)
JSON = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(
        ["12.5", "null", "", "230.1V", "\x00", "1e400", "\ud800", "99999999999999999999"]
    ),
    st.just({}),
    st.just([1]),
)


def slowly(record: Record) -> list[Any]:
    """The values as the rows themselves read them."""
    found = []
    for column in columns_of(type(record)):
        value = column.row.read(record)
        if column.type == "integer" and value is not None and not -(2**63) <= value < 2**63:
            value = None
        if column.type == "text" and value is not None:
            value = value.encode("utf-8", "replace").decode()
        found.append(value)
    return found


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.name)
def test_a_code_is_stored_as_its_number(family: Family) -> None:
    columns = columns_of(family.record)
    coded = {
        name: row
        for name, row in family.record.fields.items()
        if row.kind in KEPT and enum_of(row) is not None
    }
    assert "status" in {column.name for column in columns}
    assert {column.name for column in columns if column.type == "integer"} >= coded.keys()
    for sent in (1, "1", 77_000):
        (values,) = values_of(
            family.record, [family.record({row.key: sent for row in coded.values()})]
        )
        told = {column.name: value for column, value in zip(columns, values, strict=True)}
        assert {type(told[name]) for name in coded} <= {int}, sent
        assert all(told[name] == int(sent) for name in coded)


@pytest.mark.parametrize("record", RECORDS)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_values_are_what_the_rows_read(record: type[Record], data: st.DataObject) -> None:
    keys = sorted({key for row in record.fields.values() for key in (row.key, *row.other_keys)})
    sent = record(data.draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=30)))
    assert [list(values) for values in values_of(record, [sent])] == [slowly(sent)]


@pytest.mark.parametrize("record", RECORDS)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_rows_are_read_together_as_alone(record: type[Record], data: st.DataObject) -> None:
    keys = sorted({row.key for row in record.fields.values()})
    some = data.draw(st.lists(st.sampled_from(keys), max_size=8, unique=True))
    shaped = st.lists(JSON, min_size=len(some), max_size=len(some))
    rows = [
        record(zip(some if turn else some[::-1], values, strict=True))
        for turn, values in data.draw(st.lists(st.tuples(st.booleans(), shaped), max_size=6))
    ]
    assert list(map(list, values_of(record, rows))) == [slowly(row) for row in rows]


@pytest.mark.parametrize(
    ("record", "example"), [(MinEnergy, "min_history"), (SphEnergy, "sph_history")]
)
def test_values_of_the_vendors_examples(record: type[Record], example: str) -> None:
    sent = record(capture(example)["data"]["datas"][0])
    (values,) = values_of(record, [sent])
    assert list(values) == slowly(sent)
    assert sum(value is not None for value in values) > 40
    assert values_of(record, [record()]) == [(None,) * len(values)]


@pytest.mark.parametrize("record", RECORDS)
def test_every_value_that_can_change_is_a_column(record: type[Record]) -> None:
    names = {column.name for column in columns_of(record)}
    for name, row in record.fields.items():
        if row.unit is not None and row.kind in (Kind.MEASUREMENT, Kind.DAILY, Kind.LIFETIME):
            assert name in names
        if row.kind in (Kind.IDENTITY, Kind.SETTING):
            assert name not in names
    assert names.isdisjoint({"device_id", "time", "confirmed", "corrections", "device_sn"})
    energies = [each.name for each in summed_of(record)]
    assert len(set(energies)) == len(energies)
    assert "import_energy" in energies


def names_of(plan: Plan) -> list[str]:
    return [each.name for each in (*plan.lifetimes, *plan.dailies, *plan.powers)]


def test_stored_values_are_records_again() -> None:
    for family in FAMILIES.values():
        kind = stored_record(family)
        names = [column.name for column in columns_of(family.record)]
        record = kind(dict.fromkeys(names, 1.5))
        assert [getattr(record, name) for name in names] == [1.5] * len(names)
        # the cleaner has the same rules for them
        assert names_of(plan_of(kind)) == names_of(plan_of(family.record))
        for name in names:
            stored, sent = kind.fields[name], family.record.fields[name]
            own = {"key", "parse", "other_keys"}
            for said in set(Field.__slots__) - own:
                assert getattr(stored, said) == getattr(sent, said), (name, said)


def test_stored_readings_say_what_their_codes_mean() -> None:
    reading = MinEnergy({"faultType": "103", "status": "3"})
    stored = stored_record(FAMILIES["min"])({"fault_code": 103, "status": 3})
    assert faults_of(stored) == faults_of(reading) != []
    assert says_fault(stored) is says_fault(reading) is True


def test_stored_values_are_cleaned_by_the_same_rules() -> None:
    told = facts("v1_families")["families"]
    for family in FAMILIES.values():
        sent, stored = plan_of(family.record), plan_of(stored_record(family))
        for rules in ("lifetimes", "dailies", "powers"):
            names = [each.name for each in getattr(sent, rules)]
            assert names or not told[family.name]["has_units"], rules
            assert [each.name for each in getattr(stored, rules)] == names
