"""Each fault of the simulated cloud against each operation, blocking and async."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from v1_operations import CASES, START, bound, mount

import growattServer
from growattServer import AsyncOpenApiV1, GrowattError, OpenApiV1
from growattServer.simulator import Simulator

TIMEOUT = 0.3
FAULTS: dict[str, tuple[dict[str, Any], type[GrowattError], type[Exception]]] = {
    "timeout": ({}, growattServer.GrowattReadTimeoutError, requests.ReadTimeout),
    "reset": ({}, growattServer.GrowattConnectionError, requests.ConnectionError),
    "http_502": ({}, growattServer.GrowattHTTPError, requests.HTTPError),
    "html_login": ({}, growattServer.GrowattLoginPageError, requests.exceptions.JSONDecodeError),
    "truncated_json": ({}, growattServer.GrowattReplyError, requests.exceptions.JSONDecodeError),
    "null_data": ({}, growattServer.GrowattReplyError, ValueError),
    "empty_body": ({}, growattServer.GrowattReplyError, requests.exceptions.JSONDecodeError),
    "slow": ({"seconds": 5}, growattServer.GrowattReadTimeoutError, requests.ReadTimeout),
    "error_code": (
        {"error_code": 10011, "error_msg": "error_permission_denied"},
        growattServer.GrowattPermissionError,
        GrowattError,
    ),
}


HISTORIES = ("alarms", "history", "plant_power_overview")


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5) as simulator:
        mount(simulator)
        # the first question makes the world live through its past fortnight
        OpenApiV1(simulator.token, server_url=simulator.url).plant_list()
        yield simulator


@pytest.fixture(scope="module")
def changed() -> Iterator[Simulator]:
    """Where calls that change what there is may do so."""
    with Simulator(start=START, seed=5, history_days=0) as simulator:
        yield simulator


def outcome(cloud: Simulator, mode: str, name: str, timeout: float) -> Any:
    """The error of a call, or its result."""
    arguments = CASES[name].arguments
    try:
        if mode == "blocking":
            with OpenApiV1(cloud.token, server_url=cloud.url, timeout=timeout) as api:
                return bound(api, name)(*arguments)

        async def main() -> Any:
            async with AsyncOpenApiV1(cloud.token, server_url=cloud.url, timeout=timeout) as api:
                return await bound(api, name)(*arguments)

        return asyncio.run(main())
    except GrowattError as error:
        return error


@pytest.mark.wide
@pytest.mark.values(601)
@pytest.mark.parametrize("mode", ["blocking", "async"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CASES)
def test_a_fault_becomes_a_documented_error(
    cloud: Simulator,
    changed: Simulator,
    caplog: pytest.LogCaptureFixture,
    name: str,
    fault: str,
    mode: str,
) -> None:
    if CASES[name].alone:
        cloud = changed
    options, ours, theirs = FAULTS[fault]
    cloud.clear_faults()
    # for ever: a request that was given up in the last test may come only now
    cloud.add_fault({"match": "*", "fault": fault, "times": 0, **options})
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        # only a fault that takes time needs a time-out that a busy machine might miss
        error = outcome(cloud, mode, name, TIMEOUT if fault in ("timeout", "slow") else 20)
    assert time.monotonic() - began < 60
    if fault == "null_data" and CASES[name].code_only:
        assert not isinstance(error, GrowattError)
        return
    if fault == "null_data" and CASES[name].writes and CASES[name].returns is str:
        # a write promises nothing but the code, and the vendor sends null there at times
        assert error is None
        return
    if fault == "null_data" and name.endswith(HISTORIES):
        # nothing is how the server says that there are no rows
        assert error["count"] == 0
        assert not any(error.values())
        return
    assert isinstance(error, ours), error
    assert isinstance(error, theirs)
    assert error.operation
    assert error.operation in str(error)
    shown = "".join(traceback.format_exception(error)) + repr(error) + str(error) + caplog.text
    assert cloud.token not in shown
