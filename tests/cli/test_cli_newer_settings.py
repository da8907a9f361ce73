"""`settings` and `schedule` of devices that only V4 sets: a NOAH, a WIT and an SPH-S."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from exporters.exporter_world import wait_until
from growattServer import OpenApiV4
from growattServer.cli import proving
from growattServer.cli.verbs import schedule, settings
from growattServer.settings import NOAH as NOAH_CATALOGUE
from growattServer.simulator import Simulator

from .cli_world import START, User, assert_shape

NOAH, WIT, SPH_S = "SIMNOA0001", "SIMWIT0001", "SIMSPHS001"
WORLD: dict[str, Any] = {
    "title": "What only V4 sets",
    "plants": [
        {
            "devices": [
                {"family": "noah", "serial_number": NOAH},
                {"family": "wit", "serial_number": WIT},
                {"family": "sph-s", "serial_number": SPH_S},
            ]
        }
    ],
}
CASES = pytest.mark.parametrize(
    ("serial", "wish", "name", "old", "new"),
    [
        (NOAH, "default_output_power=400", "default_output_power", 150, 400),
        (WIT, "charge_stop_soc=90", "charge_stop_soc", 100, 90),
        (SPH_S, "active_power_limit=60", "active_power_limit", 100, 60),
    ],
    ids=["NOAH", "WIT", "SPH-S"],
)
WORDS = {NOAH: "noah", WIT: "wit", SPH_S: "sph-s"}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=7, speed=0, history_days=0, world=WORLD) as simulator:
        yield simulator


def truth(cloud: Simulator, serial: str, name: str) -> Any:
    with OpenApiV4(cloud.token, server_url=cloud.url) as api:
        return api.get_device(serial, WORDS[serial]).read_settings(name)[name]


def writes(cloud: Simulator) -> int:
    calls = [row["path"].rpartition("/")[2] for row in cloud.requests()]
    return sum(call.startswith(("set", "removeVpp")) for call in calls)


@CASES
def test_settings_are_shown_planned_applied_and_reverted(
    user: User, cloud: Simulator, serial: str, wish: str, name: str, old: Any, new: Any
) -> None:
    words = (
        ["settings", "show", serial, name, "--json"],
        ["settings", "plan", serial, wish, "--json"],
    )
    shown, planned = user.run_many([(each, {}) for each in words])
    assert_shape(shown.well(), settings.SETTINGS_SHAPE)
    assert shown.json["settings"] == {name: old}
    assert_shape(planned.well(), proving.PLAN_SHAPE)
    assert planned.json["differences"] == [{"name": name, "from": old, "to": new}]
    assert writes(cloud) == 0
    done, tells = user.run_many(
        [
            (["settings", "set", serial, wish, "--yes", "--json"], {}),
            (["settings", "revert", serial, "--dry-run", "--json"], {}),
        ]
    )
    assert done.well()["report"]["complete"] is True
    assert tells.well()["previews"][0]["differences"] == [{"name": name, "from": new, "to": old}]
    assert (truth(cloud, serial, name), writes(cloud)) == (new, 1)
    back = user.run("settings", "revert", serial, "--yes", "--json").well()
    assert_shape(back, settings.REVERT_SHAPE)
    assert truth(cloud, serial, name) == old
    user.run("settings", "revert", serial, "--yes").failed(7, "no plan to revert")


def test_plans_of_both_apis_are_verified_and_end_when_due(user: User, cloud: Simulator) -> None:
    user.run("settings", "set", NOAH, "grid_charge=on", "--for", "1s", "--yes")
    user.run("settings", "verify", "--json").well()
    # it is due in a second at the latest
    due = partial(user.run, "settings", "revert", "--due", "--json")
    (report,) = wait_until(lambda: due().well()["reports"])
    assert (report["device_sn"], report["goal"], report["complete"]) == (NOAH, "revert", True)
    assert truth(cloud, NOAH, "grid_charge") is False


@pytest.mark.parametrize(
    ("serial", "window", "unit", "family"),
    [(NOAH, "load=18:00-22:00", "W", "NOAH"), (WIT, "charge=02:00-05:00", "%", "WIT")],
    ids=["NOAH", "WIT"],
)
def test_windows_have_a_power_each(
    user: User, cloud: Simulator, serial: str, window: str, unit: str, family: str
) -> None:
    first = len(cloud.requests())
    user.run("schedule", "set", serial, window, "--yes").failed(
        2,
        f"Each window of a {family} has a power in {unit}",
        f"growatt schedule set {serial} {window},power=",
    )
    assert not [row for row in cloud.requests()[first:] if "new-api/set" in row["path"]]
    words = (
        ["schedule", "set", serial, f"{window},power=70", "--yes", "--only"],
        ["schedule", "show", serial, "--json"],
        ["schedule", "show", serial],
        ["schedule", "clear", serial, "--yes"],
    )
    done, shown, table, cleared = user.run_many([(each, {}) for each in words])
    assert (done.code, cleared.code) == (0, 0), (done.err, cleared.err)
    assert_shape(shown.well(), schedule.SHAPE)
    (row,) = shown.json["devices"][0]["windows"]
    assert (row["start"], row["power"], row["power_unit"]) == (window[-11:-6], 70, unit)
    assert f"70 {unit}" in table.out
    assert len(truth(cloud, serial, "schedule")) == 0


def test_errors_say_what_to_do(user: User, cloud: Simulator) -> None:
    words = (
        ["settings", "set", NOAH, "charge_power=80", "--yes"],
        ["settings", "set", WIT, "backup_enabled=on", "--yes"],
        ["settings", "set", WIT, "charge_stop_soc=20", "--yes"],
        ["settings", "set", WIT, "schedule=02:00-05:00", "--yes"],
        ["settings", "show", NOAH, "default_output"],
        ["schedule", "show", SPH_S],
        ["schedule", "verify", NOAH, "--at", "02:10"],
    )
    other, harm, low, whole, name, none, at = user.run_many([(each, {}) for each in words])
    other.failed(2, "NOAH has no setting 'charge_power'", NOAH_CATALOGUE.names[0])
    harm.failed(2, "backup_enabled can harm", "--dangerous")
    low.failed(2, "a whole number from 70 to 100")
    whole.failed(2, "window by window", "growatt schedule set --help")
    name.failed(2, "did you mean default_output_power")
    none.failed(7, SPH_S, "device with a schedule")
    at.failed(2, "UTC", "without --at")
    assert writes(cloud) == 0


def test_the_battery_is_looked_at(user: User, cloud: Simulator) -> None:
    found = user.run("schedule", "verify", NOAH, "--json")
    # in which zone the plant of a NOAH is, V4 does not tell
    assert found.json["verdict"] in ("not known", "no window", "as planned"), found.err
