"""The files of the command line: whole, private, kept when they cannot be read, done without."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from growattServer import Etiquette, GrowattApi, OpenApiV1
from growattServer.cli import accounts, terminal
from growattServer.cli.accounts import Account
from growattServer.cli.daily import DailyEnergies
from growattServer.cli.errors import WrongUse
from growattServer.cli.inventory import (
    Device,
    Inventory,
    Plant,
    directory_of,
    load,
    note_refusal,
    save,
)
from growattServer.cli.spool import Spool
from growattServer.locks import NO_LOCKS
from growattServer.simulator import Simulator

from .cli_world import NO_KEYRING, START, User

USER = "somebody-to-be-forgotten"
SECRET = "0123456789abcdef0123456789abcdef"  # made up
ROW = {"server": "https://one.example/", "kind": "token", "user": None, "secret": SECRET}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of this process's own, under the most careless setting that a system can have."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING)
    for name in ("GROWATT_TOKEN", "GROWATT_ACCOUNT", "GROWATT_SERVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(accounts, "_keyring", lambda: None)
    terminal.use(terminal.Terminal())
    before = os.umask(0)
    yield tmp_path
    os.umask(before)


def account(name: str = "home") -> Account:
    return Account(name, "https://one.example/", "token", "file", None, SECRET)


def path_with(content: bytes) -> Path:
    path = accounts.path_of_accounts()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def modes(root: Path) -> dict[str, str]:
    """Every file and folder that others may do something with."""
    return {
        str(path.relative_to(root)): oct(mode)
        for path in root.rglob("*")
        if (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077
    }


# --- accounts ------------------------------------------------------------------------------------


def test_a_missing_file_is_no_account() -> None:
    assert accounts.names() == []
    assert accounts.chosen() is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"[1]",
        b'"text"',
        b"[" * 100_000,
        b'{"accounts": [1]}',
        b'{"version": 1}',
        json.dumps({"accounts": {"home": ROW}}).encode()[:-9],
        b"\0" * 300,
    ],
    ids=range(9),
)
def test_what_is_damaged_is_moved_aside_and_told(
    damage: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = path_with(damage)
    assert accounts.names() == []
    told = capsys.readouterr().err
    assert "was damaged" in told
    (aside,) = path.parent.glob("accounts.json.damaged-*")
    assert str(aside) in told
    assert aside.read_bytes() == damage
    accounts.store(account())
    assert accounts.names() == ["home"]
    assert aside.read_bytes() == damage
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("bad", [7, None, {}, {**ROW, "server": 7}, {**ROW, "secret": []}], ids=str)
def test_what_is_whole_beside_damage_goes_on(bad: Any) -> None:
    document = {"default": "cabin", "accounts": {"home": ROW, "cabin": bad}}
    path = path_with(json.dumps(document).encode())
    accounts.store(account("garage"))
    assert accounts.names() == ["home", "garage"]
    assert accounts.find(accounts.chosen("home")).secret == SECRET
    (aside,) = path.parent.glob("accounts.json.damaged-*")
    assert json.loads(aside.read_text()) == document


@pytest.mark.parametrize("default", ["gone", 7, [1], {}], ids=str)
def test_a_default_that_is_none_is_passed_over(default: Any) -> None:
    path_with(json.dumps({"default": default, "accounts": {"home": ROW}}).encode())
    assert accounts.default_name() == "home"


@pytest.mark.parametrize("what", ["folder", "loop"])
def test_what_cannot_be_read_is_not_replaced(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = accounts.path_of_accounts()
    path.parent.mkdir(parents=True)
    if what == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)
    before = os.lstat(path).st_ino
    for action in (accounts.names, lambda: accounts.store(account()), accounts.chosen):
        with pytest.raises(OSError, match=r"accounts\.json"):
            action()
    assert os.lstat(path).st_ino == before
    # whoever brings a token along needs none of it
    monkeypatch.setenv("GROWATT_TOKEN", SECRET)
    choice = accounts.chosen()
    assert choice is not None
    assert choice.name == "environment"


def test_eight_who_log_in_at_once_are_all_stored() -> None:
    fork = multiprocessing.get_context("fork")
    names = [f"house{number}" for number in range(8)]
    everyone = [fork.Process(target=accounts.store, args=(account(name),)) for name in names]
    for one in everyone:
        one.start()
    for one in everyone:
        one.join(60)
        assert one.exitcode == 0
    assert sorted(accounts.names()) == names


@pytest.mark.parametrize("number", NO_LOCKS, ids=os.strerror)
def test_a_system_without_locks_is_told_as_such(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    accounts.store(account())
    assert accounts.names() == ["home"]
    assert os.strerror(number) in capsys.readouterr().err


# --- caches --------------------------------------------------------------------------------------


@pytest.fixture
def full_disk(home: Path) -> Path:
    """A folder for state in which nothing can be written, not even by root."""
    (home / "state").write_text("a file where the folder should be")
    return home


@pytest.mark.usefixtures("full_disk")
def test_what_cannot_be_remembered_is_asked_again(capsys: pytest.CaptureFixture[str]) -> None:
    one = account()
    save(one, Inventory((Plant("1", "Roof"),), (), 0.0))
    note_refusal(one, "no")
    days = DailyEnergies(one, "1")
    days.add({"2026-01-01": 1.5})
    assert days.known == {"2026-01-01": 1.5}
    assert load(one) is None
    assert capsys.readouterr().err.count("cannot be saved") == 1


def test_a_refused_token_is_refused_on_a_full_disk(full_disk: Path, cloud: Any) -> None:
    user = User(full_disk, GROWATT_TOKEN=SECRET, GROWATT_SERVER=cloud.url)
    refused, plants, energy = user.run_many(
        [
            (["plants"], {}),
            (["plants", "--json"], {"GROWATT_TOKEN": cloud.token}),
            (["energy", "day", "--plant", "1000001"], {"GROWATT_TOKEN": cloud.token}),
        ]
    )
    refused.failed(4)
    assert plants.well()
    assert energy.code == 0, energy.err


FULL = """
import resource, sys
from growattServer.cli.app import run
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_on_a_full_disk_what_is_asked_is_answered(home: Path, cloud: Any) -> None:
    """Files can be made, and nothing be written into them."""
    user = User(home)
    user.log_in(cloud.token, cloud.url)
    user.program = [sys.executable, "-c", FULL]
    for words in (["plants"], ["now"], ["energy", "day", "--plant", "1000001"], ["budget"]):
        done = user.run(*words)
        assert done.code == 0, (words, done.err)
    done = user.run("doctor")
    assert done.code == 1
    # the line is as long as the path, and may be broken anywhere
    assert "cannot be written" in " ".join(done.out.split())
    for words in (["settings", "set", "SIMMIN0001", "charge_power=71", "--yes"], ["record"]):
        user.run(*words).failed(9)


