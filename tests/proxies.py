"""A small SOCKS proxy on the loopback interface, which remembers what was asked of it."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple


class Through(NamedTuple):
    """One connection through a proxy: where to, as the client said it, and who the client was."""

    host: str
    user: str


class Proxy:
    """Where it listens, and what went through it; every host is the one behind it."""

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.seen: list[Through] = []
        self.port = 0

    def address(self, scheme: str, userinfo: str = "") -> str:
        """Its address as it stands in the environment."""
        return f"{scheme}://{userinfo}127.0.0.1:{self.port}"


@contextmanager
def socks_proxy(server_url: str) -> Iterator[Proxy]:
    """A SOCKS 5 proxy whose connections all lead to this server."""
    proxy = Proxy(int(server_url.rstrip("/").rpartition(":")[2]))
    listener = socket.create_server(("127.0.0.1", 0))
    proxy.port = listener.getsockname()[1]
    threads: list[threading.Thread] = []

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(60)
            _socks(proxy, connection)

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            if not proxy.port:
                connection.close()
                return
            threads.append(threading.Thread(target=one, args=(connection,)))
            threads[-1].start()

    threads.append(threading.Thread(target=accept))
    threads[0].start()
    try:
        yield proxy
    finally:
        port, proxy.port = proxy.port, 0
        socket.create_connection(("127.0.0.1", port)).close()
        for thread in threads:
            thread.join()
        listener.close()


def _socks(proxy: Proxy, client: socket.socket) -> None:
    said = client.makefile("rb", buffering=0)
    _, count = said.read(2) or b"\0\0"
    methods = said.read(count) or b""
    user = ""
    if 2 in methods:
        client.sendall(b"\5\2")
        said.read(1)
        user = _text(said)
        user = f"{user}:{_text(said)}"
        client.sendall(b"\1\0")
    else:
        client.sendall(b"\5\0")
    kind = (said.read(4) or b"")[3]
    host = _text(said) if kind == 3 else socket.inet_ntop(_FAMILY[kind], said.read(_SIZE[kind]))
    said.read(2)
    proxy.seen.append(Through(host, user))
    client.sendall(b"\5\0\0\1\0\0\0\0\0\0")
    with socket.create_connection(("127.0.0.1", proxy.behind)) as server:
        _relay(proxy, client, server)


_FAMILY = {1: socket.AF_INET, 4: socket.AF_INET6}
_SIZE = {1: 4, 4: 16}


def _text(said: Any) -> str:
    text: bytes = said.read(said.read(1)[0])
    return text.decode()


def _relay(proxy: Proxy, one: socket.socket, other: socket.socket) -> None:
    pairs = {one: other, other: one}
    while proxy.port:
        for ready in select.select([one, other], [], [], 0.05)[0]:
            part = ready.recv(65536)
            if not part:
                return
            pairs[ready].sendall(part)
