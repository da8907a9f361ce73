"""Texts in CSV files that a spreadsheet shows, and does not calculate.

A cell that begins with one of a few characters is a formula to a spreadsheet, wherever the text
came from; an apostrophe before it says that it is a text. Where semicolons or tabs part cells, as
in much of Europe, a cell may begin within a text.
"""

from __future__ import annotations

import re

# the wide ones are the same to a spreadsheet in Chinese or Japanese
_BEGINS = r"(?:^|(?<=[;\t\r\n]))"
_FORMULA = r"(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
_TO_MARK = re.compile(_BEGINS + _FORMULA)
_MARKED = re.compile(f"{_BEGINS}'{_FORMULA}")


def as_cell(text: str) -> str:
    """A text as it is written into a CSV file."""
    return _TO_MARK.sub("'", text)


def from_cell(cell: str) -> str:
    """The text that `as_cell` has written."""
    return _MARKED.sub("", cell)
