"""Every way from a reply to a result: all operations, and what is made of their results."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import shinephone_operations as shinephone
import v1_operations as v1
from fuzz_replies import Source
from fuzz_walk import look_at

from growattServer import GrowattApi, GrowattError, GrowattParameterError, OpenApiV1
from growattServer.cleaning import Cleaner
from growattServer.fields import Record
from growattServer.settings import Journal, Plan
from growattServer.settings.families import family_of
from growattServer.shinephone.records import LoginReply
from growattServer.wire import Reply, Request
from support import run_flow

WHEN = datetime(2026, 6, 15, 10, tzinfo=UTC)
TOKEN, PASSWORD = "token-8c1f", "secret-3b77"
NOWHERE = "http://127.0.0.1:1/"
Send = Callable[[Request], Reply]
Parser = Callable[[Send], Any]
# as many requests as an operation may need; whatever is left in a circle ends there
MOST_REQUESTS = 80


class StuckError(Exception):
    """An operation asks without an end."""


class Replies:
    """What is sent back, kept for the report of a failure."""

    def __init__(self, source: Source, near: str) -> None:
        self.source, self.near = source, near
        self.given: list[Reply] = []

    def __call__(self, request: Request, *how: object) -> Reply:
        if len(self.given) >= MOST_REQUESTS:
            raise StuckError
        self.given.append(self.source.reply(self.near))
        return self.given[-1]


def near(name: str) -> str:
    """The captures that belong to an operation."""
    family, _, operation = name.partition(".")
    if family == "shinephone":
        # which asks for the settings first
        return f"legacy/{operation.replace('update_plant', 'plant').removeprefix('resume_')}"
    return f"v1/{operation[:4] if family == 'api' else f'{family.lower()}_'}"


def _flow_of(api: Any, name: str) -> Any:
    """The flow of an operation, and what it is called with."""
    if name.startswith("shinephone."):
        method = name.partition(".")[2]
        arguments = SHINEPHONE[method]
        owner = api
    else:
        arguments = v1.CASES[name].arguments
        family, _, method = name.partition(".")
        owner = v1.owner_of(api, family)
    return getattr(type(owner), method).flow(owner, *arguments)


SHINEPHONE: Mapping[str, tuple[Any, ...]] = {
    **{name: case.arguments for name, case in shinephone.CASES.items()},
    **{alias: shinephone.CASES[name].arguments for alias, name in shinephone.ALIASES.items()},
    "login": ("user", PASSWORD),
    "resume_login": ("user", PASSWORD),
}
# device_list under another name, and a warning; its result is no flow
NO_FLOWS = {"inverter_list"}
OPERATIONS = (
    *v1.CASES,
    *(f"shinephone.{name}" for name in SHINEPHONE if name not in NO_FLOWS),
    *(f"{family}.{name}" for family in v1.SETTABLE_CASES for name in ("read_settings", "plan")),
)

ASKED_ONE_BY_ONE = {
    f"{name}.{call}"
    for name, (kind, _, _) in v1.SETTABLE_CASES.items()
    if family_of(kind.DEVICE_TYPE_ID).is_asked
    for call in ("read_settings", "plan")
}


def parse(name: str, send: Send, cleaners: dict[type, Cleaner], journal: Journal) -> bool:
    """Whether one operation had a result from what `send` gives it, or else a GrowattError."""
    is_shinephone = name.startswith("shinephone.")
    api: Any = GrowattApi() if is_shinephone else OpenApiV1(TOKEN)
    api.server_url = NOWHERE
    try:
        if name.endswith((".read_settings", ".plan")):
            result = _settings(api, name, send, journal)
        else:
            result = run_flow(_flow_of(api, name), send)
        for record in look_at(result):
            _clean(record, cleaners)
        if isinstance(result, LoginReply) and result.error is not None:
            raise result.error
    except GrowattError as error:
        look_at_error(error)
        return False
    return True


def _settings(api: Any, name: str, send: Send, journal: Journal) -> Any:
    family, _, what = name.partition(".")
    device = v1.DEVICE_CASES[family][0](api, v1.MIN_SN)
    if what == "read_settings":
        settings = run_flow(type(device).read_settings.flow(device), send)
        assert str(settings) is not None
        assert settings.schedule is None or settings.units
        return settings
    plan = run_flow(type(device).plan.flow(device, wishes_of(device), journal=journal), send)
    look_at_plan(plan)
    return None


def wishes_of(device: Any) -> dict[str, Any]:
    """Something to plan for a device: not all have a battery."""
    known = family_of(device.DEVICE_TYPE_ID).settings
    if "charge_power" in known:
        return {"charge_power": 80, "ac_charge": True, "discharge_stop_soc": 20}
    wishes = {"active_power_limit": 80, "active_power_limit_kept": True}
    return {name: value for name, value in wishes.items() if name in known} or {"on": True}


def look_at_plan(plan: Any) -> None:
    """Everything that a plan says without asking."""
    _ = (str(plan), repr(plan), plan.changes, plan.writes, plan.closed, plan.ends, plan.is_due)
    assert plan == Plan(plan.device, plan.api, plan.entry, plan.journal)


def _clean(record: Record, cleaners: dict[type, Cleaner]) -> None:
    kind = type(record)
    cleaner = cleaners.setdefault(kind, Cleaner("Europe/Berlin", 6000))
    # its memory is that of all records before, as bad as they were
    at = WHEN + timedelta(minutes=5 * len(cleaners))
    clean = cleaner.clean(record, at)
    for name in clean:
        _ = clean[name].value
    if cleaner._state.moment and int(cleaner._state.moment) % 7 == 0:
        again = Cleaner("Europe/Berlin", 6000)
        again.from_dict(json.loads(json.dumps(cleaner.to_dict())))
        cleaners[kind] = again


def look_at_error(error: GrowattError) -> None:
    assert error.operation or isinstance(error, GrowattParameterError), repr(error)
    shown = f"{error} {error!r}"
    assert PASSWORD not in shown
    assert TOKEN not in shown


def process(document: Any) -> None:
    """The helper for those who fetch replies themselves."""
    try:
        OpenApiV1(TOKEN).process_response(document)
    except GrowattError as error:
        look_at_error(error)


def run(seed: int, count: int, journal: Journal) -> Counter[tuple[str, bool]]:
    """So many replies from a seed through all parsers in turn.

    Gives how often each operation had a result (True), and how often an error (False).
    """
    source, cleaners = Source(seed), dict[type, Cleaner]()
    outcomes = Counter[tuple[str, bool]]()
    sent, turn = 0, seed
    while sent < count:
        name = OPERATIONS[turn % len(OPERATIONS)]
        turn += 1
        replies = Replies(source, near(name))
        try:
            outcomes[name, parse(name, replies, cleaners, journal)] += 1
            process(source.document("v1/"))
        except Exception as error:
            given = [(one.status, one.location, one.body[:300]) for one in replies.given]
            error.add_note(f"{name}, seed {seed}, after {sent} replies: {given}")
            raise
        sent += len(replies.given)
    return outcomes
