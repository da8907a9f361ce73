"""Plants: which there are, what they produce and have produced, and the devices in them."""

from __future__ import annotations

from datetime import date

from ..exceptions import GrowattParameterError
from ..operation import operation, self_call
from ..shinephone.api import ShinePhoneOperations
from ..warn import warn_caller
from ..wire import Flow
from . import records
from .calls import V1Calls, call_record
from .checks import date_range, day_or_today, page_number, required
from .endpoints import (
    DEVICE_LIST,
    PLANT_DETAILS,
    PLANT_ENERGY_HISTORY,
    PLANT_ENERGY_OVERVIEW,
    PLANT_LIST,
    PLANT_POWER_OVERVIEW,
)


class PlantOperations(V1Calls, ShinePhoneOperations):
    """The calls about plants; two names of the password API mean those of this one."""

    # as in 2.2.0 these two names mean another call than in the password API
    @operation
    def plant_list(  # pyright: ignore[reportIncompatibleVariableOverride]
        self, *, page: int | None = None, perpage: int | None = None
    ) -> Flow[records.PlantList]:
        """The plants that the token may see, with `count` of all of them.

        A page of them: the first, and 20 rows, unless `page` (from 1) and `perpage` (to 100) say
        otherwise. Each page is a call of its own.
        """
        parameters = {**_page(page, perpage), "search_type": "", "search_keyword": ""}
        return call_record(self, PLANT_LIST, parameters, records.PlantList)

    @operation
    def plant_list_v1(self) -> Flow[records.PlantList]:
        """The same as `plant_list`, under the name that the documentation uses first."""
        return self_call(self, "plant_list")

    @operation
    def plant_details(self, plant_id: int | str) -> Flow[records.PlantDetails]:
        """Master data of a plant: place, owner, peak power, kinds of devices."""
        parameters = {"plant_id": required("plant_id", plant_id)}
        return call_record(self, PLANT_DETAILS, parameters, records.PlantDetails)

    @operation
    def plant_energy_overview(self, plant_id: int | str) -> Flow[records.PlantEnergyOverview]:
        """Present power of a plant and its energy today, this month, this year and ever."""
        parameters = {"plant_id": required("plant_id", plant_id)}
        return call_record(self, PLANT_ENERGY_OVERVIEW, parameters, records.PlantEnergyOverview)

    @operation
    def plant_power_overview(
        self, plant_id: int | str, day: str | date | None = None
    ) -> Flow[records.PlantPowerOverview]:
        """The power of a plant in 5-minute steps over one day; today here unless `day` is given.

        The rows come in no order; the power of what has not happened is None.
        """
        when = day_or_today(day)
        parameters = {"plant_id": required("plant_id", plant_id), "date": when.isoformat()}
        return call_record(self, PLANT_POWER_OVERVIEW, parameters, records.PlantPowerOverview)

    @operation
    def plant_energy_history(
        self,
        plant_id: int | str,
        start_date: date | None = None,
        end_date: date | None = None,
        time_unit: str = "day",
        page: int | None = None,
        perpage: int | None = None,
    ) -> Flow[records.PlantEnergyHistory]:
        """The energy of a plant by day, month or year, in kWh.

        The server documents at most 7 days, two calendar years of months or 20 years; more is asked
        for all the same, with a RuntimeWarning. A missing date is the other one, or today.
        """
        first, last = date_range(start_date, end_date)
        _check_span(first, last, time_unit)
        parameters = {
            "plant_id": required("plant_id", plant_id),
            "start_date": first.isoformat(),
            "end_date": last.isoformat(),
            "time_unit": time_unit,
            "page": page_number("page", page),
            "perpage": page_number("perpage", perpage),
        }
        return call_record(self, PLANT_ENERGY_HISTORY, parameters, records.PlantEnergyHistory)

    @operation
    def device_list(  # pyright: ignore[reportIncompatibleVariableOverride]  # see plant_list
        self, plant_id: int | str, *, page: int | None = None, perpage: int | None = None
    ) -> Flow[records.DeviceList]:
        """The devices of a plant: serial number, type, state, last update; `count` of all of them.

        They come in pages, as those of `plant_list`.
        """
        parameters = {"plant_id": required("plant_id", plant_id), **_page(page, perpage)}
        return call_record(self, DEVICE_LIST, parameters, records.DeviceList)


def _page(page: int | None, perpage: int | None) -> dict[str, int | str]:
    # release 2.2.0 sends both without a value, which means the first 20
    return {
        "page": page_number("page", page) or "",
        "perpage": page_number("perpage", perpage) or "",
    }


def _check_span(first: date, last: date, time_unit: str) -> None:
    years = last.year - first.year
    too_long = {
        "day": ((last - first).days > 7, "7 days"),
        "month": (years > 1, "two calendar years of months"),
        "year": (years > 20, "20 years"),
    }
    if time_unit not in too_long:
        raise GrowattParameterError(
            f"time_unit must be one of {', '.join(too_long)}, not {time_unit!r}"
        )
    is_too_long, allowed = too_long[time_unit]
    if is_too_long:
        warn_caller(
            f"plant_energy_history by {time_unit} from {first} to {last} is longer than the "
            f"{allowed} that the server documents; it may refuse",
            RuntimeWarning,
        )
