"""Every request, result and failure of release 2.2.0, as recorded from it, blocking and async."""

from __future__ import annotations

import asyncio
import builtins
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from shinephone_loopback import CAPTURES, Answer, Loopback, captured

from growattServer import AsyncGrowattApi, GrowattApi, GrowattError
from growattServer.fields import Record
from other_pythons import interpreters

REQUESTS = CAPTURES / "requests"
FAMILIES = sorted(
    p.stem for p in REQUESTS.glob("*.json") if p.stem not in ("odd_replies", "redirects")
)
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])

_spec = importlib.util.spec_from_file_location("record_2_2_0", REQUESTS / "record.py")
assert _spec is not None
assert _spec.loader is not None
record: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(record)


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((REQUESTS / f"{name}.json").read_text())
    return found


def case_id(row: dict[str, Any]) -> str:
    return "-".join([row["method"], *row.get("replies", [row.get("reply", "")])])


FAMILY_ROWS = [row for family in FAMILIES for row in rows(family)]


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


class Seen:
    """What one call of ours came to."""

    def __init__(
        self, server: Loopback, mode: str, row: dict[str, Any], answers: list[Answer]
    ) -> None:
        host = server.url.split("/")[2]
        server.received.clear()
        server.answers.clear()
        for answer in answers:
            headers = tuple(
                (key, value.replace("{url}", server.url).replace("{host}", host))
                for key, value in answer.headers
            )
            server.answers.append(answer._replace(headers=headers))
        self.arguments = [record.plain(argument) for argument in row["arguments"]]
        run = self._blocking if mode == "blocking" else self._async
        self.row = record.outcome(lambda: run(server.url, row["method"]))
        self.error: Any = getattr(self, "error", None)
        self.requests = [record.request_row(request, server.url) for request in server.received]

    def _blocking(self, url: str, method: str) -> Any:
        with GrowattApi(server_url=url) as api:
            try:
                self.result = getattr(api, method)(*self.arguments)
            except Exception as error:
                self.error = error
                raise
            return self.result

    def _async(self, url: str, method: str) -> Any:
        async def main() -> Any:
            async with AsyncGrowattApi(server_url=url) as api:
                try:
                    self.result = await getattr(api, method)(*self.arguments)
                except Exception as error:
                    self.error = error
                    raise
                return self.result

        return asyncio.run(main())


def named(path: str) -> Any:
    module, _, name = path.rpartition(".")
    if module == "builtins":
        return getattr(builtins, name)
    if module == "growattServer.exceptions":
        return GrowattError
    return getattr({"requests.exceptions": requests.exceptions, "json.decoder": json}[module], name)


def same_failure(seen: Seen, row: dict[str, Any]) -> None:
    """Our error is one of ours, and of each class that others catch it by."""
    assert isinstance(seen.error, GrowattError), seen.row
    if row["raises"][0].startswith("builtins."):
        return  # a KeyError, TypeError or the like: nobody can have meant it
    for path in row["raises"]:
        assert isinstance(seen.error, named(path)), (path, type(seen.error))
    if "says" in row:
        assert seen.error.args[0].startswith(row["says"]) or row["says"] in str(seen.error)


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("row", FAMILY_ROWS, ids=case_id)
def test_a_call_of_2_2_0(server: Loopback, mode: str, row: dict[str, Any]) -> None:
    seen = Seen(server, mode, row, [captured(name) for name in row["replies"]])
    assert seen.requests == row["requests"]
    if "raises" in row:
        same_failure(seen, row)
        return
    assert seen.row["returns"] == row["returns"]
    kinds: dict[str, Any] = {"dict": dict, "list": list, "NoneType": type(None)}
    assert isinstance(seen.result, kinds[row["type"]])
    if isinstance(seen.result, dict):
        assert isinstance(seen.result, Record)
    assert seen.row.get("warns") == row.get("warns")


