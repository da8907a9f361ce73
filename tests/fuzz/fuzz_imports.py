"""Files to import that no export has written."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

from fuzz_replies import Source
from fuzz_stores import good_store, new_world
from fuzz_walk import look_at_message

from growattServer.recorder import GrowattStoreError, Store, check, export, import_file
from recorder.recorder_world import MIN_SN, SPH_SN

ENDINGS = (".csv", ".jsonl", ".parquet")
MOST_LINES = 6


def run(seed: int, count: int, folder: Path) -> Counter[str]:
    """So many damaged files into one store, which is well after each.

    Gives how many were `taken` and how many were `refused`, and how many rows of them were new.
    """
    source, outcomes = Source(seed), Counter[str]()
    path = folder / f"home{seed}.db"
    with new_world() as cloud:
        good_store(cloud, path)
    with Store(path) as store:
        good = _exported(store, folder)
        for number in range(count):
            name, body = _spoilt(source, good)
            target = folder / name
            target.write_bytes(body)
            try:
                outcomes["new"] += import_file(store, target)
                outcomes["taken"] += 1
            except GrowattStoreError as error:
                look_at_message(error)
                outcomes["refused"] += 1
            except Exception as error:
                error.add_note(f"import, seed {seed}, number {number}, {name}: {body[:2000]!r}")
                raise
            if number % 200 == 0:
                damage = [one for one in check(store) if one.kind == "damage"]
                assert not damage, (seed, number, damage[:3])
    return outcomes


def _exported(store: Store, folder: Path) -> dict[str, bytes]:
    """Files as an export writes them, of a few rows each."""
    found = {}
    for sn in (MIN_SN, SPH_SN):
        for ending in ENDINGS:
            path = folder / f"good{ending}"
            export(store, path, [sn])
            found[f"{sn}{ending}"] = path.read_bytes()
    return found


def _spoilt(source: Source, good: dict[str, bytes]) -> tuple[str, bytes]:
    chance = source.chance
    name = chance.choice([*good] if chance.random() < 0.15 else [*good][:2] + [*good][3:5])
    body = good[name]
    if name.endswith(".parquet"):
        return name, source.spoilt_bytes(body)
    lines = body.splitlines(keepends=True)
    first = chance.randrange(1, len(lines) - MOST_LINES)
    part = lines[first : first + MOST_LINES]
    if name.endswith(".csv"):
        return name, _spoilt_csv(source, [lines[0], *part])
    rows = [source.encoded(json.loads(one)) for one in part]
    at = chance.randrange(len(rows))
    rows[at] = source.spoilt(_with_a_time(source, json.loads(part[at])))
    return name, b"\n".join(rows) + b"\n"


def _with_a_time(source: Source, row: dict[str, Any]) -> dict[str, Any]:
    """The row at another time now and then, so that there is something new in it."""
    if source.chance.random() < 0.3:
        minute, second = source.chance.randrange(60), source.chance.randrange(60)
        row["time"] = f"2026-06-14T12:{minute:02}:{second:02}+00:00"
    return row


def _spoilt_csv(source: Source, lines: list[bytes]) -> bytes:
    rows = list(csv.reader(io.StringIO(b"".join(lines).decode())))
    for _ in range(source.chance.choice((1, 1, 3))):
        row = source.chance.choice(rows)
        row[source.chance.randrange(len(row))] = _cell(source)
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    body = written.getvalue().encode("utf-8", "surrogatepass")
    return source.spoilt_bytes(body) if source.chance.random() < 0.3 else body


def _cell(source: Source) -> str:
    value = source.value(0)
    # Python does not write a number with thousands of digits
    return value if isinstance(value, str) else source.encoded(value).decode("utf-8", "replace")
