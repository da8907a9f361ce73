"""What several tests share: captures, facts, and a server that records."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from growattServer.operation import Call, drive
from growattServer.redaction import Redactor
from growattServer.redaction.pseudonyms import Pseudonyms
from growattServer.timeouts import Timeouts
from growattServer.wire import Reply, Request

HERE = Path(__file__).parent
OK = b'{"data": {}, "error_code": 0, "error_msg": ""}'


def capture(name: str) -> dict[str, Any]:
    """One of the vendor's example bodies of V1."""
    body: dict[str, Any] = json.loads((HERE / "captures/v1" / f"{name}.json").read_text())
    return body


def facts(name: str) -> dict[str, Any]:
    """One of the files under tests/facts."""
    document: dict[str, Any] = json.loads((HERE / "facts" / f"{name}.json").read_text())
    return document


def wait_until(is_so: Callable[[], Any]) -> None:
    """Look until it is so; the minute is only there so that nothing hangs."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "what the test waits for never came"
        time.sleep(0.005)


def new_redactor() -> Redactor:
    """A redactor that invents the same each time: what is short could be hit by chance."""
    return Redactor(Pseudonyms(b"the salt of tests"))


def run_flow(flow: Any, answer: Callable[[Request], Reply]) -> Any:
    """The result of a flow whose requests are answered so, without a client."""
    return drive(flow, lambda request, call: answer(request), Call(Timeouts(), 60))


def of_each_record(
    rows: list[tuple[Any, ...]],
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make one test a record of a check of one row, which tells all rows that fail.

    A test for each of thousands of rows costs more to collect and to report than to run.
    """
    of_record: dict[Any, list[tuple[Any, ...]]] = {}
    for record, *rest in rows:
        of_record.setdefault(record, []).append(tuple(rest))

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        def test(record: Any) -> None:
            failures = []
            for row, *rest in of_record[record]:
                try:
                    check(record, row, *rest)
                except AssertionError as error:
                    failures.append(f"{record.__name__}.{row.name} ({row.key}): {error}")
            assert not failures, "\n\n".join(failures)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        names = [record.__name__ for record in of_record]
        marked: Callable[..., None] = pytest.mark.parametrize("record", of_record, ids=names)(test)
        return marked

    return decorate


def let_arrive(url: str) -> None:
    """Wait until a simulator has heard what a process sent before it was killed.

    What was sent lies at the server already, which looks at its connections in turn: an answer to
    us, on a new one, comes after it. It may take a turn to be accepted, to be read, to be done.
    """
    for _ in range(3):
        requests.get(f"{url}_sim/clock", timeout=60).close()


class Received(NamedTuple):
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    body: str
    headers: dict[str, str]

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body, keep_blank_values=True))


class RecordingServer:
    """A loopback server that keeps what it received and answers what it was told to."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.status = 200
        self.delay = 0.0
        self._stopping = threading.Event()
        self.body = OK
        self.headers: dict[str, str] = {}
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are two packets

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                parts = urlsplit(self.path)
                recorder.received.append(
                    Received(
                        self.command,
                        parts.path,
                        dict(parse_qsl(parts.query, keep_blank_values=True)),
                        self.rfile.read(length).decode(),
                        dict(self.headers.items()),
                    )
                )
                if recorder.delay:
                    recorder._stopping.wait(recorder.delay)
                status, headers = recorder.reply_to(recorder.received[-1])
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(recorder.body)))
                self.end_headers()
                with suppress(ConnectionError):  # who gave up waiting is gone
                    self.wfile.write(recorder.body)

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        scheme = "http" if tls is None else "https"
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def reply_to(self, received: Received) -> tuple[int, dict[str, str]]:
        """Status and headers of the answer to this request."""
        return self.status, self.headers

    def answer(self, document: Any) -> None:
        """Answer with this document from now on."""
        self.body = json.dumps(document).encode()

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
