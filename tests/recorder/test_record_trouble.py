"""Servers that go away, full disks, files that may not be written: a sentence, and nothing lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from growattServer import Etiquette, GrowattParameterError, GrowattPermissionError, OpenApiV1
from growattServer.recorder import (
    GrowattStoreBusyError,
    GrowattStoreError,
    GrowattStoreVersionError,
    Recorder,
    Store,
    check,
)
from growattServer.recorder.events import LatestRead, PageRead, Trouble
from growattServer.recorder.keep import migrate
from growattServer.simulator import Simulator

from .postgres import Postgres
from .recorder_world import (
    MIN_SN,
    assert_rows,
    client_of,
    fill,
    new_cloud,
    now_of,
    recorder_of,
    stored_rows,
)

FAULTS: list[dict[str, Any]] = [
    {"fault": "http_502"},
    {"fault": "truncated_json"},
    {"fault": "html_login"},
    {"fault": "null_data"},
    {"fault": "empty_body"},
    {"fault": "reset"},
    {"fault": "error_code", "error_code": 10012, "error_msg": "error_frequently_access"},
    {"fault": "error_code", "error_code": 10001, "error_msg": "error_system_error"},
]


@pytest.fixture
def cloud() -> Iterator[Simulator]:
    with new_cloud(history_days=1) as simulator:
        yield simulator


@pytest.mark.wide
def test_the_cloud_fails_now_and_then(cloud: Simulator, tmp_path: Path) -> None:
    """Each call fails a few times in one way or another; it is made again, and all others go on."""
    with client_of(cloud) as api, Store(tmp_path / "home.db") as store:
        recorder = recorder_of(cloud, api, store, interval=timedelta(minutes=20))
        next(recorder.backfill())  # plants and devices
        for number, fault in enumerate(FAULTS):
            cloud.add_fault({**fault, "match": "*_data" if number % 2 else "*", "times": 2})
        events = list(recorder.run(now_of(cloud) + timedelta(hours=16)))
        troubles = [event for event in events if isinstance(event, Trouble)]
        assert len(troubles) >= len(FAULTS)
        assert all(cloud.token not in str(event) for event in events)
        assert any("HTTP status 502" in event.error for event in troubles)
        cloud.clear_faults()
        list(recorder.backfill())
        assert_rows(store, cloud)


@pytest.mark.wide
def test_the_cloud_is_away(cloud: Simulator, tmp_path: Path) -> None:
    """While nobody answers the recorder waits, longer and longer, and goes on afterwards."""
    with client_of(cloud) as api, Store(tmp_path / "home.db") as store:
        recorder = recorder_of(cloud, api, store, interval=timedelta(minutes=20))
        running = recorder.run(now_of(cloud) + timedelta(days=1))
        next(event for event in running if isinstance(event, PageRead))
        cloud.add_fault({"fault": "reset", "times": 30})
        troubles = [event for event in running if isinstance(event, Trouble)]
        assert len(troubles) == 30
        pauses = [event.retry_at - event.time for event in troubles if "history" in event.what]
        assert pauses[0] < pauses[-1] <= timedelta(hours=1, seconds=1)
        list(recorder.backfill())
        assert_rows(store, cloud)


def test_the_present_is_back_when_the_cloud_is(cloud: Simulator, tmp_path: Path) -> None:
    """However long nobody answered, the next reading comes within the usual time."""
    with client_of(cloud) as api, Store(tmp_path / "home.db") as store:
        recorder = recorder_of(cloud, api, store, interval=timedelta(minutes=10))
        running = recorder.run(now_of(cloud) + timedelta(days=1))
        next(event for event in running if isinstance(event, LatestRead))
        cloud.add_fault({"fault": "http_502", "times": 0})
        away_until = now_of(cloud) + timedelta(hours=3)
        next(event for event in running if event.time >= away_until)
        cloud.clear_faults()
        back = now_of(cloud)
        next(event for event in running if isinstance(event, LatestRead))
        assert now_of(cloud) - back <= timedelta(minutes=11)


def test_a_wrong_token_is_said_at_once(cloud: Simulator, tmp_path: Path) -> None:
    with (
        OpenApiV1("wrong", server_url=cloud.url) as api,
        Store(tmp_path / "home.db") as store,
        pytest.raises(GrowattPermissionError),
    ):
        list(Recorder(api, store).backfill())


def test_a_second_recorder(cloud: Simulator, new_store: Callable[[], str]) -> None:
    where = new_store()
    with client_of(cloud) as api, Store(where) as store, Store(where) as other:
        running = recorder_of(cloud, api, store).backfill()
        next(running)
        with pytest.raises(GrowattStoreBusyError, match=r"Another recorder.*stop it first"):
            next(recorder_of(cloud, api, other).backfill())
        # who only reads is not in the way
        assert MIN_SN in {device.device_sn for device in other.devices()}
        for _ in running:
            pass
        assert not list(recorder_of(cloud, api, other).backfill())[1:]
        assert_rows(other, cloud)


def test_the_database_server_goes_away(cloud: Simulator, postgres: Postgres) -> None:
    where = postgres.url("goes_away")
    with client_of(cloud) as api:
        with Store(where) as store:
            running = recorder_of(cloud, api, store).run(now_of(cloud) + timedelta(days=1))
            pages = 0
            while pages < 3:
                pages += isinstance(next(running), PageRead)
            postgres.kill()
            with pytest.raises(GrowattStoreError, match=r"went away.*recorded data is safe"):
                for _ in running:
                    pass
            with pytest.raises(GrowattStoreError, match="went away or cannot be reached"):
                store.devices()
        postgres.start()
        with Store(where) as store:
            assert len(stored_rows(store, store.device(MIN_SN))) > 0
            assert_rows(store, cloud, complete=False)
            list(recorder_of(cloud, api, store).backfill())
            assert_rows(store, cloud)


def test_who_lost_its_lock_writes_no_more(cloud: Simulator, postgres: Postgres) -> None:
    """A connection that was cut off is not taken up again in silence: the lock is gone."""
    where = postgres.url("cut_off")
    with client_of(cloud) as api, Store(where) as store, Store(where) as other:
        running = recorder_of(cloud, api, store).backfill()
        next(running)
        with other.writing() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        with pytest.raises(GrowattStoreError, match="went away"):
            for _ in running:
                pass
        list(recorder_of(cloud, api, other).backfill())
        assert_rows(other, cloud)


def small_disk(store: Store, pages: int) -> None:
    """Let the file have at most so many pages, as if the disk ended there."""
    from sqlalchemy import event

    @event.listens_for(store.engine, "connect")
    def limit(connection: Any, record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_the_disk_is_full(cloud: Simulator, tmp_path: Path) -> None:
    path = tmp_path / "home.db"
    with client_of(cloud) as api:
        with Store(path) as store:
            small_disk(store, 60)
            with pytest.raises(GrowattStoreError, match=r"the disk is full.*free some space"):
                for _ in recorder_of(cloud, api, store).backfill():
                    pass
        with Store(path) as store:
            assert_rows(store, cloud, complete=False)
            list(recorder_of(cloud, api, store).backfill())
            assert_rows(store, cloud)
            assert not [finding for finding in check(store) if finding.kind == "damage"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_export_to_a_full_disk(cloud: Simulator, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("mounting a small file system takes root")
    place = tmp_path / "small"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        from growattServer.recorder import backup, export

        fill(cloud, str(tmp_path / "home.db"))
        with Store(tmp_path / "home.db") as store:
            with pytest.raises(GrowattStoreError, match="cannot be written: No space left"):
                export(store, place / "all.csv", [MIN_SN])
            with pytest.raises(GrowattStoreError, match="the disk is full"):
                backup(store, place / "copy.db")
        assert list(place.iterdir()) == []
        # a store on a disk that is full from the beginning
        with pytest.raises(GrowattStoreError, match="the disk is full"):
            Store(place / "home.db")
    finally:
        subprocess.run(["umount", str(place)], check=True)


READ_ONLY = """
import os, sys
from growattServer import GrowattError, OpenApiV1
from growattServer.recorder import Recorder, Store
os.setuid(65534)
try:
    with OpenApiV1("t", server_url="http://127.0.0.1:9") as api, Store(sys.argv[1]) as store:
        list(Recorder(api, store).backfill())
