"""`server_url`, `region` and `api_url`: every form that programs write for a server."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from growattServer import AsyncOpenApiV1, GrowattParameterError, OpenApiV1

DEFAULT = "https://openapi.growatt.com/"
CLIENTS = pytest.mark.parametrize("client", [OpenApiV1, AsyncOpenApiV1])


@CLIENTS
def test_the_default_is_the_server_of_europe(client: Any) -> None:
    assert client.server_url == DEFAULT
    assert client("t").server_url == DEFAULT
    assert client("t").get_url("plant/list") == DEFAULT + "v1/plant/list"


@CLIENTS
@pytest.mark.parametrize(
    "written",
    [
        "https://openapi-cn.growatt.com/v1/",
        "https://openapi-cn.growatt.com/v1",
        "https://openapi-cn.growatt.com/",
        "https://openapi-cn.growatt.com",
        " https://openapi-cn.growatt.com/v1/ ",
    ],
)
def test_all_forms_of_an_address_mean_the_same(client: Any, written: str) -> None:
    api = client("t")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        api.server_url = written
        given = client("t", server_url=written)
    for one in (api, given):
        assert one.server_url == "https://openapi-cn.growatt.com/"
        assert one.api_url == "https://openapi-cn.growatt.com/v1/"
        assert one.get_url("plant/list") == "https://openapi-cn.growatt.com/v1/plant/list"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://server.growatt.com/", DEFAULT),
        ("https://server-api.growatt.com/", DEFAULT),
        ("http://server-us.growatt.com", "https://openapi-us.growatt.com/"),
        ("server-us.growatt.com", "https://openapi-us.growatt.com/"),
        ("server-us", "https://openapi-us.growatt.com/"),
        ("other_regions", DEFAULT),
        ("north_america", "https://openapi-us.growatt.com/"),
        ("china", "https://openapi-cn.growatt.com/"),
        ("australia_new_zealand", "https://openapi-au.growatt.com/"),
        (None, DEFAULT),
    ],
)
def test_what_2_2_0_ignored_is_led_to_a_server_with_one_warning(written: Any, meant: str) -> None:
    api = OpenApiV1("t", server_url="https://example.org")
    with pytest.warns(UserWarning, match="used") as caught:
        api.server_url = written
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert api.server_url == meant


@pytest.mark.parametrize(
    "written",
    [
        "ftp://openapi.growatt.com/",
        "openapi.growatt.com",
        "",
        "atlantis",
        7,
        b"https://a/",
        "https://",
        "https://a b/",
        "http://host:port/",
        "https://a/?token=1",
        ["https://a/"],
    ],
)
def test_anything_else_is_an_error(written: Any) -> None:
    api = OpenApiV1("t")
    with pytest.raises(GrowattParameterError, match="server_url"):
        api.server_url = written
    assert api.server_url == DEFAULT


def test_a_password_in_an_address_is_not_quoted() -> None:
    with pytest.raises(GrowattParameterError) as caught:
        OpenApiV1("t", server_url="https://me:secret@host /")
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(OpenApiV1("t", server_url="https://me:secret@host/"))


@CLIENTS
def test_a_region_by_name(client: Any) -> None:
    assert client("t", region="north_america").server_url == "https://openapi-us.growatt.com/"
    assert client("t", region="China").server_url == "https://openapi-cn.growatt.com/"
    with pytest.raises(GrowattParameterError, match="other_regions"):
        client("t", region="atlantis")
    with pytest.raises(GrowattParameterError, match="either"):
        client("t", region="china", server_url=DEFAULT)


def test_an_address_on_the_class_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    class Mine(OpenApiV1):
        server_url = "http://127.0.0.1:1/v1/"

    assert Mine("t").get_url("x") == "http://127.0.0.1:1/v1/x"
    monkeypatch.setattr(OpenApiV1, "server_url", "http://127.0.0.1:2/")
    api = OpenApiV1("t")
    assert api.get_url("x") == "http://127.0.0.1:2/v1/x"
    api.server_url = "http://127.0.0.1:3"
    assert api.get_url("x") == "http://127.0.0.1:3/v1/x"


def test_api_url_can_be_set_as_programs_did_before() -> None:
    api = OpenApiV1("t")
    api.api_url = "http://127.0.0.1:4/v1/"
    assert api.get_url("x") == "http://127.0.0.1:4/v1/x"


@CLIENTS
def test_timeouts(client: Any) -> None:
    assert client("t").timeout == (10, 30)
    assert client("t", timeout=5).timeout == (5, 5)
    assert client("t", timeout=(1, 2.5)).timeout == (1, 2.5)
    api = client("t")
    api.timeout = 3
    assert api.timeout == (3, 3)
    for wrong in (0, -1, "10", (1, 2, 3), (1, 0), float("nan"), float("inf"), True):
        with pytest.raises(GrowattParameterError, match="timeout"):
            api.timeout = wrong


@CLIENTS
@pytest.mark.parametrize("token", [None, 7, b"t"])
def test_a_token_is_a_text(client: Any, token: Any) -> None:
    with pytest.raises(GrowattParameterError, match="token must be a string"):
        client(token)


@CLIENTS
def test_a_token_that_cannot_be_sent_is_not_quoted(client: Any) -> None:
    with pytest.raises(GrowattParameterError) as caught:
        client("secret\ntoken")
    assert "secret" not in str(caught.value)
    with pytest.raises(GrowattParameterError) as caught:
        client("geheim…")
    assert "geheim" not in str(caught.value)
