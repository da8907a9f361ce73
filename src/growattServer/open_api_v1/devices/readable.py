"""What all device families have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from ...operation import BehindApi, operation, self_call
from ...wire import Flow
from ..calls import V1Calls
from ..checks import day_or_today, history_days, page_number, required
from ..endpoints import Endpoint
from .declared import DeclaredOperations

if TYPE_CHECKING:
    # the standard library's has no defaults before Python 3.13
    from typing_extensions import TypeVar

    from ..api import OpenApiV1
    from ..async_api import AsyncOpenApiV1

    ApiT = TypeVar("ApiT", bound=V1Calls, default=OpenApiV1)
    AsyncApiT = TypeVar("AsyncApiT", bound=AsyncOpenApiV1, default=AsyncOpenApiV1)
else:
    from typing import TypeVar

    ApiT = TypeVar("ApiT", bound=V1Calls)
    AsyncApiT = TypeVar("AsyncApiT", bound=V1Calls)


class ReadableDevice(DeclaredOperations, BehindApi, Generic[ApiT]):
    """A device of the account behind `api`, which decides whether its methods are awaited."""

    DEVICE_TYPE_ID: int
    _about: ClassVar[str]
    """What the family is, for the pages about it."""
    _models: ClassVar[str]
    """Models that are known to belong to it: more may."""
    _serial_key: str

    def __init__(self, api: ApiT, device_sn: str) -> None:
        self.api = api
        self.device_sn = device_sn

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.api!r}, {self.device_sn!r})"

    @property
    def serial(self) -> str:
        """The serial number, `device_sn` by its short name."""
        return self.device_sn

    @property
    def family(self) -> str:
        """The family in lower case, such as "min" or "sph"."""
        # the class that has the number is the one in FAMILIES; others may be made of it
        return next(
            kind.__name__ for kind in type(self).__mro__ if "DEVICE_TYPE_ID" in vars(kind)
        ).lower()

    @operation
    def latest(self) -> Flow[Any]:
        """The latest readings: `energy`, by a name that the devices of all APIs have."""
        return self_call(self, "energy")

    @property
    def _sn(self) -> str:
        serial: str = required("device_sn", self.device_sn)
        return serial

    def _key_of(self, endpoint: Endpoint) -> dict[str, Any]:
        """The serial number, by the name that the server has for it."""
        return {"device_sn" if endpoint.method == "GET" else self._serial_key: self._sn}

    def _history_parameters(
        self, start_date: Any, end_date: Any, timezone: str | None, page: Any, limit: Any
    ) -> dict[str, Any]:
        return {
            self._serial_key: self._sn,
            **history_days(start_date, end_date),
            "timezone_id": timezone,
            "page": page_number("page", page),
            "perpage": page_number("limit", limit),
        }

    def _alarm_parameters(self, day: Any, page: Any, limit: Any) -> dict[str, Any]:
        when = day_or_today(day)
        return {
            self._serial_key: self._sn,
            "date": when.isoformat(),
            "page": page_number("page", page),
            "perpage": page_number("limit", limit),
        }
