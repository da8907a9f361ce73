"""What is asked wrongly of V1 is refused with the code that the page of the call documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from growattServer.simulator.families import TOKEN_FAMILIES

from .conftest import (
    ATESS,
    EVERY_FAMILY,
    MIN_PLANT,
    OTHERS,
    SETTABLE,
    WITH_BATCH,
    Call,
    named,
    path_of,
    serial_of,
)

DAY = {"start_date": "2026-06-15", "end_date": "2026-06-15"}
BACKWARDS = {"start_date": "2026-06-15", "end_date": "2026-06-14"}
LONG = {"start_date": "2026-06-01", "end_date": "2026-06-09"}
PLANT = {"plant_id": MIN_PLANT}
Failure = tuple[int, str, str, dict[str, Any]]


def failures_of(name: str) -> Iterator[Failure]:
    """What can be asked wrongly of a family, with the code that its pages document."""
    family = TOKEN_FAMILIES[name]
    key = family.serial_key
    me = named(family)
    latest, history, alarms, info = (
        path_of(family, name) for name in ("last_data", "history", "alarms", "details")
    )
    yield 10001, *info, {}
    yield 10011, *info, {"device_sn": "NOBODY01"}
    yield 10003, *latest, {}
    # the pages of the large systems name codes of their own for a history
    nobody, stranger_code, bad_date, too_long = (
        (10003, 10002, 10001, 10001) if name in ATESS else (10002, 10005, 10003, 10004)
    )
    yield nobody, *history, DAY
    yield 10002, *alarms, {}
    for stranger in ("NOBODY01", *OTHERS[name]):
        yield 10002, *latest, {key: stranger}
        yield stranger_code, *history, {key: stranger, **DAY}
        yield 10005, *alarms, {key: stranger}
    for span in ({}, {"start_date": "2026-02-30", "end_date": "2026-03-01"}, BACKWARDS):
        yield bad_date, *history, {**me, **span}
    yield too_long, *history, {**me, **LONG}
    yield 10013, *history, {**me, **DAY, "perpage": 101}
    yield 10014, *history, {**me, **DAY, "page": 251}
    for page in (0, "two"):
        yield 10001, *history, {**me, **DAY, "page": page}
    yield 10003, *alarms, {**me, "date": "today"}
    if name in WITH_BATCH:
        yield from failures_of_batch(name)
    if name in SETTABLE:
        yield from failures_of_settings(name)


def failures_of_batch(name: str) -> Iterator[Failure]:
    """The same for the call about many devices."""
    family = TOKEN_FAMILIES[name]
    key, batch = family.batch_key, path_of(family, "last_data_batch")
    missing, unknown = (10003, 10002) if name == "min" else (10002, 10005)
    yield missing, *batch, {"pageNum": 1}
    yield 10001, *batch, {key: serial_of(family), "pageNum": 3}
    for stranger in ("NOBODY01", *OTHERS[name]):
        yield unknown, *batch, {key: stranger, "pageNum": 1}


def failures_of_settings(name: str) -> Iterator[Failure]:
    """The same for reading a setting."""
    family = TOKEN_FAMILIES[name]
    serial_number = serial_of(family)
    read = {"device_sn": serial_number, "startAddr": 0, "endAddr": 0}
    yield 10002, "POST", family.read_command, {"paramId": family.table.power_switch}
    yield 10009, "POST", family.read_command, {**read, "paramId": "no_such"}
    bad = {"paramId": "set_any_reg", "startAddr": "x"}
    yield 10001, "POST", family.read_command, {**read, **bad}


@EVERY_FAMILY
@pytest.mark.parametrize(
    ("code", "method", "path", "params"),
    [
        (10003, "GET", "plant/details", {}),
        (10002, "GET", "plant/details", {"plant_id": 1}),
        (10003, "GET", "plant/data", {"plant_id": ""}),
        (10002, "GET", "plant/data", {"plant_id": "x"}),
        (10003, "GET", "plant/energy", {}),
        (10002, "GET", "plant/energy", {"plant_id": 1}),
        (10004, "GET", "plant/energy", PLANT),
        (10004, "GET", "plant/energy", {**PLANT, **LONG}),
        (10004, "GET", "plant/energy", {**PLANT, **DAY, "time_unit": "week"}),
        (
            10004,
            "GET",
            "plant/energy",
            {**PLANT, "start_date": "2026-06-15", "end_date": "2026-06-14"},
        ),
        (
            10004,
            "GET",
            "plant/energy",
            {**PLANT, "start_date": "2024-06-15", "end_date": "2026-06-14", "time_unit": "month"},
        ),
        (
            10004,
            "GET",
            "plant/energy",
            {**PLANT, "start_date": "2004-06-15", "end_date": "2026-06-14", "time_unit": "year"},
        ),
        (10003, "GET", "plant/power", {"date": "2026-06-15"}),
        (10003, "GET", "plant/power", {**PLANT, "date": "15.6.2026"}),
        (10003, "GET", "plant/power", PLANT),
        (10002, "GET", "plant/power", {"plant_id": 1, "date": "2026-06-15"}),
        (10003, "POST", "plant/sn_plant", {}),
        (10005, "POST", "plant/sn_plant", {"device_sn": "NOBODY01"}),
        (10002, "GET", "device/list", {}),
        (10003, "GET", "device/list", {"plant_id": 1}),
        (10003, "POST", "device/sn_datalog", {}),
        (10005, "POST", "device/sn_datalog", {"device_sn": "NOBODY01"}),
        (10011, "GET", "device/tlx/tlx_set_info", {"device_sn": "NOBODY01"}),
        *chain.from_iterable(map(failures_of, TOKEN_FAMILIES)),
        (10013, "GET", "plant/list", {"perpage": 101}),
        (10014, "GET", "plant/list", {"page": 251}),
    ],
)
def test_failures_have_the_documented_codes(
    call: Call, code: int, method: str, path: str, params: dict[str, Any]
) -> None:
    body = call(method, path, **params)
    assert body["error_code"] == code, body
    assert body["data"] == ""
    assert body["error_msg"].startswith("error_")
