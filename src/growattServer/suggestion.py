"""What somebody may have meant who mistyped a name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

LIKE_ENOUGH = 0.7
"""Below this it is another name, and no slip of this one."""

LONGEST = 100
"""What is longer is no name."""


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known name that is most like the word; None where none is much like it."""
    if not isinstance(word, str) or len(word) > LONGEST:
        return None
    typed = word.strip().lower()
    scores = [(_likeness(typed, name.lower()), str(name)) for name in known]
    score, name = max(scores, key=lambda each: each[0], default=(0.0, ""))
    return name if score >= LIKE_ENOUGH else None


def do_you_mean(word: object, known: Iterable[str]) -> str:
    """` (did you mean charge?)`, to stand behind a wrong name; empty where none is much like it."""
    name = nearest(word, known)
    return "" if name is None else f" (did you mean {name}?)"


def _likeness(one: str, other: str) -> float:
    # the order of the arguments matters to it, and letters that changed places count as half a slip
    direct = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return max(direct, SequenceMatcher(None, other, one, autojunk=False).ratio())
