"""How checkers look into the files of a test, and what lies in its folder."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest


def opened(path: Path) -> sqlite3.Connection:
    """An SQLite file to be read; nothing is put beside it."""
    has_more = Path(f"{path}-wal").exists()
    address = path.absolute().as_uri()
    return sqlite3.connect(f"{address}?{'mode=ro' if has_more else 'immutable=1'}", uri=True)


def files_of(item: pytest.Item) -> list[Path]:
    """What a test leaves in its folder."""
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    if not isinstance(folder, Path):
        return []
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
