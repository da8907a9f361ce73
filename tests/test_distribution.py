"""What is handed out: the wheel, and the source with all that its tests read."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.wide


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def metadata(built: Path) -> tuple[dict[str, str], list[str], str]:
    """Headers, addresses and description of the wheel."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA")]
        message = Parser().parsestr(archive.read(name).decode())
    return dict(message), message.get_all("Project-URL", []), str(message.get_payload())


def test_a_package_index_shows_where_to_go(built: Path) -> None:
    headers, urls, description = metadata(built)
    assert {url.partition(",")[0] for url in urls} >= {"Homepage", "Documentation", "Issues"}
    assert all(", https://" in url for url in urls)
    assert headers["Description-Content-Type"].startswith("text/markdown")
    links = re.findall(r"\]\(([^)\s]+)\)", description)
    assert len(links) > 20
    assert [link for link in links if not link.startswith(("https://", "#"))] == []


def test_links_of_the_front_page_lead_to_files(built: Path) -> None:
    _, _, description = metadata(built)
    paths = re.findall(r"\]\(https://[^)\s]+?/main/([^)#\s]+)", description)
    assert len(paths) > 15
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_source_has_what_its_tests_read(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    wanted = {line for line in tracked.stdout.splitlines() if (ROOT / line).exists()}
    assert len(wanted) > 300
    assert {path for path in wanted - held if not path.startswith(".git")} == set()


def test_the_wheel_holds_the_package_alone(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.partition("/")[0] for name in archive.namelist()}
    assert {root.partition("-")[0].lower() for root in roots} == {"growattserver"}


def test_a_recording_is_played_without_pytest() -> None:
    program = """
import sys
sys.modules["pytest"] = None
import growattServer.testing
print(growattServer.testing.replay.__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "replay\n"), done.stderr
