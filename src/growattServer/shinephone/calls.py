"""Making a ShinePhone call: from an endpoint and its parameters to the payload of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from ..fields import Record
from ..wire import Flow
from .endpoints import Endpoint
from .exchange import ShinePhoneCalls, payload, read, request_of
from .renewal import ask

R = TypeVar("R", bound=Record)


def call(api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any]) -> Flow[Any]:
    """The payload of the answer, as sent; None where the server has none for us."""
    reply = yield from ask(api, endpoint, request_of(api, endpoint, parameters))
    return payload(read(reply, endpoint.operation), endpoint)


def call_record(
    api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any], record: type[R]
) -> Flow[R]:
    """The payload as a record.

    A refused call has the payload null, which is handed on as None, as it always was, although the
    type does not say so: callers would have to look at each answer twice.
    """
    data = yield from call(api, endpoint, parameters)
    return wrapped(data, record)


def call_records(
    api: ShinePhoneCalls, endpoint: Endpoint, parameters: Mapping[str, Any], record: type[R]
) -> Flow[list[R]]:
    """The payload as a list of records; None, as with `call_record`, where it is null."""
    data = yield from call(api, endpoint, parameters)
    return wrapped_rows(data, record)


def wrapped(data: Any, record: type[R]) -> R:
    """An object as a record, and anything else as it is."""
    return record(data) if isinstance(data, dict) else cast(R, data)


def wrapped_rows(data: Any, record: type[R]) -> list[R]:
    """A list of objects as records, and anything else as it is."""
    if not isinstance(data, list):
        return cast("list[R]", wrapped(data, record))
    return [wrapped(row, record) for row in data]
