"""What is sent is what `requests` itself would send: beside a plain session, over a table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from growattServer import AsyncOpenApiV1, GrowattError, OpenApiV1
from listening import Arrived, Listener, listening

TOKEN = "very-secret-token-0123456789abcd"
FAR = "http://growatt.invalid/"


class World(NamedTuple):
    """A server, a proxy, and what arrived at either."""

    server: Listener
    proxy: Listener
    seen: list[Arrived]

    def filled(self, text: str) -> str:
        """With the ports in it."""
        return text.replace("{server}", f"127.0.0.1:{self.server.port}").replace(
            "{proxy}", f"127.0.0.1:{self.proxy.port}"
        )

    def taken(self) -> list[Arrived]:
        """What has arrived since the last time."""
        taken = list(self.seen)
        self.seen.clear()
        return taken


@pytest.fixture(scope="module")
def both() -> Iterator[World]:
    seen: list[Arrived] = []
    with listening("server", seen) as server, listening("proxy", seen) as proxy:
        yield World(server, proxy, seen)


@pytest.fixture
def world(both: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "netrc"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    both.taken()
    return both


# --- environments and addresses, blocking and async ----------------------------------------------


class Case(NamedTuple):
    """An address, and an environment; `{server}` and `{proxy}` stand for where they listen."""

    url: str = "http://{server}/"
    environment: tuple[tuple[str, str], ...] = ()
    netrc: str = ""


def case(url: str = "http://{server}/", netrc: str = "", **environment: str) -> Case:
    return Case(url, tuple(environment.items()), netrc)


CASES = {
    "plain": case(),
    "a name and a password": case("http://user:p%40ss@{server}/"),
    "a name": case("http://user@{server}/"),
    "an empty name": case("http://:pass@{server}/"),
    "letters beyond ASCII": case("http://J%C3%BCrgen:p%C3%A4ss@{server}/"),
    "a path": case("http://{server}/b%20low/~/"),
    "netrc": case(netrc="machine 127.0.0.1 login from password netrc"),
    "netrc and a password": case(
        "http://user:pass@{server}/", netrc="machine 127.0.0.1 login from password netrc"
    ),
    "netrc by default": case(netrc="default login anyone password netrc"),
    "netrc of another": case(netrc="machine growatt.invalid login from password netrc"),
    "netrc without a login": case(netrc="machine 127.0.0.1 account from password netrc"),
    "netrc that is none": case(netrc="machine machine machine"),
    "a proxy": case(FAR, http_proxy="http://{proxy}"),
    "a proxy without a scheme": case(FAR, http_proxy="{proxy}"),
    "a proxy with a password": case(FAR, http_proxy="http://me:it%20is@{proxy}"),
    "a proxy in capitals": case(FAR, ALL_PROXY="http://{proxy}"),
    "a proxy for all": case(FAR, all_proxy="http://{proxy}"),
    "a proxy and a password": case(
        "http://user:pass@growatt.invalid/", http_proxy="http://{proxy}"
    ),
    "a proxy and netrc": case(
        FAR,
        http_proxy="http://{proxy}",
        netrc="machine growatt.invalid login from password netrc\n"
        "machine 127.0.0.1 login of password proxy",
    ),
    "no proxy": case(http_proxy="http://{proxy}", no_proxy="127.0.0.1"),
    "no proxy in capitals": case(http_proxy="http://{proxy}", NO_PROXY="127.0.0.1"),
    "no proxy for a network": case(http_proxy="http://{proxy}", no_proxy="127.0.0.0/8"),
    "no proxy with a port": case(http_proxy="http://{proxy}", no_proxy="{server}"),
    "no proxy at all": case(http_proxy="http://{proxy}", no_proxy="*"),
    "no proxy for another": case(http_proxy="http://{proxy}", no_proxy="127.0.0.2,growatt.invalid"),
    "no proxy for a domain": case(FAR, http_proxy="http://{proxy}", no_proxy=".example.org"),
}


def arrange(case: Case, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    for name, value in case.environment:
        monkeypatch.setenv(name, world.filled(value))
    if case.netrc:
        (tmp_path / ".netrc").write_text(case.netrc)
    return world.filled(case.url)


def plain_session(kind: type[requests.Session] = requests.Session) -> requests.Session:
    session = kind()
    session.headers.update(OpenApiV1(TOKEN)._headers)
    return session


def plain(url: str, session: requests.Session) -> None:
    """What release 2.2.0 asked for the three calls that follow."""
    session.get(f"{url}v1/plant/details", params={"plant_id": 1})
    session.post(f"{url}v1/device/tlx/tlx_last_data", data={"tlx_sn": "AB CDE/1234ü"})
    nothing = {"page": "", "perpage": "", "search_type": "", "search_keyword": ""}
    session.get(f"{url}v1/plant/list", data=nothing)


def ours(api: Any) -> None:
    api.plant_details(1)
    api.min_energy("AB CDE/1234ü")
    api.plant_list()


@pytest.mark.parametrize("name", CASES)
def test_addresses_and_environments(
    name: str, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = arrange(CASES[name], world, monkeypatch, tmp_path)
    with plain_session() as session:
        plain(url, session)
    wanted = world.taken()
    assert len(wanted) == 3
    with OpenApiV1(TOKEN, server_url=url, timeout=60, allow_cleartext=True) as api:
        ours(api)
    assert world.taken() == wanted


_COMPARED = frozenset({"authorization", "proxy-authorization", "token", "host"})


@pytest.mark.parametrize("name", CASES)
def test_addresses_and_environments_awaited(
    name: str, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = arrange(CASES[name], world, monkeypatch, tmp_path)
    with plain_session() as session:
        plain(url, session)
    wanted = [said(one) for one in world.taken()]

    async def main() -> None:
        async with AsyncOpenApiV1(TOKEN, server_url=url, timeout=60, allow_cleartext=True) as api:
            await api.plant_details(1)
            await api.min_energy("AB CDE/1234ü")
            await api.plant_list()

    asyncio.run(main())
    assert [said(one) for one in world.taken()] == wanted


def said(one: Arrived) -> tuple[Any, ...]:
    """What has to be the same, blocking and async."""
    headers = {name: value for name, value in one.headers.items() if name in _COMPARED}
    return one.where, one.line, headers, one.body


# --- what is set on a session --------------------------------------------------------------------


class Bearer(AuthBase):
    """An `auth` of a program's own, which looks at the body."""

    def __call__(self, prepared: Any) -> Any:
        prepared.headers["X-Signed"] = f"{type(prepared.body).__name__} {prepared.body!r}"
        return prepared


