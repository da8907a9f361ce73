"""What the command line remembers, in files that somebody else has written to."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from fuzz_accounts import in_a_home
from fuzz_parsers import NOWHERE
from fuzz_replies import Source

from growattServer.cli import inventory
from growattServer.cli.accounts import Account
from growattServer.cli.answer import as_json
from growattServer.cli.clock import utc_now
from growattServer.cli.daily import DailyEnergies
from growattServer.cli.errors import CliError
from growattServer.cli.inventory import Device, Inventory, Plant
from growattServer.cli.plots import bars
from growattServer.cli.spool import Spool
from growattServer.cli.terminal import Terminal, terminal, use

SERIAL = "SIMMIN0001"
ASKED = {"version": 1, "device_sn": SERIAL, "server": NOWHERE, "zone": None}
DAYS = [date(2026, 6, 13), date(2026, 6, 14)]
ROW = {"time": "2026-06-13 12:00:00", "ppv": 5}
ACCOUNT = Account("home", NOWHERE, "token", "file", None, "5ec7e75ec7e75ec7e75ec7e75ec7e75e")
PLANT = Plant("1", "Roof", "Munich", "Germany", 6.0, 1.5, 3.5, 70.0, 2.0, "Europe/Berlin", "GMT+2")
DEVICE = Device(SERIAL, "MIN", "1", "Roof", "MIN 6000", True, 1, "2026-06-15 12:00:00")


def run(seed: int, count: int, folder: Path) -> Counter[str]:
    """So many damaged files through what reads them: an answer, nothing, or one of our errors."""
    source, outcomes = Source(seed), Counter[str]()
    looks = (_inventory, _refusal, _energies, _spool)
    with in_a_home(folder), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        use(Terminal())
        inventory.directory_of(ACCOUNT).mkdir(parents=True)
        for number in range(count):
            look = looks[number % len(looks)]
            try:
                outcomes[look.__name__] += look(source)
            except Exception as error:
                error.add_note(f"remembered, seed {seed}, number {number}, {look.__name__}")
                raise
    return outcomes


def _inventory(source: Source) -> bool:
    path = inventory.directory_of(ACCOUNT) / "inventory.json"
    whole = asdict(Inventory((PLANT,), (DEVICE,), utc_now().timestamp()))
    path.write_bytes(source.spoilt({"version": inventory.VERSION, **whole}))
    assert all(isinstance(one, str) for one in inventory.known_serial_numbers())
    found = inventory.load(ACCOUNT)
    if found is None:
        return False
    inventory.is_fresh(found)
    as_json(asdict(found))
    for device in found.devices:
        with suppress(CliError):  # it is none of those, or there are several
            found.device(device.device_sn, "device", lambda one: one.settable)
        found.clock_of(device).today()
        found.clock_of(device).wall(utc_now())
    return True


def _refusal(source: Source) -> bool:
    path = inventory.directory_of(ACCOUNT) / "refused.json"
    path.write_bytes(source.spoilt({"at": utc_now().isoformat(), "said": "no"}))
    return inventory.recent_refusal(ACCOUNT) is not None


def _energies(source: Source) -> bool:
    path = inventory.directory_of(ACCOUNT) / "energy-1.json"
    days = {"2026-01-01": 1.5, "2026-01-02": None, "2026-01-03": 0}
    path.write_bytes(source.spoilt({"version": 1, "days": days}))
    found = DailyEnergies(ACCOUNT, "1")
    terminal().show(bars(list(found.known.items()), "kWh"))
    found.missing(*DAYS)
    return bool(found.known)


def _spool(source: Source) -> bool:
    path = inventory.directory_of(ACCOUNT) / "a.partial"
    # what is spoilt is changed in its place
    lines: list[Any] = [{**ASKED}]
    lines += [{"day": str(day), "over": True, "rows": [{**ROW}]} for day in DAYS]
    written = [json.dumps(line).encode() for line in lines]
    number = source.chance.randrange(len(lines))
    written[number] = source.spoilt(lines[number])
    before = b"\n".join(written) + b"\n" * source.chance.randrange(2)
    path.write_bytes(before)
    try:
        spool = Spool(path, ASKED)
    except CliError:
        # it was started for something else, and may be somebody else's
        assert path.read_bytes() == before
        return False
    assert all(isinstance(row, dict) for row in spool.rows(DAYS))
    spool.add(DAYS[0], [ROW], over=True)
    assert ROW in list(spool.rows(DAYS))
    return True
