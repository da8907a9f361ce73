"""A fleet of one worker in this process, whose turns turn the clock of the cloud when they wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from growattServer import Etiquette, OpenApiV1
from growattServer.recorder.fleet import PostgresLedger
from growattServer.recorder.fleet.clock import DatabaseClock
from growattServer.recorder.fleet.fencing import FencedStore
from growattServer.recorder.fleet.turns import Beat, Turns, make_tables, new_app, queue_of
from growattServer.simulator import Simulator

from .recorder_world import now_of

ACCOUNT = "roofs"
MOST_TURNS = 500


class InProcessFleet(Turns):
    """A fleet in which nobody waits; its turns go on until `is_over`."""

    cloud: Simulator
    is_over: Callable[[], bool] = staticmethod(lambda: False)
    count = 0

    def real(self, moment: datetime) -> datetime:
        """At once: the clock of the cloud is turned."""
        if len(self.clients) == 1:
            self.sleep((moment - self.now()).total_seconds())
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Turn the clock."""
        if seconds > 0:
            # a clock of whole milliseconds may fall short by one
            later = self.now() + timedelta(seconds=seconds, milliseconds=1)
            self.cloud.set_clock(now=later.isoformat())

    def put(self, account: str, due: datetime) -> None:
        """Put a turn into the queue, unless it is over."""
        self.count += 1
        assert self.count < MOST_TURNS, "it never ends"
        if not self.is_over():
            super().put(account, due)


@contextmanager
def in_process_fleet(
    cloud: Simulator,
    url: str,
    *,
    tokens: dict[str, str] | None = None,
    strict_days: bool = False,
    **more: Any,
) -> Iterator[InProcessFleet]:
    """A fleet for accounts of a cloud and a store; `more` is what a worker may be told."""
    more.setdefault("v4", False)
    with ExitStack() as stack:
        store = stack.enter_context(FencedStore(url))
        make_tables(store.engine)
        ledger = PostgresLedger(store.engine)
        etiquette = Etiquette(ledger=ledger, clock=lambda: now_of(cloud), strict_days=strict_days)
        clients = {
            name: stack.enter_context(OpenApiV1(token, server_url=cloud.url, etiquette=etiquette))
            for name, token in (tokens or {ACCOUNT: cloud.token}).items()
        }
        times = (DatabaseClock(store.engine), lambda: now_of(cloud), lambda: 1.0)
        fleet = InProcessFleet(store, ledger, clients, *times, Beat(patience_s=0.0), **more)
        fleet.cloud = cloud
        yield fleet


async def work(fleet: InProcessFleet, is_over: Callable[[], bool]) -> None:
    """Take turns until it is over."""
    fleet.is_over, fleet.count = is_over, 0
    app = new_app(fleet.store.url, fleet)
    fleet.seed()
    async with app.open_async():
        await app.run_worker_async(
            queues=[queue_of(account) for account in fleet.clients],
            concurrency=1,
            wait=False,
            listen_notify=False,
            delete_jobs="successful",
            install_signal_handlers=False,
        )
    assert is_over()
