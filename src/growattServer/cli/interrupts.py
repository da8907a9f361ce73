"""Ctrl-C is heard even where it comes in the moment before the program begins to wait."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOOKS_EVERY_S = 0.2


@contextmanager
def heard_while_waiting() -> Iterator[None]:
    """Python looks several times a second whether Ctrl-C was pressed, also while it reads a line.

    Without it, a Ctrl-C between the last look and the system's read waits for the next line:
    a program that presses it as soon as it sees the question does meet that moment.
    """
    is_possible = hasattr(signal, "setitimer") and _is_main_thread()
    if not is_possible or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    # the handler has nothing to do: that a signal came ends the system's read
    signal.signal(signal.SIGALRM, lambda number, frame: None)
    signal.setitimer(signal.ITIMER_REAL, LOOKS_EVERY_S, LOOKS_EVERY_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
