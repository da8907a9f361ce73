"""One request of the transport beside one of `requests`: what arrives is the same to the byte."""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from growattServer.timeouts import Timeouts
from growattServer.transports import with_requests
from growattServer.transports.cookies import ClientCookies
from growattServer.wire import Request
from listening import Arrived, link_local, listening, make_certificate

HEADERS = {"User-Agent": "test", "token": "very-secret-token-0123456789abcd"}
Prepare = Callable[[requests.Session], object]
Ask = Callable[[Request, requests.Session], None]


class World(NamedTuple):
    """Where servers and a proxy listen, by the names that addresses have them by."""

    places: dict[str, str]
    seen: list[Arrived]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pytest.importorskip("cryptography")
    folder = tmp_path_factory.mktemp("tls")
    return {name: make_certificate(folder / f"{name}.pem") for name in ("server", "mine")}


@pytest.fixture(scope="module")
def listeners() -> Iterator[World]:
    seen: list[Arrived] = []
    with ExitStack() as stack:
        ports = {name: stack.enter_context(listening(name, seen)).port for name in ("s", "proxy")}
        yield World({name: f"127.0.0.1:{port}" for name, port in ports.items()}, seen)


@pytest.fixture
def world(listeners: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "netrc"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return listeners


def asked_plainly(request: Request, session: requests.Session) -> None:
    session.headers.update(HEADERS)
    session.request(
        request.method,
        request.url,
        params=request.query,
        data=request.form,
        timeout=60,
        allow_redirects=False,
    ).close()


def asked_by_us(request: Request, session: requests.Session) -> None:
    with_requests.send(session, request, Timeouts(60.0, 60.0), 120.0, ClientCookies())


def both(
    world: World, request: Request, prepare: Prepare = lambda session: None
) -> tuple[list[Arrived], Exception | None]:
    """What arrives, and what is raised, whoever asks; here both are compared."""
    found: list[tuple[list[Arrived], Exception | None]] = []
    ours, theirs = with_requests.new_session(HEADERS), requests.Session()
    ways: list[tuple[requests.Session, Ask]] = [(theirs, asked_plainly), (ours, asked_by_us)]
    for session, ask in ways:
        error = None
        with session, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # urllib3 warns where nothing is verified
            prepare(session)
            try:
                ask(request, session)
            except Exception as raised:  # whatever it is
                error = raised
        found.append((list(world.seen), error))
        world.seen.clear()
    (arrived, their_error), (arrived_of_ours, our_error) = found
    assert arrived_of_ours == arrived
    if their_error is None:
        assert our_error is None
    else:
        assert isinstance(our_error, requests.RequestException)
    return arrived, their_error


# --- addresses -----------------------------------------------------------------------------------

GOOD = {
    "nothing behind the host": "http://{s}",
    "letters of all kinds": "http://{s}/a b/ü/%7Etilde/%zz/%41/;x=1,2//&+!$'()*",
    "a query": "http://{s}/x?q=ü&r=%26&s=a+b&t=a b&u=%zz&q=2&empty=&none",
    "a query without a path": "http://{s}?a=1",
    "an empty query": "http://{s}/x?",
    "a fragment": "http://{s}/x?a=1#part?b=2",
    "a fragment without a path": "http://{s}#part",
    "dots": "http://{s}/a/./b/../c/%2e%2e/d",
    "capitals": "HTTP://{s}/X",
    "a space before": "  http://{s}/x",
    "a backslash": "http://{s}/a\\b",
    "the name of this machine": "http://LocalHost:{port}/x",
    "a short address": "http://127.1:{port}/x",
    "an address as one number": "http://2130706433:{port}/x",
    "zeros before the port": "http://127.0.0.1:00{port}/x",
    "a name and a password": "http://us%20er:p%40s%3As@{s}/x",
    "a password with an @": "http://user:p@ss@{s}/x",
    "letters of all kinds in a password": "http://user:pä@{s}/x",
}
BAD = {
    "no scheme": "{s}/x",
    "nothing": "",
    "no host": "http:///x",
    "another scheme": "ftp://{s}/x",
    "another kind of address": "mailto:x@example.org",
    "a port that is none": "http://127.0.0.1:port/x",
    "a port too high": "http://127.0.0.1:99999/x",
    "a star for a host": "http://*.invalid/x",
    "a dot before the host": "http://.invalid/x",
    "an empty part of a host": "http://ü..invalid/x",
    "a space in the host": "http://a b.invalid/x",
    "a bracket left open": "http://[::1/x",
    "a host that is too long": "http://{long}.invalid/x",
}
FORMS: dict[str, tuple[str, Any, Any]] = {
    "a query": ("GET", {"b": "ü &", "none": None, "many": [1, "2", None]}, None),
    "a form": ("POST", None, {"b": "ü &", "none": None, "many": ["1", "2"], "empty": ""}),
    "a form with GET": ("GET", None, {"page": "", "perpage": ""}),
    "both": ("POST", {"op": "x"}, {"a": "1"}),
    "an empty form": ("POST", {}, {}),
    "neither": ("POST", None, None),
}


def filled(world: World, url: str) -> str:
    port = world.places["s"].rpartition(":")[2]
    return url.format(**world.places, port=port, long="a" * 64)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", GOOD)
def test_addresses(name: str, form: str, world: World) -> None:
    method, query, fields = FORMS[form]
    request = Request("asking", method, filled(world, GOOD[name]), query, fields)
    arrived, error = both(world, request)
    assert error is None
    assert len(arrived) == 1
    assert b"token: very-secret" in arrived[0].head


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_address(name: str, world: World) -> None:
    arrived, error = both(world, Request("asking", "GET", filled(world, BAD[name])))
    assert (arrived, error is None) == ([], False)


@pytest.mark.parametrize("host", ["grö.invalid", "GRÖSSE.invalid", "xn--gr-eka.invalid", "a_b.c"])
def test_names_beyond_ascii(host: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{world.places['proxy']}")
    for port in ("", ":80", ":8080"):
        arrived, error = both(world, Request("asking", "GET", f"http://{host}{port}/ü?x=ö"))
        assert [one.where for one in arrived] == ["proxy"], error


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as six:
            six.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize("address", ["::1", "::ffff:127.0.0.1"])
def test_ipv6(address: str, world: World) -> None:
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    with listening("six", world.seen, (address, 0)) as six:
        for userinfo in ("", "user:pass@"):
            url = f"http://{userinfo}[{address}]:{six.port}/x"
            arrived, error = both(world, Request("asking", "GET", url))
            assert [one.where for one in arrived] == ["six"], error


def test_an_address_of_one_link(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an address `requests` does not take the link; it comes from a resolver."""
    found = link_local()
    if found is None:
        pytest.skip("no link of this machine has such an address")
    real = socket.getaddrinfo
    with listening("six", world.seen, (found[0], 0, 0, found[1])) as six:
        place = found[0], six.port, 0, found[1]

        def resolve(host: Any, *more: Any, **named: Any) -> Any:
            if host in ("inverter.invalid", b"inverter.invalid"):
                return [(socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place)]
            return real(host, *more, **named)

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        arrived, error = both(world, Request("asking", "GET", "http://inverter.invalid/x"))
    assert [one.where for one in arrived] == ["six"], error


# --- whom to trust, and ways through a proxy -----------------------------------------------------


class Case(NamedTuple):
    """What is set on the session and in the environment, and where it then arrives."""

    arrives: list[str]
    environment: dict[str, str]
    session: dict[str, Any]


def case(*arrives: str, session: dict[str, Any] | None = None, **environment: str) -> Case:
    return Case([*arrives], environment, session or {})


SHOWN = "tls to a client with a certificate"
TRUST = {
    "nobody": case(),
    "by the environment": case("tls", REQUESTS_CA_BUNDLE="{server}"),
    "by curl's environment": case("tls", CURL_CA_BUNDLE="{server}"),
    "both, and the first is wrong": case(REQUESTS_CA_BUNDLE="{mine}", CURL_CA_BUNDLE="{server}"),
    "both, and the second is wrong": case(
        "tls", REQUESTS_CA_BUNDLE="{server}", CURL_CA_BUNDLE="{mine}"
    ),
    "an empty folder": case(REQUESTS_CA_BUNDLE="{folder}"),
    "no such file": case(REQUESTS_CA_BUNDLE="{folder}/none.pem"),
    "the session": case("tls", session={"verify": "{server}"}),
    "the session, and the environment is wrong": case(
        session={"verify": "{server}"}, REQUESTS_CA_BUNDLE="{mine}"
    ),
    "everybody": case("tls", session={"verify": False}),
    "everybody, but for the environment": case(
        session={"verify": False}, REQUESTS_CA_BUNDLE="{mine}"
    ),
    "no environment": case(session={"trust_env": False}, REQUESTS_CA_BUNDLE="{server}"),
    "with a certificate": case(SHOWN, session={"cert": "{mine}", "verify": "{server}"}),
    "with a certificate that is missing": case(
        session={"cert": "{folder}/none.pem", "verify": "{server}"}
    ),
    "through a proxy": case(
        *("proxy", "tls"), REQUESTS_CA_BUNDLE="{server}", https_proxy="http://me:it%20is@{proxy}"
    ),
    "through a proxy in capitals": case(
        *("proxy", "tls"), REQUESTS_CA_BUNDLE="{server}", HTTPS_PROXY="{proxy}"
    ),
    "through a proxy of the session": case(
        *("proxy", "tls"), session={"verify": "{server}", "proxies": {"https": "http://{proxy}"}}
    ),
    "past a proxy": case(
        "tls", REQUESTS_CA_BUNDLE="{server}", https_proxy="http://{proxy}", no_proxy="127.0.0.1"
    ),
    "a proxy for others": case("tls", REQUESTS_CA_BUNDLE="{server}", http_proxy="http://{proxy}"),
    "no redirects": case("tls", session={"verify": "{server}", "max_redirects": 0}),
    "a stream": case("tls", session={"verify": "{server}", "stream": True}),
}


@pytest.mark.parametrize("name", TRUST)
def test_whom_to_trust(
    name: str,
    world: World,
    certificates: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {**certificates, "proxy": world.places["proxy"], "folder": tmp_path}

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(one) for key, one in value.items()}
        return value.format(**names) if isinstance(value, str) else value

    for variable, value in TRUST[name].environment.items():
        monkeypatch.setenv(variable, fill(value))

    def prepare(session: requests.Session) -> None:
        for attribute, value in TRUST[name].session.items():
            setattr(session, attribute, fill(value))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates["server"])
    context.load_verify_locations(certificates["mine"])
    context.verify_mode = ssl.CERT_OPTIONAL
    with listening("tls", world.seen, tls=context) as server:
        url = f"https://127.0.0.1:{server.port}/x"
        arrived, error = both(world, Request("asking", "POST", url, None, {"a": "1"}), prepare)
    assert [one.where for one in arrived] == TRUST[name].arrives
    assert (error is None) is bool(arrived)
