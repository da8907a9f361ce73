"""Recordings: what was asked and answered, without what tells who and where somebody is.

A recording is a text file with one JSON object a line. The first line says what it is; each other
line is one exchange, written when it has ended. `docs/reporting.md` describes the format.
"""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl

from .exceptions import GrowattParameterError
from .locks import new_lock
from .redaction import Redactor
from .redaction.bodies import body, headers, learn_body, learn_headers
from .transports import watching
from .warn import warn_caller
from .wire import Reply, Request

FORMAT = "growattServer recording"
FORMAT_VERSION = 1


def record_to(path: str | os.PathLike[str], *, overwrite: bool = False) -> Recording:
    """A running recording of all clients of this process; `close()` it, or use it with `with`.

    The file is readable by its owner only. One that exists is replaced only with `overwrite`.
    """
    return Recording(path, overwrite)


class Recording:
    """A file that every exchange is written to as it ends, redacted; made by `record_to`."""

    _file: int | None = None

    def __init__(self, path: str | os.PathLike[str], overwrite: bool = False) -> None:
        self.path = Path(path)
        self._lock = new_lock()
        self._redactor = Redactor()
        self._file = _new_file(self.path, overwrite)
        _write(self._file, _header())
        watching.add(self._watch)

    def close(self) -> None:
        """Stop recording; the file is complete."""
        watching.remove(self._watch)
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._file is None else "running"
        return f"<Recording to {str(self.path)!r}, {state}>"

    def _watch(self, exchange: watching.Exchange) -> None:
        with self._lock:
            if self._file is None:
                return
            try:
                _write(self._file, _described(self._redactor, exchange))
                return
            except Exception as error:
                # whatever it is, the program that is recorded goes on
                what = error.strerror if isinstance(error, OSError) else type(error).__name__
        self.close()
        warn_caller(f"the recording {self.path} ends early: {what}", RuntimeWarning)


def _new_file(path: Path, overwrite: bool) -> int:
    if overwrite:
        path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags, 0o600)
    except FileExistsError:
        raise GrowattParameterError(
            f"{path} exists already; choose another name, or say overwrite=True"
        ) from None


def _write(file: int, line: dict[str, Any]) -> None:
    # NaN and Infinity stay as the server sent them, half a character stays an escape
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    content = text.encode("utf-8", "backslashreplace") + b"\n"
    while content:
        content = content[os.write(file, content) :]


def _header() -> dict[str, Any]:
    try:
        library = version("growattServer")
    except PackageNotFoundError:
        library = "not installed"
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "library": library,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
    }


def _described(redactor: Redactor, exchange: watching.Exchange) -> dict[str, Any]:
    request, reply = exchange.request, exchange.reply
    for secret in exchange.secrets():
        redactor.learn_secret(secret)
    if reply is not None:
        learn_headers(redactor, reply.headers)
        learn_body(redactor, reply.body, reply.header("Content-Type"))
    form = _form(request)
    redactor.learn_parameters(form)
    url, query = redactor.address(request.target())
    line: dict[str, Any] = {
        "at": exchange.at.isoformat(timespec="milliseconds"),
        "operation": redactor.text(request.operation),
        "attempt": request.attempt,
        "duration_ms": round(1000 * exchange.seconds, 1),
        "request": {
            "method": request.method,
            "url": url,
            "query": query,
            "form": redactor.parameters(form),
        },
    }
    if reply is not None:
        line["reply"] = _reply(redactor, request, reply)
    else:
        error = exchange.error
        line["error"] = {"class": type(error).__name__, "message": redactor.text(str(error))}
    return line


def _form(request: Request) -> list[tuple[str, str]]:
    """The parameters in the body, as the server reads them."""
    if request.parts is not None:
        return [(name, str(value)) for name, value in request.parts.items()]
    content = request.body() or b""
    return parse_qsl(content.decode("ascii"), keep_blank_values=True)


def _reply(redactor: Redactor, request: Request, reply: Reply) -> dict[str, Any]:
    described: dict[str, Any] = {"status": reply.status}
    if reply.location is not None:
        described["location"] = redactor.link(reply.location, request.url)
    described["headers"] = headers(redactor, reply.headers)
    return {**described, "body": body(redactor, reply.body, reply.header("Content-Type"))}
