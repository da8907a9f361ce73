"""Clocks that are ahead and are put back: what was asked in the future was not asked.

Such a clock neither keeps calls waiting, nor gives a second budget.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from growattServer import Etiquette, GrowattRateLimitError, OpenApiV1
from growattServer.etiquette import pacing
from growattServer.etiquette.ledger import VERSION, Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.pacing import Pace
from support import RecordingServer

NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)
ASK = LimitedCall("asking", "account", "call", "DEVICE", "variant", period_s=300)
AHEAD = pytest.mark.parametrize(
    "ahead",
    [timedelta(minutes=1), timedelta(hours=2), timedelta(days=1), timedelta(days=3650)],
    ids=str,
)


class Clock:
    """A clock that its owner sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(server: RecordingServer, tmp_path: Path, clock: Clock) -> OpenApiV1:
    etiquette = Etiquette(ledger=tmp_path / "ledger", clock=clock)
    return OpenApiV1("token", server_url=server.url, etiquette=etiquette)


@AHEAD
@pytest.mark.parametrize("end", ["answer", "complaint", "none"])
def test_calls_go_on_at_once(
    server: RecordingServer, api: OpenApiV1, clock: Clock, ahead: timedelta, end: str
) -> None:
    clock.now += ahead
    flow: Any = OpenApiV1.min_energy.flow(api, "SN")
    if end == "complaint":
        server.answer({"error_code": 10012, "error_msg": "retry after 3600 s", "data": ""})
        with pytest.raises(GrowattRateLimitError):
            api.min_energy("SN")
    elif end == "none":
        assert api.etiquette is not None
        step = next(flow)
        while hasattr(step, "function") or not hasattr(step, "url"):
            step = flow.send(
                step.function() if hasattr(step, "function") else api._call().options()
            )
    else:
        api.min_energy("SN")
    clock.now -= ahead
    server.answer({"error_code": 0, "error_msg": "", "data": {}})
    assert api.budget().waits == ()
    assert api.min_energy("SN").age is None
    with pytest.raises(GrowattRateLimitError) as told:
        api.min_energy("SN")
    assert told.value.retry_at == clock.now + timedelta(minutes=5)
    old = api.min_energy("SN", on_limit="last")
    assert old.age == timedelta(0)
    flow.close()


@AHEAD
def test_an_answer_of_the_future_is_of_no_known_age(tmp_path: Path, ahead: timedelta) -> None:
    ledger = Ledger(tmp_path / "ledger")
    assert ledger.begin(ASK, NOW + ahead, 40) is None
    ledger.finish(ASK, NOW + ahead, {"power": 7})
    assert ledger.last(ASK, NOW) is None
    assert ledger.last(ASK, NOW + ahead) == ({"power": 7}, timedelta(0))


@AHEAD
def test_there_is_no_second_budget(tmp_path: Path, ahead: timedelta) -> None:
    ledger, ten, allowed = Ledger(tmp_path / "ledger"), ASK._replace(period_s=None, budget=10), 0
    for now in (NOW, NOW - ahead, NOW - ahead + timedelta(hours=1)):
        for _ in range(6):
            reached = ledger.begin(ten, now, 40)
            allowed += reached is None
            if reached is not None:
                assert now < reached.until <= now + timedelta(hours=25)
    assert allowed == 10


def used(ledger: Ledger, call: LimitedCall, now: datetime, tries: int) -> int:
    """How many of so many calls were allowed."""
    return sum(ledger.begin(call, now, 40) is None for _ in range(tries))


@AHEAD
@pytest.mark.parametrize("kind", ["budget", "calls_per_day"])
def test_a_clock_that_is_right_again_gives_no_second_budget(
    tmp_path: Path, ahead: timedelta, kind: str
) -> None:
    # a machine without a clock of its own begins in the past, until it has asked a time server
    limit: Any = {kind: 10}
    ledger, ten = Ledger(tmp_path / "ledger"), ASK._replace(period_s=None, **limit)
    assert used(ledger, ten, NOW, 4) == 4
    assert used(ledger, ten, NOW - ahead, 4) == 4
    later = NOW + timedelta(hours=1)
    assert used(Ledger(tmp_path / "ledger"), ten, later, 4) == 2
    assert used(ledger, ten, later - ahead, 1) == 0
    assert used(ledger, ten, later + timedelta(minutes=1), 1) == 0
    assert sum(ledger.use_of("account", later + timedelta(minutes=2)).hours.values()) == 10
    assert used(ledger, ten, later + timedelta(hours=26), 12) == 10


@AHEAD
def test_a_clock_that_was_ahead_locks_nobody_out(tmp_path: Path, ahead: timedelta) -> None:
    ledger, ten = Ledger(tmp_path / "ledger"), ASK._replace(period_s=None, budget=10)
    assert used(ledger, ten, NOW + ahead, 12) == 10
    reached = ledger.begin(ten, NOW, 40)
    assert reached is not None
    assert reached.until <= NOW + timedelta(hours=25)
    # a program goes on asking
    allowed = [ledger.begin(ten, NOW + timedelta(hours=hour), 40) is None for hour in range(27)]
    assert allowed.index(True) in (25, 26)


