"""The two clients of the password API."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

from ..client import AiohttpClient, RequestsClient
from ..etiquette.session_store import SessionStore
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
    import aiohttp

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

    def _identify(self, add_random_user_id: bool, agent_identifier: str | None) -> dict[str, str]:
        if agent_identifier is not None:
            self.agent_identifier = agent_identifier
        if add_random_user_id:
            self.agent_identifier = f"{self.agent_identifier} - {random.randrange(100_000):05}"
        return {"User-Agent": self.agent_identifier}


class GrowattApi(ShinePhoneOperations, RequestsClient):
    """The password API of the ShinePhone app, blocking.

    `agent_identifier` is the User-Agent, of which the server refuses some; `add_random_user_id`
    appends five digits to it. Say where the account lives with `region=` or `server_url=`;
    `timeout` is in seconds, a number or a pair (connect, read), 10 and 30 unless given. A
    `session_store`, a path or an object with `load` and `save`, lets a login outlive the process.
    Constructing does no I/O.
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
    ) -> None:
        self._configure(server_url, region, timeout)
        self._sessions = Sessions(session_store)
        self._headers = self._identify(add_random_user_id, agent_identifier)


class AsyncGrowattApi(ShinePhoneOperations, AiohttpClient):
    """The password API of the ShinePhone app, awaited; arguments as for `GrowattApi`.

    `session` is an aiohttp `ClientSession` to send through, whose cookies are used; without one the
    client makes its own at the first call and closes it with `await api.close()` or at the end of
    `async with`.
    """

    def __init__(
        self,
        add_random_user_id: bool = False,
        agent_identifier: str | None = None,
        *,
        session: aiohttp.ClientSession | None = None,
        server_url: str | None = None,
        region: str | None = None,
        timeout: float | tuple[float, float] | None = None,
        session_store: str | os.PathLike[str] | SessionStore | None = None,
    ) -> None:
        self._configure(server_url, region, timeout)
        self._sessions = Sessions(session_store)
        self._use_session(session, self._identify(add_random_user_id, agent_identifier))
