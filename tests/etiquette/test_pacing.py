"""The arithmetic of pacing, without a file or a clock."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growattServer.etiquette import pacing
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.pacing import Pace

NOW = 1_780_000_000.0
PACED = LimitedCall("asking", "account", "call", period_s=300)
FREE = PACED._replace(period_s=None)


def test_the_pace_counts_from_the_end_of_a_call() -> None:
    pace = pacing.begun(Pace(), PACED, NOW, 40, pid=1)
    assert pacing.wait_until(pace, NOW + 1, holder_lives=True) == NOW + 300
    pace = pacing.finished(pace, PACED, NOW + 7, pid=1)
    assert pacing.wait_until(pace, NOW + 306.9, holder_lives=False) == NOW + 307
    assert pacing.wait_until(pace, NOW + 307, holder_lives=False) is None


def test_a_long_call_is_waited_for_and_a_dead_one_is_not() -> None:
    pace = pacing.begun(Pace(), PACED._replace(period_s=10), NOW, 40, pid=1)
    assert pacing.wait_until(pace, NOW + 20, holder_lives=True) == NOW + 20 + pacing.LOOK_AGAIN_S
    assert pacing.wait_until(pace, NOW + 20, holder_lives=False) is None
    assert pacing.wait_until(pace, NOW + 40, holder_lives=True) is None


def test_who_slept_on_the_way_does_not_end_the_call_of_another() -> None:
    other = pacing.begun(Pace(), PACED, NOW + 400, 40, pid=2)
    woken = pacing.finished(other, PACED, NOW + 410, pid=1)
    assert woken == other._replace(next_at=NOW + 710)
    assert pacing.finished(woken, PACED, NOW + 430, pid=2).next_at == NOW + 730


def test_a_call_without_a_period_leaves_no_trace() -> None:
    assert pacing.begun(Pace(), FREE, NOW, 40, pid=1) == Pace()
    assert pacing.finished(Pace(), FREE, NOW, pid=1) == Pace()


def test_the_first_complaint_costs_a_period_the_second_one_slows_down_for_a_day() -> None:
    pace = pacing.slowed(Pace(), PACED, NOW, None)
    assert pacing.wait_until(pace, NOW, holder_lives=False) == NOW + 300
    assert pacing.period_of(pace, PACED, NOW + 300) == 300
    pace = pacing.slowed(pace, PACED, NOW + 300, None)
    assert pacing.period_of(pace, PACED, NOW + 750) == 450
    for n in range(20):
        pace = pacing.slowed(pace, PACED, NOW + 1000 * n, None)
    assert pacing.period_of(pace, PACED, NOW + 20_000) == pacing.LONGEST_PERIOD_S
    assert pacing.period_of(pace, PACED, NOW + 200_000) == 300


def test_a_complaint_about_a_call_without_a_known_period() -> None:
    pace = pacing.slowed(Pace(), FREE, NOW, None)
    assert pacing.wait_until(pace, NOW, holder_lives=False) == NOW + pacing.UNKNOWN_PERIOD_S
    assert pacing.period_of(pace, FREE, NOW + 300) == 0
    pace = pacing.slowed(pace, FREE, NOW + 300, None)
    assert pacing.period_of(pace, FREE, NOW + 750) == 450


@pytest.mark.parametrize(
    ("message", "seconds"),
    [
        ("Endpoint rate limited for clientId=exampl***, retry after 43217ms", 43.217),
        ("try again in 2 minutes", 120),
        ("wait 30 seconds", 30),
        ("locked for 24 h", 6 * 3600),
        ("error_frequently_access", None),
        ("TOO_MANY_REQUEST", None),
    ],
)
def test_what_the_server_says_to_wait(message: str, seconds: float | None) -> None:
    assert pacing.wait_in(message) == (None if seconds is None else pytest.approx(seconds))


def test_the_wait_that_was_told_counts_once() -> None:
    pace = pacing.slowed(Pace(), PACED, NOW, 900)
    assert pacing.wait_until(pace, NOW, holder_lives=False) == NOW + 900
    assert pacing.period_of(pace, PACED, NOW + 900) == 300


def test_a_clock_that_was_put_back_does_not_lock_out() -> None:
    pace = pacing.finished(pacing.begun(Pace(), PACED, NOW, 40, pid=1), PACED, NOW, pid=1)
    assert pacing.wait_until(pace, NOW - 86_400, holder_lives=False) is None
    assert pacing.day_is_full({int(NOW // 3600): 10}, 11, NOW - 86_400) is None


@given(
    st.lists(st.floats(0, 4000), min_size=1, max_size=300),
    st.integers(1, 12),
)
def test_no_span_of_24_hours_has_more_calls_than_allowed(gaps: list[float], limit: int) -> None:
    now, hours, made = NOW, Counter[int](), []
    for gap in gaps:
        now += gap
        until = pacing.day_is_full(hours, limit, now)
        if until is None:
            hours[int(now // 3600)] += 1
            made.append(now)
            assert sum(1 for each in made if each > now - 86_400) <= limit
        else:
            assert now < until <= now + 26 * 3600
            assert pacing.day_is_full(hours, limit, until) is None


@given(st.lists(st.tuples(st.floats(0, 700), st.floats(0, 30), st.booleans()), max_size=60))
def test_calls_never_come_closer_than_their_period(calls: list[tuple[float, float, bool]]) -> None:
    now, pace, heard_at = NOW, Pace(), float("-inf")
    for gap, lasts, is_killed in calls:
        now += gap
        if pacing.wait_until(pace, now, holder_lives=False) is not None:
            continue
        assert now - heard_at >= 300
        pace = pacing.begun(pace, PACED, now, 40, pid=1)
        heard_at = now
        if not is_killed:
            heard_at = now + lasts / 2
            now += lasts
            pace = pacing.finished(pace, PACED, now, pid=1)
