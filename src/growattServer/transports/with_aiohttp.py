"""Sending one request with aiohttp."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import aiohttp
from yarl import URL

from ..exceptions import (
    GrowattConnectionError,
    GrowattConnectTimeoutError,
    GrowattIncompleteReplyError,
    GrowattProxyError,
    GrowattReadTimeoutError,
    GrowattSSLError,
    GrowattTransportError,
)
from ..wire import Reply, Request
from .failures import Row, our_error
from .timeouts import Timeouts

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
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


def new_session() -> aiohttp.ClientSession:
    """A session for one client; proxies come from the environment, as they do for `requests`."""
    return aiohttp.ClientSession(trust_env=True)


async def send(
    session: aiohttp.ClientSession,
    request: Request,
    timeouts: Timeouts,
    headers: Mapping[str, str],
) -> Reply:
    """Send one request through the session, with these headers and without following redirects."""
    body = request.body()
    try:
        async with session.request(
            request.method,
            URL(request.target(), encoded=True),
            data=body,
            headers=headers if body is None else {**headers, **_FORM},
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=timeouts.connect, sock_read=timeouts.read
            ),
            allow_redirects=False,
        ) as response:
            return Reply(response.status, await response.read(), response.headers.get("Location"))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise our_error(error, request, _ERRORS) from None
