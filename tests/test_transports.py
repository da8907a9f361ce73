"""What can go wrong on the wire, blocking and async: our error, their class, and no secret."""

from __future__ import annotations

import asyncio
import gc
import logging
import pickle
import socket
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

import growattServer
from growattServer import AsyncOpenApiV1, GrowattError, OpenApiV1
from listening import HEADERS, drip, raw_server
from support import RecordingServer

TOKEN = "very-secret-token-0123456789abcd"
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])


def failure(mode: str, url: str, timeout: Any = 20) -> GrowattError:
    """The error of one call, with everything that a user may get to see checked for the token."""
    with pytest.raises(GrowattError) as caught:
        call(mode, url, timeout)
    error = caught.value
    shown = "".join(traceback.format_exception(error)) + repr(error) + str(error)
    assert TOKEN not in shown
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(again), str(again)) == (type(error), str(error))
    assert "getting plant details" in str(error)
    return error


def call(mode: str, url: str, timeout: Any = 20) -> Any:
    if mode == "blocking":
        with OpenApiV1(TOKEN, server_url=url, timeout=timeout, allow_cleartext=True) as api:
            return api.plant_details(1)

    async def main() -> Any:
        async with AsyncOpenApiV1(
            TOKEN, server_url=url, timeout=timeout, allow_cleartext=True
        ) as api:
            return await api.plant_details(1)

    return asyncio.run(main())


