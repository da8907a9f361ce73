"""The ledger is never over its limits, in any process.

Every call that a ledger lets go is noted here once more: two about the same come no sooner than
their period, and a day holds no more than is allowed. After a test the counts in the files of its
ledgers are added up, whoever has written them. And where the simulator of a test was asked by
nobody but programs with limits on one ledger, which is so when that has noted as many calls as the
simulator has heard, it must have nothing to complain of.

Where a clock is put back nobody can tell how long ago anything was, so what was noted is dropped;
ledgers whose file cannot be used each go by what they know themselves.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.ledger_rules import ALL_CALLS, CLOCK
from growattServer.recorder.fleet.postgres_ledger import PostgresLedger
from growattServer.simulator.cloud import Cloud
from growattServer.simulator.violations import Violations

from .files import opened
from .findings import look_on, note

NAME = "ledger"
_DAY_S, _HOURS = 86_400, 25
# clocks of several threads are read before the ledger is waited for
_SKEW_S = 10.0
LedgerProtocol = Ledger | PostgresLedger
Counts = Mapping[tuple[str, str, int], int]


class LedgerRows:
    """What a ledger has let go: when each call was made last, and all calls of an account."""

    def __init__(self) -> None:
        self.latest = 0.0
        self.last: dict[tuple[str, str, str], float] = {}
        self.gone: dict[tuple[str, str], list[float]] = {}

    def see(self, moment: float) -> None:
        """Look at the clock."""
        if moment < self.latest - _SKEW_S:
            self.last.clear()
            self.gone.clear()
            self.latest = moment
        self.latest = max(moment, self.latest)

    def begin(self, call: LimitedCall, moment: float) -> Iterator[str]:
        """Note a call, and tell what is wrong with it."""
        key = (call.account, call.endpoint, call.subject)
        early = self.last.get(key, 0.0) + (call.period_s or 0.0) - moment
        if call.period_s and early > 1e-3:
            yield f"{call.endpoint} {call.subject}: {early:.3f} s too soon"
        self.last[key] = moment
        for endpoint, most in _counted(call):
            made = self.gone.setdefault((call.account, endpoint), [])
            made.append(moment)
            count = sum(each > moment - _DAY_S for each in made)
            if most is not None and count > most:
                yield f"{endpoint or 'all calls'}: {count} in a day, {most} are allowed"

    def cancel(self, call: LimitedCall, was_sent: bool) -> None:
        """The server has not heard of a call."""
        self.last.pop((call.account, call.endpoint, call.subject), None)
        for endpoint, _ in () if was_sent else _counted(call):
            if made := self.gone.get((call.account, endpoint)):
                made.pop()

    def forget(self, account: str) -> None:
        """The paces of an account are let go."""
        self.last = {key: last for key, last in self.last.items() if key[0] != account}


def _counted(call: LimitedCall) -> Iterator[tuple[str, int | None]]:
    """Under which names a call is counted, with how many a day may be."""
    yield ALL_CALLS, call.budget
    if call.calls_per_day:
        yield call.counted_as, call.calls_per_day


class _Test:
    """What has happened since the test before has ended."""

    def __init__(self) -> None:
        self.heard: Counter[int] = Counter()
        self.complaints: dict[int, Counter[str]] = {}
        self.books: dict[str, LedgerRows] = {}
        self.noted: Counter[str] = Counter()
        self.apart: set[str] = set()
        self.limits: dict[str, int] = {}
        self.budgets: dict[str, int] = {}


_lock = Lock()
_test = _Test()
_own: WeakKeyDictionary[LedgerProtocol, LedgerRows] = WeakKeyDictionary()
# what each simulator has heard, and what its violations are
_heard: WeakKeyDictionary[Violations, int] = WeakKeyDictionary()


def watch() -> None:
    """Look at every ledger, and at what simulators hear and count."""
    for ledger in (Ledger, PostgresLedger):
        look_on(ledger, "begin", _begin)
        look_on(ledger, "cancel", _cancel)
        look_on(ledger, "forget", _forget)
    look_on(Ledger, "_give_up", _give_up)
    look_on(Cloud, "remember", _remember)
    look_on(Violations, "add", _add)


def _name(ledger: LedgerProtocol) -> str:
    if isinstance(ledger, PostgresLedger):
        return ledger.name
    return str(ledger.path or f"in memory {id(ledger)}")


def _book(ledger: LedgerProtocol) -> LedgerRows:
    name = _name(ledger)
    if name in _test.apart or getattr(ledger, "path", "shared") is None:
        book = _own.get(ledger)
        if book is None:
            book = _own[ledger] = LedgerRows()
        return book
    return _test.books.setdefault(name, LedgerRows())


def _begin(
    begin: Any, ledger: LedgerProtocol, call: LimitedCall, now: datetime, longest_s: float
) -> Any:
    with _lock:
        _book(ledger).see(now.timestamp())
    reached = begin(ledger, call, now, longest_s)
    if reached is None:
        with _lock:
            _test.noted[_name(ledger)] += 1
            if call.calls_per_day:
                _test.limits[call.counted_as] = call.calls_per_day
            if call.budget:
                most = max(call.budget, _test.budgets.get(call.account, 0))
                _test.budgets[call.account] = most
            for text in _book(ledger).begin(call, now.timestamp()):
                note(NAME, text)
    return reached


def _cancel(
    back: Any, ledger: LedgerProtocol, call: LimitedCall, now: datetime, *, was_sent: bool = False
) -> Any:
    with _lock:
        _book(ledger).cancel(call, was_sent)
        _test.noted[_name(ledger)] -= not was_sent
    return back(ledger, call, now, was_sent=was_sent)


def _forget(forget: Any, ledger: LedgerProtocol, account: str, now: datetime) -> Any:
    with _lock:
        _book(ledger).forget(account)
    return forget(ledger, account, now)


def _give_up(give_up: Any, ledger: Ledger, *trouble: Any) -> Any:
    with _lock:
        _test.apart.add(_name(ledger))
    return give_up(ledger, *trouble)


def _remember(remember: Any, cloud: Cloud, *request: Any) -> None:
    with _lock:
        _test.heard[id(cloud.violations)] += 1
        _heard[cloud.violations] = _heard.get(cloud.violations, 0) + 1
    remember(cloud, *request)


def _add(add: Any, violations: Violations, kind: str, asked: Any, *more: Any, **named: Any) -> None:
    with _lock:
        if _heard.get(violations, 0) == _test.heard[id(violations)]:  # this test asks alone
            complaints = _test.complaints.setdefault(id(violations), Counter())
            complaints[f"{kind} {asked.path} {asked.subject}"] += 1
    add(violations, kind, asked, *more, **named)


# --- after a test --------------------------------------------------------------------------------


def after(files: list[Path]) -> None:
    """Look at the ledgers that a test leaves behind, and at what the simulators have counted."""
    left = {path for path in files if "ledger" in path.name and path.suffix == ".sqlite3"}
    noted = Counter(_test.noted)
    for path in {*left, *(Path(name) for name in noted if name.startswith("/"))}:
        counts = counts_in(path)
        in_file = sum(count for (_, endpoint, _), count in counts.items() if endpoint == ALL_CALLS)
        noted[str(path)] = max(noted[str(path)], in_file)
        if str(path) not in _test.apart:
            for text in too_many(counts, _test.limits, _test.budgets):
                note(NAME, f"{path.name}: {text}")
    used = [count for count in noted.values() if count > 0]
    for simulator, complaints in _test.complaints.items():
        if len(used) == 1 and used[0] >= sum(_test.heard.values()) >= _test.heard[simulator]:
            for text, count in list(complaints.items())[:5]:
                note(NAME, f"the simulator counts {count} times {text}, asked by one ledger only")


def forget() -> None:
    """Begin anew for the next test."""
    global _test
    with _lock:
        _test = _Test()


def counts_in(path: Path) -> Counts:
    """The calls in the file of a ledger by account, call and hour.

    None where it is damaged, and none of accounts whose clock was put back, as they were moved.
    """
    found: dict[tuple[str, str, int], int] = {}
    if path.is_file():
        with (
            suppress(sqlite3.Error),
            closing(opened(path)) as db,
        ):
            # the query has no text but ours
            moved = "SELECT name FROM documents WHERE body LIKE '% %'"
            rows = db.execute(
                f"SELECT account, call, hour, count FROM calls WHERE ? || account NOT IN ({moved})",  # noqa: S608
                (CLOCK,),
            )
            for account, endpoint, hour, count in rows:
                if type(hour) is int and type(count) is int:
                    found[account, endpoint, hour] = count
    return found


def too_many(
    counts: Counts, limits: Mapping[str, int], budgets: Mapping[str, int]
) -> Iterator[str]:
    """Where the calls of so many hours are more than a day may hold."""
    for account, endpoint, hour in counts:
        most = budgets.get(account) if endpoint == ALL_CALLS else limits.get(endpoint)
        if most is None:
            continue
        span = range(hour - _HOURS + 1, hour + 1)
        made = sum(counts.get((account, endpoint, each), 0) for each in span)
        if made > most:
            yield f"{endpoint or 'all calls'}: {made} in a day, {most} are allowed"
