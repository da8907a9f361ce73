"""What `settings` and `schedule` share: show the differences, ask, write, read back, report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from growattServer.counting import counted

from .. import GrowattError, OpenApiV1
from ..open_api_v1.devices import SETTABLE, AbstractDevice
from ..settings import Line, Need, Plan, Report, Settings, Status, plans, unfinished
from .answer import Answer
from .clock import here
from .cloud import TokenCloud, cloud
from .connect import token_api
from .errors import DONE, NOT_TAKEN
from .house import HOUSE_SHAPE, House, houses_of
from .inventory import Device
from .printable import as_word
from .tables import one_line, table
from .terminal import sentence, terminal
from .wishes import Span, as_typed

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

BESIDE_WINDOWS = (
    *("schedule", "ac_charge", "ac_charge_enabled"),
    *("charge_stop_soc", "discharge_stop_soc", "on_grid_discharge_stop_soc"),
)
SETTLES = timedelta(seconds=90)
"""How long the cloud may take to show what the device took."""

NEED_SHAPE = {
    "setting": "text: what stops windows that are in force from doing anything",
    "now": "anything or null: unknown",
    "offer": "anything or null: a value that would help",
    "sure": "true or false: whether this is certain, or only possible",
    "windows": ["text: HH:MM-HH:MM"],
    "text": "text",
}
REPORT_SHAPE = {
    "device_sn": "text",
    **HOUSE_SHAPE,
    "goal": "text: apply or revert",
    "complete": "true or false: whether every value is as it should be",
    "ends": "text or null: when it should be reverted, UTC",
    "error": "text or null: what stopped it",
    "writes": "integer: how many were sent, or may have been sent",
    "needs": [NEED_SHAPE],
    "values": {
        "<name>": {
            "status": "text: docs/settings.md lists them",
            "sent": "true or false or null: null if no answer shows whether it arrived",
            "reason": "text or null: what the server said when it refused",
            "from": "anything or null: unknown, or off",
            "to": "anything or null",
            "now": "anything or null",
            "text": "text",
        }
    },
}
DIFFERENCE_SHAPE = {
    "name": "text",
    "from": "anything or null: unknown, or off",
    "to": "anything or null",
}
WINDOW_SHAPE = {
    "mode": "text: battery_first (charge), grid_first (discharge) or load_first",
    "start": "text: HH:MM",
    "end": "text: HH:MM",
    "minutes": "integer: how long",
    "over_midnight": "true or false: if true, it is two windows on the device",
}
PLAN_SHAPE = {
    "device_sn": "text",
    **HOUSE_SHAPE,
    "windows": [WINDOW_SHAPE],
    "differences": [DIFFERENCE_SHAPE],
    "writes": "integer: how many it takes at most",
    "needs": [NEED_SHAPE],
    "written": "true or false: whether anything was sent, or may have been sent",
    "report": [REPORT_SHAPE, "null"],
}


def handle_of(
    source: TokenCloud, device: Device, *, waits: bool = True
) -> AbstractDevice[OpenApiV1]:
    """The device as an object of the API that has its settings, which may wait for its limits."""
    handle: Any
    if device.is_set_by_v4:
        if waits:
            terminal().note_once(_pace(device))
        api = source.v4_of_settings if waits else source.v4
        handle = api.get_device(device.device_sn, device.v4_family or "")
    else:
        handle = SETTABLE[device.family](source.api, device.device_sn)
    return cast("AbstractDevice[OpenApiV1]", handle)


def _pace(device: Device) -> str:
    """Why it takes a while."""
    sn = device.device_sn
    if device.catalogue.is_asked:
        return f"The server asks {sn} for a value in 5 seconds, and shows its switch in 5 minutes."
    return f"The server shows the settings of {sn} once in 5 minutes: growatt waits for that."


def schedule_settings(source: TokenCloud, device: Device, *, waits: bool = True) -> Settings:
    """The schedule of a device and what belongs to it, and more where that costs nothing."""
    handle: Any = handle_of(source, device, waits=waits)
    known = device.catalogue.names
    names = [name for name in BESIDE_WINDOWS if name in known] if device.is_set_by_v4 else ()
    found: Settings = handle.read_settings(*names)
    return found


def plans_of(source: TokenCloud) -> list[Plan[Any]]:
    """The plans of both APIs in the journal, the oldest first."""
    found: list[Plan[Any]] = [*plans(source.api), *plans(source.v4_of_settings)]
    return sorted(found, key=lambda plan: plan.key)


def unfinished_of(source: TokenCloud) -> list[Plan[Any]]:
    """Those of them that nobody has proved."""
    found: list[Plan[Any]] = [*unfinished(source.api), *unfinished(source.v4_of_settings)]
    return sorted(found, key=lambda plan: plan.key)


def settable(serial: str | None) -> tuple[TokenCloud, Device]:
    """The device of this serial number, or the only one that has settings."""
    source = token_source()
    return source, source.inventory().settable(serial)


def token_source() -> TokenCloud:
    """The account of this run, which has to have a token."""
    source = cloud()
    if not isinstance(source, TokenCloud):
        token_api("changing settings")
        raise AssertionError("an account without a token is refused there")
    return source


def level_of(source: TokenCloud, device: Device) -> float | None:
    """The level of the device's battery in %; None where the server does not tell it now."""
    try:
        found = source.seen(source.latest(device))
    except GrowattError:
        return None
    level: float | None = getattr(found, "battery_soc", None)
    return level if level is not None and 0 <= level <= 100 else None


