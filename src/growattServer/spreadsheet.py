"""Texts in CSV files that a spreadsheet shows, and does not calculate.

A cell that begins with one of a few characters is a formula to a spreadsheet, wherever the text
came from; an apostrophe before it says that it is a text.
"""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKED = tuple(f"'{one}" for one in ("'", *_FORMULA))


def as_cell(text: str) -> str:
    """A text as it is written into a CSV file."""
    return f"'{text}" if text.startswith((*_FORMULA, *_MARKED)) else text


def from_cell(cell: str) -> str:
    """The text that `as_cell` has written."""
    return cell[1:] if cell.startswith(_MARKED) else cell
