"""The verbs for every family that V1 reads: they show and store what the cloud has."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from growattServer import OpenApiV1
from growattServer.open_api_v1.devices import FAMILIES, SETTABLE
from growattServer.recorder import Store
from growattServer.simulator import Simulator
from recorder.recorder_world import assert_rows, one_of_each

from .cli_world import START, User

DAY = "2026-06-14"
SERIALS = {name: f"ONE{name}" for name in FAMILIES}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=7, speed=0, history_days=1, world=one_of_each()) as simulator:
        yield simulator


def test_record_has_what_the_cloud_has(tmp_path: Path) -> None:
    now = datetime.now(UTC).isoformat()
    user = User(tmp_path)
    with Simulator(start=now, seed=7, speed=0, history_days=1, world=one_of_each()) as cloud:
        user.log_in(cloud.token, cloud.url)
        done = user.run("record", "--backfill", "2d")
        assert done.code == 0, done.err
        assert "Trouble" not in done.out + done.err
        with Store(user.home / "data/growattServer/home.db", read_only=True) as store:
            assert {device.device_sn for device in store.devices()} == set(SERIALS.values())
            assert_rows(store, cloud)
        csvs = [("export", sn, "--out", f"{sn}.csv") for sn in SERIALS.values()]
        for done in user.run_many([([*words], {}) for words in csvs]):
            assert done.code == 0, done.err


def test_now_history_and_alarms(known: User, cloud: Simulator) -> None:
    days = ("--from", DAY, "--to", DAY)
    lines = [
        line
        for sn in SERIALS.values()
        for line in (
            ["now", sn, "--json"],
            ["history", sn, *days, "--out", f"{sn}.csv", "--json"],
            ["alarms", sn, *days, "--json"],
        )
    ]
    done = iter(known.run_many([(line, {}) for line in lines]))
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        for name, sn in SERIALS.items():
            device = FAMILIES[name](api, sn)
            latest, energy = next(done).well(), device.energy()
            (shown,) = latest["devices"]
            assert shown["measured"] == energy.time.isoformat(), name
            assert shown["values"], name
            assert shown["values"] == {each: getattr(energy, each) for each in shown["values"]}

            rows = device.energy_history(date(2026, 6, 14), date(2026, 6, 14), None, 1, 100)
            told = next(done).well()
            assert told["rows"] == rows.count >= 200, name
            with open(known.home / f"{sn}.csv", encoding="utf-8", newline="") as file:
                written = {row["time"] for row in csv.DictReader(file)}
            assert len(written) == rows.count, name
            assert {row["time"] for row in rows.datas or []} <= written, name

            assert [each["device_sn"] for each in next(done).well()["devices"]] == [sn], name


def test_settings(known: User) -> None:
    lines = [["settings", "show", sn, "--json"] for sn in SERIALS.values()]
    done = dict(zip(SERIALS, known.run_many([(line, {}) for line in lines]), strict=True))
    for name, result in done.items():
        if name in SETTABLE:
            assert result.well()["settings"], name
        else:
            result.failed(7, name)
