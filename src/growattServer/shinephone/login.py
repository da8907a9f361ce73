"""Logging in, and going on with a login of before."""

from __future__ import annotations

from ..etiquette.login import Account, Credentials, Secret
from ..operation import operation
from ..servers import server_root
from ..wire import Flow, alone
from . import records
from .exchange import ShinePhoneCalls
from .password import hash_password
from .renewal import adopt, log_in


class LoginOperations(ShinePhoneCalls):
    """The calls that open a session."""

    @operation
    def login(
        self, username: str, password: str, is_password_hashed: bool = False
    ) -> Flow[records.LoginReply]:
        """The user, with `userId` for `plant_list`; or the refusal, with `success` False.

        A refusal is not raised: it carries its exception as `error`. More than one login in 5
        minutes, or polling faster than that, gets an account locked for 24 hours; then nothing is
        sent until the lock ends, and the refusal is answered from memory. With an `Etiquette` the
        session that another program of the user has opened is gone on with, as by `resume_login`.
        """
        account, credentials = self._account(username, password, is_password_hashed)
        go = log_in if self.etiquette is None else _resume
        return alone(self._sessions.turn(account), go(self, account, credentials))

    @operation
    def resume_login(
        self, username: str, password: str, is_password_hashed: bool = False
    ) -> Flow[records.LoginReply]:
        """The user, from the session that the session store has of this account, or by a login.

        Programs that run again and again stay within the server's limits with this and a
        `session_store`. Whether the session still lives shows at the next call, which renews it.
        """
        account, credentials = self._account(username, password, is_password_hashed)
        flow = _resume(self, account, credentials)
        return alone(self._sessions.turn(account), flow)

    def _account(
        self, username: str, password: str, is_hashed: bool
    ) -> tuple[Account, Credentials]:
        secret = Secret(password if is_hashed else hash_password(password))
        return Account(server_root(self.server_url), str(username)), Credentials(username, secret)


def _resume(
    api: ShinePhoneCalls, account: Account, credentials: Credentials
) -> Flow[records.LoginReply]:
    sessions = api._sessions
    login = yield from sessions.recalled(account)
    if not login.cookies or login.user_id is None or login.locked_at(api._now()) is not None:
        answer = yield from log_in(api, account, credentials)
        return answer
    adopt(api, account)
    sessions.keep(account, credentials)
    return records.LoginReply.resumed(login.user_id, login.user_level)
