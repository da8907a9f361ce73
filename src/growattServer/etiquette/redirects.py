"""Whether a redirect is followed: one rule for both APIs.

A read is followed as `requests` and browsers do it. A write stays what it is or is not followed:
after 301, 302 and 303 it would be sent without what is to be written. Writes, and whatever carries
a token or a password, stay with their server, and nothing goes from https to http.
"""

from __future__ import annotations

from collections.abc import Callable

from .. import exceptions
from ..wire import UNCHANGED, Flow, Reply, Request, is_elsewhere, redirected
from .login import demands_login, leads_to_login

MOST_REDIRECTS = 30


def follow(
    request: Request,
    is_secret: Callable[[Request], bool],
    *,
    writes: bool,
    is_login: bool = False,
    most: int = MOST_REDIRECTS,
) -> Flow[tuple[Reply, bool]]:
    """The last reply along the redirects, and whether it says that there is no session."""
    was_sent_to_login = False
    before: list[Request] = []
    while len(before) <= most:
        try:
            reply = yield request
        except exceptions.GrowattTransportError as error:
            if before:
                # the server has heard of the call, though not at the place that it was led to
                error.was_not_sent = False
            raise
        before.append(request)
        further = redirected(request, reply)
        if further is None:
            return reply, was_sent_to_login or demands_login(reply)
        against = _against(request, further, reply, writes, writes or is_secret(further))
        if against and demands_login(reply):
            return reply, True
        if against:
            raise exceptions.GrowattHTTPError(
                f"Error during {request.operation}: HTTP status {reply.status}, {against[0]}",
                status_code=reply.status,
                operation=request.operation,
                hint=against[1],
                response=reply.response,
            )
        if _would_repeat(further, before, is_login):
            raise _led_astray(request.operation, "redirects in a circle")
        was_sent_to_login = was_sent_to_login or leads_to_login(reply.location)
        request = further
    raise _led_astray(request.operation, f"more than {most} redirects")


def _would_repeat(further: Request, before: list[Request], is_login: bool) -> bool:
    """Whether a redirect would send anew what must not be: a write, or a login, to the same place.

    A password goes along with a single redirect: each one that the server hears may be a login.
    """
    if is_login and further.form is not None and len(before) > 1:
        return True
    if further.method == "GET" and not is_login:
        return False
    return any(one.method != "GET" and one.target() == further.target() for one in before)


def _led_astray(operation: str, said: str) -> exceptions.GrowattTooManyRedirectsError:
    return exceptions.GrowattTooManyRedirectsError(
        f"Error during {operation}: {said}", operation=operation, hint="check server_url"
    )


def _against(
    request: Request, further: Request, reply: Reply, writes: bool, stays: bool
) -> tuple[str, str] | None:
    """What speaks against following it, and a hint."""
    if writes and reply.status not in UNCHANGED:
        return "a redirect of a write", "check server_url; what was to be written was not"
    if _is_https(request.url) and not _is_https(further.url):
        return "a redirect to http", "check server_url; nothing that was encrypted is sent in clear"
    if stays and is_elsewhere(request.url, further.url):
        return (
            "a redirect to another server",
            "check server_url; a password or token is never sent along to another server",
        )
    return None


def _is_https(url: str) -> bool:
    # as it was written by its owner, or by the server
    return url[:6].lower() == "https:"
