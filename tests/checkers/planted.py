"""What `test_checkers.py` runs apart: faults that are planted, each in a test that itself passes.

The names of the tests begin with that of the checker which has to find them, or with `harmless`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from settings_world import someone_else_sets

from growattServer import Etiquette, GrowattApi, OpenApiV1
from growattServer.cleaning import Cleaner, Reason, rules
from growattServer.etiquette import ledger_rules, pacing
from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.open_api_v1 import calls
from growattServer.open_api_v1.devices import Min
from growattServer.open_api_v1.records import MinEnergy
from growattServer.recorder.receive import history
from growattServer.settings import Journal, sending
from growattServer.settings import report as reports
from growattServer.simulator import Simulator
from growattServer.simulator.device import Device
from growattServer.simulator.families import min as mins
from growattServer.simulator.families import spa as spas
from growattServer.simulator.families import sph as sphs
from growattServer.simulator.shinephone import mix
from recorder.recorder_world import fill, new_cloud

MIN_SN, SPH_SN, SPA_SN = "SIMMIN0001", "SIMSPH0001", "SIMSPA0001"
NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)
TEN = LimitedCall("asking", "account", "call", "DEVICE", calls_per_day=10)
Plant = Callable[..., None]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Change what a function gives: the change gets what it gave, and what it was given."""

    def spoil(owner: Any, name: str, change: Callable[..., Any]) -> None:
        original = getattr(owner, name)

        def spoilt(*args: Any, **more: Any) -> Any:
            return change(original(*args, **more), *args, **more)

        monkeypatch.setattr(owner, name, spoilt)

    return spoil


@pytest.fixture
def cloud() -> Iterator[Simulator]:
    with new_cloud(history_days=1) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def long_lived() -> Iterator[Simulator]:
    with new_cloud(history_days=1, limits="off") as simulator:
        yield simulator


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV1]:
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=20) as client:
        yield client


# --- energy --------------------------------------------------------------------------------------


def more(**added: float) -> Callable[..., dict[str, Any]]:
    """Add to some values of a record."""
    return lambda bean, *_: {**bean, **{key: bean[key] + value for key, value in added.items()}}


def test_energy_power(plant: Plant, api: OpenApiV1) -> None:
    plant(mins, "_powers", more(pacToGridTotal=30))
    api.min_energy(MIN_SN)


def test_energy_of_the_day_in_a_history(plant: Plant, api: OpenApiV1) -> None:
    plant(sphs, "energies", more(etoUserToday=0.9))
    api.sph_energy_history(SPH_SN, NOON.date(), NOON.date())


def test_energy_of_the_life(plant: Plant, long_lived: Simulator) -> None:
    with OpenApiV1(long_lived.token, server_url=long_lived.url) as api:
        api.sph_energy(SPH_SN)
        long_lived.set_clock(now=NOON + timedelta(minutes=10))
        plant(sphs, "energies", more(elocalLoadTotal=1.5))
        api.sph_energy(SPH_SN)


def test_energy_beside_an_external_inverter(plant: Plant, cloud: Simulator) -> None:
    plant(spas, "powers", more(pacToUserTotal=600))
    url, token = f"{cloud.url}v1/device/spa/spa_last_data", {"token": cloud.token}
    requests.post(url, data={"spa_sn": SPA_SN}, headers=token, timeout=20)


def test_energy_total_that_falls(plant: Plant, cloud: Simulator, api: OpenApiV1) -> None:
    api.min_energy(MIN_SN)
    cloud.set_clock(now=NOON + timedelta(minutes=10))
    plant(mins, "_energies", more(eacTotal=-1))
    api.min_energy(MIN_SN)


def test_energy_level(plant: Plant, api: OpenApiV1) -> None:
    plant(Device, "soc_percent", lambda soc, *_: soc + 100)
    api.min_energy(MIN_SN)


def test_energy_on_a_page_of_the_app(plant: Plant, cloud: Simulator) -> None:
    plant(mix, "dress", lambda bean, *_: {**bean, "pLocalLoad": "2.5"})
    with GrowattApi(server_url=cloud.url) as app:
        app.login(cloud.user, cloud.password)
        app.mix_system_status(SPH_SN, "1000002")


# --- cleaned -------------------------------------------------------------------------------------


def readings(*rows: tuple[str, float, float]) -> None:
    """Clean records of these times, days and lives."""
    cleaner = Cleaner("UTC")
    for moment, today, total in rows:
        record = {"time": f"2026-06-{moment}", "eacToday": today, "eacTotal": total}
        cleaner.clean(MinEnergy(record))


def test_cleaned_total_that_falls(plant: Plant) -> None:
    plant(rules, "clean_lifetime", lambda made, raw, *_: (made[0], (raw, Reason.OK)))
    readings(("15 12:00:00", 5, 100), ("15 12:05:00", 5, 40))


def test_cleaned_day_that_runs_ahead(plant: Plant) -> None:
    plant(rules, "clean_daily", lambda made, raw, *_: (made[0], (raw, Reason.OK)))
    readings(("15 23:55:00", 9, 100), ("16 00:05:00", 9, 100))


# --- rows ----------------------------------------------------------------------------------------


def test_rows_lost(plant: Plant, cloud: Simulator, tmp_path: Path) -> None:
    plant(history, "readings_of", lambda made, *_: (made[0][:7] + made[0][8:], made[1]))
    fill(cloud, str(tmp_path / "store.db"), devices=[MIN_SN], daily=False, since=NOON.date())


def test_rows_twice(plant: Plant, cloud: Simulator, tmp_path: Path) -> None:
    def doubled(made: Any, *_: Any) -> Any:
        return made[0] + [made[0][3]._replace(time=made[0][3].time + 9)], made[1]

    plant(history, "readings_of", doubled)
    fill(cloud, str(tmp_path / "store.db"), devices=[MIN_SN], daily=False, since=NOON.date())


# --- ledger --------------------------------------------------------------------------------------


def test_ledger_too_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "wait_until", lambda *_: None)
    ledger, ask = Ledger(None), TEN._replace(period_s=300)
    for minute in (0, 4):
        assert ledger.begin(ask, NOON + timedelta(minutes=minute), 40) is None
        ledger.finish(ask, NOON + timedelta(minutes=minute))


def test_ledger_over_the_budget(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ledger_rules, "_full", lambda *_: None)
    for minute in range(4):
        ask = TEN._replace(budget=3)
        assert Ledger(tmp_path / "ledger").begin(ask, NOON + timedelta(minutes=minute), 40) is None


OTHER_PROCESS = f"""
from datetime import datetime, timedelta
from pathlib import Path
from growattServer.etiquette import ledger_rules
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.ledger import Ledger

ledger_rules._full = lambda *_: None
for minute in range(11):
    now = datetime.fromisoformat("{NOON.isoformat()}") + timedelta(minutes=minute)
    assert Ledger(Path("ledger.sqlite3")).begin({TEN!r}, now, 40) is None
"""


def test_ledger_of_another_process(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "ledger.sqlite3").begin(TEN, NOON, 40) is None
    subprocess.run([sys.executable, "-c", OTHER_PROCESS], cwd=tmp_path, check=True)


def test_ledger_that_knows_no_limit(plant: Plant, cloud: Simulator, tmp_path: Path) -> None:
    plant(calls, "limited_call", lambda made, *_, **__: made._replace(period_s=None))
    etiquette = Etiquette(ledger=tmp_path / "ledger.sqlite3", retries=0)
    with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
        api.min_energy(MIN_SN)
        with pytest.raises(Exception, match="10012"):
            api.min_energy(MIN_SN)


# --- settings ------------------------------------------------------------------------------------


def plan_of(api: OpenApiV1, tmp_path: Path) -> Any:
    """A plan of two settings."""
    journal = Journal(tmp_path / "journal", clock=lambda: NOON)
    return Min(api, MIN_SN).plan({"charge_power": 80, "discharge_power": 70}, journal=journal)


def test_settings_called_applied(
    plant: Plant, cloud: Simulator, api: OpenApiV1, tmp_path: Path
) -> None:
    plant(reports, "_status", lambda *_: reports.Status.APPLIED)
    plan = plan_of(api, tmp_path)
    cloud.add_fault({"match": "*tlxSet", "fault": "http_502", "times": 0})
    plan.apply()


def test_settings_that_nobody_planned(
    plant: Plant, cloud: Simulator, api: OpenApiV1, tmp_path: Path
) -> None:
    plant(sending, "was_not_sent", lambda *_: True)
    plan = plan_of(api, tmp_path)
    original = api._send

    def interfere(request: Any, call: Any) -> Any:
        if request.url.endswith("tlxSet"):
            someone_else_sets(cloud, "MIN", "charge_stop_soc", 55)
        return original(request, call)

    # of this client only
    api._send = interfere  # type: ignore[method-assign]
    plan.apply()


def test_settings_forgotten(plant: Plant, api: OpenApiV1, tmp_path: Path) -> None:
    plant(sending.Sending, "_note_before", forgotten)
    plant(sending, "write", lambda flow, *_: interrupted(flow))
    with pytest.raises(KeyboardInterrupt):
        plan_of(api, tmp_path).apply()


def forgotten(undo: Any, run: Any, *_: Any) -> Any:
    """Note nothing of what is on its way, and want something else."""
    for value in run.entry.values.values():
        value.sent, value.wanted = [], ("33",)
    return undo


def interrupted(flow: Any) -> Any:
    """A write that arrives, and whose end nobody hears of."""
    yield from flow
    raise KeyboardInterrupt


# --- harmless ------------------------------------------------------------------------------------


def test_harmless_days(cloud: Simulator, api: OpenApiV1, tmp_path: Path) -> None:
    fill(cloud, str(tmp_path / "store.db"), since=NOON.date())
    assert plan_of(api, tmp_path).apply().error is None


def test_harmless_counters() -> None:
    readings(("15 23:55:00", 9, 100), ("16 00:05:00", 9, 100), ("16 00:10:00", 0.1, 40))


def test_harmless_scenario(cloud: Simulator, api: OpenApiV1) -> None:
    cloud.set_scenario("spikes")
    for minute in range(0, 120, 10):
        cloud.set_clock(now=NOON + timedelta(minutes=minute + 1))
        api.min_energy(MIN_SN)


@pytest.mark.breaks("energy", "it is planted")
def test_harmless_as_it_says_so(plant: Plant, api: OpenApiV1) -> None:
    plant(mins, "_powers", more(pacToGridTotal=30))
    api.min_energy(MIN_SN)
