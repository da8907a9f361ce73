"""A loopback server that answers as told and keeps what it received. Standard library only."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

CAPTURES = Path(__file__).parent.parent / "captures"


class Answer(NamedTuple):
    """What the server says to one request; with status -1 it says nothing and hangs up."""

    body: bytes = b"{}"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Received(NamedTuple):
    """One request as it arrived; `headers` by lower-case name."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def cookie(self) -> str | None:
        return self.headers.get("cookie")


def captured(name: str) -> Answer:
    """An example body, with the HTTP status that belongs to it."""
    body = (CAPTURES / "legacy" / name).read_bytes()
    status = {"denied_user_agent_403.html": 403, "bad_gateway_502.html": 502}.get(name, 200)
    return Answer(body, status)


def said(document: Any, status: int = 200, *headers: tuple[str, str]) -> Answer:
    """A document as an answer."""
    return Answer(json.dumps(document).encode(), status, headers)


def moved(where: str, status: int = 302) -> Answer:
    """A redirect without a body."""
    return Answer(b"", status, (("Location", where),))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients hang up as they like."""


class Loopback:
    """`answers` are given one by one, then `answer` decides; used with `with`."""

    def __init__(self, answer: Callable[[Received], Answer] | None = None) -> None:
        self.received: list[Received] = []
        self.answers: deque[Answer] = deque()
        self.answer = answer or (lambda request: Answer())
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def serve(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {key.lower(): value for key, value in self.headers.items()}
                request = Received(self.command, self.path, headers, self.rfile.read(length))
                answer = loopback.next_answer(request)
                if answer.status == -1:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for key, value in {
                    "Content-Length": str(len(answer.body)),
                    **dict(answer.headers),
                }.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = "Content-Length" in dict(answer.headers)

            do_GET = do_POST = serve  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._lock = threading.Lock()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def next_answer(self, request: Received) -> Answer:
        with self._lock:
            self.received.append(request)
            if self.answers:
                return self.answers.popleft()
        return self.answer(request)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
