"""Where the command line keeps things; only their owner can read them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ..files import make_private_folder, mend_private, replace_whole
from ..state_directory import state_directory as state_directory
from .redaction import redacted
from .terminal import terminal


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


def make_folder(path: Path) -> None:
    """Have one of the folders of the command line, for its owner only."""
    roots = (config_directory(), data_directory(), state_directory())
    make_private_folder(path, ours=next(filter(path.is_relative_to, roots), None))


def write_private(path: Path, text: str) -> None:
    """Put a file in place as a whole, readable by its owner only from its first byte on."""
    make_folder(path.parent)
    replace_whole(path, text.encode())


def remember(path: Path, document: Any) -> None:
    """Keep what can be asked for again: where that cannot be written, it is asked for again."""
    try:
        # a server may repeat what it was sent, as the name of a plant
        write_private(path, redacted(json.dumps(document, indent=1)) + "\n")
    except OSError as error:
        said = error.strerror or type(error).__name__
        terminal().note_once(
            f"The answer of the server cannot be saved in {path.parent} ({said}), "
            "so it is asked again the next time."
        )


def mend(path: Path) -> None:
    """Close to others what they can read, and folders of ours in which they could replace it."""
    if path.parent.is_dir():
        make_folder(path.parent)
    mend_private(path)


def read_json(path: Path) -> Any:
    """The document in a file that can be done without; None where it cannot be read."""
    mend(path)
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
