"""Many records at once beside one after the other: the same is found and the same remembered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from clean_world import KEYS, World
from scenario_runs import DEVICES, RATED_W, START

from growattServer import OpenApiV1
from growattServer.cleaning import Cleaner
from growattServer.cleaning.calm import columns_wanted
from growattServer.fields import Record
from growattServer.open_api_v1.records import MinEnergy, SphEnergy
from growattServer.simulator import Simulator
from growattServer.simulator.scenario_files import bundled

Row = tuple[datetime, Record]


def at_utc(moment: datetime, record: Record) -> Row:
    """A record as a store has it: its time is that of UTC."""
    return moment, type(record)(record, time=f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}")


def compare(rows: Iterable[Row], zone: str, rated: float | None) -> tuple[int, int]:
    """Clean both ways, day by day, and compare; gives how many rows were taken at once, and all."""
    one_by_one, at_once = (Cleaner(zone, rated, record_timezone="UTC") for _ in range(2))
    calm = count = 0

    def take(part: list[Row]) -> bool:
        if not part:
            return True
        kind = type(part[0][1])
        columns = {
            name: [kind.fields[name].read(record) for _, record in part]
            for name in columns_wanted(kind)
        }
        return at_once.pass_calm(kind, [int(moment.timestamp()) for moment, _ in part], columns)

    local = ZoneInfo(zone)
    for _, same_day in groupby(rows, key=lambda row: row[0].astimezone(local).date()):
        day = list(same_day)
        count += len(day)
        expected = [one_by_one.clean(record).changed for _, record in day]
        for start, part in pieces_of(day, take):
            if part is None:
                moment, record = day[start]
                changed = at_once.clean(record).changed
                assert str(changed) == str(expected[start]), moment
            else:
                calm += len(part)
                assert not any(expected[start : start + len(part)]), day[start][0]
        assert remembered(at_once) == remembered(one_by_one), day[0][0]
        assert at_once.rating_refuted == one_by_one.rating_refuted
    return calm, count


Piece = tuple[int, list[Row] | None]


def pieces_of(day: list[Row], take: Callable[[list[Row]], bool]) -> Iterator[Piece]:
    """What is taken at once, and the places of what is not, as the recorder does it."""
    if take(day):
        yield 0, day
        return
    yield 0, None
    # in parts, so that there is calm between what is not
    for start in range(1, len(day), 24):
        part = day[start : start + 24]
        if take(part):
            yield start, part
        else:
            yield from ((start + number, None) for number in range(len(part)))


def remembered(cleaner: Cleaner) -> str:
    return json.dumps(cleaner.to_dict(), sort_keys=True)


STARTS = {
    "dst_spring": "2026-03-28T12:00:00+01:00",
    "dst_autumn": "2026-10-24T12:00:00+02:00",
}


def history_of(scenario: str | None) -> dict[str, list[Row]]:
    """What a store has of four days with a scenario, by families."""
    start = datetime.fromisoformat(STARTS.get(scenario or "", START))
    first, last = start.date() - timedelta(days=2), start.date() + timedelta(days=2)
    found: dict[str, dict[datetime, Row]] = {}
    with (
        Simulator(
            scenario=scenario, start=start, seed=3, token="T", speed=0, history_days=2, limits="off"
        ) as cloud,
        OpenApiV1("T", server_url=cloud.url) as api,
    ):
        cloud.set_clock(now=start + timedelta(hours=40))
        for serial_number, family, _ in DEVICES:
            ask: Any = {"min": api.min_energy_history, "sph": api.sph_energy_history}[family]
            found[family], page, pages = {}, 1, 1
            while page <= pages:
                reply = ask(serial_number, first, last, "UTC", page, 100)
                for record in reply.datas:
                    moment = record.time.replace(tzinfo=UTC)
                    found[family].setdefault(moment, (moment, record))
                page, pages = page + 1, -(-reply.count // 100)
    return {family: [rows[key] for key in sorted(rows)] for family, rows in found.items()}


@pytest.mark.breaks("energy", "counters that fall are what scenarios are for")
@pytest.mark.parametrize("scenario", [None, *sorted(bundled())])
def test_scenarios(scenario: str | None) -> None:
    history, taken = history_of(scenario), {}
    for _, family, zone in DEVICES:
        for rated in (RATED_W[family], RATED_W[family] / 20):
            taken[family, rated] = compare(history[family], zone, rated)
    if scenario is None:
        assert all(calm > 0.8 * count for calm, count in taken.values()), taken


# --- fuzzed weeks --------------------------------------------------------------------------------

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
DAYS = (date(2026, 6, 1), date(2026, 3, 26), date(2026, 10, 22), date(2026, 4, 2))


def fuzzed(chance: Random) -> tuple[list[Row], str]:
    """Some days of a house with mistakes here and there."""
    kind: Any = chance.choice((MinEnergy, SphEnergy))
    zone = chance.choice(ZONES)
    world = World(
        seed=chance.randrange(10**6),
        zone=zone,
        first=chance.choice(DAYS),
        days=chance.randint(2, 7),
        kind=kind,
        life_kwh=chance.choice((0.0, 3.0, 4321.0, 123456.7)),
        float32=chance.random() < 0.2,
        snow=chance.random() < 0.1,
        gaps=chance.random() < 0.5,
        pv_only=chance.random() < 0.2,
    )
    every, begin = chance.choice((1, 2, 3, 6)), chance.randrange(200)
    rows = [at_utc(each.moment, each.record) for each in world.samples()][begin::every]
    keys = [key for keys in KEYS[kind].values() for key in keys] + ["vpv1", "ipv1", "bdc1Ibat"]
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        spoil(chance, rows, chance.choice(keys))
    return rows, zone


def spoil(chance: Random, rows: Sequence[Row], key: str) -> None:
    """Make a mistake with a key, once or for some rows."""
    start = chance.randrange(len(rows))
    part = rows[start : start + chance.choice((1, 1, 2, 6, 30, 300))]
    held, add = (
        part[0][1].get(key, 0.0),
        chance.choice((-3.0, -0.1, 1e-6, 0.1, 0.2, 0.3, 0.6, 50.0)),
    )
    factor = chance.choice((10, 1000, 0.1, 0.001, 1.5, -1))
    mistakes: tuple[Callable[[Any], Any], ...] = (
        lambda value: held,
        lambda value: None,
        lambda value: 0,
        lambda value: -0.0,
        lambda value: value and round(value + add, 7),
        lambda value: value and value * factor,
        lambda value: chance.choice((value, held)),
    )
    mistake = chance.choice(mistakes)
    for _, record in part:
        record[key] = mistake(record.get(key))


def check(seed: int) -> tuple[int, int]:
    chance = Random(seed)
    rows, zone = fuzzed(chance)
    return compare(rows, zone, chance.choice((None, 6000.0, 6000.0, 900.0, 12_000.0)))


@pytest.mark.parametrize("tens", range(30))
def test_fuzzed_weeks(tens: int) -> None:
    taken = [check(1000 * tens + number) for number in range(10)]
    # what is never calm is never wrong
    assert sum(calm for calm, _ in taken) > 0.3 * sum(count for _, count in taken), taken


@pytest.mark.long
@pytest.mark.parametrize("hundreds", range(100))
def test_more_fuzzed_weeks(hundreds: int) -> None:
    for number in range(100):
        check(1_000_000 + 100 * hundreds + number)
