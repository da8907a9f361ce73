"""A loopback server whose replies are too large, each in another way, and how many it has sent."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, Self

from support import OK

MIB = 1024 * 1024
BLOCK = b" " * 65536
BOMB_BYTES = 64 * MIB


def _deflated(wbits: int) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, wbits)
    parts = [packer.compress(BLOCK) for _ in range(BOMB_BYTES // len(BLOCK))]
    return b"".join([*parts, packer.flush()])


@cache
def _bomb(name: str) -> bytes:
    if name == "br":
        brotli = importlib.import_module("brotli")
        return bytes(brotli.compress(BLOCK * (BOMB_BYTES // len(BLOCK)), quality=1))
    wbits = {"gzip": 31, "deflate": 15, "raw deflate": -15}
    if name == "many gzips":
        # a member of a megabyte each
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        return (packer.compress(BLOCK * 16) + packer.flush()) * (BOMB_BYTES // MIB)
    if name == "gzip in gzip":
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        return packer.compress(_bomb("gzip")) + packer.flush()
    return _deflated(wbits[name])


def _sized(size: int, status: bytes = b"200 OK", *headers: bytes) -> Iterator[bytes]:
    yield b"\r\n".join([b"HTTP/1.1 " + status, *headers, b"Content-Length: %d" % size, b"", b""])
    for at in range(0, size, len(BLOCK)):
        yield BLOCK[: size - at]


def _packed(name: str, encoding: bytes) -> Iterator[bytes]:
    body = _bomb(name)
    yield b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (
        encoding,
        len(body),
    )
    yield body


OK_LINE = b"HTTP/1.1 200 OK\r\n"


def _repeated(head: bytes, piece: bytes) -> Iterator[bytes]:
    yield head
    yield from itertools.repeat(piece * (len(BLOCK) // len(piece)))


def _endless(head: bytes, block: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n%s\r\n" % head
    yield from itertools.repeat(block)


TOO_LARGE: dict[str, Callable[[], Iterator[bytes]]] = {
    "50 MB": lambda: _sized(50_000_000),
    "50 MB with status 500": lambda: _sized(50_000_000, b"500 Oh"),
    "50 MB with a redirect": lambda: _sized(50_000_000, b"302 Found", b"Location: /login"),
    "chunks without end": lambda: _endless(
        b"Transfer-Encoding: chunked\r\n", b"10000\r\n%s\r\n" % BLOCK
    ),
    "no length and no end": lambda: _endless(b"", BLOCK),
    "a gzip bomb": lambda: _packed("gzip", b"gzip"),
    "a bomb of many gzips": lambda: _packed("many gzips", b"gzip"),
    "a deflate bomb": lambda: _packed("deflate", b"deflate"),
    "a raw deflate bomb": lambda: _packed("raw deflate", b"deflate"),
}
# what comes before the body
HEADERS: dict[str, Callable[[], Iterator[bytes]]] = {
    "headers": lambda: _repeated(OK_LINE, b"X-A: %s\r\n" % (b"a" * 1000)),
    "cookies": lambda: _repeated(OK_LINE, b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"),
    "one header": lambda: _repeated(OK_LINE + b"X-A: ", BLOCK),
    "a header of many lines": lambda: _repeated(OK_LINE + b"X-A: a\r\n", BLOCK + b"\r\n"),
    "the status": lambda: _repeated(b"HTTP/1.1 200 ", BLOCK),
}
# what nobody counts, until the time is over
ENDLESS: dict[str, Callable[[], Iterator[bytes]]] = {
    "continues": lambda: _repeated(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "what comes after chunks": lambda: _repeated(
        OK_LINE + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: %s\r\n" % (b"a" * 1000)
    ),
    "chunks of one": lambda: _repeated(
        OK_LINE + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"
    ),
}
if importlib.util.find_spec("brotli"):
    TOO_LARGE["a brotli bomb"] = lambda: _packed("br", b"br")


def good() -> Iterator[bytes]:
    """The reply of a server in order."""
    yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(OK), OK)


def odd_bomb() -> Iterator[bytes]:
    """Compressed twice, which aiohttp does not undo."""
    return _packed("gzip in gzip", b"gzip, gzip")


def sized(size: int) -> Iterator[bytes]:
    """Blanks and nothing else."""
    return _sized(size)


class Flood:
    """Sends `reply()` to each request; `connections` counts those that were accepted."""

    def __init__(self) -> None:
        self.reply: Callable[[], Iterator[bytes]] = good
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *exception: Any) -> None:
        # wakes the thread that waits for connections
        self._listener.shutdown(socket.SHUT_RDWR)
        for one in self._open:
            with one:
                self._hang_up(one)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    @staticmethod
    def _hang_up(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            # the requests of these tests have no body and come one by one
            while connection.recv(65536):
                for part in self.reply():
                    connection.sendall(part)
        self._hang_up(connection)
