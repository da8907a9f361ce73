"""A real PostgreSQL server for the tests, in a directory that is thrown away.

Where none is installed and the tests run as root on Debian, it is installed. The server listens on
a Unix socket only, and does without fsync: the machine is not going to lose power in a test, and a
process that is killed loses nothing by it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from debian_packages import ProgramMissingError, install

HINT = "install PostgreSQL (on Debian: apt-get install postgresql), or put initdb on the PATH"
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB")


def find_programs() -> Path:
    """The directory of initdb and pg_ctl, installed first where that is possible."""
    for attempt in range(2):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        on_path = shutil.which("initdb")
        if found:
            return found[-1].parent
        if on_path:
            return Path(on_path).resolve().parent
        if attempt == 0:
            install("postgresql", HINT)
    raise ProgramMissingError(HINT)


class Postgres:
    """A server; `url(name)` makes a database and gives its URL."""

    def __init__(self) -> None:
        self.programs = find_programs()
        # short, as the path of a socket has at most 107 characters
        self.directory = Path(tempfile.mkdtemp(prefix="pg"))
        self.data = self.directory / "data"
        self.user = self._unprivileged()
        if self.user:
            shutil.chown(self.directory, self.user)
        self._run("initdb", "-D", self.data, "-U", "tests", "-A", "trust", "-E", "UTF8", "-N")
        self.start()

    def _unprivileged(self) -> str | None:
        """The server refuses to run as root."""
        if os.geteuid() != 0:
            return None
        names = {entry.pw_name for entry in pwd.getpwall()}
        return "postgres" if "postgres" in names else "nobody"

    def _words(self, program: str, arguments: Sequence[object]) -> list[str]:
        words = [str(self.programs / program), *map(str, arguments)]
        if self.user:
            account = pwd.getpwnam(self.user)
            drop = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
            words = ["setpriv", *drop, *words]
        return words

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            self._words(program, arguments),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.directory,
        )
        assert done.returncode == 0, f"{program}: {done.stdout} {done.stderr}"

    def start(self) -> None:
        """Start it, or start it again."""
        options = [f"-c {setting}" for setting in QUICK]
        options += [f"-k {self.directory}", "-c listen_addresses=''", "-c max_connections=30"]
        log = self.directory / "log"
        self._run("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", " ".join(options), "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is as if it had been killed."""
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def kill(self) -> None:
        """Kill the server and its children."""
        server = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        family = [server, *server.children(recursive=True)]
        server.kill()
        # its children notice, and only then a new one may begin
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and any(map(_is_alive, family)):
            time.sleep(0.05)
        # nobody may have collected the dead one, and the next would take it for alive
        for left in (self.data / "postmaster.pid", *self.directory.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def url(self, name: str) -> str:
        """The URL of a database, which is made if it is not there."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(f"{self._base}/postgres?{self._where}", autocommit=True) as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if there.fetchone() is None:
                made = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
                connection.execute(made)
        return f"{self._base}/{name}?{self._where}"

    @property
    def _base(self) -> str:
        return "postgresql://tests@"

    @property
    def _where(self) -> str:
        return f"host={self.directory}"

    def close(self) -> None:
        """Stop it and remove all of it."""
        try:
            if (self.data / "postmaster.pid").exists():
                self.stop("immediate")
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
