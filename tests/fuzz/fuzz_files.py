"""Files that somebody else has written to: of the session store, and of the journal of settings."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import v1_operations as v1
from fuzz_parsers import (
    MOST_REQUESTS,
    NOWHERE,
    PASSWORD,
    WHEN,
    StuckError,
    look_at_error,
    look_at_plan,
    wishes_of,
)
from fuzz_replies import Source
from fuzz_walk import look_at
from settings_world import quick_directory

from growattServer import GrowattApi, GrowattError, OpenApiV1
from growattServer.etiquette.login import Account, Login
from growattServer.etiquette.session_store import FileSessionStore, recall, remember
from growattServer.settings import Journal, Plan, plans, revert_due, unfinished
from growattServer.settings.report import Report
from growattServer.wire import Cookie, Reply, Request
from support import run_flow

USER = "user"
STATES: tuple[dict[str, Any], ...] = (
    {},
    {"locked_until": WHEN.replace(hour=20).isoformat(), "refusal": {"msg": "507"}},
    {"user_id": None, "cookies": []},
)


def stored_login() -> dict[str, Any]:
    """The document of a session store with two logins, as the library writes it."""
    kept: dict[str, Any] = {}

    class Store:
        def load(self) -> dict[str, Any]:
            return kept

        def save(self, document: Any) -> None:
            kept.update(document)

    login = Login(WHEN, 7, "1", (Cookie("JSESSIONID", "abc"), Cookie("SERVERID", "x", "/a", True)))
    for name in (USER, "other"):
        remember(Store(), Account(NOWHERE, name), login)
    written: dict[str, Any] = json.loads(json.dumps(kept))
    return written


def spoil_session_store(seed: int, count: int, folder: Path) -> int:
    """Clients with a session store whose file is damaged: only documented errors come out.

    Gives how many logins were still found.
    """
    source, path, found = Source(seed), folder / f"sessions{seed}.json", 0
    for number in range(count):
        document = stored_login()
        document["accounts"][0].update(source.chance.choice(STATES))
        path.write_bytes(source.spoilt(document))
        store = FileSessionStore(path)
        found += len(recall(store))
        api = GrowattApi(server_url=NOWHERE, session_store=store)
        api._now = lambda: WHEN  # type: ignore[method-assign]  # a clock that stands
        for flow in (
            GrowattApi.resume_login.flow(api, USER, PASSWORD),
            GrowattApi.mix_totals.flow(api, "M", "1"),
            GrowattApi.login.flow(api, USER, PASSWORD),
        ):
            try:
                look_at(run_flow(flow, lambda request: source.reply("legacy/login")))
            except GrowattError as error:
                look_at_error(error)
            except Exception as error:
                error.add_note(f"session store, seed {seed}, number {number}")
                raise
    return found


# --- the journal ---------------------------------------------------------------------------------


class Device:
    """A device that shows everything and takes every setting."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.requests = 0

    def __call__(self, request: Request, *how: object) -> Reply:
        self.requests += 1
        if self.requests > MOST_REQUESTS:
            raise StuckError
        if request.method == "POST" and (request.form or {}).get("type"):
            return Reply(200, b'{"error_code": 0, "data": "", "error_msg": ""}')
        return Reply(200, self.source.encoded(self.source.settings()))


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is such a thing."""
    with quick_directory() as folder:
        yield Path(folder)


def new_journal(folder: Path) -> Journal:
    return Journal(folder, clock=lambda: WHEN, writes_a_day=1000)


def written_plans(folder: Path) -> dict[str, bytes]:
    """The files of a journal in which plans have come different ways."""
    journal, source = new_journal(folder), Source(0)
    api = OpenApiV1("t", server_url=NOWHERE)
    for kind, serial, _ in v1.SETTABLE_CASES.values():
        device = kind(api, serial)
        send = Device(source.exact())
        plan: Plan[Any] = run_flow(kind.plan.flow(device, wishes_of(device), journal=journal), send)
        run_flow(Plan.apply.flow(plan), send)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def spoil_journal(seed: int, count: int, folder: Path, good: dict[str, bytes]) -> int:
    """Plans whose files are damaged: they are passed over, or used without an undocumented error.

    Gives how many plans were still found.
    """
    source, found = Source(seed), 0
    api = OpenApiV1("t", server_url=NOWHERE)
    for number in range(count):
        folder.mkdir(exist_ok=True)
        name = source.chance.choice([*good])
        for other, body in good.items():
            (folder / other).write_bytes(body)
        (folder / name).write_bytes(source.spoilt(json.loads(good[name])))
        journal = new_journal(folder)
        try:
            found += _go_on(api, journal, source)
        except GrowattError:
            pass
        except Exception as error:
            spoilt = (folder / name).read_bytes() if (folder / name).exists() else b""
            error.add_note(f"journal, seed {seed}, number {number}, {name}: {spoilt[:3000]!r}")
            raise
        for path in folder.iterdir():
            os.unlink(path)
    return found


def _go_on(api: OpenApiV1, journal: Journal, source: Source) -> int:
    journal.entries()
    known = plans(api, journal)
    unfinished(api, journal)
    for plan in known:
        look_at_plan(plan)
        for step in source.chance.sample(("apply", "verify", "revert", "dismiss"), 2):
            try:
                if step == "dismiss":
                    plan.dismiss()
                else:
                    report = run_flow(getattr(Plan, step).flow(plan), Device(source))
                    _look_at_report(report)
            except GrowattError:
                continue
    api._send = Device(source)  # type: ignore[method-assign,assignment]  # nothing is sent anywhere
    for report in revert_due(api, journal):
        _look_at_report(report)
    return len(known)


def _look_at_report(report: Report) -> None:
    _ = (str(report), repr(report), report.complete, report.differences)
