"""The async client of the password API."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..client import AiohttpClient
from ..etiquette.session_store import SessionStore
from .api import ShinePhoneOperations

if TYPE_CHECKING:
    import aiohttp

    from ..etiquette.policy import Etiquette


class AsyncGrowattApi(ShinePhoneOperations, AiohttpClient):
    """The password API of the ShinePhone app, awaited; arguments as for `GrowattApi`.

    `session` is an aiohttp `ClientSession` to send through. Several clients may share one: what the
    server sets as cookies stays with the client that asked. Without one the client makes its own at
    the first call and closes it with `await api.close()` or at the end of `async with`.
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
        etiquette: Etiquette | None = None,
        allow_cleartext: bool = False,
    ) -> None:
        self._configure(server_url, region, timeout, allow_cleartext)
        self._obey(etiquette, session_store)
        self._use_session(session, self._identify(add_random_user_id, agent_identifier))
