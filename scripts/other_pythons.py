"""Run the same command on every other Python from 3.11 on that this machine has.

    .venv/bin/python scripts/other_pythons.py [--newest] -m pytest -q

With `--newest` on the newest of them only.

Each gets an environment of its own under .venvs/, made when pyproject.toml or the pins change.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INPUTS = [ROOT / "pyproject.toml", ROOT / "requirements-dev.txt"]
MINORS = range(11, 15)


def version_of(python: str) -> tuple[int, int] | None:
    """The version of an interpreter, or None when it does not run."""
    command = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.fullmatch(r"(\d+) (\d+)", done.stdout.strip())
    return (int(found[1]), int(found[2])) if found else None


def interpreters() -> dict[tuple[int, int], str]:
    """One interpreter for each version other than our own."""
    on_path = [shutil.which(f"python3.{minor}") for minor in MINORS]
    pyenv = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"))
    found: dict[tuple[int, int], str] = {}
    for candidate in [*on_path, *map(str, pyenv)]:
        version = version_of(candidate) if candidate else None
        if candidate and version and version[0] == 3 and version[1] in MINORS:
            found.setdefault(version, candidate)
    found.pop(sys.version_info[:2], None)
    return found


def environment(version: tuple[int, int], python: str) -> Path:
    """The interpreter of the environment for this version, made or renewed where needed."""
    folder = ROOT / ".venvs" / f"{version[0]}.{version[1]}"
    ready = folder / ".ready"
    newest = max(path.stat().st_mtime for path in INPUTS)
    if not ready.exists() or ready.stat().st_mtime < newest:
        subprocess.run([python, ROOT / "scripts/make_environment.py", folder], check=True)
        ready.touch()
    return folder / "bin/python"


def main(command: list[str]) -> int:
    """Run the command on each; the first failure ends it."""
    chosen = sorted(interpreters().items())
    if command[:1] == ["--newest"]:
        chosen, command = chosen[-1:], command[1:]
    for version, python in chosen:
        print(f"--- Python {version[0]}.{version[1]} ({python})", flush=True)
        status = subprocess.call([environment(version, python), *command], cwd=ROOT)
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
