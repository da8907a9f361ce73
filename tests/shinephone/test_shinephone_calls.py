"""What goes beyond release 2.2.0: forgiving arguments, the caller's own session, servers, V1."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import requests
from requests.adapters import HTTPAdapter
from shinephone_loopback import Answer, Loopback, captured, moved, said
from yarl import URL

import growattServer
from growattServer import (
    AsyncGrowattApi,
    AsyncOpenApiV1,
    GrowattApi,
    GrowattError,
    GrowattParameterError,
    OpenApiV1,
    Timespan,
)

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
SUCCESS = {"success": True, "msg": "200"}
DAY = dt.date(2026, 6, 4)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


def call(mode: str, url: str, method: str, *arguments: Any, **named: Any) -> Any:
    if mode == "blocking":
        with GrowattApi(server_url=url) as api:
            return getattr(api, method)(*arguments, **named)

    async def main() -> Any:
        async with AsyncGrowattApi(server_url=url) as api:
            return await getattr(api, method)(*arguments, **named)

    return asyncio.run(main())


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (("plant_detail", 1, 1, DAY), ("plant_detail", 1, Timespan.day, DAY)),
        (("plant_detail", 1, 2, "2026-06"), ("plant_detail", 1, Timespan.month, DAY)),
        (("plant_detail", 1, 2, "2026-06-04"), ("plant_detail", 1, Timespan.month, DAY)),
        (("mix_detail", 1, 2, 0, " 2026-06-04 "), ("mix_detail", 1, 2, Timespan.hour, DAY)),
        (("dashboard_data", 1, 0, "2026-06-04 12:00:00"), ("dashboard_data", 1, 0, DAY)),
        (("inverter_data", 1, "2026-06-04"), ("inverter_data", 1, DAY)),
        (("tlx_data", 1, "20260604"), ("tlx_data", 1, dt.datetime(2026, 6, 4, 23, 59))),
        (
            ("update_mix_inverter_setting", 1, 2, (3, 4)),
            ("update_mix_inverter_setting", 1, 2, [3, 4]),
        ),
        (
            ("update_tlx_inverter_setting", 1, 2, (3, 4)),
            ("update_tlx_inverter_setting", 1, 2, [3, 4]),
        ),
    ],
)
def test_forgiving_arguments(server: Loopback, mode: str, given: Any, meant: Any) -> None:
    call(mode, server.url, *given)
    call(mode, server.url, *meant)
    assert server.received[0].target == server.received[1].target
    assert server.received[0].body == server.received[1].body


@BLOCKING_AND_ASYNC
def test_times_as_texts(server: Loopback, mode: str) -> None:
    server.answer = lambda request: said(SUCCESS)
    method = "update_tlx_inverter_time_segment"
    call(mode, server.url, method, "T", 1, 0, "0:05", "23:59:00", True)
    call(mode, server.url, method, "T", 1, 0, dt.time(0, 5), dt.datetime(2026, 1, 1, 23, 59), 1)
    assert server.received[0].body == server.received[1].body
    for bad in ("24:00", "1:60", "noon", 5, None):
        with pytest.raises(GrowattParameterError, match="start_time"):
            call(mode, server.url, method, "T", 1, 0, bad, "1:00", True)
    assert len(server.received) == 2


@BLOCKING_AND_ASYNC
def test_a_battery_by_its_serial_number_alone(server: Loopback, mode: str) -> None:
    for arguments, named in ((("BAT",), {}), ((), {"serial_num": "BAT"})):
        call(mode, server.url, "tlx_battery_info_detailed", *arguments, **named)
        assert server.received.pop().form == {"lan": "1", "id": "BAT"}
    with pytest.raises(GrowattParameterError):
        call(mode, server.url, "tlx_battery_info_detailed")


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("timespan", ["1", 3, -1, None, True, 1.0])
def test_no_timespan(server: Loopback, mode: str, timespan: Any) -> None:
    with pytest.raises(ValueError, match="timespan must be a Timespan enum value") as caught:
        call(mode, server.url, "plant_detail", "1", timespan)
    assert isinstance(caught.value, GrowattParameterError)
    assert not server.received


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("tlx_data", ("T", "yesterday")),
        ("tlx_data", ("T", "2026-06")),
        ("tlx_data", ("T", 20260604)),
        ("plant_detail", ("1", Timespan.month, "June")),
        ("update_mix_inverter_setting", ("M", "t", "5")),
        ("update_noah_settings", ("N", "t", None)),
        ("update_plant_settings", ("1", {}, {"id": 1})),
    ],
)
def test_arguments_that_cannot_be_right(
    server: Loopback, mode: str, method: str, arguments: Any
) -> None:
    with pytest.raises(GrowattParameterError):
        call(mode, server.url, method, *arguments)
    assert not server.received


@BLOCKING_AND_ASYNC
def test_a_plant_without_settings(server: Loopback, mode: str) -> None:
    with pytest.raises(growattServer.GrowattReplyError, match="formulaCoal"):
        call(mode, server.url, "update_plant_settings", "1", {})
    assert len(server.received) == 1


@BLOCKING_AND_ASYNC
def test_a_refused_segment_says_why(server: Loopback, mode: str) -> None:
    server.answer = lambda request: said({"success": False, "msg": "504"})
    with pytest.raises(growattServer.GrowattSettingError) as caught:
        call(mode, server.url, "update_tlx_inverter_time_segment", "T", 1, 0, "1:00", "2:00", True)
    assert caught.value.args == ("Failed to update TLX inverter time segment: 504",)
    assert str(caught.value) == (
        "Failed to update TLX inverter time segment: 504 "
        "(the device is offline; try again when it is back)"
    )
    assert (caught.value.error_msg, caught.value.retryable) == ("504", True)
    assert "offline" in (caught.value.hint or "")


@BLOCKING_AND_ASYNC
def test_an_embedded_object_that_is_no_json(server: Loopback, mode: str) -> None:
    server.answer = lambda request: Answer(b"<script>inv=JSON.parse('{\"a\": \\'}')</script>")
    with pytest.raises(GrowattError, match="Failed to parse inverter data JSON") as caught:
        call(mode, server.url, "classic_inverter_info", "INV")
    assert isinstance(caught.value.__cause__, json.JSONDecodeError)


@BLOCKING_AND_ASYNC
def test_a_refused_user_agent(server: Loopback, mode: str) -> None:
    server.answer = lambda request: captured("denied_user_agent_403.html")
    with pytest.raises(growattServer.GrowattUserAgentError, match="agent_identifier") as caught:
        call(mode, server.url, "plant_list_two")
    assert isinstance(caught.value, requests.HTTPError)
    assert (caught.value.status_code, caught.value.retryable) == (403, False)


def test_inverter_list_is_what_device_list_is_in_a_subclass(server: Loopback) -> None:
    class Own(GrowattApi):
        def device_list(  # pyright: ignore[reportIncompatibleVariableOverride]
            self, *args: Any, **wishes: Any
        ) -> Any:
            return ["own", *super().device_list(*args, **wishes)]

    server.answer = lambda request: said({"deviceList": [{"deviceSn": "A"}]})
    with (
        Own(server_url=server.url) as api,
        pytest.warns(DeprecationWarning, match="device_list") as caught,
    ):
        assert api.inverter_list("1") == ["own", {"deviceSn": "A"}]
    assert caught[0].filename == __file__


def test_a_url_of_a_subclass_is_used(server: Loopback) -> None:
    class Own(GrowattApi):
        def get_url(self, page: str) -> str:
            return f"{server.url}proxy?page={page}"

    with Own() as api:
        api.storage_detail("S")
    assert server.received[0].path == "/proxy"


def test_what_callers_change_on_the_session_is_used(server: Loopback) -> None:
    seen = []
    with GrowattApi(server_url=server.url) as api:
        api.session.headers["User-Agent"] = "changed"
        api.session.headers["X-Own"] = "1"
        api.session.cookies.set("own", "cookie")
        api.session.hooks["response"].append(lambda reply, **_: seen.append(reply.url))
        api.session.mount(server.url, CountingAdapter())
        api.plant_list("1")
        adapter = api.session.get_adapter(server.url)
    received = server.received[0]
    assert received.headers["user-agent"] == "changed"
    assert received.headers["x-own"] == "1"
    assert received.cookie == "own=cookie"
    assert seen == [f"{server.url}PlantListAPI.do?userId=1"]
    assert isinstance(adapter, CountingAdapter)
    assert adapter.sent == 1


class CountingAdapter(HTTPAdapter):
    sent = 0

    def send(self, *arguments: Any, **named: Any) -> requests.Response:
        self.sent += 1
        return super().send(*arguments, **named)


def test_a_server_of_the_class_and_of_the_object(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    with GrowattApi() as api:
        api.server_url = server.url.rstrip("/")
        assert api.get_url("page") == f"{server.url}page"
        api.plant_list("1")
    with pytest.warns(UserWarning, match="retired"):
        assert GrowattApi(server_url="https://server-us.growatt.com/").server_url == (
            "https://openapi-us.growatt.com/"
        )
    monkeypatch.setattr(GrowattApi, "server_url", server.url)
    with GrowattApi() as api:
        api.plant_list("2")
    assert [request.query["userId"] for request in server.received] == ["1", "2"]


@BLOCKING_AND_ASYNC
def test_cookies_stay_with_the_client(server: Loopback, mode: str) -> None:
    server.answer = lambda request: Answer(b"{}", 200, (("Set-Cookie", "JSESSIONID=a/b=; Path=/"),))

    async def main() -> None:
        async with AsyncGrowattApi(server_url=server.url) as api:
            await api.plant_info("1")
            await api.plant_info("1")

    if mode == "blocking":
        with GrowattApi(server_url=server.url) as api:
            api.plant_info("1")
            api.plant_info("1")
    else:
        asyncio.run(main())
    assert [request.cookie for request in server.received] == [None, "JSESSIONID=a/b="]


def test_cookies_outlive_an_event_loop(server: Loopback) -> None:
    server.answers.append(Answer(b"{}", 200, (("Set-Cookie", "JSESSIONID=abc"),)))
    api = AsyncGrowattApi(server_url=server.url)

    async def one_call() -> None:
        async with api:
            await api.plant_info("1")

    asyncio.run(one_call())
    asyncio.run(one_call())
    assert server.received[1].cookie == "JSESSIONID=abc"


async def test_a_given_session_is_used_with_its_cookies(server: Loopback) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"X-Own": "1"}) as session:
        session.cookie_jar.update_cookies({"own": "cookie"}, URL(server.url))
        api = AsyncGrowattApi(agent_identifier="mine", session=session, server_url=server.url)
        await api.plant_info("1")
        await api.close()
        assert not session.closed
    headers = server.received[0].headers
    assert (headers["x-own"], headers["cookie"], headers["user-agent"]) == (
        "1",
        "own=cookie",
        "mine",
    )


# --- through a client of the token API -----------------------------------------------------------


@BLOCKING_AND_ASYNC
def test_classic_methods_of_a_v1_client_go_to_the_root(server: Loopback, mode: str) -> None:
    server.answer = lambda request: said({"obj": {"a": 1}, "data": {}, "error_code": 0})

    async def main() -> Any:
        async with AsyncOpenApiV1("token", server_url=server.url) as api:
            await api.plant_list()
            return api.get_url("page"), await api.mix_totals("M", "1")

    if mode == "blocking":
        with OpenApiV1("token", server_url=server.url) as api:
            api.plant_list()
            seen = api.get_url("page"), api.mix_totals("M", "1")
    else:
        seen = asyncio.run(main())
    assert seen == (f"{server.url}v1/page", {"a": 1})
    assert [request.path for request in server.received] == ["/v1/plant/list", "/newMixApi.do"]
    assert {request.headers["token"] for request in server.received} == {"token"}


def test_inverter_list_of_a_v1_client_is_its_own_device_list(server: Loopback) -> None:
    server.answer = lambda request: said({"data": {"count": 0, "devices": []}, "error_code": 0})
    with (
        OpenApiV1("token", server_url=server.url) as api,
        pytest.warns(DeprecationWarning, match="device_list"),
    ):
        assert api.inverter_list("1") == {"count": 0, "devices": []}


@BLOCKING_AND_ASYNC
def test_a_token_is_not_sent_along_to_another_server(server: Loopback, mode: str) -> None:
    with Loopback() as elsewhere:
        server.answer = lambda request: moved(elsewhere.url)

        async def main() -> Any:
            async with AsyncOpenApiV1("token", server_url=server.url) as api:
                return await api.plant_info("1")

        def blocking() -> Any:
            with OpenApiV1("token", server_url=server.url) as api:
                return api.plant_info("1")

        run = blocking if mode == "blocking" else lambda: asyncio.run(main())
        with pytest.raises(growattServer.GrowattHTTPError, match="another server"):
            run()
        assert not elsewhere.received


@BLOCKING_AND_ASYNC
def test_a_password_is_not_sent_along_to_another_server(server: Loopback, mode: str) -> None:
    with Loopback() as elsewhere:
        server.answer = lambda request: moved(elsewhere.url, 307)
        with pytest.raises(growattServer.GrowattHTTPError, match="another server"):
            call(mode, server.url, "login", "user", "password")
        assert not elsewhere.received
        server.answer = lambda request: moved(elsewhere.url, 302)
        call(mode, server.url, "plant_info", "1")
        assert len(elsewhere.received) == 1


@BLOCKING_AND_ASYNC
def test_a_redirect_to_something_else_than_http(server: Loopback, mode: str) -> None:
    server.answer = lambda request: moved("file:///etc/passwd")
    with pytest.raises(GrowattError):
        call(mode, server.url, "plant_info", "1")


def test_the_boundary_of_a_form_is_not_in_it(server: Loopback) -> None:
    call(
        "blocking",
        server.url,
        "update_plant_settings",
        "1",
        {"a": "b"},
        json.loads(captured("plant_settings.json").body),
    )
    content_type = server.received[0].headers["content-type"]
    match = re.fullmatch(r"multipart/form-data; boundary=([0-9a-f]{32})", content_type)
    assert match is not None
    assert server.received[0].body.count(match[1].encode()) == 20
