"""The documentation holds: its examples run, its links lead somewhere, and it leaves nothing out.

In README.md, CONTRIBUTING.md and docs/*.md

- all ```python blocks of a page run in order, in one namespace, on a simulated cloud; one may await
- what a block prints is what its `# -> ` comments say, or the ```text block that follows it
- ```console blocks show commands after `$ `; those that start the simulator are run
- a block right below `<!-- not run: reason -->` is left alone

YOUR_API_TOKEN is the simulator's token, YOUR_USER_NAME and YOUR_PASSWORD open its account,
YOUR_DEVICE_SERIAL_NUMBER is one of its serial numbers, and the default server is the simulator.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import re
import shlex
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import growattServer
from growattServer import (
    Cloud,
    DeviceType,
    GrowattApi,
    OpenApiV1,
    OpenApiV4,
    V4Device,
    exceptions,
    servers,
    testing,
)
from growattServer.cloud import PhoneDevice
from growattServer.fields import Record
from growattServer.open_api_v1 import records
from growattServer.open_api_v1.devices import AbstractDevice, Min, Sph
from growattServer.open_api_v4 import endpoints as v4_endpoints
from growattServer.open_api_v4 import noah_app_endpoints
from growattServer.open_api_v4 import records as v4_records
from growattServer.open_api_v4.vpp import VPP_PARAMETERS
from growattServer.shinephone import records as shinephone_records
from growattServer.simulator import Simulator, violations
from growattServer.simulator.families import min_settings, sph_settings
from growattServer.simulator.faults import KINDS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
PAGES += sorted(DOCS.glob("*.md"))
DEFAULT_SERVER = servers.DEFAULT_SERVER
# a page of the site cannot lead to a file outside of docs/ by its path
OUR_FILES = "https://github.com/indykoning/PyPi_GrowattServer/blob/main/"
NOON = "2026-06-15T12:00:00+02:00"
CLOUD: dict[str, Any] = {
    "token": "YOUR_API_TOKEN",
    "user": "YOUR_USER_NAME",
    "password": "YOUR_PASSWORD",
}
ABOUT_SETTINGS = sorted(page.name for page in DOCS.glob("*settings.md"))


class Block(NamedTuple):
    """A fenced block of a page, with the ```text block that follows it."""

    language: str
    line: int
    text: str
    output: str | None = None


def blocks(page: Path) -> list[Block]:
    """The blocks of a page that are to be run."""
    found: list[Block] = []
    lines = iter(enumerate(page.read_text("utf-8").splitlines(), start=1))
    before = ""
    for number, line in lines:
        if line.startswith("```"):
            inside: list[str] = []
            for _, row in lines:
                if row == "```":
                    break
                inside.append(row)
            block = Block(line[3:].strip(), number, "\n".join(inside))
            if block.language == "text" and before == "```" and found:
                found[-1] = found[-1]._replace(output=block.text)
            elif not before.startswith("<!-- not run: "):
                found.append(block)
            line = "```"
        if line.strip():
            before = line
    return found


def text_of(*names: str) -> str:
    """The pages under docs/ with these names, as one text."""
    return "\n".join((DOCS / name).read_text("utf-8") for name in names)


def names_of_pages(pages: list[Path]) -> list[str]:
    return [page.name for page in pages]


# --- the examples run ----------------------------------------------------------------------------


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Simulator]:
    """A simulated cloud in place of the default server; nothing else can be reached."""

    def only_here(host: Any, *more: Any, **options: Any) -> Any:
        assert host in ("127.0.0.1", "localhost"), f"an example wants to talk to {host}"
        return look_up(host, *more, **options)

    look_up = socket.getaddrinfo
    # limits and answers that are kept are no business of this user's other programs
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with Simulator(start=NOON, seed=1, **CLOUD) as simulator:
        monkeypatch.setattr(socket, "getaddrinfo", only_here)
        monkeypatch.setattr(servers, "DEFAULT_SERVER", simulator.url)
        yield simulator


def real_names(code: str) -> str:
    """The code with the simulator's serial numbers for those that a reader fills in."""
    lines = [
        line.replace(
            "YOUR_DEVICE_SERIAL_NUMBER", "SIMSPH0001" if "sph" in line.lower() else "SIMMIN0001"
        )
        for line in code.split("\n")
    ]
    return "\n".join(lines)


