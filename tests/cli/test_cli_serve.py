"""`serve`: one program asks the cloud, and everything else is fed."""

from __future__ import annotations

import csv
import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import requests

from exporters.exporter_world import Web, free_port, wait_until, web_server
from growattServer.recorder import Store, read_readings
from growattServer.simulator import Simulator

from .cli_world import PROGRAM, User

MIN = "SIMMIN0001"
CSV = '[csv]\ndirectory = "readings"\n'


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    start = datetime.now(UTC).isoformat()
    with Simulator(start=start, seed=7, speed=0, history_days=2) as simulator:
        yield simulator


@pytest.fixture
def user(stranger: User, cloud: Simulator) -> User:
    stranger.log_in(cloud.token, cloud.url)
    return stranger


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as web:
        yield web


def configure(user: User, text: str) -> None:
    (user.home / "growatt.toml").write_text(text)


@contextmanager
def serving(user: User, *words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A program that serves; ended by the test."""
    with (user.home / "said").open("w") as said:
        process = subprocess.Popen(
            [*PROGRAM, "serve", "--config", "growatt.toml", MIN, *words],
            stdout=said,
            stderr=said,
            cwd=user.home,
            env=user.environment | more,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def said(user: User) -> str:
    return (user.home / "said").read_text()


def stored(user: User) -> set[str]:
    with Store(user.home / "data/growattServer/home.db", read_only=True) as store:
        return {
            row[0].isoformat().replace("+00:00", "Z")
            for batch in read_readings(store, MIN)
            for row in batch.rows
        }


def in_files(user: User) -> list[str]:
    found = []
    for path in sorted((user.home / "readings").glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["time"] for row in csv.DictReader(file)]
    return found


def test_all_that_is_recorded_goes_everywhere_once(user: User, web: Web) -> None:
    assert user.run("record", "--backfill", "1d", MIN).code == 0
    before = stored(user)
    (user.home / "data/growattServer/home.db").unlink()
    configure(
        user,
        f'{CSV}[webhook]\nurl = "{web.url}/hook"\nsecret = "$HOOK_SECRET"\n'
        f'[influx]\nurl = "{web.url}"\ntoken = "$HOOK_SECRET"\ndatabase = "sun"\n'
        "[prometheus]\nport = 0\n",
    )
    with serving(user, HOOK_SECRET="not for anybody's eyes") as process:
        wait_until(lambda: set(in_files(user)) >= before)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, said(user)
    # what was not delivered yet comes now
    with serving(user, HOOK_SECRET="not for anybody's eyes") as process:
        wait_until(lambda: len(in_files(user)) == len(stored(user)))
        wait_until(lambda: len(hooked(web)) == len(stored(user)))
        wait_until(lambda: len(lined(web)) >= len(stored(user)))
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130, said(user)
    kept = stored(user)
    assert kept >= before
    assert sorted(in_files(user)) == sorted(kept)
    assert sorted(hooked(web)) == sorted(kept)
    assert set(lined(web)) == kept
    assert "eyes" not in said(user)
    assert "Traceback" not in said(user)


def hooked(web: Web) -> list[str]:
    return [json.loads(body)["time"] for path, _, body in list(web.posts) if path == "/hook"]


def lined(web: Web) -> list[str]:
    return [
        datetime.fromtimestamp(int(line.rpartition(" ")[2]), UTC).isoformat().replace("+00:00", "Z")
        for path, _, body in list(web.posts)
        if path.startswith("/api/v3")
        for line in body.decode().split("\n")
    ]


def test_json_has_a_line_for_each_event_and_each_trouble(user: User) -> None:
    configure(user, '[webhook]\nurl = "http://127.0.0.1:1/SECRET"\n')
    with serving(user, "--json") as process:
        wait_until(lambda: "ExporterTrouble" in said(user))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, said(user)
    lines = [json.loads(line) for line in said(user).splitlines()]
    assert all(line["event"] and line["time"] for line in lines)
    (trouble, *_) = [line for line in lines if line["event"] == "ExporterTrouble"]
    assert trouble["exporter"] == "webhook"
    assert "cannot be reached" in trouble["error"]
    assert "SECRET" not in said(user)


def test_prometheus_is_served(user: User) -> None:
    port = free_port()
    configure(user, f"[prometheus]\nport = {port}\n")
    with serving(user):

        def scraped() -> bool:
            try:
                answer = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10)
            except requests.ConnectionError:
                return False
            labels = f'family="min",plant="Simulated house, Munich",serial="{MIN}"'
            return f"growatt_pv_power_watts{{{labels}}}" in answer.text

        wait_until(scraped)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", 2, "o exporter is configured"),
        ("[influks]\n", 2, "did you mean influx?"),
        ("[csv]\n", 2, "sv needs directory"),
        ("csv = 1\n", 2, "[csv], then its options"),
        ("[csv]\ndirectory = 1\n", 2, "csv: directory must be a text in quotes, not int"),
        ("[csv]\ndirektory = 'x'\n", 2, "sv has no option 'direktory'"),
        ("[prometheus]\nport = '1'\n", 2, "prometheus: port must be a number, not str"),
        ("[prometheus]\nport = true\n", 2, "prometheus: port must be a number, not bool"),
        ("[csv]\ndirectory = '$NOT_THERE'\n", 2, "the environment has no NOT_THERE"),
        ("[webhook]\nurl = 'ftp://x'\n", 2, "must begin with http"),
        ("[csv\n", 2, "growatt.toml cannot be read"),
        (None, 7, "here is no file growatt.toml"),
    ],
)
def test_what_is_wrong_with_the_file(
    user: User, cloud: Simulator, text: str | None, code: int, words: str
) -> None:
    if text is not None:
        configure(user, text)
    before = len(cloud.requests())
    user.run("serve", "--config", "growatt.toml", MIN).failed(code, words)
    assert len(cloud.requests()) == before


def test_a_port_that_is_taken_is_told(user: User) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        configure(user, f"[prometheus]\nport = {one.getsockname()[1]}\n")
        done = user.run("serve", "--config", "growatt.toml", MIN)
    assert done.code not in (0, 70), done.err
    assert "in use" in done.err
