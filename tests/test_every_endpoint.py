"""Every call of the fact sheets has an operation, a simulated answer, an example and a record.

The table is tests/facts/endpoints.json; a call that is added there is asked for here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import noah_app_operations
import pytest
import v1_operations
import v4_operations
from test_records import BEANS, REPLIES
from test_v4_records import OTHERS, record_of

from growattServer import AsyncOpenApiV1, AsyncOpenApiV4, GrowattError, OpenApiV1, OpenApiV4
from growattServer.fields import Record
from growattServer.open_api_v1 import endpoints as v1_endpoints
from growattServer.open_api_v4 import endpoints as v4_endpoints
from growattServer.open_api_v4 import noah_app_endpoints
from growattServer.simulator import routes
from support import RecordingServer, facts

CAPTURES = Path(__file__).parent / "captures"
TABLE = facts("endpoints")
FIELDS = {"v1": facts("v1_fields"), "v4": facts("v4_fields"), "noah": facts("noah_fields")}
NOAH_CASES = {
    f"{name}.{model}": case
    for name, case in noah_app_operations.CASES.items()
    for model in ("noah", "nexa")
}
CASES: dict[str, Mapping[str, Any]] = {
    "v1": v1_operations.CASES,
    "v4": v4_operations.CASES,
    "noah": NOAH_CASES,
}
CLIENTS: dict[tuple[str, str], Any] = {
    ("v1", "blocking"): OpenApiV1,
    ("v1", "async"): AsyncOpenApiV1,
    ("v4", "blocking"): OpenApiV4,
    ("v4", "async"): AsyncOpenApiV4,
    ("noah", "blocking"): partial(OpenApiV4, live=True),
    ("noah", "async"): partial(AsyncOpenApiV4, live=True),
}
ROOTS = {"v1": "v1/", "v4": "v4/new-api/", "noah": "v4/"}
NOT_IN_THE_ANSWER = {
    # an empty list in the example
    ("plant_details", "plant_max_kind"),
    ("get_info_by_sn.noah", "grid_code"),
    # a page of a list, of which the operation gives the rows
    ("query_device_list", "device_list"),
}


class Row(NamedTuple):
    """One call of the table."""

    api: str
    id: str
    method: str
    path: str
    beans: list[str]

    @property
    def where(self) -> tuple[str, str]:
        return self.method, self.path


ALL = [Row(api, **row) for api in FIELDS for row in TABLE[api]]
of_each = pytest.mark.parametrize("row", ALL, ids=[f"{row.api}-{row.id}" for row in ALL])


def test_the_table_is_that_of_the_sheets() -> None:
    assert len(TABLE["v4"]) == 21
    assert len(TABLE["noah"]) == 12
    assert len({row.where for row in ALL}) == len({row.id for row in ALL}) == len(ALL)
    paces = facts("v1_limits")["calls"]
    known = {(row["id"], row["method"], f"v1/{row['path']}") for row in paces}
    assert {(row.id, *row.where) for row in ALL if row.api == "v1"} == known
    assert "showdoc.com.cn" in TABLE["source"]


# --- (a) operations ------------------------------------------------------------------------------


class Asked(NamedTuple):
    """What an operation sent."""

    where: tuple[str, str]
    name: str


@cache
def asked(api: str, colour: str) -> list[Asked]:
    """The requests of all operations of a client; what becomes of the empty reply is no matter."""
    found: list[Asked] = []
    server = RecordingServer()

    async def awaited() -> None:
        async with CLIENTS[api, colour]("secret", server_url=server.url) as client:
            for name, case in CASES[api].items():
                with suppress(GrowattError):
                    await bound(api, client, name)(*case.arguments)
                found.extend(sent(server, name))

    try:
        if colour == "async":
            asyncio.run(awaited())
            return found
        with CLIENTS[api, colour]("secret", server_url=server.url) as client:
            for name, case in CASES[api].items():
                with suppress(GrowattError):
                    bound(api, client, name)(*case.arguments)
                found.extend(sent(server, name))
        return found
    finally:
        server.stop()


def sent(server: RecordingServer, name: str) -> Iterator[Asked]:
    for request in server.received:
        yield Asked((request.method, request.path.lstrip("/")), name)
    server.received.clear()


def bound(api: str, client: Any, name: str) -> Any:
    if api == "v1":
        return v1_operations.bound(client, name)
    if api == "v4":
        return getattr(client, name)
    name, _, model = name.partition(".")
    return partial(getattr(client, name), "SN01", model=model)


@of_each
@pytest.mark.parametrize("colour", ["blocking", "async"])
def test_it_has_an_operation(row: Row, colour: str) -> None:
    assert row.where in {each.where for each in asked(row.api, colour)}


def test_no_call_is_made_that_the_table_lacks() -> None:
    ours = {
        (each.method, f"{ROOTS[api]}{each.path}")
        for api, room in zip(ROOTS, (v1_endpoints, v4_endpoints, noah_app_endpoints), strict=True)
        for each in room.ENDPOINTS
    }
    assert ours == {row.where for row in ALL}


# --- (b) the simulator ---------------------------------------------------------------------------


@of_each
def test_the_simulator_answers_it(row: Row) -> None:
    assert row.method in routes.table().get(f"/{row.path}", {})


# --- (c) and (d) examples and records ------------------------------------------------------------


def example(row: Row) -> Any:
    path = CAPTURES / row.api / f"{row.id}.json"
    if row.api == "noah" and not path.exists():
        # the examples without a model are of a NEXA; for some calls none of a NOAH is published
        path = CAPTURES / row.api / f"{row.id.partition('.')[0]}.json"
    return json.loads(path.read_text("utf-8"))


def answer_of(row: Row, server: RecordingServer, colour: str) -> Any:
    """What an operation makes of the example."""
    name = next(each.name for each in asked(row.api, colour) if each.where == row.where)
    arguments = CASES[row.api][name].arguments
    server.answer(example(row))

    async def awaited() -> Any:
        async with CLIENTS[row.api, colour]("secret", server_url=server.url) as client:
            return await bound(row.api, client, name)(*arguments)

    if colour == "async":
        return asyncio.run(awaited())
    with CLIENTS[row.api, colour]("secret", server_url=server.url) as client:
        return bound(row.api, client, name)(*arguments)


def records_in(value: Any) -> Iterator[Record]:
    """The records in an answer, and all that their attributes give."""
    if isinstance(value, Record):
        yield value
        parts = [row.read(value) for row in value.fields.values()]
    elif isinstance(value, dict):
        parts = list(value.values())
    else:
        parts = value if isinstance(value, list) else []
    for part in parts:
        yield from records_in(part)


def keys_of(record: type[Record]) -> set[str]:
    return {key for row in record.fields.values() for key in (row.key, *row.other_keys)}


@of_each
def test_its_example_is_read(row: Row, server: RecordingServer) -> None:
    answer, later = (answer_of(row, server, colour) for colour in ("blocking", "async"))
    assert answer == later
    assert type(answer) is type(later)
    found = list(records_in(answer))
    assert bool(found) or not row.beans
    # no key of the example is without a row
    assert {key for record in found for key in set(record) - keys_of(type(record))} == set()


@of_each
def test_its_records_have_the_fields_of_the_sheet(row: Row, server: RecordingServer) -> None:
    """That their units are those of the sheet is tested where the records are."""
    answer = {type(record) for record in records_in(answer_of(row, server, "blocking"))}
    for bean in row.beans:
        record = record_for(row, bean)
        assert keys_of(record) >= set(sheet_of(row.api, bean)), bean
        if not (row.api == "v4" and "." in bean):
            # the example has one family; those of the others are read with the records
            seen = any(issubclass(each, record) for each in answer)
            assert seen or (row.id, bean) in NOT_IN_THE_ANSWER, bean


def record_for(row: Row, bean: str) -> type[Record]:
    if row.api == "v1":
        return BEANS.get(bean) or REPLIES[bean]
    if row.api == "noah":
        return noah_app_operations.record_of(bean, row.id.partition(".")[2])
    family: Any = bean.partition(".")[0]
    return OTHERS.get(bean) or record_of(family, bean.partition(".")[2])


def sheet_of(api: str, bean: str) -> Mapping[str, Any]:
    sheet: Mapping[str, Any] = FIELDS[api]["beans"].get(bean) or FIELDS[api]["replies"][bean]
    return sheet


@pytest.mark.parametrize("api", FIELDS)
def test_every_sheet_of_fields_is_of_a_call(api: str) -> None:
    """A sheet that no call names would be asked of no record here."""
    sheets = {*FIELDS[api]["beans"], *FIELDS[api].get("replies", {})}
    assert sheets == {bean for row in ALL if row.api == api for bean in row.beans}
