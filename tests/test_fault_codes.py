"""Fault codes: every number of the vendor's workbook, as it is printed, with words of ours."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from growattServer.faults import FaultCode, Numbering, Place, Severity, explain, fault_codes

SHEET = Path(__file__).parent / "facts/fault_codes.tsv"
PLACES = {
    "pv_side": Place.PV,
    "ac_side": Place.GRID,
    "inside_the_system": Place.INSIDE,
    "battery_side": Place.BATTERY,
    "off_grid_side": Place.OFF_GRID,
    "backup_box": Place.BACKUP_BOX,
    "anti_pid_x": Place.ANTI_PID,
}
EVERY = [code for numbering in Numbering for code in fault_codes(numbering)]


def printed() -> dict[tuple[str, int], tuple[int, Place, str, str]]:
    """The rows of the workbook: (severity, number) to last number, place, display, sub-codes."""
    with SHEET.open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return {
        (row["severity"], int(row["code"])): (
            int(row["code"] if row["code_to"] == "-" else row["code_to"]),
            PLACES[row["category"]],
            row["display"].replace("-", "") if row["display"] == "-" else row["display"],
            "digits" if row["sub_kind"] == "text" else row["sub_codes"].removeprefix("-"),
        )
        for row in csv.DictReader(lines, delimiter="\t")
    }


def test_every_row_of_the_workbook_is_there_as_it_is_printed() -> None:
    ours = {
        (str(code.severity), code.number): (code.last, code.place, code.display, code.subcodes)
        for code in fault_codes()
    }
    assert ours == printed()
    assert len(fault_codes()) == len(ours) == 180


@pytest.mark.parametrize("numbering", Numbering)
def test_no_number_stands_twice_in_a_table(numbering: Numbering) -> None:
    keys = [(code.severity, code.number) for code in fault_codes(numbering)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "code", EVERY, ids=[f"{code.numbering}-{code.severity}-{code.number}" for code in EVERY]
)
def test_each_says_what_it_means_and_what_to_do(code: FaultCode) -> None:
    assert code.name
    assert not code.name.endswith(".")
    assert all(sentence.endswith(".") for sentence in (code.meaning, code.advice))
    assert str(code).startswith(f"{code.severity} {code.number}: {code.name}. ")
    # what is not known is not guessed
    words = code.display.lower().replace("protect", "error").replace(" ", "")
    if words in ("", f"error{code.number}") and code.numbering is Numbering.CURRENT:
        assert "not published" in code.meaning or "published no words" in code.meaning


def test_the_same_number_means_another_thing_in_another_class() -> None:
    assert [str(code.severity) for code in explain(302)] == ["error", "protect"]
    (error,) = explain(302, Severity.ERROR)
    assert (error.place, error.name) == (Place.GRID, "No grid connection")
    (protect,) = explain(302, Severity.PROTECT)
    assert protect.name == "Grid frequency out of range"


@pytest.mark.parametrize("number", [1000, 1150, 1299])
def test_a_number_in_a_range_is_found(number: int) -> None:
    assert {code.severity for code in explain(number)} == set(Severity)


@pytest.mark.parametrize(
    ("number", "numbering"),
    [*((number, Numbering.CURRENT) for number in (0, -1, 25, 999, 1300)), (33, Numbering.CLASSIC)],
)
def test_an_unknown_number_has_no_meaning(number: int, numbering: Numbering) -> None:
    assert explain(number, numbering=numbering) == ()


def test_classic_inverters_have_a_table_of_their_own() -> None:
    (code,) = explain(25, numbering=Numbering.CLASSIC)
    assert code.name == "No grid connection"
    assert explain(7, numbering=Numbering.CLASSIC)[0].display == "Error 106"
