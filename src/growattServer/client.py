"""What all clients share: a server, time-outs, and the session that sends."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from .exceptions import GrowattMissingExtraError, GrowattParameterError
from .operation import AsyncClient, BlockingClient, Call, Timeout
from .servers import ServerUrl, server_of
from .timeouts import Timeouts, as_timeouts, whole_of
from .wire import ON_LIMIT, Cookie, OnLimit, Reply, Request

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    import aiohttp
    import requests


class ClientSettings:
    """Server and time-outs of a client; both may be changed at any time."""

    server_url: str = ServerUrl()  # type: ignore[assignment]  # a descriptor that reads as a text
    _timeouts: Timeouts = Timeouts()
    _whole: float = sum(Timeouts())
    _is_patient: bool = True

    @property
    def timeout(self) -> Timeouts:
        """Seconds to connect, and seconds until the answer is there.

        Set to a number, it is also the time for a call in all, with everything that belongs to it;
        set to a pair, that is their sum.
        """
        return self._timeouts

    @timeout.setter
    def timeout(self, value: Timeout) -> None:
        self._timeouts, self._whole = as_timeouts(value), whole_of(value)
        self._is_patient = value is None

    def _call(
        self, timeout: Timeout = None, on_limit: OnLimit | None = None, *, is_long: bool = False
    ) -> Call:
        """A call that begins now, with the wishes of its caller."""
        if on_limit is not None and on_limit not in ON_LIMIT:
            raise GrowattParameterError(f"on_limit is {' or '.join(ON_LIMIT)}, not {on_limit!r}")
        if timeout is None:
            is_patient = self._is_patient
            return Call(
                self._timeouts, self._whole, on_limit, is_long=is_long, is_patient=is_patient
            )
        return Call(as_timeouts(timeout), whole_of(timeout), on_limit)

    def _configure(
        self,
        server_url: str | None,
        region: str | None,
        timeout: Timeout,
    ) -> None:
        if server_url is not None and region is not None:
            raise GrowattParameterError("give either server_url or region, not both")
        if region is not None:
            self.server_url = server_of(region)
        elif server_url is not None:
            self.server_url = server_url
        self.timeout = timeout

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {urlsplit(self.server_url).hostname}>"


class RequestsClient(ClientSettings, BlockingClient):
    """A blocking client on `requests`, which is imported when the first of them is used."""

    _headers: dict[str, str]
    _session: requests.Session | None = None

    @property
    def session(self) -> requests.Session:
        """The session that all calls go through; what its owner changes on it is used."""
        if self._session is None:
            from .transports import with_requests

            # two threads may come here at once, and only one of the sessions counts
            self.__dict__.setdefault("_session", with_requests.new_session(self._headers))
        return cast("requests.Session", self._session)

    @session.setter
    def session(self, session: requests.Session) -> None:
        self._session = session

    def _send(self, request: Request, call: Call) -> Reply:
        from .transports import watching, with_requests

        session, seconds = self.session, call.left_to_request()
        if not watching.is_on():
            return with_requests.send(session, request, call.timeouts, seconds)
        with watching.Exchange(request, session.headers) as exchange:
            reply = exchange.reply = with_requests.send(session, request, call.timeouts, seconds)
        return reply

    def _cookies(self, address: str) -> list[Cookie]:
        from .transports import with_requests

        return with_requests.cookies(self.session, address)

    def _set_cookies(self, address: str, cookies: list[Cookie]) -> None:
        from .transports import with_requests

        with_requests.set_cookies(self.session, address, cookies)

    def close(self) -> None:
        """Close the connections; the client may be used again."""
        if self._session is not None:
            self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AiohttpClient(ClientSettings, AsyncClient):
    """An async client on aiohttp, with a `ClientSession` of its own or one that was given to it."""

    _session: aiohttp.ClientSession | None
    _headers: dict[str, str]

    def _use_session(self, session: aiohttp.ClientSession | None, headers: dict[str, str]) -> None:
        self._session = session
        self._is_own = session is None
        self._loop: AbstractEventLoop | None = None
        self._headers = headers

    async def _send(self, request: Request, call: Call) -> Reply:
        session = self._current_session()
        from .transports import watching, with_aiohttp

        headers, seconds = self._headers, call.left_to_request()
        if not watching.is_on():
            return await with_aiohttp.send(session, request, call.timeouts, seconds, headers)
        with watching.Exchange(request, headers) as exchange:
            reply = exchange.reply = await with_aiohttp.send(
                session, request, call.timeouts, seconds, headers
            )
        return reply

    def _current_session(self) -> aiohttp.ClientSession:
        """The session of the running event loop."""
        from asyncio import get_running_loop

        try:
            from .transports import with_aiohttp
        except ImportError:
            raise GrowattMissingExtraError("async", "an async client") from None
        loop = get_running_loop()
        session = self._session
        if session is None or (self._is_own and (session.closed or self._loop is not loop)):
            # made at the first call: a session belongs to the event loop that runs
            session = with_aiohttp.new_session(session.cookie_jar if session else None)
            self._session, self._loop = session, loop
        return session

    def _cookies(self, address: str) -> list[Cookie]:
        from .transports import with_aiohttp

        return with_aiohttp.cookies(self._current_session(), address)

    def _set_cookies(self, address: str, cookies: list[Cookie]) -> None:
        session = self._current_session()
        from .transports import with_aiohttp

        with_aiohttp.set_cookies(session, address, cookies)

    async def close(self) -> None:
        """Close the session, unless it was given from outside."""
        if self._is_own and self._session is not None:
            await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()


def python_user_agent() -> str:
    """The User-Agent of the token API's clients: Python, its version and the system."""
    system = f"{platform.system()} {platform.release()}; {platform.machine()}"
    return f"Python/{platform.python_version()} ({system})"
