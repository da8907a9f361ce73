"""Tokens, passwords and sessions, left out of what is remembered and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from .account import Rules

_NAMES = ("token", "password", "user_password", "passwd", "pwd", "jsessionid")


class Discretion:
    """What may be shown of a request; it asks for the secrets each time, as they come and go."""

    def __init__(
        self, secrets: Callable[[], Iterable[str]], rules: Callable[[], Iterable[Rules]]
    ) -> None:
        self._secrets, self._rules = secrets, rules

    def text(self, text: str) -> str:
        """A text without them."""
        for secret in self._secrets():
            text = text.replace(secret, "***")
        # A session is 32 large hexadecimal digits, alive or long gone.
        return re.sub(r"[0-9A-F]{32}", "***", text)

    def fields(self, fields: Mapping[str, str]) -> dict[str, str]:
        """A query or a form without them."""
        return {name: self._value(name, fields[name]) for name in fields}

    def _value(self, name: str, value: str) -> str:
        is_password = any(value == rules.password != rules.user for rules in self._rules())
        return "***" if name.lower() in _NAMES or is_password else self.text(value)
