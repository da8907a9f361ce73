"""The body of a reply without what it gives away: JSON as JSON, a page by its marks and length."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..decoding import document_of
from .harmless import TIME
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
_EMBEDDED = re.compile(r"(?<!\w)(\w{1,100})\s{0,9}=\s{0,9}JSON\.parse\('(\{[^'\n]*\})'\)")
# what may stay of a header
_KEPT_HEADERS = {
    "Content-Type": re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,40}(?:\s?;\s?charset=[\w-]{1,20})?", re.I),
    "Retry-After": re.compile(rf"\d{{1,9}}|{TIME}"),
    "Server": re.compile(
        r"(?:(?:nginx|apache|apache-coyote|tomcat|jetty|openresty|tengine|cloudflare|gunicorn|uvicorn"
        r"|aiohttp|python|basehttp|simplehttp|microsoft-iis|envoy|caddy|awselb|ubuntu|unix|centos)"
        r"(?:/[\d.]{1,12})?[ ()]{0,3}){1,4}",
        re.I,
    ),
    "Date": re.compile(TIME),
}
# several come joined by commas, and the dates in them hold commas too
_COOKIE = re.compile(r"(?:^|,\s*)([^\s=;,]{1,100})=([^;,]*)")
_NAMES_OF_COOKIES = frozenset(
    [
        "jsessionid",
        "serverid",
        "acw_tc",
        "route",
        "sid",
        "phpsessid",
        "awsalb",
        "awsalbcors",
        "aliyungf_tc",
        "lang",
        "language",
        "expires",
        "token",
        "session",
        "__cf_bm",
        "cf_clearance",
    ]
)


def body(redactor: Redactor, content: bytes, content_type: str | None = None) -> dict[str, Any]:
    """What came, as an object with a `kind`: json, empty, page, half JSON or text."""
    try:
        return {"kind": "json", "json": redactor.document(document_of(content, content_type))}
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


def learn_body(redactor: Redactor, content: bytes, content_type: str | None = None) -> None:
    """Remember what a body gives away, before anything of its exchange is written."""
    try:
        redactor.learn_document(document_of(content, content_type))
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
        name: found[0]
        for name, form in _KEPT_HEADERS.items()
        if (found := form.match(str(received.get(name, ""))))
    }
    cookies = [
        name if name.lower() in _NAMES_OF_COOKIES else redactor.made_up(name)
        for name, _ in _cookies(received)
    ]
    return {**kept, "Set-Cookie": cookies} if cookies else kept


def learn_headers(redactor: Redactor, received: Mapping[str, str] | None) -> None:
    """Remember the cookies that come with a reply."""
    for _, value in _cookies(received or {}):
        redactor.learn_secret(value.strip())


def _cookies(received: Mapping[str, str]) -> list[tuple[str, str]]:
    # requests joins several, aiohttp keeps them apart
    get_all = getattr(received, "getall", None)
    sent = ", ".join(get_all("Set-Cookie", ())) if get_all else received.get("Set-Cookie", "")
    return _COOKIE.findall(sent)
