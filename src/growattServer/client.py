"""What all clients share: a server, time-outs, and the session that sends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from .etiquette.redirects import MOST_REDIRECTS
from .exceptions import GrowattMissingExtraError, GrowattParameterError
from .operation import AsyncClient, BlockingClient, Call, Timeout
from .servers import ServerNotes, ServerUrl, server_of
from .timeouts import Timeouts, as_timeouts, whole_of
from .wire import ON_LIMIT, Cookie, OnLimit, Reply, Request

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    import aiohttp
    import requests
    from requests.cookies import RequestsCookieJar

    from .transports.cookies import ClientCookies
    from .transports.with_aiohttp import OwnSession


class ClientSettings(ServerNotes):
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
            raise GrowattParameterError(
                f"on_limit must be {' or '.join(ON_LIMIT)}, not {on_limit!r}"
            )
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
        allow_cleartext: bool,
    ) -> None:
        if allow_cleartext:
            self.allow_cleartext = True
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
    _kept_cookies: ClientCookies | None = None
    _session_before: requests.Session | None = None

    @property
    def session(self) -> requests.Session:
        """The session that all calls go through; what its owner changes on it is used."""
        if self._session is None:
            from .transports import with_requests

            # two threads may come here at once, and only one of the sessions counts
            session = self.__dict__.setdefault("_session", with_requests.new_session(self._headers))
            self._own_cookies().use(session)
        return cast("requests.Session", self._session)

    @session.setter
    def session(self, session: requests.Session) -> None:
        self._session_before, self._session = self._session, session
        self._own_cookies().use(session)

    @session.deleter
    def session(self) -> None:
        # so that unittest.mock can take its patch of a client away again
        self._session = self._session_before

    def _own_cookies(self) -> ClientCookies:
        if self._kept_cookies is None:
            from .transports.cookies import ClientCookies

            self.__dict__.setdefault("_kept_cookies", ClientCookies())
        return cast("ClientCookies", self._kept_cookies)

    def _send(self, request: Request, call: Call) -> Reply:
        from .transports import watching, with_requests

        self._note_address(request.url)
        session, cookies, seconds = self.session, self._own_cookies(), call.left_to_request()
        if not watching.is_on():
            return with_requests.send(session, request, call.timeouts, seconds, cookies)
        with watching.Exchange(request, session.headers) as exchange:
            reply = exchange.reply = with_requests.send(
                session, request, call.timeouts, seconds, cookies
            )
        return reply

    def _cookies(self, address: str) -> list[Cookie]:
        return self._own_cookies().listed(self.session, address)

    def _set_cookies(self, address: str, cookies: list[Cookie]) -> None:
        self._own_cookies().put(self.session, address, cookies)

    def _part_from_others(self) -> None:
        self._own_cookies().part_from_others()

    def _has_credentials(self) -> bool:
        """Whether the session sends a login of its own with each request."""
        return self.session.auth is not None or "Authorization" in self.session.headers

    def _most_redirects(self) -> int:
        most = getattr(self.session, "max_redirects", None)
        # what stands in for a session in a test may say anything
        return most if isinstance(most, int) else MOST_REDIRECTS

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
    _jar: RequestsCookieJar | None = None

    def _use_session(self, session: aiohttp.ClientSession | None, headers: dict[str, str]) -> None:
        self._session = session
        self._own: dict[AbstractEventLoop, OwnSession] = {}
        self._headers = headers

    async def _send(self, request: Request, call: Call) -> Reply:
        self._note_address(request.url)
        session, environment = self._session, None
        if session is None:
            own = await self._own_session()
            session, environment = own.session, own.environment
        from .transports import watching, with_aiohttp

        headers, jar, seconds = self._headers, self._own_jar(), call.left_to_request()
        more = headers, jar, environment
        if not watching.is_on():
            return await with_aiohttp.send(session, request, call.timeouts, seconds, *more)
        with watching.Exchange(request, headers) as exchange:
            reply = exchange.reply = await with_aiohttp.send(
                session, request, call.timeouts, seconds, *more
            )
        return reply

    async def _own_session(self) -> OwnSession:
        """The session of the running event loop, which is made at the first call in it."""
        from asyncio import get_running_loop

        try:
            from .transports import with_aiohttp
        except ImportError:
            raise GrowattMissingExtraError("async", "an async client") from None
        loop = get_running_loop()
        own = self._own.get(loop)
        if own is None or own.session.closed:
            for past in [one for one in self._own if one.is_closed()]:
                await self._own.pop(past).close()
            own = self._own[loop] = with_aiohttp.OwnSession()
            await own.begin()
        return own

    def _own_jar(self) -> RequestsCookieJar:
        """The cookies of this client; those of a session that was given are other people's too."""
        from .transports import cookies as jars

        if self._jar is None:
            self._jar = jars.new_jar()
        return self._jar

    def _cookies(self, address: str) -> list[Cookie]:
        from .transports import cookies as jars

        return jars.listed(self._own_jar(), address)

    def _set_cookies(self, address: str, cookies: list[Cookie]) -> None:
        from .transports import cookies as jars

        jars.put(self._own_jar(), address, cookies)

    def _part_from_others(self) -> None:
        """Other clients leave no cookies in a session that they share with this one."""

    def _has_credentials(self) -> bool:
        """Whether a session that was given sends a login of its own with each request."""
        session = self._session
        return session is not None and (
            session.auth is not None or "Authorization" in session.headers
        )

    def _most_redirects(self) -> int:
        return MOST_REDIRECTS

    async def close(self) -> None:
        """Close the session, unless it was given from outside."""
        from asyncio import get_running_loop

        own = self._own.pop(get_running_loop(), None)
        if own is not None:
            await own.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()


def python_user_agent() -> str:
    """The User-Agent of the token API's clients: Python, its version and the system."""
    version = sys.version.partition(" ")[0]
    if hasattr(os, "uname"):
        system = os.uname()
        return f"Python/{version} ({system.sysname} {system.release}; {system.machine})"
    # what it compiles first is dear, so only where there is no uname
    import platform

    return f"Python/{version} ({platform.system()} {platform.release()}; {platform.machine()})"
