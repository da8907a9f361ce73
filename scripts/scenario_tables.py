"""Print the tables of docs/scenarios.md: the bundled scenarios, and the kinds of failures.

python scripts/scenario_tables.py
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import fields

from growattServer.simulator.distortions import KINDS
from growattServer.simulator.scenario import Failure
from growattServer.simulator.scenario_files import bundled, load_scenario


def scenarios() -> str:
    """A row for each bundled scenario."""
    rows = ["| Scenario | What happens | When | Seen where |", "|:---|:---|:---|:---|"]
    for name in bundled():
        scenario = load_scenario(name)
        when = "<br>".join(_words(failure) for failure in scenario.failures)
        what = f"{scenario.title}. {scenario.about}".strip()
        rows.append(f"| `{name}` | {what} | {when} | {scenario.source} |")
    return "\n".join(rows)


def _words(failure: Failure) -> str:
    words = f"`{failure.kind.name}` {failure.when.described()}"
    for name in ("devices", "families", "plants"):
        if chosen := getattr(failure, name):
            words += f", {name} {', '.join(map(str, sorted(chosen)))}"
    return words


def kinds() -> str:
    """A row for each kind of failure."""
    rows = ["| `kind` | What is shown | Its own keys, with what they are unless given |"]
    rows.append("|:---|:---|:---|")
    for name, kind in KINDS.items():
        keys = ", ".join(f"`{each.name}` {_default(each.default)}" for each in fields(kind))
        about = " ".join(inspect.cleandoc(kind.__doc__ or "").split())
        rows.append(f"| `{name}` | {about} | {keys} |")
    return "\n".join(rows)


def _default(value: object) -> str:
    if value is None:
        return "(none)"
    if value == ():
        return "(all)"
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


if __name__ == "__main__":
    sys.stdout.write(f"{scenarios()}\n\n{kinds()}\n")
