"""Whatever a server sends, a store holds or a file brings: a Trouble, a finding or our error."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from growattServer import GrowattError, OpenApiV1
from growattServer.recorder import (
    GrowattStoreError,
    Recorder,
    Store,
    backup,
    check,
    export,
    import_file,
    read_readings,
    read_rollups,
)
from growattServer.recorder.ask import steps
from growattServer.recorder.events import LatestRead, Trouble, WindowRead
from growattServer.simulator import Simulator

from .recorder_world import (
    MIN_SN,
    RECORDED,
    SPH_SN,
    Altered,
    new_cloud,
    now_of,
    recorder_of,
    rows_in,
    set_all,
    stored_rows,
)


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with new_cloud(history_days=1) as simulator:
        yield simulator


@pytest.fixture
def cloud(running: Simulator) -> Simulator:
    running.reset()
    return running


def add_all(**values: Any) -> Callable[[str, Any], None]:
    """Put values into all rows of readings."""

    def alter(url: str, data: Any) -> None:
        for row in rows_in(data):
            if "time" in row:
                row.update(values)

    return alter


def rows_of_nothing(url: str, data: Any) -> None:
    if isinstance(data, dict) and isinstance(data.get("datas"), list):
        data["datas"][1:1] = ["a text", None, 7, [], {}, {"time": "x"}]


ALTERED: dict[str, Callable[[str, Any], None]] = {
    "the end of time": set_all(time="9999-12-31 23:59:59"),
    "the beginning of time": set_all(time="0001-01-01 00:00:00"),
    "a time that is an object": set_all(time={"year": 10**9}, calendar={"time": {}}),
    "half a character": set_all(
        name="\ud800", model="a\udfff", datalogger_sn="\ud800", statusText="\ud83d", city="\udc00"
    ),
    "a text that is half a character": add_all(strange="\ud800"),
    "an integer over 64 bits": set_all(status=2**64, ppv=2**70, faultCode=-(2**63) - 1),
    "a key with an integer over 64 bits": add_all(strange=2**70),
    "a float that is hardly one": set_all(ppv=1.7e308, eTotal=-1.7e308, epvTotal=1e308),
    "numbers that are texts": set_all(ppv="9" * 400, eTotal="NaN", pac="Infinity", vpv1="\0"),
    "a plant at the end of the world": set_all(
        create_date="9999-12-31", latitude="1e308", longitude="-1e308", peak_power=1e308
    ),
    "a plant made before time": set_all(create_date="0001-01-01", timezone="GMT+99999"),
    "many rows": set_all(count=2**62),
    "less than no rows": set_all(count=-5),
    "rows that are none": rows_of_nothing,
    "trees where values belong": set_all(ppv=[[[[]]]], eTotal={"a": {}}, status=[], model={}),
}


# rows that no place can be found for are told of, and their raw reply is kept
UNPLACED = {name for name in ALTERED if "time" in name} | {"rows that are none"}


@pytest.mark.values(4)
@pytest.mark.wide
@pytest.mark.parametrize("alteration", ALTERED)
def test_the_recorder_goes_on(cloud: Simulator, tmp_path: Path, alteration: str) -> None:
    client = Altered(cloud.token, server_url=cloud.url, timeout=20)
    client.alter = ALTERED[alteration]
    with client as api, Store(tmp_path / "home.db") as store:
        recorder = recorder_of(
            cloud,
            api,
            store,
            keep_raw=True,
            interval=timedelta(minutes=30),
            settings_every=timedelta(days=1),
        )
        events = list(recorder.run(now_of(cloud) + timedelta(hours=1)))
        troubles = [event.error for event in events if isinstance(event, Trouble)]
        if alteration in UNPLACED:
            told = ("time that can be read", "a time that cannot be read", "does not show now")
            assert all(any(each in said for each in told) for said in troubles), troubles
        else:
            assert troubles == []
            windows = {event.device_sn for event in events if isinstance(event, WindowRead)}
            assert windows == {*RECORDED}
        findings = check(store, mend=True)
        assert not [finding for finding in findings if finding.kind == "damage"]
        for device in store.devices():
            for moment in stored_rows(store, device):
                assert 2000 <= datetime.fromtimestamp(moment, UTC).year <= 2100
        read_all(store, tmp_path, ("csv", "jsonl", "parquet"))


@pytest.mark.parametrize("serial", ["A\x1b]0;x\x07", "A\nB", "A\u202eB", "A" * 200])
def test_what_cannot_be_shown_is_no_serial_number(
    cloud: Simulator, tmp_path: Path, serial: str
) -> None:
    """Events and plans are printed as they are, and have serial numbers in them."""

    def alter(url: str, data: Any) -> None:
        for row in rows_in(data):
            if row.get("device_sn") == MIN_SN:
                row["device_sn"] = serial

    client = Altered(cloud.token, server_url=cloud.url, timeout=20)
    client.alter = alter
    with client as api, Store(tmp_path / "home.db") as store:
        recorder = recorder_of(cloud, api, store)
        events = list(recorder.run(now_of(cloud) + timedelta(minutes=10)))
        assert all(str(event).isprintable() for event in events)
        assert [device.device_sn for device in store.devices()] == [*RECORDED][1:]


def read_all(store: Store, folder: Path, endings: Sequence[str] = ("csv",)) -> None:
    """Everything that reads a store."""
    backup(store, folder / "copy.db")
    Recorder(OpenApiV1("token"), store).plan()
    for sn in (MIN_SN, SPH_SN):
        for _ in read_readings(store, sn):
            pass
        for span in ("hour", "day", "month", "year"):
            for _ in read_rollups(store, sn, span):
                pass
        for ending in endings:
            path = folder / f"{sn}.{ending}"
            export(store, path, [sn])
            import_file(store, path)


@pytest.mark.parametrize("failing", ["put_latest", "put_page", "clean_window", "put_days"])
def test_a_step_fails_as_nobody_has_foreseen(
    cloud: Simulator, tmp_path: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours in one step: it is told, and put off, and all the others go on."""

    def fail(*args: Any, **kwargs: Any) -> Any:
        raise ZeroDivisionError("secret 12345")

    monkeypatch.setattr(steps, failing, fail)
    with OpenApiV1(cloud.token, server_url=cloud.url) as api, Store(tmp_path / "a.db") as store:
        recorder = recorder_of(cloud, api, store, interval=timedelta(minutes=10))
        events = list(recorder.run(now_of(cloud) + timedelta(hours=1)))
        troubles = [event for event in events if isinstance(event, Trouble)]
        assert troubles
        for event in troubles:
            assert "ZeroDivisionError at test_record_hostile.py" in event.error
            assert "12345" not in str(event)
        kinds = {type(event) for event in events}
        assert (LatestRead in kinds) is (failing != "put_latest")
        assert (WindowRead in kinds) is (failing != "put_page")
        monkeypatch.undo()
        list(recorder.run(now_of(cloud) + timedelta(hours=3)))
        assert {event.kind for event in check(store)} <= {"unread", "unconfirmed", "silence"}


