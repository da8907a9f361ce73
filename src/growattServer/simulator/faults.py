"""Failures on order: what goes wrong, on which paths, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from .errors import DoorError
from .numbers import is_number

# These spoil the right answer, so the request takes effect whatever `after` says.
_SPOIL_THE_ANSWER = frozenset({"slow", "truncated_json"})
KINDS = (
    "timeout",
    "reset",
    "http_502",
    "http_status",
    "html_login",
    "truncated_json",
    "null_data",
    "empty_body",
    "slow",
    "error_code",
    "session_expired",
    "locked",
    "denied_user_agent",
    "redirect",
)
# How a failure may look, where it has several forms; the first one is the usual.
FORMS = {"session_expired": ("redirect", "page", "error_500"), "locked": ("new", "old", "status")}
_MOST_ORDERS = 1_000


@dataclass(slots=True)
class Fault:
    """One failure on order.

    `times` counts down and None means for ever. With `after` the request takes effect and only
    its answer fails; without, the request never arrived.
    """

    fault: str
    match: str = "*"
    method: str | None = None
    times: int | None = 1
    after: bool = False
    seconds: float | None = None
    error_code: int | None = None
    error_msg: str | None = None
    status: int = 503
    form: str | None = None
    location: str = "/error.do?errorMess=errorNoLogin"

    @property
    def takes_effect(self) -> bool:
        """Does the request reach the device?"""
        return self.after or self.fault in _SPOIL_THE_ANSWER

    def applies(self, method: str, names: tuple[str, ...]) -> bool:
        """Is this request meant? It goes by several names, the path first."""
        meant = any(fnmatchcase(name, self.match) for name in names)
        return self.method in (None, method) and meant

    def described(self) -> dict[str, Any]:
        """The fault as JSON."""
        return asdict(self)


_TYPES: dict[str, tuple[type, ...]] = {
    "fault": (str,),
    "match": (str,),
    "method": (str,),
    "after": (bool,),
    "seconds": (int, float),
    "error_code": (int,),
    "error_msg": (str,),
    "status": (int,),
    "form": (str,),
    "location": (str,),
}


def parse_fault(wish: Mapping[str, Any]) -> Fault:
    """Read an order; `times` of 0 or null stands for ever."""
    wish = dict(wish)
    times = wish.pop("times", 1)
    if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 0):
        raise DoorError("times must be a whole number, 0 or null for ever.")
    for name, value in wish.items():
        if name not in _TYPES:
            raise DoorError(f"A fault has no {name!r}; it has {', '.join(_TYPES)}, times.")
        if not isinstance(value, _TYPES[name]) or (
            isinstance(value, bool) and bool not in _TYPES[name]
        ):
            raise DoorError(f"{name} has the wrong type.")
    if wish.get("fault") not in KINDS:
        raise DoorError(f"fault must be one of {', '.join(KINDS)}.")
    forms = FORMS.get(wish["fault"], ())
    if "form" in wish and wish["form"] not in forms:
        raise DoorError(f"The form of this fault must be one of {', '.join(forms) or 'none'}.")
    seconds = wish.get("seconds", 0)
    if not is_number(seconds) or seconds < 0:
        raise DoorError("seconds must be a number that is not negative.")
    if not 200 <= wish.get("status", 503) <= 599:
        raise DoorError("status must lie between 200 and 599.")
    return Fault(times=times or None, **wish)


class Faults:
    """The orders, served first come first."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put an order at the end of the queue."""
        if len(self._orders) >= _MOST_ORDERS:
            raise DoorError(f"There are {_MOST_ORDERS} faults on order; cancel some first.")
        self._orders.append(fault)

    def take(self, method: str, *names: str) -> Fault | None:
        """The failure of this request, if one is on order; counts it down."""
        for fault in self._orders:
            if fault.applies(method, names):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self._orders.remove(fault)
                return fault
        return None

    def described(self) -> list[dict[str, Any]]:
        """What is still on order."""
        return [fault.described() for fault in self._orders]
