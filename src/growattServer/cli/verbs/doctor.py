"""`growatt doctor`."""

from __future__ import annotations

from ..answer import Answer
from ..connect import account
from ..diagnosis import BAD, WARN, Diagnosis, Line
from ..errors import DONE, FOUND_TROUBLE
from ..terminal import terminal
from ..verb import verb

SHAPE = {
    "healthy": "true or false: whether nothing is bad",
    "lines": [
        {
            "about": "text: what was looked at",
            "verdict": "text: good, look (it works, but) or bad",
            "said": "text",
            "next": "text or null: what to do",
        }
    ],
}
COLOURS = {"good": "green", "look": "yellow", "bad": "red"}


@verb("doctor", examples=["growatt doctor", "growatt doctor --json"], shape=SHAPE)
def doctor_command() -> Answer:
    """Each line is a verdict: good, look (it works, with something to know) or bad; below it what
    to do. It asks the server once for everything, and changes nothing.
    """
    screen = terminal()
    lines: list[Line] = []
    for line in Diagnosis(account()).lines():
        lines.append(line)
        if not screen.json:
            _say(line)
    bad = sum(line.verdict == BAD for line in lines)
    odd = sum(line.verdict == WARN for line in lines)
    if not screen.json:
        screen.line(f"{bad} bad, {odd} to look at, {len(lines) - bad - odd} good")
    return Answer(
        {"healthy": not bad, "lines": [line.as_dict() for line in lines]},
        code=FOUND_TROUBLE if bad else DONE,
    )


def _say(line: Line) -> None:
    from rich.text import Text

    verdict = Text(f"{line.verdict:<5}", COLOURS[line.verdict])
    terminal().show(Text.assemble(verdict, f" {line.about}: {line.said}"))
    if line.next:
        terminal().show(Text(f"      Next: {line.next}"))
