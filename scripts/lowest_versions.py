"""Run a command with the lowest version of everything that pyproject.toml allows.

    .venv/bin/python scripts/lowest_versions.py .venvs/lowest -m pytest -q

The environment is made, or renewed, when pyproject.toml or the pins change. What only the tests
need comes in the pinned versions.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INPUTS = [ROOT / "pyproject.toml", ROOT / "requirements-dev.txt"]
TOOLS = re.compile(
    r"(pytest|hypothesis|pexpect|pyte|psutil|PyYAML|hatch|types-|vcrpy|responses|requests-mock"
    r"|aioresponses|PySocks|mypy|pyright|nodejs)",
    re.IGNORECASE,
)
FLOOR = re.compile(r"([A-Za-z0-9_-]+)(\[[a-z]+\])?>=([0-9.]+)")


def floors() -> dict[str, str]:
    """The packages that users get, with the lowest version of each that is allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    found = {}
    for requirement in {one for group in groups for one in group}:
        match = FLOOR.match(requirement)
        if match:
            found[match[1]] = match[3]
    return found


def environment(folder: Path) -> Path:
    """The interpreter of the environment, made or renewed where needed."""
    python, ready = folder / "bin/python", folder / ".ready"
    newest = max(path.stat().st_mtime for path in INPUTS)
    if ready.exists() and ready.stat().st_mtime >= newest:
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    pins = (ROOT / "requirements-dev.txt").read_text().splitlines()
    tools = [line for line in pins if TOOLS.match(line)]
    lowest = [f"{name}=={version}" for name, version in sorted(floors().items())]
    # constraints, as pip tries all versions of what is only required twice
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join([*tools, *lowest]))
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    names = [tool.partition("==")[0] for tool in tools]
    subprocess.run(
        [*pip, "--constraint", constraints, *names, "--editable", f"{ROOT}[all]"], check=True
    )
    ready.touch()
    return python


def main(folder: Path, command: list[str]) -> int:
    """Run the command in the environment."""
    return subprocess.call([environment(folder), *command], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
