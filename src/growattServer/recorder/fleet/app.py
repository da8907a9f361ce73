"""The Procrastinate app of a worker: its tasks, and which of them the engine starts by itself."""

from __future__ import annotations

from dataclasses import dataclass

from procrastinate import App, JobContext, PsycopgConnector
from sqlalchemy import URL

from ...open_api_v1.endpoints import DEVICE_LIST
from ...open_api_v4.endpoints import DEVICE_LIST as DEVICES
from .fencing import FencedJobManager, fenced
from .jobs import FleetJobs
from .planner import (
    discovery,
    looking_up,
    looking_up_newer,
    new_outbox,
    plan,
    polling,
    put_once,
    queue_of,
)
from .queue import POLL, requeue_stalled
from .retry import Retry

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
    drop_cron: str = "37 * * * *"
    look_s: float = 0.25
    heartbeat_s: float = 10.0
    silent_s: float = 30.0


def new_app(url: URL, fleet: FleetJobs, beat: Beat) -> App:
    """An app for the queue in the database of the store."""
    app = App(connector=PsycopgConnector(conninfo=conninfo_of(url), min_size=1, max_size=4))
    app.job_manager = FencedJobManager(app.connector)
    outbox = new_outbox()
    _add_jobs(app, fleet, outbox)
    _add_planner(app, fleet, beat, outbox)
    _add_chores(app, fleet, beat)
    return app


def conninfo_of(url: URL) -> str:
    """The URL as libpq reads it."""
    written = url.set(drivername="postgresql").render_as_string(hide_password=False)
    place, mark, options = written.partition("?")
    # a space in an option is written as in a form; a + in a password means itself
    return place + mark + options.replace("+", "%20")


def _add_jobs(app: App, fleet: FleetJobs, outbox: App) -> None:
    retry = Retry(fleet)

    @app.task(name="growatt.discover", retry=retry, pass_context=True)
    @fenced
    def discover(account: str, page: int) -> None:
        if not fleet.discover(account, page):
            put_once(fleet, outbox, account, discovery(account, page + 1, fleet.now()))
        # whoever was found is looked into at once
        plan(fleet, outbox, account)

    @app.task(name="growatt.look_up", retry=retry, pass_context=True)
    @fenced
    def look_up(account: str, plant_id: int, page: int) -> None:
        if not fleet.look_up(account, plant_id, page):
            due = fleet.free_at(account, DEVICE_LIST, str(plant_id))
            put_once(fleet, outbox, account, looking_up(plant_id, page + 1, due))

    @app.task(name="growatt.look_up_newer", retry=retry, pass_context=True)
    @fenced
    def look_up_newer(account: str, page: int) -> None:
        if not fleet.look_up_newer(account, page):
            due = fleet.free_at(account, DEVICES, "")
            put_once(fleet, outbox, account, looking_up_newer(account, page + 1, due))

    @app.task(name=POLL, retry=retry, pass_context=True)
    @fenced
    def poll(account: str, family: str, group: int) -> None:
        fleet.poll(account, family, group)

    @app.task(name="growatt.poll_soon", pass_context=True)
    @fenced
    def poll_soon(account: str, family: str, group: int) -> None:
        put_once(fleet, outbox, account, polling(account, family, group, fleet.now()))

    @app.task(name="growatt.backfill", retry=retry, pass_context=True)
    @fenced
    def backfill(account: str, device_sn: str) -> None:
        fleet.backfill(account, device_sn)

    @app.task(name="growatt.days", retry=retry, pass_context=True)
    @fenced
    def read_days(account: str, plant_id: int) -> None:
        fleet.read_days(account, plant_id)

    @app.task(name="growatt.settings", retry=retry, pass_context=True)
    @fenced
    def look_at_settings(account: str, device_sn: str) -> None:
        fleet.look_at_settings(account, device_sn)


def _add_planner(app: App, fleet: FleetJobs, beat: Beat, outbox: App) -> None:
    @app.task(name="growatt.plan", pass_context=True)
    @fenced
    def plan_account(timestamp: int, account: str) -> None:
        plan(fleet, outbox, account)

    for account in fleet.recorders:
        app.periodic(
            cron=beat.plan_cron,
            periodic_id=account,
            queue=queue_of(account),
            queueing_lock=f"plan {account}",
            task_kwargs={"account": account},
        )(plan_account)


def _add_chores(app: App, fleet: FleetJobs, beat: Beat) -> None:
    @app.task(
        name="growatt.drop", queue=CHORES, lock="drop", queueing_lock="drop", pass_context=True
    )
    @fenced
    def drop(timestamp: int) -> None:
        fleet.drop_old()

    if fleet.recorder.retention is not None:
        app.periodic(cron=beat.drop_cron)(drop)

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
