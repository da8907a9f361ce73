"""One login in five minutes, whatever becomes of it: the server may have heard it."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from shinephone_cloud import BLOCKING_AND_ASYNC, PASSWORD, USER, WHEN, Cloud, Person
from shinephone_loopback import Answer, Loopback, Received, captured, moved, said

import growattServer
from growattServer import AsyncGrowattApi, Etiquette, GrowattApi, GrowattError
from support import wait_until

LOGIN = "/newTwoLoginAPI.do"
NOBODY = "127.0.0.1:9"


class TroubledCloud(Cloud):
    """A cloud whose answer to a login can be anything; `heard` counts what carried a password."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Callable[[Received], Answer] | None = None
        self.is_there = threading.Event()
        self.may_go_on = threading.Event()

    @property
    def heard(self) -> int:
        return sum("password" in request.form for request in self.received)

    def decide(self, request: Received) -> Answer:
        is_login = "password" in request.form or request.path in (LOGIN, "/a", "/b")
        if is_login and self.trouble is not None:
            return self.trouble(request)
        return super().decide(request)

    def hold(self, request: Received) -> Answer:
        self.is_there.set()
        self.may_go_on.wait(60)
        return Answer(b"", -1)


@pytest.fixture
def cloud() -> Iterator[TroubledCloud]:
    with TroubledCloud() as loopback:
        yield loopback
        loopback.may_go_on.set()


def to(where: str, status: int) -> Callable[[TroubledCloud, Received], Answer]:
    return lambda cloud, request: moved(where, status)


def back_and_forth(status: int) -> Callable[[TroubledCloud, Received], Answer]:
    return lambda cloud, request: moved("/b" if request.path == "/a" else "/a", status)


def on_and_on(cloud: TroubledCloud, request: Received) -> Answer:
    return moved(f"{LOGIN}?n={len(cloud.received)}", 307)


# what a server does to a login, and how often it may hear the password
TROUBLES: dict[str, tuple[Callable[[TroubledCloud, Received], Answer], int]] = {
    "it hangs up": (lambda cloud, request: Answer(b"", -1), 1),
    "half an answer": (
        lambda cloud, request: Answer(b'{"back": {', 200, (("Content-Length", "999"),)),
        1,
    ),
    "no answer in time": (lambda cloud, request: cloud.hold(request), 1),
    "status 500": (lambda cloud, request: Answer(b"", 500), 1),
    "status 503": (lambda cloud, request: Answer(b"", 503), 1),
    "a login page": (lambda cloud, request: captured("session_expired.html"), 1),
    "to itself with a GET": (to(LOGIN, 302), 1),
    "to itself once more": (to(LOGIN, 307), 1),
    "in a circle": (back_and_forth(302), 1),
    "in a circle with the form": (back_and_forth(308), 2),
    "on and on": (on_and_on, 2),
    "to the page for logins": (to("/login", 302), 1),
    "to another server": (to("http://localhost:9/", 307), 1),
    "to a server that is not there": (to(f"https://{NOBODY}{LOGIN}", 307), 1),
}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("form", TROUBLES)
def test_six_reads_are_one_login(
    mode: str, cloud: TroubledCloud, form: str, tmp_path: Path
) -> None:
    trouble, times = TROUBLES[form]
    store = tmp_path / "sessions.json"
    with Person(mode, cloud, session_store=store) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        person.later(minutes=6)
        cloud.trouble = lambda request: trouble(cloud, request)
        cloud.received.clear()
        if form == "no answer in time":
            person.api.timeout = (60.0, 0.3)
        errors = all_at_once(person)
        person.api.timeout = None
        # a busy server may come to a request after its client has gone
        wait_until(lambda: cloud.heard >= times)
        assert all(isinstance(error, GrowattError) for error in errors), errors
        assert not any(getattr(error, "was_not_sent", False) for error in errors)
        assert cloud.heard == times
        assert len([one for one in cloud.received if one.path == LOGIN]) <= max(1, times)
        # whoever shares the store keeps still, too
        with Person(mode, cloud, session_store=store) as other:
            other.resume_login(USER, PASSWORD)
            other.later(minutes=10)
            with pytest.raises(growattServer.GrowattSessionExpiredError) as caught:
                other.mix_totals("M", "1")
            assert caught.value.retry_at == WHEN + timedelta(minutes=11)
        assert cloud.heard == times
        cloud.trouble = None
        person.later(minutes=5)
        assert person.mix_totals("M", "1") == {"ok": 1}


