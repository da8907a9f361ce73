"""Whose cookies: each client keeps and sends its own, whatever session they go through."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import pytest
import requests
from shinephone_cloud import BLOCKING_AND_ASYNC, HASHED, PASSWORD, USER
from shinephone_loopback import Answer, Loopback, Received, captured, moved, said
from yarl import URL

from growattServer import AsyncGrowattApi, GrowattApi, GrowattError, GrowattSessionExpiredError

OTHER = "another_demo"


class TwoAccounts(Loopback):
    """A server that answers each session with the name of its user."""

    def __init__(self) -> None:
        super().__init__(self.decide)
        self.sessions: dict[str, str] = {}
        self.refused: set[str] = set()

    def decide(self, request: Received) -> Answer:
        cookie = (request.cookie or "").partition("JSESSIONID=")[2].partition(";")[0]
        if request.path == "/newTwoLoginAPI.do":
            return self._login(request.form, cookie)
        if cookie not in self.sessions:
            return captured("session_expired.html")
        return said({"obj": {"user": self.sessions[cookie]}, "success": True})

    def _login(self, form: dict[str, str], cookie: str) -> Answer:
        name = form["userName"]
        if name in self.refused or form["password"] != HASHED:
            return captured("login.wrong_password.json")
        # whoever's session it was, it is now that of the user who has logged in with it
        session = cookie if cookie in self.sessions else f"S{len(self.received)}"
        self.sessions[session] = name
        header = ("Set-Cookie", f"JSESSIONID={session}; Path=/; HttpOnly")
        return captured("login.json")._replace(headers=(header,))

    def expire(self) -> None:
        self.sessions.clear()


@pytest.fixture
def server() -> Iterator[TwoAccounts]:
    with TwoAccounts() as loopback:
        yield loopback


def user_of(api: GrowattApi) -> str:
    name: str = api.mix_totals("M", "1")["user"]
    return name


# --- blocking clients that share a session -------------------------------------------------------


def sharing(server: TwoAccounts, session: requests.Session) -> tuple[GrowattApi, GrowattApi]:
    first, second = (GrowattApi(server_url=server.url) for _ in range(2))
    first.session = second.session = session
    return first, second


def test_who_is_left_of_two_clients_stays_who_it_is(server: TwoAccounts) -> None:
    first, second = sharing(server, requests.Session())
    first.login(USER, PASSWORD)
    second.login(OTHER, PASSWORD)
    del second
    gc.collect()
    assert user_of(first) == USER


def test_a_cookie_that_a_program_puts_into_a_shared_session_is_sent(server: TwoAccounts) -> None:
    first, second = sharing(server, requests.Session())
    first.session.cookies.set("before", "1")
    first.login(USER, PASSWORD)
    second.login(OTHER, PASSWORD)
    first.session.cookies.set("after", "2")
    for api, name in ((first, USER), (second, OTHER)):
        assert user_of(api) == name
        sent = set((server.received[-1].cookie or "").split("; "))
        assert {"before=1", "after=2"} < sent
        assert len(sent) == 3


def test_a_session_that_is_given_with_its_login_keeps_it(server: TwoAccounts) -> None:
    first, second = GrowattApi(server_url=server.url), GrowattApi(server_url=server.url)
    first.login(USER, PASSWORD)
    second.session = first.session
    assert user_of(second) == USER
    # a login of its own begins without it: the server might give it the session of the other
    second.login(OTHER, PASSWORD)
    assert not server.received[-1].cookie
    assert (user_of(first), user_of(second)) == (USER, OTHER)


def test_a_login_that_is_refused_does_not_go_on_as_somebody_else(server: TwoAccounts) -> None:
    first, second = GrowattApi(server_url=server.url), GrowattApi(server_url=server.url)
    first.login(USER, PASSWORD)
    second.session = first.session
    server.refused.add(OTHER)
    assert not second.login(OTHER, PASSWORD)["success"]
    with pytest.raises(GrowattSessionExpiredError):
        second.mix_totals("M", "1")
    assert user_of(first) == USER


def test_what_a_program_did_to_the_cookies_before_they_were_shared_holds(
    server: TwoAccounts,
) -> None:
    first, second = GrowattApi(server_url=server.url), GrowattApi(server_url=server.url)
    first.login(USER, PASSWORD)
    session = first.session.cookies["JSESSIONID"]
    first.session.cookies.clear()
    with pytest.raises(GrowattSessionExpiredError):
        first.mix_totals("M", "1")
    first.session.cookies.set("JSESSIONID", session)
    second.session = first.session
    second.login(OTHER, PASSWORD)
    assert (user_of(first), user_of(second)) == (USER, OTHER)


def test_a_session_of_another_class_is_shared_too(server: TwoAccounts) -> None:
    class Counting(requests.Session):
        asked = 0

        def request(self, *arguments: Any, **named: Any) -> requests.Response:
            self.asked += 1
            return super().request(*arguments, **named)

    session = Counting()
    first, second = sharing(server, session)
    first.login(USER, PASSWORD)
    with pytest.raises(GrowattSessionExpiredError):
        second.mix_totals("M", "1")
    second.login(OTHER, PASSWORD)
    assert (user_of(first), user_of(second)) == (USER, OTHER)
    assert session.asked == len(server.received)


# --- async clients that share a session ----------------------------------------------------------

JARS: dict[str, Callable[[], Any]] = {
    "usual": lambda: None,
    "for numeric addresses": lambda: aiohttp.CookieJar(unsafe=True),
    "none": aiohttp.DummyCookieJar,
}


@pytest.mark.parametrize("jar", JARS)
@pytest.mark.parametrize("value", ["abc", "a/b=+c", "%22x%22:~", "x|169|17"])
async def test_values_go_as_they_came_through_any_session(jar: str, value: str) -> None:
    answer = Answer(b"{}", 200, (("Set-Cookie", f"JSESSIONID={value}; Path=/"),))
    with Loopback(lambda request: answer) as server:
        async with aiohttp.ClientSession(cookie_jar=JARS[jar]()) as session:
            api = AsyncGrowattApi(server_url=server.url, session=session)
            await api.plant_info("1")
            session.cookie_jar.update_cookies({"own": "cookie"}, URL(server.url))
            await api.plant_info("1")
        sent = set((server.received[1].cookie or "").split("; "))
    assert sent - {"own=cookie"} == {f"JSESSIONID={value}"}
    assert ("own=cookie" in sent) == (jar == "for numeric addresses")


async def test_its_own_cookie_wins_over_one_of_the_program(server: TwoAccounts) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        api = AsyncGrowattApi(server_url=server.url, session=session)
        await api.login(USER, PASSWORD)
        own = next(iter(server.sessions))
        jar.update_cookies({"JSESSIONID": "of the program"}, URL(server.url))
        assert (await api.mix_totals("M", "1"))["user"] == USER
    assert server.received[-1].cookie == f"JSESSIONID={own}"


async def test_logins_at_the_same_time(server: TwoAccounts) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        names = [f"user{number}" for number in range(8)]
        clients = [AsyncGrowattApi(server_url=server.url, session=session) for _ in names]
        pairs = list(zip(clients, names, strict=True))
        for _ in range(2):
            await asyncio.gather(*(api.login(name, PASSWORD) for api, name in pairs))
            for _ in range(2):
                found = await asyncio.gather(*(api.mix_totals("M", "1") for api in clients))
                assert [one["user"] for one in found] == names
            server.expire()
    logins = [request for request in server.received if "Login" in request.path]
    assert [request.cookie for request in logins[:8]] == [None] * 8


# --- what a server may say of a cookie -----------------------------------------------------------

# a header, and whether it is sent to /noahDeviceApi/... and to another path
SAID: dict[str, tuple[tuple[str, ...], bool, bool]] = {
    "without more, where it was asked": (("c=1",), True, False),
    "everywhere": (("c=1; Path=/",), True, True),
    "a path": (("c=1; Path=/noahDeviceApi",), True, False),
    "a path that is another's": (("c=1; Path=/noah",), False, False),
    "encrypted only": (("c=1; Path=/; Secure",), False, False),
    "somebody's domain": (("c=1; Path=/; Domain=growatt.com",), False, False),
    "for an hour": (("c=1; Path=/; Max-Age=3600",), True, True),
    "until later": (("c=1; Path=/; Expires=Fri, 01 Jan 2100 00:00:00 GMT",), True, True),
    "over": (("c=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",), False, False),
    "taken back": (("c=1; Path=/", "c=; Path=/; Max-Age=0"), False, False),
    "replaced": (("c=0; Path=/", "c=1; Path=/"), True, True),
    "nonsense": (("; ;=;,",), False, False),
}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("is_shared", [False, True], ids=["alone", "shared"])
@pytest.mark.parametrize("form", SAID)
def test_what_a_server_says_of_a_cookie_holds(mode: str, is_shared: bool, form: str) -> None:
    lines, on_noah, elsewhere = SAID[form]
    said_by_it = [Answer(b"{}", 200, (("Set-Cookie", line),)) for line in lines]
    with Loopback() as server:
        server.answers.extend(said_by_it)
        # a name, since of numeric addresses the libraries think differently
        url = server.url.replace("127.0.0.1", "localhost")
        if mode == "blocking":
            _ask_blocking(url, is_shared, len(lines))
        else:
            asyncio.run(_ask_async(url, is_shared, len(lines)))
        sent = [request.cookie == "c=1" for request in server.received[len(lines) :]]
        mine, others = sent[:2], server.received[len(lines) + 2 :]
    assert mine == [on_noah, elsewhere]
    assert not any(request.cookie for request in others)


def _ask_blocking(url: str, is_shared: bool, times: int) -> None:
    api, other = GrowattApi(server_url=url), GrowattApi(server_url=url)
    if is_shared:
        other.session = api.session
    for _ in range(times):
        api.is_plant_noah_system("1")
    api.is_plant_noah_system("1")
    api.plant_info("1")
    if is_shared:
        other.is_plant_noah_system("1")


async def _ask_async(url: str, is_shared: bool, times: int) -> None:
    async with aiohttp.ClientSession() as session:
        given = session if is_shared else None
        api, other = (AsyncGrowattApi(server_url=url, session=given) for _ in range(2))
        for _ in range(times):
            await api.is_plant_noah_system("1")
        await api.is_plant_noah_system("1")
        await api.plant_info("1")
        if is_shared:
            await other.is_plant_noah_system("1")
        await api.close()


@BLOCKING_AND_ASYNC
def test_cookies_on_the_way_of_a_login_stay_with_it(mode: str, server: TwoAccounts) -> None:
    """A login is led elsewhere, with a cookie, and again with another one."""

    def led(request: Received) -> Answer:
        first = ("Set-Cookie", f"route={request.form.get('userName')}; Path=/")
        if request.path == "/newTwoLoginAPI.do" and "route" not in (request.cookie or ""):
            return moved("/second", 307)._replace(
                headers=(*moved("/second", 307).headers, first),
            )
        if request.path == "/second":
            return server.decide(request._replace(target="/newTwoLoginAPI.do"))
        return server.decide(request)

    server.answer = led

    async def main() -> None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            one, two = (AsyncGrowattApi(server_url=server.url, session=session) for _ in range(2))
            await asyncio.gather(one.login(USER, PASSWORD), two.login(OTHER, PASSWORD))
            for api, name in ((one, USER), (two, OTHER)):
                assert (await api.mix_totals("M", "1"))["user"] == name
                assert f"route={name}" in (server.received[-1].cookie or "")

    if mode == "async":
        asyncio.run(main())
        return
    first, second = sharing(server, requests.Session())
    for api, name in ((first, USER), (second, OTHER)):
        api.login(name, PASSWORD)
    for api, name in ((first, USER), (second, OTHER)):
        assert user_of(api) == name
        assert f"route={name}" in (server.received[-1].cookie or "")


def test_a_store_keeps_two_accounts_of_a_shared_session_apart(
    server: TwoAccounts, tmp_path: Any
) -> None:
    store = tmp_path / "sessions.json"

    def clients() -> tuple[GrowattApi, GrowattApi]:
        made = [GrowattApi(server_url=server.url, session_store=store) for _ in range(2)]
        made[0].session = made[1].session = requests.Session()
        return made[0], made[1]

    for _ in range(2):
        for api, name in zip(clients(), (USER, OTHER), strict=True):
            assert api.resume_login(name, PASSWORD)["success"]
            assert user_of(api) == name
    first, second = clients()
    first.resume_login(USER, PASSWORD)
    with pytest.raises(GrowattError):
        second.mix_totals("M", "1")
    assert sum("Login" in request.path for request in server.received) == 2
