"""Exporters by their names, made from what a user has configured.

Other packages add one as an entry point of the group `growattServer.exporters`: a name, and a class
like those here. What may be configured of it are the parameters of its class that are texts,
numbers or yes and no.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, get_args, get_type_hints

from ..exceptions import GrowattParameterError
from ..secret import Secret
from ..suggestion import do_you_mean
from .exporter import Exporter

GROUP = "growattServer.exporters"
OWN = {
    "csv": "csv_files:CsvExporter",
    "influx": "influx:InfluxExporter",
    "prometheus": "prometheus:PrometheusExporter",
    "webhook": "webhook:WebhookExporter",
}
SIMPLE = (str, int, float, bool)


def names() -> list[str]:
    """The names of all exporters that are installed."""
    return sorted({*OWN, *(each.name for each in entry_points(group=GROUP))})


def exporter_class(name: str) -> type[Exporter]:
    """The class of an exporter; GrowattMissingExtraError where what it needs is not installed."""
    if name in OWN:
        module, _, wanted = OWN[name].partition(":")
        own: type[Exporter] = getattr(import_module(f".{module}", __package__), wanted)
        return own
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            theirs: type[Exporter] = entry.load()
            return theirs
    known = names()
    raise GrowattParameterError(
        f"there is no exporter {name!r}{do_you_mean(name, known)}; there are {', '.join(known)}"
    )


def new_exporters(configured: Mapping[str, Any]) -> dict[str, Exporter]:
    """Exporters as configured: `{"csv": {"directory": "readings"}}`.

    A text `$NAME` stands for what the environment says under this name, so that no key has to
    be in a file. GrowattParameterError says what is wrong, before the first one is made.
    """
    if not configured:
        raise GrowattParameterError(
            f"no exporter is configured; there are {', '.join(names())}: [csv] begins one"
        )
    checked = {name: _checked(name, options) for name, options in configured.items()}
    made: dict[str, Exporter] = {}
    try:
        for name, (kind, options) in checked.items():
            made[name] = kind(**options)
    except BaseException:
        for exporter in made.values():
            exporter.close()
        raise
    return made


def _checked(name: str, options: Any) -> tuple[type[Exporter], dict[str, Any]]:
    kind = exporter_class(name)
    if not isinstance(options, Mapping):
        raise GrowattParameterError(f"{name} is configured as a table: [{name}], then its options")
    known = _options_of(kind)
    for option in options:
        if option not in known:
            raise GrowattParameterError(
                f"{name} has no option {option!r}{do_you_mean(option, list(known))}; "
                f"it has {', '.join(known)}"
            )
    needed = [option for option, (_, is_needed) in known.items() if is_needed]
    if missing := [option for option in needed if option not in options]:
        raise GrowattParameterError(f"{name} needs {missing[0]}: [{name}], then {missing[0]} = ...")
    return kind, {
        option: _value(f"{name}: {option}", value, known[option][0])
        for option, value in options.items()
    }


def _options_of(kind: type[Exporter]) -> dict[str, tuple[type, bool]]:
    """What may be configured of an exporter: the types, and whether it cannot do without."""
    hints = get_type_hints(kind.__init__)
    found = {}
    for name, parameter in inspect.signature(kind).parameters.items():
        types = [one for one in (hints[name], *get_args(hints[name])) if one in SIMPLE]
        if types:
            found[name] = (types[0], parameter.default is inspect.Parameter.empty)
    return found


def _value(where: str, value: Any, wanted: type) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        variable = value.removeprefix("$")
        found = os.environ.get(variable)
        if not found:
            raise GrowattParameterError(
                f"{where} is {value}, and the environment has no {variable}"
            )
        value = Secret(found)
    is_right = type(value) is wanted or (wanted is float and type(value) is int)
    if not is_right and not (wanted is str and isinstance(value, str)):
        said = {str: "a text in quotes", bool: "true or false"}.get(wanted, "a number")
        raise GrowattParameterError(f"{where} must be {said}, not {type(value).__name__}")
    return value
