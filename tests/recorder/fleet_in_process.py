"""A fleet of one worker in this process, whose jobs turn the clock of the cloud when they wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from growattServer import Etiquette, OpenApiV1
from growattServer.etiquette.ledger_protocol import LedgerProtocol
from growattServer.recorder.fleet import PostgresLedger
from growattServer.recorder.fleet.app import Beat, new_app
from growattServer.recorder.fleet.fencing import FencedStore
from growattServer.recorder.fleet.jobs import FleetJobs
from growattServer.recorder.fleet.planner import new_outbox, plan, queue_of
from growattServer.recorder.fleet.queue import make_tables
from growattServer.recorder.keep.store import Store
from growattServer.simulator import Simulator

from .recorder_world import now_of

ACCOUNT = "roofs"


class InProcessFleet(FleetJobs):
    """A fleet in which nobody waits."""

    def __init__(
        self, cloud: Simulator, store: Store, ledger: LedgerProtocol, api: OpenApiV1, **options: Any
    ) -> None:
        super().__init__(
            store, ledger, {ACCOUNT: api}, lambda: now_of(cloud), lambda: 1.0, **options
        )
        self.cloud = cloud

    def real(self, moment: datetime) -> datetime:
        """At once: the clock of the cloud is turned."""
        if moment > self.now():
            # a clock of whole milliseconds may fall short by one
            self.cloud.set_clock(now=(moment + timedelta(milliseconds=1)).isoformat())
        return datetime.now(UTC)


@contextmanager
def in_process_fleet(cloud: Simulator, url: str, **more: Any) -> Iterator[InProcessFleet]:
    """A fleet for the account of a cloud and a store; `more` is what a worker may be told."""
    more.setdefault("v4", False)
    with FencedStore(url) as store:
        make_tables(store.engine)
        ledger = PostgresLedger(store.engine)
        etiquette = Etiquette(ledger=ledger, clock=lambda: now_of(cloud))
        with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
            yield InProcessFleet(cloud, store, ledger, api, **more)


async def work(fleet: FleetJobs, is_over: Callable[[], bool]) -> None:
    """Plan and do what is planned, again and again."""
    beat = Beat("0 0 1 1 *", "0 0 1 1 *")  # the jobs that are periodic have no part in this
    app, outbox = new_app(fleet.store.url, fleet, beat), new_outbox()
    async with app.open_async():
        for _ in range(100):
            plan(fleet, outbox, ACCOUNT)
            await app.run_worker_async(
                queues=[queue_of(ACCOUNT)],
                concurrency=1,
                wait=False,
                listen_notify=False,
                install_signal_handlers=False,
            )
            if is_over():
                return
    raise AssertionError("it never ends")
