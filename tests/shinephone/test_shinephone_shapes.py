"""A ShinePhone answer of another shape than promised: GrowattReplyError, and never a text."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shinephone_operations as shinephone
from shinephone_operations import CASES

from growattServer import GrowattApi, GrowattError, GrowattReplyError, Record, Rows
from growattServer.wire import Reply, Request
from support import run_flow

# as a whole, and under each key below which a payload may lie
KEYS = ("back", "obj", "PlantList", "deviceList", "tlxSetBean", "user", "msg")
STRANGE: dict[str, Any] = {
    "a text": "maintenance",
    "an empty text": "",
    "a number": 7,
    "a zero": 0,
    "a fraction": 1.5,
    "true": True,
    "false": False,
    "a list of texts": ["x"],
    "a list of lists": [[{"a": 1}]],
    "a list with a null": [None],
    "a list with a text at its end": [{"deviceSn": "SN"}, "x"],
}
NOTHING: tuple[Any, ...] = (None, [], {})
# the answer is cut out of a web page, or has to be an object of its own
OTHERS = {"classic_inverter_info", "login"}
# these say what is missing
RAISING = {"update_plant_settings", "update_tlx_inverter_time_segment"}


def answers_of(payload: Any) -> list[Any]:
    return [payload, dict.fromkeys(KEYS, payload), {"obj": {"tlxSetBean": payload}}]


def outcome(method: str, document: Any) -> Any:
    """What a method makes of it, or its error."""
    api = GrowattApi(server_url="http://127.0.0.1:1/")
    flow = getattr(GrowattApi, method).flow(api, *CASES[method].arguments)

    def answer(request: Request) -> Reply:
        return Reply(200, json.dumps(document).encode())

    try:
        return run_flow(flow, answer)
    except GrowattError as error:
        return error


def assert_usable(result: Any) -> None:
    if isinstance(result, GrowattError):
        assert result.operation
    elif isinstance(result, Rows):
        assert all(isinstance(row, Record) for row in result)
    else:
        assert isinstance(result, Record) or result in NOTHING


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("method", sorted(CASES.keys() - OTHERS))
def test_what_is_no_object_is_an_error(method: str) -> None:
    for payload in STRANGE.values():
        for document in answers_of(payload):
            assert_usable(outcome(method, document))


@pytest.mark.parametrize("method", ["plant_list", "plant_detail", "device_list"])
@pytest.mark.parametrize("strange", STRANGE)
def test_plants_and_devices(method: str, strange: str) -> None:
    payload = STRANGE[strange]
    error = outcome(method, {"back": payload, "deviceList": payload})
    assert isinstance(error, GrowattReplyError)
    assert "maintenance" not in str(error)


def test_the_second_answer_of_device_list_counts_the_same() -> None:
    for payload in ("x", 5, {"deviceSn": "x"}, ["x"]):
        answers = iter([{"deviceList": []}, {"deviceList": payload}])

        def answer(request: Request, answers: Any = answers) -> Reply:
            return Reply(200, json.dumps(next(answers)).encode())

        flow = GrowattApi.device_list.flow(GrowattApi(), shinephone.BOSTON)
        with pytest.raises(GrowattReplyError, match=r"instead of a list|row of the list is a text"):
            run_flow(flow, answer)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("method", sorted(CASES.keys() - OTHERS - RAISING))
def test_what_says_that_there_is_nothing_is_handed_on(method: str) -> None:
    """As release 2.2.0 did: programs look for it."""
    for nothing in NOTHING:
        answer = outcome(method, dict.fromkeys(KEYS, nothing))
        assert isinstance(answer, dict) or answer in NOTHING


def test_a_program_with_a_plant_info_of_its_own_gets_what_it_gives() -> None:
    class Own(GrowattApi):
        def plant_info(self, *args: Any, **kwargs: Any) -> Any:
            return {"deviceList": "mine"}

    found: Any = run_flow(Own.device_list.flow(Own(), 1), lambda request: Reply(200, b"{}"))
    assert found == "mine"
