"""The command: python -m growattServer.simulator --port 8765."""

from __future__ import annotations

import argparse
import asyncio
import errno
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .extras import require_extras

if TYPE_CHECKING:
    from .cloud import Cloud

_ACCOUNT = (
    "user",
    "password",
    "session_minutes",
    "lockout",
    "lockout_logins",
    "lockout_wrong",
    "lockout_requests",
    "lockout_hours",
    "lockout_shape",
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m growattServer.simulator", description="A Growatt cloud to try things on."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, required=True, help="0 picks a free one")
    parser.add_argument("--token", default="", help="the default follows from the seed")
    parser.add_argument("--seed", type=int, default=1, help="weather and habits")
    parser.add_argument("--start", help="simulated time to begin at, ISO 8601; default now")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds per second")
    parser.add_argument("--limits", choices=("off", "documented", "strict"), default="off")
    parser.add_argument(
        "--history-days", type=int, help="days before the start; 14, or as the world says"
    )
    parser.add_argument("--user", default="demo", help="of the account, for the app's API")
    parser.add_argument("--password", default="demo", help="of the account")
    parser.add_argument("--session-minutes", type=float, default=720.0, help="simulated minutes")
    parser.add_argument(
        "--lockout", choices=("off", "documented"), help="default off, unless strict"
    )
    parser.add_argument("--lockout-logins", type=int, default=31, help="logins a day before 507")
    parser.add_argument("--lockout-wrong", type=int, default=5, help="wrong passwords in a row")
    parser.add_argument("--lockout-requests", type=int, help="a day; 500, strict 200")
    parser.add_argument("--lockout-hours", type=float, default=24.0, help="how long it lasts")
    parser.add_argument("--lockout-shape", choices=("new", "old", "status"), default="new")
    parser.add_argument("--recording", type=Path, help="answer from this file of record_to")
    parser.add_argument("--recorded-pace", action="store_true", help="as slowly as recorded")
    parser.add_argument("--scenario", help="what goes wrong: a TOML file, or a bundled one's name")
    parser.add_argument("--world", help="plants and devices: a TOML file, or a bundled one's name")
    parser.add_argument("--allow-remote", action="store_true", help="let other machines in")
    return parser


async def _serve(cloud: Cloud, host: str, port: int) -> None:
    from .serve import Server

    server = Server(cloud, host, port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            # Windows has no such handlers; Ctrl-C arrives as KeyboardInterrupt there.
            signal.signal(number, signal.default_int_handler)
    url, _ = await server.start()
    print(f"Growatt cloud simulator at {url} token={cloud.options.token}", flush=True)
    try:
        await stop.wait()
    finally:
        await server.stop()


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def main(arguments: list[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        require_extras()
    except ImportError as error:
        return _fail(str(error), 2)
    from .account import Rules
    from .clock import parse_moment
    from .cloud import Cloud
    from .control import is_loopback
    from .errors import DoorError
    from .options import Options
    from .scenario_files import load_scenario
    from .world_plan import load_world

    if not is_loopback(asked.host) and not asked.allow_remote:
        return _fail(
            f"The simulator listens on this machine only; {asked.host} would let others in. "
            "Add --allow-remote if you mean it.",
            2,
        )
    if not 0 <= asked.port <= 65535:
        return _fail("The port must lie between 0 and 65535.", 2)
    try:
        scenario = load_scenario(asked.scenario) if asked.scenario else None
        begin = asked.start or (scenario and scenario.start) or datetime.now(UTC)
        start = parse_moment(begin)
        options = Options(
            asked.token,
            asked.seed,
            start,
            asked.speed,
            asked.limits,
            asked.history_days,
            Rules(**{name: getattr(asked, name) for name in _ACCOUNT}),
            asked.recording,
            asked.recorded_pace,
            scenario,
            load_world(asked.world) if asked.world else None,
        ).checked()
        cloud = Cloud(options)
    except DoorError as error:
        return _fail(str(error), 2)
    try:
        asyncio.run(_serve(cloud, asked.host, asked.port))
    except KeyboardInterrupt:
        return 0
    except DoorError as error:
        return _fail(str(error), 2)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return _fail(f"Port {asked.port} on {asked.host} is in use already.", 1)
        return _fail(f"Cannot listen on {asked.host}, port {asked.port}: {error.strerror}.", 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
