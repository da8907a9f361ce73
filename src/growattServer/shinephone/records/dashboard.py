"""The dashboard of a plant with a MIX."""

from __future__ import annotations

from growattServer.fields import kilowatt_hours, kilowatt_hours_total, percent, text, watts
from growattServer.shinephone.records.answer import Answer, records_by_label, text_list


class DashboardPoint(Answer):
    """One moment of the dashboard, in `Dashboard`; the keys mislead on a MIX plant."""

    pv_power = watts("ppv", "PV power, sent in kW", scale=1000)
    load_power = watts("sysOut", "Power of local loads, sent in kW", scale=1000)
    export_power = watts("userLoad", "Power fed to the grid on a MIX plant, sent in kW", scale=1000)
    battery_discharge_power = watts(
        "pacToUser", "Battery discharging power on a MIX plant, sent in kW", scale=1000
    )


class Dashboard(Answer):
    """The dashboard of a plant (`dashboard_data`); for TLX plants it holds no data.

    Most sums are wrong for a MIX that charges from the grid; `import_energy` is trusted.
    """

    points = records_by_label(
        "chartData", DashboardPoint, "The moments of a day by HH:MM (None for months and years)"
    )
    power_unit = text("chartDataUnit", "Unit of the powers as sent")
    production_energy = kilowatt_hours("eCharge", "Production of the system in the asked period")
    export_energy = kilowatt_hours("eAcCharge", "Energy fed to the grid in the asked period")
    self_consumption_energy = kilowatt_hours(
        "eChargeToday1", "Self-consumption in the asked period"
    )
    self_consumption_energy_2 = kilowatt_hours(
        "eChargeToday2", "Self-consumption: from PV and from the battery"
    )
    self_consumption_pv_energy = kilowatt_hours(
        "eChargeToday2Echarge1", "Self-consumption straight from PV, going by the key"
    )
    load_from_battery_energy = kilowatt_hours("echarge1", "Load covered by the battery")
    load_from_pv_energy = kilowatt_hours("photovoltaic", "Load covered by PV")
    battery_discharge_energy_total = kilowatt_hours_total(
        "echargeToat", "Lifetime energy taken from the battery (misspelled key)"
    )
    load_energy = kilowatt_hours("elocalLoad", "Energy used by local loads")
    import_energy = kilowatt_hours(
        "etouser", "Energy taken from the grid today, for loads and battery"
    )
    production_used_share = percent("ratio1", "Share of production used on site")
    production_exported_share = percent("ratio2", "Share of production fed to the grid")
    load_covered_share = percent("ratio3", "Share of load covered on site")
    load_imported_share = percent("ratio4", "Share of load taken from the grid")
    self_consumption_battery_share = percent(
        "ratio5", "Share of self-consumption from the battery (ratio6 elsewhere)"
    )
    self_consumption_pv_share = percent(
        "ratio6", "Share of self-consumption straight from PV (ratio5 elsewhere)"
    )
    legend = text_list("keyNames", "Names of the curves")
