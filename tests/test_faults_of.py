"""Codes in readings and alarms: which table a field is of, and what is said of its number."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from growattServer import Record
from growattServer.faults import Fault, Numbering, explain, faults_of, says_fault
from growattServer.open_api_v1 import records as v1
from growattServer.open_api_v1.devices import FAMILIES
from growattServer.open_api_v1.devices.declared import declared_in
from growattServer.open_api_v4 import records as v4
from growattServer.shinephone import records as app
from record_classes import every_record

CAPTURES = Path(__file__).parent / "captures"
EITHER, UNKNOWN = "error or protect", "unknown"


def unknown(keys: str) -> dict[str, str]:
    return dict.fromkeys(keys.split(), UNKNOWN)


TABLES: dict[type[Record], dict[str, str]] = {
    v1.InverterEnergy: {
        "faultType": "classic",
        **unknown("faultCode1 faultCode2 warnCode"),
    },
    v1.StorageEnergy: unknown("faultCode errorCode warnCode warnCode2 warnCode3"),
    v4.InverterEnergy: {"faultType": "classic", "warnCode": UNKNOWN},
    app.InverterEnergy: {"faultType": "classic", "warnCode": UNKNOWN},
    v4.StorageEnergy: unknown("faultCode errorCode warnCode warnCode2 warnCode3"),
    v4.MaxEnergy: {
        "faultType": EITHER,
        **unknown("faultCode1 faultCode2 warnCode"),
    },
    v1.MaxEnergy: {
        "faultType": EITHER,
        **unknown("faultCode1 faultCode2 warnCode"),
    },
    **{
        bean: unknown("faultCode errorCode warnCode")
        for bean in (v1.SphEnergy, v1.SpaEnergy, v4.SphEnergy, v4.SpaEnergy)
    },
    **{
        bean: {
            "faultType": EITHER,
            "warnCode": "protect",
            **unknown(
                "faultType1 warnCode1 newWarnCode bmsFaultType "
                "bdc1FaultType bdc2FaultType bdc1WarnCode bdc2WarnCode"
            ),
        }
        for bean in (v1.MinEnergy, v4.MinEnergy, app.TlxEnergy)
    },
    app.TlxBatteryLatest: {"errorCode": UNKNOWN, "warnCode": UNKNOWN},
    v4.WitEnergy: {
        "faultCode": "error",
        "warnCode": EITHER,
        **unknown("errorCode warnCode1 uwFaultCode uwAlarmCode uwMainWarnFirst uwMainWarnSec"),
    },
    v4.SphSEnergy: unknown(
        "faultCode warnCode warnCode1 systemFault systemWarn lcdfaultNum lcdwarnNum"
    ),
    v4.NoahEnergy: {
        "mpptProtectStatus": "NOAH panel protections",
        "pdWarnStatus": "NOAH link warnings",
        "faultStatus": "NOAH pack faults",
        **{f"battery{pack}WarnStatus": "NOAH pack warnings" for pack in range(1, 5)},
        **{f"battery{pack}ProtectStatus": "NOAH pack protections" for pack in range(1, 5)},
    },
    v1.Alarm: {"alarm_code": UNKNOWN},
    v1.InverterAlarm: {"alarm_code": "classic"},
    v1.MaxAlarm: {"alarm_code": EITHER},
    v1.AtessAlarm: {"alarm_code": "byte and bit"},
}
NO_CODES = {
    # bits that nobody has described, codes by the key alone, and what is long over
    *(f"battHistoryFaultCode{number}" for number in range(1, 9)),
    *("alarmCode", "alarmCode1", "alarmCode2", "bmsWarnCode", "faultBitCode", "pidFaultCode"),
    # numbers that come with a code and mean nothing alone
    *("bAlarmSubCode", "bFaultSubCode", "bdcFaultSubCode", "bdcWarnSubCode"),
    *("errorSubCode", "warnSubCode", "newWarnSubCode"),
}
NO_TABLE = "Nobody has published which table this code is from."
NOT_THERE = "The table that this code is from does not explain it."
LIKE_A_CODE = re.compile(r"(fault|warn|error|alarm).*(code|type|num)", re.I)


@pytest.mark.parametrize("bean", TABLES, ids=lambda bean: f"{bean.__module__}.{bean.__name__}")
def test_each_field_with_a_code_is_of_the_table_that_the_sheet_says(bean: type[Record]) -> None:
    told = {row.key: row.codes for row in bean.fields.values() if row.codes is not None}
    assert told == TABLES[bean]


def test_no_field_with_a_code_is_forgotten() -> None:
    forgotten = {
        (bean.__name__, row.key)
        for bean in every_record()
        for row in bean.fields.values()
        if row.codes is None and LIKE_A_CODE.search(row.key) and row.key not in NO_CODES
    }
    assert forgotten == set()


def last(path: str, *steps: str | int) -> dict[str, object]:
    found = json.loads((CAPTURES / path).read_text("utf-8"))
    for step in steps:
        found = found[step]
    assert isinstance(found, dict)
    return found


def test_a_code_of_a_known_table_is_explained() -> None:
    (fault,) = faults_of(v4.InverterEnergy(faultType=30, status=3, statusText="Fault"))
    assert (fault.field, fault.code, fault.name) == (
        "fault_code",
        "30",
        "Grid voltage out of range",
    )
    assert fault.explanations == explain(30, numbering=Numbering.CLASSIC)
    assert fault.is_notice is False
    assert str(fault).startswith("fault_code 30: Grid voltage out of range. The grid voltage is")


def test_both_classes_are_told_while_nobody_knows_which() -> None:
    (fault,) = faults_of(v1.MaxEnergy(faultType=302, status=3))
    assert fault.explanations == explain(302)
    assert fault.name == "error: No grid connection or protect: Grid frequency out of range"
    assert fault.advice.startswith("error: ")
    assert "protect: " in fault.advice
    # where both say the same, it is said once
    (fault,) = faults_of(v1.MaxEnergy(faultType=1100))
    assert len(fault.explanations) == 3
    assert fault.advice.count("Call your installer.") == 1


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (v1.MaxEnergy(faultType=2), NOT_THERE),
        (v1.MaxEnergy(faultType=250), NOT_THERE),
        (v4.WitEnergy(faultCode=25), NOT_THERE),
        (v4.NoahEnergy(mpptProtectStatus=8), NOT_THERE),
        (v1.SphEnergy(faultCode=302), NO_TABLE),
        (v1.Alarm(alarm_code="302"), NO_TABLE),
    ],
)
def test_a_code_that_nobody_can_explain_says_so(record: Record, said: str) -> None:
    (fault,) = faults_of(record)
    assert fault.explanations == ()
    assert fault.name == "unknown code"
    assert fault.meaning == said
    assert fault.advice == "Tell your installer or the vendor the code."


@pytest.mark.parametrize("value", [0, -1, "", None, "null", "0"])
def test_no_value_is_no_code(value: object) -> None:
    names = ("faultCode", "warnCode", "errorCode", "uwFaultCode")
    assert faults_of(v4.WitEnergy(dict.fromkeys(names, value))) == []
    assert faults_of(v4.NoahEnergy(faultStatus=value, pdWarnStatus=value)) == []


def test_words_of_bits_prove_nothing() -> None:
    words = {f"sysFaultWord{number}": 165 for number in range(1, 8)}
    reading = v1.MinEnergy(words | {"bmsError2": 7, "bmsWarnCode": 3, "status": 1})
    assert faults_of(reading) == []
    assert faults_of(v1.PcsEnergy(words | {"alarmCode1": 9})) == []


def test_a_code_beside_a_healthy_state_is_a_notice() -> None:
    working = v4.WitEnergy(faultCode=501, warnCode=400, status=1, statusText="Operating")
    faults = faults_of(working)
    assert [(fault.code, fault.is_notice) for fault in faults] == [("501", True), ("400", True)]
    assert faults[0].explanations[0].severity == "error"
    (protect,) = faults_of(v1.MinEnergy(warnCode=220, status=1))
    assert [str(code.severity) for code in protect.explanations] == ["protect"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (v1.MinEnergy(status=1), False),
        (v1.MinEnergy(status=2), True),
        (v1.MinEnergy(status=3), True),
        (v1.MinEnergy(status=-1), None),
        (v1.MinEnergy(), None),
        (v4.MaxEnergy(status=3), True),
        (v4.SphSEnergy(status=6, statusText="Fault"), True),
        (v4.SphSEnergy(status=3, statusText="Bat Online"), None),
        (v4.NoahEnergy(status=4), True),
        (app.NoahStatus(status=4), True),
        (app.MixSystemStatus(uwSysWorkMode=3, status=1), True),
        (app.MixSystemStatus(uwSysWorkMode=5), False),
        (v1.PcsEnergy(status=3), None),
        (v1.Alarm(alarm_code="1", status=1), None),
    ],
)
def test_only_its_state_says_that_a_device_is_in_a_fault(record: Record, said: bool | None) -> None:
    assert says_fault(record) is said


def test_the_bits_of_a_noah_are_told_one_by_one() -> None:
    reading = v4.NoahEnergy(battery2WarnStatus=5, battery1ProtectStatus=1 << 10, faultStatus=2)
    assert {(fault.field, fault.code, fault.name) for fault in faults_of(reading)} == {
        ("battery_2_warning_bits", "bit 0", "Battery voltage low"),
        ("battery_2_warning_bits", "bit 2", "Too cold to charge"),
        ("battery_1_protection_bits", "bit 10", "Voltage sense wire open"),
        ("fault_bits", "bit 1", "Fault of battery pack 2"),
    }


def test_every_alarm_of_the_examples_is_told() -> None:
    told: dict[str, Fault] = {}
    for path in sorted((CAPTURES / "v1").glob("*_alarms.json")):
        family = path.name.removesuffix("_alarms.json")
        page = declared_in(FAMILIES[family.upper()].alarms).record
        record: Any = page(last(f"v1/{path.name}", "data"))
        assert record.alarms
        for alarm in record.alarms:
            (told[family],) = faults_of(alarm)
            assert told[family].code == alarm.alarm_code
            assert told[family].is_notice is None
    assert set(told) == {name.lower() for name in FAMILIES}
    # the table of the older line is known
    names = {family: fault.name for family, fault in told.items() if family != "inverter"}
    assert set(names.values()) == {"unknown code"}


def test_byte_and_bit_are_said_in_words() -> None:
    (fault,) = faults_of(v1.AtessAlarm(alarm_code="7-114-5", alarm_message="BYTE114_5"))
    assert fault.meaning == (
        'The vendor says: "BYTE114_5". Bit 5 of byte 114, in word 7; its meaning is not published.'
    )
    (other,) = faults_of(v1.AtessAlarm(alarm_code="2"))
    assert other.meaning == NOT_THERE


def test_the_words_of_the_vendor_are_told() -> None:
    (alarm,) = v1.InverterAlarms({"alarms": [{"alarm_code": 25}]}).alarms
    (classic,) = faults_of(alarm)
    assert classic.name == "No grid connection"
    (fault,) = faults_of(v1.Alarm(alarm_code="3012", alarm_message="Battery too warm"))
    assert fault.meaning.startswith('The vendor says: "Battery too warm". ')
    (silent,) = faults_of(v1.Alarm(alarm_code="3012", alarm_message="Unknown"))
    assert "vendor says" not in silent.meaning


def test_an_endless_code_of_an_alarm_is_only_shown() -> None:
    (fault,) = faults_of(v1.MaxAlarm(alarm_code="9" * 5000))
    assert (fault.name, len(fault.code)) == ("unknown code", 5000)
