"""Scenarios as files, their times and houses, and the doors they come in by."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import requests

import scenario_tables
from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError
from growattServer.simulator.families import TOKEN_FAMILIES
from growattServer.simulator.plant import Plant
from growattServer.simulator.scenario import parse_scenario
from growattServer.simulator.scenario_files import bundled, load_scenario
from growattServer.simulator.when import When, parse_when

from .conftest import FAMILY_FACTS, Call, path_of, scenario

MIN = "SIMMIN0001"


# --- when ----------------------------------------------------------------------------------------

BERLIN = Plant(1, "P", "C", "G", 48.0, 11.0, "Europe/Berlin", datetime(2020, 1, 1).date())
BEGIN = datetime.fromisoformat("2026-03-27T12:00:00+01:00").timestamp()


def span_text(when: When, moment: str) -> str | None:
    span = when.span_at(datetime.fromisoformat(moment).timestamp(), BERLIN, BEGIN)
    return span and f"{BERLIN.local(span.start):%d %H:%M} {(span.end - span.start) / 60:g}"


def test_times_of_day_are_those_of_the_plant() -> None:
    daily = parse_when({"at": "23:30", "lasts": "1 h"})
    assert span_text(daily, "2026-03-27T23:29:59+01:00") is None
    assert span_text(daily, "2026-03-27T23:30:00+01:00") == "27 23:30 60"
    assert span_text(daily, "2026-03-28T00:29:59+01:00") == "27 23:30 60"
    assert span_text(daily, "2026-03-28T00:30:00+01:00") is None
    # summer time has begun
    assert span_text(daily, "2026-03-29T23:30:00+02:00") == "29 23:30 60"
    assert span_text(daily, "2026-03-26T23:30:00+01:00") is None


def test_days_are_counted_from_the_first() -> None:
    when = parse_when({"at": time(14), "days": [1, 3], "lasts": "1.5 d"})
    assert span_text(when, "2026-03-27T15:00:00+01:00") == "27 14:00 2160"
    assert span_text(when, "2026-03-29T03:00:00+02:00") is None
    assert span_text(when, "2026-03-30T23:00:00+02:00") == "29 14:00 2160"
    whole = parse_when({"days": [2], "lasts": "1 d"})
    assert span_text(whole, "2026-03-28T00:00:00+01:00") == "28 00:00 1440"
    for_ever = parse_when({"days": [2]})
    assert span_text(for_ever, "2030-03-28T00:00:00+01:00") == "28 00:00 inf"


def test_moments_and_always() -> None:
    once = parse_when({"at": "2026-03-29T01:00:00Z", "lasts": "10 min"})
    assert span_text(once, "2026-03-29T01:09:59+00:00") == "29 03:00 10"
    assert span_text(once, "2026-03-29T01:10:00+00:00") is None
    assert span_text(parse_when({}), "2026-03-27T11:59:59+01:00") is None
    assert span_text(parse_when({}), "2026-03-27T12:00:00+01:00") == "27 12:00 inf"
    assert span_text(parse_when({"lasts": "2 h"}), "2026-03-27T14:00:00+01:00") is None


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "not TOML: Invalid value (at"),
        ("failures = []", "title is missing"),
        ('title = "t"', "failures is missing"),
        ('title = "t"\nfailures = 3', "failures must be a list of tables"),
        ('title = "t"\ncolour = 1', "colour is not known here; known: title"),
        ('title = "t"\nstart = "soon"', "failures is missing"),
        ("[[failures]]\nkind = 'x'", "line 4: kind must be one of yesterdays_total, "),
        ("[[failures]]\nkind = 'spike'\nat = 'noon'", "failure 1 (spike), line 4: at must be"),
        ("[[failures]]\nkind = 'spike'\nat = '25:00'", "at must be a time of day"),
        ("[[failures]]\nkind = 'spike'\nat = 2026-03-01", "at must be a time of day"),
        ("[[failures]]\nkind = 'spike'\nat = '10:00'", "lasts is missing"),
        ("[[failures]]\nkind = 'spike'\nat = '10:00'\nlasts = 10", "lasts must be a text"),
        ("[[failures]]\nkind = 'spike'\nat = '10:00'\nlasts = '0 h'", "lasts must be a text"),
        ("[[failures]]\nkind = 'spike'\nat = '10:00'\nlasts = '2 d'", "lasts must be at most"),
        ("[[failures]]\nkind = 'spike'\ndays = [0]", "days must be a list"),
        ("[[failures]]\nkind = 'spike'\ndays = [1]\nat = 2026-03-01T00:00:00Z", "days makes no"),
        ("[[failures]]\nkind = 'spike'\nfactor = 1", "factor must be above 0 and not 1."),
        ("[[failures]]\nkind = 'spike'\nfactor = inf", "factor must be a number."),
        ("[[failures]]\nkind = 'spike'\nfactor = true", "factor must be a number."),
        ("[[failures]]\nkind = 'spike'\nvalues = 'pv1'", "values must be a list of texts."),
        ("[[failures]]\nkind = 'spike'\nvalues = ['pv']", "values knows no 'pv'; known: pv1, "),
        ("[[failures]]\nkind = 'spike'\nminutes = 3", "minutes is not known here; known: kind, "),
        ("[[failures]]\nkind = 'spike'\ndevices = [3]", "devices must be a list of texts"),
        ("[[failures]]\nkind = 'frozen'\ncounters = 1", "counters must be true or false"),
        ("[[failures]]\nkind = 'frozen'\nvalues = ['pv1']", "values makes sense only with"),
        ("[[failures]]\nkind = 'unordered_rows'\nplaces = 0", "places must be at least 1"),
        ("[[failures]]\nkind = 'unordered_rows'\nplaces = 1.5", "places must be a whole number"),
        ("[[failures]]\nkind = 'wrong_total'", "kwh or factor must be said"),
        ("[[failures]]\nkind = 'replayed_buffer'\nhours_back = 0.01", "hours_back must be above 0"),
        ("[[failures]]\nkind = 'late_rows'\nminutes = -1", "minutes must be above 0"),
        ("[[failures]]\nkind = 'device_clock'\nahead_s = 0", "ahead_s must be a whole number"),
        ("[[failures]]\nkind = 'counter_reset'\nbegins_with_kwh = -1", "begins_with_kwh must not"),
        ("[[failures]]\nkind = 'yesterdays_total'\nextra_kwh = -1", "extra_kwh must not be"),
        ("[[failures]]\nkind = 'empty_device_list'\ndevices = ['A']", "devices is not known here"),
        ("[[houses]]\nfamily = 'min'\n[[failures]]\nkind = 'silent'", "house 1: serial_number is"),
    ],
)
def test_a_bad_file_is_told_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'title = "t"\n\n\n{text}' if text.startswith("[[") else text)
    with pytest.raises(DoorError) as caught:
        load_scenario(path)
    sentence = str(caught.value)
    assert says in sentence
    assert sentence.startswith("Scenario mine.toml")
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"devices": ["NOBODY"]}, "failure 1 (spike): there is no device NOBODY; known: SIM"),
        ({"families": ["wind"]}, "there is no family wind; known: inverter, min"),
        ({"plants": [5]}, "there is no plant 5; known: 1000001, 1000002."),
    ],
)
def test_who_is_not_there_cannot_fail(noon: Simulator, more: dict[str, Any], says: str) -> None:
    noon.set_scenario("spikes")
    with pytest.raises(DoorError) as caught:
        noon.set_scenario(scenario("spike", **more))
    assert says in str(caught.value)
    assert (noon.scenario() or {})["title"] == load_scenario("spikes").title


HOUSE = {
    "serial_number": "HOUSE001",
    "family": "min",
    "timezone": "Asia/Kolkata",
    "latitude": 22.6,
    "longitude": 88.4,
}


@pytest.mark.parametrize("name", TOKEN_FAMILIES)
def test_houses_come_along_and_stay(noon: Simulator, call: Call, name: str) -> None:
    family = TOKEN_FAMILIES[name]
    houses = [{**HOUSE, "family": name}]
    table = {**scenario("wrong_total", kwh=0, devices=["HOUSE001"]), "houses": houses}
    for _ in range(2):
        noon.set_scenario(table)
        assert call("GET", "plant/list")["data"]["count"] == 3
    latest = path_of(family, "last_data")
    data = call(*latest, **{family.serial_key: "HOUSE001"})["data"]
    assert data[FAMILY_FACTS[name]["total"]] == 0
    noon.clear_scenario()
    assert noon.device("HOUSE001")["time"].endswith("+05:30")


@pytest.mark.parametrize(
    "wrong", [{"timezone": "Mars"}, {"family": "wind"}, {"serial_number": "?"}, {"latitude": 99}]
)
def test_a_house_that_cannot_be_leaves_nothing_behind(
    noon: Simulator, call: Call, wrong: dict[str, Any]
) -> None:
    houses = [{**HOUSE, "serial_number": "FIRST001"}, {**HOUSE, **wrong}]
    with pytest.raises(DoorError, match=r"house 2"):
        noon.set_scenario({**scenario("silent"), "houses": houses})
    assert call("GET", "plant/list")["data"]["count"] == 2
    assert noon.scenario() is None


def test_every_bundled_scenario_names_its_source() -> None:
    for name in bundled():
        loaded = load_scenario(name)
        assert loaded.source, name
        assert loaded.title[0].isupper(), name
    with pytest.raises(DoorError, match="There is no scenario 'nobody': neither a file"):
        load_scenario("nobody")
    with pytest.raises(DoorError, match="There is no scenario"):
        load_scenario(Path("spikes"))


def test_the_page_is_that_of_the_files() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")
    for table in (scenario_tables.scenarios(), scenario_tables.kinds()):
        assert f"\n\n{table}\n\n" in page, "run scripts/scenario_tables.py"
    (example,) = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    assert len(parse_scenario(tomllib.loads(example)).failures) == 2


def test_the_start_of_a_scenario() -> None:
    assert Simulator(scenario="dst_spring", speed=0).clock()["now"] == "2026-03-28T12:00:00+00:00"
    given = Simulator(scenario="dst_spring", start="2026-01-01", speed=0)
    assert given.clock()["now"] == "2026-01-01T00:00:00+00:00"
    with pytest.raises(DoorError, match="start: "):
        parse_scenario({**scenario("silent"), "start": "soon"})


# --- doors ---------------------------------------------------------------------------------------


def test_the_door(noon: Simulator, http: requests.Session) -> None:
    door = f"{noon.url}_sim/scenario"
    assert http.get(door, timeout=60).json() == {"title": None, "failures": []}
    table = scenario("spike", at="09:00", lasts="5 min", factor=10)
    reply = http.post(door, json=table, timeout=60)
    assert (reply.status_code, reply.json()) == (201, table)
    assert http.get(door, timeout=60).json() == table == noon.scenario()
    for wish, says in (
        ({"title": "x"}, "failures is missing"),
        (scenario("spike", factor=1), "failure 1 (spike): factor must"),
        ({"name": "/etc/passwd"}, "name must be one of counter_reset, "),
        ({"name": ["spikes"]}, "name must be one of counter_reset, "),
        (scenario("spike", devices=["X"]), "there is no device X"),
    ):
        reply = http.post(door, json=wish, timeout=60)
        assert reply.status_code == 400
        assert says in reply.json()["error"]
    assert noon.scenario() == table
    assert (
        http.post(door, json={"name": "dst_spring"}, timeout=60).json()["start"].startswith("2026")
    )
    assert http.delete(door, timeout=60).json() == {"ok": True}
    assert noon.scenario() is None


def test_the_truth_at_the_door(noon: Simulator, http: requests.Session) -> None:
    door = f"{noon.url}_sim/devices/{MIN}/truth"
    span = {"start": "2026-06-15T09:00:00Z", "end": "2026-06-15T09:15:00Z"}
    assert http.get(door, params=span, timeout=60).json() == noon.truth(MIN, **span)
    for wrong, says in (({}, "Say start and end"), ({**span, "x": "1"}, "'x' is not known")):
        reply = http.get(door, params=wrong, timeout=60)
        assert reply.status_code == 400
        assert says in reply.json()["error"]


COMMAND = [sys.executable, "-m", "growattServer.simulator", "--port", "0", "--history-days", "1"]


@pytest.fixture
def running() -> Iterator[Callable[..., str]]:
    processes: list[subprocess.Popen[str]] = []

    def start(*more: str) -> str:
        process = subprocess.Popen([*COMMAND, *more], stdout=subprocess.PIPE, text=True)
        processes.append(process)
        assert process.stdout is not None
        return process.stdout.readline().split()[4]

    yield start
    for process in processes:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0


def test_the_command_plays_a_file(running: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "Mine"\n[[failures]]\nkind = "silent"\nat = 10:00:00\nlasts = "1 h"\n')
    url = running("--scenario", str(path))
    played = requests.get(f"{url}_sim/scenario", timeout=60).json()
    assert played == {
        **scenario("silent", at="10:00", lasts="1 h"),
        "title": "Mine",
    }
    clock = requests.get(f"{running('--scenario', 'dst_autumn')}_sim/clock", timeout=60).json()
    assert clock["now"].startswith("2026-10-24T12:00:")


def test_what_a_file_says_is_one_line_that_steers_no_terminal(tmp_path: Path) -> None:
    evil = "\\u001b]52;c;aGVsbG8=\\u0007\\u009b31m\\u202e\\nNext: growatt login"
    lies = (
        f'title = "x"\n[[failures]]\nkind = "{evil}"\n',
        f'title = "x"\n"{evil}" = 1\n',
        f'title = "x"\nstart = "{evil}"\n',
        f'title = "x"\n[[failures]]\nkind = "silent"\nat = "{evil}"\n',
        f'title = "x"\n[[failures]]\nkind = "silent"\n"{evil}" = 1\n',
        f'title = "x"\n[[houses]]\nname = "x"\ntimezone = "{evil}"\n',
    )
    path = tmp_path / "evil.toml"
    for text in lies:
        path.write_text(text, "utf-8")
        with pytest.raises(DoorError) as caught:
            load_scenario(str(path))
        assert str(caught.value).isprintable(), text


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("nobody", "There is no scenario 'nobody'"),
        ("bad.toml", "Scenario bad.toml: failure 1 (silent), line 2: there"),
    ],
)
def test_the_command_refuses_in_a_sentence(tmp_path: Path, source: str, says: str) -> None:
    (tmp_path / "bad.toml").write_text(
        'title = "x"\n[[failures]]\nkind = "silent"\nthere = "is no such key"\n'
    )
    done = subprocess.run(
        [*COMMAND, "--scenario", source],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
