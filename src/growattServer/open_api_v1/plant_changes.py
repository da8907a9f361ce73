"""Plants that are made, changed and deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..arguments import number, quoted
from ..exceptions import GrowattParameterError
from ..operation import operation
from ..wire import Flow
from . import records
from .calls import V1Calls, call, call_record
from .checks import calendar_day, required, whole_number
from .endpoints import FIVE_MINUTES, SYSTEM, Endpoint, errors, known

_ABOUT_A_PLANT = errors(
    c10001=SYSTEM,
    c10002="the user id is empty",
    c10003="the name of the plant is empty",
    c10004="the peak power is empty",
    c10005="no such user",
    c10006="the user has a plant of that name",
)
LARGEST_PEAK_KW = 1_000_000

PLANT_ADD = known(
    Endpoint(
        "POST",
        "plant/add",
        "adding a plant",
        1494063254831721,
        _ABOUT_A_PLANT,
        FIVE_MINUTES,
        writes=True,
    )
)
PLANT_MODIFY = known(
    Endpoint(
        "POST",
        "plant/modify",
        "changing a plant",
        1494059609631488,
        {**_ABOUT_A_PLANT, **errors({10007: "no such plant"})},
        calls_per_day=10,
        writes=True,
    )
)
PLANT_DELETE = known(
    Endpoint(
        "POST",
        "plant/delete",
        "deleting a plant",
        1494059771852057,
        errors({10004: "no such plant"}, c10001=SYSTEM, c10002="the plant id is empty"),
        writes=True,
    )
)


class PlantChangeOperations(V1Calls):
    """The calls that change which plants there are, each sent once and never again by itself."""

    @operation
    def plant_add(
        self,
        user_id: int | str,
        name: str,
        peak_power: float,
        *,
        country: str | None = None,
        city: str | None = None,
        address: str | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
        utc_offset: float | None = None,
        plant_type: int | None = None,
        install_date: str | date | None = None,
        currency: str | None = None,
        energy_price: float | None = None,
        installer_code: str | None = None,
    ) -> Flow[records.PlantCreated]:
        """Make a plant for an end user, of `peak_power` kWp; `plant_id` is its number.

        `plant_type` is 0 for residential, 1 for commercial, 2 for ground-mounted; `utc_offset` is
        in hours, `energy_price` in currency a kWh. After an error without an answer, look into
        `plant_list`. Page 1494063254831721; one call in 5 minutes.
        """
        parameters = {
            **_described(user_id, name, peak_power),
            **_placed(country, latitude, longitude, utc_offset, plant_type),
            "latitude_d": installer_code,
            "currency": currency,
            "createDate": _day(install_date),
            "formulaMoney": _within("energy_price", energy_price, 0, 1e6),
            "city": city,
            "plantAddress": address,
        }
        return call_record(self, PLANT_ADD, parameters, records.PlantCreated)

    @operation
    def plant_modify(
        self,
        plant_id: int | str,
        user_id: int | str,
        name: str,
        peak_power: float,
        *,
        country: str | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
        utc_offset: float | None = None,
        plant_type: int | None = None,
        currency: str | None = None,
        installer_code: str | None = None,
    ) -> Flow[None]:
        """Change a plant of an end user; the arguments are those of `plant_add`.

        Name and peak power have to be said again. What becomes of what is left out, the vendor does
        not say. Page 1494059609631488; 10 calls a day.
        """
        parameters = {
            "plant_id": required("plant_id", plant_id),
            **_described(user_id, name, peak_power),
            **_placed(country, latitude, longitude, utc_offset, plant_type),
            "latitude_d": installer_code,
            "currency": currency,
        }
        yield from call(self, PLANT_MODIFY, parameters)

    @operation
    def plant_delete(self, plant_id: int | str) -> Flow[None]:
        """Delete a plant, for good. Page 1494059771852057."""
        parameters = {"plant_id": required("plant_id", plant_id)}
        yield from call(self, PLANT_DELETE, parameters)


def _described(user_id: Any, name: Any, peak_power: Any) -> dict[str, Any]:
    return {
        "c_user_id": required("user_id", user_id),
        "name": required("name", name),
        "peak_power": _within("peak_power", required("peak_power", peak_power), 0, LARGEST_PEAK_KW),
    }


def _placed(
    country: Any, latitude: Any, longitude: Any, utc_offset: Any, plant_type: Any
) -> dict[str, Any]:
    return {
        # the vendor's name for it
        "latitude_f": country,
        "latitude": _within("latitude", latitude, -90, 90),
        "longitude": _within("longitude", longitude, -180, 180),
        "timezone_id": _within("utc_offset", utc_offset, -12, 14),
        "plant_type": None if plant_type is None else whole_number("plant_type", plant_type, 0, 2),
    }


def _day(value: Any) -> str | None:
    return None if value is None else calendar_day("install_date", value).isoformat()


def _within(name: str, value: Any, low: float, high: float) -> float | int | None:
    """A number as it is sent: a whole one without decimals."""
    if value is None:
        return None
    found = number(value)
    if found is None or not low <= found <= high:
        raise GrowattParameterError(
            f"{name} is a number between {low:g} and {high:g}, not {quoted(value)}"
        )
    return int(found) if found.is_integer() else found