def of_this_account(
    source: TokenCloud, found: Iterable[Plan[Any]]
) -> list[tuple[Plan[Any], House]]:
    """Plans with the houses that they are for; the journal has those of other accounts, too."""
    known = list(found)
    houses = houses_of(source, (plan.device_sn for plan in known))
    if strange := sorted({plan.device_sn for plan in known} - set(houses)):
        terminal().note(
            f"Plans for {', '.join(strange)} are left alone: account {source.account.name} has no "
            "such device. For another account: --account NAME"
        )
    return [(plan, houses[plan.device_sn]) for plan in known if plan.device_sn in houses]


def told(house: House, report: Report) -> dict[str, Any]:
    """A report as JSON, with the house that it is about."""
    return {**report.as_dict(), **house.as_dict()}


def differences(plan: Plan[Any], house: House) -> RenderableType:
    """What a plan would change, and where."""
    from rich.console import Group

    rows = []
    for value in plan.entry.values.values():
        if value.changes:
            row = plan.family[value.name]
            rows.append((value.name, row.show(value.before), row.show(value.wanted)))
    # a title would be broken to the width of the table
    return Group(one_line(str(house)), _changes(rows, plan.writes))


def to_take_back(*previews: tuple[House, Report]) -> RenderableType:
    """What reverts would change, and where."""
    from rich.console import Group

    shown: list[Any] = []
    for house, preview in previews:
        rows = [(line.name, *line.words[:2]) for line in _to_send(preview)]
        shown += [one_line(str(house)), _changes(rows, preview.writes)]
    return Group(*shown)


def _changes(rows: list[tuple[str, str, str]], writes: int) -> Group:
    made = table(("Setting", "From", "To"), rows)
    return _with_count(
        made, f"{counted(len(rows), 'difference')}, at most {counted(writes, 'write')}"
    )


def _with_count(made: Table, count: str) -> Group:
    """A table and a line below it, which would be broken where it is the wider one."""
    from rich.console import Group
    from rich.text import Text

    return Group(made, Text(count, "dim"))


def _to_send(report: Report) -> list[Line]:
    """What a dry run would send."""
    return [line for line in report if line.status is Status.NOT_SENT]


def _word(plan: Plan[Any], name: str, value: Any) -> str:
    """A value in words; of a window that is off, as of a value that nobody knows, there is none."""
    setting = plan.family[name]
    if value is None:
        return "off" if setting.slot else "unknown"
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value} {setting.unit}" if setting.unit else str(value)


@dataclass(frozen=True)
class Ways:
    """How a plan is carried out, as the options say; `needed` is None where that may be asked."""

    yes: bool = False
    dry_run: bool = False
    needed: bool | None = None
    wait: timedelta = SETTLES


