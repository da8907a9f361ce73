"""The calls of the password API, and its blocking client."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ..client import RequestsClient
from ..etiquette.session_store import SessionStore
from ..exceptions import GrowattParameterError
from ..operation import operation
from ..wire import Flow, to_thread
from .classic_inverter import ClassicInverterOperations
from .dashboard import DashboardOperations
from .inverter import InverterOperations
from .login import LoginOperations
from .mix import MixOperations
from .noah import NoahOperations
from .plants import PlantOperations
from .sessions import Sessions
from .storage import StorageOperations
from .tlx import TlxOperations

if TYPE_CHECKING:
    from ..etiquette.budget import Budget
    from ..etiquette.policy import Etiquette

USER_AGENT = "Dalvik/2.1.0 (Linux; U; Android 12; https://github.com/indykoning/PyPi_GrowattServer)"


class ShinePhoneOperations(
    LoginOperations,
    PlantOperations,
    DashboardOperations,
    InverterOperations,
    ClassicInverterOperations,
    TlxOperations,
    MixOperations,
    StorageOperations,
    NoahOperations,
):
    """All calls of the password API; a client adds how they are sent."""

    agent_identifier: str = USER_AGENT

    @operation
    def budget(self) -> Flow[Budget]:
        """The calls that the account has left today, and what has to wait; asks no server.

        Without an `Etiquette` nothing is counted, and only a known lock-out is told.
        """
        from .limits import PASSWORD_BUDGET, current_account
        from .renewal import resume

        yield from resume(self)
        return (yield from self._budget_of(current_account(self), PASSWORD_BUDGET))

    def _budget_of(self, account: str, default: int | None) -> Flow[Budget]:
        from ..etiquette.budget import budget_of
        from .renewal import known_lock

        etiquette = self.etiquette
        limit = None if etiquette is None else etiquette.budget_of(default)
        lock = yield from known_lock(self, "budget")
        budget = yield from to_thread(lambda: budget_of(etiquette, account, limit))
        if lock is None:
            return budget
        return budget._replace(locked_until=lock.locked_until, retry_at=lock.retry_at)

    def _obey(self, etiquette: Etiquette | None, store: Any = None) -> None:
        """Keep these limits, and sessions where they say unless there is a store."""
        self.etiquette = etiquette
        if etiquette is not None:
            from ..etiquette.policy import check_etiquette

            check_etiquette(etiquette)
            store = etiquette.session_store() if store is None else store
        self._sessions = Sessions(store)

    def _identify(self, add_random_user_id: bool, agent_identifier: str | None) -> dict[str, str]:
        if agent_identifier is not None:
            self.agent_identifier = agent_identifier
        if add_random_user_id:
            number = int.from_bytes(os.urandom(4)) % 100_000
            self.agent_identifier = f"{self.agent_identifier} - {number:05}"
        return {"User-Agent": _header(self.agent_identifier)}


def _header(agent_identifier: str) -> str:
    """As it can travel in a header: Home Assistant gives a user name, in any script."""
    if not isinstance(agent_identifier, str):
        raise GrowattParameterError(
            f"agent_identifier must be a string, not a {type(agent_identifier).__name__}"
        )
    text = agent_identifier.strip()
    if any(sign < " " or sign == "\x7f" for sign in text):
        raise GrowattParameterError("agent_identifier has line breaks or control characters")
    return text.encode("latin-1", "replace").decode("latin-1")


class GrowattApi(ShinePhoneOperations, RequestsClient):
    """The password API of the ShinePhone app, blocking.

    `agent_identifier` is the User-Agent, of which the server refuses some; `add_random_user_id`
    appends five digits to it. Say where the account lives with `region=` or `server_url=`;
    `timeout` is in seconds, a number or a pair (connect, read), 10 and 30 unless given. A
    `session_store`, a path or an object with `load` and `save`, lets a login outlive the process.
    With an `etiquette` the limits of the server are kept; `allow_cleartext` says that an http
    address is meant. Constructing does no I/O.
    """

    def __init__(
        self,
        add_random_user_id: bool = False,
        agent_identifier: str | None = None,
        *,
        server_url: str | None = None,
        region: str | None = None,
        timeout: float | tuple[float, float] | None = None,
        session_store: str | os.PathLike[str] | SessionStore | None = None,
        etiquette: Etiquette | None = None,
        allow_cleartext: bool = False,
    ) -> None:
        self._configure(server_url, region, timeout, allow_cleartext)
        self._obey(etiquette, session_store)
        self._headers = self._identify(add_random_user_id, agent_identifier)
