"""What can go wrong, as a table: the class of an error, the exit code, and what to type next.

Classes are named instead of imported: those of the transport bring `requests` with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

DONE, FOUND_TROUBLE, USAGE, NOT_SET_UP, REFUSED = 0, 1, 2, 3, 4
NO_ANSWER, TOO_OFTEN, DEVICE, NOT_TAKEN, FILES = 5, 6, 7, 8, 9
BUG, BROKEN_PIPE, STOPPED = 70, 141, 130

EXIT_CODES: Mapping[int, str] = {
    DONE: "done",
    FOUND_TROUBLE: "done, but something is not in order (`doctor`, `check`, `record`)",
    USAGE: "the command line is wrong; nothing was sent",
    NOT_SET_UP: "not logged in, or a package is missing",
    REFUSED: "the server refused the token, the user or the password",
    NO_ANSWER: "the server could not be reached, or gave no usable answer",
    TOO_OFTEN: "asked too often, or the account is locked; it will work later",
    DEVICE: "no such device or plant, or it is offline",
    NOT_TAKEN: "a setting was not accepted, or not all of a plan is in force",
    FILES: "a file could not be read or written",
    BUG: "a bug in the program; the message says where the report is",
    STOPPED: "stopped with Ctrl-C; the message says how to continue",
    BROKEN_PIPE: "nothing reads the output any more (as in `growatt ... | head`)",
}


@dataclass(frozen=True)
class Row:
    """One class of errors: the word for it in JSON, the exit code, and the next thing to type."""

    kind: str
    code: int
    next: str


ERRORS: Mapping[str, Row] = {
    "NotLoggedIn": Row("not_logged_in", NOT_SET_UP, "growatt login"),
    "LoginRefused": Row(
        "refused", REFUSED, "copy it again from the ShinePhone app, then: growatt login"
    ),
    "WrongUse": Row("usage", USAGE, "growatt {verb} --help"),
    "NothingThere": Row("nothing_there", DEVICE, "growatt devices --fresh"),
    "NotAllRead": Row("not_all_read", FOUND_TROUBLE, "run the same command again later"),
    "GrowattMissingExtraError": Row("missing_package", NOT_SET_UP, ""),
    "GrowattParameterError": Row("usage", USAGE, "growatt {verb} --help"),
    "GrowattPermissionError": Row("refused", REFUSED, "growatt doctor"),
    "GrowattUnknownDeviceError": Row("unknown_device", DEVICE, "growatt devices --fresh"),
    "GrowattDeviceOfflineError": Row(
        "device_offline", DEVICE, "growatt devices --fresh, which shows when it is back"
    ),
    "GrowattRateLimitError": Row("too_often", TOO_OFTEN, "run the same command again {later}"),
    "GrowattV1ApiError": Row("refused_call", NO_ANSWER, "growatt doctor"),
    "GrowattWriteBudgetError": Row("write_budget", TOO_OFTEN, "growatt budget"),
    "GrowattPlanBusyError": Row("busy", TOO_OFTEN, "run the same command again {later}"),
    "GrowattDeviceNotFoundError": Row("unknown_device", DEVICE, "growatt devices --fresh"),
    "GrowattStoreBusyError": Row("busy", TOO_OFTEN, "stop the other recorder first"),
    "GrowattStoreError": Row("files", FILES, "growatt check"),
    "GrowattJournalError": Row("files", FILES, "growatt doctor"),
    "GrowattSettingError": Row("not_taken", NOT_TAKEN, "growatt settings verify"),
    "GrowattAccountLockedError": Row("locked", TOO_OFTEN, "run the same command again {later}"),
    "GrowattWrongPasswordError": Row("refused", REFUSED, "growatt login"),
    "GrowattLoginError": Row("refused", REFUSED, "growatt login"),
    "GrowattSessionExpiredError": Row("refused", REFUSED, "growatt login"),
    "SessionNotYet": Row("session_ended", TOO_OFTEN, "run the same command again {later}"),
    "GrowattSSLError": Row("no_answer", NO_ANSWER, "growatt doctor"),
    "GrowattTransportError": Row("no_answer", NO_ANSWER, "growatt doctor"),
    "GrowattError": Row("failed", FOUND_TROUBLE, "growatt doctor"),
    "OSError": Row("files", FILES, "fix that, then run the same command again"),
}


class CliError(Exception):
    """What the command line itself finds wrong; `next` is what to type, where the table's is not.

    `data` is added to the error in JSON.
    """

    def __init__(self, message: str, next: str | None = None, **data: Any) -> None:
        super().__init__(message)
        self.next = next
        self.data = data


class NotLoggedIn(CliError):  # noqa: N818  # these names are read in a table of what happened
    """There is no account to use."""


class LoginRefused(CliError):  # noqa: N818
    """No server knows these credentials."""


class WrongUse(CliError):  # noqa: N818
    """The command line is not valid."""


class NothingThere(CliError):  # noqa: N818
    """No such plant or device, or none at all."""


class NotAllRead(CliError):  # noqa: N818  # see NotLoggedIn
    """The server did not give all that was asked for."""


@dataclass(frozen=True)
class Trouble:
    """An error as it is told: what happened, what to type next, and the exit code."""

    kind: str
    said: str
    next: str
    code: int
    retry_at: datetime | None = None
    message_key: str | None = None
    message_values: Mapping[str, Any] | None = None
    data: Mapping[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The error as `--json` prints it."""
        return {
            "error": {
                "kind": self.kind,
                "message": self.said,
                "message_key": self.message_key or self.kind,
                "message_values": self.message_values or {"reason": self.said},
                "next": self.next or None,
                "retry_at": self.retry_at,
                "exit_code": self.code,
                **(self.data or {}),
            }
        }


