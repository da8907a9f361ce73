"""Sending one request with `requests`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from requests import exceptions as theirs
from requests.cookies import create_cookie
from requests.models import CONTENT_CHUNK_SIZE, PreparedRequest
from requests.structures import CaseInsensitiveDict
from requests.utils import get_netrc_auth
from urllib3.util import Timeout

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
from .deadline import DeadlineAdapter
from .failures import MOST_BYTES, Row, TooLargeError, our_error, too_large

_ERRORS: tuple[Row, ...] = (
    (theirs.ConnectTimeout, GrowattConnectTimeoutError, "no connection within the time-out"),
    (theirs.ReadTimeout, GrowattReadTimeoutError, "no answer within the time-out"),
    (urllib3.exceptions.ReadTimeoutError, GrowattReadTimeoutError, "no answer within the time-out"),
    (theirs.SSLError, GrowattSSLError, "no encrypted connection"),
    (theirs.ProxyError, GrowattProxyError, "no connection through the proxy"),
    (theirs.ChunkedEncodingError, GrowattIncompleteReplyError, "the answer broke off"),
    (theirs.ContentDecodingError, GrowattIncompleteReplyError, "the answer cannot be decompressed"),
    (theirs.ConnectionError, GrowattConnectionError, "the server could not be reached"),
    (theirs.RequestException, GrowattTransportError, "the request could not be sent"),
    (OSError, GrowattConnectionError, "the server could not be reached"),
    (Exception, GrowattTransportError, "the request could not be sent"),
)

_MOST_KEPT = 64
"""Connections that are kept open for the threads that share a client."""

_NOT_SENT = (theirs.ConnectTimeout, urllib3.exceptions.NewConnectionError)


def new_session(headers: Mapping[str, str]) -> requests.Session:
    """A session with these headers that raises for an HTTP status that is an error, as ever."""
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, DeadlineAdapter(pool_maxsize=_MOST_KEPT))
    session.hooks = {"response": [_raise_for_status]}
    session.headers.update(headers)
    return session


def _raise_for_status(response: requests.Response, *args: Any, **kwargs: Any) -> None:
    response.raise_for_status()


def _read_within_bounds(response: requests.Response, *args: Any, **kwargs: Any) -> None:
    """Read the body before anyone else does: the session's hooks, a redirect, `content`."""
    held: Any = response._content
    if held is not False or response.raw is None:
        return  # a session that answers from a cache has read it already
    parts, size = [], 0
    for part in response.iter_content(CONTENT_CHUNK_SIZE):
        size += len(part)
        if size > MOST_BYTES:
            # closed, so that the rest is not waited for when the connection is used again
            response.close()
            raise TooLargeError
        parts.append(part)
    response._content = b"".join(parts)


def _hooks(session: requests.Session) -> dict[str, Any]:
    """The hooks of the session, with ours before them."""
    theirs = session.hooks.get("response") or []
    return {"response": [_read_within_bounds, *([theirs] if callable(theirs) else theirs)]}


def send(session: requests.Session, request: Request, timeouts: Timeouts, seconds: float) -> Reply:
    """Send one request through the session, with whatever its owner has set on it.

    It ends within the time-outs, and within `seconds` in all.
    """
    limits = Timeout(total=seconds, connect=timeouts.connect, read=timeouts.read)
    try:
        response = _respond(session, request, limits)
    except TooLargeError:
        raise too_large(request) from None
    except theirs.HTTPError as error:
        # a hook of the session has looked at the status before us
        if error.response is None:
            raise our_error(error, request, _ERRORS, _NOT_SENT) from None
        response = error.response
    except theirs.ConnectionError as error:
        # a time-out in the middle of the answer comes wrapped
        inner = error.args[0] if error.args else None
        if isinstance(inner, urllib3.exceptions.ReadTimeoutError):
            raise our_error(inner, request, _ERRORS, _NOT_SENT) from None
        raise our_error(error, request, _ERRORS, _NOT_SENT) from None
    except (theirs.RequestException, OSError, ValueError) as error:
        raise our_error(error, request, _ERRORS, _NOT_SENT) from None
    headers = response.headers
    return Reply(response.status_code, response.content, headers.get("Location"), response, headers)


def _respond(session: requests.Session, request: Request, timeouts: Any) -> requests.Response:
    url, body, content_type = request.target(), request.body(), request.content_type()
    own_headers = {} if content_type is None else {"Content-Type": content_type}
    is_plain = type(session) is requests.Session and not session.auth and not session.params
    if not is_plain or not url.isascii() or (session.trust_env and _netrc_knows(url)):
        return session.request(
            request.method,
            url,
            data=body,
            headers=own_headers,
            timeout=timeouts,
            allow_redirects=False,
            hooks=_hooks(session),
        )
    # what `Session.request` does, less the taking apart and putting together again of an address
    # and a form that are encoded already: a fifth of the instructions of a short call
    prepared = PreparedRequest()
    prepared.method, prepared.url, prepared.body = request.method, url, body
    prepared.hooks = _hooks(session)
    headers: Any = {key: value for key, value in session.headers.items() if value is not None}
    prepared.headers = CaseInsensitiveDict(headers)
    prepared.headers.update(own_headers)
    if body is not None or request.method != "GET":
        prepared.headers["Content-Length"] = str(len(body or b""))
    prepared._cookies = session.cookies  # type: ignore[attr-defined]  # the adapter looks there
    if session.cookies:
        prepared.prepare_cookies(session.cookies)
    settings = session.merge_environment_settings(url, {}, None, None, None)
    return session.send(prepared, timeout=timeouts, allow_redirects=False, **settings)


@lru_cache(maxsize=16)
def _netrc_of(server: str) -> bool:
    return get_netrc_auth(server) is not None


def _netrc_knows(url: str) -> bool:
    """Whether the user's netrc has a password for the server, looked up once."""
    scheme, _, rest = url.partition("://")
    return _netrc_of(f"{scheme}://{rest.partition('/')[0]}/")


def cookies(session: requests.Session, address: str) -> list[Cookie]:
    """The cookies that the session holds for the server at this address."""
    return [
        Cookie(cookie.name, cookie.value or "", cookie.path, cookie.secure)
        for cookie in session.cookies
        if belongs_to(cookie.domain, address)
    ]


def set_cookies(session: requests.Session, address: str, cookies: list[Cookie]) -> None:
    """Give the session these cookies for the server, in place of those with the same names."""
    jar, host = session.cookies, urlsplit(address).hostname or ""
    names = {cookie.name for cookie in cookies}
    for old in [one for one in jar if one.name in names and belongs_to(one.domain, address)]:
        jar.clear(old.domain, old.path, old.name)
    for cookie in cookies:
        # the standard library's name for a host without a dot ends in .local
        domain = host if "." in host else f"{host}.local"
        more = {"domain": domain, "path": cookie.path, "secure": cookie.secure}
        jar.set_cookie(create_cookie(cookie.name, cookie.value, **more))  # type: ignore[no-untyped-call]  # unannotated in its stubs
