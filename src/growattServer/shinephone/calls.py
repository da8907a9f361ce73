"""Making a ShinePhone call: from an endpoint and its parameters to the payload of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..etiquette.envelope import Opening
from ..fields import Record
from ..rows import Rows
from ..wire import Flow, Reply
from .endpoints import Endpoint
from .exchange import ShinePhoneCalls, payload, promised, read, request_of
from .renewal import ask, resume

if TYPE_CHECKING:
    from ..etiquette.ledger_protocol import Answer

R = TypeVar("R", bound=Record)


def exchange(
    api: ShinePhoneCalls,
    endpoint: Endpoint,
    parameters: Mapping[str, Any],
    open_reply: Callable[[Reply], Any] | None = None,
    *,
    kind: type[Any] = object,
    shows_age: bool = False,
) -> Flow[Answer]:
    """The payload of the answer, or of an earlier one; `open_reply` finds it in an unusual reply.

    A payload that is not of the `kind` is an error, and nobody gets it later as the last answer.
    Where the client has an etiquette, its limits are kept.
    """
    request = request_of(api, endpoint, parameters)

    def attempt(number: int) -> Flow[Any]:
        reply = yield from ask(api, endpoint, request._replace(attempt=number))
        with Opening(endpoint.operation):
            if open_reply is not None:
                return open_reply(reply)
            found = payload(read(reply, endpoint.operation), endpoint)
            return promised(found, kind, endpoint.operation)

    etiquette = api.etiquette
    if etiquette is None:
        return (yield from attempt(1)), None
    from ..etiquette.limits import within_limits  # for those who want it
    from .limits import limited_call

    yield from resume(api)  # so that the call is counted for whom it is made
    limited = limited_call(api, etiquette, endpoint, request)._replace(shows_age=shows_age)
    return (yield from within_limits(etiquette, limited, attempt))


def call(api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any]) -> Flow[Any]:
    """The payload of the answer, as sent; None where the server has none for us."""
    data, _ = yield from exchange(api, endpoint, parameters)
    return data


def call_record(
    api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any], record: type[R]
) -> Flow[R]:
    """The payload as a record.

    A refused call has the payload null, which is handed on as None, as it always was, although the
    type does not say so: callers would have to look at each answer twice.
    """
    data, age = yield from exchange(
        api, endpoint, parameters, kind=dict, shows_age=not endpoint.writes
    )
    return wrapped(data, record, age)


def call_records(
    api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any], record: type[R]
) -> Flow[Rows[R]]:
    """The payload as a list of records; None, as with `call_record`, where it is null."""
    data, age = yield from exchange(api, endpoint, parameters, kind=list, shows_age=True)
    return wrapped_rows(data, record, age)


def wrapped(data: Any, record: type[R], age: timedelta | None = None) -> R:
    """An object as a record, with its age if it is an earlier one; what says nothing as it is."""
    if not isinstance(data, dict):
        return cast(R, data)
    found = record(data)
    if age is not None:
        found.age = age
    return found


def wrapped_rows(data: Any, record: type[R], age: timedelta | None = None) -> Rows[R]:
    """A list of objects as records, and what says nothing as it is."""
    if not isinstance(data, list):
        return cast("Rows[R]", wrapped(data, record, age))
    return Rows(wrapped(row, record) for row in data).aged(age)
