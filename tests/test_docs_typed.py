"""The examples of the documentation are what type checkers take: mypy, strict, and pyright.

Each page becomes a module with its blocks in order. README.md is checked as it stands; on the other
pages functions need no annotations, and a name may be used again for something else in a later
block. A block that cannot be taken says why, in a comment above it: `<!-- not typed: reason -->`.
"""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from test_docs import ROOT, WITH_PYTHON, Block, blocks

pytestmark = pytest.mark.wide


def is_untyped(page: Path, block: Block) -> bool:
    """Whether the comment above a block says that it is not checked."""
    above = page.read_text("utf-8").splitlines()[: block.line - 1]
    return next((line for line in reversed(above) if line), "").startswith("<!-- not typed: ")


def as_module(page: Path) -> str:
    """The blocks of a page, on the lines on which they stand."""
    lines: list[str] = []
    for block in blocks(page):
        if block.language != "python":
            continue
        text = block.text.splitlines()
        if is_untyped(page, block):
            code = [line.partition("  # ")[0] for line in text]
            text = [f"{line}  # type: ignore  # pyright: ignore" if line else "" for line in code]
        lines += [""] * (block.line - len(lines)) + text
    module = "\n".join(lines) + "\n"
    flags = compile(module, str(page), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT).co_flags
    if flags & inspect.CO_COROUTINE:
        return "async def page() -> None:\n" + textwrap.indent(module, "    ")
    return module


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for page in WITH_PYTHON:
        name = page.stem.lower().replace("-", "_")
        (folder / f"{name}_page.py").write_text(as_module(page), "utf-8")
    return folder


def check(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr


STRICT = ("mypy", "--config-file=", "--strict", "--no-warn-unused-ignores", "--no-error-summary")


def test_the_front_page_as_it_stands(pages: Path) -> None:
    check(*STRICT, f"--cache-dir={pages / 'cache'}", str(pages / "readme_page.py"))


def test_all_pages(pages: Path) -> None:
    lenient = ("--allow-untyped-defs", "--allow-untyped-calls", "--allow-redefinition")
    check(*STRICT, *lenient, f"--cache-dir={pages / 'cache'}", str(pages))


def test_all_pages_with_pyright(pages: Path) -> None:
    check("pyright", f"--pythonpath={sys.executable}", str(pages))
