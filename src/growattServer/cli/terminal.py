"""The two streams and the questions: all that is printed or asked goes through here."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from .answer import Answer, as_json
from .errors import STOPPED, Trouble, WrongUse
from .interrupts import heard_while_waiting
from .printable import printable, printable_line
from .redaction import keep_secret, redacted
from .verbs import SUMMARIES

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTH_OF_A_PIPE = 120
OF_AN_ACCOUNT = sorted(
    set(SUMMARIES) - {"accounts", "simulate", "demo", "completion", "settings", "schedule"},
    reverse=True,
)
COMMAND = re.compile(rf"\bgrowatt (?:{'|'.join(OF_AN_ACCOUNT)})(?![\w-]| --help)")


class Terminal:
    """What one run of the program says to its user; `json` is what `--json` said.

    `go_on` is what Ctrl-C tells to type next; `is_streaming` says that JSON comes in lines.
    """

    def __init__(self, json: bool = False) -> None:
        self.json = json
        self.account: str | None = None
        self.all_accounts = False
        self.allow_cleartext = False
        self.verb = ""
        self.is_streaming = False
        self.go_on = "nothing was changed; run the same command to start again"
        self._said: set[str] = set()
        self._consoles: dict[bool, Console] = {}
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # a picture with question marks is better than a traceback
                stream.reconfigure(errors="replace")

    def console(self, error: bool = False) -> Console:
        """The console of standard output or error; colours and bars only on a real terminal."""
        if error not in self._consoles:
            from rich.console import Console

            stream = sys.stderr if error else sys.stdout
            is_wide = not stream.isatty() and "COLUMNS" not in os.environ
            width = WIDTH_OF_A_PIPE if is_wide else None
            self._consoles[error] = _safe(Console)(stderr=error, width=width, highlight=False)
        return self._consoles[error]

    # --- saying ----------------------------------------------------------------------------------

    def print_answer(self, answer: Answer) -> None:
        """Print what a verb returned, for programs or for people."""
        if self.json:
            self.line(as_json(answer.data))
        elif answer.show is not None and (shown := answer.show()) is not None:
            self.show(shown)
        for note in answer.notes:
            self.note(note)

    def line(self, text: str) -> None:
        """Lines on standard output, with secrets blackened and nothing that steers."""
        print(redacted(printable(text)), flush=True)

    def show(self, what: RenderableType) -> None:
        """A table or a picture on standard output."""
        self.console().print(what)

    def note(self, text: str) -> None:
        """A sentence beside the answer, on standard error: one line, whatever is named in it."""
        self._say(printable_line(text))

    def _say(self, text: str) -> None:
        print(redacted(self.for_this_account(text)), file=sys.stderr, flush=True)

    def note_once(self, text: str) -> None:
        """The same, unless it was said before."""
        if text not in self._said:
            self._said.add(text)
            self.note(text)

    def for_this_account(self, text: str) -> str:
        """The text, where each command in it names the account that was typed in this one."""
        if self.account is None or "--account" in text:
            return text
        return COMMAND.sub(rf"\g<0> --account {shlex.quote(self.account)}", text)

    def print_trouble(self, trouble: Trouble) -> None:
        """What happened, then what to type next; as JSON on standard output where that is asked."""
        trouble = replace(trouble, next=self.for_this_account(trouble.next))
        if self.json:
            self.line(as_json(trouble.as_dict(), indent=not self.is_streaming))
        colours = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        red, plain = ("\x1b[31m", "\x1b[0m") if colours else ("", "")
        self._say(f"{red}{printable_line(sentence(trouble.said))}{plain}")
        if trouble.next:
            self.note(f"Next: {trouble.next}")

    def stopped(self) -> Trouble:
        """What Ctrl-C says."""
        return Trouble("stopped", "stopped", self.go_on, STOPPED)

    # --- asking ----------------------------------------------------------------------------------

    @property
    def can_ask(self) -> bool:
        """Whether a person sits there: questions go to the terminal and never into a pipe."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def confirm(self, question: str, otherwise: str) -> bool:
        """Yes or no; where nobody can be asked, an error that says what to type `otherwise`."""
        if self.json or not self.can_ask:
            why = "--json asks no questions" if self.json else "there is no terminal for questions"
            raise WrongUse(f"{why}, so nothing was written", otherwise)
        return self.ask(f"{question} [y/N] ").strip().lower() in ("y", "yes")

    def ask(self, question: str) -> str:
        """A line that the user types."""
        sys.stderr.write(printable_line(question))
        sys.stderr.flush()
        line = self.read_line()
        if not line:
            raise KeyboardInterrupt
        return line.strip()

    def read_line(self) -> str:
        """The next line of standard input; empty at its end."""
        with heard_while_waiting():
            return sys.stdin.readline()

    def ask_secret(self, question: str) -> str:
        """A line that is not shown while it is typed."""
        from getpass import getpass

        try:
            with heard_while_waiting():
                return keep_secret(getpass(question).strip())
        except EOFError:
            raise KeyboardInterrupt from None


@cache
def _safe(console: type[Console]) -> type[Console]:
    """A console that shows steering characters instead of obeying them, and no secrets."""
    from rich.segment import Segment

    class SafeConsole(console):  # type: ignore[valid-type, misc]  # rich is imported when it is used
        def render(self, renderable: Any, options: Any = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                if segment.control is None:
                    segment = Segment(redacted(printable(segment.text)), segment.style)
                yield segment

    return SafeConsole


def sentence(text: str) -> str:
    """The text with a capital at its beginning, unless that is a name such as charge_power."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text


_current: list[Terminal] = []


def use(terminal: Terminal) -> None:
    """Make it the terminal of this run."""
    _current[:] = [terminal]


def terminal() -> Terminal:
    """The terminal of this run."""
    return _current[0]
