"""The test files that say most about a change, nearest first.

A test file is nearer the earlier one of these holds for it:

1. it has changed itself
2. it is named after a changed module, in the folder or by the file name that mirrors its package
3. it mirrors the package of a changed module
4. its imports lead to a changed file, in fewer steps

A file that is no Python module has the tests that name it, or that glob all files of its kind.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import grimp

CODE = ("tests", "scripts")


class Nearness(NamedTuple):
    """How near a test file is to the change; what sorts first is nearest."""

    is_changed: bool
    is_named: bool
    is_mirror: bool
    steps: int

    @property
    def rank(self) -> tuple[int, int]:
        first = next((n for n, holds in enumerate(self[:3]) if holds), 3)
        return first, self.steps


class Sources:
    """The Python files of a project with one package under src/, and who imports whom."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.package = next(path.parent.name for path in root.glob("src/*/__init__.py"))
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
        tools = project["tool"]
        self.folders = [root / name for name in tools["pytest"]["ini_options"]["pythonpath"]]
        # what cannot be checked here cannot run here: what it imports is not installed
        self.elsewhere = [re.compile(pattern) for pattern in tools["mypy"]["exclude"]]
        self.graph = grimp.build_graph(self.package, cache_dir=str(root / ".import_linter_cache"))
        self.files = sorted(path for folder in CODE for path in (root / folder).rglob("*.py"))
        for path in self.files:
            self.graph.add_module(self.name_of(path))
        for path in self.files:
            for imported in self.imports_of(path):
                self.graph.add_import(importer=self.name_of(path), imported=imported)

    @property
    def tests(self) -> list[Path]:
        """The test files that can run here."""
        return [
            path
            for path in self.files
            if path.name.startswith("test_")
            and not any(each.search(str(path.relative_to(self.root))) for each in self.elsewhere)
        ]

    def name_of(self, path: Path) -> str:
        """The name of a file in the graph: its path, as tests are no package to import from."""
        parts = path.relative_to(self.root).with_suffix("").parts
        parts = parts[1:] if parts[0] == "src" else parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def imports_of(self, path: Path) -> set[str]:
        """The modules in the graph that a file of ours imports, with the fixtures above it."""
        above = [folder / "conftest.py" for folder in path.parents if folder != path]
        found = {self.name_of(conftest) for conftest in above if conftest in self.files}
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(*(self.found(alias.name, path) for alias in node.names))
            elif isinstance(node, ast.ImportFrom):
                start = "." * node.level + (node.module or "")
                for alias in node.names:
                    joint = "" if start.endswith(".") else "."
                    inner = self.found(f"{start}{joint}{alias.name}", path)
                    found.update(inner or self.found(start, path))
        return found - {self.name_of(path)}

    def found(self, name: str, importer: Path) -> set[str]:
        """The module in the graph for a name in an import, if it is one of ours."""
        if name in self.graph.modules:
            return {name}
        dots = len(name) - len(name.lstrip("."))
        relative = name.lstrip(".").replace(".", "/")
        folders = [importer.parents[dots - 1]] if dots else [importer.parent, *self.folders]
        for folder in folders:
            for path in (folder / f"{relative}.py", folder / relative / "__init__.py"):
                if relative and path.is_file():
                    return {self.name_of(path)}
        return set()

    def steps_to(self, names: Sequence[str]) -> dict[str, int]:
        """For all modules that import one of these, over how many others."""
        steps = {name: 0 for name in names if name in self.graph.modules}
        ring = list(steps)
        while ring:
            name = ring.pop(0)
            for importer in sorted(self.graph.find_modules_that_directly_import(name)):
                if importer not in steps:
                    steps[importer] = steps[name] + 1
                    ring.append(importer)
        return steps


def words_of(name: str) -> set[str]:
    return set(re.split(r"[_\W]+", name)) - {""}


def is_mirror(test: Path, module: str, tests: Path) -> bool:
    """Whether a test file is in the folder, or has the name, of the package of a module."""
    _, _, inside = module.partition(".")
    part = inside.partition(".")[0]
    folder = test.relative_to(tests).parts[0]
    return bool(part) and (folder == part or words_of(part) <= words_of(Path(folder).stem))


def is_named_after(test: Path, module: str) -> bool:
    return words_of(module.rpartition(".")[2]) <= words_of(test.stem)


def mentions(test: Path, others: Sequence[Path]) -> bool:
    """Whether a test names one of these files, or globs all of its kind."""
    text = test.read_text("utf-8")
    names = {name for other in others for name in (other.name, f'"{other.stem}"')}
    kinds = {other.suffix for other in others} - {"", ".py"}
    return any(word in text for word in (*names, *(f'"*{kind}"' for kind in kinds)))


def nearness(sources: Sources, changed: Sequence[Path]) -> Iterator[tuple[Path, Nearness]]:
    """All test files that have to do with the change, and how much."""
    python = [path for path in changed if path.suffix == ".py"]
    names = [sources.name_of(path) for path in python]
    modules = [name for name in names if name.partition(".")[0] == sources.package]
    named = [path for path in changed if path.suffix != ".py" or path.parent.name == "scripts"]
    steps = sources.steps_to(names)
    far = len(sources.graph.modules)
    for test in sources.tests:
        mirrored = [name for name in modules if is_mirror(test, name, sources.root / "tests")]
        reached = 1 if mentions(test, named) else steps.get(sources.name_of(test), far)
        near = Nearness(
            test in changed,
            any(is_named_after(test, name) for name in mirrored),
            bool(mirrored),
            reached,
        )
        if mirrored or reached < far:
            yield test, near


def nearest_tests(sources: Sources, changed: Sequence[Path]) -> list[Path]:
    """All test files that have to do with the change, nearest first."""
    found = sorted(nearness(sources, changed), key=lambda pair: (pair[1].rank, pair[0]))
    return [test for test, _ in found]