def row_of(error: BaseException) -> Row | None:
    """The row of an error, by its nearest class; None for what nobody has foreseen."""
    names = [cls.__name__ for cls in type(error).__mro__]
    if "GrowattSessionExpiredError" in names and getattr(error, "retry_at", None) is not None:
        # it is renewed by itself, only not yet: another login would be one too many
        return ERRORS["SessionNotYet"]
    return next((ERRORS[name] for name in names if name in ERRORS), None)


def trouble_of(error: BaseException, verb: str) -> Trouble | None:
    """What to say about an error; None for what nobody has foreseen."""
    row = row_of(error)
    if row is None:
        return None
    retry_at: datetime | None = getattr(error, "retry_at", None)
    own = getattr(error, "next", None)
    following = own if own is not None else row.next
    later = "in a few hours" if retry_at is None and row.kind == "locked" else _later(retry_at)
    # not `format`: a step may name what a server has said, and braces are no places there
    text = following.replace("{verb}", verb).replace("{later}", later)
    text = text.replace("growatt  ", "growatt ")
    return Trouble(
        row.kind,
        _said(error),
        text,
        row.code,
        retry_at,
        getattr(error, "message_key", None),
        getattr(error, "message_values", None),
        getattr(error, "data", None),
    )


def said_of(error: BaseException, verb: str) -> str:
    """An error in a sentence, for a row of a table."""
    trouble = trouble_of(error, verb)
    return trouble.said if trouble else str(error)


def concerns_all(error: BaseException) -> bool:
    """Whether the next device would meet the same."""
    row = row_of(error)
    return row is not None and row.kind in ("refused", "locked", "no_answer")


def _said(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}"
    text = str(error) or type(error).__name__
    return text.removeprefix("Error during ")


def _later(retry_at: datetime | None) -> str:
    if retry_at is None:
        return "in 5 minutes"
    from .clock import here, utc_now

    local = here(retry_at)
    day = "" if local.date() == here(utc_now()).date() else f" on {local:%Y-%m-%d}"
    return f"from {local:%H:%M:%S}{day}"
