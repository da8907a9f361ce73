"""A time-out that holds for the whole answer, also against a server that sends a byte a second.

`requests` hands its read time-out to the socket, where each byte that arrives starts it anew. Here
each read gets only what is left of it, counted from the moment the answer is awaited.
"""

from __future__ import annotations

import http.client
import io
import socket
import sys
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import requests.adapters
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import connection as of_urllib3

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection


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


class _Deadline:
    """What a connection is mixed with, whatever its class: urllib3's, a proxy's, or vcrpy's."""

    response_class = _Response

    def _new_conn(self) -> Any:
        connect = super()._new_conn  # type: ignore[misc]  # of the class that this is mixed with
        # through a SOCKS proxy, or where a program has a way of its own, it goes that way
        ways = connect.__module__, of_urllib3.create_connection.__module__
        if ways == ("urllib3.connection", "urllib3.util.connection"):
            return _connect(cast("HTTPConnection", self))
        return connect()


def _connect(connection: HTTPConnection) -> socket.socket:
    """A connection within its time-out: urllib3 gives the whole of it to each address of a host.

    The addresses are used as they were resolved: port, family and scope may be the resolver's.
    """
    host, timeout = connection._dns_host.strip("[]"), connection.timeout
    end = None if timeout is None else time.monotonic() + timeout
    failed: OSError | None = None
    family = of_urllib3.allowed_gai_family()
    try:
        found = socket.getaddrinfo(host, connection.port, family, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # the latter where it can be no host's name at all
        raise NewConnectionError(connection, "the name of the host is not known") from error
    for family, kind, protocol, _, address in found:
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            failed = TimeoutError("timed out")
            break
        try:
            return _connected(connection, (family, kind, protocol), address, left)
        except OSError as error:
            failed = error
    if isinstance(failed, TimeoutError):
        raise ConnectTimeoutError(connection, "no connection within the time-out") from failed
    raise NewConnectionError(connection, "no address of the host can be reached") from failed


def _connected(
    connection: HTTPConnection, kind: tuple[int, int, int], address: Any, timeout: float | None
) -> socket.socket:
    sock = socket.socket(*kind)
    try:
        for option in connection.socket_options or ():
            sock.setsockopt(*option)
        sock.settimeout(timeout)
        if connection.source_address:
            sock.bind(connection.source_address)
        sock.connect(address)
    except BaseException:
        sock.close()
        raise
    sys.audit("http.client.connect", connection, connection.host, connection.port)
    return sock


@lru_cache(maxsize=16)
def _mixed(connection: type) -> type:
    return type(connection.__name__, (_Deadline, connection), {})


class _Pool:
    """What a pool is mixed with, so that its connections have a deadline."""

    @property
    def ConnectionCls(self) -> type:  # noqa: N802  # its name in urllib3
        # looked up each time: vcrpy puts a class of its own there for a while
        return _mixed(super().ConnectionCls)  # type: ignore[misc]  # of the class it is mixed with


@lru_cache(maxsize=16)
def _pool(pool: type) -> type:
    return type(pool.__name__, (_Pool, pool), {})


def _limit(manager: Any) -> Any:
    """Give the pools of this manager, which may be that of a SOCKS proxy, a deadline."""
    kinds = manager.pool_classes_by_scheme
    manager.pool_classes_by_scheme = {scheme: _pool(kind) for scheme, kind in kinds.items()}
    return manager


class DeadlineAdapter(requests.adapters.HTTPAdapter):
    """The adapter of `requests`, with a read time-out for the whole answer."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections, as `requests` does it."""
        super().init_poolmanager(*args, **kwargs)
        _limit(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """The pools of connections through a proxy."""
        if proxy not in self.proxy_manager:
            _limit(super().proxy_manager_for(proxy, **kwargs))
        return self.proxy_manager[proxy]
