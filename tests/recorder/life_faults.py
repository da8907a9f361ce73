"""Faults of the recorder as they once were, to see whether the life of an account finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from growattServer.exceptions import GrowattReplyError
from growattServer.recorder.ask import discovery, plant_pages, schedule, steps
from growattServer.recorder.care import retention
from growattServer.recorder.derive.counters import Counters, CounterValue
from growattServer.recorder.keep.marks import DISCOVERED
from growattServer.recorder.receive import history, places

from .life_world import Listener


def an_empty_week_is_an_error(patch: pytest.MonkeyPatch) -> None:
    """A week without rows fails, and is asked for again and again; older ones wait for it."""
    hear = Listener._hear

    def no_data(self: Any, path: str, asked: Any, document: dict[str, Any]) -> None:
        hear(self, path, asked, document)
        if path.endswith(("tlx_data", "mix_data")) and not document.get("data"):
            raise GrowattReplyError("not of the shape that was promised")

    patch.setattr(Listener, "_hear", no_data)
    patch.setattr(steps, "note_failure", lambda *arguments: 0.0)


def an_account_is_looked_at_once(patch: pytest.MonkeyPatch) -> None:
    """A backfill looks for devices only where it knows of none."""
    look = schedule._discovery

    def once(recorder: Any, now: float, live: bool) -> Iterable[Any]:
        is_known = bool(recorder.devices) and DISCOVERED in recorder.marks
        return () if is_known and not live else look(recorder, now, live)

    patch.setattr(schedule, "_discovery", once)


def the_last_row_of_a_serial_wins(patch: pytest.MonkeyPatch) -> None:
    """A datalogger that has the serial number of its inverter takes its place."""
    patch.setattr(discovery, "one_each", list)
    patch.setattr(plant_pages, "family_of_type", lambda number: True)


def what_is_known_stays(patch: pytest.MonkeyPatch) -> None:
    """A device that is known is not written again, wherever it is listed."""
    put = places.put_device

    def put_new(connection: Any, plant: Any, row: Any, rated: Any, now: Any) -> list[Any]:
        known = places.known_of(connection, plant, [row]).serials
        return [] if row.device_sn in known else put(connection, plant, row, rated, now)

    patch.setattr(discovery, "put_device", put_new)


def a_zone_stays(patch: pytest.MonkeyPatch) -> None:
    """The zone of a plant that is known is not written again."""
    put = places.put_plant

    def put_new(connection: Any, plant: Any, known: Any, choice: Any, now: Any) -> list[Any]:
        return [] if known.timezone else list(put(connection, plant, known, choice, now))

    patch.setattr(discovery, "put_plant", put_new)


def the_previous_reading_counts(patch: pytest.MonkeyPatch) -> None:
    """A counter has risen from the previous reading, whether that one knew it or not."""

    def see(self: Counters, rows: Iterable[Any]) -> None:
        for time, values in rows:
            self.time = time
            for place, value in enumerate(values):
                self.last[place] = None if value is None else CounterValue(time, value)

    patch.setattr(Counters, "see", see)
    patch.setattr("growattServer.recorder.derive.counters._ever_known", lambda *arguments: ())


def what_is_needed_is_dropped(patch: pytest.MonkeyPatch) -> None:
    """The reading from which the first one that stays has risen is dropped with the others."""
    patch.setattr(retention, "_needed_later", lambda *arguments: ())


def a_week_without_a_time_is_complete(patch: pytest.MonkeyPatch) -> None:
    """Rows whose time cannot be read are left out, and nobody asks for them again."""
    patch.setattr(history, "_missing", lambda *arguments: "")


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    each.__name__: each
    for each in (
        an_empty_week_is_an_error,
        a_week_without_a_time_is_complete,
        an_account_is_looked_at_once,
        the_last_row_of_a_serial_wins,
        what_is_known_stays,
        a_zone_stays,
        the_previous_reading_counts,
        what_is_needed_is_dropped,
    )
}
