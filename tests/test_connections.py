"""How a request gets to the server: proxies, resolvers, cassettes, blocking and async."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import vcr
from urllib3.util import connection as of_urllib3

import growattServer
from growattServer import AsyncOpenApiV1, OpenApiV1
from listening import drip, raw_server
from proxies import socks_proxy
from support import RecordingServer

TOKEN = "very-secret-token-0123456789abcd"
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
FAR = "http://growatt.invalid/"
"""A server that only a proxy, or a resolver of the program's own, finds."""


@pytest.fixture(autouse=True)
def _no_other_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def call(mode: str, url: str, timeout: float = 60) -> Any:
    if mode == "blocking":
        with OpenApiV1(TOKEN, server_url=url, timeout=timeout, allow_cleartext=True) as api:
            return api.plant_details(1)

    async def main() -> Any:
        async with AsyncOpenApiV1(
            TOKEN, server_url=url, timeout=timeout, allow_cleartext=True
        ) as api:
            return await api.plant_details(1)

    return asyncio.run(main())


# --- SOCKS ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "userinfo", "resolved"),
    [
        ("socks5h", "", "growatt.invalid"),
        ("socks5h", "me:it%20is@", "growatt.invalid"),
        ("socks5", "", "127.0.0.1"),
    ],
)
@pytest.mark.parametrize("place", ["environment", "session"])
def test_through_a_socks_proxy(
    scheme: str,
    userinfo: str,
    resolved: str,
    place: str,
    server: RecordingServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = FAR if scheme == "socks5h" else server.url
    with (
        socks_proxy(server.url) as proxy,
        OpenApiV1(TOKEN, server_url=url, timeout=60, allow_cleartext=True) as api,
    ):
        address = proxy.address(scheme, userinfo)
        if place == "environment":
            monkeypatch.setenv("ALL_PROXY", address)
        else:
            api.session.proxies = {"http": address}
        for _ in range(2):
            assert api.plant_details(1) == {}
        assert proxy.seen == [(resolved, "me:it is" if userinfo else "")]
    assert [one.headers["token"] for one in server.received] == [TOKEN] * 2


def test_an_answer_that_drips_through_a_socks_proxy() -> None:
    with (
        raw_server(drip) as url,
        socks_proxy(url) as proxy,
        OpenApiV1(TOKEN, server_url=FAR, timeout=0.5, allow_cleartext=True) as api,
    ):
        api.session.proxies = {"http": proxy.address("socks5h")}
        with pytest.raises(growattServer.GrowattReadTimeoutError):
            api.plant_details(1)
        assert len(proxy.seen) == 1


@BLOCKING_AND_ASYNC
def test_a_socks_proxy_that_cannot_be_used_says_why(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5h://me:proxy-secret@127.0.0.1:9")
    with pytest.raises(growattServer.GrowattConnectionError) as caught:
        call(mode, FAR)
    assert "proxy-secret" not in f"{caught.value!r} {caught.value}"
    assert caught.value.was_not_sent
    if mode == "async":
        assert isinstance(caught.value, growattServer.GrowattProxyError)
        assert "SOCKS" in str(caught.value)
        assert "session=" in str(caught.value)


WITHOUT_PYSOCKS = """
import sys
sys.modules["socks"] = None
import growattServer
try:
    address = "http://growatt.invalid/"
    growattServer.OpenApiV1("token", server_url=address, allow_cleartext=True).plant_details(1)
except growattServer.GrowattProxyError as error:
    print(error.was_not_sent, error)
"""


def test_without_pysocks_the_error_names_it() -> None:
    environment = {"ALL_PROXY": "socks5h://me:proxy-secret@127.0.0.1:9", "PATH": ""}
    command = [sys.executable, "-c", WITHOUT_PYSOCKS]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    assert said.stdout.startswith("True "), said.stderr
    assert "requests[socks]" in said.stdout
    assert "proxy-secret" not in said.stdout


# --- cassettes -----------------------------------------------------------------------------------


@pytest.mark.breaks("secrets", "a cassette has what was sent")
@pytest.mark.parametrize("mode", ["a new client", "a used client"])
def test_vcrpy_records_and_replays(mode: str, server: RecordingServer, tmp_path: Path) -> None:
    server.answer({"data": {"name": "recorded"}, "error_code": 0})
    cassette = str(tmp_path / "cassette.yaml")
    with OpenApiV1(TOKEN, server_url=server.url, timeout=60) as api:
        if mode == "a used client":
            api.plant_details(1)
        before = len(server.received)
        with vcr.use_cassette(cassette):
            assert api.plant_details(1)["name"] == "recorded"
            assert api.min_energy("ABCDE12345")["name"] == "recorded"
        assert len(server.received) == before + 2
        with vcr.use_cassette(cassette, record_mode="none") as played:
            assert api.plant_details(1)["name"] == "recorded"
            assert api.min_energy("ABCDE12345")["name"] == "recorded"
            assert played.all_played
        assert len(server.received) == before + 2
        # what was mixed for the cassette is gone with it
        assert api.plant_details(1)["name"] == "recorded"
        assert len(server.received) == before + 3


# --- resolvers -----------------------------------------------------------------------------------


def resolving(monkeypatch: pytest.MonkeyPatch, found: Any) -> None:
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *more: Any, **named: Any) -> Any:
        return (
            found if host in ("growatt.invalid", b"growatt.invalid") else real(host, *more, **named)
        )

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_port_of_the_resolver_counts(
    server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.url.rstrip("/").rpartition(":")[2])
    kind = socket.SOCK_STREAM, socket.IPPROTO_TCP, ""
    resolving(monkeypatch, [(socket.AF_INET, *kind, ("127.0.0.1", port))])
    assert call("blocking", FAR) == {}
    assert server.received[0].headers["Host"] == "growatt.invalid"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_family_and_scope_of_the_resolver_count(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    real = socket.socket.connect

    class Socket(socket.socket):
        def connect(self, address: Any) -> None:
            asked.append((self.family, address))
            real(self, address)

    six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1", 9, 0, 77))
    four = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 9))
    resolving(monkeypatch, [six, four])
    monkeypatch.setattr(socket, "socket", Socket)
    with pytest.raises(growattServer.GrowattConnectionError):
        call("blocking", FAR)
    assert asked == [(socket.AF_INET6, six[4]), (socket.AF_INET, four[4])]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this machine has no such sockets")
