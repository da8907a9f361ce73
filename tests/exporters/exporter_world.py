"""What the tests of exporters share: a store with two devices, and a web server to send to."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from growattServer.exporters import Exporter, Reading
from growattServer.recorder import Store
from growattServer.recorder.keep.columns import columns_of
from growattServer.recorder.keep.readings import Reading as Row
from growattServer.recorder.keep.readings import put_readings
from growattServer.recorder.keep.store import StoredDevice

NOON = 1_781_517_600
"""2026-06-15 12:00 in Berlin, 10:00 UTC."""

LONG_S = 200


def put_rows(
    store: Store, device: StoredDevice, rows: dict[int, dict[str, Any]], *, confirmed: bool = True
) -> None:
    """Put rows into the store as the recorder does, in one transaction."""
    names = [column.name for column in columns_of(device.family.record)]
    made = [Row(time, tuple(values.get(name) for name in names)) for time, values in rows.items()]
    with store.writing() as connection:
        put_readings(connection, device.family, device.device_id, made, confirmed)


def wait_until(holds: Callable[[], Any]) -> Any:
    """Wait for a condition; gives what it gave."""
    until = time.monotonic() + LONG_S
    while not (found := holds()):
        assert time.monotonic() < until, "it never came"
        time.sleep(0.01)
    return found


class Kept(Exporter):
    """An exporter that keeps what it gets, and is out of order when a test says so."""

    def __init__(self, *, later: bool = True, changes: bool = False, each: bool = False) -> None:
        self.delivers_later, self.wants_changes, self.delivers_each = later, changes, each
        self.taken: list[Reading] = []
        self.delivered: list[Reading] = []
        self.fails_at: int | None = None
        self.is_closed = False

    def on_reading(self, reading: Reading) -> None:
        if self.fails_at is not None and len(self.delivered) + len(self.taken) >= self.fails_at:
            self.taken.clear()
            raise ConnectionError("the target is away")
        (self.delivered if self.delivers_each else self.taken).append(reading)

    def flush(self) -> None:
        self.delivered += self.taken
        self.taken.clear()

    def close(self) -> None:
        self.is_closed = True

    def moments(self) -> list[tuple[str, int]]:
        """What was delivered: serial numbers and times."""
        return [(each.device_sn, int(each.time.timestamp())) for each in self.delivered]


class Web:
    """A web server that keeps what is posted to it; `status` is how it answers."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204
        self.said = b""
        self.failing: Callable[[int], bool] = lambda count: False
        self.tries = 0
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                web.tries += 1
                status = 503 if web.failing(web.tries) else web.status
                if status < 300:
                    web.posts.append((self.path, dict(self.headers), body))
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                said = b"" if status == 204 else web.said
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: Any) -> None:  # its name
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def web_server() -> Iterator[Web]:
    web = Web()
    try:
        yield web
    finally:
        web.close()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
