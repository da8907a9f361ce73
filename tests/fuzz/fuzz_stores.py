"""Stores of the recorder that somebody else has written to: what uses one says so in our errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fuzz_cells import spoil_file
from fuzz_replies import Source
from fuzz_walk import look_at_message

from growattServer import GrowattError, OpenApiV1
from growattServer.recorder import (
    Recorder,
    Retention,
    Store,
    backup,
    check,
    compact,
    copy_rows,
    export,
    import_file,
    read_frame,
    read_readings,
    read_rollups,
)
from growattServer.simulator import Simulator
from recorder.recorder_world import MIN_SN, SPH_SN, client_of, new_cloud, now_of, recorder_of

START = "2026-06-15T09:00:00+02:00"
SINCE = date(2026, 6, 15)
Step = Callable[[Store, Path], Any]


def new_world() -> Simulator:
    """A cloud whose past is a morning, so that its store is small."""
    return new_cloud(START, history_days=0, limits="off")


def good_store(cloud: Simulator, path: Path) -> bytes:
    """The file of a store with something in every table that a recorder fills."""
    with client_of(cloud) as api, Store(path) as store:
        recorder = recorder_of(cloud, api, store, keep_raw=True, since=SINCE)
        for _ in recorder.run(now_of(cloud) + timedelta(minutes=20)):
            pass
    return path.read_bytes()


def _read(store: Store, folder: Path) -> None:
    for sn in (MIN_SN, SPH_SN):
        for batch in read_readings(store, sn):
            assert batch.names
        for span in ("hour", "day", "month", "year"):
            for batch in read_rollups(store, sn, span):
                assert batch.names


def _export(ending: str, span: str | None = None) -> Step:
    def step(store: Store, folder: Path) -> None:
        path = folder / f"out{ending}"
        export(store, path, [MIN_SN], span=span)
        if span is None:
            import_file(store, path)

    return step


def _copy(store: Store, folder: Path) -> None:
    with Store(folder / "copy.db") as copy:
        copy_rows(store, copy)


def _open_to_read(store: Store, folder: Path) -> None:
    with Store(str(store.path), read_only=True) as other:
        other.plants()
        other.devices()


STEPS: dict[str, Step] = {
    "read": _read,
    "check": lambda store, folder: [str(each) for each in check(store)],
    "mend": lambda store, folder: [str(each) for each in check(store, mend=True)],
    "csv": _export(".csv"),
    "jsonl": _export(".jsonl"),
    "parquet": _export(".parquet"),
    "hours": _export(".jsonl", "hour"),
    "frame": lambda store, folder: read_frame(store, SPH_SN),
    "backup": lambda store, folder: backup(store, folder / "backup.db"),
    "copy": _copy,
    "open": _open_to_read,
    "plan": lambda store, folder: Recorder(OpenApiV1("token"), store).plan(),
    "compact": lambda store, folder: compact(store, Retention(timedelta(days=400))),
}


def run(seed: int, count: int, folder: Path) -> Counter[tuple[str, bool]]:
    """So many damaged stores, each used in a few ways, some of them by a recorder.

    Gives how often each way had a result (True), and how often one of our errors (False).
    """
    source, outcomes = Source(seed), Counter[tuple[str, bool]]()
    with new_world() as cloud:
        good = good_store(cloud, folder / f"good{seed}.db")
        place = folder / f"store{seed}"
        place.mkdir()
        path = place / "home.db"
        for number in range(count):
            path.write_bytes(good)
            done = spoil_file(path, source, 0.3)
            names = source.chance.sample([*STEPS], 2)
            if number % 25 == 0:
                names.append("record")
            try:
                _use(path, cloud, names, outcomes)
            except Exception as error:
                error.add_note(f"store, seed {seed}, number {number}, {names}: {done}")
                raise
            for left in place.iterdir():
                left.unlink()
    return outcomes


def _use(
    path: Path, cloud: Simulator, names: list[str], outcomes: Counter[tuple[str, bool]]
) -> None:
    store: Store | None = None

    def opened(nothing: Any, folder: Path) -> None:
        nonlocal store
        store = Store(path)

    def record(store: Store, folder: Path) -> None:
        with client_of(cloud) as api:
            recorder = recorder_of(cloud, api, store, since=SINCE)
            for event in recorder.run(now_of(cloud) + timedelta(minutes=6)):
                str(event)

    for name in ("opened", *names):
        step: Step = {"opened": opened, "record": record, **STEPS}[name]
        if store is not None or step is opened:
            outcomes[name, _is_done(step, store, path.parent)] += 1
    if store is not None:
        store.close()


def _is_done(step: Step, store: Any, folder: Path) -> bool:
    try:
        step(store, folder)
    except GrowattError as error:
        look_at_message(error)
        return False
    return True