def test_a_clock_that_is_ahead_for_a_moment_makes_nobody_forget(tmp_path: Path) -> None:
    ledger, ten = Ledger(tmp_path / "ledger"), ASK._replace(period_s=None, budget=10)
    assert used(ledger, ten, NOW, 9) == 9
    assert ledger.begin(ASK._replace(account="other"), NOW, 40) is None
    ledger._until_tidy = 0
    assert used(ledger, ten, NOW + timedelta(days=3650), 1) == 1
    assert used(ledger, ten, NOW, 1) == 0
    assert ledger.begin(ASK._replace(account="other"), NOW + timedelta(minutes=2), 40) is not None


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([1, -1, 24, -24, 87_600]), st.integers(20, 40)), max_size=6),
    st.integers(0, 59),
)
def test_who_keeps_the_budget_is_never_refused(steps: list[tuple[int, int]], minute: int) -> None:
    # the machine sleeps for a day before its clock is ahead, or further ahead, as nothing else
    # tells whether calls are of today; each step of the clock may make calls look younger by what
    # it slept, and an hour
    ledger, most = Ledger(None), ASK._replace(period_s=None, budget=320)
    truth, ahead = NOW + timedelta(minutes=minute), timedelta(0)
    for by_hours, lasts in [(0, 30), *steps]:
        before, ahead = ahead, timedelta(hours=by_hours) if not ahead else timedelta(0)
        truth += timedelta(hours=26 if ahead > before else 2)
        for _ in range(lasts * 10):
            truth += timedelta(minutes=6)
            reached = ledger.begin(most, truth + ahead, 40)
            assert reached is None, (truth, ahead, reached)


@settings(max_examples=100, deadline=None)
@example([(0.0, True, 42.0, 3), (1.0, False, 42.0, 2), (1.0, True, 42.0, 1), (0.0, False, 42.0, 1)])
@given(
    st.lists(
        st.tuples(st.floats(0, 40), st.booleans(), st.floats(42, 90_000), st.integers(1, 6)),
        max_size=40,
    )
)
def test_a_clock_that_falls_behind_and_is_right_again_keeps_the_budget(
    steps: list[tuple[float, bool, float, int]],
) -> None:
    ledger, ten = Ledger(None), ASK._replace(period_s=None, budget=10)
    made: list[datetime] = []
    truth = NOW
    behind = timedelta(0)
    for hours, steps_now, by_hours, tries in steps:
        truth += timedelta(hours=hours)
        # it is right again before it shows by itself what it has shown before
        if steps_now or behind:
            # a step of which nothing can be seen is none
            made += [truth] * used(ledger, ten, truth - behind, 1)
            behind = timedelta(0) if behind else timedelta(hours=by_hours)
        made += [truth] * used(ledger, ten, truth - behind, tries)
        of_the_day = [one for one in made if truth - one < timedelta(hours=24)]
        assert len(of_the_day) <= 10
    # nobody is locked out for longer than two days, however the clock went
    later = (truth - behind + timedelta(hours=hour) for hour in range(52))
    assert any(ledger.begin(ten, moment, 40) is None for moment in later)


@AHEAD
def test_a_budget_tells_what_was_used(api: OpenApiV1, clock: Clock, ahead: timedelta) -> None:
    api.plant_list()
    clock.now -= ahead
    budget = api.budget()
    assert (budget.used, budget.waits) == (1, ())
    assert budget.resets_at is not None
    assert clock.now < budget.resets_at <= clock.now + timedelta(hours=25)


@settings(max_examples=300)
@given(
    ahead=st.floats(0, 4e8),
    flight=st.floats(0, 120),
    is_over=st.booleans(),
    complaint=st.none() | st.floats(-4e8, 4e8),
)
def test_no_wait_is_longer_than_the_period(
    ahead: float, flight: float, is_over: bool, complaint: float | None
) -> None:
    now, pace = NOW.timestamp(), Pace()
    if complaint is not None:
        pace = pacing.slowed(pace, ASK, now + complaint, None)
    pace = pacing.begun(pace, ASK, now + ahead, flight, pid=1)
    if is_over:
        pace = pacing.finished(pace, ASK, now + ahead, pid=1)
    until = pacing.wait_until(pace, now, holder_lives=True)
    if ahead > pacing.SKEW_S:
        assert until is None
    else:
        assert until is not None
        assert now < until <= now + 300


@given(st.floats(-4e8, 4e8), st.floats(-4e8, 4e8))
def test_elapsed_times_are_never_negative(moment: float, now: float) -> None:
    since = pacing.elapsed(moment, now)
    assert since is None or since >= 0
    assert (since is None) is (moment > now + pacing.SKEW_S)


@given(st.dictionaries(st.integers(480_000, 500_000), st.integers(1, 9)), st.integers(1, 30))
def test_a_full_day_ends(hours: dict[int, int], limit: int) -> None:
    now = 490_000 * 3600.0
    until = pacing.day_is_full(hours, limit, now)
    counts = sum(n for hour, n in hours.items() if hour > 490_000 - pacing.HOURS_A_DAY)
    assert (until is None) is (counts < limit)
    if until is not None:
        assert now < until <= now + pacing.HOURS_A_DAY * 3600


def test_a_ledger_of_the_version_before_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger = Ledger(path)
    assert ledger.begin(ASK, NOW, 40) is None
    ledger.finish(ASK, NOW)
    ledger.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ALTER TABLE pace DROP COLUMN asked_at")
        db.execute("PRAGMA user_version = 1")
    # two programs that come at once, both with the new version
    first, second = Ledger(path), Ledger(path)
    assert first.begin(ASK, NOW, 40) is not None
    assert second.begin(ASK._replace(subject="OTHER"), NOW, 40) is None
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