# --- who may read them ---------------------------------------------------------------------------


def fill(home: Path) -> None:
    """What is kept of an account."""
    one = account()
    accounts.store(one)
    save(one, Inventory((Plant("1", "Roof"),), (Device("ABC", "MIN", "1", "Roof"),), 0.0))
    note_refusal(one, "no")
    DailyEnergies(one, "1").add({"2026-01-01": 1.5})
    Spool(directory_of(one) / "ABC.partial", {"device_sn": "ABC"})
    etiquette = Etiquette()
    etiquette.ledger.use_of("account", etiquette.now())


def test_nobody_else_reads_anything(home: Path) -> None:
    fill(home)
    assert modes(home) == {}
    for path in home.rglob("*"):
        if "growattServer" in path.relative_to(home).parts:
            path.chmod(0o777 if path.is_dir() else 0o666)
    assert modes(home)
    fill(home)
    left = modes(home)
    assert left == {}, "mended when it is opened"


def test_folders_are_mended_by_who_only_reads(home: Path) -> None:
    fill(home)
    one = account()
    # whoever may write into a folder may put another file in the place of one that he cannot read
    folders = [accounts.path_of_accounts().parent, directory_of(one)]
    for folder in folders:
        folder.chmod(0o777)
    accounts.names()
    load(one)
    assert modes(home) == {}


def test_what_is_on_its_way_goes_through_no_link(home: Path) -> None:
    victim, link = home / "victim", home / "week.csv.partial"
    victim.write_text("mine")
    link.symlink_to(victim)
    with pytest.raises(WrongUse, match="is a link"):
        Spool(link, {"device_sn": "ABC"})
    assert victim.read_text() == "mine"


# --- forgetting ----------------------------------------------------------------------------------


def test_nothing_is_left_of_a_forgotten_account(home: Path) -> None:
    with Simulator(start=START, seed=7, speed=0, user=USER) as cloud:
        check_forgetting(User(home), cloud)


def check_forgetting(user: User, cloud: Simulator) -> None:
    user.log_in(cloud.token, cloud.url)
    line = f"{cloud.token}\n"
    server = ("--server", cloud.url)
    user.run("login", "--account", "twin", *server, "--token-stdin", "--yes", stdin=line)
    login = ("login", "--account", "app", *server, "--user", USER, "--password-stdin")
    assert user.run(*login, "--yes", stdin="demo\n").code == 0
    # as if it were a cloud with limits, whose sessions and answers lie in the ledger
    etiquette = Etiquette()
    with (
        OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as api,
        GrowattApi(server_url=cloud.url, etiquette=etiquette) as app,
    ):
        (plant, *_) = api.plant_list().plants or []
        api.device_list(plant.plant_id)
        app.login(USER, "demo")
        app.plant_list(str(app.resume_login(USER, "demo").user_id))
        used = api.budget().used
        assert used
    cast(Any, etiquette.ledger).close()
    before = json.dumps(user.files())
    for secret in (cloud.token, USER, str(plant.name), "SIMMIN0001", "JSESSIONID"):
        assert secret in before, "what is to be forgotten is there"
    assert user.run("accounts", "--forget", "home").code == 0
    assert list((user.home / "state/growattServer/accounts").glob("*/inventory.json")), (
        "of the twin"
    )
    for name in ("twin", "app"):
        assert user.run("accounts", "--forget", name).code == 0
    after = user.files()
    for secret in (cloud.token, USER, str(plant.name), "SIMMIN0001", "JSESSIONID"):
        assert [name for name, text in after.items() if secret in text] == []
    with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=Etiquette()) as api:
        assert api.budget().used == used, "no second budget"


# --- names from a server -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plant_id", ["../../../escaped", "/escaped", "a\0b", "x" * 5000, "..", "", "\ud800", "a/b\n"]
)
def test_a_plant_number_leads_to_no_other_folder(home: Path, plant_id: str) -> None:
    one = account()
    DailyEnergies(one, plant_id).add({"2026-01-01": 1.5})
    assert DailyEnergies(one, plant_id).known == {"2026-01-01": 1.5}
    assert DailyEnergies(one, plant_id + "_").known == {}
    (kept,) = (path for path in home.rglob("*") if path.is_file())
    assert kept.parent == directory_of(one)
