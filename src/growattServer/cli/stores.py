"""Which store of recordings is meant, and that its address holds no secret."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..addresses import passwords_in
from .connect import account
from .errors import NothingThere, WrongUse
from .files import make_folder
from .inventory import store_of
from .redaction import keep_password_of, refuse_typed

if TYPE_CHECKING:
    from ..recorder import Store

store_option = click.option(
    "--store",
    metavar="STORE",
    help="A file or postgresql://HOST/DATABASE; by default the account's own file.",
)


def place_of(said: str | None) -> str:
    """The file or the address of the store; GROWATT_STORE where nothing is said."""
    if said is not None:
        refuse_typed(said, "put the address into GROWATT_STORE, or the password into ~/.pgpass")
        return said
    if named := os.environ.get("GROWATT_STORE", "").strip():
        keep_password_of(named)
        if "://" not in named and passwords_in(named):
            raise WrongUse(
                "GROWATT_STORE is neither a file nor postgresql://HOST/DATABASE",
                "write postgresql:// before the address",
            )
        return named
    return str(store_of(account()))


def opened(said: str | None, *, read_only: bool = False) -> Store:
    """The store, made where it is to be written and is not there yet."""
    from ..recorder import Store

    place = place_of(said)
    if "://" not in place:
        path = Path(place)
        if read_only and not path.exists():
            raise NothingThere(f"there is no store {place}", "growatt record")
        if said is None:
            make_folder(path.parent)
    return Store(place, read_only=read_only)


def check_filled(store: Store) -> None:
    """Raise NothingThere for a store in which no recorder has found a device yet."""
    if not store.devices():
        raise NothingThere("nothing has been recorded yet", "growatt record")
