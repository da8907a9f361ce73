"""Where redirects are followed, and where not: one rule for both APIs, blocking and async."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

import growattServer
from growattServer import AsyncGrowattApi, AsyncOpenApiV1, Etiquette, GrowattApi, OpenApiV1
from growattServer.etiquette.redirects import follow
from growattServer.wire import Reply, Request, is_elsewhere, redirected
from listening import make_certificate
from support import Received, RecordingServer, run_flow

TOKEN = "very-secret-token-0123456789abcd"
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
Ask = Callable[[Any], Any]

READS: dict[str, Ask] = {
    "a query": lambda api: api.plant_details(1),
    "a form with GET": lambda api: api.plant_list(page=2, perpage=5),
    "a form with POST": lambda api: api.min_energy("SN12345678"),
}
WRITES: dict[str, Ask] = {
    "one parameter": lambda api: api.min_write_parameter("SN12345678", "pv_on_off", 1),
    "a segment": lambda api: api.sph_write_parameter("SN12345678", "mix_ac_discharge", "1"),
}


class Moving(RecordingServer):
    """A server that has moved the first `hops` pages, with this status, to another address."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls)
        self.moved = 302
        self.hops = 1
        self.location = "{home}moved/{n}"

    def reply_to(self, received: Received) -> tuple[int, dict[str, str]]:
        if len(self.received) > self.hops:
            return 200, {}
        n = len(self.received)
        return self.moved, {"Location": self.location.format(home=self.url, n=n)}


@pytest.fixture
def moving() -> Iterator[Moving]:
    server = Moving()
    server.answer({"data": {"plants": []}, "error_code": 0})
    yield server
    server.stop()


@pytest.fixture
def elsewhere() -> Iterator[RecordingServer]:
    server = RecordingServer()
    yield server
    server.stop()


def run(mode: str, url: str, ask: Ask, **more: Any) -> Any:
    if mode == "blocking":
        with OpenApiV1(TOKEN, server_url=url, timeout=60, **more) as api:
            return ask(api)

    async def main() -> Any:
        async with AsyncOpenApiV1(TOKEN, server_url=url, timeout=60, **more) as api:
            return await ask(api)

    return asyncio.run(main())


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("read", READS)
def test_a_read_goes_where_requests_would_go(
    read: str, status: int, mode: str, moving: Moving
) -> None:
    moving.moved = status
    with requests.Session() as session:
        session.headers["token"] = TOKEN
        moving.hops = 0
        run("blocking", moving.url, READS[read])
        (first,) = moving.received
        moving.received.clear()
        moving.hops = 1
        url = moving.url.rstrip("/") + first.path
        session.request(first.method, url, params=first.query, data=first.form)
    wanted = [(one.method, one.path, one.query, one.body) for one in moving.received]
    assert len(wanted) == 2
    moving.received.clear()
    assert run(mode, moving.url, READS[read]) == {"plants": []}
    assert [(one.method, one.path, one.query, one.body) for one in moving.received] == wanted
    assert {one.headers["token"] for one in moving.received} == {TOKEN}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("location", ["/moved", "moved?a=1", "//{host}/moved", "{home}moved#x"])
def test_addresses_of_the_same_server(location: str, mode: str, moving: Moving) -> None:
    moving.location = location.replace("{host}", moving.url.split("/")[2])
    assert run(mode, moving.url, READS["a query"]) == {"plants": []}
    assert len(moving.received) == 2


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("write", WRITES)
def test_a_write_stays_what_it_is(write: str, status: int, mode: str, moving: Moving) -> None:
    moving.moved = status
    if status in (307, 308):
        run(mode, moving.url, WRITES[write])
        first, second = moving.received
        assert (second.method, second.path) == ("POST", "/moved/1")
        assert second.form == first.form
    else:
        with pytest.raises(growattServer.GrowattHTTPError, match="a redirect of a write") as caught:
            run(mode, moving.url, WRITES[write])
        assert caught.value.status_code == status
        assert not caught.value.retryable
        assert len(moving.received) == 1


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_a_token_stays_with_its_server(
    name: str, status: int, mode: str, moving: Moving, elsewhere: RecordingServer
) -> None:
    moving.moved, moving.location = status, elsewhere.url
    with pytest.raises(growattServer.GrowattHTTPError, match="redirect"):
        run(mode, moving.url, {**READS, **WRITES}[name])
    assert elsewhere.received == []
    assert len(moving.received) == 1


