"""A small cloud with one account and its sessions, and a person with a clock who uses it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from shinephone_loopback import Answer, Loopback, Received, captured, moved, said

import growattServer
from growattServer import AsyncGrowattApi, GrowattApi

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
USER, PASSWORD = "sunny_demo", "very-secret-password"
HASHED = growattServer.hash_password(PASSWORD)
WHEN = datetime(2026, 6, 4, 12, tzinfo=UTC)
LOST = {
    "a page": captured("session_expired.html"),
    "a redirect": moved("/error.do?errorMess=errorNoLogin"),
    "a redirect to the login": moved("/login"),
    "status 500": Answer(captured("session_expired.html").body, 500),
    "status 500 in words": Answer(b"you have not login to the system", 500),
    "JSON": said({"result": 0, "msg": "you have not login to the system"}),
    "JSON with status 500": said({"error": "errorNoLogin"}, 500),
}


class Cloud(Loopback):
    """One account, and the sessions that its logins opened."""

    def __init__(self) -> None:
        super().__init__(self.decide)
        self.logins = 0
        self.open: set[str] = set()
        self.lost = LOST["a page"]
        self.refusal: Answer | None = None

    def decide(self, request: Received) -> Answer:
        if request.path == "/error.do" or request.path == "/login":
            return captured("session_expired.html")
        if request.path == "/newTwoLoginAPI.do":
            self.logins += 1
            if self.refusal is not None:
                return self.refusal
            if request.form != {"userName": USER, "password": HASHED}:
                return captured("login.wrong_password.json")
            name = f"session{self.logins}"
            self.open.add(name)
            cookie = ("Set-Cookie", f"JSESSIONID={name}; Path=/; HttpOnly")
            return captured("login.json")._replace(headers=(cookie,))
        if (request.cookie or "").removeprefix("JSESSIONID=") not in self.open:
            return self.lost
        return said({"success": True, "obj": {"ok": 1}, "back": {"success": True}})

    def expire(self) -> None:
        self.open.clear()

    @property
    def paths(self) -> list[str]:
        return [request.path.lstrip("/").removesuffix(".do") for request in self.received]


class Person:
    """One blocking or async client, with a clock of its own."""

    def __init__(self, mode: str, cloud: Loopback, **options: Any) -> None:
        self.loop = asyncio.new_event_loop() if mode == "async" else None
        kind: Any = AsyncGrowattApi if mode == "async" else GrowattApi
        self.api: Any = kind(server_url=cloud.url, **options)
        self.now = WHEN
        self.api._now = lambda: self.now

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.loop is None:
            self.api.close()
        else:
            self.loop.run_until_complete(self.api.close())
            self.loop.close()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.api, name)
        if self.loop is None:
            return method
        loop = self.loop
        return lambda *arguments: loop.run_until_complete(method(*arguments))

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)
