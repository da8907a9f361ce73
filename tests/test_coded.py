"""Numbers that stand for something: named where they are known, kept where they are not."""

from __future__ import annotations

import copy
import json
import pickle
import re
from typing import Any

import pytest

from growattServer.coded import Code, enum_of
from growattServer.fields import Record
from growattServer.open_api_v1.records import (
    DeviceRow,
    MaxDetail,
    MinDetail,
    MinEnergy,
    Plant,
    StorageEnergy,
)
from growattServer.open_api_v1.records.device_list import MaxListState, StorageListState
from growattServer.open_api_v4.families import family_of
from growattServer.open_api_v4.records.noah_app import NexaStatus, NoahStatus
from growattServer.records.choices import EnergyPriority
from growattServer.records.states import HybridState, OnlineState, ReadingState
from growattServer.switches import switch_text
from record_classes import every_record

RECORDS = every_record()
ENUMS = {enum_of(row) for record in RECORDS for row in record.fields.values()} - {None}
CODED = [pytest.param(enum, id=enum.__name__) for enum in sorted(ENUMS, key=str) if enum]
NUMBERS = [-(2**63), -7, -1, 0, 1, 5, 77, 255, 2**63 - 1]


def test_a_known_number_has_its_name() -> None:
    status = MinEnergy({"status": "1"}).status
    assert status is ReadingState.NORMAL
    assert repr(status) == "<ReadingState.NORMAL: 1>"
    assert status.is_known
    assert (HybridState.SELF_CHECK.words, HybridState.NORMAL_5.words) == ("self check", "normal")


def test_an_unknown_number_is_kept_and_says_so() -> None:
    status = MinEnergy({"status": 77}).status
    assert status == 77
    assert repr(status) == "<ReadingState.UNKNOWN_77: 77>"
    assert status.name == "UNKNOWN_77"
    assert not status.is_known
    assert ReadingState(-5).name == "UNKNOWN_MINUS_5"
    assert [*ReadingState] == [0, 1, 2]


@pytest.mark.parametrize("enum", CODED)
@pytest.mark.parametrize("number", NUMBERS)
def test_it_is_the_number_to_every_program(enum: type[Code], number: int) -> None:
    code: Any = enum(number)
    assert isinstance(code, int)
    assert code == number
    assert hash(code) == hash(number)
    assert {number: "found"}[code] == {code: "found"}[number] == "found"
    assert (str(code), f"{code}", f"{code:>6}", f"{code:d}") == (
        *(str(number), str(number), f"{number:>6}", str(number)),
    )
    assert json.dumps([code, {code: code}]) == json.dumps([number, {number: number}])
    assert (code + 1, float(code), code < number + 1) == (number + 1, float(number), True)


@pytest.mark.parametrize("enum", CODED)
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_goes_through_pickle_and_copy(enum: type[Code], number: int, protocol: int) -> None:
    code = enum(number)
    pickled = pickle.loads(pickle.dumps(code, protocol))  # noqa: S301  # our own bytes
    twins = [pickled, copy.copy(code), copy.deepcopy(code)]
    for twin in twins:
        assert (type(twin), twin, repr(twin)) == (enum, number, repr(code))


@pytest.mark.parametrize("sent", [None, "", "null", "2.5", 2.5, "x", [], {}, True, 10**400])
def test_what_is_no_number_is_none(sent: Any) -> None:
    assert MinEnergy({"status": sent}).status is None


@pytest.mark.parametrize("sent", [2, "2", 2.0, "2.0", " 2 "])
def test_each_form_of_a_number_is_read(sent: Any) -> None:
    assert MinEnergy({"status": sent}).status is ReadingState.FAULT


def test_what_means_missing_is_none() -> None:
    row = MinDetail.battery_mode
    assert [row.read({"bdcMode": sent}) for sent in (255, "-1", 2)] == [
        *(None, None, EnergyPriority.GRID_FIRST),
    ]


def test_only_a_number_is_a_code() -> None:
    sent: Any = "1"
    with pytest.raises(ValueError, match="'1' is not a valid ReadingState"):
        ReadingState(sent)


def test_the_state_in_a_list_depends_on_the_type() -> None:
    found = {number: DeviceRow({"type": number, "status": 0}).status for number in range(1, 12)}
    assert {type_: repr(state) for type_, state in found.items()} == {
        1: repr(OnlineState.OFFLINE),
        2: repr(StorageListState.STANDBY),
        3: "0",
        4: repr(MaxListState.STANDBY_0),
        5: repr(HybridState.WAITING),
        6: repr(HybridState.WAITING),
        7: repr(OnlineState.OFFLINE),
        8: "0",
        9: "0",
        10: "0",
        11: "0",
    }
    assert DeviceRow({"type": None, "status": "3"}).status == 3
    assert DeviceRow({"type": 7}).status is None


def test_the_apis_say_of_a_max_in_their_own_numbers() -> None:
    assert repr(MaxDetail({"status": 1}).status) == "<HybridState.SELF_CHECK: 1>"
    assert (
        repr(family_of("max").detail.fields["status"].read({"status": 1}))
        == "<OnlineState.ONLINE: 1>"
    )
    names = [repr(kind({"status": 1}).status) for kind in (NoahStatus, NexaStatus)]
    assert names == ["<NoahState.ONLINE: 1>", "<NexaState.BATTERY_FIRST: 1>"]


def test_the_meaning_of_a_row_lists_its_numbers() -> None:
    assert StorageEnergy.status.meaning == (
        "State: 0 operating, 1 charging, 2 discharging, 3 fault, 4 upgrading"
    )
    assert MaxDetail.status.meaning.endswith("4 upgrading, 5-8 normal")
    assert Plant.status.meaning.endswith("0 or 4 offline, 1 online")


def test_no_row_lists_numbers_by_hand() -> None:
    """What a number stands for is said by an enum; a row of one number or of bits is no list."""
    pattern = r"\b0 [a-z][^,]*, 1 [a-z]"
    by_hand = [
        f"{record.__name__}.{name}: {row.meaning}"
        for record in RECORDS
        for name, row in record.fields.items()
        if type(row.read({row.key: "1"})) is int and re.search(pattern, row.meaning)
    ]
    assert by_hand == []


def test_a_record_shows_names_and_gives_numbers_away() -> None:
    reading = MinEnergy({"status": 1})
    assert "<ReadingState.NORMAL: 1>" in repr(reading)
    assert json.loads(json.dumps(reading.to_dict()))["status"] == 1
    assert dict(reading) == {"status": 1}


def test_every_record_is_looked_at() -> None:
    assert len(CODED) > 30
    assert all(issubclass(record, Record) for record in RECORDS)


def test_a_switch_is_sent_as_the_number_that_was_given() -> None:
    class Switch(Code):
        OFF = 0
        ON = 1

    assert [switch_text("spa_on_off", value) for value in (Switch.OFF, Switch.ON)] == [0, 1]
    assert switch_text("spa_on_off", True) == "0001"
