"""An environment for each contestant, all on the same version of Python, under bench/.envs/."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
ENVS = BENCH / ".envs"
# 2.2.0 needs 3.12; the others need not have wheels for a newer one yet
PREFERRED = ((3, 13), (3, 12), (3, 14))
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check")
EXTRAS = "[async,simulator,postgres]"


class Spec(NamedTuple):
    """What an environment holds; `ours` gets the wheel of the checkout on top."""

    name: str
    requirements: tuple[str, ...]
    packages: tuple[str, ...]
    is_ours: bool = False
    may_fail: bool = False


SPECS = (
    Spec(
        "ours",
        ("pydantic",),
        (
            *("growattServer", "requests", "urllib3", "aiohttp", "orjson", "pydantic"),
            *("sqlalchemy", "psycopg"),
        ),
        is_ours=True,
    ),
    Spec(
        "release",
        ("growattServer==2.2.0",),
        ("growattServer", "requests", "urllib3"),
        may_fail=True,
    ),
    Spec(
        "public_api",
        ("growatt-public-api",),
        ("growatt-public-api", "pydantic", "requests", "urllib3"),
        may_fail=True,
    ),
    Spec("floor", ("orjson",), ("orjson",)),
)


def loudly(sentence: str) -> None:
    """Say something that must not be overlooked."""
    print(f"\n!!! {sentence}\n", file=sys.stderr, flush=True)


def version_of(python: str) -> tuple[int, int] | None:
    """The version of an interpreter, or None when it does not run."""
    command = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.fullmatch(r"(\d+) (\d+)", done.stdout.strip())
    return (int(found[1]), int(found[2])) if found else None


def find_interpreter() -> str:
    """An interpreter that all contestants can run on; our own where there is no such."""
    on_path = [shutil.which(f"python3.{minor}") for _, minor in PREFERRED]
    pyenv = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"))
    found: dict[tuple[int, int], str] = {}
    for candidate in [sys.executable, *on_path, *map(str, pyenv)]:
        version = version_of(candidate) if candidate else None
        if candidate and version:
            found.setdefault(version, candidate)
    for version in PREFERRED:
        if version in found:
            return found[version]
    loudly("No Python from 3.12 on here: growattServer 2.2.0 is left out.")
    return sys.executable


def prepare(python: str, fresh: bool = False, only: Collection[str] = ()) -> dict[str, Path]:
    """The interpreters of the environments, by name; what cannot be had is left out, loudly."""
    made: dict[str, Path] = {}
    version = version_of(python)
    for spec in SPECS:
        if only and spec.name not in only:
            continue
        if spec.name == "release" and version and version < (3, 12):
            continue
        try:
            made[spec.name] = _environment(spec, python, fresh)
        except subprocess.CalledProcessError:
            if not spec.may_fail:
                raise
            loudly(f"{spec.requirements[0]} cannot be installed here and is left out.")
    return made


def _environment(spec: Spec, python: str, fresh: bool) -> Path:
    folder = ENVS / spec.name
    inside, ready = folder / "bin/python", folder / ".ready"
    state = f"{python} {spec.requirements} {EXTRAS if spec.is_ours else ''}"
    is_new = fresh or not ready.exists() or ready.read_text() != state
    if is_new:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"--- making the environment {spec.name}", flush=True)
        # pip lives in an environment of the interpreter that runs us, or of the one named
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([inside, *PIP, "install", *spec.requirements], check=True)
    if spec.is_ours:
        _install_checkout(inside, is_new)
    ready.write_text(state)
    return inside


def _install_checkout(python: Path, with_dependencies: bool) -> None:
    wheels = ENVS / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    subprocess.run([python, *PIP, "wheel", "--no-deps", "-w", wheels, ROOT], check=True)
    wheel = next(wheels.glob("*.whl"))
    if with_dependencies:
        subprocess.run([python, *PIP, "install", f"{wheel}{EXTRAS}"], check=True)
    reinstall = ["install", "--force-reinstall", "--no-deps"]
    subprocess.run([python, *PIP, *reinstall, wheel], check=True)


def versions(environments: dict[str, Path]) -> dict[str, dict[str, str]]:
    """Which version of each package that matters is in each environment."""
    ask = "import sys,json;from importlib.metadata import version;"
    ask += "print(json.dumps({name: version(name) for name in sys.argv[1:]}))"
    found: dict[str, dict[str, str]] = {}
    for spec in SPECS:
        if spec.name in environments:
            command = [str(environments[spec.name]), "-c", ask, *spec.packages]
            found[spec.name] = json.loads(subprocess.check_output(command, text=True))
    return found


def find_valgrind() -> str | None:
    """The valgrind program, installed where it is missing and we may; None, loudly, otherwise."""
    program = shutil.which("valgrind")
    apt = shutil.which("apt-get")
    if program is None and apt and os.geteuid() == 0:
        print("--- installing valgrind", flush=True)
        subprocess.run([apt, "update", "-qq"], check=False)
        subprocess.run([apt, "install", "-y", "-qq", "valgrind"], check=False)
        program = shutil.which("valgrind")
    if program is None:
        loudly("valgrind is not here and cannot be installed: no instructions are counted.")
    return program
