"""The log of the room that sends: what a line says, what it never says, and when there is none."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest

import growattServer
from growattServer import AsyncOpenApiV1, OpenApiV1
from growattServer.operation import Call
from growattServer.timeouts import Timeouts
from growattServer.transports import watching
from growattServer.wire import Request
from recorded_world import PASSWORD, TOKEN, USER, ask_everything, cloud_of_somebody
from redaction_secrets import seen
from support import RecordingServer

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
LOGGER = "growattServer.transports"


def energy(mode: str, url: str) -> Any:
    if mode == "blocking":
        with OpenApiV1(TOKEN, server_url=url, timeout=60) as api:
            return api.min_energy("BNE7A3C01K")

    async def main() -> Any:
        async with AsyncOpenApiV1(TOKEN, server_url=url, timeout=60) as api:
            return await api.min_energy("BNE7A3C01K")

    return asyncio.run(main())


@BLOCKING_AND_ASYNC
def test_no_secret_of_any_operation_is_logged(mode: str, caplog: pytest.LogCaptureFixture) -> None:
    with cloud_of_somebody() as (cloud, secrets):
        with caplog.at_level(logging.DEBUG):
            results = ask_everything(mode, cloud.url)
        session = [record for record in caplog.records if record.name.startswith("growattServer")]
        assert len(session) >= len(results)
        shown = "\n".join(f"{record.getMessage()} {vars(record)}" for record in session)
        assert seen(secrets, shown) == []
        # the HTTP libraries log addresses of their own accord, but no credentials
        credentials = {USER, PASSWORD, TOKEN, growattServer.hash_password(PASSWORD)}
        assert seen(credentials, caplog.text) == []


@BLOCKING_AND_ASYNC
def test_a_line_tells_operation_address_outcome_size_and_duration(
    mode: str, server: RecordingServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, LOGGER):
        energy(mode, server.url)
    (record,) = [record for record in caplog.records if record.name == LOGGER]
    assert record.levelno == logging.DEBUG
    said = record.getMessage()
    assert said.startswith(
        "getting MIN inverter energy data: POST /v1/device/tlx/tlx_last_data: HTTP 200, "
        f"{len(server.body)} bytes in "
    )
    assert said.endswith(" ms (attempt 1)")
    more = vars(record)
    assert more["operation"] == "getting MIN inverter energy data"
    assert (more["method"], more["path"]) == ("POST", "/v1/device/tlx/tlx_last_data")
    assert (more["outcome"], more["size_bytes"], more["attempt"]) == ("HTTP 200", 46, 1)
    assert more["duration_ms"] > 0


@BLOCKING_AND_ASYNC
def test_a_failure_is_logged_by_its_class(
    mode: str, server: RecordingServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.stop()
    with (
        caplog.at_level(logging.DEBUG, LOGGER),
        pytest.raises(growattServer.GrowattConnectionError) as caught,
    ):
        energy(mode, server.url)
    (record,) = [record for record in caplog.records if record.name == LOGGER]
    assert f": {type(caught.value).__name__}, 0 bytes in " in record.getMessage()
    # the fixture stops it once more
    server.stop = lambda: None  # type: ignore[method-assign]


def test_the_attempt_is_that_of_the_request(
    server: RecordingServer, caplog: pytest.LogCaptureFixture
) -> None:
    request = Request("testing", "GET", f"{server.url}x", query={"sn": "BNE7A3C01K", "op": "a"})
    with OpenApiV1(TOKEN, server_url=server.url) as api, caplog.at_level(logging.DEBUG, LOGGER):
        api._send(request._replace(attempt=3), Call(Timeouts(), 5))
    (record,) = [record for record in caplog.records if record.name == LOGGER]
    assert record.getMessage().endswith("(attempt 3)")
    assert vars(record)["path"].startswith("/x?sn=")
    assert vars(record)["path"].endswith("&op=a")
    assert "BNE7A3C01K" not in record.getMessage()
    assert server.received[0].query == {"sn": "BNE7A3C01K", "op": "a"}


def test_each_try_of_a_patient_client_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    polite = growattServer.Etiquette(ledger=False, retries=1)
    with cloud_of_somebody() as (cloud, _), caplog.at_level(logging.DEBUG, LOGGER):
        cloud.add_fault({"fault": "http_502"})
        with OpenApiV1(TOKEN, server_url=cloud.url, etiquette=polite) as api:
            assert api.plant_list()["count"] == 4
    tries = [vars(record) for record in caplog.records if record.name == LOGGER]
    assert [(one["outcome"], one["attempt"]) for one in tries] == [("HTTP 502", 1), ("HTTP 200", 2)]


@BLOCKING_AND_ASYNC
def test_nothing_is_done_for_a_log_that_nobody_wants(
    mode: str,
    server: RecordingServer,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*arguments: Any) -> None:
        raise AssertionError("an exchange is watched")

    monkeypatch.setattr(watching, "Exchange", never)
    with caplog.at_level(logging.INFO):
        energy(mode, server.url)
    assert not [record for record in caplog.records if record.name == LOGGER]


def test_handlers_and_levels_are_left_to_the_program(server: RecordingServer) -> None:
    energy("blocking", server.url)
    for name in ("growattServer", LOGGER):
        logger = logging.getLogger(name)
        assert (logger.handlers, logger.level, logger.propagate) == ([], logging.NOTSET, True)


def test_a_reply_does_not_show_what_is_in_it(server: RecordingServer) -> None:
    server.body, server.headers = b'{"sn": "BNE7A3C01K"}', {"Set-Cookie": "JSESSIONID=AB12CD34"}
    with OpenApiV1(TOKEN, server_url=server.url) as api:
        reply = api._send(Request("testing", "GET", f"{server.url}x"), Call(Timeouts(), 5))
    assert repr(reply) == "Reply(200, 20 bytes)"
    assert reply.headers is not None
    assert reply.headers["Set-Cookie"] == "JSESSIONID=AB12CD34"


# --- what a log line costs -----------------------------------------------------------------------


def steps_of(action: Callable[[], object]) -> int:
    """The calls of functions, Python's and the interpreter's own, that an action makes."""
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


def sizes_of_patterns(of: object, seen: set[int] | None = None) -> list[int]:
    """The lengths of all regular expressions that an object holds, however deep."""
    seen = set() if seen is None else seen
    if isinstance(of, re.Pattern):
        return [len(of.pattern)]
    if id(of) in seen or isinstance(of, str | bytes | type):
        return []
    seen.add(id(of))
    inside: list[Any] = list(getattr(of, "__dict__", {}).values())
    if isinstance(of, dict):
        inside += [*of.keys(), *of.values()]
    elif isinstance(of, list | tuple | set):
        inside += of
    return [size for one in inside for size in sizes_of_patterns(one, seen)]


def log_devices(numbers: range) -> list[int]:
    """The steps that the log line of a call to each of so many devices takes."""
    steps = []
    for number in numbers:
        request = Request("testing", "GET", "http://127.0.0.1/x", {"sn": f"BNE{number:07}"})
        exchange = watching.Exchange(request, {"token": TOKEN})
        steps.append(steps_of(lambda exchange=exchange: watching._discreet(exchange)))  # type: ignore[misc]
    return steps


def test_a_line_costs_the_same_for_the_last_device_as_for_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "_redactor", None)
    log_devices(range(5))
    first, last = log_devices(range(5, 55)), []
    log_devices(range(55, 2450))
    last = log_devices(range(2450, 2500))
    assert sum(last) < 1.1 * sum(first)
    # a regular expression works without a step that could be counted
    assert max(sizes_of_patterns(watching._redactor), default=0) < 100
    again = log_devices(range(50))
    assert sum(again) < 1.1 * sum(first)


def test_the_log_does_not_remember_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_redactor", None)
    monkeypatch.setattr(watching, "MOST_KNOWN", 100)

    def shown(number: int) -> str:
        request = Request("testing", "GET", "http://127.0.0.1/x", {"sn": f"BNE{number:07}"})
        return watching._discreet(watching.Exchange(request, {"token": TOKEN}))

    before = [shown(number) for number in range(10)]
    for number in range(10, 1000):
        shown(number)
        assert watching._redactor is not None
        assert watching._redactor.size <= 110
    # what was made up for a device stands for it as long as the process runs
    assert [shown(number) for number in range(10)] == before
