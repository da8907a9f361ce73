"""What of a login outlives the process, and that nothing secret is shown."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from shinephone_cloud import BLOCKING_AND_ASYNC, HASHED, PASSWORD, USER, WHEN, Cloud, Person
from shinephone_loopback import Answer, Loopback, captured

import growattServer
from growattServer import GrowattApi, GrowattError


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as loopback:
        yield loopback


def shown(error: BaseException) -> str:
    """Everything of an error that somebody may get to see."""
    # of a call of login() itself, the frames hold the password that the caller gave
    with_locals = getattr(error, "operation", None) != "login"
    report = traceback.TracebackException.from_exception(error, capture_locals=with_locals)
    ours = [line for line in report.format() if "/tests/" not in line]
    return f"{''.join(ours)} {error!r} {error} {vars(error)}"


# --- what outlives the process -------------------------------------------------------------------


@BLOCKING_AND_ASYNC
def test_a_login_outlives_the_process(mode: str, cloud: Cloud, tmp_path: Path) -> None:
    store = tmp_path / "folder" / "sessions.json"
    with Person(mode, cloud, session_store=store) as person:
        assert not store.parent.exists()
        user = person.login(USER, PASSWORD)["userId"]
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    with Person("blocking", cloud, session_store=str(store)) as person:
        assert person.mix_totals("M", "1") == {"ok": 1}
    with Person("async", cloud, session_store=store) as person:
        reply = person.resume_login(USER, PASSWORD)
        assert (reply["userId"], reply["user"]["id"], reply["success"]) == (user, user, True)
        assert person.mix_totals("M", "1") == {"ok": 1}
        assert cloud.logins == 1
        # the credentials are known, so that it can be renewed
        cloud.expire()
        person.later(minutes=6)
        assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.logins == 2
    assert not [
        path
        for path in store.parent.iterdir()
        if path.name not in ("sessions.json", "sessions.json.lock")
    ]


@BLOCKING_AND_ASYNC
def test_a_stored_session_without_credentials_that_has_ended(
    mode: str, cloud: Cloud, tmp_path: Path
) -> None:
    store = tmp_path / "sessions.json"
    with Person(mode, cloud, session_store=store) as person:
        person.login(USER, PASSWORD)
    cloud.expire()
    with Person(mode, cloud, session_store=store) as person:
        person.later(minutes=6)
        with pytest.raises(growattServer.GrowattLoginPageError, match=r"login\(\)"):
            person.mix_totals("M", "1")


@BLOCKING_AND_ASYNC
def test_another_process_was_quicker(mode: str, cloud: Cloud, tmp_path: Path) -> None:
    store = tmp_path / "sessions.json"
    with (
        Person(mode, cloud, session_store=store) as one,
        Person(mode, cloud, session_store=store) as other,
    ):
        one.login(USER, PASSWORD)
        assert other.resume_login(USER, PASSWORD)["success"]
        cloud.expire()
        for person in (one, other):
            person.later(minutes=6)
            assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.logins == 2


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=3650)])
def test_another_process_was_quicker_whose_clock_was_put_back(
    mode: str, cloud: Cloud, tmp_path: Path, ahead: timedelta
) -> None:
    store = tmp_path / "sessions.json"
    with (
        Person(mode, cloud, session_store=store) as one,
        Person(mode, cloud, session_store=store) as other,
    ):
        people = (one, other)
        for person in people:
            person.later(seconds=ahead.total_seconds())
        one.login(USER, PASSWORD)
        assert other.resume_login(USER, PASSWORD)["success"]
        cloud.expire()
        for person in people:
            person.later(minutes=6, seconds=-ahead.total_seconds())
            assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.logins == 2


@BLOCKING_AND_ASYNC
def test_a_lock_is_known_to_all_processes(mode: str, cloud: Cloud, tmp_path: Path) -> None:
    store = tmp_path / "sessions.json"
    cloud.refusal = captured("login.locked.json")
    with Person(mode, cloud, session_store=store) as person:
        person.login(USER, PASSWORD)
    assert "2026-06-05T12:00:00+00:00" in store.read_text()
    with Person(mode, cloud, session_store=store) as person:
        reply = person.login(USER, PASSWORD)
        assert reply["msg"] == "507"
        assert reply.error.locked_until == WHEN + timedelta(days=1)
        assert person.resume_login(USER, PASSWORD)["msg"] == "507"
        assert cloud.logins == 1
        cloud.refusal = None
        person.later(hours=24)
        assert person.login(USER, PASSWORD)["success"]
    assert "2026-06-05" in store.read_text()


def damaged_row(**fields: Any) -> bytes:
    row = {"server": "URL", "username": USER, **fields}
    return json.dumps({"accounts": [row]}).encode()


FORGED = {"name": "JSESSIONID", "value": "forged", "path": "/"}


@BLOCKING_AND_ASYNC
def test_a_lock_that_another_process_met_holds_for_open_sessions(
    mode: str, cloud: Cloud, tmp_path: Path
) -> None:
    store = tmp_path / "sessions.json"
    with (
        Person(mode, cloud, session_store=store) as one,
        Person(mode, cloud, session_store=store) as other,
    ):
        one.login(USER, PASSWORD)
        cloud.refusal = captured("login.locked.json")
        other.later(minutes=1)
        other.login(USER, PASSWORD)
        for person in (one, other):
            with pytest.raises(growattServer.GrowattAccountLockedError):
                person.mix_totals("M", "1")
            person.later(hours=25)
            assert person.mix_totals("M", "1") == {"ok": 1}
    # the second client had no session of its own and took over that of the first
    assert (cloud.paths.count("newMixApi"), cloud.logins) == (3, 2)


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"accounts": 5}',
    b'{"accounts": [5, {"server": 5}]}',
    damaged_row(cookies=[{"name": "a\n"}, 5]),
    damaged_row(cookies=[{**FORGED, "value": "b\r\nX: y"}], user_id=[], refusal=5),
    damaged_row(cookies=[{**FORGED, "name": "a b"}, {**FORGED, "path": ""}], user_id=1),
    damaged_row(locked_until="9999-12-31T00:00:00+00:00", asked_at="never", refusal=5),
    damaged_row(locked_until="2026-06-05T00:00:00", asked_at=5),
    damaged_row(user_id=1, asked_at="2026-06-04", cookies=[FORGED]),
]


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("number", range(len(DAMAGED)))
def test_a_damaged_store_costs_no_call(
    mode: str, cloud: Cloud, tmp_path: Path, number: int
) -> None:
    store = tmp_path / "sessions.json"
    store.write_bytes(DAMAGED[number].replace(b"URL", cloud.url.encode()))
    with Person(mode, cloud, session_store=store) as person:
        assert person.resume_login(USER, PASSWORD)["success"]
        assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.logins == 1
    with Person(mode, cloud, session_store=store) as person:
        assert person.mix_totals("M", "1") == {"ok": 1}


@BLOCKING_AND_ASYNC
def test_a_store_that_cannot_be_written_costs_no_call(
    mode: str, cloud: Cloud, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with Person(mode, cloud, session_store=blocked / "sessions.json") as person:
        assert person.login(USER, PASSWORD)["success"]
        assert person.mix_totals("M", "1") == {"ok": 1}


@pytest.mark.parametrize("value", ["abc", "a/b=+c", "%22x%22:~"])
def test_cookies_go_from_blocking_to_async_and_back(tmp_path: Path, value: str) -> None:
    store = tmp_path / "sessions.json"
    answer = captured("login.json")._replace(headers=(("Set-Cookie", f"JSESSIONID={value}"),))
    with Loopback(lambda request: answer) as server:
        for first, second in (("blocking", "async"), ("async", "blocking")):
            with Person(first, server, session_store=store) as person:
                person.login(USER, PASSWORD)
            with Person(second, server, session_store=store) as person:
                person.plant_info("1")
            assert server.received[-1].cookie == f"JSESSIONID={value}"


class Memory:
    def __init__(self) -> None:
        self.text = "{}"

    def load(self) -> Any:
        return json.loads(self.text)

    def save(self, document: Any) -> None:
        self.text = json.dumps(document)


@BLOCKING_AND_ASYNC
def test_a_store_of_ones_own(mode: str, cloud: Cloud) -> None:
    memory = Memory()
    with Person(mode, cloud, session_store=memory) as person:
        person.login(USER, PASSWORD)
    with Person(mode, cloud, session_store=memory) as person:
        assert person.mix_totals("M", "1") == {"ok": 1}
    with pytest.raises(growattServer.GrowattParameterError):
        GrowattApi(session_store=5)  # type: ignore[arg-type]


def test_a_store_of_two_accounts_waits_for_a_name(cloud: Cloud, tmp_path: Path) -> None:
    store = tmp_path / "sessions.json"
    with Person("blocking", cloud, session_store=store) as person:
        person.login(USER, PASSWORD)
    document = json.loads(store.read_text())
    document["accounts"].append({**document["accounts"][0], "username": "second"})
    store.write_text(json.dumps(document))
    with Person("blocking", cloud, session_store=store) as person:
        with pytest.raises(growattServer.GrowattSessionExpiredError):
            person.mix_totals("M", "1")
        person.resume_login(USER, PASSWORD)
        assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.logins == 1


PROGRAM = """
import sys, growattServer
api = growattServer.GrowattApi(server_url=sys.argv[1], session_store=sys.argv[2])
api.login_cooldown = 0
assert api.resume_login("sunny_demo", sys.argv[3])["success"]
print(api.mix_totals("M", "1"))
"""


def test_processes_log_in_one_after_the_other(cloud: Cloud, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, cloud.url, str(tmp_path / "store.json"), PASSWORD]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for process in running:
        said_by_it, _ = process.communicate(timeout=60)
        assert (process.returncode, said_by_it.strip()) == (0, "{'ok': 1}")
    assert cloud.logins == 1


def test_without_a_store_no_file_is_touched(cloud: Cloud, tmp_path: Path) -> None:
    program = """
