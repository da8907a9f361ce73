"""Sending one request with `requests`."""

from __future__ import annotations

import requests
from requests import exceptions as theirs

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
    (theirs.ConnectTimeout, GrowattConnectTimeoutError, "no connection within the time-out"),
    (theirs.ReadTimeout, GrowattReadTimeoutError, "no answer within the time-out"),
    (theirs.SSLError, GrowattSSLError, "no encrypted connection"),
    (theirs.ProxyError, GrowattProxyError, "no connection through the proxy"),
    (theirs.ChunkedEncodingError, GrowattIncompleteReplyError, "the answer broke off"),
    (theirs.ContentDecodingError, GrowattIncompleteReplyError, "the answer cannot be decompressed"),
    (theirs.ConnectionError, GrowattConnectionError, "the server could not be reached"),
    (theirs.RequestException, GrowattTransportError, "the request could not be sent"),
    (OSError, GrowattConnectionError, "the server could not be reached"),
    (Exception, GrowattTransportError, "the request could not be sent"),
)


def send(session: requests.Session, request: Request, timeouts: Timeouts) -> Reply:
    """Send one request through the session, with whatever its owner has set on it."""
    body = request.body()
    try:
        response = session.request(
            request.method,
            request.target(),
            data=body,
            headers=None if body is None else _FORM,
            timeout=timeouts,
            allow_redirects=False,
        )
    except theirs.HTTPError as error:
        # a hook of the session has looked at the status before us
        if error.response is None:
            raise our_error(error, request, _ERRORS) from None
        response = error.response
    except (theirs.RequestException, OSError, ValueError) as error:
        raise our_error(error, request, _ERRORS) from None
    return Reply(response.status_code, response.content, response.headers.get("Location"), response)
