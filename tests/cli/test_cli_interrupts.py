"""Ctrl-C at a question, also where the signal does not end the system's read."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import pexpect
import pytest

# the signal goes to another thread, as it does in the moment before the read begins:
# Python knows of it, and the read does not
PROGRAM = """
import signal, sys, threading
from growattServer.cli.terminal import Terminal

threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
try:
    if sys.argv[1] == "read_line":
        print("reading", flush=True)
        Terminal().read_line()
    else:
        getattr(Terminal(), sys.argv[1])(sys.argv[2])
except KeyboardInterrupt:
    print("heard", signal.getsignal(signal.SIGALRM) is signal.SIG_DFL, flush=True)
"""


@pytest.mark.parametrize(
    "words", [("ask", "Who? "), ("ask_secret", "Which? "), ("read_line", "reading")]
)
def test_ctrl_c_is_heard_where_it_comes_before_the_read(words: tuple[str, ...]) -> None:
    child: Any = pexpect.spawn(
        sys.executable, ["-c", PROGRAM, *words], timeout=60, encoding="utf-8"
    )
    try:
        child.expect_exact(words[-1])
        os.kill(child.pid, signal.SIGINT)
        child.expect("heard True")
    finally:
        child.close(force=True)
