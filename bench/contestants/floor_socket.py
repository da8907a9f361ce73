"""A floor: a plain socket and orjson, the fastest decoder here; 8 of them for the year."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from floor_http_client import LATEST, PAGE, PLANTS
from work import AskAsync, Tasks, repeat, year_async

SIZE = 1 << 18


def _request(token: str, method: str, page: str, form: dict[str, Any]) -> bytes:
    body = urlencode(form)
    head = (
        f"{method} /v1/{page} HTTP/1.1\r\nHost: localhost\r\ntoken: {token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode("ascii")


def _length(received: bytearray) -> int:
    """The size of the whole answer, or 0 while its head has not arrived."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return 0
    mark = received.index(b"Content-Length: ") + 16
    return end + 4 + int(received[mark : received.index(b"\r", mark)])


def _data(received: bytearray) -> Any:
    body = orjson.loads(memoryview(received)[received.index(b"\r\n\r\n") + 4 :])
    if body["error_code"] != 0:
        raise SystemExit("the server refused")
    return body["data"]


def _ask(line: socket.socket, request: bytes) -> Any:
    line.sendall(request)
    received, length = bytearray(), 0
    while not length or len(received) < length:
        received += line.recv(SIZE)
        length = length or _length(received)
    return _data(received)


async def _ask_async(line: socket.socket, request: bytes) -> Any:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(line, request)
    received, length = bytearray(), 0
    while not length or len(received) < length:
        received += await loop.sock_recv(line, SIZE)
        length = length or _length(received)
    return _data(received)


def _year(connect: Callable[[], socket.socket], token: str, weeks: int) -> None:
    def own(worker: int) -> AskAsync:
        line = connect()
        line.setblocking(False)

        async def page(start: date, end: date, number: int) -> Any:
            form = {**PAGE, "start_date": start, "end_date": end, "page": number}
            request = _request(token, "POST", "device/tlx/tlx_data", form)
            return await _ask_async(line, request)

        return page

    asyncio.run(year_async(own, weeks))


def tasks(url: str, token: str) -> Tasks:
    """What it can do."""
    address = (urlsplit(url).hostname or "", urlsplit(url).port or 80)

    def connect() -> socket.socket:
        return socket.create_connection(address)

    line = connect()
    plants = _request(token, "GET", "plant/list", PLANTS)
    latest = _request(token, "POST", "device/tlx/tlx_last_data", LATEST)
    page = _request(token, "POST", "device/tlx/tlx_data", PAGE)
    return {
        "plants": repeat(lambda: _ask(line, plants)),
        "latest": repeat(lambda: _ask(line, latest)),
        "page": repeat(lambda: _ask(line, page)),
        "year": lambda weeks: _year(connect, token, weeks),
    }
