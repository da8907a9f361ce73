"""Keyrings for tests: a JSON file in the home of the user, one that is locked, one that breaks."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Secrets in a file."""

    priority = 5  # pyright: ignore[reportAssignmentType]  # mypy sees a number

    @property
    def _path(self) -> Path:
        return Path(os.environ["HOME"]) / "keyring.json"

    def _load(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self._path.read_text()) if self._path.exists() else {}
        return found

    def get_password(self, service: str, username: str) -> str | None:
        return self._load().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps({**self._load(), f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        known = self._load()
        if known.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError(username)
        self._path.write_text(json.dumps(known))


class LockedKeyring(KeyringBackend):
    """Nobody unlocks it."""

    priority = 5  # pyright: ignore[reportAssignmentType]  # mypy sees a number

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("locked")


class BrokenKeyring(FileKeyring):
    """It fails in a way of its own; with KEYRING_READS it still tells what it has."""

    def get_password(self, service: str, username: str) -> str | None:
        if "KEYRING_READS" in os.environ:
            return super().get_password(service, username)
        raise RuntimeError("no bus")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError("no bus")

    def delete_password(self, service: str, username: str) -> None:
        raise TypeError("no bus")