def test_a_socket_in_the_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "s"))
    listener.listen()

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(
                b'HTTP/1.0 200 OK\r\nContent-Length: 26\r\n\r\n{"data":{},"error_code":0}'
            )

    thread = threading.Thread(target=answer)
    thread.start()
    resolving(monkeypatch, [(socket.AF_UNIX, socket.SOCK_STREAM, 0, "", str(tmp_path / "s"))])
    # as is usual, without the options of TCP
    with OpenApiV1(TOKEN, server_url=FAR, timeout=60, allow_cleartext=True) as api:
        adapter: Any = api.session.get_adapter(FAR)
        adapter.poolmanager.connection_pool_kw["socket_options"] = None
        assert api.plant_details(1) == {}
    thread.join()
    listener.close()


def test_what_programs_put_in_place_of_connecting_is_used(
    server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.url.rstrip("/").rpartition(":")[2])
    real = of_urllib3.create_connection

    def pinned(address: Any, *more: Any, **named: Any) -> socket.socket:
        return real(("127.0.0.1", port), *more, **named)

    monkeypatch.setattr(of_urllib3, "create_connection", pinned)
    assert call("blocking", FAR) == {}


def test_one_family_of_addresses_only(
    server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, family: int = 0, *more: Any, **named: Any) -> Any:
        asked.append(family)
        return real(host, port, family, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(of_urllib3, "allowed_gai_family", lambda: socket.AF_INET)
    assert call("blocking", server.url) == {}
    assert asked == [socket.AF_INET]


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".invalid", "a..b"])
@BLOCKING_AND_ASYNC
def test_what_is_no_name_of_a_host(mode: str, host: str) -> None:
    with pytest.raises(growattServer.GrowattTransportError):
        call(mode, f"http://{host}/")
