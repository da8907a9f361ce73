"""What a web page, or a client that never stops, cannot do to a simulator."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError

from .sim_legacy_app import App

JSON = "application/json"
PAGE = "https://page.example"


def knock(
    sim: Simulator, method: str, path: str, headers: dict[str, str], body: Any = None
) -> requests.Response:
    address = f"{sim.url}_sim/{path}"
    return requests.request(method, address, headers=headers, data=body, timeout=60)


def orders(sim: Simulator) -> Any:
    return knock(sim, "GET", "faults", {}).json()


def host_of(sim: Simulator) -> str:
    return sim.url.split("/")[2]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": PAGE},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "page.example"},
        {"Host": "page.example:80"},
        {"Host": "127.0.0.1.page.example"},
        {"Host": "localhost.page.example"},
        {"Host": "[::1].page.example"},
        {"Host": "[::1"},
        {"Host": "192.0.2.1"},
        {"Host": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "requests", None),
        ("POST", "faults", b'{"fault": "http_502"}'),
        ("POST", "reset", None),
        ("DELETE", "sessions", None),
        ("PATCH", "devices/SIMMIN0001", b'{"online": false}'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_web_pages_do_not_come_in(
    sim: Simulator, headers: dict[str, str], method: str, path: str, body: bytes | None
) -> None:
    reply = knock(sim, method, path, {"Content-Type": JSON, **headers}, body)
    assert reply.status_code in (400, 403)
    assert orders(sim) == []
    assert sim.device("SIMMIN0001")["online"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_form_can_send_is_no_order(sim: Simulator, kind: str) -> None:
    reply = knock(sim, "POST", "faults", {"Content-Type": kind}, b'{"fault": "http_502"}')
    assert reply.status_code == 415
    assert "application/json" in reply.json()["error"]
    assert orders(sim) == []


def test_programs_of_this_machine_come_in(sim: Simulator) -> None:
    port = host_of(sim).rpartition(":")[2]
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]", "127.9.9.9"):
        headers = {"Host": f"{name}:{port}", "Content-Type": f"{JSON}; charset=utf-8"}
        assert knock(sim, "GET", "limits", headers).status_code == 200
        assert knock(sim, "POST", "clock", headers, b'{"speed": 2}').status_code == 200
    own_page = {"Origin": f"http://{host_of(sim)}", "Sec-Fetch-Site": "same-origin"}
    assert knock(sim, "POST", "reset", own_page).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"\xff\xfe\x00",
        b'{"now": "\\ud800"}',
        b"1" * 5_000,
        b'{"now": 1e400}',
        b'{"speed": 1e308}',
        b'{"speed": NaN}',
        b'{"now": "9999-12-31T23:59:59Z"}',
        b'{"now": "0001-01-01T00:00:00+14:00"}',
        b"",
        b"null",
    ],
    ids=lambda body: repr(body[:20]),
)
@pytest.mark.parametrize("path", ["clock", "faults", "scenario", "account", "plants", "devices"])
def test_no_body_breaks_the_door(sim: Simulator, path: str, body: bytes) -> None:
    for kind in (JSON, f"{JSON}; charset=nonsense"):
        reply = knock(sim, "POST", path, {"Content-Type": kind}, body)
        assert 400 <= reply.status_code < 500, reply.text
        assert reply.json()["error"]


MEMORY = """
import requests
from pathlib import Path
from growattServer.simulator import Simulator

def resident():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024

with Simulator(history_days=0) as sim, requests.Session() as http:
    def ask(times):
        for number in range(times):
            form = {"tlx_sn": f"{number}", "other": "Y" * 900_000}
            address = f"{sim.url}v1/device/tlx/tlx_last_data"
            http.post(address, data=form, headers={"token": sim.token}, timeout=60)
    ask(30)
    before = resident()
    ask(200)
    print(resident() - before)
"""


@pytest.mark.wide
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
def test_large_forms_do_not_stay() -> None:
    command = [sys.executable, "-c", MEMORY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 40  # of the 172 MiB that came


def test_long_values_are_cut_and_the_newest_stay(sim: Simulator) -> None:
    address = f"{sim.url}v1/device/tlx/tlx_last_data"
    form = {"tlx_sn": "X" * 100_000, **{f"field{number}": "y" for number in range(500)}}
    requests.post(address, data=form, headers={"token": sim.token}, timeout=60)
    newest = sim.requests()[-1]
    assert newest["form"]["tlx_sn"] == "X" * 4000 + "... (100000 characters)"
    assert len(newest["form"]) == 100
    assert len(json.dumps(newest)) < 10_000


def test_of_many_long_requests_the_newest_stay(sim: Simulator) -> None:
    address = f"{sim.url}v1/device/tlx/tlx_last_data"
    with requests.Session() as http:
        for number in range(40):
            form = {"tlx_sn": f"{number}", **{f"field{each}": "y" * 4000 for each in range(99)}}
            http.post(address, data=form, headers={"token": sim.token}, timeout=60)
    kept = sim.requests()
    assert kept[-1]["form"]["tlx_sn"] == "39"
    assert 5 < len(kept) < 30
    assert len(json.dumps(kept)) < 10_000_000


def test_sessions_that_nobody_uses_do_not_pile_up(sim: Simulator) -> None:
    phone = App(sim)
    phone.login()
    first = phone.session.cookies["JSESSIONID"]
    for _ in range(1_100):
        phone.session.cookies.clear()
        phone.login()
    assert phone.inside()
    phone.session.cookies.clear()
    phone.session.cookies.set("JSESSIONID", first)
    assert not phone.inside()
    phone.close()
    assert sim.drop_sessions() <= 1_000


def test_faults_on_order_are_counted(sim: Simulator) -> None:
    for _ in range(1000):
        sim.add_fault({"fault": "http_502", "match": "*/nowhere"})
    with pytest.raises(DoorError, match="cancel some first"):
        sim.add_fault({"fault": "http_502"})


@pytest.mark.parametrize("size", ["1000000000000", "1e400", "99999999", '"x"'])
def test_a_recording_cannot_order_memory(tmp_path: Path, size: str) -> None:
    path = tmp_path / "huge.jsonl"
    body = '{"kind": "empty", "bytes": ' + size + "}"
    reply = '{"status": 200, "headers": {}, "body": ' + body + "}"
    request = '{"method": "GET", "url": "http://x/v1/plant/list", "query": [], "form": []}'
    lines = [
        '{"format": "growattServer recording", "version": 1}',
        f'{{"request": {request}, "duration_ms": 1, "reply": {reply}}}',
    ]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(DoorError, match=r"Line 2 of .* is no recorded exchange"):
        Simulator(recording=path)
