"""Names and signatures of release 2.2.0, compared through `inspect`."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import pytest

import growattServer
from growattServer.open_api_v1 import devices
from support import facts

SURFACE = facts("compat_surface")
CLASSES: dict[str, list[type]] = {
    "growattServer.OpenApiV1": [growattServer.OpenApiV1, growattServer.AsyncOpenApiV1],
    "growattServer.open_api_v1.devices.AbstractDevice": [devices.AbstractDevice],
    "growattServer.open_api_v1.devices.Min": [devices.Min],
    "growattServer.open_api_v1.devices.Sph": [devices.Sph],
}
METHODS = [
    (kind, name, method)
    for path, kinds in CLASSES.items()
    for kind in kinds
    for name, method in SURFACE["classes"][path]["methods"].items()
]


@pytest.mark.parametrize(
    ("kind", "name", "method"), METHODS, ids=[f"{kind.__name__}.{n}" for kind, n, _ in METHODS]
)
def test_the_signature_is_that_of_2_2_0(kind: type, name: str, method: dict[str, Any]) -> None:
    parameters = list(inspect.signature(getattr(kind, name)).parameters.values())[1:]
    # our own additions are keyword-only, behind everything that 2.2.0 had
    shared = [one for one in parameters if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert [
        {
            "name": one.name,
            "kind": one.kind.name.lower(),
            "required": one.default is inspect.Parameter.empty,
            "default": None if one.default is inspect.Parameter.empty else repr(one.default),
        }
        for one in shared
    ] == [
        {
            "name": one["name"],
            "kind": one["kind"],
            "required": one["required"],
            "default": one["default"]
            if one.get("default", None) is not None
            else (None if one["required"] else "None"),
        }
        for one in method["parameters"]
    ]


@pytest.mark.parametrize("kind", [devices.Min, devices.Sph])
def test_families_have_their_numbers(kind: Any) -> None:
    path = f"growattServer.open_api_v1.devices.{kind.__name__}"
    assert SURFACE["classes"][path]["class_attributes"]["DEVICE_TYPE_ID"] == kind.DEVICE_TYPE_ID
    assert issubclass(kind, devices.AbstractDevice)


@pytest.mark.parametrize(
    "path",
    [
        "growattServer.exceptions",
        "growattServer.open_api_v1.devices",
        "growattServer.open_api_v1.devices.abstract_device",
        "growattServer.open_api_v1.devices.min",
        "growattServer.open_api_v1.devices.sph",
    ],
)
def test_modules_hold_their_names(path: str) -> None:
    module = importlib.import_module(path)
    for name in SURFACE["modules"][path]["public"]:
        assert hasattr(module, name), name


def test_the_names_of_the_documentation_only() -> None:
    assert growattServer.GrowattApiV1 is growattServer.OpenApiV1
    signature = inspect.signature(growattServer.OpenApiV1.plant_list_v1)
    assert list(signature.parameters) == ["self", "timeout", "on_limit"]
