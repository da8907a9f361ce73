"""What the tables of a fleet say of one account: its number, its plants, what is due of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from ...open_api_v1.records import Plant
from ..keep import schema
from ..keep.marks import DISCOVERED, NEWER_DISCOVERED, OLD_DROPPED
from ..keep.upsert import upsert_rows
from ..receive.documents import dumped, loaded
from . import tables
from .tables import fleet_accounts, fleet_plants

ABSENT_S = 2 * 86_400.0
"""An account that had no turn for so long is not recorded any more, and holds no plants."""

MOST_MISSED = 2
"""A plant that so many looks have not found is let go, for whoever finds it next."""

OF_ACCOUNT = (DISCOVERED, NEWER_DISCOVERED)
"""Marks that each account has for itself."""


class AccountRow(NamedTuple):
    """An account as the last turn left it."""

    account_id: int
    began_at: float | None
    next_page: int | None
    memory: dict[str, Any]


def account_row(connection: Connection, name: str, token: str, now: float) -> AccountRow:
    """The account with this token, under whatever name; else that of the name, with a new token."""
    table = fleet_accounts
    mine = select(table.c.account_id).where(or_(table.c.token == token, table.c.name == name))
    by_token = (table.c.token == token).desc().nulls_last()
    number = connection.scalar(mine.order_by(by_token, table.c.turn_at.desc()).limit(1))
    values = {"name": name, "token": token, "turn_at": now}
    if number is None:
        # another turn may have been faster
        new = insert(table).values(values).on_conflict_do_nothing()
        connection.execute(new)
        number = connection.scalars(mine.order_by(by_token).limit(1)).one()
    here = table.c.account_id == number
    shown = (table.c.account_id, table.c.began_at, table.c.next_page, table.c.memory)
    row = connection.execute(update(table).where(here).values(values).returning(*shown)).one()
    return AccountRow(row[0], row[1], row[2], loaded(row[3]))


def put_account(connection: Connection, account_id: int, **values: Any) -> None:
    """Keep something of an account."""
    here = fleet_accounts.c.account_id == account_id
    connection.execute(update(fleet_accounts).where(here).values(values))


def plants_held(account_id: int) -> Any:
    """The numbers of the plants of an account."""
    return select(fleet_plants.c.plant_id).where(fleet_plants.c.account_id == account_id)


# --- plants --------------------------------------------------------------------------------------


def take_plants(
    connection: Connection, account_id: int, plants: Iterable[Plant], now: float
) -> set[int]:
    """Keep that an account lists these plants; gives those that are its own, or are by now."""
    rows = {
        plant.plant_id: {
            "plant_id": plant.plant_id,
            "account_id": account_id,
            "listed": dumped(plant).decode(),
            "seen_at": now,
            "missed": 0,
        }
        for plant in plants
    }
    if not rows:
        return set()
    new = insert(fleet_plants).values(list(rows.values()))
    present = fleet_accounts.c
    is_held = exists().where(
        present.account_id == fleet_plants.c.account_id, present.turn_at > now - ABSENT_S
    )
    taken = new.on_conflict_do_update(
        index_elements=["plant_id"],
        set_={key: new.excluded[key] for key in ("account_id", "listed", "seen_at", "missed")},
        where=or_(fleet_plants.c.account_id == account_id, ~is_held),
    )
    return set(connection.scalars(taken.returning(fleet_plants.c.plant_id)))


def let_go(
    connection: Connection, account_id: int, which: ColumnElement[bool], before: float
) -> None:
    """A look has found no plants but those that were seen since `before`."""
    table = fleet_plants
    unseen = (table.c.account_id == account_id, which, table.c.seen_at < before)
    connection.execute(update(table).where(*unseen).values(missed=table.c.missed + 1))
    connection.execute(delete(table).where(*unseen, table.c.missed >= MOST_MISSED))


def pending_plants(
    connection: Connection, account_id: int, began_at: float
) -> dict[int, tuple[Plant, int]]:
    """The plants that a look has listed and not looked into, with the page of devices to read."""
    table = fleet_plants.c
    wanted = select(table.plant_id, table.listed, table.device_page).where(
        table.account_id == account_id,
        table.plant_id > 0,
        table.seen_at >= began_at,
        or_(table.looked_up_at.is_(None), table.looked_up_at < began_at),
    )
    return {
        plant_id: (Plant(loaded(listed)), page or 1)
        for plant_id, listed, page in connection.execute(wanted.order_by(table.plant_id))
    }


def put_plant_row(connection: Connection, plant_id: int, **values: Any) -> None:
    """Keep something of a plant."""
    connection.execute(
        update(fleet_plants).where(fleet_plants.c.plant_id == plant_id).values(values)
    )


def listed_plants(connection: Connection, account_id: int) -> list[Plant]:
    """What the list of plants said of those of an account."""
    table = fleet_plants.c
    wanted = select(table.listed).where(table.account_id == account_id, table.plant_id > 0)
    return [Plant(loaded(body)) for body in connection.scalars(wanted)]


def take_places(
    connection: Connection, account_id: int, serials: Sequence[str], now: float
) -> None:
    """Keep that V4 lists these devices for an account, and no others that have no plant."""
    device = schema.devices.c
    wanted = select(device.plant_id).where(device.device_sn.in_(serials), device.plant_id < 0)
    places = [Plant(plant_id=number) for number in connection.scalars(wanted)]
    take_plants(connection, account_id, places, now)
    let_go(connection, account_id, fleet_plants.c.plant_id < 0, now)


# --- marks and what is due -----------------------------------------------------------------------


def mark_of(account_id: int, name: str) -> str:
    """The mark of an account where it has one for itself."""
    return f"{name} {account_id}" if name in OF_ACCOUNT else name


def marks_of(connection: Connection, account_id: int) -> dict[str, int]:
    """When each was done last for an account and its devices."""
    mark, device = schema.marks.c, schema.devices.c
    names = {mark_of(account_id, name): name for name in (*OF_ACCOUNT, OLD_DROPPED)}
    own = select(mark.name, mark.time).where(mark.name.in_(names))
    found = {names[name]: time for name, time in _pairs(connection.execute(own)).items()}
    settings = (
        select(mark.name, mark.time)
        .join_from(schema.devices, schema.marks, mark.name == "settings " + device.device_sn)
        .where(device.plant_id.in_(plants_held(account_id)))
    )
    return found | _pairs(connection.execute(settings))


class Due(NamedTuple):
    """When there is something to do about the past of devices and the days of plants."""

    past: dict[int, float]
    days: dict[int, float]


def due_of(connection: Connection, account_id: int) -> Due:
    """Read it; what is not in there is due now."""
    device, known, plant = schema.devices.c, tables.fleet_devices, fleet_plants.c
    past = (
        select(known.c.device_id, known.c.past_due_at)
        .join_from(schema.devices, known, known.c.device_id == device.device_id)
        .where(device.plant_id.in_(plants_held(account_id)))
    )
    days = select(plant.plant_id, func.coalesce(plant.days_due_at, 0.0)).where(
        plant.account_id == account_id
    )
    return Due(_pairs(connection.execute(past)), _pairs(connection.execute(days)))


def _pairs(rows: Iterable[Any]) -> dict[Any, Any]:
    return {row[0]: row[1] for row in rows}


def put_due(connection: Connection, past: Mapping[int, float], days: Mapping[int, float]) -> None:
    """Keep it."""
    upsert_rows(connection, tables.fleet_devices, sorted(past.items()))
    for plant_id, at in days.items():
        put_plant_row(connection, plant_id, days_due_at=at)


def uncleaned(connection: Connection, device_ids: Sequence[int]) -> set[int]:
    """Of these devices those whose cleaning is not up to date any more.

    A latest record may have values that the history of the same moment has not.
    """
    window = schema.windows.c
    wanted = select(window.device_id).where(
        window.device_id.in_(device_ids),
        window.cleaned_to.is_(None),
        window.cleaned_from.is_not(None),
        window.next_page.is_(None),
    )
    return set(connection.scalars(wanted))
