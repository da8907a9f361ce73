"""Beans as the vendor's examples show them, with the values that the world knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Bean = dict[str, Any]


@cache
def _stored(name: str) -> str:
    return (
        files(__name__.rpartition(".")[0]).joinpath("constants", f"{name}.json").read_text("utf-8")
    )


def dress(name: str, values: Mapping[str, Any]) -> Bean:
    """A stored bean with these values; a value that it has no place for is a mistake of ours."""
    bean: Bean = json.loads(_stored(name))
    strangers = values.keys() - bean.keys()
    if strangers:
        raise KeyError(f"{name} has no {sorted(strangers)}")
    return {**bean, **values}


def fill(name: str, values: Mapping[str, Any]) -> Bean:
    """A stored bean with those of these values that it has a place for."""
    bean: Bean = json.loads(_stored(name))
    return {**bean, **{key: values[key] for key in bean if key in values}}
