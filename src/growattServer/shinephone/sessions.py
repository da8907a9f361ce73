"""What a client remembers of its logins, in memory and, where it has one, in a session store.

What looks into the store or writes it is a flow: its driver decides in which thread that is done.
"""

from __future__ import annotations

from typing import Any

from ..etiquette.login import Account, Credentials, Login
from ..etiquette.session_store import SessionStore, as_store, recall, remember
from ..wire import Cookie, Flow, to_thread
from .login_lock import LoginLock


class Sessions:
    """The account that a client is logged in to, and what it knows of the logins of all.

    `generation` changes with every session, so that a call which finds its session lost sees
    whether another thread or task has got a new one in the meantime.
    """

    def __init__(self, store: Any = None) -> None:
        self.store: SessionStore | None = as_store(store)
        self.account: Account | None = None
        self.generation = 0
        self.cookies: tuple[Cookie, ...] = ()
        self._credentials: dict[Account, Credentials] = {}
        self._logins: dict[Account, Login] = {}
        # as they stood in the store when this client last looked
        self._kept: dict[Account, Login] = {}
        self._has_looked = False

    def __repr__(self) -> str:
        # also of one that is not made yet, as tools show it that print what is on the stack
        return f"<{type(self).__name__} of {len(vars(self).get('_logins', ()))} accounts>"

    def login_lock(self, account: Account) -> LoginLock:
        """The right to log in to an account."""
        return LoginLock(account, getattr(self.store, "lock_path", None))

    def login_of(self, account: Account) -> Login:
        """What this client knows of an account, without looking into the store."""
        return self._logins.get(account, Login())

    def recalled(self, account: Account) -> Flow[Login]:
        """What is known of an account now, by this client or by others with the same store."""
        kept = (yield from self._stored_logins()).get(account)
        # what has changed is newer than what this client knows, whatever the clocks of both say
        if kept is not None and kept != self._kept.get(account):
            self._kept[account] = self._logins[account] = kept
        return self.login_of(account)

    def may_resume(self) -> bool:
        """Whether this is the first call of a client that has a store and has not logged in."""
        return self.store is not None and self.account is None and not self._has_looked

    def stored(self, server: str) -> Flow[Account | None]:
        """The account whose session the store has for this server, where it has exactly one."""
        logins = yield from self._stored_logins()
        if not self.may_resume():
            return None  # another call was quicker
        self._has_looked = True
        found = [one for one in logins if one.server == server and logins[one].cookies]
        if len(found) != 1:
            return None
        self._kept[found[0]] = self._logins[found[0]] = logins[found[0]]
        return found[0]

    def note(self, account: Account, login: Login) -> Flow[None]:
        """Remember what became of a login."""
        self._logins[account] = login
        store = self.store
        if store is not None:
            yield from to_thread(lambda: remember(store, account, login))

    def opened(self, account: Account, cookies: tuple[Cookie, ...]) -> None:
        """Go on with this session of an account."""
        self.account, self.cookies, self._has_looked = account, cookies, True
        self.generation += 1

    def credentials(self, account: Account) -> Credentials | None:
        """What a login to this account needs, if it was given."""
        return self._credentials.get(account)

    def keep(self, account: Account, credentials: Credentials) -> None:
        """Keep what a login needs, in memory."""
        self._credentials[account] = credentials

    def forget(self, account: Account) -> None:
        """Never use these credentials again."""
        self._credentials.pop(account, None)

    def _stored_logins(self) -> Flow[dict[Account, Login]]:
        store = self.store
        return {} if store is None else (yield from to_thread(lambda: recall(store)))
