"""The calls of the token API, and its blocking client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ..client import python_user_agent
from ..operation import operation
from ..secret import Secret
from ..shinephone.api import GrowattApi
from ..wire import Flow
from .dataloggers import DataloggerOperations
from .devices.families import DeviceOperations
from .devices.meters import MeterOperations
from .devices.sensors import EnvironmentSensorOperations
from .groboost import GroBoostOperations
from .plant_changes import PlantChangeOperations
from .plants import PlantOperations
from .token import checked_token, token_account
from .users import UserOperations
from .vpp import VppOperations

if TYPE_CHECKING:
    from ..etiquette.budget import Budget
    from ..etiquette.policy import Etiquette
    from .devices import AnyDevice
    from .devices.families import DeviceType


class V1Operations(
    PlantOperations,
    DeviceOperations,
    DataloggerOperations,
    MeterOperations,
    EnvironmentSensorOperations,
    UserOperations,
    PlantChangeOperations,
    VppOperations,
    GroBoostOperations,
):
    """All calls of the token API; a client adds how they are sent.

    The calls of the password API are there as well, for those who log in: they go to the root of
    the server, not below `v1/`.
    """

    _sends_token = True
    _headers: dict[str, str]

    @operation
    def budget(  # pyright: ignore[reportIncompatibleVariableOverride]  # of the token here
        self,
    ) -> Flow[Budget]:
        """The calls that the token has made today, and what has to wait; asks no server.

        The vendor documents no limit for a token as a whole. Without an `Etiquette` nothing is
        counted.
        """
        return self._budget_of(self._token_account(), None)

    def _token_account(self) -> str:
        return token_account(self.server_url, self._headers["token"])

    def _headers_with(self, token: str) -> dict[str, str]:
        token = checked_token(token)
        return {**self._identify(False, python_user_agent()), "token": token}


class OpenApiV1(V1Operations, GrowattApi):  # pyright: ignore[reportIncompatibleVariableOverride]
    """The token API, blocking.

    `token` comes from the ShinePhone app (Me, account name, API Token) and works only on the server
    of its region: say which with `region=` or `server_url=`. `timeout` is in seconds, a number or a
    pair (connect, read); 10 and 30 unless given. With an `etiquette` the limits of the server are
    kept; `allow_cleartext` says that an http address is meant. Constructing does no I/O.
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
    ) -> None:
        self._configure(server_url, region, timeout, allow_cleartext)
        self._obey(etiquette)
        token = Secret(token) if isinstance(token, str) else token
        self._headers = self._headers_with(token)

    if TYPE_CHECKING:

        def get_device(
            self, device_sn: str, device_type: int | DeviceType
        ) -> AnyDevice[Self] | None: ...
