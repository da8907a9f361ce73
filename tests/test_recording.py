"""What a recording holds, that it holds no secret, and that it replays as the session was."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import growattServer
from growattServer import AsyncOpenApiV1, GrowattApi, OpenApiV1
from growattServer.testing import replay
from recorded_world import ask_everything, cloud_of_somebody
from redaction_secrets import seen
from support import HERE, RecordingServer

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
TOKEN, SERIAL = "very-secret-token-0123456789abcd", "BNE7A3C01K"


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The exchanges in a recording."""
    header, *lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert header["format"] == "growattServer recording"
    return lines


def client(server: RecordingServer, **options: Any) -> OpenApiV1:
    return OpenApiV1(TOKEN, server_url=server.url, timeout=60, **options)


# --- the whole way -------------------------------------------------------------------------------


def test_a_session_without_secrets_that_replays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    with cloud_of_somebody() as (cloud, secrets):
        with growattServer.record_to(path) as recording:
            given = [ask_everything(mode, cloud.url) for mode in ("blocking", "async")]
        text = path.read_text("utf-8")
    assert seen(secrets, text) == []
    assert len(lines_of(path)) >= sum(map(len, given))

    redactor = recording._redactor

    def pseudonym(value: str) -> str:
        return redactor._pseudonyms.known(value) or value

    with replay(path) as replaying:
        for mode, before in zip(("blocking", "async"), given, strict=True):
            again = ask_everything(mode, replaying.url, pseudonym, token="any token")
            for (name, _, result), (_, _, replayed) in zip(before, again, strict=True):
                assert type(replayed) is type(result)
                expected = result
                if isinstance(result, dict | list | str):
                    expected = redactor.document({name: result})[name]
                assert replayed == expected, name
        assert replaying.recording()["unanswered"] == []


# --- the file ------------------------------------------------------------------------------------


def test_the_first_line_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    growattServer.record_to(path).close()
    header = json.loads(path.read_text("utf-8"))
    assert header == {
        "format": "growattServer recording",
        "version": 1,
        "library": "3.0.0.dev0",
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
    }
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_exists_stays(tmp_path: Path, server: RecordingServer) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("mine")
    path.chmod(0o644)
    with pytest.raises(growattServer.GrowattParameterError, match="overwrite=True"):
        growattServer.record_to(path)
    assert path.read_text() == "mine"
    with growattServer.record_to(str(path), overwrite=True), client(server) as api:
        api.plant_list()
    assert len(lines_of(path)) == 1
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@BLOCKING_AND_ASYNC
def test_a_line_is_one_exchange(mode: str, tmp_path: Path, server: RecordingServer) -> None:
    path = tmp_path / "a.jsonl"
    server.answer({"data": {"tlx_sn": SERIAL, "ppv": 12.5}, "error_code": 0, "error_msg": ""})
    server.headers = {"Retry-After": "7", "X-Owner": "anna"}

    async def main() -> None:
        async with AsyncOpenApiV1(TOKEN, server_url=server.url, timeout=60) as api:
            await api.min_detail(SERIAL)

    with growattServer.record_to(path):
        if mode == "async":
            asyncio.run(main())
        else:
            with client(server) as api:
                api.min_detail(SERIAL)
    (line,) = lines_of(path)
    made = line["reply"]["body"]["json"]["data"]["tlx_sn"]
    assert (len(made), made == SERIAL) == (10, False)
    assert line["operation"] == "getting MIN inverter details"
    assert line["attempt"] == 1
    assert line["duration_ms"] > 0
    assert line["at"].endswith("+00:00")
    assert line["request"] == {
        "method": "GET",
        "url": f"{server.url}v1/device/tlx/tlx_data_info",
        "query": [["device_sn", made]],
        "form": [],
    }
    assert line["reply"]["status"] == 200
    assert line["reply"]["headers"]["Retry-After"] == "7"
    assert "anna" not in path.read_text()
    assert line["reply"]["body"] == {
        "kind": "json",
        "json": {"data": {"tlx_sn": made, "ppv": 12.5}, "error_code": 0, "error_msg": ""},
    }


def test_the_token_is_replaced_where_the_server_says_it(
    tmp_path: Path, server: RecordingServer
) -> None:
    server.answer({"data": f"hello {TOKEN}", "error_code": 0, "error_msg": ""})
    with growattServer.record_to(tmp_path / "a.jsonl"), client(server) as api:
        api.min_read_parameter(SERIAL, "charge_power")
    assert seen([TOKEN, SERIAL], (tmp_path / "a.jsonl").read_text()) == []


