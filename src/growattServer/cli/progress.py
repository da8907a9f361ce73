"""Progress of long work: a bar with an estimate on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .printable import printable_line
from .terminal import Terminal

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SILENCE_S = 10.0


class Steps:
    """A number of steps of which some are done; always on standard error."""

    def __init__(self, terminal: Terminal, what: str, total: int, done: int = 0) -> None:
        self.terminal, self.what, self.total, self.done = terminal, what, total, done
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._told = time.monotonic()
        self._note = ""

    def __enter__(self) -> Self:
        console = self.terminal.console(error=True)
        if console.is_terminal:
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.completed:.0f} of {task.total:.0f}"),
                TimeRemainingColumn(),
                TextColumn("{task.fields[note]}", markup=False),
                console=console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(
                self.what, total=self.total, completed=self.done, note=""
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self.done += count
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self.done)
        elif time.monotonic() - self._told > SILENCE_S:
            self._told = time.monotonic()
            self.terminal.note(f"{self.what}: {self.done} of {self.total}")

    def show_done(self, count: int) -> None:
        """So many are done, on the bar alone: a pipe is not told again and again."""
        self.done = count
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=count)

    def left(self, count: int) -> None:
        """So many more are to come, as is known by now."""
        self.total = self.done + count
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=self.total)

    def say(self, text: str) -> None:
        """A line that stays, above the bar."""
        if self._bar is not None:
            self._bar.console.print(printable_line(text), markup=False, highlight=False)
        else:
            self.terminal.note(text)

    def note(self, text: str) -> None:
        """What it is busy with, beside the bar."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, note=printable_line(text))
        elif text and not self._note:
            self.terminal.note(f"{self.what}: {text}")
        self._note = text
