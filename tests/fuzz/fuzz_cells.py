"""Damage to files of SQLite: odd values in their cells, which it does not notice, and odd bytes."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from fuzz_replies import NUMBERS, TEXTS, Source

_BLOBS = (b"", b"\0", b"\xff\xfe", b"x\x9c\xff\xff", b"\x80" * 40, b"[" * 5000)
_DOCUMENTS = ("[]", "{}", "[[]]", '{"a": 5}', "[" * 100_000, '{"accounts": [5, {}]}', "1 2 3")
_PAGE = 4096


def odd_value(source: Source) -> Any:
    """Something that a cell can hold, of any type."""
    value: Any = source.chance.choice(
        (None, *source.chance.sample(TEXTS, 3), *source.chance.sample(NUMBERS, 4), *_BLOBS[:3])
        if source.chance.random() < 0.7
        else (*_BLOBS, *_DOCUMENTS)
    )
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return float(value) if abs(value) < 10**300 else str(value)
    # half a character gets into a text only as bytes
    return str(value).encode("utf-8", "surrogatepass") if _is_half(value) else value


def _is_half(value: Any) -> bool:
    return isinstance(value, str) and any("\ud800" <= mark <= "\udfff" for mark in value)


def spoil_file(path: Path, source: Source, at_bytes: float = 0.35) -> list[str]:
    """Damage a file of SQLite; says what was done to it."""
    if source.chance.random() < at_bytes:
        return [_spoil_bytes(path, source)]
    with closing(sqlite3.connect(path)) as db:
        db.text_factory = bytes  # also of what is no text
        done = [_spoil_cells(db, source) for _ in range(source.chance.choice((1, 1, 2, 5)))]
        db.commit()
    return done


def _spoil_cells(db: sqlite3.Connection, source: Source) -> str:
    """Another value in a column of a table, in one row or in all; or a part of the schema gone."""
    chance = source.chance
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    tables = sorted(name.decode() for (name,) in db.execute(names))
    filled = [table for table in tables if _count(db, table)]
    if not filled:
        return "nothing"
    table = chance.choice(filled)
    columns = [row[1].decode() for row in db.execute(f"PRAGMA table_info({table})")]
    column = chance.choice(columns)
    kind = chance.random()
    if kind < 0.06:
        return _spoil_schema(db, source, table, column)
    value = odd_value(source)
    texts = "CAST(? AS TEXT)" if isinstance(value, bytes) and chance.random() < 0.5 else "?"
    where = ""
    if kind < 0.6:
        # by what is in its first cells: some tables have no rowid
        key = ", ".join(columns[:4])
        where = f" WHERE ({key}) = (SELECT {key} FROM {table} LIMIT 1 OFFSET ?)"  # noqa: S608  # as below
        given: tuple[Any, ...] = (value, chance.randrange(_count(db, table)))
    else:
        given = (value,)
    # what a constraint does not let in is no damage that anybody can do this way
    with suppress(sqlite3.IntegrityError):
        db.execute(f"UPDATE OR REPLACE {table} SET {column} = {texts}{where}", given)  # noqa: S608  # as below
    return f"{table}.{column} = {value!r:.60}{where and ' in one row'}"


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # names of the schema


def _spoil_schema(db: sqlite3.Connection, source: Source, table: str, column: str) -> str:
    sql = source.chance.choice(
        (
            f"DROP TABLE {table}",
            f"DELETE FROM {table}",  # noqa: S608  # as above
            f"ALTER TABLE {table} DROP COLUMN {column}",
            f"ALTER TABLE {table} RENAME COLUMN {column} TO other",
            f"PRAGMA user_version = {source.chance.choice((0, 1, -1, 99, 2**31 - 1))}",
        )
    )
    with suppress(sqlite3.OperationalError):  # a key, or what something depends on
        db.execute(sql)
    return sql


def _spoil_bytes(path: Path, source: Source) -> str:
    """A file with other bytes: in its head, in a page, or in its length."""
    body, chance = bytearray(path.read_bytes()), source.chance
    kind = chance.choice(("head", "page", "page", "flips", "flips", "cut", "noise", "swap"))
    pages = len(body) // _PAGE
    if kind == "head":
        for _ in range(chance.choice((1, 2, 8))):
            body[chance.randrange(100)] = chance.randrange(256)
    elif kind == "page":
        start = chance.randrange(pages) * _PAGE
        # where its cells are is told at its beginning
        at = start + chance.choice((0, 0, 100)) + chance.randrange(40)
        body[at] = chance.randrange(256)
    elif kind == "flips":
        for _ in range(chance.choice((1, 4, 40))):
            body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del body[chance.randrange(len(body)) :]
    elif kind == "noise":
        start, size = chance.randrange(len(body)), chance.choice((4, 100, _PAGE))
        body[start : start + size] = chance.choice((chance.randbytes(size), b"\0" * size))
    else:
        one, other = (chance.randrange(pages) * _PAGE for _ in "12")
        body[one : one + _PAGE] = body[other : other + _PAGE]
    path.write_bytes(body)
    return f"bytes: {kind}"
