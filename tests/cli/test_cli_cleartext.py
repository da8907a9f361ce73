"""Servers without TLS are refused, and passwords on the command line are."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from growattServer.servers import REGIONS
from growattServer.simulator import Simulator
from support import RecordingServer

from .cli_world import Result, User
from .test_cli_help import commands

FAR = "http://growatt.invalid/"
TOKEN = "0123456789abcdefghijklmnopqrstuv"
SECRET = "hidden-word"


@pytest.fixture
def proxied() -> Iterator[RecordingServer]:
    """A server that answers for every host there is."""
    server = RecordingServer()
    server.answer({"data": {"plants": [], "count": 0}, "error_code": 0})
    yield server
    server.stop()


@pytest.fixture
def far(tmp_path: Path, proxied: RecordingServer) -> User:
    """A user whose account lives on a server without TLS, behind a proxy."""
    return User(tmp_path, GROWATT_TOKEN=TOKEN, GROWATT_SERVER=FAR, http_proxy=proxied.url)


def sent_as_in_the_help() -> list[list[str]]:
    """The first example of each verb that may send something."""
    found = []
    for _, command in commands():
        if any(parameter.name == "allow_cleartext" for parameter in command.params):
            words = shlex.split(command.examples[0].replace("HOST", "127.0.0.1:1"))
            found.append(words[1:])
    return found


def test_no_verb_sends_anything_without_being_told_to(far: User, proxied: RecordingServer) -> None:
    lines = sent_as_in_the_help()
    verbs = {words[0] for words in lines}
    assert {"login", "plants", "now", "settings", "record", "worker", "doctor"} <= verbs
    results = far.run_many([(words, {}) for words in lines])
    assert proxied.received == []
    refused = [
        words
        for words, done in zip(lines, results, strict=True)
        if done.code == 2 and "--allow-cleartext" in done.err
    ]
    # the store of recordings is looked at without asking anybody
    assert {words[0] for words in lines if words not in refused} <= {
        "check",
        "compact",
        "export",
        "login",  # which asks for a token first
        "energy",
    }, [(w, d.err) for w, d in zip(lines, results, strict=True) if w not in refused]


def test_those_who_know_are_served(far: User, proxied: RecordingServer) -> None:
    refused = far.run("plants", "--json")
    assert refused.json["error"]["kind"] == "usage"
    assert "not encrypted" in refused.failed(2, "growatt.invalid", "--allow-cleartext")
    done = far.run("plants", "--allow-cleartext", "--json")
    assert done.well()["plants"] == []
    assert "encrypted" not in done.err
    assert {one.headers["token"] for one in proxied.received} == {TOKEN}


@pytest.mark.parametrize("region", ["smten_server", "era_server"])
def test_a_login_is_refused_before_anything_is_asked(
    region: str, stranger: User, proxied: RecordingServer
) -> None:
    words = ("login", "--server", region, "--token-stdin")
    done = stranger.run(*words, stdin=TOKEN, http_proxy=proxied.url)
    done.failed(2, f"the region {region},", "--allow-cleartext")
    assert proxied.received == []
    assert stranger.files() == {}
    done = stranger.run(*words, "--allow-cleartext", stdin=TOKEN, http_proxy=proxied.url)
    assert done.code == 0, done.err
    assert proxied.received
    # said once is not said for ever
    stranger.run("plants", http_proxy=proxied.url).failed(2, "--allow-cleartext")
    assert REGIONS[region] in stranger.run("accounts").out


# --- passwords -----------------------------------------------------------------------------------

STORES = [
    "postgresql://me:{}@127.0.0.1:1/home",
    "postgresql://me:a/b@{}@127.0.0.1:1/home",
    "postgresql://127.0.0.1:1/home?password={}",
    "postgresql://127.0.0.1:1/home?user=me&password={}&connect_timeout=1",
    "postgresql://127.0.0.1:1/home?user=me&pass%77ord={}",
    "postgresql+psycopg://127.0.0.1:1/home?sslpassword={}",
    "postgresql://me:{}@[127.0.0.1/home",
    "me:{}@127.0.0.1:1/home",
    "host=127.0.0.1 password={}",
    "mysql://me:{}@127.0.0.1:1/home",
    "sqlite:///home.db?password={}",
]


def test_a_store_is_not_named_with_its_password(user: User) -> None:
    verbs = (["record", "--backfill", "1d"], ["export", "--out", "x.csv"], ["check"], ["worker"])
    addresses = [shape.format(SECRET) for shape in STORES]
    lines = [[*words, "--store", one] for words in verbs for one in addresses]
    lines += [["check", f"--store={one}"] for one in addresses]
    before = user.files()
    for words, done in zip(lines, user.run_many([(one, {}) for one in lines]), strict=True):
        said = done.failed(2, "password on the command line", "GROWATT_STORE")
        assert SECRET not in said + done.out, words
    assert user.files() == before


def test_a_password_that_was_typed_elsewhere_is_not_repeated(user: User) -> None:
    address = STORES[0].format(SECRET)
    lines = [["check", address], ["plants", f"--account={address}"], [address], ["now", address]]
    for done in user.run_many([(words, {}) for words in lines]):
        assert done.code
        assert SECRET not in done.out + done.err


def test_in_the_environment_it_is_used_and_not_shown(user: User) -> None:
    lines = [(["check"], {"GROWATT_STORE": shape.format(SECRET)}) for shape in STORES]
    for (_, how), done in zip(lines, user.run_many(lines), strict=True):
        assert done.code, how
        assert SECRET not in done.out + done.err, how
    assert not [name for name in user.files() if SECRET in name]


SERVERS = [
    "https://me:{}@127.0.0.1:1/",
    "me:{}@127.0.0.1:1",
    "https://127.0.0.1:1/?token={}",
    "127.0.0.1:1?token={}",
]


def test_a_server_is_not_named_with_its_password(stranger: User) -> None:
    def hidden(done: Result) -> str:
        assert done.code
        assert SECRET not in done.out + done.err
        return done.err

    login = ["login", "--token-stdin"]
    addresses = [shape.format(SECRET) for shape in SERVERS]
    for done in stranger.run_many([([*login, "--server", one], {}) for one in addresses]):
        assert "password on the command line" in hidden(done)
    lines = [(["plants"], {"GROWATT_SERVER": one, "GROWATT_TOKEN": TOKEN}) for one in addresses]
    for done in stranger.run_many(lines):
        hidden(done)


def test_an_account_whose_server_wants_a_password(stranger: User, cloud: Simulator) -> None:
    server = cloud.url.replace("://", f"://me:{SECRET}@")
    done = stranger.run("login", "--token-stdin", stdin=cloud.token, GROWATT_SERVER=server)
    assert done.code == 0, done.err
    for words in (["accounts"], ["accounts", "--json"], ["doctor"], ["plants"]):
        shown = stranger.run(*words)
        assert shown.code == 0, shown.err
        assert SECRET not in done.out + done.err + shown.out + shown.err
