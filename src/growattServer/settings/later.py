"""What a later process does: find plans that were not finished, and end those that are due."""

from __future__ import annotations

from collections.abc import Collection, Coroutine
from copy import deepcopy
from typing import Any, TypeVar, overload

from ..exceptions import GrowattError
from ..operation import AsyncClient, BlockingClient, Timeout, self_call
from ..wire import Flow, OnLimit, to_thread
from .entry import Goal
from .journal import Journal
from .plan import Plan
from .plan_state import server_of
from .report import Report, make_report

ApiT = TypeVar("ApiT", bound=BlockingClient | AsyncClient)


def plans(api: ApiT, journal: Journal | None = None) -> list[Plan[ApiT]]:
    """All plans in the journal for devices behind this api's server, the oldest first.

    Those of a NOAH are of `OpenApiV4`, all others of `OpenApiV1`.

    Reads the disk only. `str(plan)` says what was wanted, `plan.verify()` what has become of it.
    """
    journal = journal if journal is not None else Journal()
    # only the clients of the token API have it, and this room may not name them
    server, get_device = server_of(api), getattr(api, "get_device")  # noqa: B009
    kind = getattr(api, "_settings_keys", int)
    return [
        Plan(get_device(entry.device_sn, entry.device_type), api, entry, journal)
        for entry in journal.entries()
        if entry.server == server and isinstance(entry.device_type, kind)
    ]


def unfinished(api: ApiT, journal: Journal | None = None) -> list[Plan[ApiT]]:
    """The plans that nobody has proved: broken off, stopped, not verified, or timed and due."""
    return [
        plan
        for plan in plans(api, journal)
        if not plan.closed and (plan.is_due or plan.entry.phase != "proved")
    ]


@overload
def revert_due(
    api: BlockingClient,
    journal: Journal | None = None,
    *,
    only: Collection[str] | None = None,
    timeout: Timeout = None,
    on_limit: OnLimit | None = None,
) -> list[Report]: ...
@overload
def revert_due(
    api: AsyncClient,
    journal: Journal | None = None,
    *,
    only: Collection[str] | None = None,
    timeout: Timeout = None,
    on_limit: OnLimit | None = None,
) -> Coroutine[Any, Any, list[Report]]: ...
def revert_due(
    api: BlockingClient | AsyncClient,
    journal: Journal | None = None,
    *,
    only: Collection[str] | None = None,
    timeout: Timeout = None,
    on_limit: OnLimit | None = None,
) -> Any:
    """Revert the timed plans whose time is over; gives a report of each, also where it failed.

    Call it when a program starts, and again whenever the next `plan.ends` is reached. `only` names
    the devices whose turn it is, where several accounts share a journal. `timeout` is for all of
    them together.
    """
    wishes = {"timeout": timeout, "on_limit": on_limit}
    return api._run(_revert_due, (api, journal, only), {}, **wishes, is_long=True)


def _revert_due(
    api: Any, journal: Journal | None, only: Collection[str] | None
) -> Flow[list[Report]]:
    reports = []
    for plan in (yield from to_thread(lambda: plans(api, journal))):
        yield from to_thread(plan.keep_time)
        if not plan.is_due or (only is not None and plan.device_sn not in only):
            continue
        try:
            report = yield from self_call(plan, "revert")
        except GrowattError as error:
            aimed, now = deepcopy(plan.entry), plan.journal.now()
            aimed.head_for(Goal.REVERT)
            report = make_report(plan.family, aimed, {}, now, error=error)
        reports.append(report)
    return reports