def run_python(
    block: Block, page: Path, namespace: dict[str, Any], runner: asyncio.Runner
) -> list[str]:
    """Run one block; gives the lines that it printed."""
    # the lines before it make tracebacks tell the line of the page
    source = "\n" * block.line + real_names(block.text)
    code = compile(source, str(page), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    printed = io.StringIO()
    with redirect_stdout(printed):
        if code.co_flags & inspect.CO_COROUTINE:

            async def awaited() -> None:
                await eval(code, namespace)  # noqa: S307  # the examples are our own

            runner.run(awaited())
        else:
            exec(code, namespace)  # noqa: S102  # the examples are our own
    return printed.getvalue().splitlines()


def run_its_tests(namespace: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """Call the test functions that an example defines, with the fixtures that they ask for."""
    for name in [name for name in namespace if name.startswith("test_")]:
        test = namespace.pop(name)
        test(**{each: request.getfixturevalue(each) for each in inspect.signature(test).parameters})


WITH_PYTHON = [page for page in PAGES if any(block.language == "python" for block in blocks(page))]


@pytest.mark.parametrize("page", WITH_PYTHON, ids=names_of_pages(WITH_PYTHON))
def test_the_examples_of_a_page_run(
    page: Path,
    cloud: Simulator,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the files that examples write
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with asyncio.Runner() as runner:
        for block in blocks(page):
            if block.language != "python":
                continue
            printed = run_python(block, page, namespace, runner)
            printed = [line.replace(cloud.url, DEFAULT_SERVER).rstrip() for line in printed]
            run_its_tests(namespace, request)
            said = re.findall(r"# -> (.*)$", block.text, flags=re.M)
            if block.output is not None:
                said = block.output.splitlines()
            assert not said or printed == said, f"{page.name}, line {block.line}"


def commands(page: Path) -> Iterator[tuple[str, str]]:
    """The commands of the console blocks, each with the line that it answers first."""
    for block in blocks(page):
        if block.language == "console":
            lines = block.text.splitlines()
            for line, answer in zip(lines, [*lines[1:], ""], strict=True):
                if line.startswith("$ "):
                    yield line[2:], "" if answer.startswith("$ ") else answer


SERVING = [
    (command, answer)
    for page in PAGES
    for command, answer in commands(page)
    if command.startswith("python -m growattServer.simulator")
]


@pytest.mark.parametrize(("command", "answer"), SERVING)
def test_the_simulator_starts_as_shown(command: str, answer: str) -> None:
    # any free port: the one that is shown may be taken
    words = shlex.split(re.sub(r"--port \d+", "--port 0", command), comments=True)
    with subprocess.Popen([sys.executable, *words[1:]], stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout is not None
            line = run.stdout.readline()
        finally:
            run.send_signal(signal.SIGTERM)
    assert run.returncode == 0
    assert "token=" in line
    if answer:
        port = re.compile(r"127\.0\.0\.1:\d+")
        assert port.sub("", line.rstrip()) == port.sub("", answer)


@pytest.mark.wide  # test_demo.py runs it on every Python
def test_the_picture_of_the_demo_is_what_it_shows() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "growattServer.cli.demo"],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
    )
    shown = iter([line.rstrip() for line in done.stdout.splitlines()])
    (picture,) = [
        block.output for block in blocks(ROOT / "README.md") if block.text == "$ make demo"
    ]
    assert picture is not None
    for line in picture.splitlines():
        # in order, with some left out
        assert line in ("", "...") or any(line == real for real in shown), line


def test_commands_and_extras_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for page in PAGES:
        text = page.read_text("utf-8")
        for target in re.findall(r"^\$ make ([\w-]+)", text, flags=re.M):
            assert re.search(rf"^{target}:", makefile, flags=re.M), (page.name, target)
        for extras in re.findall(r"(?:growattServer|\.)\[([a-z,]+)\]", text):
            assert set(extras.split(",")) <= set(project["optional-dependencies"]), page.name
        for path in re.findall(r"(?<![\w/])(?:src|tests|scripts)/[\w./]+\w", text):
            assert (ROOT / path).exists(), (page.name, path)


# --- the calls of the official page, as people have them in their scripts ------------------------


@pytest.mark.usefixtures("cloud")
def test_the_usage_that_is_printed_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    api = growattServer.OpenApiV1(token="YOUR_API_TOKEN")
    plants = api.plant_list_v1()
    print(plants)
    assert ast.literal_eval(capsys.readouterr().out)["count"] == 2


@pytest.mark.usefixtures("cloud")
@pytest.mark.parametrize(("family", "serial"), [(Sph, "SIMSPH0001"), (Min, "SIMMIN0001")])
def test_a_device_without_its_serial_number_each_time(family: type[Any], serial: str) -> None:
    api = growattServer.OpenApiV1(token="YOUR_API_TOKEN")
    my_inverter = family(api, serial)
    assert my_inverter.detail()["serialNum"] == serial
    assert my_inverter.energy()["serialNum"] == serial
    assert my_inverter.energy_history()["count"] == 0
    # the page lists these two by name only: they want to know which setting
    for call in (my_inverter.read_parameter, my_inverter.write_parameter):
        with pytest.raises((growattServer.GrowattParameterError, TypeError)):
            call()


def test_the_other_name_and_the_servers(cloud: Simulator) -> None:
    api = growattServer.GrowattApiV1(token="YOUR_API_TOKEN")
    assert api.plant_list()["count"] == 2
    for region in ("", "-us", "-cn", "-au"):
        for form in ("v1/", "v1", "", None):
            host = f"https://openapi{region}.growatt.com"
            api.server_url = host if form is None else f"{host}/{form}"
            assert api.api_url == f"{host}/v1/"
            assert api.get_url("plant/list") == f"{host}/v1/plant/list"
    for url in (cloud.url, f"{cloud.url}v1/"):
        api.server_url = url
        assert api.plant_list()["count"] == 2


def test_a_server_for_all_clients(cloud: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "DEFAULT_SERVER", DEFAULT_SERVER)
    for url in (cloud.url, f"{cloud.url}v1/"):
        monkeypatch.setattr(OpenApiV1, "server_url", url)
        assert growattServer.OpenApiV1(token="YOUR_API_TOKEN").plant_list()["count"] == 2


# --- nothing is left out -------------------------------------------------------------------------


TOKEN_API = ("growattServer.open_api_v1", "growattServer.client")
SHINEPHONE_API = ("growattServer.shinephone", "growattServer.client")
WISHES = ("timeout", "on_limit")
"""What every call takes."""


def public_names(owner: type, rooms: tuple[str, ...] = TOKEN_API) -> set[str]:
    """What a class and its bases in the rooms of an API offer."""
    bases = [base for base in owner.__mro__ if base.__module__.startswith(rooms)]
    return {name for base in bases for name in vars(base) if not name.startswith("_")}


def assert_all_in(names: set[str], text: str) -> None:
    assert {name for name in names if not re.search(rf"\b{name}\b", text)} == set()


def test_every_method_is_described() -> None:
    pages = (page.name for page in DOCS.glob("device-*.md"))
    assert_all_in(public_names(OpenApiV1) | {"session"}, text_of("openapi-v1.md", *pages))
    shinephone = public_names(GrowattApi, SHINEPHONE_API) | {"session", "session_store"}
    assert_all_in(shinephone, text_of("shinephone.md"))


def test_every_method_of_a_device_is_described() -> None:
    devices = public_names(Min) | public_names(Sph) | public_names(AbstractDevice)
    assert_all_in(devices - {"DEVICE_TYPE_ID"}, text_of("devices.md", *ABOUT_SETTINGS))
    assert_all_in({member.name for member in DeviceType}, text_of("devices.md"))


def test_everything_of_the_simulator_is_described() -> None:
    simulator = {name for name in vars(Simulator) if not name.startswith("_")}
    fixtures = {name for name in vars(testing) if name.startswith("growatt_")}
    assert_all_in(simulator | fixtures | {*KINDS, *violations.KINDS}, text_of("simulator.md"))


def test_everything_of_v4_is_described() -> None:
    text, room = text_of("openapi-v4.md", "noah.md"), ("growattServer.open_api_v4",)
    calls = {
        name for name in public_names(OpenApiV4, room) if hasattr(getattr(OpenApiV4, name), "flow")
    }
    assert_all_in(calls, text)
    endpoints = (*v4_endpoints.ENDPOINTS, *noah_app_endpoints.ENDPOINTS)
    assert_all_in({endpoint.path.rpartition("/")[2] for endpoint in endpoints}, text)
    for name in calls - {"budget"}:
        takes = set(inspect.signature(getattr(OpenApiV4, name)).parameters)
        assert_all_in(takes - {"self", *WISHES}, text)
    for parameter in VPP_PARAMETERS.values():
        assert re.search(rf"\| `{parameter.name}` \| {parameter.number} \|", text)
    assert_all_in({str(code).lstrip("-") for code in v4_endpoints.CODES}, text)


def test_everything_of_a_cloud_and_its_devices_is_described() -> None:
    text = text_of("connect.md")
    assert_all_in(public_names(Cloud, ("growattServer.cloud",)), text)
    for function in (growattServer.connect, growattServer.connect_async):
        assert_all_in(set(inspect.signature(function).parameters), text)
    of_a_device = public_names(V4Device, ("growattServer.open_api_v4",)) - {"device_sn"}
    assert_all_in(of_a_device, text_of("openapi-v4.md"))
    assert_all_in(public_names(PhoneDevice, ("growattServer.cloud",)), text)


def test_every_argument_is_named() -> None:
    text = text_of("openapi-v1.md", "devices.md", *ABOUT_SETTINGS)
    for owner in (OpenApiV1, Min, Sph):
        for name in public_names(owner):
            function = inspect.getattr_static(owner, name)
            if inspect.isfunction(function):
                assert_all_in(set(inspect.signature(function).parameters) - {"self"}, text)


def test_every_call_of_the_shinephone_api_is_shown_with_its_arguments() -> None:
    text = text_of("shinephone.md")
    for name in public_names(GrowattApi, SHINEPHONE_API):
        function = inspect.getattr_static(GrowattApi, name)
        if inspect.isfunction(function):
            row = re.search(rf"`api\.{name}\(([^)]*)\)`", text)
            assert row, name
            named = re.findall(r"(\w+)(?:=[\w.]+)?(?:, |$)", row[1])
            shown = [one for one in inspect.signature(function).parameters if one not in WISHES]
            assert named == shown[1:], name


def test_every_error_and_code_is_described() -> None:
    errors = {name for name in vars(exceptions) if name.startswith("Growatt")}
    page = text_of("errors.md")
    assert_all_in(errors, page)
    drawn = inspect.cleandoc(exceptions.__doc__ or "").split("\n\n")[1]
    for line in inspect.cleandoc(drawn).splitlines():
        assert line.strip() in page, line
    for code in growattServer.GrowattV1ApiErrorCode:
        assert f"| {code.value} |" in page


@pytest.mark.parametrize(
    ("page", "family", "record"),
    [
        ("min-settings.md", min_settings.SETTINGS, records.MinSettings),
        ("sph-settings.md", sph_settings.SETTINGS, records.SphDetail),
    ],
)
def test_the_settings_are_complete(page: str, family: dict[str, Any], record: type[Record]) -> None:
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text_of(page).split("\n## The settings")[1].splitlines()
        if line.startswith("| `")
    ]
    ids = {row[0].strip("`"): row for row in table}
    numbered = {f"time_segment{number}" for number in range(1, 10)}
    expected = (set(family) - numbered) | {"set_any_reg"}
    expected |= {"time_segment1"} if numbered & set(family) else set()
    assert {name.split("`")[0] for name in ids} == expected
    for row in table:
        for attribute in re.findall(r"`(\w+)`", row[-1]):
            assert attribute in record.fields, attribute


@pytest.mark.parametrize(
    ("page", "package"),
    [
        ("records.md", records),
        ("records-v4.md", v4_records),
        ("records-shinephone.md", shinephone_records),
    ],
    ids=["records.md", "records-v4.md", "records-shinephone.md"],
)
def test_the_table_of_records_is_that_of_the_code(page: str, package: ModuleType) -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts/field_tables.py", page],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )
    hint = f"run: .venv/bin/python scripts/field_tables.py {page} > docs/{page}"
    assert made.stdout == text_of(page), hint
    for name in package.__all__:
        # what has no values of its own is a base of the others
        if getattr(package, name).fields:
            assert f"\n### {name}\n" in made.stdout


# --- links ---------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, made as GitHub makes them."""
    prose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.*)$", prose, flags=re.M)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("page", PAGES, ids=names_of_pages(PAGES))
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if target.startswith("https://") and not target.startswith(OUR_FILES):
            continue
        path, _, anchor = target.removeprefix(OUR_FILES).partition("#")
        folder = ROOT if target.startswith(OUR_FILES) else page.parent
        there = (folder / path) if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def pages_in(navigation: Any) -> set[str]:
    """The pages that a part of the site's navigation leads to."""
    if isinstance(navigation, str):
        return {navigation}
    parts = navigation.values() if isinstance(navigation, dict) else navigation
    return set().union(*map(pages_in, parts))


def test_the_site_leads_to_every_page() -> None:
    project = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
    assert pages_in(project["nav"]) == {page.name for page in DOCS.glob("*.md")}


def test_the_index_lists_every_page() -> None:
    index = text_of("index.md")
    for page in DOCS.glob("*.md"):
        assert page.name == "index.md" or f"]({page.name})" in index, page.name
