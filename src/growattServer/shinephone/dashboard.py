"""The figures and curves of the app's start page."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812  # methods have an argument called date

from ..operation import operation
from ..wire import Flow
from . import records
from .calls import call_record
from .dates import Timespan, as_timespan, date_text
from .endpoints import DASHBOARD_DATA, PLANT_ENERGY_DATA
from .exchange import ShinePhoneCalls


class DashboardOperations(ShinePhoneCalls):
    """The calls behind the dashboard of a plant."""

    @operation
    def dashboard_data(
        self,
        plant_id: int | str,
        timespan: Timespan = Timespan.hour,
        date: Date | str | None = None,
    ) -> Flow[records.Dashboard]:
        """Curves and totals of a plant with storage; every figure carries its unit.

        Plants of the TLX family have no data here. `date` is today in UTC unless given.
        """
        span = as_timespan(timespan)
        parameters = {"date": date_text(date, span), "type": span.value, "plantId": plant_id}
        return call_record(self, DASHBOARD_DATA, parameters, records.Dashboard)

    @operation
    def plant_energy_data(self, plant_id: int | str) -> Flow[records.PlantEnergyData]:
        """Energy, income and savings of a plant today, this month, this year and ever."""
        parameters = {"language": "1", "plantId": plant_id}
        return call_record(self, PLANT_ENERGY_DATA, parameters, records.PlantEnergyData)
