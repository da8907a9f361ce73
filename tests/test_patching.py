"""The tools with which programs replace the network in their tests work on our clients."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock, patch

import aiohttp
import aioresponses
import pytest
import requests
import requests_mock
import responses
import vcr

from growattServer import AsyncGrowattApi, AsyncOpenApiV1, GrowattApi, GrowattHTTPError, OpenApiV1
from growattServer.simulator import Simulator
from support import RecordingServer

SERVER = "https://openapi.growatt.com/"
PLANTS = {"data": {"count": 0, "plants": []}, "error_code": 0, "error_msg": ""}
LOGIN = {"back": {"success": True, "user": {"id": 7, "rightlevel": 1}}}
SENT = "page=&perpage=&search_type=&search_keyword="


@responses.activate
def test_responses() -> None:
    responses.get(f"{SERVER}v1/plant/list", json=PLANTS)
    responses.post(f"{SERVER}newTwoLoginAPI.do", json=LOGIN)
    responses.get(f"{SERVER}v1/plant/details", status=502)
    with OpenApiV1("token") as api:
        assert api.plant_list().plants == []
        assert responses.calls[0].request.headers["token"] == "token"
        assert responses.calls[0].request.body == SENT
        with pytest.raises(GrowattHTTPError):
            api.plant_details(1)
    with GrowattApi() as classic:
        assert classic.login("user", "password").user_id == 7


@responses.activate
def test_matchers_of_responses() -> None:
    match = responses.matchers
    responses.get(
        f"{SERVER}v1/plant/details",
        json=PLANTS,
        match=[match.query_param_matcher({"plant_id": 1}), match.header_matcher({"token": "t"})],
    )
    responses.post(
        f"{SERVER}v1/device/tlx/tlx_last_data",
        json=PLANTS,
        match=[match.urlencoded_params_matcher({"tlx_sn": "A B"})],
    )
    with OpenApiV1("t") as api:
        assert api.plant_details(1) == PLANTS["data"]
        assert api.min_energy("A B") == PLANTS["data"]


def test_matchers_of_requests_mock() -> None:
    with requests_mock.Mocker() as mocker, OpenApiV1("t") as api:
        mocker.get(
            f"{SERVER}v1/plant/details?plant_id=1", json=PLANTS, request_headers={"token": "t"}
        )
        mocker.post(
            f"{SERVER}v1/device/tlx/tlx_last_data",
            json=PLANTS,
            additional_matcher=lambda request: request.text == "tlx_sn=A+B",
        )
        assert api.plant_details(1) == PLANTS["data"]
        assert api.min_energy("A B") == PLANTS["data"]
        assert mocker.request_history[0].qs == {"plant_id": ["1"]}


def test_requests_mock() -> None:
    with requests_mock.Mocker() as mocker, OpenApiV1("token") as api, GrowattApi() as classic:
        mocker.get(f"{SERVER}v1/plant/list", json=PLANTS)
        mocker.post(f"{SERVER}newTwoLoginAPI.do", json=LOGIN)
        assert api.plant_list().plants == []
        assert mocker.request_history[0].headers["token"] == "token"
        assert classic.login("user", "password").user_id == 7


@pytest.mark.breaks("secrets", "a cassette has what was sent")
def test_vcrpy_records_and_replays(tmp_path: Path) -> None:
    tape = str(tmp_path / "tape.yaml")
    with Simulator(seed=5) as cloud:
        url, token = cloud.url, cloud.token
        with vcr.use_cassette(tape), OpenApiV1(token, server_url=url) as api:
            recorded = api.plant_list(), api.min_energy("SIMMIN0001")
    # the server is gone
    with vcr.use_cassette(tape, record_mode="none") as played:
        with OpenApiV1(token, server_url=url) as api:
            assert (api.plant_list(), api.min_energy("SIMMIN0001")) == recorded
        assert played.play_count == 2


@pytest.mark.breaks("secrets", "a cassette has what was sent")
async def test_vcrpy_replays_what_is_awaited(tmp_path: Path) -> None:
    tape = str(tmp_path / "tape.yaml")
    with Simulator(seed=5) as cloud:
        url, token = cloud.url, cloud.token
        with vcr.use_cassette(tape):
            async with AsyncOpenApiV1(token, server_url=url) as api:
                recorded = await api.plant_list()
    with vcr.use_cassette(tape, record_mode="none") as played:
        async with AsyncOpenApiV1(token, server_url=url) as api:
            assert await api.plant_list() == recorded
        assert played.play_count == 1


class _Response(aiohttp.ClientResponse):
    """What aioresponses 0.7.9 lacks for aiohttp 3.14."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"stream_writer": MagicMock(), **options})


