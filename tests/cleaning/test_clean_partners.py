"""A day and its total, of which now one and now the other is missing in a reply.

The checker of cleaned counters watches each cleaner here: a day that shows more than its total has
counted since the end of the day before fails the test.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from growattServer.cleaning import Cleaner, Reason
from growattServer.fields import Record
from growattServer.open_api_v1.records import MinEnergy, PlantEnergyOverview

START = datetime(2026, 6, 14, 10, tzinfo=UTC)
KEYS: dict[type[Record], tuple[str, str, str]] = {
    MinEnergy: ("eacToday", "eacTotal", "time"),
    PlantEnergyOverview: ("today_energy", "total_energy", "last_update_time"),
}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Look(NamedTuple):
    """A reply, so long after the one before; None is what is not in it."""

    after: timedelta
    today: float | None
    total: float | None
    is_timed: bool = False


LOOKS = st.lists(
    st.builds(
        Look,
        st.sampled_from([0 * HOUR, 5 * MINUTE, HOUR, 10 * HOUR, 24 * HOUR, 50 * HOUR]),
        st.sampled_from([None, 0.0, 0.1, 3.0, 4.0, 11.8, 13.8, 31.8]),
        st.sampled_from([None, 0.0, 2.0, 5.0, 6.0, 10.0, 900.0, 901.0, 905.0, 930.0]),
        st.booleans(),
    ),
    min_size=2,
    max_size=12,
)


def shown(kind: type[Record], rated_w: int | None, looks: list[Look]) -> list[Any]:
    """What becomes of the day at each look, with the reason."""
    cleaner, at, found = Cleaner("Europe/Berlin", rated_w), START, []
    for look in looks:
        at += look.after
        wall = f"{at + 2 * HOUR:%Y-%m-%d %H:%M:%S}" if look.is_timed else None
        sent = zip(KEYS[kind], (look.today, look.total, wall), strict=True)
        record = kind({key: value for key, value in sent if value is not None})
        clean = cleaner.clean(record, at)
        day = clean["energy_today"] if look.today is not None else None
        found.append(day and (day.value, day.reason))
    return found


# the day is seen for the first time, and its total was seen long before
@example(PlantEnergyOverview, 6000, [Look(HOUR, None, 943.5), Look(5000 * HOUR, 11.8, 943.5)])
# the total of the end of yesterday came later than the day of yesterday
@example(MinEnergy, 6000, [Look(HOUR, 31.8, None), Look(HOUR, None, 30.0), Look(9 * HOUR, 40, 31)])
# yesterday's day counts on after midnight, and its total does not
@example(
    MinEnergy,
    6000,
    [Look(HOUR, 3.0, 900.0), Look(11 * HOUR, 3.0, 900.0, True), Look(HOUR, 23.0, 915.0, True)],
)
# it has counted on while its total was missing
@example(
    MinEnergy,
    6000,
    [
        Look(HOUR, 3.0, 5.0),
        Look(50 * HOUR, 3.1, 5.1),
        Look(5 * MINUTE, 11.8, None),
        Look(5 * MINUTE, 11.8, None),
        Look(5 * MINUTE, 11.8, 10.2),
    ],
)
@given(st.sampled_from(list(KEYS)), st.sampled_from([6000, None]), LOOKS)
@settings(max_examples=300, deadline=None)
def test_a_day_is_never_more_than_its_total_has_counted(
    kind: type[Record], rated_w: int | None, looks: list[Look]
) -> None:
    shown(kind, rated_w, looks)


def test_a_day_that_is_new_is_judged_by_a_total_that_is_not() -> None:
    looks = [Look(HOUR, None, 943.5, True), Look(48 * HOUR, 11.8, 943.5, True)]
    assert shown(MinEnergy, 6000, looks)[-1] == (0.0, Reason.YESTERDAY)
    # and believed where the total bears it out
    looks[-1] = looks[-1]._replace(total=955.3)
    assert shown(MinEnergy, 6000, looks)[-1] == (11.8, Reason.OK)
