"""Where scenarios come from: a file of your own, one that is bundled, or a table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any

from .errors import DoorError
from .scenario import Scenario, parse_scenario

Source = str | PathLike[str] | Mapping[str, Any]

_FAILURES = re.compile(r"\[\[\s{0,9}failures\s{0,9}\]\]")


def bundled() -> dict[str, str]:
    """The texts of the scenarios that are bundled, by name."""
    folder = files(__name__.rpartition(".")[0]).joinpath("scenarios")
    found = {
        each.name.removesuffix(".toml"): each.read_text("utf-8")
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    }
    return dict(sorted(found.items()))


def load_scenario(source: Source) -> Scenario:
    """A scenario from a path, the name of a bundled one, or a table."""
    if isinstance(source, Mapping):
        return parse_scenario(source)
    name = str(source)
    path = Path(source)
    if isinstance(source, str) and not path.suffix and name == path.name:
        texts = bundled()
        if name in texts:
            return _read(name, texts[name])
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):
        raise DoorError(
            f"There is no scenario {name!r}: neither a file that can be read nor one of "
            f"{', '.join(bundled())}."
        ) from None
    return _read(path.name, text)


def _read(name: str, text: str) -> Scenario:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DoorError(f"Scenario {name} is not TOML: {error}.") from None
    lines = [n for n, line in enumerate(text.splitlines(), 1) if _FAILURES.match(line.lstrip())]
    try:
        return parse_scenario(table, tuple(lines))
    except DoorError as error:
        raise DoorError(f"Scenario {name}: {error}") from None
