"""Each exporter and its target: what arrives is what is in the store, and no key is shown."""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from line_protocol_parser import parse_line

from growattServer.exceptions import GrowattParameterError
from growattServer.exporters import Exporter, Exporters, GrowattExportError, Reading
from growattServer.exporters.csv_files import CsvExporter
from growattServer.exporters.influx import InfluxExporter
from growattServer.exporters.webhook import WebhookExporter
from growattServer.recorder import Store
from growattServer.recorder.keep.columns import columns_of
from growattServer.recorder.keep.families import FAMILIES
from recorder.small_store import new_device

from .exporter_world import NOON, Web, put_rows, wait_until, web_server

STRANGE = 'Casa, "Sol"=1\n\\ 太阳'


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as web:
        yield web


def reading_of(minute: int = 0, *, serial: str = "SMALL1", **values: Any) -> Reading:
    family = FAMILIES["min"]
    return Reading(
        device_sn=serial,
        family="min",
        plant_id=1,
        plant=STRANGE,
        model="MIN 6000",
        time=datetime.fromtimestamp(NOON + 60 * minute, UTC),
        values=values,
        fields={column.name: column.row for column in columns_of(family.record)},
        is_new=True,
        is_newest=True,
    )


def test_influx_gets_lines_that_another_parser_reads(web: Web) -> None:
    with InfluxExporter(web.url, "KEY", bucket="sun", organization="me & mine") as influx:
        influx.on_reading(reading_of(pv_power=512.5, status=1, lost=False, error_text='a "b"\\\nc'))
        influx.on_reading(reading_of(1, serial="A B,C=D", energy_total=1e16))
        influx.on_reading(reading_of(2))
        assert web.posts == []
        influx.flush()
        influx.flush()
    ((path, headers, body),) = web.posts
    assert path == "/api/v2/write?bucket=sun&precision=s&org=me+%26+mine"
    assert headers["Authorization"] == "Token KEY"
    first, second = map(parse_line, body.decode().split("\n"))
    assert first["measurement"] == "growatt"
    assert first["tags"] == {"family": "min", "plant": 'Casa, "Sol"=1 / 太阳', "serial": "SMALL1"}
    assert first["time"] == NOON
    texts = {"pv_power": 512.5, "status": 1, "lost": False, "error_text": 'a "b"\\ c'}
    assert first["fields"] == texts
    assert second["tags"]["serial"] == "A B,C=D"
    assert second["fields"] == {"energy_total": 1e16}


def test_influx_version_3(web: Web) -> None:
    with InfluxExporter(f"{web.url}/", "KEY", database="sun") as influx:
        influx.on_reading(reading_of(pv_power=1.0))
        influx.flush()
    ((path, headers, _),) = web.posts
    assert path == "/api/v3/write_lp?db=sun&precision=second"
    assert headers["Authorization"] == "Bearer KEY"


def test_influx_wants_a_bucket_or_a_database() -> None:
    for both in ({}, {"bucket": "a", "database": "b"}):
        with pytest.raises(GrowattParameterError, match="bucket"):
            InfluxExporter("http://127.0.0.1:1", "KEY", **both)


def test_the_webhook_is_signed_and_told_each_reading_once(web: Web, tmp_path: Path) -> None:
    with Store(tmp_path / "store.db") as store:
        device = new_device(store)
        hook = WebhookExporter(f"{web.url}/hook?key=1", "shared secret")
        # each third answer is that the target is away
        web.failing = lambda count: count % 3 == 1
        with Exporters(store, {"webhook": hook}, look_every=timedelta(seconds=0.05)) as out:
            put_rows(store, device, {NOON + 60 * minute: {"pv_power": 5.0} for minute in range(6)})
            out.wake()
            wait_until(lambda: len(web.posts) == 6)
    for path, headers, body in web.posts:
        assert path == "/hook?key=1"
        sign = hmac.new(b"shared secret", body, hashlib.sha256).hexdigest()
        assert headers["X-Growatt-Signature"] == f"sha256={sign}"
    told = [json.loads(body) for _, _, body in web.posts]
    assert [each["time"] for each in told] == [f"2026-06-15T10:0{n}:00Z" for n in range(6)]
    assert told[5] == {
        "type": "reading",
        "serial": "SMALL1",
        "family": "min",
        "plant_id": 1,
        "plant": "",
        "time": "2026-06-15T10:05:00Z",
        "is_newest": True,
        "values": {"pv_power": 5.0},
    }
    assert [each["is_newest"] for each in told] == [False] * 5 + [True]
    deliveries = [headers["X-Growatt-Delivery"] for _, headers, _ in web.posts]
    assert deliveries == [f"SMALL1-{NOON + 60 * minute}" for minute in range(6)]


