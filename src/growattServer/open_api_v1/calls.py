"""Making a V1 call: the flow from an endpoint and its parameters to the data of the reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ..etiquette.envelope import as_record, decode, shape_error, unwrap
from ..fields import Record
from ..servers import server_root
from ..wire import Flow, Request
from .endpoints import Endpoint

if TYPE_CHECKING:
    from ..etiquette.errand import Answer
    from ..etiquette.policy import Etiquette

R = TypeVar("R", bound=Record)


class V1Calls:
    """Where the V1 calls of a client go, and how their replies are opened."""

    server_url: str
    etiquette: Etiquette | None

    if TYPE_CHECKING:

        def _token_account(self) -> str: ...

    @property
    def api_url(self) -> str:
        """The address below which the V1 calls lie: `server_url` with `v1/`."""
        return f"{server_root(self.server_url)}v1/"

    @api_url.setter
    def api_url(self, value: str) -> None:
        self.server_url = value

    def get_url(self, page: str) -> str:
        """The address of a page of the API."""
        return self.api_url + page

    def process_response(
        self, response: dict[str, Any], operation_name: str = "API operation"
    ) -> Any:
        """The `data` of a decoded reply; raises GrowattV1ApiError when it carries an error code."""
        return unwrap(response, operation_name)


def exchange(
    api: V1Calls,
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
    )
    if api.etiquette is None:
        reply = yield request
        return unwrap(decode(reply, operation), operation, endpoint.errors), None
    from ..etiquette.manners import politely  # for those who want it
    from .errands import errand_of

    def attempt(number: int) -> Flow[Any]:
        reply = yield request._replace(attempt=number)
        return unwrap(decode(reply, operation), operation, endpoint.errors)

    errand = errand_of(api, api.etiquette, endpoint, parameters, operation)
    return (yield from politely(api.etiquette, errand._replace(shows_age=shows_age), attempt))


def call(
    api: V1Calls, endpoint: Endpoint, parameters: Mapping[str, Any], operation: str | None = None
) -> Flow[Any]:
    """The data of the reply, as sent."""
    data, _ = yield from exchange(api, endpoint, parameters, operation)
    return data


def call_record(
    api: V1Calls,
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
    # the server answers a serial number of another family with success and an empty text
    hint = "no such device, or of another family" if data == "" else None
    found = as_record(data, record, endpoint.operation, hint)
    if age is not None:
        found.age = age
    return found


def call_text(
    api: V1Calls, endpoint: Endpoint, parameters: Mapping[str, Any], operation: str
) -> Flow[Any]:
    """The data of the reply where a value is promised: a text, as the vendor sends it."""
    data = yield from call(api, endpoint, parameters, operation)
    if data is None:
        raise shape_error(operation, "data is null instead of the value")
    return data
