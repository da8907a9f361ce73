"""The pages of device families and the table of models are what their script makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from growattServer.open_api_v1.devices import FAMILIES
from growattServer.open_api_v4.families import FAMILY_NAMES

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts/family_pages.py"
PAGES = sorted(ROOT.glob("docs/device-*.md"))


def made(*wish: str) -> str:
    done = subprocess.run(
        [sys.executable, SCRIPT, *wish],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_is_what_the_rows_say(page: Path) -> None:
    word = page.stem.removeprefix("device-")
    hint = "run: .venv/bin/python scripts/family_pages.py --all"
    assert page.read_text("utf-8") == made(word), hint


def test_the_readme_has_the_table_of_models() -> None:
    assert made("--models") in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_of_the_token_api_has_a_page(name: str) -> None:
    kind = FAMILIES[name]
    line = f"the class of a device is [`{kind.__name__}`](devices.md), type {kind.DEVICE_TYPE_ID}:"
    assert sum(line in page.read_text("utf-8") for page in PAGES) == 1


@pytest.mark.parametrize("word", FAMILY_NAMES)
def test_every_family_of_v4_has_a_page(word: str) -> None:
    line = f'its family is `"{word}"`:'
    assert sum(line in page.read_text("utf-8") for page in PAGES) == 1
