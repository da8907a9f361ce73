"""The body of a reply without what it gives away: JSON as JSON, a page by its marks and length."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from .redactor import Redactor

# what programs look for in pages and sentences
MARKS = (
    "you have not login",
    "errornologin",
    "login",
    "password",
    "captcha",
    "ua acl",
    "blacklist",
    "forbidden",
    "bad gateway",
    "gateway timeout",
    "service unavailable",
    "not found",
    "too many requests",
    "cloudflare",
    "maintenance",
    "error500",
)
_EMBEDDED = re.compile(r"(\w+)\s*=\s*JSON\.parse\('(\{.*?\})'\)")
_KEPT_HEADERS = ("Content-Type", "Retry-After", "Server", "Date")
# several come joined by commas, and the dates in them hold commas too
_COOKIE = re.compile(r"(?:^|,\s*)([\w.-]+)=")


def body(redactor: Redactor, content: bytes) -> dict[str, Any]:
    """What came, as an object with a `kind`: json, empty, page, half JSON or text."""
    try:
        return {"kind": "json", "json": redactor.document(json.loads(content))}
    except (ValueError, RecursionError):
        pass
    start = content.lstrip()
    described: dict[str, Any] = {"kind": "text", "bytes": len(content), "marks": _marks(content)}
    if not start:
        described = {"kind": "empty", "bytes": len(content)}
    elif start.startswith((b"{", b"[")):
        described = {"kind": "half JSON", "bytes": len(content), "opens": chr(start[0])}
    elif start.startswith(b"<"):
        described |= {"kind": "page", **_embedded(redactor, content)}
    return described


def learn_body(redactor: Redactor, content: bytes) -> None:
    """Remember what a body gives away, before anything of its exchange is written."""
    try:
        redactor.learn_document(json.loads(content))
    except (ValueError, RecursionError):
        return


def _marks(content: bytes) -> list[str]:
    lowered = content.lower()
    return [mark for mark in MARKS if mark.encode() in lowered]


def _embedded(redactor: Redactor, content: bytes) -> dict[str, Any]:
    """The object that a page of the web site hands to its own script."""
    found = _EMBEDDED.search(content.decode("utf-8", "replace"))
    try:
        document = json.loads(found[2]) if found else None
    except (ValueError, RecursionError):
        document = None
    if found is None or document is None:
        return {}
    return {"variable": found[1], "embedded": redactor.document(document)}


def headers(redactor: Redactor, received: Mapping[str, str] | None) -> dict[str, Any]:
    """The few headers of a reply that say nothing of anybody, and the names of its cookies."""
    if received is None:
        return {}
    kept: dict[str, Any] = {
        name: redactor.text(str(received[name])) for name in _KEPT_HEADERS if name in received
    }
    # requests joins several, aiohttp keeps them apart
    get_all = getattr(received, "getall", None)
    sent = ", ".join(get_all("Set-Cookie", ())) if get_all else received.get("Set-Cookie", "")
    cookies = _COOKIE.findall(sent)
    return {**kept, "Set-Cookie": cookies} if cookies else kept
