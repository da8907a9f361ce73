"""`history`: the same rows as the library reads, in files that are whole, from any beginning."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from typing import Any

import pytest

from growattServer import OpenApiV1
from growattServer.cli.verbs import history
from growattServer.open_api_v1.devices import Min
from growattServer.open_api_v1.records import MinEnergy
from growattServer.simulator import Simulator

from .cli_world import User, assert_shape

MIN = "SIMMIN0001"
DAYS = ("--from", "2026-06-13", "--to", "2026-06-14")


@pytest.fixture(scope="module")
def real(cloud: Simulator) -> list[MinEnergy]:
    """The rows of two days, as the library reads them, oldest first."""
    device = Min(OpenApiV1(cloud.token, server_url=cloud.url), MIN)
    rows: list[MinEnergy] = []
    for page in range(1, 7):
        rows += (
            device.energy_history(date(2026, 6, 13), date(2026, 6, 14), None, page, 100).datas or []
        )
    return sorted(rows, key=lambda row: str(row["time"]))


def text_of(value: Any) -> str:
    return "" if value is None else str(value)


def test_csv(known: User, real: list[MinEnergy]) -> None:
    done = known.run("history", MIN, *DAYS, "--out", "a.csv", "--json").well()
    assert_shape(done, history.SHAPE)
    assert done["rows"] == len(real) > 500
    with open(known.home / "a.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(real)
    for row, record in zip(rows, real, strict=True):
        for name, text in row.items():
            assert text == text_of(getattr(record, name)), name
    assert {"time", "pv_power", "battery_soc", "energy_total"} <= set(rows[0])
    assert not list(known.home.glob("*.partial"))
    assert not list(known.home.glob(".*.new"))


def test_json_lines_of_chosen_columns(known: User, real: list[MinEnergy]) -> None:
    names = "time,pv_power,lost"
    done = known.run("history", MIN, *DAYS, "--columns", names, "--out", "-", "--format", "jsonl")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["pv_power"] for row in rows] == [record.pv_power for record in real]
    assert list(rows[0]) == ["time", "pv_power", "lost"]
    everything = known.run("history", MIN, *DAYS, "--columns", "all", "--out", "all.jsonl")
    assert everything.code == 0
    first = json.loads((known.home / "all.jsonl").read_text().splitlines()[0])
    assert set(first) == set(type(real[0]).fields)
    known.run("history", MIN, *DAYS, "--columns", "speed", "--out", "x.csv").failed(2, "speed")


def test_parquet_has_types_and_units(known: User, real: list[MinEnergy]) -> None:
    import pyarrow.parquet  # not above: it takes a while, and every run of tests collects this file

    assert known.run("history", MIN, *DAYS, "--out", "a.parquet").code == 0
    table = pyarrow.parquet.read_table(known.home / "a.parquet")
    assert table.column("pv_power").to_pylist() == [row.pv_power for row in real]
    assert table.column("time").to_pylist() == [row.time for row in real]
    assert table.schema.field("pv_power").metadata[b"unit"] == b"W"
    assert str(table.schema.field("status").type) == "int64"
    known.run("history", MIN, *DAYS, "--out", "-", "--format", "parquet").failed(2, "--out FILE")


def test_the_only_device_and_the_last_days(known: User) -> None:
    known.run("history", "--last", "2d", "--out", "x.csv").failed(7, "several devices")
    known.run("history", MIN, "--last", "2d", "--from", "2026-06-01", "--out", "x.csv").failed(2)
    known.run(
        "history", MIN, "--from", "2026-06-02", "--to", "2026-06-01", "--out", "x.csv"
    ).failed(2, "before")
    known.run("history", MIN, *DAYS, "--out", "x").failed(2, "--format")
    known.run("history", MIN, *DAYS, "--out", "nowhere/x.csv").failed(
        7, "nowhere", "mkdir -p nowhere"
    )


def broken_off(user: User, cloud: Simulator, target: str) -> str:
    """A run that Ctrl-C stops when some days are there; what it said."""
    cloud.add_fault({"fault": "slow", "seconds": 0.3, "match": "*/tlx_data", "times": 0})
    words = ("history", MIN, "--from", "2026-06-08", "--to", "2026-06-14", "--out", target)
    with user.sit(*words) as sitting:
        sitting.see("[2-5] of 7")
        sitting.interrupt()
        assert sitting.end() == 130
    cloud.clear_faults()
    return sitting.plain


def test_ctrl_c_leaves_no_half_file_and_the_same_command_goes_on(
    user: User, cloud: Simulator
) -> None:
    said = broken_off(user, cloud, "week.csv")
    assert not (user.home / "week.csv").exists()
    assert "growatt history SIMMIN0001" in said
    assert "continues after" in said
    partial = user.home / "week.csv.partial"
    days = len(partial.read_text().splitlines()) - 1
    assert 2 <= days < 7
    before = len(cloud.requests())
    words = ("history", MIN, "--from", "2026-06-08", "--to", "2026-06-14", "--out", "week.csv")
    assert user.run(*words).code == 0
    # three pages a day, and only for the days that were missing
    assert len(cloud.requests()) - before == 3 * (7 - days)
    assert user.run(*words[:-1], "again.csv").code == 0
    assert (user.home / "week.csv").read_text() == (user.home / "again.csv").read_text()
    assert not partial.exists()


def test_a_torn_line_is_forgotten(user: User, cloud: Simulator) -> None:
    words = ("history", MIN, *DAYS, "--columns", "time,pv_power", "--out")
    assert user.run(*words, "whole.csv").code == 0
    broken_off(user, cloud, "torn.csv")
    partial = user.home / "torn.csv.partial"
    partial.write_bytes(partial.read_bytes()[:-40])
    assert user.run(*words, "torn.csv").code == 0
    assert (user.home / "torn.csv").read_text() == (user.home / "whole.csv").read_text()


def test_another_question_does_not_go_on_from_it(user: User, cloud: Simulator) -> None:
    broken_off(user, cloud, "mixed.csv")
    done = user.run("history", "SIMSPH0001", *DAYS, "--out", "mixed.csv")
    done.failed(2, "started for something else", MIN, "mixed.csv.partial")


def test_the_pace_of_the_server_is_waited_for_or_not(stranger: User) -> None:
    with Simulator(start="2026-06-15T12:00:00Z", speed=0, limits="strict") as cloud:
        stranger.log_in(cloud.token, cloud.url)
        words = ("history", MIN, "--from", "2026-06-10", "--to", "2026-06-10", "--out", "x.csv")
        done = stranger.run(*words, "--no-wait")
        done.failed(6, "the same command again from ")
        assert not (stranger.home / "x.csv").exists()
        with stranger.sit(*words) as sitting:
            sitting.see("waiting [0-9]+ s for the server's rate limit")
            sitting.interrupt()
            assert sitting.end() == 130
        assert cloud.violations()["count"] == 0


def test_a_day_that_is_not_over_is_asked_for_again(stranger: User) -> None:
    begin = datetime.now().astimezone()
    with Simulator(start=begin.isoformat(), speed=0) as cloud:
        stranger.log_in(cloud.token, cloud.url)
        user = stranger
        words = ("history", MIN, "--last", "3d", "--columns", "time", "--out", "x.csv")
        cloud.add_fault({"fault": "slow", "seconds": 0.3, "match": "*/tlx_data", "times": 0})
        with user.sit(*words) as sitting:
            sitting.see("[12] of 3")
            sitting.interrupt()
            assert sitting.end() == 130
        cloud.clear_faults()
        before = len(cloud.requests())
        assert user.run(*words).code == 0
        asked = {row["form"]["start_date"] for row in cloud.requests()[before:]}
        assert date.today().isoformat() in asked
