"""Days of the simulator with a scenario: what a client read, what was made of it, and the truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from growattServer import OpenApiV1
from growattServer.cleaning import Cleaner, CleanRecord, CleanValue, Reason
from growattServer.fields import Record
from growattServer.simulator import Simulator

STEP = timedelta(minutes=5)
START = "2026-06-15T12:00:00+02:00"

# the energies of each family, by the names that both counters of one share, and the true flows
ENERGIES: dict[str, dict[str, str]] = {
    "min": {
        "pv1_energy": "pv1",
        "energy": "ac_output",
        "load_energy": "load",
        "import_energy": "grid_import",
        "export_energy": "grid_export",
        "battery_charge_energy": "charge",
        "battery_discharge_energy": "discharge",
    },
    "sph": {
        "pv_energy": "pv",
        "pv1_energy": "pv1",
        "energy": "ac_output",
        "load_energy": "load",
        "import_energy": "grid_import",
        "export_energy": "grid_export",
        "battery_charge_energy": "charge",
        "battery_discharge_energy": "discharge",
    },
}
POWERS: dict[str, str] = {
    "pv_power": "pv",
    "pv1_power": "pv1",
    "pv2_power": "pv2",
    "ac_power": "ac_output",
    "load_power": "load",
    "import_power": "grid_import",
    "export_power": "grid_export",
    "battery_charge_power": "charge",
    "battery_discharge_power": "discharge",
}
# the most that is no absurdity: a meter sees more than the inverter can do
RATED_W = {"min": 5000.0, "sph": 6000.0}
HOUSE_W = 20_000.0


@dataclass(slots=True)
class Look:
    """One record beside its clean values and the true state of the moment it was measured."""

    at: datetime
    record: Record
    clean: CleanRecord
    truth: dict[str, Any]

    @property
    def local(self) -> datetime:
        """When it was measured in truth, on the clock of the plant."""
        return datetime.fromisoformat(self.truth["time"])

    def energy_kwh(self, flow: str, span: str) -> float:
        """A true energy as a counter without a failure shows it, in its steps of 0.1 kWh."""
        return round(_flow(self.truth[f"{span}_wh"], flow) / 1000, 1)

    def power_w(self, flow: str) -> float:
        """A true power."""
        return _flow(self.truth["power_w"], flow)


def _flow(flows: dict[str, float], name: str) -> float:
    return flows["pv1"] + flows["pv2"] if name == "pv" else flows[name]


@dataclass(slots=True)
class Device:
    """A device of a run, its cleaner, and what was seen."""

    serial_number: str
    family: str
    timezone: str
    cleaner: Cleaner
    looks: list[Look]


DEVICES = (("SIMMIN0001", "min", "Europe/Berlin"), ("SIMSPH0001", "sph", "America/New_York"))
Wanted = tuple[tuple[str, str, str], ...]


def watch(
    scenario: str | dict[str, Any] | None,
    hours: float,
    *,
    wanted: Wanted = DEVICES,
    start: str = START,
    rated: bool = True,
    rating: float = 1.0,
    every: int = 1,
    late_s: int = 40,
) -> dict[str, Device]:
    """Poll the latest records every five simulated minutes or seldomer, a little after they came.

    Whoever polls does not see all: `every` 3 is a poll in a quarter of an hour. Somebody typed
    `rating` times the true rated power.
    """
    devices = {
        serial_number: Device(
            serial_number,
            family,
            zone,
            Cleaner(zone, RATED_W[family] * rating if rated else None),
            [],
        )
        for serial_number, family, zone in wanted
    }
    seen = _polled(json.dumps(scenario), hours, wanted, start, every, late_s)
    for serial_number, at, record, truth in seen:
        device = devices[serial_number]
        device.looks.append(Look(at, record, device.cleaner.clean(record, at), truth))
    return devices


Polled = tuple[tuple[str, datetime, Record, dict[str, Any]], ...]


@lru_cache(maxsize=2)
def _polled(
    scenario: str, hours: float, wanted: Wanted, start: str, every: int, late_s: int
) -> Polled:
    """What a client reads, beside the true state: the same run serves several cleaners."""
    begin = datetime.fromisoformat(start).astimezone(UTC)
    end = begin + timedelta(hours=hours)
    with (
        Simulator(scenario=json.loads(scenario), start=start, seed=3, token="T", speed=0) as cloud,
        OpenApiV1("T", server_url=cloud.url) as api,
    ):
        calls = {"min": api.min_energy, "sph": api.sph_energy}
        seen: list[tuple[str, datetime, Record]] = []
        for moment in moments(begin, end, every):
            cloud.set_clock(now=moment + timedelta(seconds=late_s))
            seen += [
                (serial_number, moment, calls[family](serial_number))
                for serial_number, family, _ in wanted
            ]
        truth = {
            name: states_by_moment(cloud.truth(name, begin - timedelta(days=3), end + STEP))
            for name, _, _ in wanted
        }
    late = timedelta(seconds=late_s)
    return tuple((name, at + late, record, truth[name][at]) for name, at, record in seen)


def moments(begin: datetime, end: datetime, every: int = 1) -> Iterator[datetime]:
    """Every five minutes after the beginning, or seldomer."""
    moment = begin + every * STEP
    while moment <= end:
        yield moment
        moment += every * STEP


def states_by_moment(states: list[dict[str, Any]]) -> dict[datetime, dict[str, Any]]:
    """The true states by their moments in UTC."""
    return {datetime.fromtimestamp(state["timestamp"], UTC): state for state in states}


# --- the judgement -------------------------------------------------------------------------------

Trusted = Callable[[Look], bool]
SMALL_KWH = 0.5
TRUE = (Reason.OK, Reason.RESET)


def always(look: Look) -> bool:
    """Every record can be compared, also those with a clock of their own."""
    return True


def is_fresh(look: Look) -> bool:
    """Does the record tell of the moment at which it was asked for?"""
    return bool(look.clean["time"].raw == look.local.replace(tzinfo=None))


def check_energies(
    device: Device, *, fresh: Trusted = is_fresh, steps: int = 0, small_steps: int = 0
) -> None:
    """Daily and lifetime energy are within 0.1% of the truth wherever the record tells of now.

    The truth is taken in the counters' own steps of 0.1 kWh, since no counter can show more. What
    is believed as it came must be that truth, with the trail of single precision. Where a value was
    put in place of the raw one, `steps` of them may be off, since it was made of several rounded
    ones; `small_steps` where the truth is below 0.5 kWh, so that a wrong step cannot be told.
    """
    for stem, flow in ENERGIES[device.family].items():
        compared = 0
        for index, look in enumerate(device.looks):
            if not fresh(look):
                continue
            for span in ("today", "lifetime"):
                name = f"{stem}_{'today' if span == 'today' else 'total'}"
                value, reason = look.clean[name].value, look.clean[name].reason
                truth = look.energy_kwh(flow, span)
                spare = 1e-3
                if reason is not Reason.OK:
                    spare += 0.001 * truth + 0.1 * steps
                if truth < SMALL_KWH:
                    spare += 0.1 * small_steps
                near = abs(value - truth) <= spare if value is not None else False
                assert near, beside(device, index, name, flow, span)
                compared += 1
        assert compared > 200, (device.serial_number, stem, compared)
        _check_whole_span(device, stem, flow, fresh, steps)


def _check_whole_span(device: Device, stem: str, flow: str, fresh: Trusted, steps: int) -> None:
    """From the first to the last record the total rose by the true energy, nothing rounded.

    Each end of what is shown is off by half a step at most, and by `steps` after a new beginning.
    """
    name = f"{stem}_total"
    good = [look for look in device.looks if fresh(look) and look.clean[name].reason in TRUE]
    first, last = good[0], good[-1]
    shown = last.clean[f"{stem}_total"].value - first.clean[f"{stem}_total"].value
    truth = _flow(last.truth["lifetime_wh"], flow) - _flow(first.truth["lifetime_wh"], flow)
    spare = 0.1 + 0.1 * steps + 1e-3
    assert abs(shown - truth / 1000) <= 0.001 * truth / 1000 + spare, (stem, shown, truth)


def check_monotone(device: Device) -> None:
    """A shown total never falls, is never zero and never negative."""
    for stem, flow in ENERGIES[device.family].items():
        last = 0.0
        for index, look in enumerate(device.looks):
            value = look.clean[f"{stem}_total"].value
            told = 0.0 if value is None else value
            good = told > 0 and told >= last - 1e-3
            assert good, beside(device, index, f"{stem}_total", flow, "lifetime")
            last = told


def check_powers(device: Device, *, fresh: Trusted = is_fresh) -> None:
    """No shown power is above what device and house can do, and none differs from the truth."""
    most = {"load_power": HOUSE_W, "import_power": HOUSE_W, "export_power": HOUSE_W}
    for name, flow in POWERS.items():
        for index, look in enumerate(device.looks):
            value = look.clean[name].value
            if value is None:
                continue
            limit = most.get(name, 2 * RATED_W[device.family])
            assert abs(value) <= limit, beside(device, index, name, flow, "power")
            truth = look.power_w(flow)
            near = not fresh(look) or abs(value - truth) <= 0.01 * truth + 0.1
            assert near, beside(device, index, name, flow, "power")


def check_raw(device: Device, *, touched: set[str]) -> None:
    """The raw value is beside every clean one, and reasons are only those that are expected."""
    seen: set[str] = set()
    for look in device.looks:
        for name, each in look.clean.changed.items():
            row = look.record.fields[name]
            assert each.raw == row.__get__(look.record, type(look.record))
            if not is_healthy_oddity(name, each):
                seen.add(each.reason.value)
    assert seen == touched, (device.serial_number, seen)


UNUSED = {f"external{n}_energy_{span}" for n in (1, 2) for span in ("today", "total")}


def is_healthy_oddity(name: str, value: CleanValue) -> bool:
    """What the vendor's examples show on every day: unused ports of -0.1, `lost` while online."""
    if name in UNUSED:
        return value[:3] == (-0.1, None, Reason.NEGATIVE)
    return name == "lost" and value[:3] == (True, False, Reason.FLAG)


