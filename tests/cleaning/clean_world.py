"""Days of an imagined inverter, five minutes at a time, with the truth beside what it sends."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from growattServer.cleaning import Cleaner, CleanRecord, Reason
from growattServer.fields import Record
from growattServer.open_api_v1.records import MinEnergy, PlantEnergyOverview, SphEnergy

STEP_S = 300
RATED_W = 6000.0

# daily and lifetime keys of each true energy, and the key of its power
Keys = dict[str, tuple[str, str, str]]
MIN_KEYS: Keys = {
    "pv": ("epv1Today", "epv1Total", "ppv1"),
    "ac": ("eacToday", "eacTotal", "pac"),
    "import": ("etoUserToday", "etoUserTotal", "pacToUserTotal"),
    "load": ("elocalLoadToday", "elocalLoadTotal", "pacToLocalLoad"),
    "charge": ("echargeToday", "echargeTotal", "bdc1ChargePower"),
    "discharge": ("edischargeToday", "edischargeTotal", "bdc1DischargePower"),
}
SPH_KEYS: Keys = {
    "pv": ("epvtoday", "epvTotal", "ppv"),
    "ac": ("eacToday", "eacTotal", "pac"),
    "import": ("etoUserToday", "etoUserTotal", "pacToUserTotal"),
    "load": ("elocalLoadToday", "elocalLoadTotal", "plocalLoadTotal"),
}
PLANT_KEYS: Keys = {"pv": ("today_energy", "total_energy", "current_power")}
KEYS: dict[type[Record], Keys] = {
    MinEnergy: MIN_KEYS,
    SphEnergy: SPH_KEYS,
    PlantEnergyOverview: PLANT_KEYS,
}


@dataclass(slots=True)
class Sample:
    """A record, the moment at which it is looked at, and the true energies in kWh."""

    moment: datetime
    wall: datetime
    record: Record
    today: dict[str, float]
    life: dict[str, float]
    at: datetime | None = None
    healthy: Record | None = None


@dataclass
class World:
    """What differs from one imagined house to the next."""

    seed: int = 1
    zone: str = "Europe/Berlin"
    first: date = date(2026, 6, 1)
    days: int = 2
    kind: type[Record] = MinEnergy
    life_kwh: float = 4321.0
    float32: bool = False
    snow: bool = False
    gaps: bool = False
    jitter_s: int = 0
    device_ahead_s: int = 0
    pv_only: bool = False
    dark: set[int] = field(default_factory=set)

    def samples(self) -> Iterator[Sample]:
        """Every five minutes from the first midnight on; gaps are left out."""
        chance, zone = Random(self.seed), ZoneInfo(self.zone)
        keys = KEYS[self.kind]
        life = dict.fromkeys(keys, self.life_kwh)
        start = datetime.combine(self.first, datetime.min.time(), zone).astimezone(UTC)
        end = datetime.combine(self.first + timedelta(days=self.days), datetime.min.time(), zone)
        day, today, clouds, stored, gap = self.first, dict.fromkeys(keys, 0.0), 0.5, 3.0, 0
        base = chance.uniform(60, 400)
        moment = start
        while moment < end.astimezone(UTC):
            wall = moment.astimezone(zone).replace(tzinfo=None)
            if wall.date() != day:
                day, today = wall.date(), dict.fromkeys(keys, 0.0)
            if moment > start:
                clouds = min(1.0, max(0.05, clouds + chance.uniform(-0.25, 0.25)))
                powers, stored = self._powers(chance, wall, clouds, stored, base)
                for name in keys:
                    energy = powers[name] * STEP_S / 3_600_000
                    if wall.time() != datetime.min.time():
                        today[name] += energy
                    life[name] += energy
            else:
                powers = dict.fromkeys(MIN_KEYS, 0.0)
            gap = gap - 1 if gap else int(self.gaps and chance.random() < 0.002) * 100
            if not gap:
                yield self._sample(chance, moment, wall, powers, today, life)
            moment += timedelta(seconds=STEP_S)

    def _powers(
        self, chance: Random, wall: datetime, clouds: float, stored: float, base: float
    ) -> tuple[dict[str, float], float]:
        hour = wall.hour + wall.minute / 60
        sun = max(0.0, math.sin(math.pi * (hour - 5) / 16)) if 5 <= hour <= 21 else 0.0
        pv = 0.0 if self.snow else 8000 * sun * clouds
        load = base + (chance.random() < 0.1) * chance.uniform(500, 4000) + chance.random() * 20
        charge = min(max(0.0, pv - load), 3000.0) if stored < 7 else 0.0
        discharge = min(max(0.0, load - pv), 2500.0) if stored > 1 and not self.pv_only else 0.0
        stored += (charge - discharge) * STEP_S / 3_600_000
        powers = {
            "pv": pv,
            "ac": min(RATED_W, max(0.0, pv - charge) + discharge) * 0.97,
            "import": max(0.0, load - pv - discharge),
            "load": load,
            "charge": charge,
            "discharge": discharge,
        }
        return powers, stored

    def _sample(
        self,
        chance: Random,
        moment: datetime,
        wall: datetime,
        powers: dict[str, float],
        today: dict[str, float],
        life: dict[str, float],
    ) -> Sample:
        shown = wall + timedelta(seconds=self.device_ahead_s + chance.randint(0, self.jitter_s))
        record = dict[str, Any]()
        for name, (daily, total, power) in KEYS[self.kind].items():
            record[daily] = self._number(today[name])
            record[total] = self._number(life[name])
            record[power] = round(powers[name], 1)
        if self.kind is PlantEnergyOverview:
            record["current_power"] = round(powers["pv"] / 1000, 4)
            record["last_update_time"] = f"{shown:%Y-%m-%d %H:%M:%S}"
            record = {key: value if "_time" in key else str(value) for key, value in record.items()}
        else:
            volts = 360.0 if powers["pv"] else 0.0
            record |= {"time": f"{shown:%Y-%m-%d %H:%M:%S}", "lost": False, "epv3Total": 0}
            record |= {"vpv1": volts, "ipv1": round(powers["pv"] / 360, 1)}
            record |= {
                "ppv2": 0.0,
                "ppv3": 0,
                "ppv4": 0,
                "fac": round(chance.uniform(49.9, 50.1), 2),
            }
            flow = powers["charge"] + powers["discharge"]
            record |= {"bdc1Vbat": 51.2, "bdc1Ibat": round(flow / 51.2, 1)}
        return Sample(moment, shown, self.kind(record), dict(today), dict(life))

    def _number(self, value: float) -> float:
        value = round(value, 1)
        if self.float32:
            value = float(struct.unpack("f", struct.pack("f", value))[0])
        return value


def live(samples: Iterable[Sample], seed: int = 1, most_s: int = 280) -> Iterator[Sample]:
    """The same, looked at a little later."""
    chance = Random(seed)
    for sample in samples:
        sample.at = sample.moment + timedelta(seconds=chance.randint(0, most_s))
        yield sample


def cleaned(samples: Iterable[Sample], cleaner: Cleaner) -> list[tuple[Sample, CleanRecord]]:
    """Each sample beside its clean values."""
    return [(sample, cleaner.clean(sample.record, sample.at)) for sample in samples]


Spoil = Callable[[int, Sample], None]


def spoilt(samples: Iterable[Sample], spoil: Spoil) -> list[Sample]:
    """The same with a failure written into the records; the truth stays."""
    result = []
    for index, sample in enumerate(samples):
        sample.healthy = type(sample.record)(sample.record)
        spoil(index, sample)
        result.append(sample)
    return result


Pairs = list[tuple[Sample, CleanRecord]]


@cache
def name_of(kind: type[Record], key: str) -> str:
    """The attribute that a key is read by."""
    return next(name for name, row in kind.fields.items() if row.key == key)


def check_energies(pairs: Pairs, *, steps: int = 0) -> None:
    """Daily and lifetime energies are within 0.1% of what the devices counted in truth.

    The truth is taken in the counters' own steps of 0.1 kWh; `steps` of them may be off where a
    counter began anew in between.
    """
    spare = steps * 0.1 + 1e-3
    kind = type(pairs[0][0].record)
    for name, (daily, total, _) in KEYS[kind].items():
        daily_name, total_name = name_of(kind, daily), name_of(kind, total)
        days: dict[date, tuple[float, float]] = {}
        last = truth = 0.0
        for sample, clean in pairs:
            _, value, reason, _ = clean[total_name]
            assert value >= last - 1e-3, (sample.wall, total)
            last = value
            if reason in (Reason.OK, Reason.RESET, Reason.ROUNDING):
                truth = sample.life[name]  # what is held is the truth of before
            assert abs(value - truth) <= max(0.001 * truth, spare), (sample.wall, total, value)
            day = clean[daily_name].value
            if sample.at is None or sample.at - sample.moment < timedelta(minutes=20):
                days[sample.wall.date()] = day, round(sample.today[name], 1)
        for day_date, (value, truth) in days.items():
            assert abs(value - truth) <= 0.001 * truth + spare, (day_date, daily, value, truth)


def check_no_false_spikes(pairs: Pairs, *, except_for: Iterable[str] = ()) -> None:
    """What nobody spoilt is as it came: whole records, and values that nobody ever spoilt."""
    spoilt_keys = {
        key
        for sample, _ in pairs
        for key, value in sample.record.items()
        if sample.healthy is not None and value != sample.healthy[key]
    }
    for sample, clean in pairs:
        untouched = sample.record == sample.healthy
        for name, each in clean.changed.items():
            key = sample.record.fields[name].key
            should_be = not untouched and key in spoilt_keys
            assert should_be or name in except_for, (sample.wall, name, each)


def reasons(pairs: Pairs, name: str) -> set[str]:
    """The reasons that one value was given."""
    return {clean[name].reason.value for _, clean in pairs}
