"""The HTTP server: one catch-all for the vendor's calls, and the control door beside it."""

from __future__ import annotations

import asyncio
from typing import TypeVar
from urllib.parse import parse_qsl

from aiohttp import web

from .cloud import Cloud
from .control import Door
from .dialect import V1
from .faults import Fault
from .playback import play
from .replies import Spoiler, answer, app_answer, encode, status_page
from .routes import table
from .scene import Gradual
from .shinephone.answers import COOKIE
from .shinephone.routes import is_legacy, shape_of

_TABLE = table()
_T = TypeVar("_T")
_FORM = "application/x-www-form-urlencoded"


async def _form(request: web.Request) -> dict[str, str]:
    # Clients send a form with a GET as well, and some forget to name its type.
    if request.content_type == "multipart/form-data":
        return await _parts(request)
    body = await request.read()
    if request.content_type not in (_FORM, "application/octet-stream"):
        return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _parts(request: web.Request) -> dict[str, str]:
    try:
        parts = await request.post()
    except (AssertionError, ValueError, RuntimeError):
        return {}
    return {name: value for name, value in parts.items() if isinstance(value, str)}


def _names(request: web.Request, form: dict[str, str]) -> tuple[str, ...]:
    # The app's API has few paths, and names the call in a parameter.
    params = {**request.query, **form}
    selects = [
        f"{request.path}?{name}={params[name]}" for name in ("op", "action") if name in params
    ]
    return (request.path, *selects)


async def _in_turns(work: Gradual[_T]) -> _T:
    """What comes of some work; between its steps the other requests have their turn."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            found: _T = done.value
            return found
        await asyncio.sleep(0)


class Server:
    """One listening simulator."""

    def __init__(self, cloud: Cloud, host: str = "127.0.0.1", port: int = 0) -> None:
        self._cloud = cloud
        self._host = host
        self._port = port
        self._stopping = asyncio.Event()
        self._spoiler = Spoiler(self._stopping)
        self._runner: web.AppRunner | None = None

    async def start(self) -> tuple[str, int]:
        """Listen; returns the URL and the port."""
        app = web.Application()
        Door(self._cloud).mount(app)
        app.router.add_route("*", "/{path:.*}", self._vendor)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        port = self._runner.addresses[0][1]
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{port}/", port

    async def stop(self) -> None:
        """Let hanging requests go and close."""
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _vendor(self, request: web.Request) -> web.StreamResponse:
        cloud = self._cloud
        query, form = dict(request.query), await _form(request)
        cloud.remember(request.method, request.path, query, form, list(request.headers))
        with cloud.lock:
            fault = cloud.faults.take(request.method, *_names(request, form))
        if cloud.recording is not None:
            return await self._recorded(request, form, fault)
        if is_legacy(request.path):
            return await self._app(request, {**query, **form}, fault)
        calls = _TABLE.get(request.path)
        call = None if calls is None else calls.get(request.method)
        dialect = V1 if call is None else call.dialect
        if fault is not None and not fault.takes_effect:
            return await self._spoiler.spoil(request, fault, b"", dialect=dialect)
        if calls is None:
            return status_page(404)
        if call is None:
            return status_page(405)
        token = request.headers.get("token", "")
        body = await _in_turns(cloud.answer(call, token, {**query, **form}))
        content = encode(body)
        if fault is not None:
            return await self._spoiler.spoil(request, fault, content, dialect=dialect)
        return answer(content)

    async def _recorded(
        self, request: web.Request, form: dict[str, str], fault: Fault | None
    ) -> web.StreamResponse:
        if fault is not None and not fault.takes_effect:
            return await self._spoiler.spoil(request, fault, b"")
        cloud, pairs = self._cloud, [*request.query.items(), *form.items()]
        played = cloud.recorded(request.method, request.path, pairs)
        if fault is not None and played is not None:
            return await self._spoiler.spoil(request, fault, played.content)
        return await play(request, played, self._spoiler, cloud.options.recorded_pace)

    async def _app(
        self, request: web.Request, params: dict[str, str], fault: Fault | None
    ) -> web.StreamResponse:
        cloud, shape = self._cloud, shape_of(request.path, params)
        session = request.cookies.get(COOKIE, "")
        if fault is not None and fault.fault == "session_expired":
            cloud.end_session(session)
        if fault is not None and not fault.takes_effect:
            return await self._spoiler.spoil(request, fault, b"", shape)
        if request.method not in ("GET", "POST"):
            return status_page(405)
        agent = request.headers.get("User-Agent", "")
        given = await _in_turns(cloud.answer_app(request.path, params, agent, session))
        if fault is not None:
            return await self._spoiler.spoil(request, fault, given.content, shape)
        return app_answer(given)
