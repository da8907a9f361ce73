"""The shop window, what an import pulls in, and that constructing a client does no I/O."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import growattServer
from support import facts


def run(program: str) -> str:
    """What a fresh interpreter prints for a program."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_public_name_is_there_and_known_by_it() -> None:
    for name in growattServer.__all__:
        assert getattr(growattServer, name) is not None
        assert name in dir(growattServer)
    assert len(set(growattServer.__all__)) == len(growattServer.__all__)
    assert growattServer.GrowattApiV1 is growattServer.OpenApiV1
    assert growattServer.name == "growattServer"
    assert version("growattServer").startswith("3.0.0")
    assert (Path(growattServer.__file__).parent / "py.typed").exists()


def test_enums_and_codes_of_2_2_0() -> None:
    enums = facts("compat_surface")["enums"]
    for name in ("DeviceType", "GrowattV1ApiErrorCode"):
        members = {member.name: member.value for member in getattr(growattServer, name)}
        assert members == enums[f"growattServer.{name}"]["members"]


def test_an_import_pulls_in_nothing_of_the_extras() -> None:
    loaded = run("import growattServer, sys; print(*sorted(sys.modules))").split()
    extras = {"aiohttp", "yarl", "multidict", "astral", "rich", "plotille", "pytest", "asyncio"}
    assert extras.isdisjoint(loaded)
    assert "requests" not in loaded  # it comes with the first call
    assert "growattServer.simulator" not in loaded
    assert "growattServer.open_api_v4" not in loaded  # it comes with its name


def test_a_call_of_v4_loads_the_rows_of_its_family_only() -> None:
    program = """
import sys, growattServer
from growattServer.open_api_v4.families import family_of
growattServer.OpenApiV4("t")
before = {name for name in sys.modules if ".records." in name}
family_of("noah").energy
print(sorted(name for name in sys.modules if ".records." in name and name not in before))
"""
    assert "sph_s" not in run(program)
    assert "growattServer.open_api_v4.records.noah" in run(program)


@pytest.mark.parametrize("client", ["OpenApiV1", "AsyncOpenApiV1", "OpenApiV4", "AsyncOpenApiV4"])
def test_constructing_a_client_does_no_io(client: str) -> None:
    program = f"""
import sys, growattServer
events = []
def hook(event, arguments):
    if event.startswith(("open", "socket", "os.", "subprocess", "import", "ssl", "shutil")):
        events.append((event, arguments))
growattServer.{client}  # the module of a newer client comes with its name
sys.addaudithook(hook)
api = growattServer.{client}("token", server_url="https://openapi-us.growatt.com/")
api.server_url = "https://openapi.growatt.com/v1/"
api.timeout = 5
growattServer.open_api_v1.Min(api, "SN")
seen = list(events)
print(seen)
"""
    assert run(program) == "[]"


def test_without_the_extra_an_async_client_says_how_to_install_it() -> None:
    program = """
import sys
sys.modules["aiohttp"] = None
import asyncio, growattServer
api = growattServer.AsyncOpenApiV1("t")
try:
    asyncio.run(api.plant_list())
except growattServer.GrowattMissingExtraError as error:
    print(error)
"""
    assert "pip install 'growattServer[async]'" in run(program)
