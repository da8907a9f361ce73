"""Making a call with a token: the flow from an endpoint and parameters to the data of the reply.

V4 calls go the same way; the row of an endpoint says how its envelope is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..etiquette.envelope import Opening, as_record, decode, shape_error, unwrap
from ..etiquette.redirects import follow
from ..fields import Record
from ..secret import Secret
from ..servers import server_root
from ..shinephone.endpoints import PAGES
from ..wire import Flow, Reply, Request, user_code
from .endpoints import UNKNOWN_DEVICE, Endpoint, errors_of

if TYPE_CHECKING:
    from ..etiquette.ledger_protocol import Answer, LimitedCall
    from ..etiquette.policy import Etiquette

R = TypeVar("R", bound=Record)


class TokenCalls:
    """Where the calls of a client with a token go, and how their replies are opened."""

    server_url: str
    etiquette: Etiquette | None

    if TYPE_CHECKING:

        def _token_account(self) -> str: ...
        def _most_redirects(self) -> int: ...
        def get_url(self, page: str) -> str: ...

    def _own_opening(self) -> Callable[..., Any] | None:
        """What a program opens replies with in a way of its own, if it does."""
        return None


class V1Calls(TokenCalls):
    """The V1 calls of a client; a program may open their replies in a way of its own."""

    _server_before: str

    @property
    def api_url(self) -> str:
        """The address below which the V1 calls lie: `server_url` with `v1/`."""
        return f"{server_root(self.server_url)}v1/"

    @api_url.setter
    def api_url(self, value: str) -> None:
        self._server_before, self.server_url = self.server_url, value

    @api_url.deleter
    def api_url(self) -> None:
        # so that unittest.mock can take its patch of a client away again
        self.server_url = self._server_before

    def get_url(self, page: str) -> str:
        """The address of a page of the API; those of the password API lie at the server's root."""
        return (server_root(self.server_url) if page in PAGES else self.api_url) + page

    def process_response(
        self, response: dict[str, Any], operation_name: str = "API operation"
    ) -> Any:
        """The `data` of a decoded reply; raises GrowattV1ApiError when it carries an error code."""
        return unwrap(response, operation_name, errors_of(operation_name))

    def _own_opening(self) -> Callable[..., Any] | None:
        found = self.process_response
        return None if getattr(found, "__func__", None) is _PROCESS_RESPONSE else found


_PROCESS_RESPONSE = V1Calls.process_response


def exchange(
    api: TokenCalls,
    endpoint: Endpoint,
    parameters: Mapping[str, Any],
    operation: str | None = None,
    *,
    shows_age: bool = False,
) -> Flow[Answer]:
    """The data of the reply, as sent, or of an earlier one; parameters that are None are left out.

    Where the client has an etiquette, its limits are kept.
    """
    operation = operation or endpoint.operation
    in_form = endpoint.sends_form or endpoint.method == "POST"
    request = Request(
        operation,
        endpoint.method,
        api.get_url(endpoint.path),
        query=None if in_form else parameters,
        form=parameters if in_form else None,
        follows_redirects=True,
    )

    def attempt(number: int) -> Flow[Any]:
        asked = request if number == 1 else request._replace(attempt=number)
        most = api._most_redirects()
        reply, _ = yield from follow(asked, _has_token, writes=endpoint.writes, most=most)
        # the document in no variable: a traceback would show what the server repeats of a secret
        if own := api._own_opening():
            return (yield from user_code(own, _decoded(reply, operation), operation))
        with Opening(operation):
            return endpoint.unwrap(decode(reply, operation), operation, endpoint.errors)

    if api.etiquette is None:
        return (yield from attempt(1)), None
    from ..etiquette.limits import within_limits  # for those who want it

    limited = limited_call(api, api.etiquette, endpoint, parameters, operation)
    return (yield from within_limits(api.etiquette, limited._replace(shows_age=shows_age), attempt))


def limited_call(
    api: TokenCalls,
    etiquette: Etiquette,
    endpoint: Endpoint,
    parameters: Mapping[str, Any],
    operation: str,
) -> LimitedCall:
    """A call with the limits that the vendor documents for its endpoint."""
    from ..etiquette.ledger_protocol import LimitedCall, variant_of  # for those who have limits

    subjects = [str(parameters[key]) for key in parameters if is_subject(key, endpoint)]
    subject = subjects[0] if subjects else ""
    return LimitedCall(
        operation,
        api._token_account(),
        endpoint.path,
        subject,
        # a password is kept nowhere, not even as what was made of it
        variant_of({key: one for key, one in parameters.items() if not isinstance(one, Secret)}),
        period_s=endpoint.period_s,
        calls_per_day=endpoint.calls_per_day,
        budget=etiquette.budget_of(None),
        repeatable=not endpoint.writes,
        counted_by=subject if endpoint.counts_by_subject and not etiquette.strict_days else "",
    )


def is_subject(parameter: str, endpoint: Endpoint) -> bool:
    """Whether the server counts by this parameter: a plant, a device, or a list of devices."""
    named = ("plant_id", endpoint.serial_numbers, endpoint.subject)
    return parameter in named or parameter.endswith("_sn")


def _has_token(request: Request) -> bool:
    return True


def _decoded(reply: Reply, operation: str) -> Any:
    with Opening(operation):
        return decode(reply, operation)


def call(
    api: TokenCalls, endpoint: Endpoint, parameters: Mapping[str, Any], operation: str | None = None
) -> Flow[Any]:
    """The data of the reply, as sent."""
    data, _ = yield from exchange(api, endpoint, parameters, operation)
    return data


def call_record(
    api: TokenCalls,
    endpoint: Endpoint,
    parameters: Mapping[str, Any],
    record: type[R],
    *,
    is_fresh: bool = False,
) -> Flow[R]:
    """The data of the reply as a record, with its age if it is an earlier one.

    Where something is decided by it, such as what to write, it has to be fresh.
    """
    data, age = yield from exchange(api, endpoint, parameters, shows_age=not is_fresh)
    if not isinstance(data, dict) and api._own_opening():
        return cast(R, data)  # what its program makes of a reply is its own affair
    if endpoint.rows and data in ("", None, []):
        # how the server says that a history has nothing of this time
        data = {"count": 0, endpoint.rows: []}
    # it answers a serial number of another family with success and an empty text
    hint = UNKNOWN_DEVICE if data == "" and endpoint.is_of_a_device else None
    found = as_record(data, record, endpoint.operation, hint)
    if age is not None:
        found.age = age
    return found


def call_text(
    api: TokenCalls, endpoint: Endpoint, parameters: Mapping[str, Any], operation: str
) -> Flow[Any]:
    """The data of the reply where a value is promised: a text, as the vendor sends it."""
    data = yield from call(api, endpoint, parameters, operation)
    if data is None and not api._own_opening():
        raise shape_error(operation, "data is null instead of the value")
    return data
