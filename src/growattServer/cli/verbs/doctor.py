"""`growatt doctor`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from ... import record_to
from ..answer import Answer
from ..connect import account
from ..diagnosis import BAD, WARN, Diagnosis, Line
from ..errors import DONE, FOUND_TROUBLE, WrongUse
from ..printable import as_word
from ..tables import one_line
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


@verb(
    "doctor",
    examples=["growatt doctor", "growatt doctor --json", "growatt doctor --bundle report.jsonl"],
    shape=SHAPE,
    all_accounts=True,
    for_one=("bundle",),
)
@click.option(
    "--bundle",
    metavar="FILE",
    help="Write a report: all requests and answers, with personal details removed.",
)
def doctor_command(bundle: str | None) -> Answer:
    """Each line has a verdict: good, look (it works, but there is something to know) or bad, with
    what to do below it. It asks the server for everything once, and changes nothing.

    The bundle is for a problem report: a text file without token, serial numbers, names and places.
    growatt simulate --recording FILE plays it back as a server. docs/reporting.md says what is in
    it.
    """
    screen = terminal()
    if bundle is not None and Path(bundle).exists():
        raise WrongUse(f"{bundle} already exists", "choose another name, or remove it")
    diagnosis = Diagnosis(account())
    lines: list[Line] = []
    with nullcontext() if bundle is None else record_to(bundle):
        for line in diagnosis.lines():
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
        notes=[] if bundle is None else _about(bundle, diagnosis),
    )


def _about(bundle: str, diagnosis: Diagnosis) -> list[str]:
    said = [
        f"Personal details are removed. Look through {bundle}, then attach it to your report.",
        f"It plays back with: growatt simulate --recording {as_word(bundle)}",
    ]
    if diagnosis.cloud.oldest is not None:
        said.append(
            "It lacks what may not be asked again so soon. For all of it, in 5 minutes: "
            f"growatt doctor --bundle {as_word(bundle)}, with the old file removed"
        )
    return said


def _say(line: Line) -> None:
    from rich.text import Text

    verdict = Text(f"{line.verdict:<5}", COLOURS[line.verdict])
    terminal().show(Text.assemble(verdict, one_line(f" {line.about}: {line.said}")))
    if line.next:
        terminal().show(one_line(f"      Next: {line.next}"))
