"""Where the command line keeps things, and files that are whole or not there at all."""

from __future__ import annotations

import json
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..state_directory import state_directory as state_directory


def config_directory() -> Path:
    """What the user has said: accounts. XDG_CONFIG_HOME wins; else where the system has it."""
    said = os.environ.get("XDG_CONFIG_HOME", "")
    # the specification says that relative paths are to be ignored
    if os.path.isabs(said):
        return Path(said) / "growattServer"
    if sys.platform in ("win32", "darwin"):
        return state_directory()
    return Path.home() / ".config" / "growattServer"


def data_directory() -> Path:
    """What is the user's own: recordings. XDG_DATA_HOME wins; else where the system has it."""
    said = os.environ.get("XDG_DATA_HOME", "")
    if os.path.isabs(said):
        return Path(said) / "growattServer"
    if sys.platform in ("win32", "darwin"):
        return state_directory()
    return Path.home() / ".local" / "share" / "growattServer"


def write_private(path: Path, text: str) -> None:
    """Put a file in place as a whole, readable by its owner only from its first byte on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_whole(path, text.encode(), 0o600)


def replace_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Put a file in place as a whole: whoever looks sees the old one or the new one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    number = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        with open(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def read_json(path: Path) -> Any:
    """The document in a file; None where there is none, or it is damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