async def test_aioresponses() -> None:
    with aioresponses.aioresponses() as mocker:
        mocker.get(f"{SERVER}v1/plant/list", payload=PLANTS, response_class=_Response)
        address = f"{SERVER}newTwoLoginAPI.do"
        mocker.post(address, payload=LOGIN, response_class=_Response)
        async with AsyncOpenApiV1("token") as api, AsyncGrowattApi() as classic:
            assert (await api.plant_list()).plants == []
            assert (await classic.login("user", "password")).user_id == 7


def test_a_session_of_ones_own(server: RecordingServer) -> None:
    server.answer(PLANTS)

    class Mine(requests.Session):
        def request(self, method: Any, url: Any, *more: Any, **options: Any) -> Any:
            return super().request(method, f"{url}?mine=1", *more, **options)

    with OpenApiV1("token", server_url=server.url) as api:
        session = Mine()
        session.headers.update(api.session.headers)
        session.headers["X-Mine"] = "yes"
        api.session = session
        assert api.plant_list().plants == []
    (request,) = server.received
    assert (request.headers["token"], request.headers["X-Mine"]) == ("token", "yes")
    assert request.query == {"mine": "1"}


async def test_an_aiohttp_session_of_ones_own(server: RecordingServer) -> None:
    server.answer(PLANTS)
    async with aiohttp.ClientSession(headers={"X-Mine": "yes"}) as session:
        api = AsyncOpenApiV1("token", server_url=server.url, session=session)
        assert (await api.plant_list()).plants == []
        await api.close()
        assert not session.closed
    assert server.received[0].headers["X-Mine"] == "yes"


# --- the methods of `requests` that release 2.2.0 called -----------------------------------------


def test_methods_of_the_session_that_are_replaced() -> None:
    answer = MagicMock()
    answer.json.return_value = PLANTS
    with OpenApiV1("token") as api:
        # as programs do
        api.session.get = MagicMock(return_value=answer)  # type: ignore[method-assign]
        assert api.plant_list().plants == []
        address = api.session.get.call_args
        assert f"{SERVER}v1/plant/list" in [*address.args, *address.kwargs.values()]
    with patch("requests.Session.post", return_value=answer) as post, OpenApiV1("token") as api:
        assert api.min_energy("SN") == PLANTS["data"]
        post.assert_called_once()
    with GrowattApi() as classic, patch.object(classic, "session") as session:
        session.post.return_value.json.return_value = LOGIN
        assert classic.login("user", "password")["userId"] == 7


def test_steps_of_requests_that_are_replaced() -> None:
    answer = MagicMock()
    answer.json.return_value = PLANTS
    with patch("requests.Session.request", return_value=answer) as asked, OpenApiV1("t") as api:
        assert api.plant_details(1) == PLANTS["data"]
        assert asked.call_args.args == ("GET", f"{SERVER}v1/plant/details")
        assert asked.call_args.kwargs["params"] == {"plant_id": 1}
        assert api.min_energy("A B") == PLANTS["data"]
        assert asked.call_args.kwargs["data"] == {"tlx_sn": "A B"}
    response = requests.Response()
    response.status_code, response._content = 200, json.dumps(PLANTS).encode()
    for step in ("requests.Session.send", "requests.adapters.HTTPAdapter.send"):
        with patch(step, return_value=response) as sent, OpenApiV1("t") as api:
            assert api.min_energy("A B") == PLANTS["data"]
            (prepared,) = sent.call_args.args
            assert (prepared.method, prepared.body) == ("POST", "tlx_sn=A+B")
            assert prepared.headers["token"] == "t"
    with patch("requests.Session") as kind, OpenApiV1("t") as api:
        kind.return_value.get.return_value = answer
        assert api.plant_details(1) == PLANTS["data"]


@pytest.mark.parametrize("name", ["server_url", "api_url", "session", "agent_identifier"])
def test_attributes_are_patched_and_put_back(name: str) -> None:
    api = OpenApiV1("token")
    before = getattr(api, name), api.server_url
    other = requests.Session() if name == "session" else "https://openapi-us.growatt.com/v1/"
    for _ in range(2):
        with patch.object(api, name, other):
            assert getattr(api, name) != before[0]
        assert (getattr(api, name), api.server_url) == before
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(api, name, other)
            assert getattr(api, name) != before[0]
        assert (getattr(api, name), api.server_url) == before


def test_a_real_response_of_a_replaced_method() -> None:
    response = requests.Response()
    response.status_code, response._content = 502, b"<html>"
    with (
        patch("requests.Session.get", return_value=response),
        OpenApiV1("token") as api,
        pytest.raises(GrowattHTTPError) as caught,
    ):
        api.plant_list()
    assert caught.value.status_code == 502
    response.status_code, response._content = 200, json.dumps(PLANTS).encode()
    with patch("requests.Session.get", return_value=response), OpenApiV1("token") as api:
        assert api.plant_list().count == 0