import sys, growattServer
touched = []
def hook(event, arguments):
    written = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if written or event in ("os.mkdir", "os.rename", "os.remove"):
        touched.append((event, arguments))
sys.addaudithook(hook)
api = growattServer.GrowattApi(server_url=sys.argv[1])
api.login("sunny_demo", sys.argv[2])
api.mix_totals("M", "1")
print(touched)
"""
    command = [sys.executable, "-B", "-c", program, cloud.url, PASSWORD]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


# --- nothing secret is shown ---------------------------------------------------------------------


@BLOCKING_AND_ASYNC
def test_no_secret_is_shown_or_stored(
    mode: str, cloud: Cloud, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    store = tmp_path / "sessions.json"
    secrets = (PASSWORD, HASHED, "session1", "session2")
    errors: list[GrowattError] = []

    def failing(person: Person, method: str, *arguments: Any) -> None:
        with pytest.raises(GrowattError) as caught:
            getattr(person, method)(*arguments)
        errors.append(caught.value)

    with Person(mode, cloud, session_store=store) as person:
        person.login(USER, PASSWORD)
        kept = store.read_text()
        assert "session1" in kept
        assert PASSWORD not in kept
        assert HASHED not in kept
        cloud.expire()
        failing(person, "mix_totals", "M", "1")
        person.later(minutes=6)
        failing(person, "update_mix_inverter_setting", "M", "t", ["1"])
        cloud.expire()
        cloud.refusal = captured("login.locked.json")
        person.later(minutes=6)
        failing(person, "mix_totals", "M", "1")
        cloud.refusal = Answer(b"half", 500)
        person.later(days=2)
        failing(person, "login", USER, PASSWORD)
        person.api.server_url = "http://127.0.0.1:1/"
        failing(person, "login", USER, PASSWORD)
        seen = [repr(person.api), repr(person.api._sessions), repr(vars(person.api._sessions))]
    seen += [shown(error) for error in errors]
    seen += [record.getMessage() for record in caplog.records]
    for text in seen:
        for secret in secrets:
            assert secret not in text
    assert len(errors) == 5


def test_the_store_is_not_followed_into_a_wider_file(cloud: Cloud, tmp_path: Path) -> None:
    store = tmp_path / "sessions.json"
    store.write_text("{}")
    os.chmod(store, 0o644)
    link = tmp_path / "link.json"
    link.symlink_to(store)
    with Person("blocking", cloud, session_store=link) as person:
        person.login(USER, PASSWORD)
    assert link.is_symlink()
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