def deliver(target: Exporter) -> None:
    target.on_reading(reading_of(pv_power=1.0))
    target.flush()


@pytest.mark.parametrize("status", [302, 400, 401, 500])
def test_a_refusal_is_told_without_keys(web: Web, status: int) -> None:
    web.status, web.said = status, b"no:  SECRETKEY is \n wrong"
    targets: list[Exporter] = [
        InfluxExporter(f"{web.url}/SECRETPATH", "SECRETKEY", database="sun"),
        WebhookExporter(f"{web.url}/SECRETPATH", "SECRETKEY"),
    ]
    for target in targets:
        with pytest.raises(GrowattExportError, match=rf" at 127.0.0.1 answers {status}") as caught:
            deliver(target)
        shown = "".join(traceback.format_exception(caught.value)) + repr(target)
        # of a redirection, which is not followed, nobody reads the body
        assert status == 302 or "no: *** is wrong" in shown
        assert "SECRET" not in shown.replace('"SECRETKEY"', "").replace("/SECRETPATH", "")
        assert "SECRET" not in str(caught.value)
        target.close()


def test_a_target_that_is_not_there_is_told_without_its_address() -> None:
    with WebhookExporter("http://127.0.0.1:1/SECRETPATH") as hook:
        with pytest.raises(GrowattExportError, match="cannot be reached") as caught:
            hook.on_reading(reading_of(pv_power=1.0))
        assert "SECRETPATH" not in str(caught.value)
        assert caught.value.__suppress_context__


@pytest.mark.parametrize("url", ["ftp://here/x", "here", "", "http://", "//here"])
def test_an_address_that_is_none_is_said_at_once(url: str) -> None:
    with pytest.raises(GrowattParameterError, match="http"):
        WebhookExporter(url)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_files_by_device_and_day(tmp_path: Path) -> None:
    with CsvExporter(tmp_path) as files:
        for minute in (0, 5, 24 * 60, 10):
            files.on_reading(reading_of(minute, pv_power=1.5 + minute, lost=True))
        files.on_reading(reading_of(serial="../../x/=1", error_text="=cmd()"))
    day = read_csv(tmp_path / "SMALL1/2026-06-15.csv")
    assert [row["time"][11:16] for row in day] == ["10:00", "10:05", "10:10"]
    assert [row["pv_power"] for row in day] == ["1.5", "6.5", "11.5"]
    assert (day[0]["lost"], day[0]["battery_soc"]) == ("True", "")
    assert len(read_csv(tmp_path / "SMALL1/2026-06-16.csv")) == 1
    (strange,) = [path for path in tmp_path.iterdir() if path.name != "SMALL1"]
    assert read_csv(strange / "2026-06-15.csv")[0]["error_text"] == "'=cmd()"


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_csv_file_that_was_cut_off_goes_on_whole(tmp_path: Path, cut: int) -> None:
    with CsvExporter(tmp_path) as files:
        files.on_reading(reading_of(0, pv_power=1.0))
        files.on_reading(reading_of(1, pv_power=2.0))
    path = tmp_path / "SMALL1/2026-06-15.csv"
    path.write_bytes(path.read_bytes()[: -cut * 7])
    with CsvExporter(tmp_path) as files:
        for minute in range(3):
            files.on_reading(reading_of(minute, pv_power=minute + 1.0))
    rows = read_csv(path)
    assert [row["time"][11:16] for row in rows] == ["10:00", "10:01", "10:02"]
    assert [row["pv_power"] for row in rows] == ["1.0", "2.0", "3.0"]


def test_a_csv_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "SMALL1").write_text("a file")
    with CsvExporter(tmp_path) as files, pytest.raises(GrowattExportError, match="cannot be"):
        files.on_reading(reading_of(pv_power=1.0))
