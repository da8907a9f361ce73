"""The async client of the token API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ..secret import Secret
from ..shinephone.async_api import AsyncGrowattApi
from .api import V1Operations
from .devices import awaited as awaited  # so that its devices are async, too

if TYPE_CHECKING:
    import aiohttp

    from ..etiquette.policy import Etiquette
    from .devices import AnyDevice
    from .devices.families import DeviceType


class AsyncOpenApiV1(V1Operations, AsyncGrowattApi):  # pyright: ignore[reportIncompatibleVariableOverride]
    """The token API, awaited; arguments as for `OpenApiV1`.

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
    ) -> None:
        self._configure(server_url, region, timeout, allow_cleartext)
        self._obey(etiquette)
        token = Secret(token) if isinstance(token, str) else token
        self._use_session(session, self._headers_with(token))

    if TYPE_CHECKING:

        def get_device(
            self, device_sn: str, device_type: int | DeviceType
        ) -> AnyDevice[Self] | None: ...
