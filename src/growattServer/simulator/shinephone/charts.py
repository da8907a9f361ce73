"""Curves of a day, sums of days and months, and the shares that the app draws as rings."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from ..clock import STEP_S
from ..device import Device
from ..energy import Flows
from ..java import plain
from ..reading import Reading
from .answers import RefusalError
from .asking import Params, kwh_text
from .dress import Bean

Buckets = list[tuple[date, date]]
# Watt-hours to the value in a chart: text for some calls, numbers for others.
Shown = Callable[[float], object]


def kind_of(params: Params, refusal: str = "501") -> int:
    """0 a day in steps, 1 the days of a month, 2 the months of a year."""
    kind = params.get("type", "").strip() or "0"
    if kind not in ("0", "1", "2"):
        raise RefusalError(refusal)
    return int(kind)


def month(day: date) -> tuple[date, date]:
    """First and last day of the month around a day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def days_of_month(day: date) -> Buckets:
    """Each day of a month."""
    first, last = month(day)
    days = [first + timedelta(days=number) for number in range(last.day)]
    return [(one, one) for one in days]


def months_of_year(day: date) -> Buckets:
    """Each month of a year."""
    return [month(date(day.year, number, 1)) for number in range(1, 13)]


def buckets(kind: int, day: date) -> Buckets:
    """What a chart of this kind adds up."""
    if kind == 0:
        return [(day, day)]
    return days_of_month(day) if kind == 1 else months_of_year(day)


def energies(device: Device, spans: Buckets, now: float) -> list[Flows]:
    """Energy of a device in each span."""
    return [device.flows_between(first, last, now) for first, last in spans]


def curve(device: Device, day: date, now: float) -> Iterator[tuple[str, Reading]]:
    """What a device reported on a local day, after its first five minutes, by the wall clock."""
    plant = device.plant
    start = plant.midnight(day).timestamp() + 1
    end = plant.midnight(day + timedelta(days=1)).timestamp()
    for step in device.steps_heard(start, end, now):
        yield plant.local(step * STEP_S).strftime("%H:%M"), device.reading(step)


def added(flows: list[Flows]) -> Flows:
    """Some energies or powers together."""
    return Flows(*map(sum, zip(Flows(), *flows, strict=True)))


def _share(part: float, whole: float) -> str:
    return f"{plain(100 * part / whole if whole > 0 else 0.0)}%"


def shares(energy: Flows) -> Bean:
    """Where production went and where the load was served from, in percent."""
    kept = energy.pv - min(energy.grid_export, energy.pv)
    from_battery = min(energy.self_use, energy.discharge)
    from_sun = energy.self_use - from_battery
    return {
        "ratio1": _share(kept, energy.pv),
        "ratio2": _share(energy.pv - kept, energy.pv),
        "ratio3": _share(energy.self_use, energy.load),
        "ratio4": _share(energy.load - energy.self_use, energy.load),
        "ratio5": _share(from_sun, energy.self_use),
        "ratio6": _share(from_battery, energy.self_use),
    }


def summary(energy: Flows, life: Flows) -> Bean:
    """The sums beside a chart; the names promise other things than they hold."""
    from_battery = min(energy.self_use, energy.discharge)
    from_sun = energy.self_use - from_battery
    kept = energy.pv - min(energy.grid_export, energy.pv)
    return {
        "eCharge": kwh_text(energy.pv),
        "eAcCharge": kwh_text(energy.grid_export),
        "eChargeToday": kwh_text(from_sun),
        "eChargeToday1": kwh_text(kept),
        "eChargeToday2": kwh_text(energy.self_use),
        "echarge1": kwh_text(from_battery),
        "echargeToat": kwh_text(life.discharge),
        "elocalLoad": kwh_text(energy.load),
        "etouser": kwh_text(energy.load - energy.self_use),
        "photovoltaic": kwh_text(from_sun),
        **shares(energy),
    }
