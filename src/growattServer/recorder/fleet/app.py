"""The Procrastinate app of a worker: its tasks, and which of them the engine starts by itself."""

from __future__ import annotations

from dataclasses import dataclass

from procrastinate import App, JobContext, PsycopgConnector
from sqlalchemy import URL

from .desk import Desk
from .planner import discovery, new_outbox, plan, put, queue_of
from .queue import Retry, requeue_stalled, waiting_or_running
from .turn import TurnKeeper, in_turn

CHORES = "fleet-chores"
"""The queue of what belongs to no account; every worker listens to it."""

KEPT_HOURS = 7 * 24


@dataclass(frozen=True, slots=True)
class Beat:
    """How often things happen, in real time: periodic ones as cron says, the others in seconds.

    A worker that was silent for `silent_s` is dead, and its jobs are given to others.
    """

    plan_cron: str = "* * * * *"
    requeue_cron: str = "* * * * *"
    look_s: float = 0.25
    heartbeat_s: float = 10.0
    silent_s: float = 30.0


def new_app(url: URL, desk: Desk, beat: Beat) -> App:
    """An app for the queue in the database of the store."""
    where = url.set(drivername="postgresql").render_as_string(hide_password=False)
    # SQLAlchemy writes a space as in a form, libpq reads it as in an address
    where = where.replace("+", "%20")
    app = App(connector=PsycopgConnector(conninfo=where, min_size=1, max_size=4))
    app.job_manager = TurnKeeper(app.connector)
    outbox = new_outbox()
    _add_jobs(app, desk, outbox)
    _add_planner(app, desk, beat, outbox)
    _add_chores(app, beat)
    return app


def _add_jobs(app: App, desk: Desk, outbox: App) -> None:
    retry = Retry(desk)

    @app.task(name="growatt.discover", retry=retry, pass_context=True)
    @in_turn
    def discover(account: str, page: int) -> None:
        if desk.discover(account, page):
            return
        following = discovery(account, page + 1, desk.now())
        with desk.store.writing() as connection:
            # whoever did this job before, and died, may have come as far as this
            if following.key not in waiting_or_running(connection, queue_of(account)):
                put(desk, outbox, connection, account, following)

    @app.task(name="growatt.look_up", retry=retry, pass_context=True)
    @in_turn
    def look_up(account: str, plant_id: int) -> None:
        desk.look_up(account, plant_id)

    @app.task(name="growatt.poll", retry=retry, pass_context=True)
    @in_turn
    def poll(account: str, family: str, group: int) -> None:
        desk.poll(account, family, group)

    @app.task(name="growatt.backfill", retry=retry, pass_context=True)
    @in_turn
    def backfill(account: str, device_sn: str) -> None:
        desk.backfill(account, device_sn)


def _add_planner(app: App, desk: Desk, beat: Beat, outbox: App) -> None:
    @app.task(name="growatt.plan", pass_context=True)
    @in_turn
    def plan_account(timestamp: int, account: str) -> None:
        plan(desk, outbox, account)

    for account in desk.recorders:
        app.periodic(
            cron=beat.plan_cron,
            periodic_id=account,
            queue=queue_of(account),
            queueing_lock=f"plan {account}",
            task_kwargs={"account": account},
        )(plan_account)


def _add_chores(app: App, beat: Beat) -> None:
    @app.periodic(cron=beat.requeue_cron)
    @app.task(name="growatt.requeue", queue=CHORES, queueing_lock="requeue", pass_context=True)
    async def requeue(context: JobContext, timestamp: int) -> None:
        await requeue_stalled(context.app, beat.silent_s)

    @app.periodic(cron="17 3 * * *")
    @app.task(name="growatt.forget", queue=CHORES, queueing_lock="forget", pass_context=True)
    async def forget(context: JobContext, timestamp: int) -> None:
        await context.app.job_manager.delete_old_jobs(
            KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )
