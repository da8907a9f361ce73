"""No secret is shown by what a failure leaves behind, or by a server that repeats it."""

from __future__ import annotations

import asyncio
import pickle
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

import growattServer
from growattServer import AsyncGrowattApi, AsyncOpenApiV1, GrowattApi, OpenApiV1, hash_password
from growattServer.secret import Secret, blackened
from listening import HEADERS, raw_server
from support import RecordingServer

# not in a variable of a frame of this test, which would be shown as well
GIVEN = {"token": "tok-very-secret-0123456789abcd", "password": "pass-very-secret/77"}
HASH = hash_password(GIVEN["password"])
COOKIE = "COOKIE5ECRET0123456789ABCDEF"
HIDDEN = [*GIVEN.values(), HASH, COOKIE]
BOTH = pytest.mark.parametrize("api", ["token", "shinephone"])
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and each that is reached from it."""
    found: list[BaseException | None] = [error]
    for one in found:
        if one is not None:
            yield one
            found += [inner for inner in (one.__cause__, one.__context__) if inner not in found]


def shown(error: BaseException) -> str:
    """Everything that a logger or a crash reporter may show of it."""
    parts: list[str] = []
    for one in chain(error):
        parts += [str(one), repr(one), repr(one.args), repr(vars(one))]
        request = getattr(one, "request", None)
        sent = getattr(getattr(one, "response", None), "request", None)
        parts += [repr(getattr(each, "headers", None)) for each in (request, sent)]
        parts.append(repr(getattr(request, "body", None)))
        parts += traceback.TracebackException.from_exception(one, capture_locals=True).format()
    return "".join(parts)


def assert_hidden(error: BaseException) -> None:
    text = shown(error).lower()
    assert [one for one in HIDDEN if one.lower() in text] == []


def ask(api: str, mode: str, url: str, verb: str = "login") -> Any:
    options: dict[str, Any] = {"server_url": url, "timeout": 0.5}
    if mode == "blocking":
        if api == "token":
            with OpenApiV1(GIVEN["token"], **options) as v1:
                return v1.plant_list()
        with GrowattApi(**options) as shinephone:
            return getattr(shinephone, verb)("anna", GIVEN["password"])

    async def main() -> Any:
        if api == "token":
            async with AsyncOpenApiV1(GIVEN["token"], **options) as v1:
                return await v1.plant_list()
        async with AsyncGrowattApi(**options) as shinephone:
            return await getattr(shinephone, verb)("anna", GIVEN["password"])

    return asyncio.run(main())


def page(content: bytes, more: bytes = b"") -> bytes:
    return HEADERS + more + b"Content-Length: %d\r\n\r\n" % len(content) + content


FAILURES: dict[str, bytes | None] = {
    "silence": None,
    "closed": b"",
    "nonsense": b"nonsense\r\n\r\n",
    "broken off": HEADERS + b'Content-Length: 900\r\n\r\n{"data":',
    "no gzip": page(b"xxxxx", b"Content-Encoding: gzip\r\n"),
    "foreign": page(b"xxxxx", b"Content-Encoding: br\r\n"),
    "empty": page(b""),
    "half": page(b'{"data":'),
    "a page": page(b"<html></html>"),
    "null": page(b"null"),
    "a list": page(b"[]"),
    "502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "403": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    "elsewhere": (
        b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.2:9/\r\nContent-Length: 0\r\n\r\n"
    ),
    "a circle": b"HTTP/1.1 307 Moved\r\nLocation: /v1/plant/list\r\nContent-Length: 0\r\n\r\n",
    "refused": page(b'{"error_code": 10011, "error_msg": "error_permission_denied"}'),
}


@BOTH
@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("verb", ["login", "resume_login"])
@pytest.mark.parametrize("failing", FAILURES)
def test_a_failure_shows_no_secret(failing: str, verb: str, mode: str, api: str) -> None:
    if api == "token" and verb != "login":
        pytest.skip("the token API has no login")
    sent = FAILURES[failing]

    def behave(connection: socket.socket) -> None:
        if sent is None:
            connection.recv(1)
        else:
            connection.sendall(sent)

    with raw_server(behave) as url:
        try:
            answer = ask(api, mode, url, verb)
        except growattServer.GrowattError as error:
            assert_hidden(error)
            for one in chain(error):
                # what HTTP libraries raise has the request with all its headers
                assert isinstance(one, growattServer.GrowattError | StopIteration)
        else:
            assert answer.get("success") is False


@pytest.mark.filterwarnings("ignore:the server http")
@BOTH
@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("scheme", ["refused", "https", "host", "proxy"])
def test_no_way_to_the_server_shows_no_secret(
    scheme: str, mode: str, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    if scheme == "host":
        url = "http://no-such-host.invalid/"
    if scheme == "proxy":
        monkeypatch.setenv("http_proxy", f"http://anna:{quote(GIVEN['password'])}@127.0.0.1:{port}")
        url = "http://somewhere.invalid/"
    with raw_server(lambda connection: connection.sendall(b"plain\r\n")) as plain:
        if scheme == "https":
            url = plain.replace("http:", "https:")
        with pytest.raises(growattServer.GrowattError) as caught:
            ask(api, mode, url)
    assert_hidden(caught.value)


@BOTH
def test_a_call_that_is_cancelled_shows_no_secret(api: str) -> None:
    waits = threading.Event()

    def behave(connection: socket.socket) -> None:
        waits.set()
        connection.recv(1)

    async def main(url: str) -> None:
        if api == "token":
            client: Any = AsyncOpenApiV1(GIVEN["token"], server_url=url)
            task = asyncio.ensure_future(client.plant_list())
        else:
            client = AsyncGrowattApi(server_url=url)
            task = asyncio.ensure_future(client.login("anna", GIVEN["password"]))
        await asyncio.to_thread(waits.wait)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            assert_hidden(error)
        await client.close()

    with raw_server(behave) as url:
        asyncio.run(main(url))


@pytest.mark.parametrize("kind", [OpenApiV1, AsyncOpenApiV1])
def test_a_wrong_token_is_not_shown(kind: Any) -> None:
    with pytest.raises(growattServer.GrowattParameterError) as caught:
        kind(GIVEN["token"] + "\nand more")
    assert_hidden(caught.value)


# --- a server that repeats what it was sent ------------------------------------------------------


@BOTH
@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("how", [str, str.upper, quote], ids=["as it is", "capitals", "quoted"])
def test_a_server_that_repeats_a_secret(
    server: RecordingServer, how: Callable[[str], str], mode: str, api: str
) -> None:
    said = "\r\n\x1b[31m".join(map(how, HIDDEN[:3] if api == "shinephone" else HIDDEN[:1]))
    server.answer({"error_code": 99, "error_msg": said, "data": "", "msg": said})
    try:
        ask(api, mode, server.url)
    except growattServer.GrowattError as error:
        text = "".join(traceback.format_exception(error)) + repr(vars(error))
        values = str(error.message_values)
        known = GIVEN["token"] if api == "token" else GIVEN["password"]
        for place in (text, values):
            assert how(known) not in place
            assert how(HASH) not in place or api == "token"
        for place in (str(error), repr(error), values):
            assert not any(sign in place for sign in "\r\n\x1b")


def test_a_cookie_that_is_repeated(server: RecordingServer) -> None:
    server.headers = {"Set-Cookie": f"SERVERID={COOKIE}; Path=/"}
    server.answer({"error_code": 99, "error_msg": f"session {COOKIE} is unknown", "data": ""})
    with OpenApiV1(GIVEN["token"], server_url=server.url) as api:
        with pytest.raises(growattServer.GrowattV1ApiError) as caught:
            api.plant_list()
        assert COOKIE not in str(caught.value)
        assert COOKIE not in repr(api.session.cookies)
        assert api.session.cookies["SERVERID"] == COOKIE


def test_what_a_secret_is() -> None:
    secret = Secret("abcdefgh12345")
    again = pickle.loads(pickle.dumps({"token": secret}))  # noqa: S301
    assert again == {"token": "abcdefgh12345"}
    assert "abcdefgh" not in f"{again!r} {[secret]}"
    assert blackened("it is ABCDEFGH12345!") == "it is ***!"
    del secret, again
    assert blackened("it is abcdefgh12345!") == "it is abcdefgh12345!"
