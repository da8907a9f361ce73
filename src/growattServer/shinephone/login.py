"""Logging in, and going on with a login of before."""

from __future__ import annotations

from ..etiquette.login import Account, Credentials
from ..operation import is_replaced, operation, self_call
from ..secret import Secret
from ..servers import server_root
from ..warn import warn_caller
from ..wire import Flow, while_locked
from . import records
from .exchange import ShinePhoneCalls
from .password import hash_password
from .renewal import adopt, lock_of, log_in


class LoginOperations(ShinePhoneCalls):
    """The calls that open a session."""

    @operation
    def login(
        self, username: str, password: str, is_password_hashed: bool = False
    ) -> Flow[records.LoginReply]:
        """The user, with `userId` for `plant_list`; or the refusal, with `success` False.

        A refusal is not raised: it carries its exception as `error`. More than one login in 5
        minutes, or polling faster than that, gets an account locked. Where the server tells until
        when, nothing is sent before, and the refusal is answered from memory. With an `Etiquette`
        the session that another program of the user has opened is gone on with, as by
        `resume_login`.
        """
        password = Secret(password) if isinstance(password, str) else password
        account, credentials = self._account(username, password, is_password_hashed)
        go = log_in if self.etiquette is None else _resume
        flow = while_locked(self._sessions.login_lock(account), go(self, account, credentials))
        return _with_known(password, flow)

    @operation
    def resume_login(
        self, username: str, password: str, is_password_hashed: bool = False
    ) -> Flow[records.LoginReply]:
        """The user, from the session that the session store has of this account, or by a login.

        Programs that run again and again stay within the server's limits with this and a
        `session_store`. Whether the session still lives shows at the next call, which renews it.
        """
        password = Secret(password) if isinstance(password, str) else password
        account, credentials = self._account(username, password, is_password_hashed)
        login_lock = self._sessions.login_lock(account)
        if not is_replaced(self, "login"):
            return (yield from while_locked(login_lock, _resume(self, account, credentials)))
        answer = yield from while_locked(login_lock, _resumed(self, account, credentials))
        if answer is None:
            # outside the lock, which the login of the library takes by itself
            given = username, password, is_password_hashed
            answer = yield from self_call(self, "login", *given)
        return answer

    def _account(
        self, username: str, password: str, is_hashed: bool
    ) -> tuple[Account, Credentials]:
        names = {"user name": str(username or "").strip(), "password": password}
        missing = [name for name, value in names.items() if value == ""]
        if missing:
            warn_caller(
                f"this login has an empty {' and '.join(missing)}; the server will refuse it"
            )
        secret = Secret(password if is_hashed else hash_password(password))
        return Account(server_root(self.server_url), str(username)), Credentials(username, secret)


def _with_known(password: str, flow: Flow[records.LoginReply]) -> Flow[records.LoginReply]:
    """The same flow; while it lasts, the password is known to be a secret."""
    return (yield from flow)


def _resume(
    api: ShinePhoneCalls, account: Account, credentials: Credentials
) -> Flow[records.LoginReply]:
    answer = yield from _resumed(api, account, credentials)
    return answer or (yield from log_in(api, account, credentials))


def _resumed(
    api: ShinePhoneCalls, account: Account, credentials: Credentials
) -> Flow[records.LoginReply | None]:
    sessions = api._sessions
    login = yield from sessions.recalled(account)
    if not login.cookies or login.user_id is None or lock_of(api, login, "login") is not None:
        return None
    adopt(api, account)
    sessions.keep(account, credentials)
    return records.LoginReply.resumed(login.user_id, login.user_level)
