"""http with a token or a password: the classes warn once, the recorder refuses."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from growattServer import (
    AsyncGrowattApi,
    AsyncOpenApiV1,
    Etiquette,
    GrowattApi,
    GrowattParameterError,
    OpenApiV1,
)
from growattServer.recorder import Recorder, Store
from growattServer.recorder.fleet import Account
from growattServer.servers import REGIONS, is_cleartext
from support import RecordingServer

FAR = "http://growatt.invalid/"
CLEARTEXT = [
    FAR,
    "http://192.168.1.5:8080/v1/",
    "HTTP://growatt.invalid",
    "http://127.0.0.1.growatt.invalid/",
    "http://localhost.growatt.invalid/",
    "http://127.0.0.1@growatt.invalid/",
    "http://[fe80::1]/",
    "http://0.0.0.0/",
    "http://server.smten.com/",
    "http://ess-server.atesspower.com/v1/",
]
SAFE = [
    "https://growatt.invalid/",
    "HTTPS://growatt.invalid/",
    "http://127.0.0.1:5000/",
    "http://127.9.8.7/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://sim.localhost:80/",
    "http://[::1]:5000/v1",
    "http://[::ffff:127.0.0.1]/",
    "http://me:word@localhost/",
]
CLIENTS: dict[str, Any] = {
    "OpenApiV1": lambda **more: OpenApiV1("t", **more),
    "AsyncOpenApiV1": lambda **more: AsyncOpenApiV1("t", **more),
    "GrowattApi": lambda **more: GrowattApi(**more),
    "AsyncGrowattApi": lambda **more: AsyncGrowattApi(**more),
}
EACH = pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)


@EACH
@pytest.mark.parametrize("address", CLEARTEXT)
def test_one_warning_that_names_the_server_and_what_to_do(client: Any, address: str) -> None:
    with pytest.warns(UserWarning, match="not encrypted") as caught:
        api = client(server_url=address)
    (warning,) = caught
    assert warning.filename == __file__
    assert all(word in str(warning.message) for word in ("https", "allow_cleartext=True"))
    with pytest.warns(UserWarning, match="not encrypted") as again:
        api.server_url = address
    assert len(again) == 1


@EACH
@pytest.mark.parametrize("address", SAFE)
def test_none_for_what_nobody_else_can_read(client: Any, address: str) -> None:
    client(server_url=address).server_url = address


@EACH
@pytest.mark.parametrize("address", CLEARTEXT)
def test_none_for_those_who_know(client: Any, address: str) -> None:
    client(server_url=address, allow_cleartext=True).server_url = address


@EACH
@pytest.mark.parametrize("region", REGIONS)
def test_regions_without_tls_are_named(client: Any, region: str) -> None:
    if not REGIONS[region].startswith("http:"):
        client(region=region)
        return
    for how in ({"region": region}, {"server_url": region}, {"server_url": REGIONS[region]}):
        with pytest.warns(UserWarning, match=f"the region {region},") as caught:
            client(**how)
        assert len(caught) == 1
    assert all(name in str(caught[0].message) for name in ("smten_server", "era_server"))


# --- at the call ---------------------------------------------------------------------------------


@pytest.fixture
def proxied(server: RecordingServer, monkeypatch: pytest.MonkeyPatch) -> RecordingServer:
    """A server that answers for every host there is."""
    for name in ("https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", server.url)
    server.answer({"data": {"plants": []}, "error_code": 0})
    return server


def ask_twice(api: Any) -> None:
    if isinstance(api, OpenApiV1):
        with api:
            api.plant_list()
            api.plant_list()
        return

    async def main() -> None:
        async with api:
            await api.plant_list()
            await api.plant_list()

    asyncio.run(main())


@pytest.mark.parametrize("kind", [OpenApiV1, AsyncOpenApiV1])
@pytest.mark.parametrize("how", ["given", "set", "api_url", "on the class", "get_url"])
def test_programs_go_on_after_one_warning(how: str, kind: Any, proxied: RecordingServer) -> None:
    class Mine(kind):  # type: ignore[misc]
        pass

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if how == "on the class":
            Mine.server_url = FAR
        if how == "get_url":
            Mine.get_url = lambda self, page: f"{FAR}v1/{page}"
        api = Mine("t", **({"server_url": FAR} if how == "given" else {}))
        if how == "set":
            api.server_url = FAR
        if how == "api_url":
            api.api_url = f"{FAR}v1/"
        ask_twice(api)
    said = [str(one.message) for one in caught if "not encrypted" in str(one.message)]
    assert len(said) == 1
    assert len(proxied.received) == 2


def test_an_etiquette_does_not_refuse(proxied: RecordingServer) -> None:
    manners = Etiquette(ledger=False, on_limit="last")
    with pytest.warns(UserWarning, match="not encrypted"):
        ask_twice(OpenApiV1("t", server_url=FAR, etiquette=manners))
    assert len(proxied.received) == 1


# --- what is new ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("store") / "home.db") as made:
        yield made


@pytest.mark.parametrize("address", CLEARTEXT)
def test_the_recorder_refuses(address: str, store: Store) -> None:
    with pytest.warns(UserWarning, match="not encrypted"):
        api = OpenApiV1("t", server_url=address)
    with pytest.raises(GrowattParameterError, match="allow_cleartext=True"):
        Recorder(api, store)
    Recorder(api, store, allow_cleartext=True)
    Recorder(OpenApiV1("t", server_url=address, allow_cleartext=True), store)


@pytest.mark.parametrize("address", SAFE)
def test_the_recorder_takes_what_nobody_else_can_read(address: str, store: Store) -> None:
    Recorder(OpenApiV1("t", server_url=address), store)
    Account("roof", server_url=address)


@pytest.mark.parametrize(
    "where",
    [{"server_url": one} for one in CLEARTEXT]
    + [{"region": name} for name, server in REGIONS.items() if is_cleartext(server)]
    + [{"server_url": name} for name, server in REGIONS.items() if is_cleartext(server)],
    ids=str,
)
def test_an_account_of_a_fleet_is_refused(where: dict[str, str]) -> None:
    with pytest.raises(GrowattParameterError, match="allow_cleartext=True"):
        Account("roof", token="t", **where)  # type: ignore[arg-type]


def test_an_account_of_a_fleet_for_those_who_know() -> None:
    account = Account("roof", token="t", server_url=FAR, allow_cleartext=True)
    assert account.client(Etiquette(ledger=False)).server_url == FAR
    assert "word" not in repr(Account("roof", server_url="https://me:word@growatt.invalid/"))


# --- what is quoted ------------------------------------------------------------------------------

SECRET = "Xk7qWz"
SHAPES = [
    "me:{}@growatt.invalid",
    "me:{}@growatt.invalid:8080/v1/",
    "me:{}/x@growatt.invalid",
    "me:a@{}@growatt.invalid",
    ":{}@growatt.invalid",
    "//me:{}@growatt.invalid/",
    "ftp://me:{}@growatt.invalid/",
    "https://me:{}@growatt.invalid /",
    "https://me:{}@growatt.invalid:port/",
    "https://me:{}@[growatt.invalid/",
    "https://me:{}@server.growatt.com/",
    "me:{}@server-us.growatt.com",
    "https://growatt.invalid/?token={}",
    "growatt.invalid?token={}",
    "https://growatt.invalid/#{}",
    "https://growatt.invalid/;jsessionid={}/ x",
    "https://growatt.invalid/v1/{}?x=a@b",
    "https://server.growatt.com/?token={}",
    "server.growatt.com/?token={}&a=b@c",
    "?token={}",
    "token={}",
    "http://server-us.growatt.com/#{}",
]


@pytest.mark.parametrize("shape", SHAPES)
@EACH
def test_no_message_quotes_a_secret(client: Any, shape: str) -> None:
    """Whether it is taken, led elsewhere or refused, in whatever is raised, warned or shown."""
    address = shape.format(SECRET)
    said = []
    for how in ("server_url", "region", "set"):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                if how == "set":
                    api = client()
                    api.server_url = address
                else:
                    api = client(**{how: address})
                said.append(repr(api))
            except GrowattParameterError as error:
                said.append(f"{error} {error!r} {error.__context__!r}")
        said += [str(one.message) for one in caught]
    assert said
    assert SECRET not in " ".join(said)


def test_a_token_in_place_of_a_server_is_not_quoted() -> None:
    token = "0123456789abcdefghijklmnopqrstuv"
    for how in ({"server_url": token}, {"region": token}):
        with pytest.raises(GrowattParameterError) as caught:
            OpenApiV1("t", **how)  # type: ignore[arg-type]
        assert token not in str(caught.value)


def test_a_slip_is_quoted_with_what_was_meant() -> None:
    with pytest.raises(GrowattParameterError, match=r"'north_amerca'.*north_america\?"):
        OpenApiV1("t", region="north_amerca")
    with pytest.raises(GrowattParameterError, match=r"'openapi\.growatt\.com'"):
        OpenApiV1("t", server_url="openapi.growatt.com")


STORES = [
    "me:{}@growatt.invalid/home",
    "host=growatt.invalid password={}",
    "host=growatt.invalid password = '{}' user=me",
    "mysql://me:{}@growatt.invalid/home",
    "postgresql://me:{}@growatt.invalid:port/home",
    "postgresql://growatt.invalid:port/home?password={}",
]


@pytest.mark.parametrize("shape", STORES)
def test_an_address_of_a_store_is_not_quoted(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GrowattParameterError) as caught:
        Store(shape.format(SECRET))
    assert SECRET not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "shape", ["postgresql://me:{}@127.0.0.1:9/home", "postgresql://127.0.0.1:9/home?password={}"]
)
def test_a_store_hides_its_password_wherever_it_stood(shape: str) -> None:
    from growattServer.recorder.keep.engine import name_of, new_engine, url_of

    url = url_of(shape.format(SECRET))
    assert url.password == SECRET
    assert SECRET not in f"{url} {url!r} {name_of(url)} {new_engine(url)!r}"
