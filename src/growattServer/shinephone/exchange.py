"""One exchange with the server: the request of an endpoint, its redirects, reading the reply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .. import exceptions
from ..etiquette.envelope import check_status, decode, shape_error
from ..etiquette.login import LOGIN_COOLDOWN, demands_login, leads_to_login, refused_user_agent
from ..servers import server_root
from ..wire import Cookie, Flow, Reply, Request, redirected
from .endpoints import LOGIN, Endpoint, Where
from .sessions import Sessions

if TYPE_CHECKING:
    from ..etiquette.policy import Etiquette

MOST_REDIRECTS = 30


class ShinePhoneCalls:
    """Where the ShinePhone calls of a client go, and what it knows of its session."""

    server_url: str
    login_cooldown: float = LOGIN_COOLDOWN.total_seconds()
    """Seconds after a login during which the library does not log in again by itself."""

    etiquette: Etiquette | None
    _sessions: Sessions
    _sends_token = False

    if TYPE_CHECKING:

        def _cookies(self, address: str) -> list[Cookie]: ...
        def _set_cookies(self, address: str, cookies: list[Cookie]) -> None: ...

    def get_url(self, page: str) -> str:
        """The address of a page of the API."""
        return self._root_url(page)

    def _page_url(self, page: str) -> str:
        # a subclass may have its own idea of where a page lies
        return self.get_url(page)

    def _root_url(self, page: str) -> str:
        return server_root(self.server_url) + page

    def _now(self) -> datetime:
        return datetime.now(UTC) if self.etiquette is None else self.etiquette.now()


def request_of(api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any]) -> Request:
    """The request of a call; parameters that are None are left out."""
    where = endpoint.where
    return Request(
        endpoint.operation,
        endpoint.method,
        api._page_url(endpoint.path),
        query={**endpoint.query, **parameters} if where is Where.QUERY else endpoint.query,
        form=parameters if where is Where.FORM else None,
        parts=parameters if where is Where.PARTS else None,
        follows_redirects=endpoint.follows_redirects,
    )


def follow(api: ShinePhoneCalls, request: Request) -> Flow[tuple[Reply, bool]]:
    """The last reply along the redirects, and whether it says that there is no session."""
    was_sent_to_login = False
    for _ in range(MOST_REDIRECTS + 1):
        reply = yield request
        further = redirected(request, reply)
        if further is None:
            return reply, was_sent_to_login or demands_login(reply)
        was_sent_to_login = was_sent_to_login or leads_to_login(reply.location)
        has_password = further.operation == LOGIN.operation and further.form is not None
        if (api._sends_token or has_password) and _is_elsewhere(request.url, further.url):
            raise _kept_at_home(reply, request.operation)
        request = further
    raise exceptions.GrowattTooManyRedirectsError(
        f"Error during {request.operation}: more than {MOST_REDIRECTS} redirects",
        operation=request.operation,
    )


def _is_elsewhere(here: str, there: str) -> bool:
    one, other = urlsplit(here), urlsplit(there)
    if one.hostname != other.hostname:
        return True
    return (one.scheme, one.port) != (other.scheme, other.port) and other.scheme != "https"


def _kept_at_home(reply: Reply, operation: str) -> exceptions.GrowattHTTPError:
    return exceptions.GrowattHTTPError(
        f"Error during {operation}: HTTP status {reply.status}, a redirect to another server",
        status_code=reply.status,
        operation=operation,
        hint="check server_url; a password or token is never sent along to another server",
        response=reply.response,
    )


def read(reply: Reply, operation: str) -> Any:
    """The JSON document in a reply; raises our errors for a bad status, a page, half a document."""
    error = refused_user_agent(reply, operation)
    if error is not None:
        raise error
    if 300 <= reply.status < 400:
        # a redirect that is not followed: its body counts, as it does for `requests`
        reply = reply._replace(status=200)
    return decode(reply, operation)


def check_page(reply: Reply, operation: str) -> None:
    """Raise our errors for a bad status where a web page is wanted."""
    error = refused_user_agent(reply, operation)
    if error is not None:
        raise error
    check_status(reply, operation)


def payload(document: Any, endpoint: Endpoint) -> Any:
    """What lies under the key of the endpoint; raises GrowattReplyError where there are no keys."""
    if endpoint.inside is None:
        return document
    if not isinstance(document, dict):
        raise shape_error(endpoint.operation, "the answer is no object")
    return document.get(endpoint.inside, endpoint.absent())
