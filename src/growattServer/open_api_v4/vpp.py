"""Finding a VPP parameter by its name, and its values as they are sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..arguments import quoted, whole
from ..exceptions import GrowattParameterError
from ..open_api_v1.checks import whole_number
from ..vpp_parameters import (
    MINUTES_A_DAY,
    MOST_PERIODS,
    SCHEDULE,
    SYSTEM_TIME,
    VPP_PARAMETERS,
    VppParameter,
)
from .records import VppPeriod

__all__ = [
    "MINUTES_A_DAY",
    "MOST_PERIODS",
    "SCHEDULE",
    "SYSTEM_TIME",
    "VPP_PARAMETERS",
    "VppParameter",
    "vpp_parameter",
    "vpp_text",
]


_BY_KEY = {parameter.key: parameter for parameter in VPP_PARAMETERS.values()}


def vpp_parameter(name: str) -> VppParameter:
    """The parameter of a name of ours, or of the vendor's `set_param_N`."""
    if isinstance(name, str):
        found = VPP_PARAMETERS.get(name) or _BY_KEY.get(name)
        if found is not None:
            return found
    from ..suggestion import do_you_mean

    raise GrowattParameterError(
        f"there is no VPP parameter {quoted(name)}{do_you_mean(name, VPP_PARAMETERS)}"
    )


def vpp_text(parameter: VppParameter, value: Any) -> str:
    """A value as it is sent; raises GrowattParameterError for one out of range."""
    if parameter.name == SCHEDULE:
        return _schedule_text(value)
    if parameter.name == SYSTEM_TIME:
        if not isinstance(value, datetime):
            raise GrowattParameterError(f"system_time is a datetime, not {quoted(value)}")
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bool) and (parameter.low, parameter.high) == (0, 1):
        value = int(value)
    return str(whole_number(parameter.name, value, parameter.low, parameter.high))


def _schedule_text(periods: Iterable[Mapping[str, Any]]) -> str:
    if isinstance(periods, str | Mapping) or not isinstance(periods, Iterable):
        raise GrowattParameterError("a schedule is a list of periods")
    rows = [_period(number, period) for number, period in enumerate(periods, 1)]
    if not 1 <= len(rows) <= MOST_PERIODS:
        raise GrowattParameterError(f"a schedule has 1 to {MOST_PERIODS} periods, not {len(rows)}")
    return json.dumps(rows, separators=(",", ":"))


def _period(number: int, period: Mapping[str, Any]) -> VppPeriod:
    if not isinstance(period, Mapping):
        raise GrowattParameterError(f"period {number} is a dict, not {quoted(period)}")
    row = {
        "percentage": whole_number(f"percentage {number}", period.get("percentage"), -100, 100),
        "startTime": _minute(f"startTime {number}", period.get("startTime")),
        "endTime": _minute(f"endTime {number}", period.get("endTime")),
    }
    if row["endTime"] <= row["startTime"]:
        raise GrowattParameterError(f"period {number} ends before it starts")
    return VppPeriod(row)


def _minute(name: str, value: Any) -> int:
    found = whole(value)
    if found is None or not 0 <= found <= MINUTES_A_DAY:
        raise GrowattParameterError(
            f"{name} is a minute of the day, 0 to {MINUTES_A_DAY}, not {quoted(value)}"
        )
    return found
