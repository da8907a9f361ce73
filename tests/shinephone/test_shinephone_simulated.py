"""Each ShinePhone operation, blocking and async, against the simulated cloud over real sockets."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from shinephone_operations import ALIASES, CASES, METHODS, MIN, START, shape_of

import growattServer
from growattServer import AsyncGrowattApi, GrowattApi, GrowattError
from growattServer.simulator import Simulator
from support import let_arrive

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
USER, PASSWORD = "demo", "demo"
TIMEOUT = 0.3


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5) as simulator:
        # the first question makes the world live through its past fortnight
        api = GrowattApi(server_url=simulator.url)
        api.login(USER, PASSWORD)
        for name in ("plant_list", "plant_info", "dashboard_data", "plant_list_two"):
            getattr(api, name)(*CASES[name].arguments)
        simulator.set_clock(speed=1e-6)
        yield simulator


def call(cloud: Simulator, mode: str, name: str, fault: dict[str, Any] | None = None) -> Any:
    """The result of an operation after a login, with a fault set before the call if wished."""
    arguments = CASES[ALIASES.get(name, name)].arguments

    def prepare(api: Any) -> None:
        cloud.clear_faults()
        if fault is not None:
            cloud.add_fault(fault)
            # only a fault that takes time needs a time-out that a busy machine might miss
            api.timeout = TIMEOUT if fault["fault"] in ("timeout", "slow") else 20

    async def main() -> Any:
        async with AsyncGrowattApi(server_url=cloud.url, timeout=60) as api:
            await api.login(USER, PASSWORD)
            prepare(api)
            return await getattr(api, name)(*arguments)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # inverter_list warns
        if mode == "async":
            return asyncio.run(main())
        with GrowattApi(server_url=cloud.url, timeout=60) as api:
            api.login(USER, PASSWORD)
            prepare(api)
            return getattr(api, name)(*arguments)


def test_no_operation_is_left_out() -> None:
    assert METHODS - {"__init__", "get_url", "login"} == set(CASES)


@pytest.mark.parametrize("name", [*CASES, *ALIASES])
def test_an_operation_blocking_and_async(cloud: Simulator, name: str) -> None:
    results = [call(cloud, mode, name) for mode in ("blocking", "async")]
    whole, record = shape_of(ALIASES.get(name, name))
    for result in results:
        assert type(result) is whole
        rows = result if isinstance(result, list) else [result]
        assert rows
        for row in rows:
            assert type(row) is record
            assert row
            for attribute in type(row).fields:
                getattr(row, attribute)
    assert results[0] == results[1]
    assert json.loads(json.dumps(results[0])) == results[0]
    if CASES[ALIASES.get(name, name)].writes:
        assert results[0].get("success", results[0].get("result")) in (True, 1)


FAULTS: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "timeout": ({}, growattServer.GrowattReadTimeoutError),
    "reset": ({}, growattServer.GrowattConnectionError),
    "http_502": ({}, growattServer.GrowattHTTPError),
    "truncated_json": ({}, requests.exceptions.JSONDecodeError),
    "empty_body": ({}, requests.exceptions.JSONDecodeError),
    "slow": ({"seconds": 5}, growattServer.GrowattReadTimeoutError),
    "html_login": ({"times": 0}, growattServer.GrowattLoginPageError),
}


@pytest.mark.wide
@pytest.mark.values(206)
@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CASES)
def test_a_fault_becomes_a_documented_error(
    cloud: Simulator, caplog: pytest.LogCaptureFixture, name: str, fault: str, mode: str
) -> None:
    options, ours = FAULTS[fault]
    before = len(cloud.requests())
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG), pytest.raises(GrowattError) as caught:
        call(cloud, mode, name, {"match": "*", "fault": fault, "times": 1, **options})
    cloud.clear_faults()
    if fault in ("timeout", "slow"):
        let_arrive(cloud.url)  # what was given up, so that the next test does not meet it
    assert time.monotonic() - began < 60
    error = caught.value
    assert isinstance(error, ours), repr(error)
    shown = "".join(traceback.format_exception(error)) + repr(error) + caplog.text
    for secret in (growattServer.hash_password(PASSWORD), cloud.token, "JSESSIONID="):
        assert secret not in shown
    sent = [request["path"] for request in cloud.requests()[before:]]
    assert sum("newTwoLoginAPI" in path for path in sent) == 1, "no second login in the cool-down"
    if CASES[name].writes:
        # reading what a writer needs first may come before, but the write itself comes once
        assert len(sent) == len(set(sent)), sent


@pytest.mark.wide
@pytest.mark.values(118)
@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("fault", ["null_data", "error_code", "denied_user_agent", "redirect"])
@pytest.mark.parametrize("name", CASES)
def test_a_refusal_is_handed_on_or_is_a_documented_error(
    cloud: Simulator, caplog: pytest.LogCaptureFixture, name: str, fault: str, mode: str
) -> None:
    order: dict[str, Any] = {"match": "*", "fault": fault, "times": 1}
    if fault == "error_code":
        order |= {"error_code": 501, "error_msg": "501"}
    before = len(cloud.requests())
    result, error = None, None
    with caplog.at_level(logging.DEBUG):
        try:
            result = call(cloud, mode, name, order)
        except GrowattError as caught:
            error = caught
    cloud.clear_faults()
    if fault == "denied_user_agent":
        assert isinstance(error, growattServer.GrowattUserAgentError)
    if error is None:
        assert result is None or isinstance(result, dict | list)
    shown = "".join(traceback.format_exception(error)) if error else ""
    for secret in (growattServer.hash_password(PASSWORD), cloud.token, "JSESSIONID="):
        assert secret not in shown + caplog.text
    sent = [request["path"] for request in cloud.requests()[before:]]
    assert sum("newTwoLoginAPI" in path for path in sent) == 1, "no second login in the cool-down"


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("name", ["tlx_detail", "update_tlx_inverter_setting"])
def test_a_lost_session_is_renewed_for_reads_only(
    cloud: Simulator, mode: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (GrowattApi, AsyncGrowattApi):
        monkeypatch.setattr(kind, "login_cooldown", 0)
    before = len(cloud.requests())
    fault = {"match": "*", "fault": "session_expired", "times": 1}
    if CASES[name].writes:
        with pytest.raises(growattServer.GrowattSessionExpiredError):
            call(cloud, mode, name, fault)
    else:
        assert call(cloud, mode, name, fault)
    sent = [request["path"] for request in cloud.requests()[before:]]
    assert sum("newTwoLoginAPI" in path for path in sent) == 2
    page = "newTcpsetAPI" if CASES[name].writes else "newTlxApi"
    assert sum(page in path for path in sent) == (1 if CASES[name].writes else 2)


@BLOCKING_AND_ASYNC
def test_a_wrong_password_and_a_locked_account(mode: str) -> None:
    with Simulator(start=START, seed=5, lockout="documented") as simulator:
        api = GrowattApi(server_url=simulator.url)
        reply = api.login(USER, "wrong")
        assert (reply["success"], reply["msg"]) == (False, "502")
        assert isinstance(reply.error, growattServer.GrowattWrongPasswordError)
        for _ in range(40):
            reply = api.login(USER, "wrong")
            if reply["msg"] == "507":
                break
        assert isinstance(reply.error, growattServer.GrowattAccountLockedError)
        sent = len(simulator.requests())
        assert api.login(USER, PASSWORD)["msg"] == "507"
        assert len(simulator.requests()) == sent, "a locked account is not asked again"


def test_a_lock_that_shows_as_a_status() -> None:
    with Simulator(start=START, seed=5, history_days=0, lockout_shape="status") as simulator:
        api = GrowattApi(server_url=simulator.url)
        api.login(USER, PASSWORD)
        simulator.change_account(locked=True)
        with pytest.raises(growattServer.GrowattAccountLockedError) as caught:
            api.tlx_params(MIN)
        assert isinstance(caught.value, requests.exceptions.HTTPError)
        stranger = GrowattApi(server_url=simulator.url)
        with pytest.raises(growattServer.GrowattAccountLockedError):
            stranger.login(USER, PASSWORD)
        assert simulator.violations()["by_kind"] == {"while_locked": 2}
        etiquette = growattServer.Etiquette(ledger=False)
        polite = GrowattApi(server_url=simulator.url, etiquette=etiquette)
        with pytest.raises(growattServer.GrowattAccountLockedError):
            polite.login(USER, PASSWORD)
        assert polite.login(USER, PASSWORD)["msg"] == "507"
        assert simulator.violations()["count"] == 3, "a locked account is not asked again"


def test_both_apis_tell_the_same(cloud: Simulator) -> None:
    classic = call(cloud, "blocking", "tlx_detail")
    modern = growattServer.OpenApiV1(cloud.token, server_url=cloud.url).min_energy(MIN)
    latest = classic.latest
    assert latest is not None
    for name in (
        "pv_power",
        "ac_power",
        "battery_soc",
        "energy_today",
        "energy_total",
        "import_energy_total",
        "export_energy_total",
        "load_energy_today",
    ):
        assert getattr(latest, name) == pytest.approx(getattr(modern, name), rel=1e-6), name


def test_a_store_carries_the_login_to_another_client(cloud: Simulator, tmp_path: Path) -> None:
    store = tmp_path / "session.json"
    first = GrowattApi(server_url=cloud.url, session_store=store)
    first.login(USER, PASSWORD)
    before = len(cloud.requests())
    second = GrowattApi(server_url=cloud.url, session_store=store)
    assert second.resume_login(USER, PASSWORD)["success"] is True
    assert second.tlx_detail(MIN)
    sent = [request["path"] for request in cloud.requests()[before:]]
    assert not any("newTwoLoginAPI" in path for path in sent)
    assert store.stat().st_mode & 0o777 == 0o600
    assert growattServer.hash_password(PASSWORD) not in store.read_text()
