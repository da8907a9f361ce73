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
    locked_again,
    locked_error,
    login_error,
    session_error,
)
from ..servers import server_root
from ..wire import Flow, Reply, Request, while_locked
from . import records
from .endpoints import LOGIN, Endpoint
from .exchange import ShinePhoneCalls, follow, payload, read, request_of

_LOG_IN = "log in, or log in again, with login()"
_NOT_TWICE = (
    "the session had ended and is renewed, but the library never sends a setting twice; "
    "read it back and send it again"
)


def ask(api: ShinePhoneCalls, endpoint: Endpoint, request: Request) -> Flow[Reply]:
    """The reply to a request, after a renewal of the session where it takes one."""
    sessions = api._sessions
    yield from resume(api)
    locked = yield from known_lock(api, endpoint.operation)
    if locked is not None:
        raise locked
    has_logged_in = False
    while True:
        generation = sessions.generation
        reply, is_lost = yield from follow(api, request, writes=endpoint.writes)
        if not is_lost or (endpoint.is_page and b"JSON.parse(" in reply.body):
            break
        if has_logged_in:
            raise session_error(reply, endpoint.operation, "the server does not accept its session")
        try:
            has_logged_in = yield from renew(api, generation, reply, endpoint.operation)
        except exceptions.GrowattTransportError as error:
            # the call itself was sent, whatever became of the login that it led to
            error.was_not_sent = False
            raise
        if endpoint.writes:
            raise session_error(reply, endpoint.operation, _NOT_TWICE)
    if reply.status == LOCKED_STATUS:
        raise (yield from _locked_by_status(api, sessions.account, reply, endpoint.operation))
    return reply


def known_lock(
    api: ShinePhoneCalls, operation: str
) -> Flow[exceptions.GrowattAccountLockedError | None]:
    """The error for a call that would meet a lock, also where another process has met it."""
    if api._sessions.account is None:
        return None
    login = yield from api._sessions.recalled(api._sessions.account)
    return lock_of(api, login, operation, was_not_sent=True)


def lock_of(
    api: ShinePhoneCalls, login: Login, operation: str, *, was_not_sent: bool = False
) -> exceptions.GrowattAccountLockedError | None:
    """The error for a lock that holds now.

    One whose end the server did not tell holds for those who have an etiquette only.
    """
    until = login.locked_at(api._now())
    if until is None:
        return None
    if not login.untold_locks:
        return locked_error(until, operation, was_not_sent=was_not_sent)
    if api.etiquette is None:
        return None
    return locked_error(None, operation, retry_at=until, was_not_sent=was_not_sent)


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
    result = yield from while_locked(
        sessions.login_lock(account), _renew(api, account, generation, reply, operation)
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
    locked = lock_of(api, login, operation)
    if locked is not None:
        raise locked
    moment = login.next_login(now, timedelta(seconds=api.login_cooldown))
    if moment is not None:
        hint = f"logged in a moment ago; the next automatic login is at {moment:%H:%M:%S} UTC"
        raise session_error(reply, operation, hint, moment)


def log_in(
    api: ShinePhoneCalls, account: Account, credentials: Credentials
) -> Flow[records.LoginReply]:
    """Log in, unless the account is known to be locked; the login lock is held."""
    known = yield from api._sessions.recalled(account)
    if api.etiquette is None or lock_of(api, known, LOGIN.operation) is not None:
        return (yield from _log_in(api, account, credentials))
    from ..etiquette.limits import within_limits  # for those who want it
    from .limits import limited_login

    limited = limited_login(api.etiquette, account)
    answer: records.LoginReply
    answer, _ = yield from within_limits(
        api.etiquette, limited, lambda number: _log_in(api, account, credentials)
    )
    return answer


def _log_in(
    api: ShinePhoneCalls, account: Account, credentials: Credentials
) -> Flow[records.LoginReply]:
    sessions = api._sessions
    before = yield from sessions.recalled(account)
    locked = lock_of(api, before, LOGIN.operation)
    if locked is not None:
        refusal = {"msg": str(LOCKED_STATUS), **(before.refusal or {}), "success": False}
        _wait_outside(api, account)
        return records.LoginReply.refused(refusal, locked)
    api._part_from_others()
    form = {"userName": credentials.username, "password": credentials.password_hash}
    asked = before._replace(asked_at=api._now(), locked_until=None, refusal=None)
    # before it is sent: whatever becomes of it, or of this process, it counts
    yield from sessions.note(account, asked)
    try:
        reply, _ = yield from follow(api, request_of(api, LOGIN, form))
    except exceptions.GrowattTransportError as error:
        if error.was_not_sent:
            yield from sessions.note(account, before)
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
        raise shape_error(LOGIN.operation, "the answer does not say whether it succeeded")
    if not back["success"]:
        error = login_error(back, LOGIN.operation, now)
        if isinstance(error, exceptions.GrowattAccountLockedError):
            error = yield from _note_lock(api, account, asked, error, back)
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
        asked._replace(
            user_id=answer["userId"],
            user_level=answer["userLevel"],
            cookies=cookies,
            untold_locks=0,
        ),
    )
    return answer


def _note_lock(
    api: ShinePhoneCalls,
    account: Account,
    login: Login,
    error: exceptions.GrowattAccountLockedError,
    refusal: Mapping[str, Any],
) -> Flow[exceptions.GrowattAccountLockedError]:
    """Remember a lock for as long as it is to be kept; gives the error that says so."""
    until, now = error.locked_until, api._now()
    if until is None and api.etiquette is None:
        # a client without an etiquette sends again when it is asked to
        return error
    if until is not None:
        login = login._replace(locked_until=until, untold_locks=0)
    elif login.locked_at(now) is None:
        # else another call, which was on its way at the same time, has met the same lock
        login = locked_again(login, now)
    told = ("msg", "success", "error", "lockDuration")
    kept = {key: refusal[key] for key in told if key in refusal}
    _wait_outside(api, account)
    yield from api._sessions.note(account, login._replace(refusal=kept))
    return lock_of(api, login, str(error.operation)) or error


def _wait_outside(api: ShinePhoneCalls, account: Account) -> None:
    """Without a session of this account, calls would only be sent in vain."""
    if api._sessions.account is None:
        api._sessions.account = account


def _locked_by_status(
    api: ShinePhoneCalls, account: Account | None, reply: Reply, operation: str
) -> Flow[exceptions.GrowattAccountLockedError]:
    """The error for HTTP status 507, which comes with a page, or with what a login says."""
    refusal = {"msg": str(LOCKED_STATUS), **_said_of_lock(reply, operation), "success": False}
    error = locked_error(end_of_lock(refusal, api._now()), operation, reply)
    if account is not None:
        login = api._sessions.login_of(account)
        noted = yield from _note_lock(api, account, login, error, refusal)
        error = locked_error(noted.locked_until, operation, reply, retry_at=noted.retry_at)
    return error


def _said_of_lock(reply: Reply, operation: str) -> Mapping[str, Any]:
    try:
        back = payload(read(reply._replace(status=200), operation), LOGIN)
    except exceptions.GrowattReplyError:
        return {}
    return back if isinstance(back, dict) else {}
