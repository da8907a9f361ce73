"""Silence is no error and no end: what a server does not give keeps nothing else waiting."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from growattServer import GrowattReplyError, OpenApiV1
from growattServer.open_api_v1.records import MinEnergy, MinEnergyHistory
from growattServer.recorder import GrowattDeviceNotFoundError, Store, check
from growattServer.recorder.ask.days import known_days
from growattServer.recorder.ask.recorder import Recorder
from growattServer.recorder.events import BackfillDone, DaysRead, PageRead, PastEnds, Trouble
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.families import FAMILIES
from growattServer.recorder.keep.weeks import WINDOW_S, window_of
from growattServer.recorder.keep.windows import EMPTY_WINDOWS, known_windows
from growattServer.recorder.receive.history import readings_of
from growattServer.simulator import Simulator

from .recorder_world import MIN_SN, SPH_SN, assert_rows, new_cloud, now_of, recorder_of

pytestmark = pytest.mark.wide

WEEKS = 3
Change = Callable[[date, Any], Any]


class Api(OpenApiV1):
    """A client whose server gives other histories of a MIN, and other plants and days."""

    history: Change = staticmethod(lambda first, reply: reply)
    days: Change = staticmethod(lambda first, reply: reply)
    asked: list[date]

    def min_energy_history(self, sn: Any, first: Any, *more: Any, **options: Any) -> Any:
        self.asked.append(first)
        return self.history(first, super().min_energy_history(sn, first, *more, **options))

    def plant_energy_history(self, plant: Any, first: Any, *more: Any, **options: Any) -> Any:
        return self.days(first, super().plant_energy_history(plant, first, *more, **options))

    def plant_list(self, *arguments: Any, **options: Any) -> Any:
        reply = super().plant_list(*arguments, **options)
        for plant in reply["plants"]:
            plant["create_date"] = self.created
        return reply

    created: str | None = "2026-01-01"


@pytest.fixture
def cloud() -> Any:
    with new_cloud(history_days=7 * WEEKS) as simulator:
        yield simulator


@pytest.fixture
def api(cloud: Simulator) -> Any:
    with Api(cloud.token, server_url=cloud.url, timeout=60) as client:
        client.asked = []
        yield client


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store(tmp_path / "home.db") as opened:
        yield opened


def recorder(cloud: Simulator, api: Api, store: Store, **more: Any) -> Recorder:
    return recorder_of(cloud, api, store, **{"devices": [MIN_SN], "daily": False, **more})


def newest(cloud: Simulator, age: int) -> date:
    """The first day of the window so many weeks ago."""
    number = window_of(now_of(cloud).timestamp()) - age
    return datetime.fromtimestamp(number * WINDOW_S, UTC).date()


def refuse(first: date, reply: Any) -> Any:
    raise GrowattReplyError("not of the shape that was promised")


def without_time(first: date, reply: Any) -> Any:
    for row in reply["datas"]:
        row["time"] = row["time"][11:16]
    return reply


@pytest.mark.parametrize("change", [refuse, pytest.param(without_time, marks=pytest.mark.long)])
def test_a_window_that_fails_stops_none_behind_it(
    cloud: Simulator, api: Api, store: Store, change: Change
) -> None:
    bad, since = newest(cloud, 1), newest(cloud, WEEKS - 1)
    api.history = lambda first, reply: change(first, reply) if first == bad else reply
    events = list(recorder(cloud, api, store, since=since).backfill())
    assert since in api.asked
    troubles = [event for event in events if isinstance(event, Trouble)]
    assert [str(bad) in event.what for event in troubles] == [True] * 3
    pauses = [event.retry_at - event.time for event in troubles]
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    done = events[-1]
    assert isinstance(done, BackfillDone)
    assert [str(bad) in each for each in done.unread] == [True]
    unread = [finding for finding in check(store) if finding.kind == "unread"]
    assert [finding.first.date() for finding in unread] == [bad]
    # the others are cleaned and complete, and it is read as soon as the server has it
    api.history = lambda first, reply: reply
    done = list(recorder(cloud, api, store, since=since).backfill())[-1]
    assert isinstance(done, BackfillDone)
    assert done.unread == ()
    assert not [finding for finding in check(store) if finding.kind == "unread"]
    start = datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp()
    assert_rows(store, cloud, since=start)


def test_a_week_that_was_read_before_rests_as_well(
    cloud: Simulator, api: Api, store: Store
) -> None:
    list(recorder(cloud, api, store, since=newest(cloud, 0)).backfill())
    api.history = lambda first, reply: without_time(first, reply)
    until = now_of(cloud) + timedelta(hours=22)
    with closing(recorder(cloud, api, store, since=newest(cloud, 0)).run(until)) as running:
        troubles = [event for event in islice(running, 1000) if isinstance(event, Trouble)]
    pauses = [event.retry_at - event.time for event in troubles]
    assert pauses == sorted(pauses)
    assert pauses[-1] > timedelta(hours=4)
    assert len(troubles) < 10


def test_a_window_that_the_store_refuses_stops_none_behind_it(
    cloud: Simulator, api: Api, store: Store
) -> None:
    bad, since = newest(cloud, 1), newest(cloud, WEEKS - 1)
    start = int(datetime(bad.year, bad.month, bad.day, tzinfo=UTC).timestamp())
    week = f"NEW.time BETWEEN {start} AND {start + WINDOW_S - 1}"
    with store.writing() as connection:
        connection.exec_driver_sql(refusal("readings_min", week))
    events = list(recorder(cloud, api, store, since=since, devices=[MIN_SN]).backfill())
    assert since in api.asked
    troubles = [event for event in events if isinstance(event, Trouble)]
    assert [str(bad) in event.what for event in troubles] == [True] * 3
    assert all("refuses a value" in event.error for event in troubles)
    done = events[-1]
    assert isinstance(done, BackfillDone)
    assert [str(bad) in each for each in done.unread] == [True]
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER refusal")
    done = list(recorder(cloud, api, store, since=since, devices=[MIN_SN]).backfill())[-1]
    assert isinstance(done, BackfillDone)
    assert done.unread == ()


def refusal(table: str, what: str) -> str:
    """Have a store refuse rows, as one does whose columns are too narrow for them."""
    refused = f"WHEN {what} BEGIN SELECT RAISE(ABORT, 'refused'); END"
    return f"CREATE TRIGGER refusal BEFORE INSERT ON {table} {refused}"


def test_rows_without_a_time_are_counted_and_kept(cloud: Simulator, api: Api, store: Store) -> None:
    bad = newest(cloud, 1)
    api.history = lambda first, reply: without_time(first, reply) if first == bad else reply
    events = list(recorder(cloud, api, store, since=bad).backfill())
    pages = [event for event in events if isinstance(event, PageRead) and event.first == bad]
    assert {event.unplaced for event in pages} == {event.rows for event in pages}
    assert all("without a time that can be read" in str(event) for event in pages)
    with store.reading() as connection:
        parts = set(connection.scalars(select(schema.raw_replies.c.part)))
    number = window_of(datetime(bad.year, bad.month, bad.day, tzinfo=UTC).timestamp())
    assert {f"{number}/{event.page}" for event in pages} == parts


@pytest.mark.parametrize(
    "sent", ["12:05", "12:05:00", "--", "25:99", "", None, 5, "1405/03/25 12:05"]
)
def test_a_time_of_day_belongs_to_the_day_that_was_asked_for(sent: Any) -> None:
    row = MinEnergy({"time": sent, "ppv": 7})
    rows, unplaced = readings_of(FAMILIES["min"], [row], date(2026, 6, 4))
    if str(sent).startswith("12:05"):
        assert datetime.fromtimestamp(rows[0].time, UTC) == datetime(2026, 6, 4, 12, 5, tzinfo=UTC)
    assert len(rows) + unplaced == 1
    assert bool(rows) == str(sent).startswith("12:05")
    assert readings_of(FAMILIES["min"], [row]) == ([], 1)


@pytest.mark.parametrize(
    "nothing",
    [
        {"count": 0, "datas": []},
        pytest.param({"count": 0}, marks=pytest.mark.long),
        pytest.param({}, marks=pytest.mark.long),
    ],
)
def test_a_silent_week_is_read_once(
    cloud: Simulator, api: Api, store: Store, nothing: dict[str, Any]
) -> None:
    silent = newest(cloud, 1)
    api.history = lambda first, reply: MinEnergyHistory(nothing) if first == silent else reply
    events = list(recorder(cloud, api, store, since=newest(cloud, 2)).backfill())
    assert api.asked.count(silent) == 1
    assert newest(cloud, 2) in api.asked
    assert not any(isinstance(event, Trouble) for event in events)


def test_a_week_that_is_suddenly_empty_is_not_believed_at_once(
    cloud: Simulator, api: Api, store: Store
) -> None:
    present = newest(cloud, 0)
    list(recorder(cloud, api, store, since=present).backfill())
    cloud.set_clock(now=(now_of(cloud) + timedelta(hours=7)).isoformat())
    api.history = lambda first, reply: MinEnergyHistory({})
    events = list(recorder(cloud, api, store, since=present).backfill())
    (trouble,) = [event for event in events if isinstance(event, Trouble)]
    assert "no longer has rows of it" in trouble.error


@pytest.mark.parametrize("known", ["since", pytest.param("created", marks=pytest.mark.long)])
def test_silence_does_not_end_a_past_whose_beginning_is_known(
    cloud: Simulator, api: Api, store: Store, known: str
) -> None:
    weeks = EMPTY_WINDOWS + WEEKS + 3
    first = newest(cloud, weeks)
    api.created = str(first) if known == "created" else None
    since = first if known == "since" else None
    events = list(recorder(cloud, api, store, since=since).backfill())
    assert min(api.asked) == first
    # a call for each week that has nothing
    silent = [day for day in api.asked if day < newest(cloud, WEEKS)]
    assert len(silent) == len(set(silent)) == weeks - WEEKS
    assert not any(isinstance(event, PastEnds) for event in events)
    assert not [finding for finding in check(store) if finding.kind == "silent past"]


def test_silence_ends_a_past_whose_beginning_nobody_knows_and_that_is_told(
    cloud: Simulator, api: Api, store: Store
) -> None:
    api.created = None
    events = list(recorder(cloud, api, store, since=None).backfill())
    (ends,) = [event for event in events if isinstance(event, PastEnds)]
    assert ends.first == min(api.asked)
    assert "--since" in str(ends)
    findings = check(store)
    (finding,) = [finding for finding in findings if finding.kind == "silent past"]
    assert finding.said in str(ends)
    assert not [finding for finding in findings if finding.kind == "unread"]
    # whoever names a day is taken there
    earlier = ends.first - timedelta(weeks=3)
    list(recorder(cloud, api, store, since=earlier).backfill())
    assert min(api.asked) <= earlier
    assert not [finding for finding in check(store) if finding.kind == "silent past"]


def test_days_that_fail_stop_none_behind_them(cloud: Simulator, api: Api, store: Store) -> None:
    today = now_of(cloud).date()
    bad = today - timedelta(days=9)
    asked: list[date] = []

    def days(first: date, reply: Any) -> Any:
        asked.append(first)
        return refuse(first, reply) if first <= bad <= first + timedelta(days=6) else reply

    api.days = days
    since = today - timedelta(days=24)
    events = list(recorder(cloud, api, store, since=since, daily=True).backfill())
    assert since in asked
    assert [event for event in events if isinstance(event, Trouble)]
    cloud.set_clock(now=(now_of(cloud) + timedelta(days=1, hours=1)).isoformat())
    api.days = lambda first, reply: reply
    events = list(recorder(cloud, api, store, since=since, daily=True).backfill())
    assert any(isinstance(event, DaysRead) for event in events)
    with store.reading() as connection:
        days_read = known_days(connection, store.plants()[0].plant_id)
    assert bad in days_read


def test_days_that_the_store_refuses_stop_none_behind_them(
    cloud: Simulator, api: Api, store: Store
) -> None:
    today = now_of(cloud).date()
    bad, since = today - timedelta(days=9), today - timedelta(days=24)
    with store.writing() as connection:
        connection.exec_driver_sql(refusal("daily_energy", f"NEW.day = '{bad}'"))
    asked: list[date] = []

    def days(first: date, reply: Any) -> Any:
        asked.append(first)
        return reply

    api.days = days
    events = list(recorder(cloud, api, store, since=since, daily=True).backfill())
    assert since in asked
    assert [event for event in events if isinstance(event, Trouble)]


# --- which devices -------------------------------------------------------------------------------


def test_a_serial_number_that_is_new_to_a_store_is_looked_for(
    cloud: Simulator, api: Api, store: Store
) -> None:
    present = newest(cloud, 0)
    list(recorder(cloud, api, store, since=present).backfill())
    list(recorder(cloud, api, store, since=present, devices=[SPH_SN]).backfill())
    assert {device.device_sn for device in store.devices()} == {MIN_SN, SPH_SN}
    with store.reading() as connection:
        for device in store.devices():
            assert known_windows(connection, device.device_id)


def test_devices_are_looked_for_again_after_a_day(cloud: Simulator, api: Api, store: Store) -> None:
    present = newest(cloud, 0)
    list(recorder(cloud, api, store, since=present).backfill())
    cloud.set_clock(now=(now_of(cloud) + timedelta(days=30)).isoformat())
    list(recorder(cloud, api, store, since=newest(cloud, 0), devices=None).backfill())
    assert {device.device_sn for device in store.devices()} >= {MIN_SN, SPH_SN}


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("is_filled", [False, True])
def test_a_serial_number_that_the_account_does_not_have(
    cloud: Simulator, api: Api, store: Store, live: bool, is_filled: bool
) -> None:
    present = newest(cloud, 0)
    if is_filled:
        list(recorder(cloud, api, store, since=present).backfill())
    wrong = recorder(cloud, api, store, since=present, devices=[MIN_SN, "SIMMIN0099"])
    with pytest.raises(GrowattDeviceNotFoundError) as caught:
        list(wrong.run(now_of(cloud) + timedelta(hours=1)) if live else wrong.backfill())
    assert caught.value.missing == ["SIMMIN0099"]
    assert {MIN_SN, SPH_SN} <= set(caught.value.known)
    assert SPH_SN in str(caught.value)