def beside(device: Device, index: int, name: str, flow: str, span: str, around: int = 6) -> str:
    """Raw, cleaned and true values around a record, for people."""
    lines = [
        f"{device.serial_number}, {name}:",
        f"{'':16} {'raw':>10} {'cleaned':>10} {'truth':>10}",
    ]
    first = max(0, index - around)
    for number, look in enumerate(device.looks[first : index + around + 1], first):
        raw, value, reason, _ = look.clean[name]
        truth = look.power_w(flow) if span == "power" else look.energy_kwh(flow, span)
        mark = "  <--" if number == index else ""
        lines.append(
            f"{look.local:%m-%d %H:%M:%S}   {_text(raw)} {_text(value)} {_text(truth)} "
            f" {reason}{mark}"
        )
    return "\n".join(lines)


def _text(value: float | None) -> str:
    return f"{'-':>10}" if value is None else f"{value:>10.1f}"


def check_partners(device: Device, *, spare_kwh: float = 0.5) -> None:
    """No day runs ahead of its total: today is no more than that counted since yesterday's end."""
    for stem, flow in ENERGIES[device.family].items():
        day, before, last = None, None, None
        for index, look in enumerate(device.looks):
            today, total = (look.clean[f"{stem}_{span}"].value for span in ("today", "total"))
            if total is None or today is None or look.clean.reason is Reason.LATE:
                continue
            if look.local.date() != day:
                day, before = look.local.date(), last
            last = total
            fits = before is None or today <= total - before + spare_kwh
            assert fits, beside(device, index, f"{stem}_today", flow, "today")