def test_two_recordings_do_not_share_pseudonyms(tmp_path: Path, server: RecordingServer) -> None:
    one, other = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    with growattServer.record_to(one), growattServer.record_to(other), client(server) as api:
        api.min_energy(SERIAL)
        api.min_energy(SERIAL)
    forms = [[line["request"]["form"] for line in lines_of(path)] for path in (one, other)]
    assert forms[0][0] == forms[0][1]
    assert forms[0] != forms[1]


def test_nothing_is_written_after_the_end(tmp_path: Path, server: RecordingServer) -> None:
    recording = growattServer.record_to(tmp_path / "a.jsonl")
    assert repr(recording).endswith("running>")
    with client(server) as api:
        api.plant_list()
        recording.close()
        recording.close()
        api.plant_list()
    assert repr(recording).endswith("closed>")
    assert len(lines_of(recording.path)) == 1


def test_threads_write_whole_lines(tmp_path: Path, server: RecordingServer) -> None:
    def ask() -> None:
        with client(server) as api:
            for _ in range(10):
                api.min_energy(SERIAL)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    with growattServer.record_to(tmp_path / "a.jsonl") as recording:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    lines = lines_of(recording.path)
    assert len(lines) == 60
    assert len({json.dumps(line["request"]["form"]) for line in lines}) == 1


def test_a_disk_that_is_full_does_not_stop_the_program(
    tmp_path: Path, server: RecordingServer
) -> None:
    recording = growattServer.record_to(tmp_path / "a.jsonl")
    assert recording._file is not None
    read_only = os.open(os.devnull, os.O_RDONLY)
    os.dup2(read_only, recording._file)
    os.close(read_only)
    with client(server) as api:
        with pytest.warns(RuntimeWarning, match="ends early: Bad file descriptor"):
            assert api.plant_list() == {}
        assert api.plant_list() == {}


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_a_killed_program_leaves_a_recording(tmp_path: Path, server: RecordingServer) -> None:
    path = tmp_path / "a.jsonl"
    program = f"""
import growattServer, os, signal
growattServer.record_to({str(path)!r})
api = growattServer.OpenApiV1({TOKEN!r}, server_url={server.url!r})
api.plant_list()
api.min_energy({SERIAL!r})
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(lines_of(path)) == 2
    with path.open("a") as file:
        file.write('{"at": "2026-06-')
    with replay(path) as cloud:
        assert len(cloud.recording()["answers"]) == 2


def test_any_body_and_any_redirect_is_recorded(tmp_path: Path, server: RecordingServer) -> None:
    bodies = [b"", b"<html>Login</html>", b'{"half', b"[NaN, 1e999]", b'"\\ud800"', b"\xff\xfe\x00"]
    bodies += [b"[" * 5000 + b"]" * 5000, "屋顶".encode("gbk"), b"0"]
    with growattServer.record_to(tmp_path / "a.jsonl") as recording, client(server) as api:
        for server.body in bodies:
            with pytest.raises(growattServer.GrowattError):
                api.plant_list()
        elsewhere = "http://elsewhere.example/page?token="
        server.status, server.headers = 302, {"Location": f"{elsewhere}{TOKEN}&a=1"}
        with pytest.raises(growattServer.GrowattHTTPError):
            api.plant_list()
    lines = lines_of(recording.path)
    assert len(lines) == len(bodies) + 1
    assert lines[-1]["reply"]["location"].startswith(elsewhere)
    assert TOKEN not in recording.path.read_text()


def test_a_form_of_parts_is_recorded(tmp_path: Path, server: RecordingServer) -> None:
    server.body = b"{}"
    settings = json.loads((HERE / "captures/legacy/plant_settings.json").read_text("utf-8"))
    with (
        growattServer.record_to(tmp_path / "a.jsonl") as recording,
        GrowattApi(server_url=server.url) as api,
    ):
        api.update_plant_settings("1700001", {"plantName": "Haus am Deich"}, settings)
    (line,) = lines_of(recording.path)
    assert "plantName" in [name for name, _ in line["request"]["form"]]
    assert (
        seen(["1700001", "Haus am Deich", "Example Street", "Ulm"], recording.path.read_text())
        == []
    )
