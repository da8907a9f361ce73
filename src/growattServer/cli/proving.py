"""What `settings` and `schedule` share: show the differences, ask, write, read back, report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .. import OpenApiV1
from ..open_api_v1.devices import Min, Sph
from ..settings import Plan, Report
from .answer import Answer
from .cloud import TokenCloud, cloud
from .connect import token_api
from .errors import DONE, NOT_TAKEN
from .inventory import Device
from .tables import table
from .terminal import terminal

if TYPE_CHECKING:
    from rich.table import Table

SETTLES = timedelta(seconds=90)
"""How long the cloud may take to show what the device took."""

REPORT_SHAPE = {
    "device_sn": "text",
    "goal": "text: apply or revert",
    "complete": "true or false: whether every value is as it should be",
    "ends": "text or null: when it is to be reverted, UTC",
    "error": "text or null: what stopped it",
    "values": {"<name>": {"status": "text: docs/settings.md lists them", "text": "text"}},
}
PLAN_SHAPE = {
    "device_sn": "text",
    "differences": [
        {
            "name": "text",
            "before": "anything or null: unknown, or off",
            "wanted": "anything or null",
        }
    ],
    "writes": "integer: how many it takes at most",
    "written": "true or false: whether anything was sent",
    "report": [REPORT_SHAPE, "null"],
}


def handle_of(source: TokenCloud, device: Device) -> Min[OpenApiV1] | Sph[OpenApiV1]:
    """The device as an object."""
    family = Min if device.family == "MIN" else Sph
    return family(source.api, device.device_sn)


def settable(serial: str | None) -> tuple[TokenCloud, Device]:
    """The device of this serial number, or the only one that has settings."""
    source = token_source()
    return source, source.inventory().device(serial, "MIN or SPH", lambda one: one.settable)


def token_source() -> TokenCloud:
    """The account of this run, which has to have a token."""
    source = cloud()
    if not isinstance(source, TokenCloud):
        token_api("changing settings")
        raise AssertionError("an account without a token is refused there")
    return source


def differences(plan: Plan[Any]) -> Table:
    """What a plan would change."""
    rows = [
        (name, _word(plan, name, before), _word(plan, name, wanted))
        for name, (before, wanted) in plan.changes.items()
    ]
    made = table(("Setting", "Now", "Then"), rows)
    made.caption = f"{len(rows)} difference(s), at most {plan.writes} write(s)"
    made.caption_justify = "left"
    return made


def _word(plan: Plan[Any], name: str, value: Any) -> str:
    """A value in words; of a window that is off, as of a value that nobody knows, there is none."""
    setting = plan.family[name]
    if value is None:
        return "off" if setting.slot else "unknown"
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value} {setting.unit}" if setting.unit else str(value)


def propose(plan: Plan[Any], *, yes: bool, dry_run: bool, wait: timedelta = SETTLES) -> Answer:
    """Show a plan and, if that is wanted, carry it out and prove it."""
    screen = terminal()
    if not plan.changes:
        return Answer(
            _data(plan),
            lambda: _sentence(f"{plan.device_sn} is as wanted already: nothing to write."),
        )
    if dry_run:
        return Answer(_data(plan), lambda: differences(plan), notes=["Nothing was written."])
    if not yes:
        if not screen.json:
            screen.show(differences(plan))
        if not screen.confirm("Write this?", "the same with --yes, or with --dry-run to look only"):
            return Answer(_data(plan), notes=["Nothing was written."])
    screen.go_on = (
        f"growatt settings verify {plan.device_sn}, which tells what has become of it; "
        f"growatt settings revert {plan.device_sn} puts back what was there"
    )
    screen.note("Writing ...")
    data = _data(plan)
    report = plan.apply()
    if report.error is None and not _is_foreign(report):
        screen.note("Reading back ...")
        report = plan.verify(wait)
    data["written"] = str(plan.entry.phase) != "planned"
    return reported([report], {**data, "report": report.as_dict()})


def _is_foreign(report: Report) -> bool:
    """Whether nothing was sent, since somebody else has been at it."""
    return any(str(line.status) == "changed by others" for line in report)


def _data(plan: Plan[Any]) -> dict[str, Any]:
    """The plan as JSON, before anything is written."""
    return {
        "device_sn": plan.device_sn,
        "differences": [
            {"name": name, "before": _plain(before), "wanted": _plain(wanted)}
            for name, (before, wanted) in plan.changes.items()
        ],
        "writes": plan.writes,
        "written": False,
        "report": None,
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def reported(reports: Iterable[Report], data: dict[str, Any]) -> Answer:
    """What became of some plans."""
    all_of_them = list(reports)
    is_complete = all(report.complete for report in all_of_them)
    notes = [f"Stopped by: {report.error}" for report in all_of_them if report.error is not None]
    notes += [
        f"It is due {report.ends.astimezone():%Y-%m-%d %H:%M}. Then: growatt settings revert --due"
        for report in all_of_them
        if report.ends is not None
    ]
    if not is_complete:
        notes.append("Next: growatt settings verify, or growatt settings revert")
    return Answer(
        data, lambda: _tables(all_of_them), code=DONE if is_complete else NOT_TAKEN, notes=notes
    )


def _tables(reports: list[Report]) -> Any:
    from rich.console import Group

    return Group(*(_report_table(report) for report in reports))


def _report_table(report: Report) -> Table:
    state = "complete" if report.complete else f"{len(report.differences)} not as wanted"
    rows = [
        (line.name, str(line.status), line.text) for line in report if line.changes or not line.fine
    ]
    return table(
        ("Setting", "Status", "Change"), rows, f"{report.goal} on {report.device_sn}: {state}"
    )


def _sentence(text: str) -> Any:
    from rich.text import Text

    return Text(text)
