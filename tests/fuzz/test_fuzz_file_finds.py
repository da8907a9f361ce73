"""What the fuzz tests have found in files and at the simulator's door, each by itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import fuzz_accounts
import fuzz_ledger
import fuzz_recordings
import pytest
import requests
from fuzz_door import SERIAL
from fuzz_files import quick_folder
from fuzz_parsers import WHEN
from fuzz_stores import good_store, new_world

from growattServer.cli import accounts
from growattServer.cli.app import run as run_line
from growattServer.cli.errors import NOT_SET_UP, NotLoggedIn
from growattServer.cli.terminal import Terminal, use
from growattServer.etiquette.fallback import fallback_of
from growattServer.etiquette.ledger import Ledger
from growattServer.recorder import (
    GrowattStoreError,
    GrowattStoreVersionError,
    Store,
    check,
    export,
    import_file,
    read_frame,
)
from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError
from growattServer.simulator.recording import Recording
from growattServer.testing import replay
from recorder.recorder_world import MIN_SN


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as found:
        yield found


# --- recordings ----------------------------------------------------------------------------------


def written(folder: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """A recording of one exchange that was changed."""
    line = fuzz_recordings.lines()[0]
    change(line)
    path = folder / "recording.jsonl"
    path.write_text(f"{json.dumps(fuzz_recordings.HEADER)}\n{json.dumps(line)}\n", "utf-8")
    return path


UNPLAYED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a method that is a list": lambda line: line["request"].update(method=["GET"]),
    "an address that is nothing": lambda line: line["request"].update(url=None),
    "an address that is none": lambda line: line["request"].update(url="http://[x"),
    "a status that is none": lambda line: line["reply"].update(status=-1),
    "a status that is a part": lambda line: line["reply"].update(status=100),
    "a place that is a list": lambda line: line["reply"].update(location=["/"]),
    "a cookie that is an object": lambda line: line["reply"]["headers"].update(
        {"Set-Cookie": [{}]}
    ),
    "a cookie of two lines": lambda line: line["reply"]["headers"].update({"Set-Cookie": ["a\r"]}),
    "a time without end": lambda line: line.update(duration_ms=float("inf")),
    "a time that is none": lambda line: line.update(duration_ms=float("nan")),
    "a body that is too large": lambda line: line["reply"].update(
        body={"kind": "empty", "bytes": float("inf")}
    ),
}


@pytest.mark.parametrize("damage", UNPLAYED)
def test_what_cannot_be_played_is_no_recording(folder: Path, damage: str) -> None:
    with pytest.raises(DoorError, match=r"Line 2 of .* is no recorded exchange"):
        Recording(written(folder, UNPLAYED[damage]))


def test_what_no_header_can_carry_is_left_out(folder: Path) -> None:
    path = written(
        folder, lambda line: line["reply"].update(location="/lo\r\n\udc80gin", status=302)
    )
    with replay(path) as cloud:
        address = f"{cloud.url}v1/plant/list?page=1"
        reply = requests.get(address, data={"userName": "x"}, timeout=60, allow_redirects=False)
    assert reply.headers["Location"] == "/login"


# --- the ledger ----------------------------------------------------------------------------------


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE pace SET slower_s = x'ff'",
        "UPDATE answers SET at = x'ff'",
        "UPDATE calls SET hour = 'x'",
    ],
)
def test_a_ledger_that_is_too_new_and_damaged(folder: Path, damage: str) -> None:
    path = folder / "ledger.sqlite3"
    fuzz_ledger.good_ledger(path)
    spoil(path, damage, "PRAGMA user_version = 99")
    ledger = Ledger(path)
    now = WHEN + timedelta(hours=1)
    for _ in "12":
        ledger.finish(fuzz_ledger.ASK, now, {"power": 7})
        ledger.rate_limited(fuzz_ledger.ASK, now, "wait")
    assert ledger.begin(fuzz_ledger.ASK, now, 40) is not None
    ledger.close()
    # it is somebody else's, and stays
    assert [one.name for one in folder.iterdir() if "damaged" in one.name] == []
    fallback = fallback_of(path)
    if fallback is not None:
        fallback.unlink(missing_ok=True)


@pytest.mark.parametrize("count", [1e308, 2**62, -5, 0.5])
@pytest.mark.parametrize("hour", [9e18, 2**40])
def test_calls_that_nobody_can_have_counted(folder: Path, count: float, hour: float) -> None:
    path = folder / "ledger.sqlite3"
    fuzz_ledger.good_ledger(path)
    spoil(path, f"UPDATE OR REPLACE calls SET hour = {hour!r}, count = {count!r}")  # noqa: S608  # from above
    ledger = Ledger(path)
    assert ledger.begin(fuzz_ledger.ASK, WHEN + timedelta(days=2), 40) is None
    ledger.close()


# --- accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "server",
    ["http://127.0.0.1:1o", "http://127.0.0.1:99999", "http://[::1", "https://a]/", "", "ftp://x/"],
)
def test_an_account_whose_server_is_no_address(
    folder: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with fuzz_accounts.in_a_home(folder) as path:
        document = fuzz_accounts.document()
        document["accounts"]["home"]["server"] = server
        path.write_text(json.dumps(document), "utf-8")
        use(Terminal())
        with pytest.raises(NotLoggedIn, match=r"stored server of account .* is not valid"):
            accounts.find(accounts.chosen("home"))
        assert run_line(["plants"]) == NOT_SET_UP
        assert "Next: growatt login --account home" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("key", "value"),
    [("server", "\ud800"), ("user", "\udfff"), ("kind", "a third"), ("kind", None)],
)
def test_an_account_that_is_damaged_is_moved_aside(
    folder: Path, key: str, value: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with fuzz_accounts.in_a_home(folder) as path:
        document = fuzz_accounts.document()
        document["accounts"]["home"][key] = value
        path.write_text(json.dumps(document), "utf-8")
        use(Terminal())
        assert accounts.names() == ["cabin"]
        assert "Accounts that could still be read: cabin" in capsys.readouterr().err
        for words in (["accounts", "--json"], ["accounts", "--forget", "cabin"]):
            assert run_line(words) == 0


# --- stores and imports --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good() -> Iterator[bytes]:
    with quick_folder() as found, new_world() as cloud:
        yield good_store(cloud, found / "home.db")


@pytest.fixture
def path(good: bytes, folder: Path) -> Path:
    path = folder / "home.db"
    path.write_bytes(good)
    return path


def test_a_cell_that_no_frame_and_no_file_can_hold(path: Path, folder: Path) -> None:
    spoil(path, "UPDATE readings_min SET pv_power = x'ff'")
    with Store(path) as store:
        for ending in (".jsonl", ".parquet"):
            with pytest.raises(GrowattStoreError, match="contains data that cannot be read"):
                export(store, folder / f"out{ending}", [MIN_SN])
        with pytest.raises(GrowattStoreError, match="contains data that cannot be read"):
            read_frame(store, MIN_SN)
        check(store, mend=True)
        assert read_frame(store, MIN_SN).height > 0


def test_a_store_without_a_zone_is_not_mended(path: Path) -> None:
    spoil(path, "UPDATE plants SET timezone = x''")
    with (
        Store(path) as store,
        pytest.raises(GrowattStoreError, match="contains data that cannot be read"),
    ):
        check(store, mend=True)


def test_a_serial_number_that_is_no_text(path: Path) -> None:
    spoil(path, f"UPDATE devices SET device_sn = x'00' WHERE device_sn = '{MIN_SN}'")  # noqa: S608  # ours
    with Store(path) as store:
        with pytest.raises(GrowattStoreError, match="has no device"):
            store.device(MIN_SN)
        assert "devices.device_sn" in str(check(store))


def test_no_message_repeats_all_that_a_store_says(path: Path) -> None:
    spoil(path, "UPDATE devices SET device_sn = hex(zeroblob(9000)) || device_id")
    with Store(path) as store, pytest.raises(GrowattStoreError, match="has no device") as caught:
        store.device(MIN_SN)
    assert len(str(caught.value)) < 1000
    spoil(path, "UPDATE alembic_version SET version_num = '9' || hex(zeroblob(9000))")
    with pytest.raises(GrowattStoreVersionError) as newer:
        Store(path)
    assert len(str(newer.value)) < 1000


@pytest.mark.parametrize("content", [None, b"PAR1\x15\x04\x15PAR1", b"PAR1" * 50])
def test_an_import_that_cannot_be_read_is_named(
    path: Path, folder: Path, content: bytes | None
) -> None:
    source = folder / "import.parquet"
    if content is not None:
        source.write_bytes(content)
    with Store(path) as store, pytest.raises(GrowattStoreError, match=r"import\.parquet") as caught:
        import_file(store, source)
    assert caught.value.hint == "nothing of the file is in the store"


# --- the door ------------------------------------------------------------------------------------

LONG = 10**400
WISHES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("clock", {"speed": LONG}),
    ("faults", {"fault": "slow", "seconds": LONG}),
    ("account", {"session_minutes": LONG}),
    ("devices", {"family": "min", "serial_number": "NEW0000001", "rated_power_w": LONG}),
    (
        "scenario",
        {"title": "x", "failures": [{"kind": "noisy_power", "share": LONG}]},
    ),
    ("plants", {"latitude": LONG}),
    ("plants", {"grid_voltage_v": "230"}),
    ("plants", {"grid_frequency_hz": 0}),
    ("plants", {"has_meter": 1}),
    ("plants", {"city": 5}),
    ("plants", {"created": "2020-01-01"}),
    ("plants", {"name": "\ud800"}),
    ("accounts", {"user": "a", "password": "b", "token": "\ud800"}),
    (f"devices/{SERIAL}", {"online": LONG}),
)


@pytest.mark.parametrize(("path", "wish"), WISHES, ids=str)
def test_a_wish_that_cannot_be_granted(path: str, wish: dict[str, Any]) -> None:
    with Simulator(history_days=0, speed=0) as cloud:
        reply = requests.post(f"{cloud.url}_sim/{path}", json=wish, timeout=60)
        assert reply.status_code == 400
        assert reply.json()["error"]
