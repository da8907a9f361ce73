"""Sending a recorded answer: the reply as it was, or the failure that came in its place."""

from __future__ import annotations

import asyncio
import uuid

from aiohttp import web

from .faults import Fault
from .recording import Played
from .replies import Spoiler, status_page

_HALF = b'{"'


async def play(
    request: web.Request, played: Played | None, spoiler: Spoiler, recorded_pace: bool
) -> web.StreamResponse:
    """The answer over the wire; a request that was never recorded gets a page with status 404."""
    if played is None:
        return status_page(404)
    if recorded_pace:
        await asyncio.sleep(played.seconds)
    if not played.error:
        return _reply(played)
    if "Timeout" in played.error:
        return await spoiler.spoil(request, Fault("timeout"), b"")
    if "Incomplete" in played.error:
        await _half(request)
    return await spoiler.spoil(request, Fault("reset"), b"")


def _reply(played: Played) -> web.Response:
    response = web.Response(body=played.content, status=played.status)
    response.headers["Content-Type"] = played.content_type
    if played.location is not None:
        response.headers["Location"] = played.location
    if played.retry_after is not None:
        response.headers["Retry-After"] = played.retry_after
    for name in played.cookies:
        response.set_cookie(name, uuid.uuid4().hex.upper(), path="/", httponly=True)
    return response


async def _half(request: web.Request) -> None:
    response = web.StreamResponse()
    response.content_length = 1000
    await response.prepare(request)
    await response.write(_HALF)
    await asyncio.sleep(0)
