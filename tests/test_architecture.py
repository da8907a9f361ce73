"""The page of the architecture and its picture leave no package out, and show what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import architecture

ROOT = architecture.ROOT
PACKAGE = ROOT / "src" / "growattServer"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PACKAGES = sorted(
    path.parent.relative_to(PACKAGE).as_posix()
    for path in PACKAGE.glob("*/**/__init__.py")
    if len(path.relative_to(PACKAGE).parts) <= 3
)
MODULES = re.findall(r"`((?:[a-z_0-9]+/)*)([a-z_0-9]+\.py)`", PAGE)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_on_the_page(package: str) -> None:
    assert f"`{Path(package).name}/`" in PAGE


@pytest.mark.parametrize(("folder", "name"), MODULES)
def test_a_module_of_the_page_exists(folder: str, name: str) -> None:
    if folder:
        assert (PACKAGE / folder / name).exists() or (ROOT / folder / name).exists()
    else:
        assert list(PACKAGE.rglob(name))


def test_the_contracts_and_the_picture_have_the_same_rooms() -> None:
    drawn = [room for box in architecture.BOXES for room in box.rooms]
    assert sorted(drawn) == sorted(architecture.contract_rooms())


def test_no_box_covers_another() -> None:
    boxes = (*architecture.BOXES, architecture.CLOUD)
    for one in boxes:
        for other in boxes:
            is_beside = one.right < other.left or other.right < one.left
            assert one is other or is_beside or one.bottom < other.top or other.bottom < one.top


def test_no_import_goes_up() -> None:
    assert all(box.row < other.row for box, other in architecture.imports())


def test_the_picture_is_what_its_script_draws() -> None:
    picture = (ROOT / "docs" / "pictures" / "architecture.svg").read_text("utf-8")
    assert picture == f"{architecture.picture()}\n"
