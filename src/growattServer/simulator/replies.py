"""How answers, right and spoilt, go over the wire."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

import orjson
from aiohttp import web

from .asking import Body
from .dialect import V1, Dialect
from .errors import VendorError
from .faults import Fault
from .shinephone import answers
from .shinephone.answers import Shape

_HTML = "text/html"
_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)
_LOGIN = (
    "<!DOCTYPE html>\n<html>\n<head><title>Login</title></head>\n<body>\n"
    '<form id="loginForm" action="/login" method="post">\n'
    '<input name="account"><input name="password" type="password">\n'
    "</form>\n</body>\n</html>\n"
)
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_DRIPS = 50
_SLOW_S = 2.0


def page(status: int, text: str) -> web.Response:
    """A page for people, where a program expected JSON."""
    return web.Response(status=status, text=text, content_type=_HTML)


def status_page(status: int) -> web.Response:
    """The plain error page of the vendor's servlet container."""
    return page(status, f"<html><body><h1>HTTP Status {status}</h1></body></html>")


def encode(body: Body) -> bytes:
    """The JSON text of an answer."""
    try:
        # quicker than the standard library, as an answer about a hundred devices feels
        return orjson.dumps(body)
    except TypeError:  # a whole number of more than 64 bits
        return _JSON.encode(body).encode()


def answer(content: bytes) -> web.Response:
    """JSON, which the vendor calls HTML."""
    return web.Response(body=content, content_type=_HTML, charset="UTF-8")


class Spoiler:
    """Makes a request fail as ordered."""

    def __init__(self, stopping: asyncio.Event) -> None:
        self._stopping = stopping

    async def spoil(
        self,
        request: web.Request,
        fault: Fault,
        content: bytes,
        shape: Shape | None = None,
        dialect: Dialect = V1,
    ) -> web.StreamResponse:
        """The failed answer; `content` is the right one, where the failure needs it.

        A shape tells that the app asked, and how its answers look; calls with a token have none.
        """
        if fault.fault == "timeout":
            await self._wait(fault.seconds)
            return _cut(request)
        if fault.fault == "reset":
            return _cut(request)
        if fault.fault == "slow":
            return await self._drip(request, content, fault.seconds)
        return _simple(fault, content, shape, dialect)

    async def _wait(self, seconds: float | None) -> bool:
        # Ends early when the server stops, so that nobody waits for a hanging request.
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _drip(
        self, request: web.Request, content: bytes, seconds: float | None
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": f"{_HTML};charset=UTF-8"})
        response.content_length = len(content)
        await response.prepare(request)
        size = max(1, -(-len(content) // _DRIPS))
        pause = (_SLOW_S if seconds is None else seconds) / _DRIPS
        for start in range(0, len(content), size):
            if await self._wait(pause):
                return _cut(request)
            await response.write(content[start : start + size])
        await response.write_eof()
        return response


def _nothing(shape: Shape | None, dialect: Dialect) -> bytes:
    if shape is None:
        return encode(dialect.good(None))
    return answers.encode(shape.nothing())


def _refusal(fault: Fault, shape: Shape | None, dialect: Dialect) -> bytes:
    if shape is None:
        usual = dialect.usual_refusal()
        code = usual.code if fault.error_code is None else fault.error_code
        text = usual.text if fault.error_msg is None else fault.error_msg
        return encode(dialect.bad(VendorError(code, text)))
    message = shape.usual_refusal() if fault.error_code is None else str(fault.error_code)
    if shape is Shape.SWITCH and fault.error_msg is not None:
        message = fault.error_msg
    return answers.encode(shape.refusal(message))


def app_answer(given: answers.Answer) -> web.Response:
    """An answer of the app's server, with its cookie or where it sends the client."""
    response = web.Response(
        body=given.content, status=given.status, content_type=_HTML, charset="UTF-8"
    )
    if given.location:
        response.headers["Location"] = given.location
    if given.session:
        response.set_cookie(answers.COOKIE, given.session, path="/", httponly=True)
    return response


def _moved(fault: Fault) -> int:
    return fault.status if 300 <= fault.status < 400 else 302


def _locked(fault: Fault, shape: Shape | None) -> web.Response:
    say = answers.locked if shape is Shape.BACK else answers.locked_out
    return app_answer(say(24, fault.form or "new"))


def _simple(fault: Fault, content: bytes, shape: Shape | None, dialect: Dialect) -> web.Response:
    replies: dict[str, Any] = {
        "http_502": lambda: page(502, _BAD_GATEWAY),
        "http_status": lambda: status_page(fault.status),
        "html_login": lambda: page(200, _LOGIN),
        "truncated_json": lambda: answer(content[: len(content) // 2]),
        "empty_body": lambda: answer(b""),
        "null_data": lambda: answer(_nothing(shape, dialect)),
        "error_code": lambda: answer(_refusal(fault, shape, dialect)),
        "session_expired": lambda: app_answer(answers.not_logged_in(fault.form or "redirect")),
        "locked": lambda: _locked(fault, shape),
        "redirect": lambda: app_answer(answers.Answer(b"", _moved(fault), fault.location)),
        "denied_user_agent": lambda: page(403, answers.DENIED),
    }
    response: web.Response = replies[fault.fault]()
    return response


def _cut(request: web.Request) -> web.Response:
    transport = request.transport
    if transport is not None:
        line = transport.get_extra_info("socket")
        if line is not None:
            # A linger of zero makes the close a reset.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()
