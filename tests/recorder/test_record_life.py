"""The life of an account on both engines: whatever happens, the store ends in the truth."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from checkers import findings
from growattServer.recorder import Store
from growattServer.recorder.keep.weeks import window_of

from .life_cloud import PLACES, sparse_world
from .life_faults import FAULTS
from .life_world import Life
from .small_store import empty

CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
# making a failing life shorter would take longer than looking at it
PHASES = [Phase.generate]
# a summer's day, and days before clocks change in one plant or another
STARTS = ("2026-06-15T12:00:00Z", "2026-10-20T16:00:00Z", "2026-03-05T04:00:00Z")
FAMILIES = ("min", "sph")
WRONG_HOURS = ("GMT+8", "GMT-9", "GMT+5:45", "GMT+2", "GMT-4", "GMT+11")
CLOCK_ERRORS = (timedelta(hours=2), timedelta(hours=-2), timedelta(days=-2), timedelta(days=20))
stops = st.none() | st.integers(1, 30)


class AccountLife(RuleBasedStateMachine):
    """Plants and devices come and go, the server errs, people do what they do."""

    where: str
    folder: Path

    @initialize(
        start=st.sampled_from(STARTS),
        places=st.lists(st.sampled_from(PLACES), min_size=2, max_size=2),
        family=st.sampled_from(FAMILIES),
        hours=st.sampled_from(["", *WRONG_HOURS]),
        knows_beginning=st.booleans(),
        is_odd=st.booleans(),
        is_recorded=st.booleans(),
    )
    def begin(
        self,
        start: str,
        places: list[Any],
        family: str,
        hours: str,
        knows_beginning: bool,
        is_odd: bool,
        is_recorded: bool,
    ) -> None:
        """Two houses with an inverter each, of which one may have wrong hours."""
        self.life = Life(self.where, self.folder, start, knows_beginning=knows_beginning)
        for place in places:
            self.life.add_device(family, self.life.add_plant(place))
        self.type_hours(next(iter(self.life.places)), hours)
        if is_odd:
            self.a_week_is_odd("unreadable", 1)
        if is_recorded:
            self.life.run(3)

    # --- the account -----------------------------------------------------------------------------

    @precondition(lambda self: len(self.life.places) < 3)
    @rule(place=st.sampled_from(PLACES), family=st.sampled_from(FAMILIES))
    def another_house(self, place: Any, family: str) -> None:
        self.life.add_device(family, self.life.add_plant(place))

    @precondition(lambda self: len(self.life.ever) < 5)
    @rule(family=st.sampled_from(FAMILIES), data=st.data())
    def another_device(self, family: str, data: Any) -> None:
        self.life.add_device(family, data.draw(st.sampled_from(list(self.life.places))))

    @precondition(lambda self: len(self.life.world.devices) > 1)
    @rule(data=st.data())
    def a_device_less(self, data: Any) -> None:
        self.life.remove_device(self.a_device(data))

    @precondition(lambda self: len(self.life.places) > 1)
    @rule(data=st.data())
    def a_device_moves(self, data: Any) -> None:
        serial = self.a_device(data)
        here = self.life.ever[serial].plant.plant_id
        others = [plant for plant in self.life.places if plant != here]
        plant = data.draw(st.sampled_from(others))
        if self.life.knows_place(serial):
            self.life.move_device(serial, plant)

    def a_device(self, data: Any) -> str:
        serial: str = data.draw(st.sampled_from(sorted(self.life.world.devices)))
        return serial

    # --- what is heard, and what is said ---------------------------------------------------------

    @rule(hours=st.sampled_from([3, 30, 200, 400]), data=st.data())
    def silence(self, hours: int, data: Any) -> None:
        self.life.silence(self.a_device(data), hours)

    @rule(data=st.data())
    def what_was_kept_arrives(self, data: Any) -> None:
        self.life.arrives_late(self.a_device(data))

    @rule(hours=st.sampled_from([*WRONG_HOURS, ""]), data=st.data())
    def the_owner_types_hours(self, hours: str, data: Any) -> None:
        self.type_hours(data.draw(st.sampled_from(list(self.life.places))), hours)

    def type_hours(self, plant: int, hours: str) -> None:
        typed = {**dict(self.life.said.hours), plant: hours}
        self.life.say(hours=tuple((each, said) for each, said in typed.items() if said))

    @rule(form=st.sampled_from(["", "logger first", "logger last", "same"]))
    def serials_are_listed_twice(self, form: str) -> None:
        self.life.say(twice=form)

    @rule(kind=st.sampled_from(["unreadable", "refused"]), age=st.none() | st.integers(0, 3))
    def a_week_is_odd(self, kind: str, age: int | None) -> None:
        weeks = () if age is None else (window_of(self.life.now.timestamp()) - age,)
        self.life.say(**{kind: frozenset(weeks)})

    @rule(error=st.sampled_from([timedelta(), *CLOCK_ERRORS]))
    def the_clock_is_set(self, error: timedelta) -> None:
        self.life.clock_error = error

    # --- who records -----------------------------------------------------------------------------

    @rule(hours=st.integers(1, 300))
    def nobody_looks(self, hours: int) -> None:
        self.life.pass_time(hours)

    @rule(hours=st.integers(1, 30), account=st.integers(0, 1), stop=stops)
    def run(self, hours: int, account: int, stop: int | None) -> None:
        self.life.run(hours, account, stop)

    @rule(account=st.integers(0, 1), stop=stops)
    def backfill(self, account: int, stop: int | None) -> None:
        self.life.backfill(account, stop)

    @rule(data=st.data())
    def backfill_of_one(self, data: Any) -> None:
        self.life.backfill(devices=[self.a_device(data)])

    # --- what people do with a store -------------------------------------------------------------

    @rule(days=st.sampled_from([1, 8, 15]))
    def drop_old(self, days: int) -> None:
        self.life.drop_old(days)

    @rule(mend=st.booleans())
    def check(self, mend: bool) -> None:
        self.life.check(mend=mend)

    @rule()
    def back_up(self) -> None:
        self.life.back_up()

    @rule(suffix=st.sampled_from([".csv", ".jsonl"]))
    def out_and_in(self, suffix: str) -> None:
        self.life.out_and_in(suffix)

    # --- in the end ------------------------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "life"):
            return
        try:
            self.life.settle()
            self.life.check(is_settled=True)
            self.life.assert_true()
            self.life.assert_watched_well(findings.take())
        finally:
            self.life.end()
            # what a life that failed has broken as well is not told of the next one
            findings.take()


def live(where: str, examples: int, number: int | None = None) -> None:
    """Try so many lives, one after the other in one store; with a `number` always the same."""
    with tempfile.TemporaryDirectory() as folder, sparse_world():

        class Here(AccountLife):
            def __init__(self) -> None:
                super().__init__()
                self.where, self.folder = where, Path(folder)
                with Store(where) as store:
                    empty(store)

        wanted = settings(
            max_examples=examples,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=CALM,
            database=None,
            phases=PHASES,
        )
        machine = Here if number is None else seed(number)(Here)
        run_state_machine_as_test(machine, settings=wanted)


# twenty lives in all, most of them on the engine that is quicker
@pytest.mark.wide
@pytest.mark.parametrize("new_store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", range(2))
def test_a_life_ends_in_the_truth(new_store: Callable[[], str], number: int) -> None:
    live(new_store(), 7, number)


@pytest.mark.wide
@pytest.mark.parametrize("new_store", ["postgres"], indirect=True)
def test_a_life_on_a_server_ends_in_the_truth(new_store: Callable[[], str]) -> None:
    live(new_store(), 6, number=2)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(4))
def test_many_lives_end_in_the_truth(new_store: Callable[[], str], part: int) -> None:
    where = new_store()
    # 2,000 in all, most of them on the engine that is quicker; other ones in each part
    number = random.getrandbits(32)
    live(where, 140 if where.startswith("postgresql") else 360, number)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    FAULTS[fault](monkeypatch)
    with pytest.raises(AssertionError):
        live(str(tmp_path / "home.db"), 200)
