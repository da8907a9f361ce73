"""Scenarios of lists, plants and histories: what is cleaned beside the truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from scenario_runs import (
    RATED_W,
    Device,
    Look,
    check_energies,
    check_powers,
    is_fresh,
    is_healthy_oddity,
    moments,
    states_by_moment,
)

from growattServer import OpenApiV1
from growattServer.cleaning import Cleaner, CleanRecord, KnownDevices, Reason
from growattServer.fields import Record
from growattServer.open_api_v1.records import DeviceList, PlantEnergyOverview
from growattServer.simulator import Simulator

MUNICH, SN, ZONE = 1000001, "SIMMIN0001", "Europe/Berlin"
MORNING = "2026-06-15T06:00:00+02:00"


def stage(scenario: str, start: str = MORNING) -> Simulator:
    """A simulator with a scenario, whose clock stands."""
    return Simulator(scenario=scenario, start=start, seed=3, token="T", speed=0)


def through(cloud: Simulator, hours: float, start: str = MORNING) -> Iterator[datetime]:
    """Every five minutes from the start on, with the clock of the cloud set to it."""
    begin = datetime.fromisoformat(start).astimezone(UTC)
    for moment in moments(begin, begin + timedelta(hours=hours)):
        cloud.set_clock(now=moment)
        yield moment


# --- plants --------------------------------------------------------------------------------------


def test_a_plant_in_watts_is_read_as_one() -> None:
    cleaner = Cleaner(ZONE, RATED_W["min"])
    spiked = 0
    with stage("spikes") as cloud, OpenApiV1("T", server_url=cloud.url) as api:
        for moment in through(cloud, 30):
            overview = api.plant_energy_overview(MUNICH)
            clean = cleaner.clean(overview, moment)
            truth = cloud.device(SN)
            true_w = truth["power_w"]["pv1"] + truth["power_w"]["pv2"]
            raw, value, reason, _ = clean["current_power"]
            # it is sent in steps of 10 W
            assert abs(value - true_w) <= 5.01, (moment, raw, value, true_w)
            spiked += raw > 100_000
            assert (reason is Reason.UNIT) == (raw > 100_000)
            assert clean["energy_total"].value == pytest.approx(total_kwh(truth, "lifetime"))
            assert clean["energy_today"].value == pytest.approx(total_kwh(truth, "today"))
    assert spiked == 8


def total_kwh(truth: dict[str, Any], span: str) -> float:
    """The true energy of the panels in the steps of a counter."""
    flows = truth[f"{span}_wh"]
    return float(round((flows["pv1"] + flows["pv2"]) / 1000, 1))


def test_midnight_at_the_plant() -> None:
    cleaner = Cleaner(ZONE, RATED_W["min"])
    with (
        stage("midnight_bounce", "2026-06-15T18:00:00+02:00") as cloud,
        OpenApiV1("T", server_url=cloud.url) as api,
    ):
        reasons = set()
        for moment in through(cloud, 14, "2026-06-15T18:00:00+02:00"):
            clean = cleaner.clean(api.plant_energy_overview(MUNICH), moment)
            value, reason = clean["energy_today"][1:3]
            assert value == pytest.approx(total_kwh(cloud.device(SN), "today"))
            reasons.add(reason)
    assert reasons == {Reason.OK, Reason.YESTERDAY}


# --- lists ---------------------------------------------------------------------------------------


def test_an_empty_list_of_devices_keeps_the_known_ones() -> None:
    known, emptied = KnownDevices(), 0
    with stage("empty_device_list") as cloud, OpenApiV1("T", server_url=cloud.url) as api:
        for moment in through(cloud, 5):
            answer = api.device_list(MUNICH)
            raw, value, reason, age = known.clean(answer, moment)
            assert answer.count == 2
            assert [row.device_sn for row in value] == [SN, "AMMETER"]
            assert raw == answer.devices
            is_empty = "09:00" <= f"{moment + timedelta(hours=2):%H:%M}" < "10:00"
            assert reason is (Reason.KEPT if is_empty else Reason.OK)
            assert (raw == []) == is_empty
            emptied += is_empty
            if is_empty:
                assert age == timedelta(minutes=5 * emptied)
                memory = json.dumps(known.to_dict())
                known = KnownDevices()
                known.from_dict(json.loads(memory))
    assert emptied == 12


@pytest.mark.parametrize(
    "part",
    [
        *({"layout": 9}, {"devices": "x"}, {"devices": [5]}),
        *({"seen": "x"}, {"seen": True}, {"seen": float("nan")}, {"seen": []}),
    ],
    ids=str,
)
def test_a_memory_of_something_else_is_refused(part: dict[str, Any]) -> None:
    known = KnownDevices()
    with pytest.raises(ValueError, match="no memory"):
        known.from_dict({**known.to_dict(), **part})
    known.from_dict({**known.to_dict(), "seen": 5.0})


def test_a_list_that_counts_nothing_is_believed() -> None:
    known = KnownDevices()
    row = {"device_sn": "A", "type": 7}
    assert known.clean(DeviceList({"count": 1, "devices": []}))[:3] == ([], [], Reason.OK)
    assert known.clean(DeviceList({"count": 1, "devices": [row]})).value == [row]
    assert known.clean(DeviceList({"count": 1, "devices": None}))[:3] == (None, [row], Reason.KEPT)
    assert known.clean(DeviceList({"count": 0, "devices": []}))[:3] == ([], [], Reason.OK)
    assert known.clean(DeviceList({"count": 1, "devices": []}))[:3] == ([], [], Reason.OK)
    with pytest.raises(ValueError, match="no list of devices"):
        known.clean(PlantEnergyOverview({}))
    with pytest.raises(ValueError, match="time zone"):
        known.clean(DeviceList({"count": 0}), datetime(2026, 6, 1))
    with pytest.raises(ValueError, match="layout"):
        known.from_dict({"layout": 0})


def test_the_age_tells_what_the_flag_does_not() -> None:
    cleaner, lies = Cleaner(ZONE), {True: 0, False: 0}
    with stage("wrong_online_flag") as cloud, OpenApiV1("T", server_url=cloud.url) as api:
        for moment in through(cloud, 14):
            row = (api.device_list(MUNICH).devices or [])[0]
            clean = cleaner.clean(row, moment)
            local = f"{moment + timedelta(hours=2):%H:%M}"
            # half an hour passes before a silence is one
            hears = not "14:30" <= local < "17:00"
            assert clean.online is hears, local
            raw, value, reason, _ = clean["lost"]
            assert value is not hears, local
            assert (reason is Reason.FLAG) == (raw is hears)
            lies[raw] += reason is Reason.FLAG
            assert cloud.device(SN)["online"] is True
    assert lies == {True: 24, False: 30}


# --- histories -----------------------------------------------------------------------------------


def history(api: OpenApiV1, day: date) -> list[Record]:
    """The rows of a local day, in the order in which they are listed."""
    rows: list[Record] = []
    for page in (1, 2, 3, 4):
        answer = api.min_energy_history(SN, day, day, timezone=ZONE, page=page, limit=100)
        rows += answer.datas or []
    return rows


def judged(
    cloud: Simulator, pairs: list[tuple[Record, CleanRecord]], first: datetime, last: datetime
) -> Device:
    """Clean rows beside the true states of the moments in them."""
    truth = states_by_moment(cloud.truth(SN, first, last))
    looks = [Look(clean.moment, record, clean, truth[clean.moment]) for record, clean in pairs]
    return Device(SN, "min", ZONE, Cleaner(ZONE), looks)


@pytest.mark.parametrize("name", ["unordered_rows", "replayed_buffer"])
def test_rows_out_of_order_and_twice(name: str) -> None:
    """In the order of their times they are as if nothing had been; as they come, none misleads."""
    first, last = date(2026, 6, 16), date(2026, 6, 17)
    with stage(name) as cloud, OpenApiV1("T", server_url=cloud.url) as api:
        cloud.set_clock(now="2026-06-18T12:00:00+02:00")
        rows = [row for day in (first, last) for row in history(api, day)[::-1]]
        ends = datetime(2026, 6, 15, 22, tzinfo=UTC), datetime(2026, 6, 17, 22, tzinfo=UTC)
        as_they_come = [str(row["time"]) for row in rows]
        assert as_they_come != sorted(as_they_come)
        assert len(set(as_they_come)) == 576
        assert len(rows) == 576 + (24 if name == "replayed_buffer" else 0)

        cleaner = Cleaner(ZONE, RATED_W["min"])
        in_order = sorted(rows, key=lambda row: str(row["time"]))
        device = judged(cloud, [(row, cleaner.clean(row)) for row in in_order], *ends)
        check_energies(device)
        check_powers(device)
        for look in device.looks:
            assert all(is_healthy_oddity(*each) for each in look.clean.changed.items())

        cleaner = Cleaner(ZONE, RATED_W["min"])
        device = judged(cloud, [(row, cleaner.clean(row)) for row in rows], *ends)
        late = [look for look in device.looks if look.clean.reason is Reason.LATE]
        assert len(late) >= (24 if name == "replayed_buffer" else 100)
        check_energies(device, fresh=lambda look: look.clean.reason is Reason.OK)
        check_powers(device)


def test_rows_that_come_late() -> None:
    """Whoever reads the history of the day each hour gets them all, and each value is the truth."""
    cleaner, seen, pairs = Cleaner(ZONE, RATED_W["min"]), set[str](), []
    day = date(2026, 6, 16)
    with stage("late_rows") as cloud, OpenApiV1("T", server_url=cloud.url) as api:
        counts = {}
        for hour in range(1, 25):
            now = datetime(2026, 6, 15, 22, tzinfo=UTC) + timedelta(hours=hour)
            cloud.set_clock(now=now)
            rows = sorted(history(api, day), key=lambda row: str(row["time"]))
            counts[hour] = len(rows)
            new = [row for row in rows if row["time"] not in seen]
            seen.update(str(row["time"]) for row in new)
            pairs += [(row, cleaner.clean(row)) for row in new]
        ends = datetime(2026, 6, 15, 22, tzinfo=UTC), datetime(2026, 6, 16, 22, tzinfo=UTC)
        device = judged(cloud, pairs, *ends)
    # from 8 to 11 nothing new; at 12 what is new comes at once, and before it what was measured
    assert [counts[hour] for hour in (8, 9, 11, 12, 15, 24)] == [96, 96, 97, 110, 181, 288]
    reasons = {look.clean.reason for look in device.looks}
    assert reasons == {Reason.OK, Reason.LATE}
    check_energies(device, fresh=lambda look: look.clean.reason is Reason.OK)
    check_powers(device)
    assert all(is_fresh(look) for look in device.looks)