@BLOCKING_AND_ASYNC
def test_a_circle_ends(mode: str, moving: Moving) -> None:
    moving.hops = 1000
    with pytest.raises(growattServer.GrowattTooManyRedirectsError):
        run(mode, moving.url, READS["a query"])
    assert len(moving.received) == 31


@pytest.mark.parametrize("most", [0, 1, 3])
def test_the_session_says_how_many(most: int, moving: Moving) -> None:
    moving.hops = 1000
    with OpenApiV1(TOKEN, server_url=moving.url, timeout=60) as api:
        api.session.max_redirects = most
        with pytest.raises(growattServer.GrowattTooManyRedirectsError):
            api.plant_details(1)
    assert len(moving.received) == most + 1


@BLOCKING_AND_ASYNC
def test_with_an_etiquette_a_redirect_is_part_of_the_attempt(mode: str, moving: Moving) -> None:
    polite = Etiquette(ledger=False)
    assert run(mode, moving.url, READS["a query"], etiquette=polite) == {"plants": []}
    assert len(moving.received) == 2


@BLOCKING_AND_ASYNC
def test_a_redirect_without_an_address(mode: str, moving: Moving) -> None:
    moving.location = ""
    with pytest.raises(growattServer.GrowattHTTPError, match="a redirect"):
        run(mode, moving.url, READS["a query"])


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("location", ["/moved", "{home}moved"])
def test_a_password_in_the_address_goes_along(location: str, mode: str, moving: Moving) -> None:
    moving.location = location
    url = moving.url.replace("://", "://user:pass@")
    assert run(mode, url, READS["a query"]) == {"plants": []}
    assert [one.headers["Authorization"] for one in moving.received] == ["Basic dXNlcjpwYXNz"] * 2


# --- the ShinePhone API --------------------------------------------------------------------------


def phone(mode: str, url: str, ask: Ask, login: str = "none") -> Any:
    """As an app whose session sends a login of its own, in either of the ways that there are."""
    pair, header = ("user", "pass"), {"Authorization": "Basic dXNlcjpwYXNz"}
    if mode == "blocking":
        with GrowattApi(server_url=url, timeout=60) as api:
            if login == "auth":
                api.session.auth = pair
            elif login == "header":
                api.session.headers.update(header)
            return ask(api)

    async def main() -> Any:
        import aiohttp

        async with (
            aiohttp.ClientSession(
                auth=aiohttp.BasicAuth(*pair) if login == "auth" else None,
                headers=header if login == "header" else None,
            ) as session,
            AsyncGrowattApi(server_url=url, timeout=60, session=session) as api,
        ):
            return await ask(api)

    return asyncio.run(main())


# programs still give it to their sessions
@pytest.mark.filterwarnings(
    "ignore:.*(BasicAuth|'auth' parameter) is deprecated:DeprecationWarning"
)
@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("login", ["auth", "header"])
def test_a_login_of_the_session_stays_with_its_server(
    login: str, mode: str, moving: Moving, elsewhere: RecordingServer
) -> None:
    moving.location = elsewhere.url
    with pytest.raises(growattServer.GrowattHTTPError, match="another server"):
        phone(mode, moving.url, lambda api: api.plant_info("1"), login)
    assert elsewhere.received == []


@BLOCKING_AND_ASYNC
def test_a_session_without_a_login_may_go_on(
    mode: str, moving: Moving, elsewhere: RecordingServer
) -> None:
    moving.location = elsewhere.url
    phone(mode, moving.url, lambda api: api.plant_info("1"))
    assert len(elsewhere.received) == 1


PHONE_WRITES: dict[str, Ask] = {
    "classic": lambda api: api.update_classic_inverter_setting({"action": "x"}, ["1"]),
    "mix": lambda api: api.update_mix_inverter_setting("SN", "mix_ac_charge_time_period", ["1"]),
    "tlx": lambda api: api.update_tlx_inverter_setting("SN", "charge_power", ["1"]),
    "noah": lambda api: api.update_noah_settings("SN", "default_power", ["1"]),
}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("write", PHONE_WRITES)
@pytest.mark.parametrize("status", [302, 308])
def test_a_write_of_the_app_stays_with_its_server(
    write: str, status: int, mode: str, moving: Moving, elsewhere: RecordingServer
) -> None:
    moving.moved, moving.location = status, elsewhere.url
    with pytest.raises(growattServer.GrowattHTTPError, match="a redirect"):
        phone(mode, moving.url, PHONE_WRITES[write])
    assert elsewhere.received == []
    assert len(moving.received) == 1


# --- from https to http ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine for itself, with its key."""
    pytest.importorskip("cryptography")
    return make_certificate(tmp_path_factory.mktemp("tls") / "this-machine.pem")


