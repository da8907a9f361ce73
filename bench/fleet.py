"""What a plant of a fleet costs, from 100 plants to 10,000: PostgreSQL and a worker.

Ten plants have a token. All are known and their past is read, as in a fleet that has run for a
while; they are polled every five minutes, on a clock that runs faster. The cloud is a process of
its own with prebuilt replies and is not counted. Processor time of the worker and of PostgreSQL is
counted from the second round on, and divided by the polls of plants. Beside that it is told what
planning one account costs in stores of more and more devices.

python bench/fleet.py [--plants 100 1000 10000] [--rounds 2]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import psutil
from growattServer.recorder.fleet import Account, Worker, tables
from growattServer.recorder.fleet.turns import Beat
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.marks import DISCOVERED, NEWER_DISCOVERED
from growattServer.recorder.keep.store import Store
from growattServer.simulator import Simulator
from sqlalchemy import text

from stub_server import serve

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from recorder.postgres import Postgres

PLANTS_A_TOKEN = 10
SPEED = 30.0
FAR = 4e9
TURNS = 200
START = datetime(2026, 6, 15, 10, tzinfo=UTC).timestamp()


def simulated(begun: float) -> float:
    """What the fast clock shows."""
    return START + (time.time() - begun) * SPEED


# --- the cloud -----------------------------------------------------------------------------------


def template() -> tuple[str, str, str]:
    """The reply about one device, around its serial number and its time."""
    with Simulator(start="2026-06-15T10:02:30Z", speed=0, seed=3, history_days=1) as cloud:
        import requests

        serial = next(
            one for one, each in cloud._cloud.world.devices.items() if each.family == "min"
        )
        url = f"{cloud.url}v1/device/tlx/tlxs_data"
        given = {"tlxs": serial, "pageNum": 1}
        reply = requests.post(url, data=given, headers={"token": cloud.token}, timeout=20).json()
    one = json.dumps(reply["data"][serial], separators=(",", ":")).replace(serial, "SERIAL")
    before, after = re.split(r'(?<="time":")[^"]+', one, maxsplit=1)
    return before, after, json.dumps({key: reply[key] for key in reply if key != "data"})[1:]


def stub(begun: float) -> None:
    """Answer polls with what was made beforehand, and all else with nothing."""
    before, after, rest = template()

    def answer(path: bytes, body: bytes) -> bytes:
        told = f'{{"data":{{}},{rest}'
        if path.endswith(b"tlxs_data"):
            moment = simulated(begun) // 300 * 300
            now = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")
            serials = parse_qs(body.decode())["tlxs"][0].split(",")
            one = before + now + after
            devices = ",".join(f'"{sn}":{one.replace("SERIAL", sn)}' for sn in serials)
            told = f'{{"data":{{{devices}}},{rest}'
        sent = told.encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(sent), sent)

    asyncio.run(serve(answer))


# --- the store -----------------------------------------------------------------------------------


def fill(url: str, plants: int, tokens: list[str]) -> None:
    """Put plants into a store as if a fleet had recorded them for a while."""
    now = START
    numbers = range(1, plants + 1)
    of = {number: 1 + (number - 1) // PLANTS_A_TOKEN for number in numbers}
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (schema.plants, [{"plant_id": n, "timezone": "UTC"} for n in numbers]),
        (
            schema.devices,
            [
                {"device_id": n, "device_sn": f"BEN{n:07d}", "family": "min", "plant_id": n}
                for n in numbers
            ],
        ),
        (
            tables.fleet_accounts,
            [{"account_id": n + 1, "name": name, "turn_at": now} for n, name in enumerate(tokens)],
        ),
        (
            tables.fleet_plants,
            [
                {"plant_id": n, "account_id": of[n], "listed": "{}", "days_due_at": FAR}
                for n in numbers
            ],
        ),
        (tables.fleet_devices, [{"device_id": n, "past_due_at": FAR} for n in numbers]),
        (
            schema.marks,
            [
                {"name": f"{mark} {n + 1}", "time": int(now)}
                for n in range(len(tokens))
                for mark in (DISCOVERED, NEWER_DISCOVERED)
            ],
        ),
    ]
    with Store(url) as store, store.writing() as connection:
        for table, some in rows:
            connection.execute(table.insert(), some)
        connection.execute(text("SELECT setval('fleet_accounts_account_id_seq', 1000000)"))
        connection.execute(text("ANALYZE"))


# --- what is measured ----------------------------------------------------------------------------


def cpu_of(processes: list[psutil.Process], gone: dict[int, float]) -> float:
    """The processor time of processes, and of those that have ended meanwhile."""
    for each in processes:
        try:
            used = each.cpu_times()
            gone[each.pid] = used.user + used.system
        except psutil.NoSuchProcess:
            continue
    return sum(gone.values())


def polls(url: str) -> int:
    """How many readings of plants there are."""
    with Store(url, read_only=True) as store, store.reading() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM readings_min")) or 0)


def measure(server: Postgres, plants: int, rounds: int) -> float:
    """Milliseconds of processor time a poll of a plant."""
    tokens = [f"a{number}" for number in range(max(1, plants // PLANTS_A_TOKEN))]
    url, begun = server.url(f"fleet{plants}"), time.time()
    fill(url, plants, tokens)
    with subprocess.Popen(
        [sys.executable, __file__, "--stub", str(begun)], stdout=subprocess.PIPE, text=True
    ) as cloud:
        assert cloud.stdout is not None  # noqa: S101  # for the type checker
        place = f"http://127.0.0.1:{int(cloud.stdout.readline())}"
        accounts = [
            Account(name, token=f"t{name}", server_url=place, allow_cleartext=True)
            for name in tokens
        ]
        worker = Worker(
            url,
            accounts,
            settings_every=None,
            daily=False,
            clock=lambda: datetime.fromtimestamp(simulated(begun), UTC),
            speed=lambda: SPEED,
            beat=Beat(patience_s=0.05),
        )
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            while (first := polls(url)) < plants:
                time.sleep(0.2)
            family = [psutil.Process(), *_postgres(server)]
            gone: dict[int, float] = {}
            before, at = cpu_of(family, gone), time.monotonic()
            while (last := polls(url)) - first < plants * rounds:
                time.sleep(1.0)
            spent, took = (
                cpu_of([psutil.Process(), *_postgres(server)], gone) - before,
                time.monotonic() - at,
            )
        finally:
            worker.stop()
            thread.join()
            cloud.kill()
    each = 1000 * spent / (last - first)
    print(
        f"{plants:7} plants of {len(tokens)} accounts: {each:6.2f} ms CPU a plant and poll,"
        f" {(last - first) / took:6.0f} polls of plants a second",
        flush=True,
    )
    return each


def _postgres(server: Postgres) -> list[psutil.Process]:
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    main = psutil.Process(pid)
    return [main, *main.children(recursive=True)]


def planning(server: Postgres, plants: int) -> float:
    """Milliseconds of processor time of a turn of one account in which nothing is due."""
    from growattServer import Etiquette, OpenApiV1
    from growattServer.recorder.ask.schedule import next_step
    from growattServer.recorder.fleet import PostgresLedger
    from growattServer.recorder.fleet.account_recorder import AccountRecorder

    url = server.url(f"plan{plants}")
    fill(url, plants, [f"a{number}" for number in range(plants // PLANTS_A_TOKEN)])
    now = datetime.fromtimestamp(START, UTC)
    with Store(url) as store:
        ledger = PostgresLedger(store.engine)
        api = OpenApiV1("ta1", server_url="https://localhost", etiquette=Etiquette(ledger=ledger))
        gone: dict[int, float] = {}
        before = 0.0
        for number in range(TURNS + 1):
            if number == 1:
                # the first one connects, and compiles its statements
                before = cpu_of([psutil.Process(), *_postgres(server)], gone)
            recorder = AccountRecorder(
                api, store, ledger, "a1", settings_every=None, daily=False, clock=lambda: now
            )
            recorder.load()
            next_step(recorder, START, live=True)
            recorder.keep()
        spent = cpu_of([psutil.Process(), *_postgres(server)], gone) - before
    each = 1000 * spent / TURNS
    print(
        f"{plants:7} devices in the store: {each:6.2f} ms CPU to plan an account of ten", flush=True
    )
    return each


def main() -> None:
    """Print a line for each size, and how much it grows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plants", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--devices", type=int, nargs="*", default=[100, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--stub", type=float)
    asked = parser.parse_args()
    if asked.stub is not None:
        stub(asked.stub)
        return
    server = Postgres()
    try:
        plans = [planning(server, plants) for plants in asked.devices]
        costs = [measure(server, plants, asked.rounds) for plants in asked.plants]
    finally:
        server.close()
    for what, values in (("planning an account", plans), ("a poll of a plant", costs)):
        if len(values) > 1:
            print(f"{what}: {values[-1] / values[0]:.2f} times from the first to the last")


if __name__ == "__main__":
    main()
