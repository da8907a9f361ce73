"""A time-out that holds for the whole answer, also against a server that sends a byte a second.

`requests` hands its read time-out to the socket, where each byte that arrives starts it anew. Here
each read gets only what is left of it, counted from the moment the answer is awaited.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Callable
from typing import Any

import requests.adapters
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError


class _UntilDeadline(io.RawIOBase):
    """The readable side of a socket, up to a moment."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, seconds: float) -> None:
        self._raw = raw
        self._sock = sock
        self._end = time.monotonic() + seconds
        self._allowed = seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        # setting it is a system call, which a prompt answer need not pay for
        if left < 0.9 * self._allowed:
            self._sock.settimeout(left)
            self._allowed = left
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        seconds = sock.gettimeout()
        if seconds:
            raw = self.fp.detach()
            self.fp = io.BufferedReader(_UntilDeadline(raw, sock, seconds))


class _HTTPConnection(HTTPConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        return _connect(self, super()._new_conn)


class _HTTPSConnection(HTTPSConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        return _connect(self, super()._new_conn)


def _connect(connection: HTTPConnection, connect: Callable[[], socket.socket]) -> socket.socket:
    """A connection within its time-out: urllib3 gives the whole of it to each address of a host."""
    name, seconds = connection._dns_host, connection.timeout
    try:
        found = socket.getaddrinfo(name.strip("[]"), connection.port, type=socket.SOCK_STREAM)
    except OSError:
        return connect()  # which says it in its own words
    end = None if seconds is None else time.monotonic() + seconds
    addresses = [str(address[0]) for *_, address in found]
    try:
        for address in addresses[:-1]:
            connection._dns_host = address
            try:
                return connect()
            except HTTPError:
                if end is None:
                    continue
                connection.timeout = end - time.monotonic()
                if connection.timeout <= 0:
                    raise
        connection._dns_host = addresses[-1]
        return connect()
    finally:
        connection._dns_host, connection.timeout = name, seconds


# pyright holds urllib3's own classes unfit for the protocol that urllib3 declares for them
class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTPConnection  # pyright: ignore[reportAssignmentType]


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection  # pyright: ignore[reportAssignmentType]


_POOLS = {"http": _HTTPPool, "https": _HTTPSPool}


class DeadlineAdapter(requests.adapters.HTTPAdapter):
    """The adapter of `requests`, with a read time-out for the whole answer."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections, as `requests` does it."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """The pools of connections through a proxy."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager
