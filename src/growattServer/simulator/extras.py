"""What the simulator needs beside the standard library."""

from __future__ import annotations

from importlib.util import find_spec

INSTALL_HINT = "pip install 'growattServer[simulator]'"


def require_extras() -> None:
    """Say how to install what is missing, before an import fails in the middle."""
    missing = [name for name in ("aiohttp", "astral") if find_spec(name) is None]
    if missing:
        raise ImportError(
            f"The simulator needs {' and '.join(missing)}. Install with: {INSTALL_HINT}"
        )