@pytest.mark.values(391)
@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("row", rows("odd_replies"), ids=case_id)
def test_an_odd_reply(server: Loopback, mode: str, row: dict[str, Any]) -> None:
    seen = Seen(server, mode, row, [record.ODD_REPLIES[row["reply"]]] * 2)
    if "raises" not in row:
        assert "returns" in seen.row, seen.row
        assert seen.row["returns"] == row["returns"] or "NaN" in str(row["returns"])
        assert len(seen.requests) == row["requests"]
    elif "returns" in seen.row:
        # these were failures of the program itself; here the answer is simply handed on
        assert row["raises"][0].startswith("builtins.")
        assert row["method"] in ("tlx_all_settings", "device_list", "inverter_list")
    else:
        same_failure(seen, row)


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("row", rows("redirects"), ids=case_id)
def test_a_redirect(server: Loopback, mode: str, row: dict[str, Any]) -> None:
    seen = Seen(server, mode, row, record.REDIRECTS[row["reply"]])
    if row["reply"] == "in a circle":
        assert len(seen.requests) == row["requests"]
    else:
        assert seen.requests == row["requests"]
    if "raises" in row:
        same_failure(seen, row)
    else:
        assert seen.row["returns"] == row["returns"]


LAST_ROWS = {row["method"]: row for row in FAMILY_ROWS if "raises" not in row}


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("method", sorted(LAST_ROWS.keys() - {"login"}))
def test_after_a_renewal_only_reads_are_repeated(server: Loopback, mode: str, method: str) -> None:
    row = LAST_ROWS[method]
    server.received.clear()
    server.answers.clear()
    answers = ["login.json", "session_expired.html", "login.json", *row["replies"]]
    server.answers.extend(captured(name) for name in answers)
    arguments = [record.plain(argument) for argument in row["arguments"]]

    async def main() -> Any:
        async with AsyncGrowattApi(server_url=server.url) as api:
            api.login_cooldown = 0
            await api.login("user", "password")
            return await getattr(api, method)(*arguments)

    def blocking() -> Any:
        with GrowattApi(server_url=server.url) as api:
            api.login_cooldown = 0
            api.login("user", "password")
            return getattr(api, method)(*arguments)

    seen = record.outcome(blocking if mode == "blocking" else lambda: asyncio.run(main()))
    asked = [one.target for one in server.received if one.path != "/newTwoLoginAPI.do"]
    if method.startswith(("update_", "set_")):
        assert seen["raises"][0].endswith("GrowattSessionExpiredError")
        assert "never sends a setting twice" in seen["says"]
        assert len(asked) == 1
    else:
        assert seen["returns"] == row["returns"]
        assert asked[0] == asked[1]
        assert len(asked) == 1 + len(row["requests"])


def test_every_method_is_recorded() -> None:
    facts = json.loads((CAPTURES.parent / "facts" / "compat_surface.json").read_text())
    methods = set(facts["classes"]["growattServer.GrowattApi"]["methods"])
    assert methods - {"__init__", "get_url"} == {row["method"] for row in FAMILY_ROWS}


def newer_pythons() -> list[str]:
    found = {sys.version_info[:2]: sys.executable, **interpreters()}
    return [python for version, python in sorted(found.items()) if version >= (3, 12)]


@pytest.mark.long
def test_release_2_2_0_still_does_what_was_recorded(tmp_path: Path) -> None:
    """Installs the real release into a fresh environment, records, and compares."""
    python = str(tmp_path / "venv/bin/python")
    for candidate in newer_pythons():
        made = subprocess.run(
            [candidate, "-m", "venv", tmp_path / "venv"], check=False, timeout=300
        )
        if made.returncode == 0:
            break
    else:
        pytest.skip("no Python of 3.12 or later here, which release 2.2.0 needs")
    install = [python, "-m", "pip", "install", "-q", "growattServer==2.2.0"]
    if subprocess.run(install, check=False, timeout=300).returncode != 0:
        pytest.skip("release 2.2.0 cannot be installed from here")
    subprocess.run([python, REQUESTS / "record.py", tmp_path], check=True, timeout=300)
    for kept in REQUESTS.glob("*.json"):
        assert json.loads((tmp_path / kept.name).read_text()) == json.loads(kept.read_text())
