"""One exchange with the server: the request of an endpoint, its redirects, reading the reply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..etiquette.envelope import check_status, decode, reason_in, shape_error, shape_of
from ..etiquette.login import LOGIN_COOLDOWN, refused_user_agent
from ..etiquette.redirects import follow as follow_redirects
from ..parsing import in_message, parse_flag
from ..servers import server_root
from ..wire import Cookie, Flow, Reply, Request
from .endpoints import LOGIN, Endpoint, Where
from .sessions import Sessions

if TYPE_CHECKING:
    from ..etiquette.policy import Etiquette

MOST_REDIRECTS = 30
_NO_SUCH_DEVICE = "no such device, of another family, or not of this plant"
_READING_REFUSALS = {"501": _NO_SUCH_DEVICE, "504": _NO_SUCH_DEVICE}


class ShinePhoneCalls:
    """Where the ShinePhone calls of a client go, and what it knows of its session."""

    server_url: str
    login_cooldown: float = LOGIN_COOLDOWN.total_seconds()
    """Seconds after a login during which the library does not log in again by itself."""

    etiquette: Etiquette | None
    _sessions: Sessions
    _sends_token = False

    if TYPE_CHECKING:

        def _has_credentials(self) -> bool: ...
        def _most_redirects(self) -> int: ...
        def _cookies(self, address: str) -> list[Cookie]: ...
        def _set_cookies(self, address: str, cookies: list[Cookie]) -> None: ...
        def _part_from_others(self) -> None: ...

    def get_url(self, page: str) -> str:
        """The address of a page of the API."""
        return server_root(self.server_url) + page

    def _now(self) -> datetime:
        return datetime.now(UTC) if self.etiquette is None else self.etiquette.now()


def request_of(api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any]) -> Request:
    """The request of a call; parameters that are None are left out."""
    where = endpoint.where
    return Request(
        endpoint.operation,
        endpoint.method,
        api.get_url(endpoint.path),
        query={**endpoint.query, **parameters} if where is Where.QUERY else endpoint.query,
        form=parameters if where is Where.FORM else None,
        parts=parameters if where is Where.PARTS else None,
        follows_redirects=endpoint.follows_redirects,
    )


def follow(
    api: ShinePhoneCalls, request: Request, *, writes: bool = False
) -> Flow[tuple[Reply, bool]]:
    """The last reply along the redirects, and whether it says that there is no session."""

    def is_secret(further: Request) -> bool:
        has_password = further.operation == LOGIN.operation and further.form is not None
        return api._sends_token or has_password or api._has_credentials()

    is_login = request.operation == LOGIN.operation
    return follow_redirects(
        request, is_secret, writes=writes, is_login=is_login, most=api._most_redirects()
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
    """What lies under the key of the endpoint; raises GrowattReplyError where there are no keys.

    A refused reading is handed on as it always was, most often as None: its reason is logged.
    """
    if not endpoint.writes and says_no(document):
        import logging  # most programs never see a refusal

        said = in_message(reason_in(document) or "")
        hint = _READING_REFUSALS.get(said)
        logging.getLogger(__package__).warning(
            "%s: the server refused: %s%s",
            endpoint.operation,
            said or "no reason given",
            f" ({hint})" if hint else "",
        )
    if endpoint.inside is None:
        return document
    if not isinstance(document, dict):
        raise shape_error(endpoint.operation, "the answer is not an object")
    return document.get(endpoint.inside, endpoint.absent())


def promised(data: Any, kind: type[Any], operation: str) -> Any:
    """The data where they are of the kind that a call promises; raises GrowattReplyError else.

    Null, and an object or a list without anything in it, say that there is nothing: they are handed
    on, as they always were, and programs look for them.
    """
    rows = data if kind is list and isinstance(data, list) else []
    if strange := [row for row in rows if not isinstance(row, dict)]:
        raise shape_error(operation, f"a row of the list is {shape_of(strange[0])}")
    if data is None or isinstance(data, kind) or data in ([], {}):
        return data
    wanted = "a list" if kind is list else "an object"
    raise shape_error(operation, f"the answer is {shape_of(data)} instead of {wanted}")


def says_no(document: Any) -> bool:
    """Whether an answer is a refusal; one that says neither yes nor no is none."""
    known = document if isinstance(document, Mapping) else {}
    flags = (parse_flag(known.get(key)) for key in ("success", "result"))
    return next((not flag for flag in flags if flag is not None), False)