class Adapter(HTTPAdapter):
    """An adapter of a program's own."""

    def send(self, request: Any, *arguments: Any, **more: Any) -> Any:
        request.headers["X-Adapted"] = f"{type(request.body).__name__} {request.url}"
        return super().send(request, *arguments, **more)


class Session(requests.Session):
    """A session of a program's own."""

    def request(self, method: str, url: Any, *arguments: Any, **more: Any) -> Any:  # type: ignore[override]  # as programs write it
        return super().request(method, f"{url}/x", *arguments, **more)


def setting(**values: Any) -> Callable[[requests.Session], None]:
    def change(session: requests.Session) -> None:
        for name, value in values.items():
            setattr(session, name, value)

    return change


def proxied(session: requests.Session) -> None:
    session.proxies["http"] = "http://me:pw@{proxy}"


def without_environment(session: requests.Session) -> None:
    session.trust_env = False


def with_cookies(session: requests.Session) -> None:
    session.cookies.set("mine", "a b", domain="127.0.0.1")
    session.cookies.set("theirs", "1", domain="example.org")


def without_a_header(session: requests.Session) -> None:
    session.headers.update({"Accept-Encoding": None, "User-Agent": None, "X-Mine": "1"})  # type: ignore[dict-item]  # as `requests` documents it


def adapted(session: requests.Session) -> None:
    session.mount("http://", Adapter())


