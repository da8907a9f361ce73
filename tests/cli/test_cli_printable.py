"""Names and texts of a server cannot steer the terminal, and no cell of a file is a formula."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growattServer.cli.answer import as_json
from growattServer.cli.printable import printable, printable_json, printable_line
from growattServer.simulator import Simulator
from growattServer.spreadsheet import as_cell, from_cell

from .cli_world import START, User

EVIL = (
    "\x1b]0;title\x07\x1b]52;c;aGVsbG8=\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\u200f"
    "[bold red]\r\nNext: growatt login"
)


def steering(text: str) -> set[str]:
    """Characters that a terminal would obey, or that turn the direction of writing."""
    return {
        one
        for one in text
        if (unicodedata.category(one) in ("Cc", "Zl", "Zp") and one not in "\n\t")
        or unicodedata.bidirectional(one)
        in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        or one in "\u200e\u200f\u061c\ufeff"
    }


@given(st.text())
def test_nothing_steers_a_terminal(text: str) -> None:
    assert steering(printable(text)) == set()
    assert not set(printable_line(text)) & set("\n\t\r")
    assert printable(printable(text)) == printable(text)
    if not steering(text) and "\xad" not in text:
        assert printable("Müller 屋 👩‍🌾\n") == "Müller 屋 👩‍🌾\n"


@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])), lambda part: st.lists(part)))
def test_json_means_the_same(value: object) -> None:
    document = as_json({"value": value})
    assert steering(document) == set()
    assert json.loads(document) == {"value": value}
    assert json.loads(printable_json(json.dumps(value, ensure_ascii=False))) == value


@given(st.text())
def test_a_cell_is_never_a_formula_and_comes_back(text: str) -> None:
    assert from_cell(as_cell(text)) == text
    assert not as_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.fixture(scope="module")
def hostile() -> Iterator[Simulator]:
    with Simulator(start=START, history_days=2) as sim:
        plant = sim.add_plant(name=EVIL, city=EVIL, country="=HYPERLINK(1)")
        sim.add_device("min", "SIMMIN0666", plant_id=plant["plant_id"])
        yield sim


@pytest.fixture(scope="module")
def victim(hostile: Simulator, tmp_path_factory: pytest.TempPathFactory) -> User:
    user = User(tmp_path_factory.mktemp("victim"))
    assert user.log_in(hostile.token, hostile.url).code == 0
    return user


@pytest.mark.parametrize(
    "words",
    [
        ("plants",),
        ("devices",),
        ("now",),
        ("energy", "month", "--plant", EVIL),
        ("energy", "day", "--plant", "1000003"),
        ("schedule", "show", "SIMMIN0666"),
        ("settings", "show", "SIMMIN0666"),
        ("doctor",),
        ("budget",),
        ("history", EVIL),
        (EVIL,),
    ],
    ids=lambda words: " ".join(words).encode("unicode-escape").decode()[:20],
)
def test_no_verb_hands_them_on(victim: User, words: tuple[str, ...]) -> None:
    for more in ((), ("--json",)):
        done = victim.run(*words, *more)
        assert steering(done.out + done.err) == set()
        assert not any(line.startswith("Next: growatt login") for line in done.err.splitlines())
    assert steering(victim.run(*words, COLUMNS="40").out) == set()


def test_a_terminal_is_not_steered_either(victim: User) -> None:
    with victim.sit("plants", columns=500) as sitting:
        sitting.see("Munich")
        sitting.end()
        shown = sitting.plain
    assert "\\x1b]52;c" in shown
    assert "\x1b]" not in sitting.raw


def test_messages_of_the_server_are_shown_as_text(victim: User, hostile: Simulator) -> None:
    hostile.add_fault(
        {"fault": "error_code", "error_code": 10001, "error_msg": EVIL, "match": "*/plant/list"}
    )
    done = victim.run("plants", "--fresh")
    assert done.code != 0
    assert steering(done.out + done.err) == set()


def test_files_for_spreadsheets(tmp_path: Path) -> None:
    file = StringIO()
    csv.writer(file).writerow(
        [as_cell(text) for text in ("=1+1", "@SUM(A1)", "plain", "-5", "'=x")]
    )
    rows = list(csv.reader(StringIO(file.getvalue())))
    assert rows == [["'=1+1", "'@SUM(A1)", "plain", "'-5", "''=x"]]
