"""Whose cookies: what a server sets belongs to the client that asked, whatever session it went by.

Otherwise two clients that share a session of their HTTP library would both act for the account that
logged in last. What a program puts into the session itself is sent by all who use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import requests
from requests.cookies import (
    MockRequest,
    MockResponse,
    RequestsCookieJar,
    create_cookie,
    extract_cookies_to_jar,
    get_cookie_header,
)

from ..living import Living
from ..secret import Secret
from ..wire import Cookie


class _Company:
    """The clients that use one session, and the names of the cookies that servers gave them."""

    def __init__(self) -> None:
        self.members: Living[ClientCookies] = Living()
        self.names: set[str] = set()

    def __reduce__(self) -> tuple[type[_Company], tuple[()]]:
        return type(self), ()


_COMPANIES: WeakKeyDictionary[Any, _Company] = WeakKeyDictionary()


class ClientCookies:
    """The cookies of one client that sends through a session of `requests`.

    A session that the client has for itself keeps them in its jar, where programs read and set
    them. From the moment on that another client is given the same session, each has a jar of its
    own; the newcomer begins with what it found, and loses that with its first login.
    """

    def __init__(self) -> None:
        self._company = _Company()
        self._jar: RequestsCookieJar | None = None
        self._is_found = False

    def __getstate__(self) -> dict[str, Any]:
        # in a pickle or a deep copy the session is another one
        return {**self.__dict__, "_company": _Company()}

    def use(self, session: requests.Session) -> None:
        """Send through this session from now on."""
        company = _Company()
        # what stands in for a session in a test may not be of a kind that can be noted
        with suppress(TypeError):
            company = _COMPANIES.setdefault(session, company)
        if self in company.members:
            return
        self._company.members.discard(self)
        self._company, self._jar = company, None
        company.members.add(self)
        members = list(company.members)
        if len(members) > 1:
            self._is_found = True
            for member in members:
                member._part(session)

    def _part(self, session: requests.Session) -> None:
        if self._jar is None:
            self._jar = RequestsCookieJar()
            for cookie in list(iter(session.cookies)):
                if cookie.name in self._company.names:
                    self._jar.set_cookie(cookie)

    def part_from_others(self) -> None:
        """Forget what other clients have left in the session; a login begins without it."""
        if self._jar is not None and self._is_found:
            self._jar.clear()
        self._is_found = False

    def header(self, session: requests.Session, url: str) -> str | None:
        """The header `Cookie` of a request; None where the session itself knows it."""
        if self._jar is None or "Cookie" in session.headers:
            return None
        jar = self._jar.copy()
        for cookie in list(iter(session.cookies)):
            if cookie.name not in self._company.names:
                jar.set_cookie(cookie)
        # an empty header keeps the session from sending what other clients have left there
        return header_of(jar, url) or ("" if header_of(session.cookies, url) else None)

    def learn(self, response: requests.Response, *args: Any, **kwargs: Any) -> None:
        """Keep the cookies of a reply; a hook, which comes before the session keeps them."""
        if "Set-Cookie" not in response.headers:
            return
        found = RequestsCookieJar()
        for jar in (found, self._jar):
            if jar is not None:
                extract_cookies_to_jar(jar, response.request, response.raw)  # type: ignore[no-untyped-call]  # unannotated in its stubs
        self._company.names.update(cookie.name for cookie in found)

    def hide(self, session: requests.Session) -> None:
        """Make the values of the cookies that have come secrets, which do not show themselves."""
        for jar in (getattr(session, "cookies", None), self._jar):
            if isinstance(jar, RequestsCookieJar):
                hide(jar)

    def listed(self, session: requests.Session, address: str) -> list[Cookie]:
        """The cookies for the server at this address."""
        return listed(session.cookies if self._jar is None else self._jar, address)

    def put(self, session: requests.Session, address: str, cookies: list[Cookie]) -> None:
        """Keep these cookies for the server, in place of those with the same names."""
        put(session.cookies if self._jar is None else self._jar, address, cookies)
        self._company.names.update(cookie.name for cookie in cookies)


def jars_in_use() -> Iterator[tuple[Any, list[Any]]]:
    """Each session that clients send through, with the jars of it and of them."""
    # in one step, as other threads make clients meanwhile
    for session in [reference() for reference in _COMPANIES.keyrefs()]:
        company = None if session is None else _COMPANIES.get(session)
        if company is None:
            continue
        own = [member._jar for member in company.members if member._jar is not None]
        yield session, [getattr(session, "cookies", None) or RequestsCookieJar(), *own]


# --- one jar -------------------------------------------------------------------------------------


def new_jar() -> RequestsCookieJar:
    """A jar for one client."""
    return RequestsCookieJar()


def hide(jar: RequestsCookieJar) -> None:
    """Make the values of the cookies secrets, which do not show themselves."""
    for cookie in list(iter(jar)):
        if cookie.value:
            cookie.value = Secret(cookie.value)


def header_of(jar: RequestsCookieJar, url: str) -> str:
    """The header `Cookie` of a request to this address, with values as they came."""
    if next(iter(jar), None) is None:
        return ""  # as at nearly every call
    made = requests.Request("GET", url)
    header: str | None = get_cookie_header(jar, made)  # type: ignore[no-untyped-call]  # unannotated in its stubs
    return header or ""


class _Lines:
    """Lines of a reply's headers as the standard library's jars want them."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def get_all(self, name: str, default: Any = None) -> list[str]:
        return self._lines if name == "Set-Cookie" else default


def learn(jar: RequestsCookieJar, url: str, lines: Iterable[str]) -> None:
    """Keep the cookies that the lines `Set-Cookie` of a reply from this address set."""
    # what is no ASCII could not be sent back
    said = _Lines([line for line in lines if line.isascii()])
    asked = MockRequest(requests.Request("GET", url))
    jar.extract_cookies(MockResponse(said), asked)  # type: ignore[arg-type]  # as `requests` does it
    hide(jar)


def listed(jar: RequestsCookieJar, address: str) -> list[Cookie]:
    """The cookies in a jar for the server at this address."""
    return [
        Cookie(cookie.name, cookie.value or "", cookie.path, cookie.secure)
        for cookie in list(iter(jar))
        if belongs_to(cookie.domain, address)
    ]


def put(jar: RequestsCookieJar, address: str, cookies: list[Cookie]) -> None:
    """Put these cookies for the server into a jar, in place of those with the same names."""
    host = urlsplit(address).hostname or ""
    names = {cookie.name for cookie in cookies}
    for old in [one for one in jar if one.name in names and belongs_to(one.domain, address)]:
        jar.clear(old.domain, old.path, old.name)
    for cookie in cookies:
        # the standard library's name for a host without a dot ends in .local
        domain = host if "." in host else f"{host}.local"
        more = {"domain": domain, "path": cookie.path, "secure": cookie.secure}
        jar.set_cookie(create_cookie(cookie.name, cookie.value, **more))  # type: ignore[no-untyped-call]  # unannotated in its stubs


def belongs_to(domain: str, address: str) -> bool:
    """Whether a cookie of this domain is sent to the server at this address."""
    host = (urlsplit(address).hostname or "").removesuffix(".local")
    domain = domain.lstrip(".").removesuffix(".local").lower()
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))
