"""Names and texts of a server cannot steer the terminal, and no cell of a file is a formula."""

from __future__ import annotations

import csv
import json
import re
import shlex
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growattServer.cli.answer import as_json
from growattServer.cli.printable import (
    as_word,
    is_word,
    printable,
    printable_json,
    printable_line,
)
from growattServer.simulator import Simulator
from growattServer.spreadsheet import as_cell, from_cell

from .cli_world import START, User
from .rogue_cloud import RogueCloud

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
    # a comma parts them here, a semicolon or a tab in another language, and a line ends a row
    for cell in re.split("[;\t\r\n]", as_cell(text)):
        assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not as_cell(text).startswith(("\t", "\r", "\n"))


@given(st.text("'=+-@;\t\r\n＝x"))
def test_marks_are_taken_away_again(text: str) -> None:
    assert from_cell(as_cell(text)) == text


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


# --- where names stand ---------------------------------------------------------------------------

SERIAL = "SIMMIN0001"
# rich's markup, a place of `str.format`, a command of a shell, and a line of its own
NAME = "[/x]{0}{verb.x}$(touch stolen);`touch stolen`\x1b]0;x\x07'\r\nNext: growatt login --mine"
TEXTS = ("name", "city", "country", "model", "statusText", "datalogger_sn", "fwVersion", "date")


@pytest.fixture
def rogue(cloud: Simulator) -> Iterator[RogueCloud]:
    cloud.reset()
    server = RogueCloud(cloud)
    yield server
    server.stop()


def lines_of(serial: str) -> list[list[str]]:
    """A tour of what names the plants, the devices and what is said of them."""
    plant = ["--plant", "1000001"]
    return [
        ["plants"],
        ["devices", "--fresh"],
        ["now"],
        ["now", serial],
        ["now", serial, "--watch", "--rounds", "1"],
        ["energy", "day"],
        ["energy", "day", *plant],
        ["energy", "month", *plant],
        ["energy", "year", *plant],
        ["schedule", "show"],
        ["schedule", "set", serial, "charge=02:00-05:00", "--yes", "--wait", "1s"],
        ["schedule", "verify", serial, "--wait", "1s"],
        ["settings", "show"],
        ["settings", "show", serial],
        ["settings", "set", serial, "charge_power=80", "--yes", "--wait", "1s"],
        ["settings", "verify"],
        ["settings", "revert"],
        ["settings", "revert", serial, "--dry-run"],
        ["doctor"],
        ["budget"],
        ["record", "--backfill", "2d"],
        ["record", "--backfill", "3d", "--plan"],
        ["check"],
        ["compact"],
        ["export", serial, "--out", "a.csv"],
        ["history", serial, "--last", "1d", "--out", "-", "--columns", "all"],
        ["history", serial, "--last", "1d", "--out", "-", "--format", "jsonl", "--columns", "all"],
        ["history", "--last", "1d", "--out", "b.csv"],
    ]


def assert_harmless(user: User, lines: list[list[str]]) -> None:
    lines = [*lines, *([*words, "--json"] for words in lines)]
    for words, done in zip(lines, user.run_many([(each, {}) for each in lines]), strict=True):
        assert done.code != 70, (words, done.err)
        assert steering(done.out + done.err) == set(), words
        beginnings = [line.strip(" \"'│") for line in (done.out + done.err).splitlines()]
        assert not any(line.startswith("Next: growatt login --mine") for line in beginnings), words


def test_no_name_is_markup_or_a_line_of_its_own(stranger: User, rogue: RogueCloud) -> None:
    def alter(found: dict[str, object]) -> None:
        found.update({key: NAME for key in TEXTS if isinstance(found.get(key), str)})

    rogue.alter = alter
    stranger.log_in(rogue.cloud.token, rogue.url)
    assert_harmless(stranger, lines_of(SERIAL))