except GrowattError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="drops root's rights")
def test_a_file_that_may_not_be_written(cloud: Simulator, tmp_path: Path) -> None:
    folder = Path("/tmp") / f"readonly{os.getpid()}"  # noqa: S108  # nobody must be able to enter
    folder.mkdir(mode=0o755)
    try:
        path = folder / "home.db"
        fill(cloud, str(path))
        for leftover in folder.glob("*.lock"):
            leftover.unlink()
        before = path.read_bytes()
        path.chmod(0o444)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("GrowattStoreError The store"), done.stdout
        assert "read" in done.stdout
        assert "check the permissions" in done.stdout
        assert path.read_bytes() == before
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


# --- versions ------------------------------------------------------------------------------------


def test_an_older_store_opens(
    cloud: Simulator, new_store: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = new_store()
    with monkeypatch.context() as patch:
        patch.setattr("growattServer.recorder.keep.store.migrate", first_version)
        with Store(where) as store, store.reading() as connection:
            assert migrate.version_of(connection) == "0001"
    with pytest.raises(GrowattStoreError, match="version 0001 and is opened read-only"):
        Store(where, read_only=True)
    fill(cloud, where)
    with Store(where, read_only=True) as store:
        assert_rows(store, cloud)


def first_version(connection: Any, name: str) -> None:
    migrate.migrate(connection, name, "0001")


def test_a_newer_store_is_refused(new_store: Callable[[], str]) -> None:
    where = new_store()
    with Store(where) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    for read_only in (False, True):
        with pytest.raises(GrowattStoreVersionError, match=r"version 0999.*install a newer"):
            Store(where, read_only=read_only)


def test_columns_of_a_newer_library_are_added(new_store: Callable[[], str]) -> None:
    where = new_store()
    with Store(where) as store, store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE readings_min DROP COLUMN pv4_power")
        connection.exec_driver_sql("ALTER TABLE rollups_min DROP COLUMN pv_power_max")
    with Store(where) as store, store.reading() as connection:
        connection.exec_driver_sql("SELECT pv4_power FROM readings_min")
        connection.exec_driver_sql("SELECT pv_power_max FROM rollups_min")


def test_what_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("This is a letter to my aunt, and no database at all. " * 100)
    with pytest.raises(GrowattStoreError, match=r"is not a database.*left as it is"):
        Store(path)
    assert path.read_text().startswith("This is a letter")
    with pytest.raises(GrowattStoreError, match="cannot be opened"):
        Store(tmp_path / "no" / "such" / "folder.db")
    for where in ("", "mysql://user:secret@host/db", "postgresql://u:secret@h:port/db"):
        with pytest.raises(GrowattParameterError) as caught:
            Store(where)
        assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(GrowattStoreError, match="cannot be reached") as caught:
        Store("postgresql://user:secret@127.0.0.1:9/db")
    assert "secret" not in str(caught.value)


def test_the_file_is_plain_sqlite(cloud: Simulator, tmp_path: Path) -> None:
    path = tmp_path / "home.db"
    fill(cloud, str(path))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        units = dict(connection.execute("SELECT name, unit FROM fields WHERE family = 'min'"))
    connection.close()
    assert units["pv_power"] == "W"


# --- manners -------------------------------------------------------------------------------------


@pytest.mark.wide
@pytest.mark.parametrize("on_limit", ["raise", "wait", "last"])
def test_with_an_etiquette_the_server_refuses_nothing(
    cloud: Simulator, tmp_path: Path, on_limit: Any
) -> None:
    """However often a recorder is started anew, and whatever else its client is told to do."""
    etiquette = Etiquette(
        on_limit=on_limit, ledger=tmp_path / "ledger", clock=lambda: now_of(cloud)
    )
    said: list[str] = []
    with Store(tmp_path / "home.db") as store:
        for stop in (1, 2, 3, 5, 8, 1000):
            with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
                recorder = recorder_of(cloud, api, store, interval=timedelta(minutes=20))
                running = recorder.run(now_of(cloud) + timedelta(hours=2))
                for _, event in zip(range(stop), running, strict=False):
                    if isinstance(event, Trouble):
                        said.append(event.error)
                running.close()
        with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
            list(recorder_of(cloud, api, store).backfill())
        assert_rows(store, cloud)
    assert said, "nothing was ever too soon: this shows nothing"
    assert not [text for text in said if "error_frequently_access" in text]
