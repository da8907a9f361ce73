"""Threads and tasks on one client and a slow server: nothing lost, doubled or mixed up."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from growattServer import AsyncOpenApiV1, Etiquette, GrowattRateLimitError, OpenApiV1

CROWD, EACH = 32, 12


class SlowServer:
    """It answers each question with the serial number that it was asked for, after a while."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.pause_s = 0.03
        lock, dice, server = threading.Lock(), random.Random(3), self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = dict(parse_qsl(self.rfile.read(length).decode()))
                with lock:
                    server.asked[form["tlx_sn"]] += 1
                    pause = dice.uniform(0, server.pause_s)
                time.sleep(pause)
                serial = form["tlx_sn"]
                body = (
                    f'{{"data":{{"serialNum":"{serial}","ppv":{serial[2:]}}},"error_code":0}}'
                ).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                # in two pieces, so that a mixed-up connection shows
                self.wfile.write(body[:20])
                self.wfile.flush()
                self.wfile.write(body[20:])

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 4 * CROWD

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def slow() -> Iterator[SlowServer]:
    server = SlowServer()
    yield server
    server.stop()


def check(slow: SlowServer, answers: list[tuple[str, Any]]) -> None:
    assert len(answers) == CROWD * EACH
    for serial, answer in answers:
        assert answer["serialNum"] == serial
        assert answer.pv_power == float(serial[2:])
    assert slow.asked == Counter(serial for serial, _ in answers)


def serials(number: int) -> list[str]:
    return [f"SN{number * 1000 + n}" for n in range(EACH)]


@pytest.mark.parametrize("is_polite", [False, True], ids=["plain", "polite"])
def test_threads(slow: SlowServer, tmp_path: Path, is_polite: bool) -> None:
    etiquette = Etiquette(ledger=tmp_path / "ledger") if is_polite else None
    with OpenApiV1("token", server_url=slow.url, etiquette=etiquette) as api:

        def ask(number: int) -> list[tuple[str, Any]]:
            return [(serial, api.min_energy(serial)) for serial in serials(number)]

        with ThreadPoolExecutor(CROWD) as pool:
            answers = [pair for pairs in pool.map(ask, range(CROWD)) for pair in pairs]
    check(slow, answers)


@pytest.mark.parametrize("is_polite", [False, True], ids=["plain", "polite"])
async def test_tasks(slow: SlowServer, tmp_path: Path, is_polite: bool) -> None:
    etiquette = Etiquette(ledger=tmp_path / "ledger") if is_polite else None
    async with AsyncOpenApiV1("token", server_url=slow.url, etiquette=etiquette) as api:

        async def ask(number: int) -> list[tuple[str, Any]]:
            return [(serial, await api.min_energy(serial)) for serial in serials(number)]

        found = await asyncio.gather(*[ask(number) for number in range(CROWD)])
    check(slow, [pair for pairs in found for pair in pairs])


def test_a_crowd_that_asks_the_same_is_one_question(slow: SlowServer, tmp_path: Path) -> None:
    etiquette = Etiquette(ledger=tmp_path / "ledger")
    with OpenApiV1("token", server_url=slow.url, etiquette=etiquette) as api:

        def ask(_: int) -> int:
            try:
                api.min_energy("SN1")
            except GrowattRateLimitError:
                return 0
            return 1

        with ThreadPoolExecutor(CROWD) as pool:
            assert sum(pool.map(ask, range(CROWD * 4))) == 1
    assert slow.asked == {"SN1": 1}


async def test_cancelled_tasks_leave_nothing_behind(slow: SlowServer, tmp_path: Path) -> None:
    etiquette = Etiquette(ledger=tmp_path / "ledger")
    async with AsyncOpenApiV1("token", server_url=slow.url, etiquette=etiquette) as api:
        tasks = [asyncio.create_task(api.min_energy(f"SN{n}")) for n in range(CROWD)]
        dice = random.Random(4)
        for task in tasks:
            await asyncio.sleep(dice.uniform(0, 0.004))
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(task.done() for task in tasks)
        session = (await api._own_session()).session
        assert session.connector is not None
        assert not session.connector._acquired, "no connection is left in use"
        # a cancelled call may have been heard: its device waits, the others do not
        answer = await api.min_energy("SN777", timeout=20)
        assert answer["serialNum"] == "SN777"
    assert session.closed