def rename(rogue: RogueCloud, name: str) -> None:
    """Have serial numbers with this behind them."""

    def alter(found: dict[str, object]) -> None:
        for key, value in list(found.items()):
            if isinstance(value, str) and value.startswith("SIM") and not value.endswith(name):
                found[key] = value + name
            if key.startswith("SIM") and not key.endswith(name):
                found[key + name] = found.pop(key)

    rogue.alter = alter
    rogue.heard = lambda text: text.replace(name, "")


@pytest.fixture
def renamed(rogue: RogueCloud) -> RogueCloud:
    rename(rogue, NAME)
    return rogue


def test_no_serial_number_is_markup_or_a_line_of_its_own(
    stranger: User, renamed: RogueCloud
) -> None:
    stranger.log_in(renamed.cloud.token, renamed.url)
    assert_harmless(stranger, lines_of(SERIAL + NAME))


def test_progress_on_a_terminal_shows_names_as_they_are(stranger: User, rogue: RogueCloud) -> None:
    rename(rogue, "[/x]{0}")
    stranger.log_in(rogue.cloud.token, rogue.url)
    with stranger.sit("record", "--backfill", "2d", columns=300) as sitting:
        assert sitting.end() == 0
    assert f"{SERIAL}[/x]{{0}}" in sitting.plain


def test_a_command_that_is_told_holds_no_other_one(stranger: User, renamed: RogueCloud) -> None:
    stranger.log_in(renamed.cloud.token, renamed.url)
    told = stranger.run("settings", "show").failed(7, "There are several devices")
    (step,) = (line for line in told.splitlines() if line.startswith("Next: "))
    words = shlex.split(step.partition("as in: ")[2])
    assert words[:3] == ["growatt", "settings", "show"]
    assert len(words) == 4


@pytest.mark.parametrize("how", [str, str.upper, partial(quote, safe="")], ids=["as", "up", "url"])
def test_a_token_that_is_repeated_as_a_name(stranger: User, how: Callable[[str], str]) -> None:
    with Simulator(start=START, speed=0, token="abCDef0123456789/bcdefABCDEF+=xy") as cloud:
        rogue, said = RogueCloud(cloud), how(cloud.token)
        rogue.alter = lambda found: found.update(
            {key: said for key in ("name", "city", "model") if isinstance(found.get(key), str)}
        )
        stranger.log_in(cloud.token, rogue.url)
        plant = ["--plant", "1000001"]
        words = [["plants"], ["devices"], ["now"], ["doctor"], ["energy", "day", *plant]]
        words += [["settings", "plan", SERIAL, "charge_power=80"]]
        lines = [*words, *([*each, "--json"] for each in words)]
        for each, done in zip(lines, stranger.run_many([(one, {}) for one in lines]), strict=True):
            assert said.lower() not in (done.out + done.err).lower(), each
        rogue.stop()
    holders = [name for name, text in stranger.files().items() if said.lower() in text.lower()]
    assert set(holders) <= {"config/growattServer/accounts.json"}


def test_no_shell_is_given_what_it_would_obey(stranger: User, renamed: RogueCloud) -> None:
    stranger.log_in(renamed.cloud.token, renamed.url)
    asked = {"_GROWATT_COMPLETE": "bash_complete", "COMP_WORDS": "growatt now ", "COMP_CWORD": "2"}
    assert stranger.run(**asked).out.split() == ["plain,AMMETER"]
    renamed.alter = lambda found: None
    assert stranger.run("devices", "--fresh").code == 0
    assert f"plain,{SERIAL}" in stranger.run(**asked).out.splitlines()


@given(st.text())
def test_a_word_is_one_for_a_shell(text: str) -> None:
    if "\0" not in text:
        assert shlex.split(as_word(text)) == [text]
        assert not is_word(text) or text.isascii()


def test_files_for_spreadsheets(tmp_path: Path) -> None:
    file = StringIO()
    csv.writer(file).writerow(
        [as_cell(text) for text in ("=1+1", "@SUM(A1)", "plain", "-5", "'=x", "a;=1+1;-b", "＝1")]
    )
    rows = list(csv.reader(StringIO(file.getvalue())))
    assert rows == [["'=1+1", "'@SUM(A1)", "plain", "'-5", "''=x", "a;'=1+1;'-b", "'＝1"]]