@BLOCKING_AND_ASYNC
def test_nobody_listens(mode: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = failure(mode, f"http://127.0.0.1:{port}/")
    assert type(error) is growattServer.GrowattConnectionError
    assert isinstance(error, requests.ConnectionError)
    assert error.retryable
    assert "refused" in str(error).lower()


@BLOCKING_AND_ASYNC
def test_no_such_host(mode: str) -> None:
    error = failure(mode, "http://no-such-host.invalid/")
    assert isinstance(error, requests.ConnectionError)


@BLOCKING_AND_ASYNC
def test_no_answer(mode: str) -> None:
    # the server waits for the client to go, so that only its own time-out can end the call
    with raw_server(lambda connection: connection.recv(1)) as url:
        error = failure(mode, url, timeout=0.3)
    assert type(error) is growattServer.GrowattReadTimeoutError
    assert isinstance(error, requests.ReadTimeout)
    assert isinstance(error, requests.Timeout)


def drip_body(connection: socket.socket) -> None:
    connection.sendall(HEADERS + b"Content-Length: 900000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.03)


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("behave", [drip, drip_body])
def test_an_answer_that_drips(mode: str, behave: Callable[[socket.socket], None]) -> None:
    with raw_server(behave) as url:
        error = failure(mode, url, timeout=0.4)
    assert type(error) is growattServer.GrowattReadTimeoutError


@BLOCKING_AND_ASYNC
def test_a_broken_connection_is_not_tried_again(mode: str) -> None:
    seen = []
    with raw_server(lambda connection: seen.append(connection)) as url:
        failure(mode, url)
    assert len(seen) == 1


@contextmanager
def full_server() -> Iterator[int]:
    """The port of a server that takes no more connections."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        # with its queue full, the kernel leaves further connections without an answer
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        time.sleep(0.1)
        yield full.getsockname()[1]
        for one in waiting:
            one.close()


@BLOCKING_AND_ASYNC
def test_a_server_of_many_addresses(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo

    def many_times(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        return resolve(host, port, *more, **named) * (200 if host == "localhost" else 1)

    monkeypatch.setattr(socket, "getaddrinfo", many_times)
    with full_server() as port:
        began = time.monotonic()
        error = failure(mode, f"http://localhost:{port}/", timeout=0.5)
        # half a second for each address would be 100 s
        assert time.monotonic() - began < 60
    assert isinstance(error, growattServer.GrowattTimeoutError)


def test_the_first_address_does_not_answer(
    server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = socket.getaddrinfo

    def two(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        good = resolve(host, port, *more, **named)
        return resolve("127.0.0.77", port, *more, **named) + good if host == "localhost" else good

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with OpenApiV1(TOKEN, server_url=server.url.replace("127.0.0.1", "localhost")) as api:
        assert api.plant_details(1) == {}


@BLOCKING_AND_ASYNC
def test_no_connection_in_time(mode: str) -> None:
    with full_server() as port:
        error = failure(mode, f"http://127.0.0.1:{port}/", timeout=(0.4, 5))
    assert type(error) is growattServer.GrowattConnectTimeoutError
    assert isinstance(error, requests.ConnectTimeout)
    assert isinstance(error, growattServer.GrowattConnectionError)


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize(
    ("sent", "kind", "theirs"),
    [
        (b"", growattServer.GrowattConnectionError, requests.ConnectionError),
        (b"nonsense\r\n\r\n", growattServer.GrowattConnectionError, requests.ConnectionError),
        (
            HEADERS + b'Content-Length: 900\r\n\r\n{"data":',
            growattServer.GrowattIncompleteReplyError,
            requests.exceptions.ChunkedEncodingError,
        ),
        (
            HEADERS + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nxxxxx",
            growattServer.GrowattIncompleteReplyError,
            requests.exceptions.ChunkedEncodingError,
        ),
        (
            HEADERS + b"Content-Length: 0\r\n\r\n",
            growattServer.GrowattReplyError,
            requests.exceptions.JSONDecodeError,
        ),
        (
            HEADERS + b'Content-Length: 8\r\n\r\n{"data":',
            growattServer.GrowattReplyError,
            requests.exceptions.JSONDecodeError,
        ),
        (
            HEADERS + b"Content-Length: 13\r\n\r\n<html></html>",
            growattServer.GrowattLoginPageError,
            ValueError,
        ),
        (HEADERS + b"Content-Length: 4\r\n\r\nnull", growattServer.GrowattReplyError, ValueError),
        (HEADERS + b"Content-Length: 2\r\n\r\n[]", growattServer.GrowattReplyError, ValueError),
        (HEADERS + b"Content-Length: 2\r\n\r\n{}", growattServer.GrowattReplyError, ValueError),
        (
            b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
            growattServer.GrowattHTTPError,
            requests.HTTPError,
        ),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
            growattServer.GrowattHTTPError,
            requests.HTTPError,
        ),
    ],
)
def test_broken_answers(
    mode: str, sent: bytes, kind: type[GrowattError], theirs: type[Exception]
) -> None:
    with raw_server(lambda connection: connection.sendall(sent)) as url:
        error = failure(mode, url)
    assert type(error) is kind
    assert isinstance(error, theirs)
    assert isinstance(error, requests.RequestException)


@BLOCKING_AND_ASYNC
def test_no_encryption_where_it_was_asked_for(mode: str) -> None:
    with raw_server(lambda connection: connection.sendall(b"plain\r\n")) as url:
        error = failure(mode, url.replace("http:", "https:"))
    assert isinstance(error, growattServer.GrowattSSLError)
    assert isinstance(error, requests.exceptions.SSLError)
    assert not error.retryable


@BLOCKING_AND_ASYNC
def test_a_proxy_that_is_not_there(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://me:proxy-secret@127.0.0.1:9/")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    error = failure(mode, "http://growatt.invalid/")
    assert isinstance(error, requests.exceptions.ProxyError)
    assert "proxy-secret" not in "".join(traceback.format_exception(error))


def test_the_status_is_on_the_error(server: RecordingServer) -> None:
    server.status = 403
    for mode in ("blocking", "async"):
        error = failure(mode, server.url)
        assert isinstance(error, growattServer.GrowattHTTPError)
        assert error.status_code == 403
        assert not error.retryable
    blocking = failure("blocking", server.url)
    assert isinstance(blocking, requests.HTTPError)
    assert blocking.response is not None
    assert blocking.response.status_code == 403


def test_a_token_does_not_follow_a_redirect(server: RecordingServer) -> None:
    elsewhere = RecordingServer()
    server.status, server.headers = 302, {"Location": elsewhere.url}
    try:
        for mode in ("blocking", "async"):
            failure(mode, server.url)
        assert elsewhere.received == []
    finally:
        elsewhere.stop()


@BLOCKING_AND_ASYNC
def test_nothing_secret_is_logged(
    mode: str, server: RecordingServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        server.answer({"data": {}, "error_code": 0})
        call(mode, server.url)
        server.answer({"data": "", "error_code": 10011, "error_msg": "error_permission_denied"})
        failure(mode, server.url)
    assert TOKEN not in caplog.text


def test_one_async_client_serves_two_event_loops(server: RecordingServer) -> None:
    server.answer({"data": {"name": "x"}, "error_code": 0})
    api = AsyncOpenApiV1(TOKEN, server_url=server.url)

    async def once() -> None:
        assert (await api.plant_details(1)).name == "x"
        await api.close()

    asyncio.run(once())
    asyncio.run(once())


async def test_a_session_that_is_given_is_used_and_left_open(server: RecordingServer) -> None:
    import aiohttp

    server.answer({"data": {"name": "x"}, "error_code": 0})
    async with aiohttp.ClientSession(headers={"X-Mine": "1"}) as session:
        async with AsyncOpenApiV1(TOKEN, session=session, server_url=server.url) as api:
            await api.plant_details(1)
        assert not session.closed
    assert server.received[0].headers["X-Mine"] == "1"
    assert server.received[0].headers["token"] == TOKEN


def run_to_the_end(api: AsyncOpenApiV1, runs: int, *, closes: bool = False) -> None:
    async def once() -> None:
        assert (await api.plant_details(1)).name == "x"
        if closes:
            await api.close()

    for _ in range(runs):
        asyncio.run(once())


@pytest.mark.parametrize("closes", [False, True])
@pytest.mark.parametrize("runs", [1, 2, 3])
def test_a_client_used_in_several_runs_leaves_nothing_open(
    server: RecordingServer, runs: int, closes: bool, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer({"data": {"name": "x"}, "error_code": 0})
    server.headers = {"Set-Cookie": "route=a1; Path=/"}
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        api = AsyncOpenApiV1(TOKEN, server_url=server.url)
        run_to_the_end(api, runs, closes=closes)
        del api
        gc.collect()
    assert [str(one.message) for one in warned] == []
    assert caplog.text == ""
    # what one run has learnt holds in the next
    assert [one.headers.get("Cookie") for one in server.received] == [None] + (runs - 1) * [
        "route=a1"
    ]


async def test_a_client_that_is_forgotten_leaves_nothing_open(
    server: RecordingServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer({"data": {"name": "x"}, "error_code": 0})
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        api = AsyncOpenApiV1(TOKEN, server_url=server.url)
        await api.plant_details(1)
        session = next(iter(api._own.values())).session
        del api
        gc.collect()
        while not session.closed:  # noqa: ASYNC110  # there is nothing to wait for but the loop
            await asyncio.sleep(0)
        del session
        gc.collect()
    assert [str(one.message) for one in warned] == []
    assert caplog.text == ""


def test_event_loops_that_have_ended_are_not_kept(server: RecordingServer) -> None:
    server.answer({"data": {"name": "x"}, "error_code": 0})
    api = AsyncOpenApiV1(TOKEN, server_url=server.url)
    run_to_the_end(api, 5)
    assert len(api._own) == 1


def test_two_event_loops_at_the_same_time(server: RecordingServer) -> None:
    server.answer({"data": {"name": "x"}, "error_code": 0})
    api, both = AsyncOpenApiV1(TOKEN, server_url=server.url), threading.Barrier(2, timeout=60)

    async def main() -> None:
        for _ in range(3):
            await asyncio.to_thread(both.wait)
            assert (await api.plant_details(1)).name == "x"

    threads = [threading.Thread(target=asyncio.run, args=(main(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.received) == 6
