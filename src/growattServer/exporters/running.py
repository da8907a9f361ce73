"""Runs exporters beside a recorder: a thread for each, so that none waits for another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from ..recorder import Event, Store
from ..recorder.keep.arrivals import keep_only
from .exporter import Exporter
from .feed import Feed

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 300.0


@dataclass(frozen=True, slots=True)
class ExporterTrouble(Event):
    """An exporter could not deliver; it tries again at `retry_at`, and nothing waits for it."""

    exporter: str
    error: str
    retry_at: datetime

    def __str__(self) -> str:
        return f"{self.exporter}: {self.error}; again at {self.retry_at:%H:%M:%S} UTC"


@dataclass(frozen=True, slots=True)
class ExporterBack(Event):
    """An exporter that could not deliver does so again."""

    exporter: str

    def __str__(self) -> str:
        return f"{self.exporter}: delivers again"


class Exporters:
    """Passes what comes into a store on to exporters, by their names, as a context manager.

    Each begins with what comes after its first start; under the same name it goes on later where it
    stopped. Whoever is not named any longer is forgotten. `wake` says that something has come; they
    look by themselves every `look_every` as well, for a recorder in another program.
    `tell` gets the events of troubles, from several threads.
    """

    def __init__(
        self,
        store: Store,
        exporters: Mapping[str, Exporter],
        *,
        look_every: timedelta = timedelta(seconds=5),
        tell: Callable[[Event], None] = lambda event: None,
    ) -> None:
        # the store itself belongs to the recorder, whose transactions are its own
        with Store(store.url) as own, own.writing() as connection:
            keep_only(connection, exporters)
        self._threads = [
            _Delivering(Store(store.url), name, exporter, look_every.total_seconds(), tell)
            for name, exporter in exporters.items()
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def wake(self) -> None:
        """Something has come into the store."""
        for thread in self._threads:
            thread.wake()

    def close(self) -> None:
        """End all of them; what is not delivered is delivered at the next start."""
        for thread in self._threads:
            thread.stop()
        for thread in self._threads:
            thread.join()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Delivering(threading.Thread):
    """Delivers to one exporter."""

    def __init__(
        self,
        store: Store,
        name: str,
        exporter: Exporter,
        look_every_s: float,
        tell: Callable[[Event], None],
    ) -> None:
        super().__init__(name=f"growatt exporter {name}", daemon=True)
        self._store = store
        self._feed = Feed(store, name, exporter)
        self._exporter = exporter
        self._look_every_s = look_every_s
        self._tell = tell
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._failures = 0

    def wake(self) -> None:
        """There may be something."""
        self._changed.set()

    def stop(self) -> None:
        """End soon."""
        self._stopping.set()
        self._changed.set()

    def run(self) -> None:
        """Deliver until told to stop."""
        is_behind = True
        while not self._stopping.is_set():
            self._changed.clear()
            try:
                if is_behind and not self._exporter.delivers_later:
                    self._deliver_newest()
                    is_behind = False
                is_more = self._deliver_part()
            except Exception as error:  # whatever a target does, it is tried again
                is_behind = True
                self._pause(error)
                continue
            self._recovered()
            if not is_more:
                self._changed.wait(self._look_every_s)
        # nothing can be done any more where one of these fails
        with suppress(Exception):
            self._feed.move_to(self._feed.position)
        with suppress(Exception):
            self._exporter.close()
        self._store.close()

    def _deliver_newest(self) -> None:
        readings, position = self._feed.newest()
        for reading in readings:
            self._exporter.on_reading(reading)
        self._exporter.flush()
        self._feed.move_to(position)

    def _deliver_part(self) -> bool:
        """Deliver what is next; was there anything?"""
        deliveries, end = self._feed.next_part()
        for reading, after in deliveries:
            self._exporter.on_reading(reading)
            if self._exporter.delivers_each:
                self._feed.move_to(after)
                if self._stopping.is_set():
                    return False
        self._exporter.flush()
        is_more = end != self._feed.position
        self._feed.move_to(end)
        return is_more

    def _pause(self, error: Exception) -> None:
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(self._failures, 16))
        self._failures += 1
        again = datetime.now(UTC) + timedelta(seconds=pause)
        said = str(error) or type(error).__name__
        self._tell(ExporterTrouble(datetime.now(UTC), self._feed.name, said, again))
        self._stopping.wait(pause)

    def _recovered(self) -> None:
        if self._failures:
            self._failures = 0
            self._tell(ExporterBack(datetime.now(UTC), self._feed.name))
