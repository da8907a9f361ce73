"""Print the module of the keys whose values may stay in a recording, from the field rows.

.venv/bin/python scripts/reading_keys.py > src/growattServer/redaction/readings.py

The redaction lies below the records, and must not import all families for one reply.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import field_tables  # noqa: F401  # its imports define every record
from growattServer import parsing
from growattServer.fields import Field, Kind, Record
from growattServer.open_api_v1 import endpoints as of_v1
from growattServer.open_api_v4 import endpoints as of_v4
from growattServer.open_api_v4 import noah_app_endpoints as of_noah_app
from growattServer.redaction.kinds import kind_of, plain
from growattServer.shinephone import endpoints as of_shinephone

_NUMBERS = (
    *("number_parser", "integer_parser", "parse_flag", "_list_parser", "_map_parser"),
    *("_parse_epoch", "_Reader"),
)
_TIMES = (
    *("parse_datetime", "parse_day", "parse_clock", "parse_java_date", "parse_java_calendar"),
    "_parse_server_time",
)
# texts that name a kind of thing, not this one
_NAMES_A_KIND = re.compile(
    r"model|version|fw$|type|_m(d|an)$|manname|manufacturer|language|locale|currency|protocol"
    r"|createdate",
    re.IGNORECASE,
)

HEAD = '''"""The keys whose values stay: readings, times, and words for states and kinds.

Made by `scripts/reading_keys.py` from the field rows; digits and punctuation are left out.
"""

from __future__ import annotations
'''


def rows() -> Iterator[tuple[str, Field[object]]]:
    """Each key of each record."""
    for record in _records(Record):
        for row in record.fields.values():
            for key in (row.key, *row.other_keys):
                yield key, row


def _records(base: type[Record]) -> Iterator[type[Record]]:
    for record in base.__subclasses__():
        if record.__module__.startswith("growattServer."):
            yield record
            yield from _records(record)


def sort_of(key: str, row: Field[object]) -> str | None:
    """The table that a key belongs to."""
    made_by = row.parse.__qualname__.partition(".")[0]
    if made_by in _NUMBERS:
        return "NUMBERS"
    if made_by in _TIMES:
        return "TIMES"
    is_told = row.kind is not Kind.IDENTITY or _NAMES_A_KIND.search(key)
    return "WORDS" if row.parse is parsing.parse_text and is_told else None


def paths() -> set[str]:
    """The words of the paths that are asked for."""
    rooms = (of_v1.ENDPOINTS, of_v4.ENDPOINTS, of_noah_app.ENDPOINTS)
    with_token = {each.path: each for endpoints in rooms for each in endpoints}
    modules = (with_token, vars(of_shinephone))
    found = [
        one
        for module in modules
        for one in module.values()
        if isinstance(one, tuple) and hasattr(one, "path")
    ]
    return {word for one in found for word in re.split(r"[/.]", one.path) if word}


def tables() -> dict[str, set[str]]:
    """The keys of each table, in the form in which they are compared."""
    made: dict[str, set[str]] = {"NUMBERS": set(), "TIMES": set(), "WORDS": set()}
    for key, row in rows():
        sort = sort_of(key, row)
        if sort is not None and kind_of(key) is None and plain(key):
            made[sort].add(plain(key))
    return {**made, "PATHS": paths()}


def page() -> str:
    """The module."""
    parts = [HEAD]
    for name, keys in tables().items():
        lines = textwrap.fill(" ".join(sorted(keys)), 96, break_on_hyphens=False)
        indented = textwrap.indent(lines, "    ")
        parts.append(f'{name} = """\n{indented}\n"""\n')
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
