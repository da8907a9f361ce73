"""Where the system wants programs to keep what they remember."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def state_directory() -> Path:
    """The library's folder for state, which need not exist yet.

    XDG_STATE_HOME or ~/.local/state, on Windows LOCALAPPDATA, on macOS Application Support; a set
    XDG_STATE_HOME wins everywhere.
    """
    home = os.environ.get("XDG_STATE_HOME", "")
    # the specification says that relative paths are to be ignored
    if os.path.isabs(home):
        return Path(home) / "growattServer"
    return _base(Path.home()) / "growattServer"


def _base(home: Path) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    return home / ".local" / "state"
