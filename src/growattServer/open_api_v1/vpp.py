"""Virtual power plants: a battery that is told from outside when to charge and to discharge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, TypedDict

from ..arguments import quoted, whole
from ..exceptions import GrowattParameterError
from ..operation import operation
from ..warn import warn_caller
from ..wire import Flow
from . import records
from .calls import V1Calls, call, call_record
from .checks import required, time_of_day, whole_number
from .endpoints import TEN_SECONDS, UNKNOWN_DEVICE, Endpoint, beside, errors, known

MINUTES_A_DAY = 1440

_WRITING = errors(
    {10012: UNKNOWN_DEVICE},
    {10005: "the datalogger is offline"},
    c500="the setting failed; ask vpp_soc or the readings whether it took effect",
    c10001="reading or writing failed; look at the readings before trying again",
    c10004="the serial number is empty, or there are no periods",
    c10007="a value is missing",
    c10008="a value is out of range, or odd",
    c10009="no such setting",
)

VPP_SOC = known(
    Endpoint(
        "POST",
        "device/vpp/getSocData",
        "getting the state of charge",
        7178565721512898,
        errors(
            {10002: UNKNOWN_DEVICE},
            c10001="the device did not answer; try again later",
            c10003="the serial number is empty",
        ),
        TEN_SECONDS,
        subject="vppSn",
        unwrap=beside("soc"),
    )
)
VPP_WRITE = known(
    Endpoint(
        "POST",
        "vppRemoteSetNew",
        "charging or discharging at once",
        7178602212464389,
        _WRITING,
        TEN_SECONDS,
        writes=True,
        subject="vppSn",
    )
)
VPP_WRITE_PERIODS = known(
    Endpoint(
        "POST",
        "vppSetNew",
        "writing periods of charging",
        7178611475504644,
        _WRITING,
        TEN_SECONDS,
        writes=True,
        subject="vppSn",
    )
)


class VppPeriod(TypedDict):
    """A period of charging, with `percentage` above 0, or of discharging, below 0."""

    percentage: int
    start_time: time | str | int
    end_time: time | str | int


class VppOperations(V1Calls):
    """The calls for virtual power plants, for MIN, SPH and SPA with a battery."""

    @operation
    def vpp_soc(self, device_sn: str) -> Flow[records.VppState]:
        """The state of charge of a battery. Page 7178565721512898; one call in 10 seconds."""
        return call_record(
            self, VPP_SOC, {"vppSn": required("device_sn", device_sn)}, records.VppState
        )

    @operation
    def vpp_write(self, device_sn: str, percentage: int, start_time: time | str | int) -> Flow[Any]:
        """Charge, or discharge with a `percentage` below 0, from a time of the day on.

        The result is what the server says: `"0"` when it is done. `percentage` is a share of the
        battery's power, -100 to 100. `start_time` is a time of the day or minutes since midnight.
        How long the command holds, the vendor does not say. It is sent once; look at the readings
        whether it took effect. Page 7178602212464389; one call in 10 seconds.
        """
        parameters = {
            "vppSn": required("device_sn", device_sn),
            "time": _minute("start_time", start_time),
            "percentage": whole_number("percentage", percentage, -100, 100),
        }
        return call(self, VPP_WRITE, parameters)

    @operation
    def vpp_write_periods(
        self, device_sn: str, periods: Iterable[VppPeriod | Mapping[str, Any]]
    ) -> Flow[Any]:
        """Write the periods of a day in which a battery charges or discharges.

        Each is a dict with `percentage`, -100 to 100, and `start_time` and `end_time`, which are
        times of the day or minutes since midnight, to 1440. The result is what the server says:
        `"0"` when it is done. It is sent once; look at the readings whether it took effect.
        Page 7178611475504644; one call in 10 seconds.
        """
        import json  # which an import of the library does not wait for

        sent = [_period(number, one) for number, one in enumerate(_each(periods), start=1)]
        parameters = {
            "vppSn": required("device_sn", device_sn),
            "timePeriods": json.dumps(sent, separators=(",", ":")),
        }
        return call(self, VPP_WRITE_PERIODS, parameters)


def _each(periods: Any) -> list[Any]:
    if isinstance(periods, str | Mapping) or not isinstance(periods, Iterable):
        raise GrowattParameterError(
            f"periods is a list of dicts with percentage, start_time and end_time, "
            f"not {quoted(periods)}"
        )
    found = list(periods)
    if not found:
        raise GrowattParameterError("periods is empty; give one at least")
    return found


def _period(number: int, period: Any) -> dict[str, int]:
    name = f"period {number}"
    keys = ("percentage", "start_time", "end_time")
    missing = [key for key in keys if not isinstance(period, Mapping) or key not in period]
    if missing:
        raise GrowattParameterError(f"{name} lacks {', '.join(missing)}")
    start = _minute(f"{name} start_time", period["start_time"])
    end = _minute(f"{name} end_time", period["end_time"])
    if end <= start:
        warn_caller(
            f"{name} ends at minute {end}, not after its start at minute {start}; "
            "one over midnight may be refused or ignored, split it in two"
        )
    share = whole_number(f"{name} percentage", period["percentage"], -100, 100)
    return {"percentage": share, "startTime": start, "endTime": end}


def _minute(name: str, value: Any) -> int:
    """Minutes since midnight, from a time of the day or as they are."""
    found = whole(value)
    if found is not None:
        return whole_number(name, found, 0, MINUTES_A_DAY)
    at = time_of_day(name, value)
    return at.hour * 60 + at.minute