# --- stores that somebody else has written to ----------------------------------------------------


@pytest.fixture(scope="module")
def good(running: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Path:
    running.reset()
    path = tmp_path_factory.mktemp("good") / "home.db"
    with OpenApiV1(running.token, server_url=running.url) as api, Store(path) as store:
        recorder = recorder_of(running, api, store, keep_raw=True)
        for _ in recorder.run(now_of(running) + timedelta(hours=1)):
            pass
    return path


@pytest.fixture
def store(good: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "home.db"
    path.write_bytes(good.read_bytes())
    with Store(path) as kept:
        yield kept


# what the cell holds, and whether mending it leaves nothing behind
CELLS: dict[str, tuple[str, bool]] = {
    "UPDATE readings_min SET pv_power = 'x' WHERE rowid = 20": ("text", True),
    "UPDATE readings_min SET pv_power = x'ff' WHERE rowid = 20": ("blob", True),
    "UPDATE readings_sph SET energy_total = 'x'": ("all", True),
    "UPDATE readings_min SET status = 1.5 WHERE rowid = 9": ("fraction", True),
    "UPDATE readings_min SET corrections = '{'": ("corrections", True),
    "UPDATE readings_min SET corrections = '{\"pv_power\": 5}'": ("corrections", True),
    "UPDATE readings_min SET corrections = x'ff' WHERE rowid = 5": ("corrections", True),
    "UPDATE readings_min SET time = 'x' WHERE rowid = 5": ("time", True),
    "UPDATE readings_min SET time = 253402300799 WHERE rowid = 5": ("time", True),
    "UPDATE readings_min SET time = -62135596800 WHERE rowid = 5": ("time", True),
    "UPDATE readings_min SET time = 9223372036854775807 WHERE rowid = 5": ("time", True),
    "UPDATE windows SET server_rows = 'x'": ("window", True),
    "UPDATE windows SET read_at = x'00'": ("window", True),
    "UPDATE windows SET cleaner = '[]'": ("memory", True),
    'UPDATE windows SET cleaner = \'{"layout": 1, "lifetimes": 5}\'': ("memory", True),
    "UPDATE windows SET cleaner = 'x'": ("memory", True),
    "UPDATE windows SET cleaned_to = 'x'": ("window", True),
    "UPDATE rollups_min SET pv_energy = 'x'": ("roll-up", True),
    "UPDATE rollups_min SET samples = 'x'": ("roll-up", True),
    "UPDATE rollups_min SET local = x'ff'": ("roll-up", True),
    "UPDATE marks SET time = 'x'": ("mark", True),
    "UPDATE daily_energy SET day = 'x' WHERE rowid = 1": ("day", False),
    "UPDATE daily_energy SET read_at = 'x'": ("day", True),
    "UPDATE raw_replies SET body = x'00ff'": ("raw", False),
    "UPDATE raw_replies SET body = 'x'": ("raw", True),
    "UPDATE raw_replies SET part = 'x' WHERE rowid = 1": ("raw", False),
    "UPDATE plants SET timezone = 'Nowhere/At_all'": ("zone", False),
    "UPDATE plants SET timezone = '../../etc/passwd'": ("zone", False),
    "UPDATE plants SET created = '9999-12-31'": ("created", False),
    "UPDATE plants SET created = 'x'": ("created", False),
    "UPDATE devices SET rated_power = 'x'": ("power", False),
    "UPDATE devices SET family = x'ff'": ("family", False),
    "UPDATE alembic_version SET version_num = 'x'": ("version", False),
    "UPDATE alembic_version SET version_num = x'ff'": ("version", False),
    "DROP TABLE marks": ("table", False),
}


def ours(act: Callable[[], Any]) -> Any:
    """What comes of it, None where that is one of our errors."""
    try:
        return act()
    except GrowattError:
        return None


def spoil(store: Store, sql: str) -> None:
    def write(connection: Connection) -> None:
        connection.exec_driver_sql(sql)

    with store.writing() as connection:
        write(connection)


@pytest.mark.values(6)
@pytest.mark.wide
@pytest.mark.parametrize("sql", CELLS)
def test_a_store_that_somebody_else_has_written_to(
    store: Store, running: Simulator, sql: str, tmp_path: Path
) -> None:
    spoil(store, sql)
    read_total(store, running, tmp_path)
    found = ours(lambda: check(store, mend=True))
    if CELLS[sql][1]:
        assert [finding for finding in found if finding.kind in ("damage", "roll-up")] == []
    read_total(store, running, tmp_path)


def read_total(store: Store, cloud: Simulator, folder: Path) -> None:
    assert store.path is not None
    ours(lambda: check(store))
    ours(lambda: Store(str(store.path), read_only=True).close())
    ours(lambda: read_all(store, folder))
    ours(lambda: backup(store, folder / "other.db"))
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        recorder = recorder_of(cloud, api, store, settings_every=timedelta(days=1))
        ours(lambda: list(recorder.run(now_of(cloud) + timedelta(minutes=20))))


def test_a_raw_reply_with_a_row_that_is_a_text(store: Store) -> None:
    from growattServer.recorder.receive.history import keep_reply

    [device] = [one for one in store.devices() if one.device_sn == MIN_SN]
    row = {"time": "2026-06-15 08:01:00", "ppv": 5}
    for part, reply in {
        "1/1": {"datas": ["a text", None, row, 5], "count": 1},
        "1/2": {"datas": "a text"},
        "1/3": {"datas": {"a": 1}},
        "1/4": ["a text"],
        "1/5": "a text",
        "1/6": {},
    }.items():
        with store.writing() as connection:
            call = device.family.history_call
            keep_reply(connection, device, call, part, reply, 0)  # type: ignore[arg-type]  # no record on purpose
    found = [finding for finding in check(store, mend=True) if finding.kind == "damage"]
    assert {finding.said.split()[4] for finding in found} == {"1/4", "1/5"}
    moment = int(datetime(2026, 6, 15, 8, 1, tzinfo=UTC).timestamp())
    assert stored_rows(store, device)[moment].pv_power == 5


# --- files to import -----------------------------------------------------------------------------

SOUND = {"device_sn": MIN_SN, "time": "2026-06-15T08:00:00+00:00", "pv_power": 5}
STRANGE: dict[str, Any] = {
    "time": (
        *("9999-12-31T23:59:59-23:00", "0001-01-01", "x", "", None, 5, [], {}, "2026-06-15T08"),
        *("2026-06-15T08:00:00+25:00", "1999-12-31", "9999-12-31T23:59:59", True),
    ),
    "pv_power": ("x", "9" * 400 + "x", "nan", "inf", "1e999", [], {}, True, 10**400, "\ud800"),
    "status": ("x", "1.5", 2**64, 10**40, "9" * 5000, 1.5, [], {}, True, "nan", float(10**300)),
    "status_text": (5, [], {}, True, "a\0b"),
    "device_sn": (None, 5, [], {}, "\u202e", "../../x", "other"),
}
LINES = (b"[]", b"5", b"null", b'"x"', b"{", b"\xff\xfe", b"", b"{}" * 3, b"[" * 100_000, b"\0")


def lines_of(column: str, value: Any) -> bytes:
    return json.dumps({**SOUND, column: value}).encode() + b"\n"


@pytest.mark.parametrize("column", STRANGE)
def test_an_import_with_a_strange_cell(store: Store, tmp_path: Path, column: str) -> None:
    path = tmp_path / "import.jsonl"
    for value in STRANGE[column]:
        path.write_bytes(lines_of(column, value))
        error: Exception | None = None
        try:
            # what means the same in another spelling, and what says nothing, is imported
            assert import_file(store, path) <= 1
        except GrowattStoreError as caught:
            error = caught
        assert len(str(error)) < 1000
        assert str(error).isprintable()
    assert not [finding for finding in check(store) if finding.kind == "damage"]


def test_an_import_into_a_store_that_is_damaged(store: Store, tmp_path: Path) -> None:
    spoil(store, "UPDATE devices SET rated_power = 'x'")
    spoil(store, "UPDATE windows SET cleaned_to = NULL")
    path = tmp_path / "import.jsonl"
    path.write_text(json.dumps(SOUND) + "\n", "utf-8")
    with pytest.raises(GrowattStoreError, match="contains data that cannot be read"):
        import_file(store, path)


@pytest.mark.parametrize("line", LINES)
def test_an_import_with_a_strange_line(store: Store, tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "import.jsonl"
    path.write_bytes(line + b"\n")
    with pytest.raises(GrowattStoreError):
        import_file(store, path)


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
@pytest.mark.parametrize("begin", [b"", b'device_sn,time,pv_power\n"', b'{"device_sn": "'])
def test_an_import_with_a_line_without_end(
    store: Store, tmp_path: Path, ending: str, begin: bytes
) -> None:
    path = tmp_path / f"import{ending}"
    with path.open("wb") as file:
        file.write(begin)
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(GrowattStoreError, match=r"longer than|larger than|unexpected"):
            import_file(store, path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_nothing_is_half_imported(store: Store, tmp_path: Path, ending: str) -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    rows: list[dict[str, Any]] = [
        {**SOUND, "time": (start + timedelta(minutes=5 * number)).isoformat(), "pv_power": number}
        for number in range(2_500)
    ]
    whole, broken = tmp_path / f"whole{ending}", tmp_path / f"broken{ending}"
    write_rows(whole, rows)
    write_rows(broken, [*rows, {**SOUND, "time": "yesterday"}])
    readings = len(stored_rows(store, store.devices()[0]))
    place = {".jsonl": "line 2501", ".csv": "line 2502", ".parquet": "row 2501"}[ending]
    with pytest.raises(GrowattStoreError, match=f"{place} cannot be read: .*yesterday") as caught:
        import_file(store, broken)
    assert caught.value.hint == "nothing of the file is in the store"
    assert len(stored_rows(store, store.devices()[0])) == readings
    assert import_file(store, whole) == 2_500
    assert import_file(store, whole) == 0


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    elif path.suffix == ".csv":
        lines = [",".join(SOUND), *(",".join(map(str, row.values())) for row in rows)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
    else:
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pyarrow.Table.from_pylist(rows), path)


@pytest.mark.parametrize("content", [b"", b"\xff" * 99, b"PAR1" * 50, b'a,b\n"', b"time\n\0\n"])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_an_import_of_something_else(
    store: Store, tmp_path: Path, ending: str, content: bytes
) -> None:
    path = tmp_path / f"import{ending}"
    path.write_bytes(content)
    with pytest.raises(GrowattStoreError):
        import_file(store, path)
