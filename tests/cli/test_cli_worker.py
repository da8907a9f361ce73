"""`growatt worker`: refused where it makes no sense, and at work on a real PostgreSQL server."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from growattServer.simulator import Simulator
from recorder.postgres import Postgres

from .cli_world import START, User

PLANTS = 2


@pytest.fixture
def server() -> Iterator[Postgres]:
    made = Postgres()
    yield made
    made.close()


def test_a_file_is_for_one_recorder(tmp_path: Path) -> None:
    with Simulator(start=START, seed=7, speed=0, history_days=1) as cloud:
        user = User(tmp_path)
        user.log_in(cloud.token, cloud.url)
        assert "PostgreSQL" in user.run("worker").failed(2)
        assert "no account 'attic'" in user.run("worker", "attic", "--store", "postgresql:///x").err


def plants_in(url: str) -> int:
    """How many plants a store has; none before it is made."""
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT count(*) FROM plants").fetchone()
    except psycopg.errors.UndefinedTable:
        return 0
    assert row is not None
    return int(row[0])


def test_a_worker_records_until_it_is_stopped(tmp_path: Path, server: Postgres) -> None:
    url = server.url("fleet")
    with Simulator(start=START, seed=7, history_days=1) as cloud:
        user = User(tmp_path, GROWATT_STORE=url)
        user.log_in(cloud.token, cloud.url, "roof")
        words = [*user.program, "worker", "roof", "--since", "2026-06-15"]
        with subprocess.Popen(
            words, env=user.environment, cwd=user.home, stderr=subprocess.PIPE, text=True
        ) as worker:
            end = time.monotonic() + 120
            while plants_in(url) < PLANTS and worker.poll() is None and time.monotonic() < end:
                time.sleep(0.3)
            found = plants_in(url)
            worker.send_signal(signal.SIGTERM)
            _, said = worker.communicate(timeout=60)
        assert found == PLANTS, said
        assert worker.returncode == 0, said
        assert cloud.token not in said
        assert "Working for roof." in said
