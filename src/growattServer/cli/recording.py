"""A recorder that runs in the foreground: made for an account, followed, ended well."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable
from datetime import date
from types import FrameType
from typing import TYPE_CHECKING, Any

from .answer import as_json
from .cloud import TokenCloud
from .connect import is_without_limits, token_client
from .errors import NotAllRead
from .progress import Steps
from .terminal import terminal

if TYPE_CHECKING:
    from ..recorder import Event, Recorder, Store


def recorder_of(
    source: TokenCloud, store: Store, serials: tuple[str, ...], since: date | None
) -> Recorder:
    """The recorder of these devices of an account; of all, where none is named."""
    from ..recorder import Recorder
    from ..recorder.ask.pace import Pace

    class Unhurried(Pace):
        """Of a simulated cloud without limits nothing has to wait."""

        def note(self, endpoint: Any, subject: str, now: float) -> None:
            return

    # an answer of before would be taken for a new one
    api = token_client(source.account, "raise")
    devices = [serial.upper() for serial in serials] or None
    recorder = Recorder(api, store, since=since, devices=devices)
    if is_without_limits(source.account.server):
        recorder.pace = Unhurried()
    return recorder


def follow(
    recorder: Recorder, events: Iterable[Event], then: Callable[[], None] = lambda: None
) -> None:
    """Show what the recorder tells, and do something after each."""
    screen = terminal()
    screen.go_on = f"growatt {' '.join(sys.argv[1:])}, which continues where it stopped"
    screen.is_streaming = True
    if screen.json:
        for event in events:
            screen.line(as_json(as_line(event), indent=False))
            then()
            _check_all_read(event)
        return
    with Steps(screen, "Recording", recorder.plan().calls) as steps:
        for event in events:
            _show(event, steps)
            then()
            _check_all_read(event)


def _show(event: Event, steps: Steps) -> None:
    name = type(event).__name__
    if name == "PageRead":
        steps.step()
        steps.left(getattr(event, "calls_left", 0))
        steps.note(f"{getattr(event, 'device_sn', '')} {getattr(event, 'first', '')}")
    elif name == "Waiting":
        steps.note(str(event))
    else:
        steps.say(str(event))


def _check_all_read(event: Event) -> None:
    if unread := getattr(event, "unread", ()):
        raise NotAllRead(f"the server did not give {', '.join(unread)}", unread=unread)


def as_line(event: Event) -> dict[str, Any]:
    """What a line of `--json` says of an event."""
    return {"event": type(event).__name__, **event.as_dict()}


def end_well_on_sigterm() -> None:
    """A service is told to stop with SIGTERM: that is no failure."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