SESSIONS: dict[str, Callable[[requests.Session], None]] = {
    "auth": setting(auth=("user", "pass")),
    "auth of a program": setting(auth=Bearer()),
    "auth beside netrc": setting(auth=("user", "pass")),
    "params": setting(params={"lang": "de", "x": [1, 2]}),
    "headers": without_a_header,
    "cookies": with_cookies,
    "proxies": proxied,
    "no environment": without_environment,
    "an adapter": adapted,
    "no verification": setting(verify=False),
    "streaming": setting(stream=True),
}


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("kind", [requests.Session, Session])
def test_what_is_set_on_a_session(
    name: str,
    kind: type[requests.Session],
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    netrc = "" if name == "auth" else "machine 127.0.0.1 login from password netrc"
    url = arrange(case(netrc=netrc, http_proxy="http://{proxy}"), world, monkeypatch, tmp_path)

    def prepare(session: requests.Session) -> list[Any]:
        SESSIONS[name](session)
        session.proxies = {key: world.filled(value) for key, value in session.proxies.items()}
        shown: list[Any] = []

        def look(response: requests.Response, *arguments: Any, **more: Any) -> None:
            asked = response.request
            more.pop("timeout")
            shown.append((asked.method, asked.url, asked.headers, asked.body, response.text, more))

        session.hooks["response"] = [look]
        return shown

    with plain_session(kind) as session:
        shown = prepare(session)
        plain(url, session)
    wanted = world.taken()
    assert len(wanted) == 3
    with OpenApiV1(TOKEN, server_url=url, timeout=60) as api:
        if kind is Session:
            api.session = plain_session(kind)
        shown_of_ours = prepare(api.session)
        ours(api)
    assert world.taken() == wanted
    assert shown_of_ours == shown


def test_a_session_without_hooks(world: World) -> None:
    url = world.filled("http://{server}/")
    with OpenApiV1(TOKEN, server_url=url, timeout=60) as api:
        for hooks in ({}, {"response": None}, {"response": lambda response, **more: None}, None):
            api.session.hooks = hooks  # type: ignore[assignment]  # which `requests` takes
            assert api.plant_details(1) == {"plants": []}


def test_methods_put_in_place_of_those_of_a_session(world: World) -> None:
    url, seen = world.filled("http://{server}/"), []
    with OpenApiV1(TOKEN, server_url=url, timeout=60) as api:
        session: Any = api.session
        for name in ("get", "post", "request", "send"):
            real = getattr(session, name)

            def noted(*a: Any, _real: Any = real, _name: str = name, **more: Any) -> Any:
                seen.append(_name)
                return _real(*a, **more)

            setattr(session, name, noted)
        ours(api)
    assert seen == [step for way in ("get", "post", "get") for step in (way, "request", "send")]


# --- whose session it is -------------------------------------------------------------------------


@pytest.mark.parametrize("auth", [None, ("user", "pass")])
def test_the_login_of_a_session_that_was_given_is_sent(
    auth: tuple[str, str] | None, world: World
) -> None:
    with OpenApiV1(TOKEN, server_url=world.filled("http://{server}/"), timeout=60) as api:
        api.session.auth = auth
        api.plant_details(1)
    (one,) = world.taken()
    wanted = "Basic dXNlcjpwYXNz" if auth else None
    assert one.headers.get("authorization") == wanted
    assert one.headers["token"] == TOKEN


@pytest.mark.parametrize("trusts", [False, True])
async def test_a_session_of_aiohttp_that_was_given_knows_its_way(
    trusts: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import aiohttp

    monkeypatch.setenv("http_proxy", world.filled("http://{proxy}"))
    connector = aiohttp.TCPConnector(limit=1)
    async with (
        aiohttp.ClientSession(connector=connector, trust_env=trusts) as session,
        AsyncOpenApiV1(
            TOKEN, session=session, server_url=world.filled("http://{server}/"), timeout=60
        ) as api,
    ):
        await api.plant_details(1)
    assert [one.where for one in world.taken()] == ["proxy" if trusts else "server"]


@pytest.mark.parametrize("mode", ["blocking", "async"])
@pytest.mark.parametrize("port", ["9", "server"])
def test_a_password_in_the_address_is_shown_nowhere(
    mode: str, port: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    place = world.filled("{server}") if port == "server" else "127.0.0.1:9"
    shown: list[object] = []

    def look(api: Any) -> None:
        shown.append(repr(api))

    async def main() -> None:
        async with AsyncOpenApiV1(TOKEN, server_url=f"http://me:se%63ret@{place}/") as api:
            look(api)
            await api.plant_details(1)

    with caplog.at_level("DEBUG"):
        try:
            if mode == "async":
                asyncio.run(main())
            else:
                with OpenApiV1(TOKEN, server_url=f"http://me:se%63ret@{place}/") as api:
                    look(api)
                    api.plant_details(1)
        except GrowattError as error:
            shown.extend([repr(error), str(error)])
    text = " ".join(map(repr, shown)) + caplog.text
    assert "secret" not in text
    assert "se%63ret" not in text
