"""What a verb returns: values for programs, and how they are shown to people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .printable import printable_json

if TYPE_CHECKING:
    from rich.console import RenderableType

Show = Callable[[], "RenderableType | None"]


@dataclass
class Answer:
    """`data` is what `--json` prints; `show` makes what people see, and is called for them only.

    `notes` go to standard error, beside either of them.
    """

    data: dict[str, Any]
    show: Show | None = None
    code: int = 0
    notes: list[str] = field(default_factory=list)


def as_json(data: Any, *, indent: bool = True) -> str:
    """JSON as all verbs print it: moments as ISO 8601, names in the order of the documentation."""
    import orjson

    options = orjson.OPT_INDENT_2 if indent else 0
    return printable_json(orjson.dumps(data, default=str, option=options).decode())
