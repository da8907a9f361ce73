"""Replies that are too large: a documented error, little memory, and a closed connection."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

import growattServer
from flood import ENDLESS, HEADERS, MIB, TOO_LARGE, Flood, good, odd_bomb, sized
from growattServer import (
    AsyncOpenApiV1,
    GrowattError,
    GrowattReplyError,
    GrowattTransportError,
    OpenApiV1,
)
from growattServer.transports.failures import MOST_BYTES
from support import wait_until

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
KINDS = pytest.mark.parametrize("kind", TOO_LARGE)
HERE = Path(__file__).parent


@pytest.fixture
def flood() -> Iterator[Flood]:
    with Flood() as server:
        yield server


def assert_too_large(error: BaseException | None) -> None:
    assert isinstance(error, GrowattReplyError), error
    assert isinstance(error, requests.exceptions.JSONDecodeError)
    assert "getting plant details" in str(error)
    assert f"more than {MOST_BYTES // MIB} MiB" in str(error)
    assert error.operation == "getting plant details"
    assert error.hint
    assert not error.retryable


def ask_blocking(api: OpenApiV1) -> Any:
    try:
        return api.plant_details(1)
    except GrowattError as error:
        return error


async def ask(api: AsyncOpenApiV1) -> Any:
    try:
        return await api.plant_details(1)
    except GrowattError as error:
        return error


@KINDS
def test_the_connection_is_not_used_again(flood: Flood, kind: str) -> None:
    with OpenApiV1("token", server_url=flood.url) as api:
        assert ask_blocking(api) == {}
        flood.reply = TOO_LARGE[kind]
        assert_too_large(ask_blocking(api))
        assert flood.connections == 1
        flood.reply = good
        assert ask_blocking(api) == {}
        assert flood.connections == 2


@KINDS
async def test_the_connection_is_not_used_again_async(flood: Flood, kind: str) -> None:
    async with AsyncOpenApiV1("token", server_url=flood.url) as api:
        assert await ask(api) == {}
        flood.reply = TOO_LARGE[kind]
        assert_too_large(await ask(api))
        assert flood.connections == 1
        flood.reply = good
        assert await ask(api) == {}
        assert flood.connections == 2


# the one that takes twice as long with every third of them, and with all of them in the long tests
@pytest.mark.parametrize(
    ("mode", "step"),
    [("blocking", 1), ("async", 3), pytest.param("async", 1, marks=pytest.mark.long)],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")
def test_memory(flood: Flood, mode: str, step: int) -> None:
    """The memory of a process that gets all of them, one after the other, stays near the bound."""
    command = [sys.executable, str(HERE / "flood_victim.py"), mode, flood.url]
    # one arena, since each thread of a C library keeps freed memory for itself
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as victim:
        assert victim.stdin is not None
        assert victim.stdout is not None
        assert victim.stdout.readline() == "ready\n"
        replies = {**TOO_LARGE, "compressed twice": odd_bomb, **HEADERS}
        for kind, reply in list(replies.items())[::step]:
            wait_until(lambda: flood.connections)
            flood.reply = reply
            victim.stdin.write("\n")
            victim.stdin.flush()
            name, said, grown = json.loads(victim.stdout.readline())
            assert name == "GrowattReplyError" or kind in HEADERS, (kind, said)
            assert grown < 2 * MOST_BYTES, (kind, grown)


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("kind", ENDLESS)
def test_what_does_not_end_ends_with_the_time_out(flood: Flood, mode: str, kind: str) -> None:
    flood.reply = ENDLESS[kind]
    with pytest.raises(GrowattTransportError):
        call(mode, flood.url, timeout=1)


@BLOCKING_AND_ASYNC
def test_as_large_as_is_allowed(flood: Flood, mode: str) -> None:
    flood.reply = lambda: sized(MOST_BYTES)
    with pytest.raises(GrowattReplyError, match="an empty reply"):
        call(mode, flood.url)
    flood.reply = lambda: sized(MOST_BYTES + 1)
    with pytest.raises(GrowattReplyError, match=f"{MOST_BYTES // MIB} MiB"):
        call(mode, flood.url)


def call(mode: str, url: str, **options: Any) -> Any:
    if mode == "blocking":
        with OpenApiV1("token", server_url=url, **options) as api:
            return api.plant_details(1)

    async def main() -> Any:
        async with AsyncOpenApiV1("token", server_url=url, **options) as api:
            return await api.plant_details(1)

    return asyncio.run(main())


# --- sessions that somebody else has made --------------------------------------------------------


class OwnSession(requests.Session):
    """A session with ways of its own, which a client uses as it is."""


def _with_a_login() -> requests.Session:
    session = requests.Session()
    session.auth = ("user", "password")
    return session


def _with_a_hook(hook: Any) -> requests.Session:
    session = requests.Session()
    session.hooks = {"response": hook}
    return session


SESSIONS: dict[str, Callable[[], requests.Session]] = {
    "plain": requests.Session,
    "of another class": OwnSession,
    "with a login": _with_a_login,
}


@pytest.mark.parametrize("kind", ["50 MB", "50 MB with a redirect", "a gzip bomb"])
@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_that_is_given(flood: Flood, session: str, kind: str) -> None:
    with OpenApiV1("token", server_url=flood.url) as api, SESSIONS[session]() as own:
        api.session = own
        flood.reply = TOO_LARGE[kind]
        assert_too_large(ask_blocking(api))
        flood.reply = good
        assert ask_blocking(api) == {}


@pytest.mark.parametrize("is_list", [True, False])
def test_hooks_of_the_session_run_and_see_a_bounded_body(flood: Flood, is_list: bool) -> None:
    seen: list[bytes] = []

    def hook(response: requests.Response, *args: Any, **more: Any) -> None:
        seen.append(response.content)

    with (
        OpenApiV1("token", server_url=flood.url) as api,
        _with_a_hook([hook] if is_list else hook) as own,
    ):
        api.session = own
        assert ask_blocking(api) == {}
        assert json.loads(seen.pop())["data"] == {}
        flood.reply = TOO_LARGE["a deflate bomb"]
        assert_too_large(ask_blocking(api))
        assert not seen


async def test_an_aiohttp_session_that_is_given(flood: Flood) -> None:
    import aiohttp

    async with aiohttp.ClientSession() as session:
        api = AsyncOpenApiV1("token", session=session, server_url=flood.url)
        flood.reply = TOO_LARGE["a gzip bomb"]
        assert_too_large(await ask(api))
        flood.reply = good
        assert await ask(api) == {}


def test_a_broken_body_of_an_error_is_a_documented_error(flood: Flood) -> None:
    def broken() -> Iterator[bytes]:
        yield b"HTTP/1.1 502 Oh\r\nContent-Length: 50\r\n\r\nhalf"
        raise OSError

    flood.reply = broken
    error = ask_blocking(OpenApiV1("token", server_url=flood.url))
    assert isinstance(error, growattServer.GrowattTransportError)
