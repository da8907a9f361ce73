"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from goals import Outcome


def table(head: Iterable[str], rows: Iterable[tuple[object, ...]]) -> str:
    """A Markdown table, numbers to the right."""
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def goals_table(found: Iterable[Outcome]) -> str:
    """Goals, and whether they are met."""
    rows = [
        (
            one.goal.text,
            f"at most {one.goal.limit:g}{one.goal.unit}",
            "-" if one.figure is None else f"{one.figure:.3g}",
            one.verdict,
        )
        for one in found
    ]
    return table(("what", "goal", "figure", "verdict"), rows)
