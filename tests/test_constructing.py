"""What a client is given: what cannot be right is refused at once, blocking and async alike."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

from growattServer import (
    AsyncGrowattApi,
    AsyncOpenApiV1,
    AsyncOpenApiV4,
    GrowattApi,
    GrowattParameterError,
    OpenApiV1,
    OpenApiV4,
)
from growattServer.simulator import Simulator

CLIENTS: dict[str, Callable[..., Any]] = {
    "OpenApiV1": lambda **more: OpenApiV1(**{"token": "t", **more}),
    "AsyncOpenApiV1": lambda **more: AsyncOpenApiV1(**{"token": "t", **more}),
    "OpenApiV4": lambda **more: OpenApiV4(**{"token": "t", **more}),
    "AsyncOpenApiV4": lambda **more: AsyncOpenApiV4(**{"token": "t", **more}),
    "GrowattApi": GrowattApi,
    "AsyncGrowattApi": AsyncGrowattApi,
}
WITH_TOKEN = ["OpenApiV1", "AsyncOpenApiV1", "OpenApiV4", "AsyncOpenApiV4"]
WITH_PASSWORD = ["GrowattApi", "AsyncGrowattApi"]

NO_TOKEN: list[Any] = [
    "",
    " ",
    "\t\r\n",
    "\u00a0",
    None,
    0,
    b"",
    b"token",
    [],
    "to\u00e9ken",
    "a\nb",
]
NOT_FOR_ALL: list[tuple[str, Any]] = [
    ("server_url", ""),
    ("server_url", " "),
    ("server_url", 5),
    ("server_url", "ftp://openapi.growatt.com/"),
    ("region", ""),
    ("region", "mars"),
    ("timeout", 0),
    ("timeout", -1),
    ("timeout", (10, 0)),
    ("timeout", (1, 2, 3)),
    ("timeout", float("nan")),
    ("timeout", float("inf")),
    ("timeout", True),
    ("timeout", "5"),
    ("timeout", ""),
    ("etiquette", True),
    ("etiquette", "raise"),
]
NOT_FOR_THE_APP: list[tuple[str, Any]] = [
    ("agent_identifier", 5),
    ("agent_identifier", b"x"),
    ("agent_identifier", "a\nX-Evil: 1"),
    ("agent_identifier", "a\x00b"),
    ("session_store", 5),
]


@pytest.mark.parametrize("token", NO_TOKEN, ids=repr)
@pytest.mark.parametrize("client", WITH_TOKEN)
def test_what_is_no_token_is_refused_and_not_quoted(client: str, token: Any) -> None:
    with pytest.raises(GrowattParameterError, match="token") as caught:
        CLIENTS[client](token=token)
    assert "ken'" not in str(caught.value)


@pytest.mark.parametrize("client", WITH_TOKEN)
def test_a_token_with_white_space_around_it_is_one(client: str) -> None:
    assert CLIENTS[client](token=" \tabc\n")._headers["token"] == "abc"


@pytest.mark.parametrize(("name", "value"), NOT_FOR_ALL, ids=repr)
@pytest.mark.parametrize("client", CLIENTS)
def test_what_no_client_takes(client: str, name: str, value: Any) -> None:
    with pytest.raises(GrowattParameterError):
        CLIENTS[client](**{name: value})


@pytest.mark.parametrize(("name", "value"), NOT_FOR_THE_APP, ids=repr)
@pytest.mark.parametrize("client", WITH_PASSWORD)
def test_what_no_client_of_the_password_api_takes(client: str, name: str, value: Any) -> None:
    with pytest.raises(GrowattParameterError):
        CLIENTS[client](**{name: value})


@pytest.fixture(scope="module")
def cloud() -> Any:
    with Simulator(start="2026-06-15T10:00:00Z", speed=0, user="u", password="p") as made:
        yield made


NAMES = ["M\u00fcller", "\u0436\u0443\u043a", "\u674e\u96f7", " anna ", "\U0001f31e"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_user_name_of_any_script_may_be_the_user_agent(cloud: Simulator, name: str) -> None:
    with GrowattApi(True, name, server_url=cloud.url) as api:
        assert api.login("u", "p").success
        assert api.agent_identifier.startswith(name)
    async with AsyncGrowattApi(True, name, server_url=cloud.url) as awaited:
        assert (await awaited.login("u", "p")).success


@pytest.mark.parametrize(
    ("user", "password", "said"),
    [
        ("", "p", "empty user name;"),
        (" ", "", "empty user name and password;"),
        (None, "p", "empty user name;"),
        ("u", "", "empty password;"),
    ],
)
async def test_an_empty_login_is_sent_as_ever_with_a_warning(
    cloud: Simulator, user: Any, password: str, said: str
) -> None:
    with (
        GrowattApi(server_url=cloud.url) as api,
        pytest.warns(UserWarning, match=said) as told,
    ):
        assert api.login(user, password)["msg"] == "502"
    assert told[0].filename == __file__
    async with AsyncGrowattApi(server_url=cloud.url) as awaited:
        with pytest.warns(UserWarning, match=said):
            assert (await awaited.login(user, password))["msg"] == "502"


def test_a_whole_login_has_no_warning(cloud: Simulator) -> None:
    with warnings.catch_warnings(), GrowattApi(server_url=cloud.url) as api:
        warnings.simplefilter("error")
        assert api.login("u", "p").success
