"""The program from a process that has imported it already: a fork for each command line.

A fresh start spends most of its time on imports, and the tests type some thousand lines. A fork has
modules from before, and nothing else: process, pipes, environment and folder are its own. What it
leaves out is to tear modules down at the end. Terminals, shells and whatever needs another
interpreter start it anew, and so does a test of each verb in `test_cli_help.py`.
"""

from __future__ import annotations

import atexit
import gc
import io
import json
import os
import pkgutil
import socket
import subprocess
import sys
import threading
import time
import traceback
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

# what verbs load when they first need it
LIBRARIES = (
    "concurrent.futures",
    "growattServer.open_api_v4.api",
    "growattServer.transports.with_requests",
    "orjson",
    "rich._emoji_codes",
    "rich.progress",
    "rich.table",
    "sqlalchemy.dialects.sqlite",
    "sqlite3",
    "zoneinfo",
)
SIZE_BYTES = 8
UNFLUSHED = 120  # the interpreter's own
Arguments = dict[str, Any]


@cache
def nursery(*environment: tuple[str, str]) -> Nursery:
    """The one process that forks what these variables of the interpreter go with."""
    return Nursery(dict(environment))


class Nursery:
    """The process that forks; it ends with the one that made it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._lock = threading.Lock()
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=environment,
            )

    def run(
        self, words: list[str], stdin: str, cwd: str, environment: dict[str, str], seconds: float
    ) -> tuple[int, str, str]:
        """Exit code, output and errors of one command line, in pipes of its own."""
        pairs = [os.pipe() for _ in range(4)]
        (stdin_read, stdin_write), (out, out_write), (err, err_write), (told, tell) = pairs
        given = [stdin_read, out_write, err_write, tell]
        request = json.dumps({"words": words, "cwd": cwd, "environment": environment}).encode()
        with self._lock:
            socket.send_fds(self._ours, [str(len(request)).zfill(SIZE_BYTES).encode()], given)
            self._ours.sendall(request)
        for one in given:
            os.close(one)
        readers = [_Reader(one) for one in (out, err, told)]
        try:
            with open(stdin_write, "w", encoding="utf-8") as pipe:
                pipe.write(stdin)
        except BrokenPipeError:
            pass  # it has ended without reading all, as a fresh start may
        end = time.monotonic() + seconds
        for reader in readers:
            reader.join(max(0.0, end - time.monotonic()))
            if reader.is_alive():
                raise subprocess.TimeoutExpired(words, seconds)
        assert readers[2].text, f"the process that forks has ended: {self._process.poll()}"
        return int(readers[2].text), readers[0].text, readers[1].text

    def close(self) -> None:
        """End it."""
        self._ours.close()
        self._process.wait()


class _Reader(threading.Thread):
    def __init__(self, pipe: int) -> None:
        super().__init__(daemon=True)
        self._pipe, self.text = pipe, ""
        self.start()

    def run(self) -> None:
        with open(self._pipe, encoding="utf-8") as pipe:
            self.text = pipe.read()


# --- in the process that forks -------------------------------------------------------------------


def serve() -> None:
    """Fork for each request, until there are no more."""
    asked = socket.socket(fileno=os.dup(0))
    while True:
        size, pipes, _, _ = socket.recv_fds(asked, SIZE_BYTES, 4, socket.MSG_WAITALL)
        if not size:
            return
        request = json.loads(asked.recv(int(size), socket.MSG_WAITALL))
        between = os.fork()
        if between == 0:
            asked.close()
            _watch(request, pipes)
        for pipe in pipes:
            os.close(pipe)
        os.waitpid(between, 0)


def _watch(request: Arguments, pipes: list[int]) -> NoReturn:
    # forked twice, so that the next request is not waited for
    if os.fork():
        os._exit(0)
    *standard, tell = pipes
    program = os.fork()
    if program == 0:
        os.close(tell)
        _run_and_end(request, standard)
    for pipe in standard:
        os.close(pipe)
    _, status = os.waitpid(program, 0)
    os.write(tell, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _run_and_end(request: Arguments, standard: list[int]) -> NoReturn:
    code = 1
    try:
        code = _run(request, standard)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    _end(code)


def _run(request: Arguments, standard: list[int]) -> int:
    """Do as `python -m growattServer.cli`."""
    for number, pipe in enumerate(standard):
        os.dup2(pipe, number)
        os.close(pipe)
    sys.stdin = sys.__stdin__ = _stream(0, "r")  # type: ignore[misc]  # as at a start
    sys.stdout = sys.__stdout__ = _stream(1, "w")  # type: ignore[misc]  # as above
    said = _stream(2, "w", errors="backslashreplace", line_buffering=True)
    sys.stderr = sys.__stderr__ = said  # type: ignore[misc]  # as above
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["cwd"])
    from growattServer.cli import start

    sys.path[0] = request["cwd"]
    sys.argv[:] = [start.__file__.replace("start.py", "__main__.py"), *request["words"]]
    return start.main()


def _end(code: int) -> NoReturn:
    """End as the interpreter does, but for tearing down modules, whose memory is the parent's."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except OSError:
        code = code or UNFLUSHED
    sys.stderr.flush()
    os._exit(code)


def _stream(number: int, mode: str, **more: Any) -> io.TextIOWrapper:
    opened: Any = open(number, f"{mode}b", closefd=False)  # noqa: SIM115  # open to the end
    return io.TextIOWrapper(opened, encoding="utf-8", **more)


def _prepare() -> None:
    from growattServer.cli import app, verbs

    for verb in pkgutil.iter_modules(verbs.__path__):
        import_module(f"{verbs.__name__}.{verb.name}")
    assert app.program()
    for library in LIBRARIES:
        import_module(library)
    import_module("tzfpy").get_tz(10, 50)  # reads its map
    # never walked again, as a fork would have to copy what it walks
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _prepare()
    serve()
