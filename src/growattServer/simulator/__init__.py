"""A small solar world that answers like the Growatt cloud, for tests and demos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .embedded import Simulator

__all__ = ["Simulator"]


def __getattr__(name: str) -> Any:
    # Importing the package must not pull in aiohttp and astral, which are extras.
    if name != "Simulator":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .extras import require_extras

    require_extras()
    from .embedded import Simulator

    return Simulator
