"""Sending one request with `requests`."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from typing import Any

import requests
import urllib3.exceptions
from requests import exceptions as theirs
from urllib3.util import Timeout

from ..secret import SECRET_HEADERS, Secret
from ..timeouts import Timeouts
from ..transport_errors import (
    GrowattConnectionError,
    GrowattConnectTimeoutError,
    GrowattIncompleteReplyError,
    GrowattProxyError,
    GrowattReadTimeoutError,
    GrowattSSLError,
    GrowattTooManyRedirectsError,
    GrowattTransportError,
)
from ..wire import Reply, Request
from . import forked  # noqa: F401  # for what it does at a fork
from .cookies import ClientCookies
from .deadline import DeadlineAdapter
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
    (theirs.ConnectTimeout, GrowattConnectTimeoutError, "no connection within the time-out"),
    (theirs.ReadTimeout, GrowattReadTimeoutError, "no answer within the time-out"),
    (urllib3.exceptions.ReadTimeoutError, GrowattReadTimeoutError, "no answer within the time-out"),
    (theirs.SSLError, GrowattSSLError, "no encrypted connection"),
    (theirs.ProxyError, GrowattProxyError, "no connection through the proxy"),
    (theirs.InvalidProxyURL, GrowattProxyError, "the address of the proxy is none"),
    (theirs.TooManyRedirects, GrowattTooManyRedirectsError, "the session allows no redirect"),
    (theirs.ChunkedEncodingError, GrowattIncompleteReplyError, "the answer broke off"),
    (theirs.ContentDecodingError, GrowattIncompleteReplyError, "the answer cannot be decompressed"),
    (theirs.ConnectionError, GrowattConnectionError, "the server could not be reached"),
    (theirs.RequestException, GrowattTransportError, "the request could not be sent"),
    (OSError, GrowattConnectionError, "the server could not be reached"),
    (Exception, GrowattTransportError, "the request could not be sent"),
)

_MOST_KEPT = 64
"""Connections that are kept open for the threads that share a client."""

# each piece costs a walk through two libraries, whose own are of 10 KiB; larger ones would read a
# small bomb whole before it is seen to be one
_PIECE = 32 * 1024

_SECRET_HEADERS = frozenset(name.lower() for name in SECRET_HEADERS)

_NOT_SENT = (theirs.ConnectTimeout, urllib3.exceptions.NewConnectionError)


def new_session(headers: Mapping[str, str]) -> requests.Session:
    """A session with these headers that raises for an HTTP status that is an error, as ever."""
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, DeadlineAdapter(pool_maxsize=_MOST_KEPT))
    session.hooks = {"response": [_raise_for_status]}
    # plain texts, which what records and stubs the library can write down
    session.headers.update({name: str(value) for name, value in headers.items()})
    return session


def _raise_for_status(response: requests.Response, *args: Any, **kwargs: Any) -> None:
    response.raise_for_status()


def _read_within_bounds(response: requests.Response, *args: Any, **kwargs: Any) -> None:
    """Read the body before anyone else does: the session's hooks, a redirect, `content`."""
    held: Any = response._content
    if held is not False or response.raw is None:
        return  # a session that answers from a cache has read it already
    parts, size = [], 0
    for part in response.iter_content(_PIECE):
        size += len(part)
        if size > MOST_BYTES:
            # closed, so that the rest is not waited for when the connection is used again
            response.close()
            raise TooLargeError
        parts.append(part)
    response._content = b"".join(parts)


def _hooks(session: requests.Session, cookies: ClientCookies) -> dict[str, Any]:
    """The hooks of the session, with ours before them."""
    theirs = (session.hooks or {}).get("response") or []
    ours = [cookies.learn, _read_within_bounds]
    return {"response": [*ours, *([theirs] if callable(theirs) else theirs)]}


def send(
    session: requests.Session,
    request: Request,
    timeouts: Timeouts,
    seconds: float,
    cookies: ClientCookies,
) -> Reply:
    """Send one request through the session, with whatever its owner has set on it.

    It ends within the time-outs, and within `seconds` in all.
    """
    limits = Timeout(total=seconds, connect=timeouts.connect, read=timeouts.read)
    try:
        response: Any = _respond(session, request, limits, cookies)
    except (TooLargeError, theirs.RequestException, OSError, ValueError) as error:
        response = _failure(error, request)
    except BaseException as interrupt:
        drop_their_frames(interrupt)
        raise
    finally:
        cookies.hide(session)
    if isinstance(response, GrowattTransportError):
        # out of reach of theirs, which has the request with its headers
        raise response
    if not isinstance(response, requests.Response):
        return _reply_of_double(response)
    _hide_headers(response)
    headers = response.headers
    return Reply(response.status_code, response.content, headers.get("Location"), response, headers)


def _reply_of_double(response: Any) -> Reply:
    """What something says that a program's own test puts in the place of a response.

    Of what `get` and `post` gave back, release 2.2.0 used little more than `json()`.
    """
    status, text = getattr(response, "status_code", None), getattr(response, "text", None)
    body = text if isinstance(text, str) else json.dumps(response.json())
    return Reply(status if isinstance(status, int) else 200, body.encode(), None, response, {})


def _hide_headers(response: requests.Response) -> None:
    """Make what the request was sent with secrets, as programs print the requests of errors."""
    sent: Any = getattr(response.request, "headers", None)
    for name in sent if isinstance(sent, MutableMapping) else ():
        # few are secret, and a look at one that is not there is dear
        if name.lower() in _SECRET_HEADERS and isinstance(value := sent[name], str):
            sent[name] = Secret(value)


def _failure(error: Exception, request: Request) -> Any:
    """Our error for theirs; or the reply, where a hook of the session looks at the status."""
    if isinstance(error, TooLargeError):
        return too_large(request)
    if isinstance(error, theirs.HTTPError) and error.response is not None:
        return error.response
    # a time-out in the middle of the answer comes wrapped
    inner = error.args[0] if isinstance(error, theirs.ConnectionError) and error.args else None
    if isinstance(inner, urllib3.exceptions.ReadTimeoutError):
        error = inner
    if isinstance(error, theirs.InvalidSchema) and "SOCKS" in str(error):
        return no_socks(request, "install what it needs: pip install 'requests[socks]'")
    return our_error(error, request, _ERRORS, _NOT_SENT)


def _respond(
    session: requests.Session, request: Request, timeouts: Any, cookies: ClientCookies
) -> requests.Response:
    # as release 2.2.0 called it: programs set, mount and patch things, and matchers look at them
    parts = request.parts
    headers = {} if parts is None else {"Content-Type": str(request.content_type())}
    own = cookies.header(session, request.target())
    if own is not None:
        headers["Cookie"] = own
    ask = session.get if request.method == "GET" else session.post
    return ask(
        request.url,
        params=request.query,
        data=request.form if parts is None else request.body(),
        headers=headers or None,
        timeout=timeouts,
        allow_redirects=False,
        hooks=_hooks(session, cookies),
    )
