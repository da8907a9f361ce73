"""Copies of a store, taken while a recorder writes to it: each is a store of its own."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from ...files import replacing
from ...parsing import in_message
from ..errors import GrowattStoreError, store_trouble
from ..keep import schema
from ..keep.store import Store
from ..keep.upsert import in_parts, insert_rows
from .cells import damage_in
from .replaced import exclusive_access

BATCH_ROWS = 1000


def backup(store: Store, path: str | os.PathLike[str]) -> Path:
    """Copy the store, as it is at this moment, into an SQLite file; gives its path.

    The file is a store: open it to look at it, or put it in the place of a lost one. An existing
    file is replaced when the copy is complete and was looked over, with all that belongs to it; one
    that is open is not, which is a GrowattStoreBusyError.
    """
    target = Path(path).expanduser()
    if store.path is not None and _are_one(store.path, target):
        raise GrowattStoreError(f"{target} is the store itself", hint="name another file")
    try:
        with exclusive_access(target):
            pass
        with ExitStack() as stack, replacing(target) as draft:
            if store.is_sqlite:
                _vacuum_into(store, draft)
            else:
                with Store(draft) as copy:
                    copy_rows(store, copy)
            _look_over(draft)
            # left when the new one is in its place
            stack.enter_context(exclusive_access(target))
    except OSError as error:
        raise GrowattStoreError(
            f"{target} cannot be written: {error.strerror or type(error).__name__}"
        ) from error
    return target


def _are_one(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _vacuum_into(store: Store, draft: Path) -> None:
    with store_trouble(f"{store.name} or its copy {draft}"), store.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("VACUUM INTO ?", [str(draft)])


def _look_over(draft: Path) -> None:
    """Raise GrowattStoreError for a copy that is no whole store."""
    with Store(draft, read_only=True) as copy, copy.reading() as connection:
        for said in damage_in(connection):
            raise GrowattStoreError(
                f"The copy of the store is damaged ({in_message(said)})", hint="check the disk"
            )


def copy_rows(source: Store, target: Store) -> int:
    """Copy all rows of one store into another, empty one, on whichever engines they are."""
    count = 0
    with source.reading() as reading, target.writing() as writing:
        if writing.scalar(select(func.count()).select_from(schema.devices)):
            raise GrowattStoreError(
                f"The store {target.name} is not empty", hint="copy into a new one"
            )
        for table in schema.every_table():
            if table.name != "fields":
                for rows in in_parts(reading, table.select(), BATCH_ROWS):
                    insert_rows(writing, table, [tuple(row) for row in rows])
                    count += len(rows)
        if not target.is_sqlite:
            # device numbers were given by the other store
            writing.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('devices', 'device_id'), "
                "max(device_id)) FROM devices"
            )
    return count
