"""A recording as a server: in order, with its failures, and nothing that was not recorded."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

import growattServer
from growattServer import AsyncOpenApiV1, GrowattApi, OpenApiV1
from growattServer.simulator import Simulator
from growattServer.testing import replay
from support import wait_until

pytest_plugins = ["pytester"]
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
COMMAND = [sys.executable, "-m", "growattServer.simulator", "--port", "0"]
HEADER = {"format": "growattServer recording", "version": 1}
ENERGY = "POST", "https://openapi.growatt.com/v1/device/tlx/tlx_last_data"
PLANTS = "GET", "https://openapi.growatt.com/v1/plant/list"
ANY_PAGE = [["page", ""], ["perpage", ""], ["search_type", ""], ["search_keyword", ""]]


def said(data: Any) -> dict[str, Any]:
    """A reply of V1 as a recording has it."""
    document = {"data": data, "error_code": 0, "error_msg": ""}
    return {"status": 200, "headers": {}, "body": {"kind": "json", "json": document}}


def body(**described: Any) -> dict[str, Any]:
    """A reply with a body that is no JSON."""
    return {"status": 200, "headers": {}, "body": described}


def line(
    call: tuple[str, str],
    form: list[list[str]],
    reply: dict[str, Any] | None = None,
    error: str = "",
    duration_ms: float = 1.0,
) -> dict[str, Any]:
    """One exchange as a recording has it."""
    request = {"method": call[0], "url": call[1], "query": [], "form": form}
    outcome = {"error": {"class": error, "message": ""}} if reply is None else {"reply": reply}
    return {"duration_ms": duration_ms, "request": request, **outcome}


def energy(serial: str, *replies: Any) -> list[dict[str, Any]]:
    return [line(ENERGY, [["tlx_sn", serial]], said({"power": one})) for one in replies]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recording.jsonl"


def write(path: Path, *lines: dict[str, Any], header: Any = HEADER) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in (header, *lines)), "utf-8")
    return path


def client(cloud: Simulator, **options: Any) -> OpenApiV1:
    return OpenApiV1("any", server_url=cloud.url, **{"timeout": 20, **options})


def plants(cloud: Simulator, mode: str, timeout: Any = 20) -> Any:
    if mode == "blocking":
        with client(cloud, timeout=timeout) as api:
            return api.plant_list()

    async def main() -> Any:
        async with AsyncOpenApiV1("any", server_url=cloud.url, timeout=timeout) as api:
            return await api.plant_list()

    return asyncio.run(main())


# --- replies -------------------------------------------------------------------------------------


def test_replies_come_in_order_and_the_last_one_stays(path: Path) -> None:
    write(path, *energy("A", 1, 2), *energy("B", 7), *energy("A", 3))
    with replay(path) as cloud, client(cloud) as api:
        given = [api.min_energy(serial)["power"] for serial in "ABAABABA"]
        assert given == [1, 7, 2, 3, 7, 3, 7, 3]
        cloud.reset()
        assert api.min_energy("A")["power"] == 1


def test_it_answers_the_recorded_parameters_only(path: Path) -> None:
    with replay(write(path, *energy("A", 1))) as cloud, client(cloud) as api:
        for _ in "12":
            with pytest.raises(growattServer.GrowattHTTPError, match="404"):
                api.min_energy("B")
        assert requests.post(cloud.url + "v1/plant/list", timeout=60).status_code == 404
        assert cloud.recording() == {
            "answers": ["POST /v1/device/tlx/tlx_last_data tlx_sn=A"],
            "unanswered": [
                *["POST /v1/device/tlx/tlx_last_data tlx_sn=B"] * 2,
                "POST /v1/plant/list",
            ],
        }
        door = requests.get(cloud.url + "_sim/recording", timeout=60)
        assert door.json() == cloud.recording()


def test_every_order_of_parameters_is_the_same_request(path: Path) -> None:
    form = list(reversed([*ANY_PAGE, ["token", "secret"]]))
    with replay(write(path, line(PLANTS, form, said({"count": 5})))) as cloud:
        assert plants(cloud, "blocking") == {"count": 5}


def test_anybody_may_log_in(path: Path) -> None:
    login = "POST", "https://server.growatt.com/newTwoLoginAPI.do"
    reply = {"back": {"success": True, "user": {"id": 7, "rightlevel": 1}, "data": []}}
    recorded = body(kind="json", json=reply) | {"headers": {"Set-Cookie": ["JSESSIONID"]}}
    write(path, line(login, [["userName", "xxxx"], ["password", "yyyy"]], recorded))
    with replay(path) as cloud, GrowattApi(server_url=cloud.url) as api:
        assert api.login("me", "mine")["success"] is True
        assert re.fullmatch("[0-9A-F]{32}", str(api.session.cookies["JSESSIONID"]))


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({"kind": "page", "bytes": 300, "marks": ["login"]}, growattServer.GrowattLoginPageError),
        ({"kind": "half JSON", "bytes": 90, "opens": "{"}, growattServer.GrowattReplyError),
        ({"kind": "empty", "bytes": 0}, growattServer.GrowattReplyError),
        ({"kind": "text", "bytes": 40, "marks": ["not found"]}, growattServer.GrowattReplyError),
    ],
)
def test_other_bodies_have_their_kind_and_length(
    path: Path, described: dict[str, Any], expected: type[Exception]
) -> None:
    with replay(write(path, line(PLANTS, ANY_PAGE, body(**described)))) as cloud:
        with pytest.raises(expected):
            plants(cloud, "blocking")
        answer = requests.get(
            cloud.url + "v1/plant/list", data={name: "" for name, _ in ANY_PAGE}, timeout=5
        )
        assert len(answer.content) == described["bytes"]
        assert all(mark in answer.text for mark in described.get("marks", ()))


def test_statuses_and_redirects(path: Path) -> None:
    empty = body(kind="empty", bytes=0)
    moved = {"status": 302, "location": "/error.do?errorMess=errorNoLogin"}
    info = "GET", "https://server.growatt.com/newTwoPlantAPI.do"
    asked = {"op": "getAllDeviceListTwo", "plantId": "77", "pageNum": "1", "pageSize": "1"}
    page = "GET", "https://server.growatt.com/error.do"
    write(
        path,
        line(PLANTS, ANY_PAGE, empty | {"status": 502}),
        line(PLANTS, ANY_PAGE, empty | {"headers": {"Retry-After": "9"}}),
        line(info, [list(pair) for pair in asked.items()], empty | moved),
        line(
            page,
            [["errorMess", "errorNoLogin"]],
            body(kind="page", bytes=99, marks=["you have not login"]),
        ),
    )
    with replay(path) as cloud:
        with pytest.raises(growattServer.GrowattHTTPError, match="502"):
            plants(cloud, "blocking")
        form = {name: "" for name, _ in ANY_PAGE}
        answer = requests.get(cloud.url + "v1/plant/list", data=form, timeout=60)
        assert answer.headers["Retry-After"] == "9"
        with (
            GrowattApi(server_url=cloud.url) as api,
            pytest.raises(growattServer.GrowattSessionExpiredError),
        ):
            api.plant_info("77")
        assert cloud.recording()["unanswered"] == []


# --- failures ------------------------------------------------------------------------------------

ERRORS = {
    "GrowattConnectionError": growattServer.GrowattConnectionError,
    "GrowattSSLError": growattServer.GrowattConnectionError,
    "GrowattReadTimeoutError": growattServer.GrowattReadTimeoutError,
    "GrowattConnectTimeoutError": growattServer.GrowattReadTimeoutError,
    "GrowattIncompleteReplyError": growattServer.GrowattIncompleteReplyError,
}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("recorded", ERRORS)
def test_a_recorded_error_is_played(path: Path, recorded: str, mode: str) -> None:
    write(path, line(PLANTS, ANY_PAGE, error=recorded), line(PLANTS, ANY_PAGE, said({"count": 5})))
    with replay(path) as cloud:
        with pytest.raises(growattServer.GrowattTransportError) as caught:
            plants(cloud, mode, (20, 0.5) if "Timeout" in recorded else 20)
        assert isinstance(caught.value, ERRORS[recorded])
        # a busy server may come to a request after its client has gone
        wait_until(cloud.requests)
        assert plants(cloud, mode) == {"count": 5}


def test_faults_come_on_top(path: Path) -> None:
    with replay(write(path, line(PLANTS, ANY_PAGE, said({"count": 5})))) as cloud:
        cloud.add_fault({"fault": "http_502"})
        cloud.add_fault({"fault": "truncated_json"})
        for expected in (growattServer.GrowattHTTPError, growattServer.GrowattReplyError):
            with pytest.raises(expected):
                plants(cloud, "blocking")
        assert plants(cloud, "blocking") == {"count": 5}


def test_the_pace_is_kept_where_it_is_asked_for(path: Path) -> None:
    write(path, line(PLANTS, ANY_PAGE, said({"count": 5}), duration_ms=600_000))
    with replay(path) as cloud:
        assert plants(cloud, "blocking") == {"count": 5}
    write(path, line(PLANTS, ANY_PAGE, said({"count": 5}), duration_ms=300))
    with replay(path, recorded_pace=True) as cloud:
        began = time.monotonic()
        assert plants(cloud, "blocking") == {"count": 5}
        assert time.monotonic() - began >= 0.29


def failure(api: OpenApiV1) -> str:
    """The error of a call, in words."""
    with pytest.raises(growattServer.GrowattError) as caught:
        api.plant_list()
    return f"{caught.type.__name__}: {caught.value}"


def test_failures_of_a_session_come_back(path: Path) -> None:
    faults = ("html_login", "reset", "truncated_json", "http_502", "empty_body", "error_code")

    with Simulator(start="2026-06-15T12:00:00Z") as cloud, growattServer.record_to(path):
        cloud.set_clock(speed=0)
        for fault in faults:
            cloud.add_fault({"fault": fault})
        with OpenApiV1(cloud.token, server_url=cloud.url) as api:
            before = [failure(api) for _ in faults]
            assert api.plant_list()["count"] == 2
    with replay(path) as cloud, client(cloud) as api:
        assert [failure(api) for _ in faults] == before
        assert api.plant_list()["count"] == 2


# --- files, command, fixture ---------------------------------------------------------------------

BROKEN: dict[str, tuple[str, str]] = {
    "empty": ("", "is not a recording"),
    "text": ("hello\n", "is not a recording"),
    "other JSON": ("[1]\n", "is not a recording"),
    "newer": ('{"format": "growattServer recording", "version": 2}\n', "another version"),
    "a bad line": (f'{json.dumps(HEADER)}\n{{"request": 1}}\n', "Line 2 of"),
    "half a line in the middle": (f'{json.dumps(HEADER)}\n{{"req\n{{}}\n', "is not a recording"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_another_file_is_refused_in_words(path: Path, what: str) -> None:
    content, words = BROKEN[what]
    path.write_text(content)
    with pytest.raises(ValueError, match=words):
        replay(path)


def test_without_a_recording_there_is_none_to_show() -> None:
    with pytest.raises(ValueError, match="no recording"):
        Simulator(start="2026-06-15T12:00:00Z").recording()


def test_the_command_answers_from_a_file(path: Path) -> None:
    write(path, line(PLANTS, ANY_PAGE, said({"count": 5})))
    arguments = [*COMMAND, "--recording", str(path), "--recorded-pace"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        started = re.fullmatch(
            r"Growatt cloud simulator at (\S+) token=(\w+)\n", running.stdout.readline()
        )
        assert started
        with OpenApiV1(started[2], server_url=started[1]) as api:
            assert api.plant_list() == {"count": 5}
        running.send_signal(signal.SIGTERM)
    assert running.returncode == 0


def test_the_command_refuses_what_is_no_recording(path: Path) -> None:
    for missing in (path, path.parent):
        done = subprocess.run(
            [*COMMAND, "--recording", str(missing)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert re.fullmatch(r"\S+ cannot be read: .*\.\n", done.stderr)


def test_the_fixture_stops_its_servers(pytester: object, path: Path) -> None:
    from _pytest.pytester import Pytester

    assert isinstance(pytester, Pytester)
    write(path, line(PLANTS, ANY_PAGE, said({"count": 5})))
    pytester.makepyfile(
        f"""
        from growattServer import OpenApiV1

        def test_mine(growatt_replay):
            for pace in (True, False):
                cloud = growatt_replay({str(path)!r}, recorded_pace=pace)
                assert OpenApiV1(cloud.token, server_url=cloud.url).plant_list() == {{"count": 5}}
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
