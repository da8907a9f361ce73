"""Out of the store and back: frames, files, backups, copies."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from growattServer import GrowattParameterError
from growattServer.recorder import (
    GrowattStoreError,
    Recorder,
    Store,
    backup,
    copy_rows,
    export,
    import_file,
    read_frame,
    read_readings,
)
from growattServer.recorder.keep import schema
from growattServer.simulator import Simulator

from .recorder_world import (
    MIN_SN,
    RECORDED,
    SPH_SN,
    Truth,
    assert_rows,
    client_of,
    new_cloud,
    recorder_of,
    stored_rows,
)

WRONG_TOTAL = {
    "title": "A lifetime total of -0.1 kWh",
    "failures": [{"kind": "wrong_total", "at": "03:00", "lasts": "10 min", "kwh": -0.1}],
}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    # over the end of a month, and over midnight in both zones; once a night a total is wrong
    with new_cloud(
        "2026-05-01T02:00:00+02:00", history_days=1, limits="off", scenario=WRONG_TOTAL
    ) as simulator:
        simulator.set_clock(now="2026-05-01T12:00:00+02:00")
        yield simulator


@pytest.fixture(scope="module")
def store(cloud: Simulator, new_store: Callable[[], str]) -> Iterator[Store]:
    with Store(new_store()) as place:
        record(cloud, place)
        yield place


def record(cloud: Simulator, store: Store) -> Recorder:
    """Record all of the past; on a clock that stands still, so that all stores are alike."""
    with client_of(cloud) as api:
        recorder = recorder_of(cloud, api, store, since=date(2026, 4, 25), daily=False)
        now = datetime.fromisoformat(cloud.clock()["now"])
        skipped = [0.0]

        def sleep(seconds: float) -> None:
            skipped[0] += seconds

        recorder.now = lambda: now + timedelta(seconds=skipped[0])
        recorder._sleep = sleep
        for _ in recorder.backfill():
            pass
        return recorder


def test_frames_of_all_kinds(store: Store, cloud: Simulator) -> None:
    # here, as each of them takes a while, and every run of tests collects this file
    import pandas
    import polars
    import pyarrow

    truth = Truth(cloud, store.device(MIN_SN))
    frame = read_frame(store, MIN_SN)
    assert isinstance(frame, polars.DataFrame)
    assert frame.height == len(truth.history)
    assert frame["time"].is_sorted()
    powers = dict(zip(frame["time"].dt.epoch("s"), frame["pv_power"], strict=True))
    place = truth.names.index("pv_power")
    assert powers == {moment: values[place] for moment, values in truth.history.items()}

    table = read_frame(store, MIN_SN, columns=["pv_power", "battery_soc"], kind="arrow")
    assert isinstance(table, pyarrow.Table)
    assert table.column_names == ["time", "pv_power", "battery_soc", "corrections"]
    frame = read_frame(store, SPH_SN, span="day", kind="pandas")
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["local"]) == ["2026-04-29", "2026-04-30", "2026-05-01"]
    assert list(frame["start"].dt.hour) == [4, 4, 4]  # midnight in Boston


def test_a_day_is_the_plants(store: Store) -> None:
    day = read_frame(store, MIN_SN, "2026-04-30", "2026-04-30")
    moments = day["time"].to_list()
    assert moments[0] == datetime(2026, 4, 29, 22, 0, tzinfo=UTC)
    assert moments[-1] == datetime(2026, 4, 30, 21, 55, tzinfo=UTC)
    assert day.height == 288
    hour = datetime(2026, 4, 30, 10, tzinfo=UTC)
    assert read_frame(store, MIN_SN, hour, hour + timedelta(hours=1)).height == 12
    month = read_frame(store, MIN_SN, date(2026, 5, 1), span="month")
    assert month["local"].to_list() == ["2026-05"]


def test_raw_and_cleaned_side_by_side(store: Store) -> None:
    name = "energy_total"
    raw = read_frame(store, MIN_SN, columns=[name], cleaned=False)[name].to_list()
    cleaned = read_frame(store, MIN_SN, columns=[name])
    corrected = [number for number, value in enumerate(raw) if value == -0.1]
    assert corrected
    before = raw[corrected[0] - 1]
    for number in corrected:
        good = cleaned[name][number]
        assert good == before > 0
        assert json.loads(cleaned["corrections"][number])[name] == [good, "negative"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"kind": "numpy"}, "kind must be one of polars"),
        ({"span": "week"}, "span must be one of hour"),
        ({"columns": ["power"]}, "no column 'power'"),
        ({"first": "June"}, "neither a day YYYY-MM-DD"),
        ({"first": 5}, "neither a day nor a moment"),
    ],
)
def test_what_cannot_be_right(store: Store, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(GrowattParameterError, match=said):
        read_frame(store, MIN_SN, **arguments)


def test_an_unknown_device_is_said(store: Store) -> None:
    with pytest.raises(
        GrowattStoreError, match=f"has no device NOSUCH; it has {', '.join(RECORDED)}"
    ):
        read_frame(store, "NOSUCH")
    families = ", ".join(sorted(RECORDED.values()))
    with pytest.raises(GrowattParameterError, match=f"of {families}: name the devices"):
        export(store, "all.csv")
    with pytest.raises(GrowattParameterError, match=r"must end in one of .csv"):
        export(store, "all.xlsx", [MIN_SN])


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_there_and_back(
    store: Store, cloud: Simulator, new_store: Callable[[], str], tmp_path: Path, suffix: str
) -> None:
    files = {sn: tmp_path / f"{sn}{suffix}" for sn in RECORDED}
    counts = {sn: export(store, path, [sn]) for sn, path in files.items()}
    assert counts[MIN_SN] == len(stored_rows(store, store.device(MIN_SN)))
    assert sorted(path.name for path in tmp_path.glob(f"*{suffix}*")) == sorted(
        path.name for path in files.values()
    )
    with Store(new_store()) as other:
        with pytest.raises(GrowattStoreError, match="has no device"):
            import_file(other, files[MIN_SN])
        # plants and devices are known, their past is not
        copy_devices(store, other)
        for sn, path in files.items():
            assert import_file(other, path) == counts[sn]
            assert import_file(other, path) == 0
        for device in store.devices():
            assert content(other, device.device_sn) == content(store, device.device_sn)


def copy_devices(store: Store, other: Store) -> None:
    with store.reading() as reading, other.writing() as writing:
        for table in (schema.plants, schema.devices):
            rows = [dict(row) for row in reading.execute(table.select()).mappings()]
            writing.execute(table.insert(), rows)


def content(store: Store, sn: str) -> Any:
    """Readings and roll-ups, without what says where they came from."""
    device = store.device(sn)
    rows = {moment: tuple(row)[3:] for moment, row in stored_rows(store, device).items()}
    table = schema.rollups(device.family)
    wanted = table.select().where(table.c.device_id == device.device_id)
    with store.reading() as connection:
        rollups = {(row.span, row.start): tuple(row)[3:] for row in connection.execute(wanted)}
    return rows, rollups


def test_csv_is_what_a_spreadsheet_expects(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "days.csv", [MIN_SN], span="day")
    with (tmp_path / "days.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["local"] for row in rows] == ["2026-04-30", "2026-05-01"]
    assert float(rows[0]["pv_energy"]) > 0
    assert rows[0]["start"] == "2026-04-29T22:00:00+00:00"


def test_no_cell_is_a_formula(store: Store, tmp_path: Path) -> None:
    formula, path = '=HYPERLINK("http://page.example/","see")', tmp_path / "readings.csv"
    with Store(backup(store, tmp_path / "copy.db")) as copy:
        with copy.writing() as connection:
            connection.exec_driver_sql("UPDATE readings_min SET status_text = ?", (formula,))
        count = export(copy, path, [MIN_SN])
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["status_text"] for row in rows} == {f"'{formula}"}
        # and it comes back as it was
        with copy.writing() as connection:
            connection.exec_driver_sql("DELETE FROM readings_min")
        assert import_file(copy, path) == count
        assert set(read_frame(copy, MIN_SN)["status_text"]) == {formula}
    assert path.stat().st_mode & 0o077 == 0


def test_a_broken_file_is_said(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"device_sn": "SIMMIN0001", "time": "2026-04-30T10:00:00+00:00"}\n{"half')
    with pytest.raises(GrowattStoreError, match=r"broken.jsonl, line 2 cannot be read"):
        import_file(store, path)
    with pytest.raises(GrowattStoreError, match="No such file"):
        import_file(store, tmp_path / "none.csv")


def test_a_backup_is_a_store(store: Store, cloud: Simulator, tmp_path: Path) -> None:
    with store.alone():  # a recorder is at work
        path = backup(store, tmp_path / "copy.db")
    with Store(path, read_only=True) as copy:
        assert_rows(copy, cloud)
    with Store(path) as copy:
        record(cloud, copy)
        assert_rows(copy, cloud)
    assert not list(tmp_path.glob(".*"))
    with pytest.raises(GrowattStoreError, match=r"cannot be opened|cannot be written"):
        backup(store, tmp_path / "no" / "such" / "folder.db")


def test_a_store_moves_to_another_engine(
    store: Store, cloud: Simulator, new_store: Callable[[], str]
) -> None:
    with Store(new_store()) as other:
        copy_rows(store, other)
        assert_rows(other, cloud)
        with pytest.raises(GrowattStoreError, match="is not empty"):
            copy_rows(store, other)
        record(cloud, other)
        assert_rows(other, cloud)


def test_reading_is_streamed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("growattServer.recorder.read.batches.BATCH_ROWS", 100)
    batches = list(read_readings(store, MIN_SN))
    assert {len(batch.rows) for batch in batches[:-1]} == {100}
