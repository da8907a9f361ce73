"""Run a command where Home Assistant is installed, with the library of this folder.

    python3 scripts/with_home_assistant.py -c "import homeassistant, growattServer"

The environment is made under .venvs/ the first time. Home Assistant needs Python 3.14: that of the
PATH, or, for root on Debian, one in a folder made by debootstrap, which is entered by chroot. With
`--release 2.2.0` first, the command sees that release in place of the library of this folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venvs" / "home-assistant"
REQUIREMENTS = ROOT / "tests/home_assistant/requirements.txt"
COPIED = ("src", "tests/home_assistant")
PACKAGES = "python3.14,python3.14-venv,ca-certificates"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
LONGEST = 1800
"""Seconds for the making of it, most of which is a download."""


class NotPossibleError(Exception):
    """Home Assistant cannot be had on this machine."""


class Place(NamedTuple):
    """Where it is installed: on this system, or in the root of another one."""

    root: Path
    is_chroot: bool

    def outside(self, path: str) -> Path:
        """A path in there, as it is called from here."""
        return self.root / path.lstrip("/") if self.is_chroot else Path(path)

    @property
    def home(self) -> str:
        """The folder of everything of ours, as it is called in there."""
        return "/work" if self.is_chroot else str(self.root)

    @property
    def python(self) -> str:
        return f"{self.home}/venv/bin/python"

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> int:
        """The exit code of a command in there."""
        enter = ["chroot", str(self.root)] if self.is_chroot else []
        clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": self.home, "LANG": "C.UTF-8"}
        # where pip finds its packages is the same there
        kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_INDEX")}
        return subprocess.call(
            [*enter, "env", "-C", self.home, *words],
            env={**clean, **kept, **(env or {})},
            timeout=LONGEST,
        )


def environment() -> Place:
    """The environment, made or renewed where needed; raises NotPossibleError with the reason."""
    python = shutil.which("python3.14")
    place = Place(FOLDER, is_chroot=python is None)
    mark = hashlib.sha256(REQUIREMENTS.read_bytes() + PACKAGES.encode()).hexdigest()
    ready = FOLDER / ".ready"
    if not ready.exists() or ready.read_text("ascii") != mark:
        shutil.rmtree(FOLDER, ignore_errors=True)
        if python is None:
            _debootstrap()
        place.outside(place.home).mkdir(parents=True, exist_ok=True)
        _install(place, python or "/usr/bin/python3.14")
        ready.write_text(mark, "ascii")
    return place


def _debootstrap() -> None:
    if os.geteuid() != 0:
        raise NotPossibleError("there is no python3.14, and only root can make a Debian with it")
    if shutil.which("debootstrap") is None and shutil.which("apt-get") is not None:
        subprocess.call(["apt-get", "install", "-y", "-qq", "debootstrap"])
    if shutil.which("debootstrap") is None:
        raise NotPossibleError("there is no python3.14, and no debootstrap to get it with")
    known = Path("/usr/share/debootstrap/scripts/forky").exists()
    suite = "forky" if known else "testing"  # an older debootstrap has no name for it
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(FOLDER)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        shutil.rmtree(FOLDER, ignore_errors=True)
        last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
        raise NotPossibleError(f"debootstrap of Debian {suite} failed: {last}")
    # the way into the network, and whom to trust there, are those of this system
    for name in (Path("/etc/resolv.conf"), Path("/etc/hosts"), CERTIFICATES, Path("/etc/pip.conf")):
        if name.exists():
            shutil.copy(name, FOLDER / name.relative_to("/"))


def _install(place: Place, python: str) -> None:
    shutil.copy(REQUIREMENTS, place.outside(f"{place.home}/requirements.txt"))
    pip = [place.python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    steps = (
        [python, "-m", "venv", f"{place.home}/venv"],
        [*pip, "-r", "requirements.txt"],
    )
    for step in steps:
        if place.run(*step):
            raise NotPossibleError(f"{' '.join(step[:4])} ... failed")


def release(place: Place, version: str) -> str:
    """The folder, as it is called in there, of another release of the library."""
    folder = f"{place.home}/release-{version}"
    if not place.outside(folder).exists():
        wanted = f"growattServer=={version}"
        step = [place.python, "-m", "pip", "install", "-q", "--no-deps", "-t", folder, wanted]
        if place.run(*step):
            raise NotPossibleError(f"{wanted} cannot be installed")
    return folder


def run(command: list[str], version: str | None = None) -> int:
    """The exit code of Python with these arguments, in a fresh copy of our sources and tests."""
    FOLDER.parent.mkdir(exist_ok=True)
    with (FOLDER.parent / "home-assistant.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # there is one copy
        return _run(environment(), command, version)


def _run(place: Place, command: list[str], version: str | None) -> int:
    for part in COPIED:
        copy = place.outside(f"{place.home}/{part}")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ROOT / part, copy, ignore=shutil.ignore_patterns("__pycache__"))
    ours = f"{place.home}/src"
    seen = ours if version is None else release(place, version)
    env = {
        "PYTHONPATH": seen,
        "MYPYPATH": seen,
        "SIMULATOR_PATH": ours,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return place.run(place.python, *command, env=env)


def main(words: list[str]) -> int:
    """Run it, or say why that is not possible."""
    version = None
    if words[:1] == ["--release"]:
        version, words = words[1], words[2:]
    try:
        return run(words, version)
    except NotPossibleError as error:
        sys.exit(f"Home Assistant cannot be had here: {error}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
