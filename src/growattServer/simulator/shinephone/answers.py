"""The shapes in which the app's server answers and refuses, and its pages for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

ERROR_PAGE = "/error.do?errorMess=errorNoLogin"
COOKIE = "JSESSIONID"

NOT_LOGGED_IN = (
    '<!DOCTYPE html>\n<html>\n<head><meta charset="UTF-8"><title>Error</title></head>\n<body>\n'
    "<h1>Error500</h1>\n<p>you have not login to the system</p>\n"
    '<a href="/login">Login Page</a>\n</body>\n</html>\n'
)
DENIED = (
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>403 Forbidden</title>'
    "</head><body><h1>403 Forbidden</h1><p>You don't have permission to access the URL on this "
    "server.</p><p>denied by UA ACL = blacklist</p><hr/>Powered by Tengine <br/>"
    "CDN Request Id: 0000000000000000000000000e</body></html>"
)
LOCKED = "<html><body><h1>HTTP Status 507</h1></body></html>"


def conditions_not_met(wanted: str) -> str:
    """What Spring says when no handler wants these parameters."""
    return (
        '<!doctype html><html lang="en"><head><title>HTTP Status 400 – Bad Request</title></head>'
        f'<body><h1>HTTP Status 400 – Bad Request</h1><p>Parameter conditions "{wanted}" not met '
        "for actual request parameters</p></body></html>"
    )


class RefusalError(Exception):
    """A call that is refused with HTTP 200; the message is a number as text, or nothing."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Shape(Enum):
    """What an answer looks like outside, and so how it says no."""

    BACK = "back"
    OBJ = "obj"
    PLANTS = "plants"
    FLAG = "flag"
    SWITCH = "switch"
    BARE = "bare"
    PAGE = "page"

    def refusal(self, message: str) -> Any:
        """The document of a refused call."""
        if self is Shape.BACK:
            return {"back": {"msg": message, "success": False}}
        if self is Shape.OBJ:
            return {"result": 0, "obj": None, "msg": message}
        return {"msg": message, "success": False}

    def nothing(self) -> Any:
        """The document of a call that has nothing to tell."""
        empty: dict[Shape, Any] = {
            Shape.BACK: {"back": None},
            Shape.OBJ: {"result": 1, "obj": None, "msg": ""},
            Shape.PLANTS: {"PlantList": None},
        }
        return empty.get(self)

    def usual_refusal(self) -> str:
        """The message of a refusal when nobody says which."""
        return "inv_set_failure" if self is Shape.SWITCH else "501"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer on its way to the wire."""

    content: bytes
    status: int = 200
    location: str = ""
    session: str = ""


def encode(document: Any) -> bytes:
    """JSON as the server writes it."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def good(obj: Any, **siblings: Any) -> dict[str, Any]:
    """A success in the envelope of result, obj and msg."""
    return {"msg": "", "result": 1, **siblings, "obj": obj}


def locked(hours: int, shape: str) -> Answer:
    """The answer to a login while the account is locked."""
    if shape == "status":
        return Answer(LOCKED.encode(), 507)
    back: dict[str, Any] = {"msg": "507", "success": False}
    if shape == "new":
        back["error"] = f"Current account has been locked for {hours} hours"
        back["lockDuration"] = hours
    return Answer(encode({"back": back}))


def locked_out(hours: int, shape: str) -> Answer:
    """The answer to a request whose session a lock has ended: only the status says why."""
    return locked(hours, shape) if shape == "status" else not_logged_in()


def not_logged_in(form: str = "redirect") -> Answer:
    """Where a request without a session ends."""
    page = NOT_LOGGED_IN.encode()
    if form == "redirect":
        return Answer(b"", 302, ERROR_PAGE)
    return Answer(page, 500 if form == "error_500" else 200)
