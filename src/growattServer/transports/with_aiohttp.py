"""Sending one request with aiohttp."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import lru_cache
from http.cookies import SimpleCookie
from urllib.request import getproxies_environment

import aiohttp
from aiohttp.abc import AbstractCookieJar
from yarl import URL

from ..timeouts import Timeouts
from ..transport_errors import (
    GrowattConnectionError,
    GrowattConnectTimeoutError,
    GrowattIncompleteReplyError,
    GrowattProxyError,
    GrowattReadTimeoutError,
    GrowattSSLError,
    GrowattTransportError,
)
from ..wire import Cookie, Reply, Request
from .cookies import belongs_to
from .failures import MOST_BYTES, Row, TooLargeError, our_error, too_large

_ERRORS: tuple[Row, ...] = (
    (
        aiohttp.ConnectionTimeoutError,
        GrowattConnectTimeoutError,
        "no connection within the time-out",
    ),
    (TimeoutError, GrowattReadTimeoutError, "no answer within the time-out"),
    (aiohttp.ClientProxyConnectionError, GrowattProxyError, "no connection through the proxy"),
    (aiohttp.ClientHttpProxyError, GrowattProxyError, "the proxy refused"),
    (aiohttp.ClientSSLError, GrowattSSLError, "no encrypted connection"),
    (ssl.SSLError, GrowattSSLError, "no encrypted connection"),
    (aiohttp.ClientPayloadError, GrowattIncompleteReplyError, "the answer broke off"),
    (aiohttp.ClientConnectionError, GrowattConnectionError, "the server could not be reached"),
    (OSError, GrowattConnectionError, "the server could not be reached"),
    (aiohttp.ClientResponseError, GrowattConnectionError, "the server speaks no proper HTTP"),
    (Exception, GrowattTransportError, "the request could not be sent"),
)

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def new_session(cookies: AbstractCookieJar | None) -> aiohttp.ClientSession:
    """A session for one client, with the cookies of an earlier one.

    As with `requests`, proxies come from the environment, cookies are kept for addresses that are
    numbers too and sent as they came, and nothing is sent a second time.
    """
    if cookies is None:
        cookies = aiohttp.CookieJar(unsafe=True, quote_cookie=False)
    # without a proxy to find, aiohttp need not start a thread for each request to look for one
    session = aiohttp.ClientSession(trust_env=bool(getproxies_environment()), cookie_jar=cookies)
    # it would repeat a GET by itself when a connection breaks; its own test client stops it so
    session._retry_connection = False
    return session


async def send(
    session: aiohttp.ClientSession,
    request: Request,
    timeouts: Timeouts,
    seconds: float,
    headers: Mapping[str, str],
) -> Reply:
    """Send one request through the session, with these headers and without following redirects.

    It ends within the time-outs, and within `seconds` in all.
    """
    body, content_type = request.body(), request.content_type()
    if content_type is not None:
        headers = {**headers, "Content-Type": content_type}
    try:
        async with session.request(
            request.method,
            URL(request.target(), encoded=True),
            data=body,
            headers=headers,
            # without a form, aiohttp would call a POST a stream of bytes
            skip_auto_headers=("Content-Type",) if body is None else None,
            timeout=_client_timeout(timeouts, _rounded(seconds)),
            allow_redirects=False,
        ) as response:
            content, received = await _read_within_bounds(response), response.headers
            return Reply(response.status, content, received.get("Location"), headers=received)
    except TooLargeError:
        raise too_large(request) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise our_error(error, request, _ERRORS, _NOT_SENT) from None


def _rounded(seconds: float) -> float:
    """To two digits, so that the calls of a client find the same time-outs made."""
    return float(f"{seconds:.1e}")


async def _read_within_bounds(response: aiohttp.ClientResponse) -> bytes:
    parts, size = [], 0
    while part := await response.content.readany():
        size += len(part)
        if size > MOST_BYTES:
            # closed, so that the connection with the rest in it is not used again
            response.close()
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)


@lru_cache(maxsize=16)
def _client_timeout(timeouts: Timeouts, seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=seconds, sock_connect=timeouts.connect, sock_read=timeouts.read
    )


def cookies(session: aiohttp.ClientSession, address: str) -> list[Cookie]:
    """The cookies that the session holds for the server at this address."""
    return [
        Cookie(cookie.key, cookie.value, cookie["path"] or "/", bool(cookie["secure"]))
        for cookie in session.cookie_jar
        if belongs_to(cookie["domain"], address)
    ]


def set_cookies(session: aiohttp.ClientSession, address: str, cookies: list[Cookie]) -> None:
    """Give the session these cookies for the server, in place of those with the same names."""
    jar = session.cookie_jar
    names = {cookie.name for cookie in cookies}
    jar.clear(lambda old: old.key in names and belongs_to(old["domain"], address))
    for cookie in cookies:
        kept = SimpleCookie({cookie.name: cookie.value})
        kept[cookie.name]["path"] = cookie.path
        kept[cookie.name]["secure"] = cookie.secure
        jar.update_cookies(kept, URL(address))
