"""The error tree: what programs for 2.2.0 rely on, and what ours add."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import pytest

import growattServer
from growattServer import (
    GrowattError,
    GrowattParameterError,
    GrowattV1ApiError,
    base_error,
    exceptions,
    transport_errors,
)

API = growattServer.OpenApiV1("t")


def test_the_error_of_the_api_as_in_2_2_0() -> None:
    error = GrowattV1ApiError("Error during getting plant list", 10011, "error_permission_denied")
    assert error.args == ("Error during getting plant list",)
    assert (error.error_code, error.error_msg) == (10011, "error_permission_denied")
    assert str(error) == "Error during getting plant list: [10011] error_permission_denied"
    signature = inspect.signature(GrowattV1ApiError.__init__)
    assert list(signature.parameters)[:4] == ["self", "message", "error_code", "error_msg"]


def test_plain_errors_take_any_arguments() -> None:
    for kind in (GrowattError, GrowattParameterError):
        assert str(kind("a")) == "a"
        assert kind("a", 2).args == ("a", 2)
        assert str(kind()) == ""
    assert not issubclass(GrowattParameterError, ValueError)


@pytest.mark.parametrize(
    ("code", "text", "kind", "retryable"),
    [
        (10011, "error_permission_denied", growattServer.GrowattPermissionError, False),
        (10012, "error_frequently_access", growattServer.GrowattRateLimitError, True),
        (10012, "plant not found", growattServer.GrowattUnknownDeviceError, False),
        (10013, "", GrowattV1ApiError, False),
        (-1, "", growattServer.GrowattPermissionError, False),
        (1, "SYSTEM_ERROR", GrowattV1ApiError, False),
        ("10011", "", growattServer.GrowattPermissionError, False),
        (4711, "device is offline", growattServer.GrowattDeviceOfflineError, True),
        (4711, None, GrowattV1ApiError, False),
    ],
)
def test_codes_become_errors(code: Any, text: Any, kind: type[Exception], retryable: bool) -> None:
    reply = {"data": "", "error_code": code, "error_msg": text}
    with pytest.raises(GrowattV1ApiError) as caught:
        API.process_response(reply, "looking")
    error = caught.value
    assert type(error) is kind
    assert error.error_code == int(code)
    assert type(error.error_code) is int
    assert error.error_msg == ("Unknown error" if text is None else text)
    assert (error.operation, error.retryable) == ("looking", retryable)
    assert str(error).startswith(f"Error during looking: [{int(code)}] ")


def test_success_gives_the_data() -> None:
    assert API.process_response({"data": [1], "error_code": 0}) == [1]
    assert API.process_response({"error_code": "0"}) is None


@pytest.mark.parametrize(
    "reply",
    [{}, {"data": 1}, {"error_code": None}, {"error_code": "x"}, {"error_code": True}, [], None, 7],
)
def test_a_reply_without_a_code_is_no_reply(reply: Any) -> None:
    with pytest.raises(growattServer.GrowattReplyError, match="no error_code"):
        API.process_response(reply)


def test_every_error_is_in_the_tree_and_survives_pickle_and_copy() -> None:
    kinds = [
        kind
        for module in (base_error, exceptions, transport_errors)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == module.__name__
    ]
    assert len(kinds) >= 25
    for kind in kinds:
        assert issubclass(kind, GrowattError)
        assert getattr(exceptions, kind.__name__) is kind
        assert kind.__name__ in (exceptions.__doc__ or "")
        error = make(kind)
        for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
            assert type(twin) is kind
            assert (str(twin), repr(twin)) == (str(error), repr(error))


def make(kind: type[Exception]) -> Exception:
    if issubclass(kind, GrowattV1ApiError):
        return kind("Error during x", 1, "text", operation="x")
    if issubclass(kind, growattServer.GrowattMissingExtraError):
        return kind("async", "an async client")
    if issubclass(kind, growattServer.GrowattTransportError):
        return kind("Error during x", operation="x", hint="wait", response=object())
    return kind("Error during x")


def test_a_missing_extra_says_what_to_install() -> None:
    error = growattServer.GrowattMissingExtraError("async", "an async client")
    assert isinstance(error, ImportError)
    assert "pip install 'growattServer[async]'" in str(error)


@pytest.mark.parametrize("kind", [growattServer.GrowattReplyError, growattServer.GrowattLoginError])
def test_what_programs_read_of_a_json_error_is_there(kind: Any) -> None:
    error = kind("Error during x", hint="wait", response=object())
    for twin in (error, pickle.loads(pickle.dumps(error))):  # noqa: S301
        assert (twin.msg, twin.doc, twin.pos) == ("Error during x", "", 0)
        assert (twin.lineno, twin.colno, str(twin)) == (1, 1, "Error during x (wait)")


@pytest.mark.parametrize("status", [500, 507])
def test_a_status_does_not_decide_whether_a_locked_account_is_tried_again(status: int) -> None:
    locked = exceptions.GrowattAccountLockedStatusError("x", status_code=status, code="507")
    assert (locked.retryable, locked.status_code, locked.code) == (True, status, "507")
    expired = exceptions.GrowattSessionExpiredStatusError("x", status_code=status)
    assert (expired.retryable, expired.status_code) == (False, status)
    assert exceptions.GrowattHTTPError("x", status_code=status).retryable is (status == 500)
