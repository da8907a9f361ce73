"""Sending one request with aiohttp."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncGenerator, Mapping
from functools import lru_cache

import aiohttp
from requests.cookies import RequestsCookieJar
from yarl import URL

from ..etiquette.envelope import foreign_encoding
from ..secret import Secret
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
from ..wire import Reply, Request
from .cookies import belongs_to, header_of, learn
from .environment import Environment, Way
from .failures import (
    MOST_BYTES,
    Row,
    TooLargeError,
    drop_their_frames,
    no_socks,
    our_error,
    too_large,
)

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


class OwnSession:
    """A session for one client in one event loop; the client has its cookies elsewhere.

    As with `requests`, nothing is sent a second time. It is closed with the client, and at the
    latest when the loop ends or the client is forgotten: so a client may be used in several runs.
    """

    def __init__(self) -> None:
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        # it would repeat a GET by itself when a connection breaks; its own test client stops it so
        self.session._retry_connection = False
        self.environment = Environment()
        self._lasting = _lasting(self.session)

    async def begin(self) -> None:
        """Let the loop know of it."""
        await anext(self._lasting)

    async def close(self) -> None:
        """Close it; once more does nothing."""
        await self._lasting.aclose()
        await self.session.close()


async def _lasting(session: aiohttp.ClientSession) -> AsyncGenerator[None]:
    """What an event loop closes when it shuts down, or when nobody has it any more."""
    try:
        yield
    finally:
        await session.close()


async def send(
    session: aiohttp.ClientSession,
    request: Request,
    timeouts: Timeouts,
    seconds: float,
    headers: Mapping[str, str],
    jar: RequestsCookieJar,
    environment: Environment | None,
) -> Reply:
    """Send one request through the session, with these headers and without following redirects.

    The cookies of `jar` go along, and those that come are kept there. The environment counts for
    a session of our own; one that was given knows its way. It ends within the time-outs, and within
    `seconds` in all.
    """
    url = URL(request.target(), encoded=True)
    content_type = request.content_type()
    if content_type is not None:
        headers = {**headers, "Content-Type": content_type}
    if own := Secret(header_of(jar, str(url))):
        headers = {**headers, "Cookie": own}
    way = _GIVEN if environment is None else _way(environment, request)
    if way.authorization is not None:
        headers = {**headers, "Authorization": Secret(way.authorization)}
    if environment is not None and "@" in request.url:
        # the way knows what stands in the address
        url = url.with_user(None)
    try:
        async with session.request(
            request.method,
            url,
            # in no variable, which a traceback might show
            data=request.body(),
            proxy=way.proxy,
            ssl=way.trusts,
            # as plain texts, which what records and stubs the library can write down
            headers={name: str(value) for name, value in headers.items()},
            cookies=_in_place_of_theirs(session, url, own),
            # without a form, aiohttp would call a POST a stream of bytes
            skip_auto_headers=("Content-Type",) if content_type is None else None,
            timeout=_client_timeout(timeouts, _rounded(seconds)),
            allow_redirects=False,
        ) as response:
            _keep_cookies(session, jar, response)
            content, received = await _read_within_bounds(response), response.headers
            return Reply(response.status, content, received.get("Location"), headers=received)
    except (TooLargeError, aiohttp.ClientError, OSError, ValueError) as error:
        failure = _failure(error, request)
    except BaseException as interrupt:
        drop_their_frames(interrupt)
        raise
    # out of reach of theirs, which has the request with its headers
    raise failure


def _failure(error: Exception, request: Request) -> GrowattTransportError:
    if isinstance(error, TooLargeError):
        return too_large(request)
    if isinstance(error, aiohttp.ClientResponseError):
        # where it cannot decompress, aiohttp does so much as to name it
        named = _ENCODING.search(error.message)
        if named is not None:
            return foreign_encoding(named[1], request.operation)
    return our_error(error, request, _ERRORS, _NOT_SENT)


_ENCODING = re.compile(r"content-encoding: [^(]*\((\w+)\)")
_GIVEN = Way(None, None, True)


def _way(environment: Environment, request: Request) -> Way:
    try:
        way: Way | GrowattTransportError = environment.way_to(request.url)
    except (OSError, ValueError) as error:
        way = our_error(error, request, _ERRORS, _NOT_SENT)
    if isinstance(way, GrowattTransportError):
        raise way
    if way.proxy is not None and way.proxy.lower().startswith("socks"):
        raise no_socks(request, "give the client a session= whose connector knows SOCKS")
    return way


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


def _in_place_of_theirs(
    session: aiohttp.ClientSession, url: URL, own: str
) -> dict[str, str] | None:
    """The cookies of the client that the session would send others for, of the same names."""
    if not own:
        return None
    theirs = session.cookie_jar.filter_cookies(url)
    pairs = (pair.partition("=") for pair in own.split("; "))
    return {name: value for name, _, value in pairs if name in theirs} or None


def _keep_cookies(
    session: aiohttp.ClientSession, jar: RequestsCookieJar, response: aiohttp.ClientResponse
) -> None:
    """Keep the cookies of a reply for this client alone.

    In the session, another client on the same server would send them: as a login to an account
    that is not its own.
    """
    lines = response.headers.getall("Set-Cookie", ())
    if not lines:
        return
    address, names = str(response.url), {line.partition("=")[0].strip() for line in lines}
    learn(jar, address, lines)
    session.cookie_jar.clear(lambda kept: kept.key in names and belongs_to(kept["domain"], address))
