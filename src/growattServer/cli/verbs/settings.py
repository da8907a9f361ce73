"""`growatt settings show | plan | set | verify | revert`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from ...settings import Plan, Settings, revert_due
from ..answer import Answer
from ..cloud import TokenCloud
from ..errors import NothingThere, WrongUse
from ..house import House, zone_option
from ..inventory import SETTABLE_FAMILIES, Device
from ..kinds import Span
from ..printable import as_word
from ..proving import (
    DIFFERENCE_SHAPE,
    PLAN_SHAPE,
    REPORT_SHAPE,
    SETTLES,
    Ways,
    handle_of,
    level_of,
    of_this_account,
    plans_of,
    preview_of,
    propose,
    reported,
    settable,
    to_take_back,
    token_source,
    told,
    unfinished_of,
)
from ..tables import table
from ..terminal import terminal
from ..verb import complete_devices, verb
from ..wishes import as_rows, check_names, settings_of, split

SETTINGS_SHAPE = {
    "device_sn": "text",
    "family": f"text: {SETTABLE_FAMILIES}",
    "settings": {"<name>": "anything or null: null is a value that the server does not show"},
    "units": {"<name>": "text"},
    "schedule": [
        {"mode": "text", "start": "text: HH:MM", "end": "text: HH:MM", "minutes": "integer"}
    ],
}


REVERT_SHAPE = {
    "reports": [REPORT_SHAPE],
    "previews": [
        {
            "device_sn": "text",
            "differences": [DIFFERENCE_SHAPE],
            "writes": "integer: how many it takes at most",
        }
    ],
}


@verb(
    "settings show",
    examples=[
        "growatt settings show YOUR_DEVICE_SERIAL_NUMBER",
        "growatt settings show YOUR_DEVICE_SERIAL_NUMBER charge_stop_soc on",
    ],
    shape=SETTINGS_SHAPE,
)
@click.argument("serial", required=False, shell_complete=complete_devices)
@click.argument("names", nargs=-1, metavar="[NAME]...")
def show_command(serial: str | None, names: tuple[str, ...]) -> Answer:
    """It also shows the allowed values of each, and what it means. With names, only these: a WIT or
    SPH-S is asked for each value by itself, and all of a WIT take three minutes.
    """
    source, device = settable(serial)
    settings = _settings(source, device, names)
    family = device.catalogue
    values = {name: value for name, value in settings.items() if name != "schedule"}
    units = dict(settings.units)

    def word(name: str, value: Any) -> str:
        if value is None:
            return "unknown"
        if isinstance(value, bool):
            return "on" if value else "off"
        return f"{value} {units[name]}" if name in units else str(value)

    def allowed(name: str) -> str:
        row = family[name]
        said = row.allowed.replace("True or False", "on or off").replace("'", "")
        return f"{said} (dangerous)" if row.dangerous else said

    return Answer(
        {
            "device_sn": device.device_sn,
            "family": device.family,
            "settings": values,
            "units": units,
            "schedule": as_rows(settings.schedule),
        },
        lambda: table(
            ("Setting", "Value", "May be", "Meaning"),
            [
                (name, word(name, value), allowed(name), family[name].meaning)
                for name, value in values.items()
            ],
        ),
        notes=[f"The windows of the battery: growatt schedule show {as_word(device.device_sn)}"],
    )


def _settings(source: TokenCloud, device: Device, names: tuple[str, ...]) -> Settings:
    """The settings of these names, or all; of a device of V4 no more is read than that."""
    wanted = [name if name == "schedule" else device.catalogue.named(name).name for name in names]
    handle: Any = handle_of(source, device)
    found: Settings = handle.read_settings(*(wanted if device.is_set_by_v4 else ()))
    for name in found.keys() - {*wanted} if wanted else ():
        del found[name]
    return found


def _plan(
    words: tuple[str, ...], for_: timedelta | None, dangerous: bool, zone: str | None
) -> tuple[Plan[Any], House]:
    serial, pairs = split(words)
    if not pairs:
        raise WrongUse("say what to set, as in charge_power=80", "growatt settings show")
    check_names(pairs, windows=False)
    source, device = settable(serial)
    family = device.catalogue
    house = House(source, device)
    wishes = settings_of(family, pairs, house.clock_word(zone, pairs))
    if named := [name for name in wishes if family[name].dangerous and not dangerous]:
        raise WrongUse(
            f"{', '.join(named)} can harm what is connected or break the grid code",
            "if you are sure, run the same command with --dangerous",
        )
    # the level of the battery costs a call, and few settings are compared with it
    is_level = any(name.endswith("stop_soc") for name in wishes)
    soc = level_of(source, device) if is_level else None
    plan = handle_of(source, device).plan(wishes, for_=for_, allow_dangerous=dangerous, soc=soc)
    return plan, house


_words = click.argument("words", nargs=-1, metavar="[SERIAL] NAME=VALUE...")
_for = click.option(
    "--for", "for_", type=Span(), metavar="SPAN", help="Only for this long, such as 2h."
)
_dangerous = click.option(
    "--dangerous", is_flag=True, help="Allow settings that are for the grid code or the installer."
)
_yes = click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
_dry_run = click.option("--dry-run", is_flag=True, help="Show the differences, write nothing.")
_wait = click.option(
    "--wait",
    type=Span(),
    default=SETTLES,
    metavar="SPAN",
    help="How long to wait until the change shows; 90s by default.",
)


@verb(
    "settings plan",
    examples=["growatt settings plan YOUR_DEVICE_SERIAL_NUMBER charge_power=80 ac_charge=on"],
    shape=PLAN_SHAPE,
)
@_words
@_for
@_dangerous
@zone_option
def plan_command(
    words: tuple[str, ...], for_: timedelta | None, dangerous: bool, zone: str | None
) -> Answer:
    """It reads the device. For names and allowed values, see growatt settings show."""
    plan, house = _plan(words, for_, dangerous, zone)
    return propose(plan, house, Ways(dry_run=True))


@verb(
    "settings set",
    examples=[
        "growatt settings set YOUR_DEVICE_SERIAL_NUMBER charge_power=80",
        "growatt settings set YOUR_DEVICE_SERIAL_NUMBER export_limit=meter --for 2h --yes",
        "growatt settings set YOUR_DEVICE_SERIAL_NUMBER ac_charge=on --dry-run",
    ],
    shape=PLAN_SHAPE,
)
@_words
@_for
@_dangerous
@zone_option
@_yes
@_dry_run
@_wait
def set_command(
    words: tuple[str, ...],
    for_: timedelta | None,
    dangerous: bool,
    zone: str | None,
    yes: bool,
    dry_run: bool,
    wait: timedelta,
) -> Answer:
    """The previous values are saved to disk before anything is sent, so that growatt settings
    revert can restore them. Only what differs is written, and then read back. See docs/settings.md.
    clock=now is the time at the plant, whatever the clock of this machine shows.
    """
    plan, house = _plan(words, for_, dangerous, zone)
    return propose(plan, house, Ways(yes, dry_run, wait=wait))


@verb(
    "settings verify",
    examples=["growatt settings verify", "growatt settings verify YOUR_DEVICE_SERIAL_NUMBER"],
    shape={"reports": [REPORT_SHAPE]},
)
@click.argument("serial", required=False, shell_complete=complete_devices)
@_wait
def verify_command(serial: str | None, wait: timedelta) -> Answer:
    """It reads back plans that were interrupted or stopped, or have not been read back yet, of one
    device or of all.
    """
    source = token_source()
    wanted = None if serial is None else serial.upper()
    found = [plan for plan in unfinished_of(source) if wanted in (None, plan.device_sn)]
    open_plans = of_this_account(source, found)
    if not open_plans:
        return Answer({"reports": []}, notes=["There are no unfinished plans."])
    reports = [(house, plan.verify(wait)) for plan, house in open_plans]
    data = {"reports": [told(house, report) for house, report in reports]}
    return reported([report for _, report in reports], data)


@verb(
    "settings revert",
    examples=[
        "growatt settings revert YOUR_DEVICE_SERIAL_NUMBER",
        "growatt settings revert --due --yes",
    ],
    shape=REVERT_SHAPE,
)
@click.argument("serial", required=False, shell_complete=complete_devices)
@click.option("--due", is_flag=True, help="Plans whose time is over, on all devices.")
@click.option("--overwrite", is_flag=True, help="Also revert what somebody else has changed since.")
@_yes
@_dry_run
@_wait
def revert_command(
    serial: str | None, due: bool, overwrite: bool, yes: bool, dry_run: bool, wait: timedelta
) -> Answer:
    """It reverts the latest plan of the device that is in force. With --due it asks no questions,
    so it suits crontab.
    """
    source = token_source()
    if due and dry_run:
        found = of_this_account(source, (plan for plan in plans_of(source) if plan.is_due))
        previews = [(house, plan.revert(dry_run=True)) for plan, house in found]
        data = {"reports": [], "previews": [preview_of(preview) for _, preview in previews]}
        return Answer(data, lambda: to_take_back(*previews), notes=["Nothing was written."])
    if due:
        return _end_what_is_due(source)
    plan, house = _in_force(source, serial)
    screen = terminal()
    if dry_run or not yes:
        preview = plan.revert(overwrite=overwrite, dry_run=True)
        data = {"reports": [], "previews": [preview_of(preview)]}
        if not screen.json:
            screen.show(to_take_back((house, preview)))
        otherwise = "run the same command with --yes"
        if dry_run or not screen.confirm(f"{house}: Revert it?", otherwise):
            return Answer(data, notes=["Nothing was written."])
    screen.go_on = f"growatt settings revert {as_word(plan.device_sn)}"
    screen.note(f"Writing to {house} ...")
    report = plan.revert(overwrite=overwrite, wait=wait)
    return reported([report], {"reports": [told(house, report)], "previews": []})


def _end_what_is_due(source: TokenCloud) -> Answer:
    due = of_this_account(source, (plan for plan in plans_of(source) if plan.is_due))
    houses = {plan.device_sn: house for plan, house in due}
    for house in houses.values():
        terminal().note(f"Writing to {house} ...")
    apis = (source.api, source.v4_of_settings)
    reports = [report for api in apis for report in revert_due(api, only=houses)]
    told_reports = [told(houses[report.device_sn], report) for report in reports]
    data: dict[str, Any] = {"reports": told_reports, "previews": []}
    return reported(reports, data) if reports else Answer(data, notes=["Nothing is due."])


def _in_force(source: TokenCloud, serial: str | None) -> tuple[Plan[Any], House]:
    wanted = None if serial is None else serial.upper()
    known = [plan for plan in plans_of(source) if wanted in (None, plan.device_sn)]
    live = of_this_account(source, (plan for plan in known if plan.in_force))
    if not live:
        raise NothingThere("there is no plan to revert", "growatt settings show")
    if len(devices := {plan.device_sn for plan, _ in live}) > 1:
        told = ", ".join(sorted(devices))
        raise NothingThere(f"plans of several devices are in force: {told}", "say which")
    return live[-1]
