"""Try `make demo` and `make test` on a Debian that has nothing but Python, make, git and gcc.

    sudo python3 scripts/bare_debian.py [--keep FOLDER] [COMMAND ...]

debootstrap makes the system in a temporary folder, the committed tree is cloned into it, and the
commands (both, unless some are named) run there one after the other, each in namespaces of its own.
Needs root and debootstrap. What the machine needs to reach package registries (proxies, its own
certificates) goes along.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("python3", "make", "git", "gcc")
COMMANDS = ("make demo", "make test")
PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_DEFAULT_TIMEOUT")
# not where Debian keeps its own, which the commands may install anew
CERTIFICATES = "usr/local/lib/certificates-of-this-machine.crt"
MOUNTS = (
    "mount -t proc proc /proc",
    "mount -t tmpfs tmpfs /dev/shm",
    "mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts",
    "mount --bind /dev/pts/ptmx /dev/ptmx",
)


def why_not() -> str | None:
    """What is missing here, or None where a system can be made."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "only root on Linux can make a Debian in a folder"
    for program in ("debootstrap", "unshare", "chroot"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    return None


def make_system(folder: Path) -> None:
    """A minimal Debian with the packages, and a clone of the committed tree at /project."""
    packages = f"--include={','.join(PACKAGES)}"
    subprocess.run(
        ["debootstrap", "--variant=minbase", packages, "stable", folder],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    subprocess.run(["git", "clone", "--quiet", ROOT, folder / "project"], check=True)
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    if "PIP_CERT" in os.environ:
        shutil.copy(os.environ["PIP_CERT"], folder / CERTIFICATES)


def run(folder: Path, command: str) -> int:
    """The exit status of a shell command in the system, run in the project."""
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
    }
    if (folder / CERTIFICATES).exists():
        environment["PIP_CERT"] = f"/{CERTIFICATES}"
    # all that the command starts ends with the namespace of processes
    inside = " && ".join([*MOUNTS, "cd /project", command])
    enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    return subprocess.call([*enter, "chroot", folder, "sh", "-c", inside], env=environment)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, help="make the system here, or use it, and leave it")
    parser.add_argument("commands", nargs="*", default=COMMANDS)
    chosen = parser.parse_args()
    missing = why_not()
    if missing:
        sys.exit(f"Not tried: {missing}.")
    with tempfile.TemporaryDirectory(prefix="bare-debian-") as temporary:
        folder = chosen.keep or Path(temporary) / "root"
        if not (folder / "project").exists():
            make_system(folder)
        for command in chosen.commands:
            print(f"--- {command}", flush=True)
            status = run(folder, command)
            if status:
                print(f"{command} ended with {status}", file=sys.stderr)
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
