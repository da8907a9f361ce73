"""Programs that tests run, installed from Debian where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile


class ProgramMissingError(Exception):
    """A program is not on this machine, and it cannot be installed."""


def install(package: str, hint: str) -> None:
    """Install a package of Debian, as root; raises ProgramMissingError where that fails."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise ProgramMissingError(hint)
    # a lock, as several workers of a test run come here at once
    base = ["flock", tempfile.gettempdir(), "apt-get", "-qq"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run([*base, *words], env=environment, capture_output=True, check=False)
        if done.returncode:
            raise ProgramMissingError(f"{hint}; apt-get {words[0]} failed")


def find_program(name: str, package: str) -> str:
    """The path of a program, of this package of Debian."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
    if found := shutil.which(name, path=path):
        return found
    hint = f"install {name} (on Debian: apt-get install {package}), or put it on the PATH"
    install(package, hint)
    found = shutil.which(name, path=path)
    if found is None:
        raise ProgramMissingError(hint)
    return found
