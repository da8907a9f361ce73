"""What can go wrong with a plan, beside what can go wrong with any call."""

from __future__ import annotations

from typing import Any

from ..exceptions import GrowattError


class GrowattWriteBudgetError(GrowattError):
    """The plan has more writes than are left to this device today; nothing was sent.

    A device keeps its settings in flash memory, which wears out. A day is a UTC day.
    """

    message_key = "write_budget_spent"


class GrowattJournalError(GrowattError, OSError):
    """The journal cannot be written, and so nothing (more) is sent to the device."""

    message_key = "journal_failed"
    __reduce__ = GrowattError.__reduce__

    def __init__(self, *arguments: Any, hint: str | None = None) -> None:
        super().__init__(*arguments)
        self.hint = hint


class GrowattPlanBusyError(GrowattError):
    """Another plan is being sent to this device at this moment; nothing was sent."""

    message_key = "plan_busy"
    retryable = True
