"""`growatt login` and `growatt accounts`: secrets, regions, names, and where things are kept."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from growattServer import hash_password
from growattServer.cli.verbs import accounts, login
from growattServer.simulator import Simulator

from .cli_world import START, User, assert_shape

FILE_KEYRING = "file_keyring.FileKeyring"


def stored(user: User) -> Path:
    return user.home / "config/growattServer/accounts.json"


def test_a_token_that_is_typed_is_not_shown(stranger: User, cloud: Simulator) -> None:
    with stranger.sit("login", "--server", cloud.url) as sitting:
        sitting.see("Token: ")
        sitting.type(cloud.token)
        assert sitting.end() == 0
    assert cloud.token not in sitting.raw
    assert "home" in sitting.plain
    assert "the file" in sitting.plain
    assert stranger.run("plants").code == 0


def test_only_the_owner_reads_the_file(user: User) -> None:
    path = stored(user)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_user_and_password_are_typed(stranger: User, cloud: Simulator) -> None:
    with stranger.sit("login", "--server", cloud.url) as sitting:
        sitting.see("Token: ")
        sitting.type("")
        sitting.see("User: ")
        sitting.type(cloud.user)
        sitting.see("Password of demo: ")
        sitting.type("demo")
        assert sitting.end() == 0
    document = json.loads(stored(stranger).read_text())
    assert document["accounts"]["home"]["user"] == "demo"
    # what is kept is the hash that travels, never the password
    assert document["accounts"]["home"]["secret"] == hash_password("demo")
    families = {row["family"] for row in stranger.run("devices", "--json").well()["devices"]}
    assert {"MIN", "SPH", "NOAH", "STORAGE", "INVERTER"} <= families
    assert stranger.run("now", "--json").well()["devices"][0]["values"]["pv_power"] is not None


def test_from_standard_input_for_scripts(stranger: User, cloud: Simulator) -> None:
    words = ("login", "--server", cloud.url, "--json", "--yes")
    done = stranger.run(*words, "--token-stdin", stdin=cloud.token)
    assert_shape(done.well(), login.SHAPE)
    assert done.json["plants"] == 2
    done = stranger.run(*words, "--user", "demo", "--password-stdin", stdin="demo\n")
    assert done.well()["account"]["kind"] == "password"


def test_the_region_is_found_by_asking(stranger: User, cloud: Simulator) -> None:
    with Simulator(start=START, speed=0, token="0" * 32) as other:
        done = stranger.run(
            "login",
            "--server",
            other.url,
            "--server",
            cloud.url,
            "--token-stdin",
            "--json",
            stdin=cloud.token,
        )
        assert done.well()["account"]["server"] == cloud.url
        # the one that does not know the token was asked once and not again
        assert len(other.requests()) == 1


def test_a_token_that_nobody_knows(stranger: User, cloud: Simulator) -> None:
    with Simulator(start=START, speed=0, token="0" * 32) as other:
        servers = ("--server", other.url, "--server", cloud.url)
        wrong = "1" * 32
        done = stranger.run("login", *servers, "--token-stdin", stdin=wrong)
        said = done.failed(4, "was not accepted by any of 2 servers", "growatt login")
        assert wrong not in said
        one = stranger.later().run("login", "--server", other.url, "--token-stdin", stdin=wrong)
        one.failed(4)
    assert not stored(stranger).exists()


def test_a_wrong_password_and_a_lock(stranger: User) -> None:
    with Simulator(start=START, speed=0, limits="strict") as cloud:
        words = ("login", "--server", cloud.url, "--user", "demo", "--password-stdin")
        stranger.run(*words, stdin="mistyped").failed(4, "growatt login")
        # two logins in a row are what gets an account locked
        stranger.run(*words, stdin="demo").failed(6, "not sent", "the same command again from ")
        cloud.change_account(locked=True)
        stranger.later().run(*words, stdin="demo").failed(
            6, "locked", "the same command again from "
        )


def test_a_new_login_asks_although_a_session_is_kept(stranger: User, cloud: Simulator) -> None:
    words = ("login", "--server", cloud.url, "--user", "demo", "--password-stdin")
    assert stranger.run(*words, stdin="demo").code == 0
    stranger.later().run(*words, "--yes", stdin="mistyped").failed(4)


def test_no_network(stranger: User) -> None:
    done = stranger.run("login", "--server", "http://127.0.0.1:1/", "--token-stdin", stdin="1234")
    done.failed(5, "could not be reached", "growatt doctor")


def test_nobody_to_ask(stranger: User) -> None:
    stranger.run("login").failed(2, "growatt login --token-stdin")
    stranger.run("login", "--token-stdin", "--server", "x y", stdin="1").failed(2)
    stranger.run("login", "--password-stdin").failed(2, "--user NAME")


def test_several_accounts_by_name(user: User, cloud: Simulator) -> None:
    with Simulator(start=START, speed=0, token="2" * 32) as cabin:
        user.log_in(cabin.token, cabin.url, "cabin")
        done = user.run("accounts", "--json").well()
        assert_shape(done, accounts.SHAPE)
        assert [(row["name"], row["used"]) for row in done["accounts"]] == [
            ("home", False),
            ("cabin", True),
        ]
        before = len(cabin.requests())
        assert user.run("plants", "--account", "home").code == 0
        assert len(cabin.requests()) == before
        assert user.later().run("plants").code == 0
        assert len(cabin.requests()) > before
    user.run("accounts", "--use", "home")
    assert user.run("plants").code == 0
    user.run("accounts", "--forget", "cabin")
    assert [row["name"] for row in user.run("accounts", "--json").well()["accounts"]] == ["home"]
    user.run("plants", "--account", "cabin").failed(3, "growatt login --account cabin")
    assert cloud.token in stored(user).read_text()
    assert "2" * 32 not in stored(user).read_text()


def test_the_environment_wins(user: User) -> None:
    with Simulator(start=START, speed=0, token="3" * 32) as other:
        environment = {"GROWATT_TOKEN": other.token, "GROWATT_SERVER": other.url}
        assert user.run("plants", **environment).code == 0
        assert other.requests()
        rows = user.run("accounts", "--json", **environment).well()["accounts"]
        assert [(row["name"], row["kept"], row["used"]) for row in rows] == [
            ("environment", "environment", True),
            ("home", "file", False),
        ]
    # the server alone leads the stored account elsewhere
    user.run("plants", GROWATT_SERVER="http://127.0.0.1:1").failed(5)
    user.run("plants", GROWATT_SERVER="nowhere").failed(2, "nowhere")


def test_a_keyring_takes_the_secret(stranger: User, cloud: Simulator) -> None:
    stranger.environment["PYTHON_KEYRING_BACKEND"] = FILE_KEYRING
    done = stranger.log_in(cloud.token, cloud.url)
    assert "the keyring" in done.out
    assert cloud.token not in stored(stranger).read_text()
    assert stranger.run("plants").code == 0
    # the keyring of another machine, or one that is gone
    stranger.run("plants", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring").failed(
        3, "no longer in the keyring", "growatt login --account home"
    )
    stranger.run("accounts", "--forget", "home")
    assert cloud.token not in (stranger.home / "keyring.json").read_text()


def test_a_keyring_that_refuses_leaves_the_file(stranger: User, cloud: Simulator) -> None:
    stranger.environment["PYTHON_KEYRING_BACKEND"] = "file_keyring.LockedKeyring"
    assert "the file" in stranger.log_in(cloud.token, cloud.url).out
    assert stranger.run("plants").code == 0


def test_a_keyring_that_fails_in_its_own_way(stranger: User, cloud: Simulator) -> None:
    broken = {"PYTHON_KEYRING_BACKEND": "file_keyring.BrokenKeyring"}
    stranger.environment["PYTHON_KEYRING_BACKEND"] = FILE_KEYRING
    stranger.log_in(cloud.token, cloud.url)
    stranger.run("plants", **broken).failed(3, "no longer in the keyring", "growatt login")
    done = stranger.run("accounts", "--forget", "home", **broken, KEYRING_READS="yes")
    assert done.code == 0
    assert "did not remove the secret of home" in done.err
    stranger.environment |= broken
    assert "the file" in stranger.log_in(cloud.token, cloud.url).out
    assert stranger.run("plants").code == 0
    assert stranger.run("accounts", "--forget", "home").code == 0


def test_not_logged_in(stranger: User) -> None:
    done = stranger.run("plants", "--json")
    done.failed(3, "growatt login")
    assert done.json["error"]["kind"] == "not_logged_in"
    assert done.json["error"]["next"] == "growatt login"
    assert stranger.run("accounts", "--json").well() == {"accounts": []}


@pytest.mark.parametrize("damage", ["", "{", '{"accounts": 3}', "[]"])
def test_a_damaged_file_is_as_if_nobody_had_logged_in(
    stranger: User, cloud: Simulator, damage: str
) -> None:
    path = stored(stranger)
    path.parent.mkdir(parents=True)
    path.write_text(damage)
    stranger.run("plants").failed(3, "growatt login")
    stranger.log_in(cloud.token, cloud.url)
    assert stranger.run("plants").code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_cannot_be_written(stranger: User, cloud: Simulator) -> None:
    stranger.home.chmod(0o500)
    try:
        done = stranger.run("login", "--server", cloud.url, "--token-stdin", stdin=cloud.token)
        done.failed(9, "Permission denied")
    finally:
        stranger.home.chmod(0o700)


def test_a_place_that_is_no_directory(stranger: User, cloud: Simulator) -> None:
    (stranger.home / "config").write_text("in the way")
    done = stranger.run("login", "--server", cloud.url, "--token-stdin", stdin=cloud.token)
    done.failed(9, "config")
