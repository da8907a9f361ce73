"""On healthy days nothing is changed at all: 1,000 imagined ones, and some of the simulator's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from clean_world import RATED_W, Sample, World, live

from growattServer import OpenApiV1
from growattServer.cleaning import Cleaner, Reason
from growattServer.open_api_v1.records import MinEnergy, PlantEnergyOverview, SphEnergy
from growattServer.simulator import Simulator

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Asia/Shanghai",
    "UTC",
    "Europe/Lisbon",
)
# over the nights of 23 and 25 hours, at midsummer, and over the end of a year
FIRST_DAYS = (
    date(2026, 3, 20),
    date(2026, 10, 15),
    date(2026, 6, 1),
    date(2026, 12, 20),
    date(2027, 3, 25),
)
RUNS, DAYS = 50, 20
# as many as it takes for each zone, each season and each kind of record
ON_EVERY_PYTHON = 12

# ports that nothing is connected to, which the vendor's examples send as -0.1
UNUSED = {f"external{n}_energy_{span}" for n in (1, 2) for span in ("today", "total")}


def imagined(run: int) -> World:
    """Twenty days that differ in all that a healthy house can differ in."""
    return World(
        seed=run,
        zone=ZONES[run % 6],
        first=FIRST_DAYS[run % 5],
        days=DAYS,
        kind=(MinEnergy, SphEnergy, PlantEnergyOverview)[run % 3],
        float32=run % 2 == 0,
        snow=run % 7 == 0,
        gaps=run % 4 == 1,
        jitter_s=40 * (run % 3 == 0),
        life_kwh=(0.1, 3.0, 4321.0, 98765.4)[run % 4],
    )


@pytest.mark.values(8)
@pytest.mark.parametrize(
    "run",
    [
        pytest.param(run, marks=() if run < ON_EVERY_PYTHON else pytest.mark.wide)
        for run in range(RUNS)
    ],
)
def test_nothing_is_changed_on_healthy_days(run: int) -> None:
    world = imagined(run)
    cleaner = Cleaner(world.zone, RATED_W if run % 3 != 1 else None)
    samples: Iterable[Sample] = world.samples()
    if run % 2:
        samples = live(samples, run)
    count = 0
    for sample in samples:
        clean = cleaner.clean(sample.record, sample.at)
        assert not clean.changed, (sample.wall, clean.changed)
        assert not clean.clock_error
        count += 1
    assert count > DAYS * (200 if world.gaps else 280)


@pytest.mark.parametrize("start", ["2026-03-28T12:00:00+01:00", "2026-10-24T12:00:00+02:00"])
def test_nothing_is_changed_in_the_simulators_world(start: str) -> None:
    cleaners = {
        "min": Cleaner("Europe/Berlin", 5000),
        "sph": Cleaner("America/New_York", 5000),
        "plant": Cleaner("Europe/Berlin", 5000),
    }
    with (
        Simulator(start=start, seed=3, token="T", speed=0) as cloud,
        OpenApiV1("T", server_url=cloud.url) as api,
    ):
        moment = datetime.fromisoformat(start)
        for _ in range(2 * 48):
            moment += timedelta(minutes=30)
            cloud.set_clock(now=moment)
            records = {
                "min": api.min_energy("SIMMIN0001"),
                "sph": api.sph_energy("SIMSPH0001"),
                "plant": api.plant_energy_overview(1000001),
            }
            for name, record in records.items():
                clean = cleaners[name].clean(record, moment + timedelta(minutes=2))
                assert clean.online
                for value, each in clean.changed.items():
                    if value == "lost":
                        assert each[:3] == (True, False, Reason.FLAG)
                    else:
                        assert value in UNUSED, (moment, value, each)
                        assert each[:3] == (-0.1, None, Reason.NEGATIVE)


def test_the_history_of_the_simulator_is_healthy() -> None:
    day = date(2026, 6, 12)
    cleaner = Cleaner("Europe/Berlin", 5000)
    with (
        Simulator(start="2026-06-15T12:00:00+02:00", seed=3, token="T", speed=0) as cloud,
        OpenApiV1("T", server_url=cloud.url) as api,
    ):
        rows = [
            row
            for page in (1, 2, 3)
            for row in api.min_energy_history(
                "SIMMIN0001", day, day, timezone="Europe/Berlin", page=page, limit=100
            ).datas
            or []
        ]
    assert len(rows) == 288
    for row in sorted(rows, key=lambda row: str(row["time"])):
        changed = cleaner.clean(row).changed
        assert set(changed) <= UNUSED, changed
