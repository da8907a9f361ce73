"""The root of the tree of errors, which `exceptions` draws, and from where it is imported."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .parsing import in_message


class GrowattError(Exception):
    """What all errors of this library have in common."""

    operation: str | None = None
    hint: str | None = None
    retryable: bool = False

    message_key: str = "failed"
    """What happened, as a code that stays: to look up a sentence in another language by."""

    _told: tuple[str, ...] = ("reason",)

    @property
    def message_values(self) -> dict[str, Any]:
        """What such a sentence is filled with, None where it is not known; never a secret."""
        values = {name: getattr(self, name, None) for name in self._told}
        if "reason" in values:
            values["reason"] = str(self)
        return {name: _value(value) for name, value in values.items()}

    def __reduce__(self) -> tuple[Any, ...]:
        # the constructors take more than `args`, and a response holds sockets and headers
        state = {key: value for key, value in vars(self).items() if key != "response"}
        return _rebuild, (type(self), self.args, state)


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, int | datetime) else in_message(value)


def with_hint(said: str, hint: str | None) -> str:
    """A sentence, with a hint after it where there is one."""
    return f"{said} ({hint})" if hint else said


def _rebuild(cls: type[GrowattError], args: tuple[Any, ...], state: dict[str, Any]) -> GrowattError:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(state)
    return error
