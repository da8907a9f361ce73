"""Where checkers note what they find, from any thread, and how they look on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, NamedTuple

_MOST = 200


class Finding(NamedTuple):
    """An invariant that was broken: the name of its checker, and what was seen."""

    checker: str
    text: str


_found: list[Finding] = []


def note(checker: str, text: str) -> None:
    """Keep a finding for the test that runs."""
    if len(_found) < _MOST:  # what is wrong is wrong often
        _found.append(Finding(checker, text))


def take() -> list[Finding]:
    """All findings since the last time, each once."""
    found = list(dict.fromkeys(_found))
    _found.clear()
    return found


def look_on(owner: Any, name: str, around: Callable[..., Any]) -> None:
    """Have a function of a class or module called through `around(original, *its arguments)`."""
    original = getattr(owner, name)

    @wraps(original)
    def watched(*args: Any, **more: Any) -> Any:
        return around(original, *args, **more)

    @wraps(original)
    async def watched_async(*args: Any, **more: Any) -> Any:
        return await around(original, *args, **more)

    # aiohttp wants to see that it is one to be awaited
    setattr(owner, name, watched_async if iscoroutinefunction(original) else watched)