@pytest.fixture
def encrypted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Moving]:
    """A server with TLS, which clients trust."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Moving(context)
    server.answer({"success": True, "data": {"plants": []}, "error_code": 0})
    yield server
    server.stop()


PHONE_READS: dict[str, Ask] = {
    "login": lambda api: api.login("user", "word"),
    "a page": lambda api: api.plant_info("1"),
}


def ask_phone(mode: str, url: str, ask: Ask) -> Any:
    """As an app that trusts whom its environment trusts."""
    if mode == "blocking":
        with GrowattApi(server_url=url, timeout=60) as api:
            return ask(api)

    async def main() -> Any:
        async with AsyncGrowattApi(server_url=url, timeout=60) as api:
            return await ask(api)

    return asyncio.run(main())


@BLOCKING_AND_ASYNC
@pytest.mark.wide
@pytest.mark.parametrize("status", [302, 307, 308])
@pytest.mark.parametrize("name", [*PHONE_WRITES, *WRITES, *READS, *PHONE_READS])
@pytest.mark.parametrize("written", ["https", "HTTPS"])
def test_nothing_goes_on_in_clear(
    written: str, name: str, status: int, mode: str, encrypted: Moving, elsewhere: RecordingServer
) -> None:
    """Whatever is redirected from https to http on the same host is not sent there."""
    encrypted.moved, encrypted.location = status, elsewhere.url
    url = encrypted.url.replace("https", written)
    of_the_app = {**PHONE_WRITES, **PHONE_READS}
    with pytest.raises(growattServer.GrowattHTTPError, match="a redirect"):
        _ = (
            ask_phone(mode, url, of_the_app[name])
            if name in of_the_app
            else run(mode, url, {**READS, **WRITES}[name])
        )
    assert elsewhere.received == []
    assert len(encrypted.received) == 1


@BLOCKING_AND_ASYNC
def test_with_tls_a_redirect_on_the_same_server_is_followed(mode: str, encrypted: Moving) -> None:
    assert run(mode, encrypted.url, READS["a query"]) == {"plants": []}
    assert len(encrypted.received) == 2


# --- the rule itself -----------------------------------------------------------------------------

SAME = (
    ("http://a/x", "http://a:80/y"),
    ("http://A/x", "http://a/y"),
    ("https://a:443/x", "https://a/y"),
    ("http://a:8080/x", "https://a/y"),
    ("http://u:p@a/x", "http://a/y"),
)
OTHER = (
    ("http://a/x", "http://b/x"),
    ("http://a/x", "http://a:8080/x"),
    ("https://a/x", "http://a/x"),
    ("https://a/x", "https://a:8443/x"),
    ("http://a/x", "http://a@b/x"),
    ("http://a/x", "http://a.b/x"),
    ("http://a/x", "ftp://a/x"),
)


@pytest.mark.parametrize(
    ("here", "there", "other"),
    [(*pair, False) for pair in SAME] + [(*pair, True) for pair in OTHER],
)
def test_what_is_another_server(here: str, there: str, other: bool) -> None:
    assert is_elsewhere(here, there) is other


@pytest.mark.parametrize("here", ["http://u:p@a/x", "https://u:p@a/x"])
@pytest.mark.parametrize("there", [pair[1] for pair in SAME + OTHER] + ["/z", "https://a/z"])
def test_a_password_stays_with_its_server(here: str, there: str) -> None:
    request = Request("x", "GET", here, follows_redirects=True)
    further = redirected(request, Reply(302, b"", there))
    if further is not None:
        assert ("u:p@" in further.url) is not is_elsewhere(here, further.url)


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize("status", [302, 307])
def test_nothing_goes_from_https_to_http(secret: bool, writes: bool, status: int) -> None:
    request = Request("x", "GET", "https://a/x", follows_redirects=True)
    sent = []

    def answer(request: Request) -> Reply:
        sent.append(request)
        return Reply(status, b"", "http://a/x")

    with pytest.raises(growattServer.GrowattHTTPError, match="redirect"):
        run_flow(follow(request, lambda further: secret, writes=writes), answer)
    assert len(sent) == 1


@pytest.mark.parametrize("writes", [False, True])
def test_a_lost_session_is_told_wherever_its_redirect_leads(writes: bool) -> None:
    request = Request("x", "POST", "https://a/x", follows_redirects=True)
    reply = Reply(302, b"", "http://b/error.do?errorMess=errorNoLogin")
    found = run_flow(follow(request, lambda further: True, writes=writes), lambda asked: reply)
    assert found == (reply, True)
