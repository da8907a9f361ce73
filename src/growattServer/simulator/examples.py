"""The vendor's example bodies, stored in a folder `constants` beside the modules that show them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def stored(module: str, name: str) -> str:
    """The text of an example beside a module, whose full name is given."""
    folder = files(module.rpartition(".")[0]).joinpath("constants")
    return folder.joinpath(f"{name}.json").read_text("utf-8")


@cache
def example(module: str, name: str) -> Mapping[str, Any]:
    """The same as an object, which all replies share: it is copied and never changed."""
    bean: dict[str, Any] = json.loads(stored(module, name))
    return bean
