"""Refusals of V4 as our errors, the limits that are kept, and writes that are never repeated."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from v4_operations import CASES, MIN, NOAH, SPH, START

from growattServer import (
    Etiquette,
    GrowattConnectionError,
    GrowattDeviceOfflineError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattReplyError,
    GrowattTransportError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
    OpenApiV1,
    OpenApiV4,
)
from growattServer.simulator import Simulator
from support import RecordingServer

CAPTURES = Path(__file__).parent.parent / "captures" / "v4"
WRITES = [name for name, case in CASES.items() if case.writes]
KINDS: dict[int, type[GrowattV1ApiError]] = {
    2: GrowattPermissionError,
    3: GrowattPermissionError,
    4: GrowattUnknownDeviceError,
    5: GrowattDeviceOfflineError,
    6: GrowattV1ApiError,
    7: GrowattUnknownDeviceError,
    8: GrowattV1ApiError,
    9: GrowattV1ApiError,
    10: GrowattV1ApiError,
    11: GrowattV1ApiError,
    12: GrowattPermissionError,
    16: GrowattV1ApiError,
    100: GrowattRateLimitError,
    101: GrowattPermissionError,
    102: GrowattRateLimitError,
    -1: GrowattPermissionError,
}


def example(case: str) -> Any:
    return json.loads((CAPTURES / f"error.{case}.json").read_text("utf-8"))


def refusal(api: OpenApiV4, name: str) -> GrowattV1ApiError:
    """The error of an operation."""
    with pytest.raises(GrowattV1ApiError) as caught:
        getattr(api, name)(*CASES[name].arguments)
    return caught.value


@pytest.mark.parametrize("code", KINDS)
def test_a_code_is_an_error_of_its_kind(server: RecordingServer, code: int) -> None:
    server.answer({"code": code, "data": None, "message": None})
    for name in ("latest", "set_on"):
        error = refusal(OpenApiV4("secret", server_url=server.url), name)
        assert type(error) is KINDS[code]
        assert error.error_code == code
        assert error.hint
        assert f"[{code}]" in str(error)
        assert "secret" not in str(error)
        assert type(pickle.loads(pickle.dumps(error))) is type(error)  # noqa: S301  # our own


def test_a_code_that_nobody_knows_is_told_with_its_message(server: RecordingServer) -> None:
    server.answer({"code": 77, "data": None, "message": "SOMETHING_NEW"})
    error = refusal(OpenApiV4("t", server_url=server.url), "latest")
    assert type(error) is GrowattV1ApiError
    assert (error.error_code, error.error_msg) == (77, "SOMETHING_NEW")
    assert "[77] SOMETHING_NEW" in str(error)


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("frequently_access", GrowattRateLimitError),
        ("no_permission", GrowattPermissionError),
        ("permission_denied", GrowattPermissionError),
        ("setting_failed", GrowattV1ApiError),
        ("setting_timeout", GrowattV1ApiError),
        ("system_error", GrowattV1ApiError),
    ],
)
def test_the_examples(server: RecordingServer, case: str, kind: type[GrowattV1ApiError]) -> None:
    body = example(case)
    server.answer(body)
    error = refusal(OpenApiV4("t", server_url=server.url), "set_on")
    assert type(error) is kind
    assert (error.error_code, error.error_msg) == (body["code"], body["message"])


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("case", ["system_error", "setting_timeout"])
def test_of_what_may_have_been_obeyed_the_error_says_so(
    server: RecordingServer, name: str, case: str
) -> None:
    server.answer(example(case))
    error = refusal(OpenApiV4("t", server_url=server.url), name)
    assert error.hint is not None
    assert "may have obeyed" in error.hint
    assert "read the setting back" in error.hint
    assert error.retryable is False


def test_a_read_that_failed_has_changed_nothing(server: RecordingServer) -> None:
    server.answer(example("system_error"))
    error = refusal(OpenApiV4("t", server_url=server.url), "latest")
    assert error.hint == "the server's system error; try again later"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b'{"data": {}}', b'{"code": true}', b'{"code": {}}', b"{"],
)
def test_what_is_no_envelope_is_no_reply(server: RecordingServer, body: bytes) -> None:
    server.body = body
    with pytest.raises(GrowattReplyError):
        OpenApiV4("t", server_url=server.url).latest([MIN], "min")


def test_an_answer_of_v1_is_told_with_its_words(server: RecordingServer) -> None:
    server.answer({"error_code": 10011, "error_msg": "error_permission_denied", "data": ""})
    with pytest.raises(GrowattReplyError, match="no code, but says: error_permission_denied"):
        OpenApiV4("t", server_url=server.url).devices()


def test_a_wrong_token(server: RecordingServer) -> None:
    with Simulator(start=START, speed=0) as cloud:
        error = refusal(OpenApiV4("another", server_url=cloud.url), "latest")
    assert type(error) is GrowattPermissionError
    assert (error.error_code, error.error_msg) == (101, "PERMISSION_DENIED")


# --- limits ---------------------------------------------------------------------------------------


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 15, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def go_on(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def polite(server: RecordingServer, clock: Clock) -> OpenApiV4:
    """A client whose limits are kept in memory."""
    server.answer({"code": 0, "data": {"min": [], "noah": []}, "message": "x"})
    etiquette = Etiquette(ledger=False, clock=clock)
    return OpenApiV4("t", server_url=server.url, etiquette=etiquette)


@pytest.mark.parametrize(("serial", "family", "seconds"), [(MIN, "min", 300), (NOAH, "noah", 60)])
def test_readings_keep_their_pace(
    polite: OpenApiV4, clock: Clock, serial: str, family: Any, seconds: int
) -> None:
    polite.latest([serial], family)
    with pytest.raises(GrowattRateLimitError) as caught:
        polite.latest([serial], family)
    assert caught.value.was_sent is False
    assert caught.value.retry_at == clock.moment + timedelta(seconds=seconds)
    polite.info([serial], family)
    polite.latest(["ANOTHER001"], family)
    clock.go_on(seconds - 1)
    with pytest.raises(GrowattRateLimitError):
        polite.latest([serial], family)
    clock.go_on(1)
    polite.latest([serial], family)


def test_settings_keep_their_pace_for_the_token(
    polite: OpenApiV4, server: RecordingServer, clock: Clock
) -> None:
    polite.set_active_power(MIN, "min", 50)
    with pytest.raises(GrowattRateLimitError):
        polite.set_active_power(SPH, "sph", 60)
    polite.set_on(MIN, "min", True)
    clock.go_on(5)
    polite.set_active_power(SPH, "sph", 60)
    assert len(server.received) == 3
    assert polite.budget().used == 3


def test_one_token_has_one_budget_in_both_apis(server: RecordingServer, clock: Clock) -> None:
    etiquette = Etiquette(ledger=False, clock=clock)
    server.answer({"code": 0, "data": {"min": []}, "message": "x", "error_code": 0})
    OpenApiV4("t", server_url=server.url, etiquette=etiquette).latest([MIN], "min")
    v1 = OpenApiV1("t", server_url=server.url, etiquette=etiquette)
    v1.min_energy(MIN)
    assert v1.budget().used == 2


def test_an_earlier_answer_has_its_age(server: RecordingServer, clock: Clock) -> None:
    etiquette = Etiquette(ledger=False, clock=clock, on_limit="last")
    api = OpenApiV4("t", server_url=server.url, etiquette=etiquette)
    server.answer({"code": 0, "data": {"min": [{"serialNum": MIN}]}, "message": "x"})
    assert api.latest([MIN], "min")[MIN].age is None
    clock.go_on(30)
    assert api.latest([MIN], "min")[MIN].age == timedelta(seconds=30)
    assert len(server.received) == 1


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_never_repeated(server: RecordingServer, clock: Clock, name: str) -> None:
    api = OpenApiV4("t", server_url=server.url, etiquette=Etiquette(ledger=False, clock=clock))
    for trouble in (1, 16, 102):
        server.received.clear()
        clock.go_on(3600)
        server.answer({"code": trouble, "data": None, "message": "x"})
        refusal(api, name)
        assert len(server.received) == 1
    server.received.clear()
    clock.go_on(3600)
    server.status = 503
    with pytest.raises(GrowattTransportError):
        getattr(api, name)(*CASES[name].arguments)
    assert len(server.received) == 1


def test_a_write_that_breaks_off_is_not_repeated() -> None:
    with Simulator(start=START, speed=0) as cloud:
        api = OpenApiV4(cloud.token, server_url=cloud.url, etiquette=Etiquette(ledger=False))
        cloud.add_fault({"fault": "reset", "match": "/v4/new-api/setPower", "after": True})
        with pytest.raises(GrowattConnectionError):
            api.set_active_power(MIN, "min", 40)
        sent = [one for one in cloud.requests() if one["path"] == "/v4/new-api/setPower"]
        assert len(sent) == 1
        # the device has obeyed, which only reading back can tell
        assert api.read_active_power(MIN, "min") == 40
