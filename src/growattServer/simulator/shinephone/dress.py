"""Beans as the vendor's examples show them, with the values that the world knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..examples import stored

Bean = dict[str, Any]


def dress(name: str, values: Mapping[str, Any]) -> Bean:
    """A stored bean with these values; a value that it has no place for is a mistake of ours."""
    bean: Bean = json.loads(stored(__name__, name))
    strangers = values.keys() - bean.keys()
    if strangers:
        raise KeyError(f"{name} has no {sorted(strangers)}")
    return {**bean, **values}


def fill(name: str, values: Mapping[str, Any]) -> Bean:
    """A stored bean with those of these values that it has a place for."""
    bean: Bean = json.loads(stored(__name__, name))
    return {**bean, **{key: values[key] for key in bean if key in values}}
