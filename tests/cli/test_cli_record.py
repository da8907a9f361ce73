"""`record`, `export` and `check`: the recorder as a person and as a service run it."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from growattServer import OpenApiV1
from growattServer.cli.verbs import check, compact, export
from growattServer.recorder import Store, read_readings
from growattServer.simulator import Simulator

from .cli_world import PROGRAM, User, assert_shape

MIN, NOAH = "SIMMIN0001", "SIMNOA0001"
CONTRIB = Path(__file__).resolve().parents[2] / "contrib"


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    """A cloud whose time is now, as the recorder asks for the latest weeks."""
    with Simulator(start=datetime.now(UTC).isoformat(), seed=7, speed=0) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def settled(cloud: Simulator, tmp_path_factory: pytest.TempPathFactory) -> User:
    """A user who has recorded some days."""
    user = User(tmp_path_factory.mktemp("settled"))
    user.log_in(cloud.token, cloud.url)
    assert user.run("record", "--backfill", "3d", MIN).code == 0
    return user


def store_of(user: User) -> Path:
    return user.home / "data/growattServer/home.db"


def times(path: Path) -> list[datetime]:
    """When the readings of a store were made."""
    with Store(path, read_only=True) as store:
        return [row[0] for batch in read_readings(store, MIN) for row in batch.rows]


def test_it_has_what_the_cloud_has(settled: User, cloud: Simulator) -> None:
    known = {f"{moment:%Y-%m-%d %H:%M:%S}" for moment in times(store_of(settled))}
    api = OpenApiV1(cloud.token, server_url=cloud.url)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    for page in (1, 2, 3):
        history = api.min_energy_history(MIN, yesterday, yesterday, "UTC", page, 100)
        assert {row["time"] for row in history.datas or []} <= known
    assert len(known) >= 288


def test_a_second_time_there_is_little_to_do(settled: User) -> None:
    done = settled.run("record", "--backfill", "3d", MIN, "--plan")
    assert done.code == 0
    assert "Nothing is missing." in done.out
    done = settled.run("record", "--backfill", "3d", MIN, "--json")
    assert done.code == 0
    events = [json.loads(line) for line in done.out.splitlines()]
    assert events[-1]["event"] == "BackfillDone"
    assert all(event["time"] for event in events)
    assert not [event for event in events if event["event"] == "PageRead" and event["new"] > 20]


def test_export(settled: User) -> None:
    done = settled.run("export", MIN, "--out", "all.csv", "--json").well()
    assert_shape(done, export.SHAPE)
    with open(settled.home / "all.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == done["rows"] == len(times(store_of(settled)))
    assert rows[0]["pv_power"] != ""
    days = settled.run("export", MIN, "--span", "day", "--out", "days.jsonl", "--json").well()
    # one or two whole weeks are read, and the days of a plant begin at other hours
    assert 3 <= days["rows"] <= 2 * 7 + 1
    settled.run("export", MIN, "--out", "x.txt").failed(2, ".csv")
    settled.run("export", "NOSUCH", "--out", "x.csv").failed(9, "NOSUCH")
    settled.run("export", "--store", "none.db", "--out", "x.csv").failed(7, "growatt record")


def test_what_only_v4_has_is_recorded(cloud: Simulator, tmp_path: Path) -> None:
    user = User(tmp_path)
    user.log_in(cloud.token, cloud.url)
    assert user.run("record", "--backfill", "1d", NOAH).code == 0
    done = user.run("export", NOAH, "--out", "noah.csv", "--json").well()
    with open(user.home / "noah.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == done["rows"] > 0
    assert {row["device_sn"] for row in rows} == {NOAH}
    assert user.run("check").code == 0


def test_check(settled: User) -> None:
    done = settled.run("check", "--json")
    assert_shape(done.json, check.SHAPE)
    assert done.code == (1 if done.json["findings"] else 0)
    shutil.copy(store_of(settled), settled.home / "hole.db")
    with Store(settled.home / "hole.db") as store, store.writing() as connection:
        connection.exec_driver_sql(
            # what is before depends on the day of the week: the first and the last hour stay
            "DELETE FROM readings_min WHERE time > (SELECT min(time) FROM readings_min) + 3600"
            " AND time < (SELECT max(time) FROM readings_min) - 3600"
        )
    found = settled.run("check", "--store", "hole.db")
    assert found.code == 1
    assert "silence" in found.out
    assert "growatt record" in found.err
    assert settled.run("check", "--store", "hole.db", "--mend").code == 1


def test_compact(settled: User) -> None:
    shutil.copy(store_of(settled), settled.home / "large.db")
    before = times(settled.home / "large.db")
    done = settled.run("compact", "--store", "large.db", "--json").well()
    assert_shape(done, compact.SHAPE)
    assert done["bytes"] == (settled.home / "large.db").stat().st_size
    said = settled.run("compact", "--store", "large.db")
    assert "0 weeks frozen" in said.out
    assert times(settled.home / "large.db") == before
    settled.run("compact", "--store", "new.db").failed(7, "growatt record")


def test_energy_of_a_month_takes_the_days_that_were_recorded(
    settled: User, cloud: Simulator
) -> None:
    last = datetime.now(UTC).date().replace(day=1) - timedelta(days=5)
    days = [last.replace(day=number) for number in range(1, last.day + 1)]
    days += [last + timedelta(days=number) for number in range(1, 5)]
    days = [day for day in days if day.month == last.month]
    with Store(store_of(settled)) as store, store.writing() as connection:
        for day in days:
            wanted = "INSERT OR REPLACE INTO daily_energy VALUES (1000001, ?, 7.5, 1)"
            connection.exec_driver_sql(wanted, (day.isoformat(),))
    before = len(cloud.requests())
    words = ("energy", "month", f"{last:%Y-%m}", "--plant", "1000001", "--json")
    done = settled.run(*words).well()
    assert {row["value"] for row in done["rows"]} == {7.5}
    assert done["complete"] is True
    assert len(cloud.requests()) == before


def test_ctrl_c_on_a_terminal_and_going_on(stranger: User, cloud: Simulator) -> None:
    stranger.log_in(cloud.token, cloud.url)
    cloud.add_fault({"fault": "slow", "seconds": 0.2, "match": "*/tlx_data", "times": 0})
    try:
        with stranger.sit("record", "--backfill", "3d", MIN) as sitting:
            sitting.see("1 of [0-9]+")
            sitting.interrupt()
            assert sitting.end() == 130
    finally:
        cloud.clear_faults()
    assert "continues where it stopped" in sitting.plain
    begun = len(times(store_of(stranger)))
    assert begun
    assert stranger.run("record", "--backfill", "3d", MIN).code == 0
    found = times(store_of(stranger))
    assert len(found) > begun
    assert len(set(found)) == len(found)


def test_as_a_service_it_ends_well_and_is_alone(stranger: User, cloud: Simulator) -> None:
    stranger.log_in(cloud.token, cloud.url)
    with subprocess.Popen(
        [*PROGRAM, "record", MIN, "--json"],
        cwd=stranger.home,
        env=stranger.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as service:
        assert service.stdout is not None
        events = [json.loads(service.stdout.readline())["event"] for _ in "12"]
        assert events == ["ZoneChosen", "Found"]
        stranger.run("record", "--backfill", "1d").failed(6, "stop the other recorder")
        service.send_signal(signal.SIGTERM)
        service.communicate(timeout=60)
    assert service.returncode == 0


def test_what_cannot_be(settled: User, cloud: Simulator) -> None:
    settled.run("record", "--backfill", "1d", "--since", "2026-06-01").failed(2)
    secret = "postgresql://me:hidden-word@127.0.0.1:1/home"
    for words in (("record", "--backfill", "1d"), ("export", "--out", "x.csv"), ("check",)):
        done = settled.run(*words, "--store", secret)
        assert "hidden-word" not in done.failed(2, "GROWATT_STORE")
    done = settled.run("check", GROWATT_STORE=secret)
    assert done.code in (3, 9)
    assert "hidden-word" not in done.out + done.err
    settled.run("record", "--backfill", "1d", "--store", "no/such/place.db").failed(9, "no/such")


def test_without_the_recorder_there_is_a_sentence(settled: User) -> None:
    program = (
        "import sys; sys.modules['sqlalchemy'] = None; from growattServer.cli.start import main; "
    )
    program += "sys.argv = ['growatt', *sys.argv[1:]]; sys.exit(main())"
    done = subprocess.run(
        [PROGRAM[0], "-c", program, "check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=settled.home,
        env=settled.environment,
    )
    assert done.returncode == 3
    assert "growattServer[recorder]" in done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_is_one() -> None:
    unit = CONTRIB / "growatt-record.service"
    done: Any = subprocess.run(
        ["systemd-analyze", "verify", unit],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "ExecStart=/usr/bin/env growatt record\n" in unit.read_text()


# --- nothing recorded ----------------------------------------------------------------------------


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[User]:
    with Simulator(start=datetime.now(UTC).isoformat(), seed=8) as fresh:
        user = User(tmp_path)
        user.log_in(fresh.token, fresh.url)
        yield user


def test_where_nothing_has_been_recorded(newcomer: User) -> None:
    user = newcomer
    for words in (["record", "--plan"], ["check"]):
        done = user.run(*words)
        assert done.code == 7
        assert "Nothing has been recorded yet" in done.err
        assert "growatt record" in done.err


def test_a_serial_number_that_is_not_there(newcomer: User) -> None:
    done = newcomer.run("record", "--backfill", "1d", "SIMMIN0009", "--json")
    assert done.code == 7
    assert MIN in json.loads(done.out.splitlines()[-1])["error"]["message"]
