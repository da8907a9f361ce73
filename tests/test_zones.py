"""Zones of plants: certain, where a clock is set by them; and whose clock the code asks."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import growattServer
from growattServer.zones import choose_zone, standard_offset

MUNICH, SYDNEY, KOLKATA, NOWHERE = (48.14, 11.58), (-33.9, 151.2), (22.57, 88.36), (None, None)


@pytest.mark.parametrize(
    ("hours", "place", "country", "zone"),
    [
        ("GMT+1", MUNICH, "Germany", "Europe/Berlin"),
        ("GMT+5.5", KOLKATA, "India", "Asia/Kolkata"),
        ("GMT+5:30", KOLKATA, None, "Asia/Kolkata"),
        ("GMT+10", SYDNEY, "Australia", "Australia/Sydney"),
        ("GMT-5", (42.36, -71.06), "United States", "America/New_York"),
        # a place alone is what somebody once tapped on a map
        (None, MUNICH, "Germany", None),
        ("", MUNICH, "Germany", None),
        ("GMT+99", MUNICH, "Germany", None),
        ("Berlin", MUNICH, "Germany", None),
        # what was typed by hand, or never, belies the place
        ("GMT+5.5", MUNICH, "Germany", None),
        ("GMT+8", MUNICH, "Germany", None),
        # in the Rockies one side has summer time and the other has none
        ("GMT-7", (37.1, -113.6), "United States", "America/Denver"),
        ("GMT-7", (33.4, -112.0), "United States", "America/Phoenix"),
        # without a place: a country that has one clock, or hours that have one
        ("GMT+1", NOWHERE, "Germany", "Europe/Berlin"),
        ("GMT+1", NOWHERE, "Sweden", "Europe/Berlin"),
        ("GMT+1", (0.0, 0.0), "Germany", "Europe/Berlin"),
        ("GMT+1", NOWHERE, None, None),
        ("GMT+10", NOWHERE, "Australia", None),
        ("GMT+5.75", NOWHERE, None, "Asia/Kathmandu"),
    ],
)
def test_a_zone_is_certain_or_none(
    hours: str | None, place: tuple[float | None, float | None], country: str | None, zone: str
) -> None:
    for month in (1, 7):
        now = datetime(2026, month, 15, tzinfo=UTC)
        choice = choose_zone(hours, *place, now, country)
        assert (choice.zone if choice.is_sure else None) == zone


BOSTON, BERLIN, SHENZHEN = (42.36, -71.06), (52.5, 13.4), (22.5, 114.05)


@pytest.mark.parametrize(
    ("hours", "place", "country", "zone"),
    [
        ("GMT+1", MUNICH, "Germany", "Europe/Berlin"),
        ("GMT-5", BOSTON, "United States", "America/New_York"),
        ("GMT+5.5", (28.6, 77.2), "India", "Asia/Kolkata"),
        ("GMT+0", (53.3, -6.2), "Ireland", "Europe/Dublin"),
        ("GMT-3:30", (47.5, -52.7), "Canada", "America/St_Johns"),
        (None, (52.0, 5.0), None, "Europe/Amsterdam"),
        # the summer's hours, set by hand
        ("GMT-4", BOSTON, "United States", "America/New_York"),
        ("GMT-4", BOSTON, None, "America/New_York"),
        ("GMT+2", BERLIN, "Germany", "Europe/Berlin"),
        ("GMT+2", BERLIN, None, "Europe/Berlin"),
        ("GMT+11", SYDNEY, "Australia", "Australia/Sydney"),
        ("GMT+1", (51.5, -0.1), "United Kingdom", "Europe/London"),
        # hours that are wrong do not move a house
        ("GMT+8", BERLIN, "Germany", "Europe/Berlin"),
        ("GMT+5.5", BERLIN, "Germany", "Europe/Berlin"),
        # a place that was never set, or is the maker's
        ("GMT+1", (0.0, 0.0), "Germany", "Europe/Berlin"),
        ("GMT+1", SHENZHEN, "Germany", "Europe/Berlin"),
        ("GMT+1", (float("nan"), 5.0), "Germany", "Europe/Berlin"),
        ("GMT+1", (500.0, 5.0), "Germany", "Europe/Berlin"),
        ("GMT+2", NOWHERE, "Germany", "Europe/Berlin"),
        (None, NOWHERE, "Germany", "Europe/Berlin"),
        ("GMT+8", NOWHERE, "Australia", "Australia/Perth"),
        ("GMT+1", NOWHERE, "United Kingdom", "Europe/London"),
        # hours alone, to the quarter
        ("GMT+1", NOWHERE, None, "Etc/GMT-1"),
        ("GMT+5.5", NOWHERE, None, "Asia/Kolkata"),
        ("GMT+5:45", NOWHERE, None, "Asia/Kathmandu"),
        ("GMT+12.75", NOWHERE, None, "Pacific/Chatham"),
        ("GMT-9.5", NOWHERE, None, "Pacific/Marquesas"),
        ("GMT+1:15", NOWHERE, None, "Etc/GMT-1"),
        ("GMT-12", NOWHERE, None, "Etc/GMT+12"),
        ("GMT+14", NOWHERE, None, "Pacific/Kiritimati"),
        (None, NOWHERE, None, "Etc/UTC"),
    ],
)
def test_a_zone_is_chosen_and_the_reason_told(
    hours: str | None, place: tuple[float | None, float | None], country: str | None, zone: str
) -> None:
    for month in (1, 7):
        choice = choose_zone(hours, *place, datetime(2026, month, 15, tzinfo=UTC), country)
        assert choice.zone == zone
        assert choice.why
        if not choice.is_sure and hours is not None and hours not in choice.why:
            pytest.fail(f"the hours are not told: {choice.why}")


@pytest.mark.parametrize(
    ("hours", "place", "country", "zone"),
    [
        ("GMT-4", BOSTON, "United States", "America/New_York"),
        ("GMT+2", BERLIN, "Germany", "Europe/Berlin"),
        ("GMT+11", SYDNEY, "Australia", "Australia/Sydney"),
        ("GMT-7", (40.8, -111.9), "United States", "America/Boise"),  # as in Denver
    ],
)
def test_without_the_map_it_is_the_nearest_town(
    hours: str,
    place: tuple[float, float],
    country: str,
    zone: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tzfpy", None)
    assert choose_zone(hours, *place, datetime(2026, 1, 15, tzinfo=UTC), country).zone == zone


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("GMT+1", 1),
        ("GMT +1", 1),
        ("UTC-3:30", -3.5),
        ("GMT+5.5", 5.5),
        ("GMT+0", 0),
        ("8", 8),
        ("GMT-0:30", -0.5),
        ("GMT+15", None),
        ("null", None),
        (None, None),
    ],
)
def test_hours_from_utc(text: str | None, hours: float | None) -> None:
    offset = standard_offset(text)
    assert (None if offset is None else offset.total_seconds() / 3600) == hours


# --- the clock of this machine -------------------------------------------------------------------

SOURCE = Path(growattServer.__file__).parent
# where the machine's own clock is meant, or is documented to be what is used
ALLOWED = {
    "cli/clock.py": "the one place of the command line",
    "open_api_v1/checks.py": "a client knows no plant; documented as the day it is here",
    "open_api_v1/devices/inverter.py": "the same, and documented; a date of your own may be given",
}


# a call that says which zone is meant has so many arguments
SAYS_WHICH = {
    ".astimezone": 1,
    "datetime.now": 1,
    "fromtimestamp": 2,
    "date.today": 9,
    "datetime.today": 9,
    "datetime.utcnow": 9,
    "time.localtime": 9,
}


def uses_of_the_machines_clock(path: Path) -> Iterator[str]:
    """What asks for the time or the zone of this machine, without saying which zone is meant."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called, given = ast.unparse(node.func), len(node.args) + len(node.keywords)
        if any(called.endswith(name) and given < needed for name, needed in SAYS_WHICH.items()):
            yield f"{called} in line {node.lineno}"


def test_nothing_takes_the_clock_of_this_machine_for_that_of_a_plant() -> None:
    found = {
        str(path.relative_to(SOURCE)): uses
        for path in sorted(SOURCE.rglob("*.py"))
        if (uses := list(uses_of_the_machines_clock(path)))
    }
    assert set(found) == set(ALLOWED), found
