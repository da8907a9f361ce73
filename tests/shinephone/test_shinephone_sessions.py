"""Logins, lost sessions and their renewal, against a small cloud, blocking and async."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from shinephone_cloud import BLOCKING_AND_ASYNC, LOST, PASSWORD, USER, WHEN, Cloud, Person
from shinephone_loopback import Answer, Received, captured, said

import growattServer
from growattServer import AsyncGrowattApi, Etiquette


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as loopback:
        yield loopback


# --- the login itself ----------------------------------------------------------------------------


@BLOCKING_AND_ASYNC
def test_a_login_answers_the_user(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        reply = person.login(USER, PASSWORD)
        assert reply["userId"] == reply["user"]["id"]
        assert reply["userLevel"] == reply["user"]["rightlevel"]
        assert (reply.success, reply.error) == (True, None)
        assert reply.user_id == reply["userId"]
        assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.received[1].cookie == "JSESSIONID=session1"


@BLOCKING_AND_ASYNC
def test_a_wrong_password_is_answered_and_its_error_is_ready(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        reply = person.login(USER, "wrong")
        assert reply == {"msg": "502", "success": False}
        assert isinstance(reply.error, growattServer.GrowattWrongPasswordError)
        assert (reply.error.code, reply.error.retryable, reply.error.retry_at) == (
            "502",
            False,
            None,
        )
        # nobody has to wait for a login that was asked for
        assert person.login(USER, PASSWORD)["success"]


@BLOCKING_AND_ASYNC
def test_a_locked_account_is_not_asked_again_before_its_time(mode: str, cloud: Cloud) -> None:
    name, hours = "login.locked.json", 24
    cloud.refusal = captured(name)
    with Person(mode, cloud) as person:
        first = person.login(USER, PASSWORD)
        assert first == json.loads(captured(name).body)["back"]
        assert isinstance(first.error, growattServer.GrowattAccountLockedError)
        assert first.error.locked_until == WHEN + timedelta(hours=hours)
        assert "2026-06-05 12:00 UTC" in str(first.error)
        person.later(hours=hours, seconds=-1)
        again = person.login(USER, PASSWORD)
        assert again == first
        assert again.error.locked_until == first.error.locked_until
        with pytest.raises(growattServer.GrowattAccountLockedError) as caught:
            person.mix_totals("M", "1")
        assert isinstance(caught.value, json.JSONDecodeError)
        assert cloud.logins == len(cloud.received) == 1
        cloud.refusal = None
        person.later(seconds=1)
        assert person.login(USER, PASSWORD)["success"]
        assert person.mix_totals("M", "1") == {"ok": 1}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize(
    ("duration", "hours"),
    [(1, 1), ("2", 2), (0.5, 0.5), (10**9, 168), (1e400, 168)],
)
def test_the_duration_of_a_lock(mode: str, cloud: Cloud, duration: Any, hours: float) -> None:
    cloud.refusal = said({"back": {"success": False, "msg": 507, "lockDuration": duration}})
    with Person(mode, cloud) as person:
        error = person.login(USER, PASSWORD).error
    assert error.locked_until == WHEN + timedelta(hours=hours)


UNTOLD: dict[str, Answer] = {
    "absent": captured("login.locked_old_shape.json"),
    "a status": Answer(b"", 507),
    **{
        repr(value): said({"back": {"success": False, "msg": 507, "lockDuration": value}})
        for value in list[Any]([None, "", "soon", 0, -3, [], {}, "null", "nan"])
    },
}


def refused(person: Person) -> growattServer.GrowattAccountLockedError:
    """The error of a login to a locked account, returned or, after a status, raised."""
    try:
        error = person.login(USER, PASSWORD).error
    except growattServer.GrowattAccountLockedStatusError as raised:
        return raised
    assert isinstance(error, growattServer.GrowattAccountLockedError)
    return error


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("form", UNTOLD)
def test_a_lock_without_an_end_is_asked_about_when_the_program_says_so(
    mode: str, cloud: Cloud, form: str
) -> None:
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        cloud.refusal = UNTOLD[form]
        for number in range(2, 5):
            error = refused(person)
            assert (error.locked_until, error.retry_at) == (None, None)
            assert "does not say for how long" in str(error)
            assert cloud.logins == number
        # the session of before still lives, and calls are sent as ever
        assert person.mix_totals("M", "1") == {"ok": 1}
        cloud.refusal = None
        assert person.login(USER, PASSWORD)["success"]


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("form", ["absent", "a status"])
def test_with_an_etiquette_a_lock_without_an_end_is_waited_for_longer_and_longer(
    mode: str, cloud: Cloud, form: str, tmp_path: Path
) -> None:
    cloud.refusal = UNTOLD[form]

    def person() -> Person:
        """Each time another process."""
        return Person(mode, cloud, etiquette=etiquette)

    clock = [WHEN]
    etiquette = Etiquette(ledger=tmp_path / "ledger.db", clock=lambda: clock[0])
    for number, minutes in enumerate([15, 30, 60, 120, 240, 480, 960, 1440, 1440], start=1):
        with person() as one:
            one.api._now = etiquette.now
            error = refused(one)
            assert error.locked_until is None
            assert error.retry_at == clock[0] + timedelta(minutes=minutes)
            assert cloud.logins == number
            clock[0] += timedelta(minutes=minutes, seconds=-1)
        with person() as one:
            one.api._now = etiquette.now
            error = refused(one)
            assert (error.locked_until, cloud.logins) == (None, number)
            assert f"{error.retry_at:%Y-%m-%d %H:%M} UTC" in str(error)
            with pytest.raises(growattServer.GrowattAccountLockedError):
                one.mix_totals("M", "1")
        clock[0] += timedelta(seconds=1)
    cloud.refusal = None
    with person() as one:
        one.api._now = etiquette.now
        assert one.login(USER, PASSWORD)["success"]
    clock[0] += timedelta(hours=1)
    cloud.refusal = UNTOLD[form]
    cloud.expire()
    with person() as one:
        one.api._now = etiquette.now
        one.resume_login(USER, PASSWORD)
        with pytest.raises(growattServer.GrowattAccountLockedError) as caught:
            one.mix_totals("M", "1")
        # a login that succeeded has ended the row
        assert caught.value.retry_at == clock[0] + timedelta(minutes=15)


# --- whatever the server does to a login, the library sends one in five minutes ------------------

BROKEN: dict[str, Any] = {
    "closed at once": Answer(b"", -1),
    "half an answer": Answer(b'{"back": {"succ', 200, (("Content-Length", "5000"),)),
    "status 500": Answer(b"oops", 500),
    "status 502": Answer(b"<html>", 502),
    "a page": Answer(b"<html>maintenance</html>"),
    "no JSON": Answer(b"oops"),
    "nothing": Answer(b""),
    "an error of the server": said({"back": {"success": False, "msg": "500"}}),
}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("form", BROKEN)
def test_a_lost_session_is_no_storm_of_logins(
    mode: str, cloud: Cloud, form: str, tmp_path: Path
) -> None:
    store = tmp_path / "sessions.json"
    with Person(mode, cloud, session_store=store) as person:
        person.login(USER, PASSWORD)
        person.later(minutes=10)
        cloud.expire()
        cloud.refusal = BROKEN[form]
        failures = []
        for _ in range(6):
            try:
                person.mix_totals("M", "1")
            except growattServer.GrowattError as error:
                failures.append(error)
        assert len(failures) == 6
        sent = cloud.logins
        # another process knows it too
        with Person(mode, cloud, session_store=store) as other:
            other.later(minutes=10)
            other.resume_login(USER, PASSWORD)
            with pytest.raises(growattServer.GrowattError):
                other.mix_totals("M", "1")
        assert (sent, cloud.logins) == (2, 2)
        person.later(minutes=5, seconds=1)
        with pytest.raises(growattServer.GrowattError):
            person.mix_totals("M", "1")
        assert cloud.logins == 3


@BLOCKING_AND_ASYNC
def test_a_login_that_was_never_sent_does_not_count(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        person.later(minutes=10)
        cloud.expire()
        home, person.api.server_url = person.api.server_url, "http://127.0.0.1:9/"
        account = person.api._sessions.account
        with pytest.raises(growattServer.GrowattConnectionError) as caught:
            person.login(USER, PASSWORD)
        assert caught.value.was_not_sent
        person.api.server_url = home
        assert person.api._sessions.account == account
        assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.logins == 2


@BLOCKING_AND_ASYNC
def test_another_account_is_not_locked(mode: str, cloud: Cloud) -> None:
    cloud.refusal = captured("login.locked.json")
    with Person(mode, cloud) as person:
        person.login("somebody else", PASSWORD)
        cloud.refusal = None
        assert person.login(USER, PASSWORD)["success"]
        assert person.mix_totals("M", "1") == {"ok": 1}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize(
    "back",
    [{}, [], "text", {"success": True}, {"success": True, "user": {}}, {"success": 1, "user": 5}],
)
def test_an_answer_that_is_none(mode: str, cloud: Cloud, back: Any) -> None:
    cloud.refusal = said({"back": back})
    with Person(mode, cloud) as person, pytest.raises(growattServer.GrowattReplyError):
        person.login(USER, PASSWORD)


# --- sessions that have ended --------------------------------------------------------------------


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("form", LOST)
def test_a_lost_session_is_renewed_once_and_the_read_repeated(
    mode: str, cloud: Cloud, form: str
) -> None:
    cloud.lost = LOST[form]
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        person.later(minutes=6)
        assert person.mix_totals("M", "1") == {"ok": 1}
        assert person.plant_list("1") == {"success": True}
    assert cloud.logins == 2
    assert [path for path in cloud.paths if path not in ("error", "login")] == [
        "newTwoLoginAPI",
        "newMixApi",
        "newTwoLoginAPI",
        "newMixApi",
        "PlantListAPI",
    ]


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("form", LOST)
@pytest.mark.parametrize("method", ["plant_list", "mix_totals", "plant_list_two"])
def test_without_a_login_the_error_says_so(mode: str, cloud: Cloud, form: str, method: str) -> None:
    cloud.lost = LOST[form]
    arguments = {"plant_list": ["1"], "mix_totals": ["M", "1"], "plant_list_two": []}[method]
    with Person(mode, cloud) as person:
        with pytest.raises(growattServer.GrowattLoginPageError, match=r"login\(\)") as caught:
            getattr(person, method)(*arguments)
        assert isinstance(caught.value, growattServer.GrowattSessionExpiredError)
        assert isinstance(caught.value, requests.HTTPError) == ("500" in form)
        assert (caught.value.retryable, caught.value.retry_at) == (False, None)
    assert cloud.logins == 0


@BLOCKING_AND_ASYNC
def test_a_page_that_is_no_login_page_renews_nothing(mode: str, cloud: Cloud) -> None:
    cloud.lost = Answer(b"<html><h1>Maintenance</h1></html>")
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        person.later(hours=1)
        with pytest.raises(growattServer.GrowattLoginPageError) as caught:
            person.mix_totals("M", "1")
        assert not isinstance(caught.value, growattServer.GrowattSessionExpiredError)
    assert cloud.logins == 1


@BLOCKING_AND_ASYNC
def test_a_plant_may_be_called_as_it_likes(mode: str, cloud: Cloud) -> None:
    plant = {"plantName": "you have not login to the system", "more": "x" * 2000}
    cloud.lost = said({"PlantList": [plant]})
    with Person(mode, cloud) as person:
        assert person.plant_list_two() == [plant]


@BLOCKING_AND_ASYNC
def test_a_write_is_never_repeated(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        person.later(minutes=6)
        with pytest.raises(
            growattServer.GrowattSessionExpiredError, match="never sends a setting twice"
        ):
            person.update_mix_inverter_setting("M", "t", ["1"])
        assert cloud.paths.count("newTcpsetAPI") == 1
        # the session is a new one, so that the caller may send it again
        assert person.update_mix_inverter_setting("M", "t", ["1"])["success"]
    assert cloud.logins == 2


@BLOCKING_AND_ASYNC
def test_the_library_logs_in_by_itself_at_most_once_in_5_minutes(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        person.later(minutes=4)
        with pytest.raises(
            growattServer.GrowattSessionExpiredError, match="12:05:00 UTC"
        ) as caught:
            person.mix_totals("M", "1")
        assert caught.value.retry_at == WHEN + timedelta(minutes=5)
        assert caught.value.retryable
        assert cloud.logins == 1
        # the caller may
        person.login(USER, PASSWORD)
        assert person.mix_totals("M", "1") == {"ok": 1}
        cloud.expire()
        person.later(minutes=5)
        assert person.mix_totals("M", "1") == {"ok": 1}
        person.api.login_cooldown = 0
        cloud.expire()
        assert person.mix_totals("M", "1") == {"ok": 1}
    assert cloud.logins == 4


@BLOCKING_AND_ASYNC
def test_a_new_session_that_is_lost_too_is_the_end(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        person.later(minutes=6)
        decide = cloud.decide

        def forgetful(request: Received) -> Answer:
            answer = decide(request)
            cloud.expire()
            return answer

        cloud.answer = forgetful
        cloud.expire()
        with pytest.raises(growattServer.GrowattSessionExpiredError):
            person.mix_totals("M", "1")
    assert cloud.logins == 2


@BLOCKING_AND_ASYNC
def test_a_changed_password_is_tried_once(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        cloud.refusal = captured("login.wrong_password.json")
        person.later(minutes=6)
        with pytest.raises(growattServer.GrowattWrongPasswordError, match="during login") as caught:
            person.mix_totals("M", "1")
        assert isinstance(caught.value, json.JSONDecodeError)
        person.later(minutes=6)
        with pytest.raises(growattServer.GrowattSessionExpiredError, match=r"login\(\)"):
            person.mix_totals("M", "1")
    assert cloud.logins == 2


@BLOCKING_AND_ASYNC
def test_a_lock_that_shows_at_a_renewal(mode: str, cloud: Cloud) -> None:
    with Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        cloud.refusal = captured("login.locked.json")
        person.later(minutes=6)
        for _ in range(3):
            with pytest.raises(growattServer.GrowattAccountLockedError):
                person.mix_totals("M", "1")
            person.later(hours=1)
        assert (cloud.logins, cloud.paths.count("newMixApi")) == (2, 1)
        # and is renewed by itself when the lock has ended
        cloud.refusal = None
        person.later(hours=22)
        assert person.mix_totals("M", "1") == {"ok": 1}


@BLOCKING_AND_ASYNC
def test_credentials_stay_with_their_server(mode: str, cloud: Cloud) -> None:
    with Cloud() as other, Person(mode, cloud) as person:
        person.login(USER, PASSWORD)
        person.later(minutes=6)
        person.api.server_url = other.url
        with pytest.raises(growattServer.GrowattSessionExpiredError):
            person.mix_totals("M", "1")
        assert not other.logins


def test_threads_renew_together(cloud: Cloud) -> None:
    with Person("blocking", cloud) as person:
        person.login(USER, PASSWORD)
        cloud.expire()
        person.later(minutes=6)
        results: list[Any] = []
        threads = [
            threading.Thread(target=lambda: results.append(person.api.mix_totals("M", "1")))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == [{"ok": 1}] * 8
    assert cloud.logins == 2


async def test_tasks_renew_together(cloud: Cloud) -> None:
    async with AsyncGrowattApi(server_url=cloud.url) as api:
        now = WHEN
        api._now = lambda: now  # type: ignore[method-assign]
        await api.login(USER, PASSWORD)
        cloud.expire()
        now += timedelta(minutes=6)
        calls = [api.mix_totals("M", "1") for _ in range(8)]
        assert await asyncio.gather(*calls) == [{"ok": 1}] * 8
    assert cloud.logins == 2


async def test_a_cancelled_login_leaves_the_turn(cloud: Cloud) -> None:
    decide, hold = cloud.decide, threading.Event()

    def slow(request: Received) -> Answer:
        hold.wait(60)
        return decide(request)

    cloud.answer = slow
    async with AsyncGrowattApi(server_url=cloud.url) as api:
        task = asyncio.create_task(api.login(USER, PASSWORD))
        waiting = asyncio.create_task(api.login(USER, PASSWORD))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        hold.set()
        assert (await asyncio.wait_for(waiting, 60))["success"]
