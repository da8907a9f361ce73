"""A simulator inside the program that asks it, for tests."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any

from .account import Rules
from .clock import parse_moment
from .cloud import Cloud
from .errors import DoorError
from .options import Options
from .scenario_files import Source, load_scenario
from .serve import Server
from .world_plan import WorldSource, load_world


class Simulator:
    """A Growatt cloud on a free port of this machine, in a thread of its own.

    `recording` is a file of `growattServer.record_to`: the answers come from it, whatever token,
    user name or password is sent; with `recorded_pace` as slowly as they came.
    `world` is a TOML file, the name of a bundled one or a table, with the plants and devices that
    there are in place of the two houses of the beginning.
    `history_days` before the start have readings: 14, or as many as the world says.
    `account` tells how the app's login is guarded: `session_minutes`, `lockout` and the others.
    `limits` is "off", "documented" (V1 refuses what comes too soon) or "strict" (the app's account
    is guarded as well).

    >>> with Simulator(seed=1, start="2026-06-01T12:00:00Z", speed=0) as sim:
    ...     sim.url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(
        self,
        *,
        token: str = "",
        seed: int = 1,
        start: str | datetime | None = None,
        speed: float = 1.0,
        limits: str = "off",
        history_days: int | None = None,
        port: int = 0,
        user: str | None = None,
        password: str | None = None,
        recording: str | os.PathLike[str] | None = None,
        recorded_pace: bool = False,
        scenario: Source | None = None,
        world: WorldSource | None = None,
        **account: Any,
    ) -> None:
        played = None if scenario is None else load_scenario(scenario)
        if start is None and played is not None:
            start = played.start
        begin = datetime.now(UTC) if start is None else parse_moment(start)
        owner = {"user": user, "password": password}
        account |= {name: value for name, value in owner.items() if value is not None}
        try:
            rules = Rules(**account)
        except TypeError as error:
            raise DoorError(str(error)) from None
        path = None if recording is None else Path(recording)
        self._cloud = Cloud(
            Options(
                token,
                seed,
                begin,
                speed,
                limits,
                history_days,
                rules,
                path,
                recorded_pace,
                played,
                None if world is None else load_world(world),
            )
        )
        self._port = port
        self._url = ""
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._done: asyncio.Event | None = None

    @property
    def token(self) -> str:
        """The token that clients must send."""
        return self._cloud.options.token

    @property
    def user(self) -> str:
        """The user name that the app's API wants."""
        return self._cloud.options.account.user

    @property
    def password(self) -> str:
        """The password that the app's API wants, hashed."""
        return self._cloud.options.account.password

    @property
    def url(self) -> str:
        """Where it listens, with a slash at the end."""
        if not self._url:
            raise RuntimeError("The simulator has not been started.")
        return self._url

    def start(self) -> None:
        """Listen; does nothing when it listens already, and comes back on the same port."""
        if self._thread is not None:
            return
        ready: Future[None] = Future()
        self._thread = Thread(
            target=lambda: asyncio.run(self._serve(ready)), name="growatt-simulator", daemon=True
        )
        self._thread.start()
        try:
            ready.result()
        except BaseException:
            self._thread.join()
            self._thread = None
            raise

    async def _serve(self, ready: Future[None]) -> None:
        server = Server(self._cloud, port=self._port)
        try:
            self._url, self._port = await server.start()
        except BaseException as error:
            ready.set_exception(error)
            return
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        ready.set_result(None)
        await self._done.wait()
        await server.stop()

    def stop(self) -> None:
        """Stop listening; the world stays as it is."""
        if self._thread is None or self._loop is None or self._done is None:
            return
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()
        self._thread = None

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def clock(self) -> dict[str, Any]:
        """The simulated time and its speed."""
        return self._cloud.clock_state()

    def set_clock(
        self, now: str | datetime | None = None, speed: float | None = None
    ) -> dict[str, Any]:
        """Jump forward, change the speed, or both."""
        return self._cloud.set_clock(now, speed)

    def add_fault(self, fault: Mapping[str, Any]) -> dict[str, Any]:
        """Order a failure."""
        return self._cloud.add_fault(fault)

    def clear_faults(self) -> None:
        """Cancel all ordered failures."""
        self._cloud.clear_faults()

    def set_scenario(self, scenario: Source) -> dict[str, Any]:
        """Play a scenario from now on: a path, the name of a bundled one, or a table."""
        return self._cloud.set_scenario(scenario)

    def scenario(self) -> dict[str, Any] | None:
        """The scenario that plays."""
        return self._cloud.scenario()

    def clear_scenario(self) -> None:
        """Show the truth again."""
        self._cloud.clear_scenario()

    def reset(self) -> None:
        """Return to the beginning: world, clock, failures, pace and memory."""
        self._cloud.reset()

    def add_account(self, **wish: str) -> dict[str, Any]:
        """Another account, `user` and `password`, with a `token` and a plant of its own.

        Gives its user, token, plant_id and the serial numbers of its devices. It lasts until the
        simulator is reset.
        """
        return self._cloud.add_account(wish)

    def add_plant(self, **wish: Any) -> dict[str, Any]:
        """Put a place on the map."""
        return self._cloud.add_plant(wish)

    def add_device(self, family: str, serial_number: str, **more: Any) -> dict[str, Any]:
        """Mount an inverter."""
        return self._cloud.add_device({"family": family, "serial_number": serial_number, **more})

    def change_device(self, serial_number: str, **wish: bool) -> dict[str, Any]:
        """Take a device or its datalogger off the line, or the grid from it; or back on."""
        return self._cloud.change_device(serial_number, wish)

    def add_alarm(self, serial_number: str, code: int | str, **more: Any) -> dict[str, Any]:
        """Let a device tell of an alarm: `message`, `status`, and ISO 8601 texts `start`, `end`.

        It starts now and goes on unless these say otherwise.
        """
        return self._cloud.add_alarm(serial_number, {"code": code, **more})

    def device(self, serial_number: str) -> dict[str, Any]:
        """The true state of a device, nothing rounded."""
        return self._cloud.device_state(serial_number)

    def truth(
        self, serial_number: str, start: str | datetime, end: str | datetime
    ) -> list[dict[str, Any]]:
        """The true states of a device stamped within [start, end), every five minutes."""
        return self._cloud.truth(serial_number, start, end)

    def account(self) -> dict[str, Any]:
        """Logins, sessions and the lock; never the password."""
        return self._cloud.account_state()

    def change_account(self, **wish: Any) -> dict[str, Any]:
        """Change how the account is guarded, lock it (`locked=True`), or unlock it."""
        return self._cloud.change_account(wish)

    def drop_sessions(self) -> int:
        """End all sessions; returns how many there were."""
        return int(self._cloud.drop_sessions()["dropped"])

    def recording(self) -> dict[str, list[str]]:
        """The requests that the recording `answers`, and those that it left `unanswered`."""
        return self._cloud.recording_state()

    def requests(self) -> list[dict[str, Any]]:
        """What clients sent, oldest first, without the token."""
        return self._cloud.requests()

    def violations(self) -> dict[str, Any]:
        """The limits that clients exceeded: `count`, `by_kind`, and the newest `violations`."""
        return self._cloud.violations_state()

    def clear_violations(self) -> None:
        """Count the violations from none again; the pace and the lock stay as they are."""
        self._cloud.clear_violations()