def all_at_once(person: Person) -> list[Any]:
    """What six reads at the same time end in."""
    found: list[Any] = []
    if person.loop is not None:
        calls = [person.api.mix_totals(f"M{number}", "1") for number in range(6)]
        return person.loop.run_until_complete(_gathered(calls))

    def read(name: str) -> None:
        try:
            found.append(person.api.mix_totals(name, "1"))
        except Exception as error:
            found.append(error)

    threads = [threading.Thread(target=read, args=(f"M{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


async def _gathered(calls: list[Any]) -> list[Any]:
    return await asyncio.gather(*calls, return_exceptions=True)


@BLOCKING_AND_ASYNC
def test_a_write_is_not_led_in_a_circle(mode: str) -> None:
    with (
        Loopback(lambda request: moved(request.target, 307)) as server,
        Person(mode, server) as person,
    ):
        with pytest.raises(growattServer.GrowattTooManyRedirectsError):
            person.update_mix_inverter_setting("M", "t", ["1"])
        assert len(server.received) == 1


class Astray(GrowattApi):
    """A client whose logins go where nobody is."""

    def get_url(self, page: str) -> str:
        return f"http://{NOBODY}{LOGIN}" if page in LOGIN else super().get_url(page)


def test_a_read_was_sent_though_the_login_for_it_was_not(
    cloud: TroubledCloud, tmp_path: Path
) -> None:
    etiquette = Etiquette(ledger=tmp_path / "ledger.sqlite3", retries=0)
    with GrowattApi(server_url=cloud.url, etiquette=etiquette) as api:
        api.login(USER, PASSWORD)
    cloud.expire()
    with Astray(server_url=cloud.url, etiquette=etiquette) as api:
        api.login_cooldown = 0
        assert api.login(USER, PASSWORD)["success"]
        later = Etiquette(
            ledger=tmp_path / "ledger.sqlite3",
            retries=0,
            clock=lambda: etiquette.now() + timedelta(minutes=6),
        )
        api.etiquette = later
        used = api.budget().used
        with pytest.raises(growattServer.GrowattConnectionError) as caught:
            api.mix_totals("M", "1")
        assert not caught.value.was_not_sent
        # the read counts; the login, which nobody heard, does not
        assert api.budget().used == used + 1
        assert cloud.heard == 1


async def test_a_login_that_is_cancelled_counts(cloud: TroubledCloud, tmp_path: Path) -> None:
    cloud.trouble = cloud.hold
    store = tmp_path / "sessions.json"
    async with AsyncGrowattApi(server_url=cloud.url, session_store=store) as api:
        task = asyncio.create_task(api.login(USER, PASSWORD))
        assert await asyncio.to_thread(cloud.is_there.wait, 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert '"asked_at": "2' in store.read_text()


PROGRAM = """
import sys, growattServer
api = growattServer.GrowattApi(server_url=sys.argv[1], session_store=sys.argv[2])
api.login_cooldown = 0
api.resume_login("sunny_demo", sys.argv[3])
api.mix_totals("M", "1")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_ends_before_the_answer_has_logged_in(
    cloud: TroubledCloud, tmp_path: Path, end: signal.Signals
) -> None:
    store = tmp_path / "sessions.json"
    with GrowattApi(server_url=cloud.url, session_store=store) as api:
        api.login(USER, PASSWORD)
        cloud.expire()
        cloud.trouble = cloud.hold
        command = [sys.executable, "-c", PROGRAM, cloud.url, str(store), PASSWORD]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            assert cloud.is_there.wait(60)
            process.send_signal(end)
        # its own login is long ago, that of the other one is not
        api._sessions._logins = {
            account: login._replace(asked_at=WHEN)
            for account, login in api._sessions._logins.items()
        }
        with pytest.raises(growattServer.GrowattSessionExpiredError) as caught:
            api.mix_totals("M", "1")
        assert caught.value.retry_at is not None
    assert cloud.heard == 2


# --- a lock whose end is not known ---------------------------------------------------------------

UNTOLD = captured("login.locked_old_shape.json")


class Polite(Person):
    """A person with an etiquette and a clock that goes with it."""

    def __init__(self, mode: str, cloud: Loopback, ledger: Path) -> None:
        self.now = WHEN
        etiquette = Etiquette(ledger=ledger, clock=lambda: self.now)
        super().__init__(mode, cloud, etiquette=etiquette)


@BLOCKING_AND_ASYNC
def test_six_refusals_of_one_lock_are_one(mode: str, cloud: Cloud, tmp_path: Path) -> None:
    with Polite(mode, cloud, tmp_path / "ledger.sqlite3") as person:
        person.login(USER, PASSWORD)
        cloud.lost = Answer(b"", 507)
        cloud.expire()
        person.later(minutes=6)
        errors = all_at_once(person)
        assert all(isinstance(one, growattServer.GrowattAccountLockedError) for one in errors)
        with pytest.raises(growattServer.GrowattAccountLockedError) as caught:
            person.mix_info("M")
        assert caught.value.retry_at == person.now + timedelta(minutes=15)


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize(
    "between",
    [captured("login.wrong_password.json"), said({"back": {"success": False, "msg": "500"}})],
    ids=["wrong password", "another refusal"],
)
def test_only_a_login_that_succeeds_makes_it_forget(
    mode: str, cloud: Cloud, tmp_path: Path, between: Answer
) -> None:
    with Polite(mode, cloud, tmp_path / "ledger.sqlite3") as person:
        cloud.refusal = UNTOLD
        assert person.login(USER, PASSWORD).error.retry_at == person.now + timedelta(minutes=15)
        person.later(minutes=15)
        cloud.refusal = between
        person.login(USER, PASSWORD)
        person.later(minutes=15)
        cloud.refusal = UNTOLD
        assert person.login(USER, PASSWORD).error.retry_at == person.now + timedelta(minutes=30)


@BLOCKING_AND_ASYNC
def test_the_budget_says_until_only_where_the_end_is_known(
    mode: str, cloud: Cloud, tmp_path: Path
) -> None:
    with Polite(mode, cloud, tmp_path / "ledger.sqlite3") as person:
        cloud.refusal = UNTOLD
        person.login(USER, PASSWORD)
        budget = person.budget()
        assert (budget.locked_until, budget.retry_at) == (None, WHEN + timedelta(minutes=15))
        assert "until" not in str(budget)
        assert "locked for an unknown time; tried again from 2026-06-04 12:15 UTC" in str(budget)
        person.later(minutes=15)
        assert person.budget().retry_at is None
        cloud.refusal = captured("login.locked.json")
        person.login(USER, PASSWORD)
        budget = person.budget()
        assert budget.locked_until == budget.retry_at == person.now + timedelta(hours=24)
        assert "locked until 2026-06-05 12:15 UTC" in str(budget)


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("duration", [True, "soon", "", None, 0, "24 hours", [], -1, "nan"])
def test_what_is_no_duration_tells_no_end(mode: str, cloud: Cloud, duration: Any) -> None:
    cloud.refusal = said({"back": {"success": False, "msg": "507", "lockDuration": duration}})
    with Person(mode, cloud) as person:
        error = person.login(USER, PASSWORD).error
        assert (error.locked_until, error.retry_at) == (None, None)
        assert "until" not in str(error)
        person.login(USER, PASSWORD)
    assert cloud.logins == 2


@BLOCKING_AND_ASYNC
def test_a_status_may_tell_the_end(mode: str, cloud: Cloud) -> None:
    cloud.refusal = captured("login.locked.json")._replace(status=507)
    with Person(mode, cloud) as person:
        with pytest.raises(growattServer.GrowattAccountLockedStatusError) as caught:
            person.login(USER, PASSWORD)
        assert caught.value.locked_until == WHEN + timedelta(hours=24)
        assert not person.login(USER, PASSWORD)["success"]
    assert cloud.logins == 1
