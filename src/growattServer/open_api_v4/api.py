"""The two clients of V4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ..client import AiohttpClient, RequestsClient, python_user_agent
from ..open_api_v1.token import checked_token, token_account
from ..operation import operation
from ..secret import Secret
from ..wire import Flow, to_thread
from .controls import ControlOperations
from .devices import V4Device
from .noah import NoahOperations
from .noah_app import NoahAppOperations
from .readings import ReadingOperations

if TYPE_CHECKING:
    import aiohttp

    from ..etiquette.budget import Budget
    from ..etiquette.policy import Etiquette
    from .devices import AsyncV4Device


class V4Operations(ReadingOperations, ControlOperations, NoahOperations, NoahAppOperations):
    """All calls of V4; a client adds how they are sent."""

    _sends_token = True
    _headers: dict[str, str]

    @operation
    def budget(self) -> Flow[Budget]:
        """The calls that the token has made today, and what has to wait; asks no server.

        The calls of `OpenApiV1` with the same token are among them. The vendor documents no limit
        for a token as a whole. Without an `Etiquette` nothing is counted.
        """
        from ..etiquette.budget import budget_of

        return to_thread(lambda: budget_of(self.etiquette, self._token_account(), None))

    def get_device(self, device_sn: str, family: str) -> Any:
        """The device object of a serial number, of a family that V4 has; asks no server."""
        return V4Device(self, device_sn, family)

    def _obey(self, etiquette: Etiquette | None) -> None:
        self.etiquette = etiquette
        if etiquette is not None:
            from ..etiquette.policy import check_etiquette

            check_etiquette(etiquette)

    def _token_account(self) -> str:
        return token_account(self.server_url, self._headers["token"])

    def _headers_with(self, token: str) -> dict[str, str]:
        return {"User-Agent": python_user_agent(), "token": checked_token(token)}


class OpenApiV4(V4Operations, RequestsClient):
    """The newer token API, blocking.

    `token` comes from the ShinePhone app (Me, account name, API Token), the same as for
    `OpenApiV1`, and works only on the server of its region: say which with `region=` or
    `server_url=`. `timeout` is in seconds, a number or a pair (connect, read); 10 and 30 unless
    given. With an `etiquette` the limits of the server are kept; `allow_cleartext` says that an
    http address is meant. `live=True` allows the methods that read a NOAH or NEXA as the
    app does, by calls that Growatt does not document. Constructing does no I/O.
    """

    def __init__(
        self,
        token: str,
        *,
        server_url: str | None = None,
        region: str | None = None,
        timeout: float | tuple[float, float] | None = None,
        etiquette: Etiquette | None = None,
        allow_cleartext: bool = False,
        live: bool = False,
    ) -> None:
        self._configure(server_url, region, timeout, allow_cleartext)
        self._obey(etiquette)
        self._go_live(live)
        token = Secret(token) if isinstance(token, str) else token
        self._headers = self._headers_with(token)

    if TYPE_CHECKING:

        def get_device(self, device_sn: str, family: str) -> V4Device[Self]: ...


class AsyncOpenApiV4(V4Operations, AiohttpClient):
    """The newer token API, awaited; arguments as for `OpenApiV4`.

    `session` is an aiohttp `ClientSession` to send through; without one the client makes its own at
    the first call and closes it with `await api.close()` or at the end of `async with`.
    """

    def __init__(
        self,
        token: str,
        *,
        session: aiohttp.ClientSession | None = None,
        server_url: str | None = None,
        region: str | None = None,
        timeout: float | tuple[float, float] | None = None,
        etiquette: Etiquette | None = None,
        allow_cleartext: bool = False,
        live: bool = False,
    ) -> None:
        self._configure(server_url, region, timeout, allow_cleartext)
        self._obey(etiquette)
        self._go_live(live)
        token = Secret(token) if isinstance(token, str) else token
        self._use_session(session, self._headers_with(token))

    if TYPE_CHECKING:

        def get_device(self, device_sn: str, family: str) -> AsyncV4Device[Self]: ...
