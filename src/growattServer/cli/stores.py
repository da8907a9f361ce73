"""Which store of recordings is meant, and that its address holds no secret."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from .connect import account
from .errors import NothingThere, WrongUse
from .inventory import store_of
from .redaction import keep_secret

if TYPE_CHECKING:
    from ..recorder import Store

store_option = click.option(
    "--store",
    metavar="STORE",
    help="A file or postgresql://HOST/DATABASE; the account's own file unless given.",
)


def place_of(said: str | None) -> str:
    """The file or the address of the store; GROWATT_STORE where nothing is said."""
    if said is not None:
        if "://" in said and urlsplit(said).password:
            raise WrongUse(
                "a password on the command line can be read by everybody on this machine",
                "put the address into GROWATT_STORE, or the password into ~/.pgpass",
            )
        return said
    if named := os.environ.get("GROWATT_STORE", "").strip():
        if "://" in named and (password := urlsplit(named).password):
            keep_secret(password)
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
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Store(place, read_only=read_only)
