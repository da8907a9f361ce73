"""The names and signatures of release 2.2.0, for the password API and what belongs to it."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from typing import Any
from unittest.mock import create_autospec, patch

import pytest
import requests

import growattServer
from growattServer import AsyncGrowattApi, AsyncOpenApiV1, GrowattApi, OpenApiV1
from support import facts

SURFACE = facts("compat_surface")
CLASS = SURFACE["classes"]["growattServer.GrowattApi"]
HASHES = {
    "banaan": "31d674be46e1ba6b54388a671cc9accb",
    "": "d41d8cd98fc0b2c4e980c998ecf8427e",
    "password": "5f4dcc3b5aa765d61d8327deb882cf99",
    "test123": "ccc3e747a6afbbcbf8be7668acfebee5",
    "äöü": "cac9d7ee1e23c5c9e5e6846c86823081",
}
OPTIONAL_NOW = {
    ("tlx_battery_info_detailed", "plant_id"),
    ("tlx_battery_info_detailed", "serial_num"),
}


def test_the_package_exports_what_it_did() -> None:
    window = SURFACE["modules"]["growattServer"]
    assert set(window["__all__"]) <= set(growattServer.__all__)
    for name in [*window["__all__"], *window["also_reachable"]]:
        assert hasattr(growattServer, name), name


def test_the_old_module_has_all_its_names() -> None:
    base_api = importlib.import_module("growattServer.base_api")
    known = SURFACE["modules"]["growattServer.base_api"]
    for name in [*known["public"], *known["imported_names"]]:
        assert hasattr(base_api, name), name
        assert name in base_api.__all__
    assert base_api.GrowattApi is GrowattApi
    assert base_api.name == growattServer.name == SURFACE["constants"]["growattServer.name"]


def test_the_v1_module_has_all_its_names() -> None:
    module = importlib.import_module("growattServer.open_api_v1")
    known = SURFACE["modules"]["growattServer.open_api_v1"]
    for name in [*known["public"], *known["re_exposed"]]:
        assert hasattr(module, name), name
    assert module.GrowattApi is GrowattApi


@pytest.mark.parametrize("module", [growattServer, growattServer.base_api])
@pytest.mark.parametrize("name", ["LOAD_FIRST", "BATTERY_FIRST", "GRID_FIRST"])
def test_battery_modes(module: Any, name: str) -> None:
    constants = SURFACE["constants"]
    value = getattr(module, f"BATT_MODE_{name}")
    assert value == constants[f"growattServer.base_api.BATT_MODE_{name}"]


def test_timespan() -> None:
    members = SURFACE["enums"]["growattServer.Timespan"]["members"]
    assert {one.name: one.value for one in growattServer.Timespan} == members
    assert str(growattServer.Timespan.day) == "1"


@pytest.mark.parametrize(("password", "hashed"), HASHES.items())
def test_hash_password(password: str, hashed: str) -> None:
    assert growattServer.hash_password(password) == hashed


def test_hash_password_takes_texts_only() -> None:
    with pytest.raises(growattServer.GrowattParameterError):
        growattServer.hash_password(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [GrowattApi, AsyncGrowattApi])
@pytest.mark.parametrize("name", CLASS["methods"])
def test_a_signature(kind: type, name: str) -> None:
    ours = list(inspect.signature(getattr(kind, name)).parameters.values())[1:]
    shared = [one for one in ours if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    theirs = CLASS["methods"][name]["parameters"]
    assert [one.name for one in shared] == [one["name"] for one in theirs]
    for one, fact in zip(shared, theirs, strict=True):
        assert one.kind.name.lower() == fact["kind"]
        if (name, one.name) in OPTIONAL_NOW:
            continue
        assert (one.default is inspect.Parameter.empty) == fact["required"]
        if not fact["required"]:
            default = (
                f"{type(one.default).__name__}.{one.default.name}"
                if hasattr(one.default, "name")
                else repr(one.default)
            )
            assert default == (fact["default"] or "None")


def test_class_attributes() -> None:
    for name, value in CLASS["class_attributes"].items():
        assert getattr(GrowattApi, name) == value


def test_the_v1_client_has_the_classic_methods() -> None:
    assert issubclass(OpenApiV1, GrowattApi)
    assert issubclass(AsyncOpenApiV1, AsyncGrowattApi)
    v1 = SURFACE["classes"]["growattServer.OpenApiV1"]["methods"]
    for name in CLASS["methods"]:
        assert hasattr(OpenApiV1, name)
        assert (getattr(OpenApiV1, name) is getattr(GrowattApi, name)) == (name not in v1), name


@pytest.mark.parametrize("client", ["GrowattApi", "AsyncGrowattApi"])
def test_constructing_a_client_does_no_io(client: str) -> None:
    program = f"""
import sys, growattServer
events = []
def hook(event, arguments):
    if event.startswith(("open", "socket", "os.", "subprocess", "import", "ssl", "shutil")):
        events.append((event, arguments))
client = growattServer.{client}
sys.addaudithook(hook)
api = client(True, region="china", timeout=5, session_store="~/nowhere/store.json")
seen = list(events)
print(seen)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_instance_attributes() -> None:
    api = GrowattApi()
    assert isinstance(api.session, requests.Session)
    assert "agent_identifier" not in vars(api)
    assert [hook.__name__ for hook in api.session.hooks["response"]] == ["_raise_for_status"]
    assert vars(OpenApiV1("t"))["agent_identifier"].startswith("Python/")


def test_user_agents() -> None:
    default = CLASS["class_attributes"]["agent_identifier"]

    def header(*arguments: Any) -> Any:
        return GrowattApi(*arguments).session.headers["User-Agent"]

    assert header() == default
    assert header(False, "mine") == "mine"
    assert header(False, "") == ""
    assert header(True).startswith(f"{default} - ")
    name, _, digits = header(True, "mine").rpartition(" - ")
    assert (name, len(digits), digits.isdigit()) == ("mine", 5, True)
    # of 50 clients hardly any two have the same number, of 100,000
    assert len({header(True) for _ in range(50)}) > 45

    class Own(GrowattApi):
        agent_identifier = "own"

    assert Own().session.headers["User-Agent"] == "own"


def test_methods_can_be_patched_with_autospec() -> None:
    with patch("growattServer.GrowattApi.login", autospec=True) as login:
        login.return_value = {"success": True}
        api = GrowattApi()
        assert api.login("user", "password") == {"success": True}
        login.assert_called_once_with(api, "user", "password")
    for kind in (GrowattApi, OpenApiV1):
        mock = create_autospec(kind)
        with pytest.raises(TypeError):
            mock.return_value.mix_totals("only one")


def test_names_of_the_documentation() -> None:
    for alias, method in {
        "tlx_get_all_settings": "tlx_all_settings",
        "tlx_get_enabled_settings": "tlx_enabled_settings",
        "get_plant_settings": "plant_settings",
    }.items():
        assert inspect.signature(getattr(GrowattApi, alias)).parameters == (
            inspect.signature(getattr(GrowattApi, method)).parameters
        )


@pytest.mark.parametrize("kind", [GrowattApi, AsyncGrowattApi, OpenApiV1, AsyncOpenApiV1])
def test_every_public_method_says_what_you_get(kind: type) -> None:
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith("_"):
            assert inspect.getdoc(method), name
