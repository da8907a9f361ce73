"""Recordings as a world: a file of exchanges, read by itself, and what to answer from it.

The first line is an object with `format` and `version`. Each other line has a `request` with
`method`, `url`, `query` and `form`, and either a `reply` or an `error`.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload
from urllib.parse import urlsplit

from .errors import DoorError

FORMAT = "growattServer recording"
VERSION = 1
# how somebody proves who they are; a recording answers everybody
_CREDENTIALS = frozenset({"token", "password", "username", "userpassword", "account"})
_UNANSWERED = 1000
_LONGEST_UNANSWERED = 1000
# more than any client reads
_MOST_BYTES = 32 * 1024 * 1024

_UNSENT = re.compile(r"[\0-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_COOKIE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

Pairs = Iterable[tuple[str, str]]
_Asked = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Played:
    """A recorded answer: a reply, or the class of the error that came instead."""

    seconds: float
    error: str = ""
    status: int = 200
    content: bytes = b""
    content_type: str = "text/html; charset=UTF-8"
    location: str | None = None
    retry_after: str | None = None
    cookies: tuple[str, ...] = ()


class Recording:
    """What a file holds; several answers to one request come in order, and the last one stays."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._answers: dict[_Asked, list[Played]] = {}
        self._given: Counter[_Asked] = Counter()
        self._unanswered: list[str] = []
        lines = _lines(Path(path))
        for number, line in enumerate(lines, start=2):
            try:
                asked, played = _exchange(line)
            except Exception:
                # files come from anywhere, and what a value of one leads to is nobody's list
                raise DoorError(f"Line {number} of {path} is no recorded exchange.") from None
            self._answers.setdefault(asked, []).append(played)

    def take(self, method: str, path: str, parameters: Pairs) -> Played | None:
        """The next answer to this request; None where the recording has none."""
        asked = _asked(method, path, parameters)
        answers = self._answers.get(asked)
        if answers is None:
            if len(self._unanswered) < _UNANSWERED:
                self._unanswered.append(_in_words(asked)[:_LONGEST_UNANSWERED])
            return None
        number = min(self._given[asked], len(answers) - 1)
        self._given[asked] += 1
        return answers[number]

    def rewind(self) -> None:
        """Begin again with the first answer to each request."""
        self._given.clear()
        self._unanswered.clear()

    def requests(self) -> list[str]:
        """The requests that it can answer, in the order in which they were recorded."""
        return [_in_words(asked) for asked in self._answers]

    def unanswered(self) -> list[str]:
        """The requests that it could not answer, oldest first."""
        return list(self._unanswered)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        first, *rest = path.read_text("utf-8").split("\n")
        header = json.loads(first)
        # the last line ends; what follows it is empty, or cut off by a crash
        lines = [json.loads(line) for line in rest[:-1]]
    except OSError as error:
        raise DoorError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise DoorError(f"{path} is not a recording.") from None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise DoorError(f"{path} is not a recording.")
    if header.get("version") != VERSION:
        raise DoorError(f"{path} has another version of the format than {VERSION}.")
    return lines


def _exchange(line: Mapping[str, Any]) -> tuple[_Asked, Played]:
    request = line["request"]
    pairs = [(str(name), str(value)) for name, value in [*request["query"], *request["form"]]]
    asked = _asked(_text(request["method"]), urlsplit(_text(request["url"])).path, pairs)
    seconds = float(line["duration_ms"]) / 1000
    if not 0 <= seconds < math.inf:
        raise ValueError("no time that anything took")
    if "reply" not in line:
        return asked, Played(seconds, error=str(line["error"]["class"]))
    reply = line["reply"]
    headers, content = reply["headers"], _content(reply["body"])
    content_type = str(headers.get("Content-Type", "text/html; charset=UTF-8"))
    if "charset" in content_type:
        # in whatever encoding it came, it is played in ours
        content_type = f"{content_type.partition(';')[0]}; charset=UTF-8"
    return asked, Played(
        seconds,
        status=_status(reply["status"]),
        content=content,
        content_type=_header(content_type),
        location=_header(reply.get("location")),
        retry_after=_header(headers.get("Retry-After")),
        cookies=tuple(map(_cookie, headers.get("Set-Cookie", ()))),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a value that is no text")
    return value


def _status(value: Any) -> int:
    if type(value) is not int or not 200 <= value <= 999:
        raise ValueError("no status of a reply")
    return value


@overload
def _header(value: str) -> str: ...
@overload
def _header(value: Any) -> str | None: ...
def _header(value: Any) -> str | None:
    """The value of a header with what none can carry left out: half characters, ends of lines."""
    return None if value is None else _UNSENT.sub("", _text(value))


def _cookie(name: Any) -> str:
    if not _COOKIE.fullmatch(_text(name)):
        raise ValueError("no name of a cookie")
    return str(name)


def _asked(method: str, path: str, parameters: Pairs) -> _Asked:
    told = [pair for pair in parameters if pair[0].lower() not in _CREDENTIALS]
    return method, path, tuple(sorted(told))


def _in_words(asked: _Asked) -> str:
    method, path, parameters = asked
    return " ".join([method, path, *(f"{name}={value}" for name, value in parameters)])


def _content(body: Mapping[str, Any]) -> bytes:
    """A body of that kind and length: of pages only the marks and an embedded object are known."""
    kind = body["kind"]
    if kind == "json":
        return _json(body["json"])
    length = int(body["bytes"])
    if length > _MOST_BYTES:
        raise ValueError("no reply is as long")
    if kind == "half JSON":
        return str(body["opens"]).encode().ljust(length)
    if kind == "empty":
        return b" " * length
    text = "\n".join(map(str, body["marks"]))
    if kind == "page":
        script = ""
        if "embedded" in body:
            name = re.sub(r"\W", "", str(body["variable"]))
            embedded = _json(body["embedded"]).decode().replace("'", "\\u0027")
            script = f"<script>var {name}=JSON.parse('{embedded}')</script>"
        return f"<html><body>{script}<pre>{text}</pre></body></html>".encode().ljust(length)
    return text.encode().ljust(length)


def _json(document: Any) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
