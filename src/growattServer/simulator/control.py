"""The control door beside the vendor's calls, under /_sim/: for programs on this machine only."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .cloud import Cloud
from .errors import DoorError
from .scenario_files import bundled

PREFIX = "/_sim/"
_HOST = re.compile(r"(\[[^][]{1,60}\]|[^][:@/]{1,60})(?::\d{1,5})?")
_Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_loopback(address: str) -> bool:
    """Does this name or address mean the machine itself?"""
    if address == "localhost":
        return True
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def _json(value: Any, status: int = 200) -> web.Response:
    return web.json_response(value, status=status)


async def _wish(request: web.Request) -> dict[str, Any]:
    try:
        wish = json.loads(await request.read())
        # half a character can be said in JSON, and in no answer
        json.dumps(wish, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise DoorError("The body is not JSON, or nested too deeply.") from None
    if not isinstance(wish, dict):
        raise DoorError("The body must be a JSON object.")
    return wish


def _check_caller(request: web.Request) -> None:
    """Programs on this machine may come in, web pages may not.

    A page that a browser shows can send requests to the machine it runs on. It gives itself away by
    its Origin, by a Host that is no address of this machine (a name of its own that leads here),
    or by a form, as only a page that was asked first may send JSON.
    """
    peer = request.transport.get_extra_info("peername") if request.transport else None
    if not peer or not is_loopback(peer[0]):
        raise DoorError("This door opens on the machine itself only.", status=403)
    named = _HOST.fullmatch(request.host)
    if named is None or not is_loopback(named[1].strip("[]").lower()):
        raise DoorError("Say 127.0.0.1 or localhost as the host of this door.", status=403)
    origin = request.headers.get("Origin")
    is_foreign = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    if is_foreign or (origin is not None and origin != f"http://{request.host}"):
        raise DoorError("This door does not open for web pages.", status=403)
    has_body = request.can_read_body or "Content-Type" in request.headers
    if request.method != "GET" and has_body and request.content_type != "application/json":
        raise DoorError("Send JSON, with Content-Type: application/json.", status=415)


def _only(wish: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in wish:
        if name not in names:
            raise DoorError(f"{name!r} is not known here; known: {', '.join(names)}.")
    return wish


class Door:
    """The handlers of the door over one cloud."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    def mount(self, app: web.Application) -> None:
        """Add the door to an application."""
        cloud = self.cloud
        add = app.router.add_route
        add("GET", PREFIX + "clock", self._guard(self._show(cloud.clock_state)))
        add("POST", PREFIX + "clock", self._guard(self._set_clock))
        add("GET", PREFIX + "faults", self._guard(self._show(self._faults)))
        add("POST", PREFIX + "faults", self._guard(self._add_fault))
        add("DELETE", PREFIX + "faults", self._guard(self._show(cloud.clear_faults)))
        add("POST", PREFIX + "reset", self._guard(self._show(cloud.reset)))
        add("GET", PREFIX + "requests", self._guard(self._show(cloud.requests)))
        add("GET", PREFIX + "recording", self._guard(self._show(cloud.recording_state)))
        add("GET", PREFIX + "scenario", self._guard(self._show(self._scenario)))
        add("POST", PREFIX + "scenario", self._guard(self._set_scenario))
        add("DELETE", PREFIX + "scenario", self._guard(self._show(cloud.clear_scenario)))
        add("GET", PREFIX + "account", self._guard(self._show(cloud.account_state)))
        add("POST", PREFIX + "account", self._guard(self._change_account))
        add("POST", PREFIX + "accounts", self._guard(self._add_account))
        add("DELETE", PREFIX + "sessions", self._guard(self._show(cloud.drop_sessions)))
        add("GET", PREFIX + "limits", self._guard(self._show(cloud.limits_state)))
        add("GET", PREFIX + "violations", self._guard(self._show(cloud.violations_state)))
        add("DELETE", PREFIX + "violations", self._guard(self._show(cloud.clear_violations)))
        add("POST", PREFIX + "plants", self._guard(self._add_plant))
        add("POST", PREFIX + "devices", self._guard(self._add_device))
        for method in ("POST", "PATCH"):
            add(method, PREFIX + "devices/{sn}", self._guard(self._change_device))
        add("GET", PREFIX + "devices/{sn}", self._guard(self._device))
        add("POST", PREFIX + "devices/{sn}/alarms", self._guard(self._add_alarm))
        add("GET", PREFIX + "devices/{sn}/truth", self._guard(self._truth))
        app.router.add_route("*", PREFIX + "{rest:.*}", self._guard(self._unknown))

    def _guard(self, reply: _Reply) -> _Reply:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                _check_caller(request)
                return await reply(request)
            except DoorError as error:
                return _json({"error": str(error)}, error.status)

        return guarded

    def _show(self, state: Callable[[], Any]) -> _Reply:
        async def show(request: web.Request) -> web.StreamResponse:
            value = state()
            return _json({"ok": True} if value is None else value)

        return show

    def _faults(self) -> list[dict[str, Any]]:
        with self.cloud.lock:
            return self.cloud.faults.described()

    async def _set_clock(self, request: web.Request) -> web.StreamResponse:
        return _json(self.cloud.set_clock(**_only(await _wish(request), "now", "speed")))

    async def _add_fault(self, request: web.Request) -> web.StreamResponse:
        return _json(self.cloud.add_fault(await _wish(request)), 201)

    def _scenario(self) -> dict[str, Any]:
        return self.cloud.scenario() or {"title": None, "failures": []}

    async def _set_scenario(self, request: web.Request) -> web.StreamResponse:
        wish = await _wish(request)
        name = wish.get("name") if set(wish) == {"name"} else None
        if name is not None and (not isinstance(name, str) or name not in bundled()):
            raise DoorError(f"name must be one of {', '.join(bundled())}.")
        return _json(self.cloud.set_scenario(name or wish), 201)

    async def _change_account(self, request: web.Request) -> web.StreamResponse:
        return _json(self.cloud.change_account(await _wish(request)))

    async def _add_account(self, request: web.Request) -> web.StreamResponse:
        return _json(self.cloud.add_account(await _wish(request)), 201)

    async def _add_plant(self, request: web.Request) -> web.StreamResponse:
        return _json(self.cloud.add_plant(await _wish(request)), 201)

    async def _add_device(self, request: web.Request) -> web.StreamResponse:
        return _json(self.cloud.add_device(await _wish(request)), 201)

    async def _change_device(self, request: web.Request) -> web.StreamResponse:
        wish = await _wish(request)
        return _json(self.cloud.change_device(request.match_info["sn"], wish))

    async def _add_alarm(self, request: web.Request) -> web.StreamResponse:
        wish = await _wish(request)
        return _json(self.cloud.add_alarm(request.match_info["sn"], wish), 201)

    async def _device(self, request: web.Request) -> web.StreamResponse:
        return _json(self.cloud.device_state(request.match_info["sn"]))

    async def _truth(self, request: web.Request) -> web.StreamResponse:
        asked = _only(dict(request.query), "start", "end")
        if len(asked) < 2:
            raise DoorError("Say start and end, ISO 8601.")
        return _json(self.cloud.truth(request.match_info["sn"], **asked))

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        raise DoorError(f"The door has no {request.method} {request.path}.", status=404)
