"""The GroBoost (type 11), which turns surplus power into hot water."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..operation import operation
from ..wire import Flow
from . import records
from .batches import latest_of_many
from .calls import V1Calls, call_record
from .checks import history_days, page_number, required
from .endpoints import SYSTEM, TEN_SECONDS, Endpoint, errors, known

_ABOUT_ONE = errors({10002: "no such GroBoost"}, c10001=SYSTEM, c10003="bad serial number")

GROBOOST_DETAILS = known(
    Endpoint(
        "GET",
        "device/boost/boost_data_info",
        "getting GroBoost details",
        7178727239710262,
        {},
        TEN_SECONDS,
    )
)
GROBOOST_LATEST = known(
    Endpoint(
        "POST",
        "device/boost/boost_last_data",
        "getting GroBoost data",
        7178742217348819,
        _ABOUT_ONE,
        TEN_SECONDS,
    )
)
GROBOOST_BATCH = known(
    Endpoint(
        "POST",
        "device/boost/boosts_data",
        "getting the data of several GroBoosts",
        7178802101296935,
        _ABOUT_ONE,
        TEN_SECONDS,
        serial_numbers="boosts",
    )
)
GROBOOST_HISTORY = known(
    Endpoint(
        "POST",
        "device/boost/boost_data",
        "getting GroBoost history",
        7178779509746518,
        _ABOUT_ONE,
        TEN_SECONDS,
        rows="datas",
    )
)


class GroBoostOperations(V1Calls):
    """The calls about GroBoosts, by serial number."""

    @operation
    def groboost_details(self, device_sn: str) -> Flow[records.GroBoostDetails]:
        """What a GroBoost is, with the records that the server keeps of it.

        Page 7178727239710262; one call in 10 seconds.
        """
        parameters = {"device_sn": required("device_sn", device_sn)}
        return call_record(self, GROBOOST_DETAILS, parameters, records.GroBoostDetails)

    @operation
    def groboost_last_data(self, device_sn: str) -> Flow[records.GroBoostReading]:
        """The latest readings of a GroBoost. Page 7178742217348819; one call in 10 seconds."""
        parameters = {"boost_sn": required("device_sn", device_sn)}
        return call_record(self, GROBOOST_LATEST, parameters, records.GroBoostReading)

    @operation
    def groboost_last_data_batch(
        self, device_sns: Iterable[str]
    ) -> Flow[dict[str, records.GroBoostReading]]:
        """The latest readings of up to 100 GroBoosts, by serial number.

        Those that the server does not know are left out. Page 7178802101296935; one call in
        10 seconds.
        """
        return latest_of_many(self, GROBOOST_BATCH, device_sns, records.GroBoostReading)

    @operation
    def groboost_history(
        self,
        device_sn: str,
        start_date: str | date | None = None,
        end_date: str | date | None = None,
        timezone: str | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Flow[records.GroBoostHistory]:
        """Readings of up to 7 days, in pages of 20 rows unless `limit` says up to 100.

        The default is today in the zone of this machine; `timezone` is the zone of the rows' times
        (the server's default is UTC). Page 7178779509746518; one call in 10 seconds.
        """
        parameters = {
            "boost_sn": required("device_sn", device_sn),
            **history_days(start_date, end_date),
            "timezone_id": timezone,
            "page": page_number("page", page),
            "perpage": page_number("limit", limit),
        }
        return call_record(self, GROBOOST_HISTORY, parameters, records.GroBoostHistory)