def propose(plan: Plan[Any], house: House, ways: Ways, spans: Sequence[Span] = ()) -> Answer:
    """Show a plan and, if that is wanted, carry it out and prove it.

    `spans` are the windows as they were typed.
    """
    screen = terminal()
    if ways.needed:
        plan = plan.with_needed()
    elif ways.needed is None and not (ways.yes or ways.dry_run or screen.json) and screen.can_ask:
        plan = _with_accepted(plan)
    data = _data(plan, house, spans)
    warnings = [f"But {need}." for need in plan.needs]
    if any(need.offer is not None for need in plan.needs):
        warnings.append("Next: run the same command with --with-needed")
    if not plan.changes:
        text = f"{house} already has these settings: nothing to write."
        return Answer(data, lambda: one_line(text), notes=warnings)
    if ways.dry_run:
        notes = [*warnings, "Nothing was written."]
        return Answer(data, lambda: differences(plan, house), notes=notes)
    if not ways.yes:
        if not screen.json:
            screen.show(differences(plan, house))
        otherwise = "run the same command with --yes, or with --dry-run to look only"
        if not screen.confirm(f"{house}: Write this?", otherwise):
            return Answer(data, notes=["Nothing was written."])
    screen.go_on = (
        f"growatt settings verify {as_word(plan.device_sn)}, which shows what became of it; "
        f"growatt settings revert {as_word(plan.device_sn)} restores the previous values"
    )
    screen.note(f"Writing to {house} ...")
    report = plan.apply()
    writes = report.writes
    if report.error is None and not _is_foreign(report):
        screen.note("Reading back ...")
        report = replace(plan.verify(ways.wait), writes=writes)
    return reported([report], {**data, "written": writes > 0, "report": told(house, report)})


def _with_accepted(plan: Plan[Any]) -> Plan[Any]:
    """The plan with those offers that the user takes."""
    screen = terminal()
    taken = []
    for need in plan.needs:
        if need.offer is None:
            continue
        screen.note(sentence(f"{need}."))
        what = f"Switch {need.setting} on too?"
        if need.offer is not True:
            what = f"Set {need.setting} to {_word(plan, need.setting, need.offer)} too?"
        if screen.confirm(what, ""):
            taken.append(need.setting)
    return plan.with_needed(*taken) if taken else plan


def _is_foreign(report: Report) -> bool:
    """Whether nothing was sent, since somebody else has been at it."""
    return any(line.status is Status.CHANGED_BY_OTHERS for line in report)


def _data(plan: Plan[Any], house: House, spans: Sequence[Span]) -> dict[str, Any]:
    """The plan as JSON, before anything is written."""
    return {
        "device_sn": plan.device_sn,
        **house.as_dict(),
        "windows": [span.as_dict() for span in spans],
        "differences": [
            {"name": name, "from": _plain(before), "to": _plain(wanted)}
            for name, (before, wanted) in plan.changes.items()
        ],
        "writes": plan.writes,
        "needs": [need.as_dict() for need in plan.needs],
        "written": False,
        "report": None,
    }


def preview_of(report: Report) -> dict[str, Any]:
    """A dry run of a revert as JSON."""
    return {
        "device_sn": report.device_sn,
        "differences": [
            {"name": line.name, "from": _plain(line.before), "to": _plain(line.wanted)}
            for line in _to_send(report)
        ],
        "writes": report.writes,
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def reported(reports: Iterable[Report], data: dict[str, Any]) -> Answer:
    """What became of some plans."""
    all_of_them = list(reports)
    is_complete = all(report.complete for report in all_of_them)
    notes = [f"Stopped by: {report.error}" for report in all_of_them if report.error is not None]
    notes += [
        f"It is due {here(report.ends):%Y-%m-%d %H:%M}. Then: growatt settings revert --due"
        for report in all_of_them
        if report.ends is not None
    ]
    notes += [f"In force, but {need}." for report in all_of_them for need in report.needs]
    for report in all_of_them:
        notes += next_steps(report.device_sn, report.needs)
    if not is_complete:
        notes.append("Next: growatt settings verify, or growatt settings revert")
    return Answer(
        data, lambda: _tables(all_of_them), code=DONE if is_complete else NOT_TAKEN, notes=notes
    )


def next_steps(device_sn: str, needs: Iterable[Need]) -> list[str]:
    """What to type so that windows do something."""
    wishes = [f"{need.setting}={as_typed(need.offer)}" for need in needs if need.offer is not None]
    typed = f"{as_word(device_sn)} {' '.join(wishes)}"
    return [f"Next: growatt settings set {typed}"] if wishes else []


def _tables(reports: list[Report]) -> Any:
    from rich.console import Group

    return Group(*(_report_table(report) for report in reports))


def _report_table(report: Report) -> RenderableType:
    rows = [(line.name, *line.words[:2], _result(line)) for line in report.shown]
    made = table(("Setting", "From", "To", "Result"), rows, report.headline)
    return _with_count(made, f"{counted(report.writes, 'write')} sent") if report.writes else made


def _result(line: Line) -> str:
    now = line.words[2]
    is_told = line.fine or now in ("unknown", line.words[0])
    return line.result if is_told else f"{line.result}, now {now}"
