"""Keeping the session: an ended one is renewed once, reads are then repeated, writes never.

This is policy only: the client holds the locks and sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from .. import exceptions
from ..etiquette.envelope import shape_error
from ..etiquette.login import (
    LOCKED_STATUS,
    Account,
    Credentials,
    Login,
    end_of_lock,
    locked_error,
    login_error,
    session_error,
)
from ..servers import server_root
from ..wire import Flow, Reply, Request, alone
from . import records
from .endpoints import LOGIN, Endpoint
from .exchange import ShinePhoneCalls, follow, payload, read, request_of

_LOG_IN = "log in, or log in again, with login()"
_NOT_TWICE = (
    "the session had ended and is renewed, but a setting is never sent twice by the library; "
    "read it back and send it again"
)


def ask(api: ShinePhoneCalls, endpoint: Endpoint, request: Request) -> Flow[Reply]:
    """The reply to a request, after a renewal of the session where it takes one."""
    sessions = api._sessions
    yield from resume(api)
    until = yield from sessions.lock_to_wait_for(api._now())
    if until is not None:
        raise locked_error(until, endpoint.operation, was_not_sent=True)
    has_logged_in = False
    while True:
        generation = sessions.generation
        reply, is_lost = yield from follow(api, request)
        if not is_lost or (endpoint.is_page and b"JSON.parse(" in reply.body):
            break
        if has_logged_in:
            raise session_error(reply, endpoint.operation, "the server does not accept its session")
        has_logged_in = yield from renew(api, generation, reply, endpoint.operation)
        if endpoint.writes:
            raise session_error(reply, endpoint.operation, _NOT_TWICE)
    if reply.status == LOCKED_STATUS:
        raise (yield from _locked_by_status(api, sessions.account, reply, endpoint.operation))
    return reply


def resume(api: ShinePhoneCalls) -> Flow[None]:
    """Go on with the one session that the store has for the server, at the first call."""
    sessions = api._sessions
    if sessions.may_resume():
        stored = yield from sessions.stored(server_root(api.server_url))
        if stored is not None:
            adopt(api, stored)


def adopt(api: ShinePhoneCalls, account: Account) -> None:
    """Go on with the session that the store has for an account."""
    cookies = api._sessions.login_of(account).cookies
    api._set_cookies(account.server, list(cookies))
    api._sessions.opened(account, cookies)


def renew(api: ShinePhoneCalls, generation: int, reply: Reply, operation: str) -> Flow[bool]:
    """A new session, and whether it took a login; raises what stands against it."""
    sessions, account = api._sessions, api._sessions.account
    if account is None or account.server != server_root(api.server_url):
        raise session_error(reply, operation, _LOG_IN)
    result = yield from alone(
        sessions.turn(account), _renew(api, account, generation, reply, operation)
    )
    return result


def _renew(
    api: ShinePhoneCalls, account: Account, generation: int, reply: Reply, operation: str
) -> Flow[bool]:
    sessions = api._sessions
    if sessions.generation != generation:
        return False  # another thread or task was quicker
    login = yield from sessions.recalled(account)
    if login.cookies and login.cookies != sessions.cookies:
        adopt(api, account)  # another process was quicker
        return False
    now = api._now()
    _raise_if_early(api, login, now, reply, operation)
    credentials = sessions.credentials(account)
    if credentials is None:
        # so that no other client goes on with it
        yield from sessions.note(account, login._replace(cookies=()))
        raise session_error(reply, operation, _LOG_IN)
    answer = yield from log_in(api, account, credentials)
    if answer.error is not None:
        if isinstance(answer.error, exceptions.GrowattWrongPasswordError):
            sessions.forget(account)
        raise answer.error
    return True


def _raise_if_early(
    api: ShinePhoneCalls, login: Login, now: datetime, reply: Reply, operation: str
) -> None:
    until = login.locked_at(now)
    if until is not None:
        raise locked_error(until, operation)
    moment = login.next_login(now, timedelta(seconds=api.login_cooldown))
    if moment is not None:
        hint = f"logged in a moment ago; the next login by itself is at {moment:%H:%M:%S} UTC"
        raise session_error(reply, operation, hint, moment)


def log_in(
    api: ShinePhoneCalls, account: Account, credentials: Credentials
) -> Flow[records.LoginReply]:
    """Log in, unless the account is known to be locked; the turn to do so is ours."""
    known = yield from api._sessions.recalled(account)
    if api.etiquette is None or known.locked_at(api._now()) is not None:
        return (yield from _log_in(api, account, credentials))
    from ..etiquette.manners import politely  # for those who want it
    from .errands import login_errand

    errand = login_errand(api.etiquette, account)
    answer: records.LoginReply
    answer, _ = yield from politely(
        api.etiquette, errand, lambda number: _log_in(api, account, credentials)
    )
    return answer


def _log_in(
    api: ShinePhoneCalls, account: Account, credentials: Credentials
) -> Flow[records.LoginReply]:
    sessions = api._sessions
    before = yield from sessions.recalled(account)
    now = api._now()
    until = before.locked_at(now)
    if until is not None:
        refusal = {"msg": str(LOCKED_STATUS), **(before.refusal or {}), "success": False}
        return records.LoginReply.refused(refusal, locked_error(until, LOGIN.operation))
    form = {"userName": credentials.username, "password": credentials.password_hash}
    asked = before._replace(asked_at=now, locked_until=None, refusal=None)
    sessions.note_attempt(account, asked)
    try:
        reply, _ = yield from follow(api, request_of(api, LOGIN, form))
    except exceptions.GrowattConnectionError:
        sessions.note_attempt(account, before)  # nothing reached the server
        raise
    if reply.status == LOCKED_STATUS:
        raise (yield from _locked_by_status(api, account, reply, LOGIN.operation))
    return (yield from _answered(api, account, credentials, asked, reply))


def _answered(
    api: ShinePhoneCalls, account: Account, credentials: Credentials, asked: Login, reply: Reply
) -> Flow[records.LoginReply]:
    sessions, now = api._sessions, api._now()
    back = payload(read(reply, LOGIN.operation), LOGIN)
    if not isinstance(back, dict) or "success" not in back:
        raise shape_error(LOGIN.operation, "the answer says nothing of success")
    if not back["success"]:
        error = login_error(back, LOGIN.operation, now)
        if isinstance(error, exceptions.GrowattAccountLockedError):
            yield from _note_lock(api, account, asked, error.locked_until, back)
        else:
            yield from sessions.note(account, asked)
        return records.LoginReply.refused(back, error)
    user = back.get("user")
    if not isinstance(user, dict) or user.get("id") is None:
        raise shape_error(LOGIN.operation, "the answer names no user")
    answer = records.LoginReply.accepted(back)
    cookies = tuple(api._cookies(account.server))
    sessions.keep(account, credentials)
    # before it is noted, which may take a while: a call that is cancelled then has its session
    sessions.opened(account, cookies)
    yield from sessions.note(
        account,
        asked._replace(user_id=answer["userId"], user_level=answer["userLevel"], cookies=cookies),
    )
    return answer


def _note_lock(
    api: ShinePhoneCalls,
    account: Account,
    login: Login,
    until: datetime | None,
    refusal: Mapping[str, Any],
) -> Flow[None]:
    told = ("msg", "success", "error", "lockDuration")
    kept = {key: refusal[key] for key in told if key in refusal}
    if api._sessions.account is None:
        # without a session of this account, calls would only be sent in vain
        api._sessions.account = account
    yield from api._sessions.note(account, login._replace(locked_until=until, refusal=kept))


def _locked_by_status(
    api: ShinePhoneCalls, account: Account | None, reply: Reply, operation: str
) -> Flow[exceptions.GrowattAccountLockedError]:
    until = end_of_lock({}, api._now())
    if account is not None:
        refusal = {"success": False, "msg": str(LOCKED_STATUS)}
        login = api._sessions.login_of(account)
        yield from _note_lock(api, account, login, until, refusal)
    return locked_error(until, operation, reply)
