"""Which house is meant: typed, environment, store; named before a write; one after the other."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from growattServer.cli.verbs import plants
from growattServer.simulator import Simulator

from .cli_world import START, Lines, User, assert_shape
from .test_cli_docs import typed
from .test_cli_help import commands, completed

MIN, SPH = "SIMMIN0001", "SIMSPH0001"
MUNICH = f"plant Simulated house, Munich, MIN {MIN}"
NAMES = ("home", "cabin", "other")
VERBS = dict(commands())
OF_AN_ACCOUNT = [path for path, command in VERBS.items() if command.takes_account]
OF_ALL = [
    path
    for path, command in VERBS.items()
    if any(one.name == "all_accounts" and not one.hidden for one in command.params)  # type: ignore[attr-defined]
]
READS = {"plants", "devices", "doctor", "now", "alarms", "energy", "budget", "schedule show"}

Clouds = dict[str, Simulator]


@pytest.fixture(scope="module")
def clouds() -> Iterator[Clouds]:
    """A cloud for each house."""
    with (
        Simulator(start=START, seed=1, speed=0, token="1" * 32) as home,
        Simulator(start=START, seed=2, speed=0, token="2" * 32) as cabin,
        Simulator(start=START, seed=3, speed=0, token="3" * 32) as other,
    ):
        yield {"home": home, "cabin": cabin, "other": other}


@pytest.fixture(scope="module")
def owner(clouds: Clouds, tmp_path_factory: pytest.TempPathFactory) -> User:
    """Somebody with two houses, of which `home` is the one that is used where none is named."""
    user = User(tmp_path_factory.mktemp("owner"))
    for name in ("cabin", "home"):
        user.log_in(clouds[name].token, clouds[name].url, name)
    return user


@pytest.fixture
def both(owner: User, clouds: Clouds) -> User:
    for cloud in clouds.values():
        cloud.reset()
    return owner.later()


def example(path: str) -> list[str]:
    """A command line for the verb: its first example, for a day instead of weeks."""
    line = typed(VERBS[path].examples[0]).replace("14d", "1d")
    words = shlex.split(line)[1:]
    return [*words, "--plan"] if path == "record" else words


def heard(clouds: Clouds) -> set[str]:
    """The houses that were asked anything."""
    return {name for name, cloud in clouds.items() if cloud.requests()}


def of(cloud: Simulator) -> dict[str, str]:
    return {"GROWATT_TOKEN": cloud.token, "GROWATT_SERVER": cloud.url}


# --- which one -----------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["typed", "environment", "token", "store"])
def test_every_verb_asks_the_house_that_is_meant(both: User, clouds: Clouds, said: str) -> None:
    """What is typed wins over the environment, and the environment over what is stored."""
    more, environment, meant, note = {
        "typed": (["--account", "cabin"], of(clouds["other"]), "cabin", "GROWATT_TOKEN"),
        "environment": ([], {"GROWATT_ACCOUNT": "cabin"}, "cabin", ""),
        "token": ([], of(clouds["other"]), "other", "not the stored account home"),
        "store": ([], {}, "home", "Account home is used"),
    }[said]
    # a worker works until it is stopped
    paths = [path for path in OF_AN_ACCOUNT if path != "worker"]
    done = both.run_many([([*example(path), *more], environment) for path in paths])
    assert heard(clouds) == {meant}
    for path, result in zip(paths, done, strict=True):
        assert "Traceback" not in result.err, (path, result.err)
        assert result.code in (0, 1, 2, 7, 9), (path, result.err)
        if note:
            assert result.err.count(note) == 1, (path, result.err)
        else:
            assert "GROWATT" not in result.err, (path, result.err)


@pytest.mark.parametrize("is_token_set", [False, True])
def test_no_verb_takes_another_account_for_one_that_is_not_there(
    both: User, clouds: Clouds, is_token_set: bool
) -> None:
    environment = of(clouds["other"]) if is_token_set else {}
    named = {"GROWATT_ACCOUNT": "cabbin"}
    lines: Lines = []
    for path in OF_AN_ACCOUNT:
        lines += [([*example(path), "--account", name], environment) for name in ("cabbin", "")]
        lines.append((example(path), environment | named))
    done = both.run_many(lines)
    assert heard(clouds) == set()
    for (words, _), result in zip(lines, done, strict=True):
        assert result.code == 3, (words, result.err)
        assert "no account" in result.err, words
        assert "home" in result.err, words
        if words[-1] != "":
            assert "Did you mean 'cabin'?" in result.err, words


def test_every_verb_says_which_accounts_it_takes() -> None:
    assert set(OF_ALL) == READS
    without = {"login", "accounts", "simulate", "demo", "completion"}
    assert set(VERBS) - set(OF_AN_ACCOUNT) == without


def test_a_token_goes_to_no_server_that_is_not_its_own(both: User, clouds: Clouds) -> None:
    server = {"GROWATT_SERVER": clouds["other"].url}
    typed_one = both.run("plants", "--account", "cabin", **server)
    assert heard(clouds) == {"cabin"}
    assert typed_one.err.count("Ignored: GROWATT_SERVER, because --account says cabin") == 1
    both.run("plants", "--account", "cabin", GROWATT_SERVER=clouds["cabin"].url)
    # the environment may lead what it names, or what nobody names, elsewhere; it says so
    done = both.later().run("plants", GROWATT_ACCOUNT="cabin", **server)
    assert "GROWATT_SERVER is used, not the server of account cabin" in done.err
    assert heard(clouds) == {"cabin", "other"}


def test_two_words_of_the_environment_that_contradict(both: User, clouds: Clouds) -> None:
    environment = of(clouds["other"]) | {"GROWATT_ACCOUNT": "cabin"}
    both.run("plants", **environment).failed(2, "GROWATT_TOKEN and GROWATT_ACCOUNT=cabin")
    assert heard(clouds) == set()
    done = both.run("plants", "--account", "home", **environment)
    assert "Ignored: GROWATT_TOKEN, GROWATT_SERVER, GROWATT_ACCOUNT, because --account" in done.err
    both.run("plants", "--account", "environment", **environment)
    assert heard(clouds) == {"home", "other"}
    both.run("plants", "--account", "environment").failed(3, "GROWATT_TOKEN")
    rows = both.run("accounts", "--json", **environment)
    assert [row["used"] for row in rows.json["accounts"]] == [False] * 3
    assert "stand for two accounts" in rows.err


def test_a_worker_works_for_whom_it_is_told(both: User, clouds: Clouds) -> None:
    words = ("worker", "--store", "postgresql:///nowhere")
    both.run(*words, "cabin", "--account", "home").failed(2, "either NAMEs or --account")
    both.run(*words, "cabbin", **of(clouds["other"])).failed(3, "Did you mean 'cabin'?")
    for more in (("cabin",), ("--account", "cabin")):
        done = both.run(*words, *more, **of(clouds["other"]))
        assert "Working for cabin." in done.err
        assert "GROWATT_TOKEN" in done.err


def test_choosing_and_forgetting_take_no_name_for_another(both: User, clouds: Clouds) -> None:
    before = both.files()["config/growattServer/accounts.json"]
    both.run("accounts", "--use", "Cabbin").failed(3, "Did you mean 'cabin'?")
    both.run("accounts", "--forget", "cabbin").failed(3, "stored: cabin, home")
    both.run("accounts", "--forget", "cabin", "--use", "cabin").failed(2, "same account")
    both.run("accounts", "--forget", "home", "--use", "nosuch").failed(3, "no account")
    both.run("accounts", "--use", "").failed(3, "no account")
    assert both.files()["config/growattServer/accounts.json"] == before
    done = both.run("accounts", "--use", "home", GROWATT_ACCOUNT="cabin")
    assert "GROWATT_ACCOUNT in the environment overrides it" in done.err


def test_completion_of_names(both: User) -> None:
    for words in (["plants", "--account"], ["accounts", "--use"], ["login", "--account"]):
        assert completed(both, *words, "c") == ["cabin"]
    assert completed(both, "worker", "h") == ["home"]


# --- login ---------------------------------------------------------------------------------------


def test_a_login_asks_before_it_takes_the_place_of_another(both: User, clouds: Clouds) -> None:
    before = both.files()["config/growattServer/accounts.json"]
    words = ("login", "--account", "cabin", "--server", clouds["other"].url)
    for options in (["--token-stdin"], ["--token-stdin", "--json"], []):
        both.run(*words, *options, stdin="3" * 32).failed(2, "'cabin' is already stored", "--yes")
    with both.sit(*words) as sitting:
        sitting.see(r"Account 'cabin' is already stored, a token for .* Replace it\? \[y/N\] ")
        sitting.type("")
        assert sitting.end() == 0
    assert "Nothing was stored." in sitting.plain
    assert both.files()["config/growattServer/accounts.json"] == before
    assert heard(clouds) == set()
    with both.sit(*words) as sitting:
        sitting.see(r"\[y/N\] ")
        sitting.type("y")
        sitting.see("Token: ")
        sitting.type("3" * 32)
        assert sitting.end() == 0
    for option, name in (("--yes", "home"), ("--force", "cabin")):
        both.later()
        more = ("login", "--account", "cabin", "--server", clouds[name].url, "--token-stdin")
        assert both.run(*more, option, stdin=clouds[name].token).code == 0
    both.run("accounts", "--use", "home")


@pytest.mark.parametrize("name", ["", " ", "environment", "../home", "a\nb"])
def test_a_name_that_is_none(stranger: User, clouds: Clouds, name: str) -> None:
    words = ("login", "--server", clouds["home"].url, "--token-stdin", "--account", name)
    stranger.run(*words, stdin=clouds["home"].token).failed(2, "choose another one")


def test_a_login_says_what_wins_over_it(stranger: User, clouds: Clouds) -> None:
    words = ("login", "--server", clouds["home"].url, "--token-stdin")
    done = stranger.run(*words, stdin=clouds["home"].token, GROWATT_TOKEN="3" * 32)
    assert "GROWATT_TOKEN is set, and overrides it" in done.err


# --- before a write ------------------------------------------------------------------------------


def test_the_house_is_named_before_a_write(both: User, clouds: Clouds) -> None:
    account = ("--account", "cabin")
    house = {
        "account": "cabin",
        "plant_id": "1000001",
        "plant": "Simulated house, Munich",
        "device_sn": MIN,
        "family": "MIN",
    }
    for words in (
        ("settings", "set", MIN, "charge_power=80"),
        ("schedule", "set", MIN, "charge=02:00-05:00", "--only"),
        ("schedule", "clear", MIN),
        ("settings", "revert", MIN),
    ):
        dry = both.run(*words, "--dry-run", *account)
        assert f"cabin, {MUNICH}" in dry.out, words
        with both.sit(*words, *account) as sitting:
            asked = sitting.see(r"\? \[y/N\] ")
            sitting.type("y")
            assert sitting.end() == 0
        assert f"cabin, {MUNICH}: " in asked.splitlines()[-1], words
    for words in (("settings", "set", MIN, "charge_power=70"), ("settings", "revert", MIN)):
        done = both.run(*words, "--yes", "--json", *account)
        assert done.err.index(f"Writing to cabin, {MUNICH}") >= 0
        report = done.json["report"] if words[1] == "set" else done.json["reports"][0]
        assert {name: report[name] for name in house} == house
    # what to type next is for the same house
    clouds["cabin"].add_fault({"fault": "http_502", "match": "*/tlxSet", "times": 0})
    failed = both.run("settings", "set", MIN, "charge_power=75", "--yes", *account)
    assert "growatt settings verify --account cabin, or growatt settings revert" in failed.err
    clouds["cabin"].clear_faults()
    dry = both.run("settings", "set", MIN, "charge_power=now", "--json", *account)
    assert dry.json["error"]["next"] == "growatt settings set --help"
    none = both.run("settings", "revert", SPH, "--json", *account)
    assert none.json["error"]["next"] == "growatt settings show --account cabin"
    plan = both.run("settings", "plan", MIN, "charge_power=60", "--json", *account).well()
    assert {name: plan[name] for name in house} == house
    assert heard(clouds) == {"cabin"}


def test_what_is_due_is_taken_back_in_the_houses_of_this_account(
    both: User, clouds: Clouds
) -> None:
    """Two accounts on one server share a journal, and a server may say yes to both."""
    words = ("settings", "set", MIN, "charge_power=80", "--for", "1s", "--yes")
    assert both.run(*words).code == 0
    end = time.monotonic() + 1.1
    (listed,) = [
        path
        for path in (both.home / "state/growattServer/accounts").glob("*/inventory.json")
        if path.parent.name == directory_name(clouds["home"])
    ]
    whole = listed.read_text()
    document = json.loads(whole)
    document["devices"] = [row for row in document["devices"] if row["device_sn"] != MIN]
    listed.write_text(json.dumps(document))
    time.sleep(max(0, end - time.monotonic()))
    before = len(clouds["home"].requests())
    due = both.run("settings", "revert", "--due", "--json")
    assert due.well()["reports"] == []
    assert f"Plans for {MIN} are left alone: account home has no" in due.err
    both.run("settings", "revert", "--yes").failed(7, f"Plans for {MIN} are left alone")
    assert len(clouds["home"].requests()) == before
    listed.write_text(whole)
    due = both.run("settings", "revert", "--due", "--json")
    assert [report["account"] for report in due.well()["reports"]] == ["home"]
    assert f"Writing to home, {MUNICH}" in due.err


def directory_name(cloud: Simulator) -> str:
    from growattServer.cli.accounts import Account
    from growattServer.cli.inventory import directory_of

    return directory_of(Account("", cloud.url, "token", "file", secret=cloud.token)).name


# --- all of them ---------------------------------------------------------------------------------


def test_what_writes_is_for_one_account(both: User, clouds: Clouds) -> None:
    paths = [path for path in OF_AN_ACCOUNT if path not in READS]
    assert {"settings set", "schedule set", "settings revert", "record"} <= set(paths)
    done = both.run_many([([*example(path), "--all-accounts"], {}) for path in paths])
    assert heard(clouds) == set()
    for path, result in zip(paths, done, strict=True):
        assert result.code == 2, (path, result.err)
        assert f"{path} works with one account at a time".lower() in result.err.lower()
    for words in (["now", "--watch"], ["doctor", "--bundle", "x"], ["now", "--account", "home"]):
        both.run(*words, "--all-accounts").failed(2, "account")


def test_all_accounts_and_one_that_fails(both: User, clouds: Clouds) -> None:
    both.log_in(clouds["other"].token, clouds["other"].url, "other")
    both.run("accounts", "--use", "home")
    clouds["home"].reset()
    clouds["cabin"].add_fault({"fault": "http_502", "times": 0})
    for cloud in clouds.values():
        cloud.clear_violations()
    lines: Lines = [([*example(path), "--json", "--all-accounts"], {}) for path in sorted(READS)]
    for path, result in zip(sorted(READS), both.later().run_many(lines), strict=True):
        rows = {row["account"]: row for row in result.json["accounts"]}
        assert list(rows) == ["cabin", "home", "other"], path
        lists = {key: value for key, value in result.json.items() if key != "accounts"}
        assert {row["account"] for rows in lists.values() for row in rows} <= set(rows), path
        if path == "plants":
            assert rows["cabin"]["error"]["kind"] == "no_answer"
            assert rows["home"]["error"] is rows["other"]["error"] is None
            # the code of the first that failed
            assert result.code == rows["cabin"]["error"]["exit_code"] == 5
            for row in lists["plants"]:
                assert_shape(row, plants.SHAPE["plants"][0] | {"account": "text"})
            assert [row["account"] for row in lists["plants"]] == ["home"] * 2 + ["other"] * 2
            assert "cabin: " in result.err
    told = both.later().run("plants", "--all-accounts")
    assert [line for line in told.out.splitlines() if line.rstrip().endswith(":")] == [
        "cabin:",
        "home:",
        "other:",
    ]
    clouds["cabin"].clear_faults()
    both.run("accounts", "--forget", "other")
    asked = both.later().run("budget", "--all-accounts", "--json", **of(clouds["other"]))
    assert "Not used" not in asked.err
    good: Any = asked.well()
    assert [row["account"] for row in good["accounts"]] == ["environment", "cabin", "home"]
    assert all(row["calls"]["left"] is None for row in good["accounts"])


def test_all_of_none(stranger: User, tmp_path: Path) -> None:
    stranger.run("plants", "--all-accounts").failed(3, "growatt login")
