"""The tables of a fleet, beside those of the store; a migration of the store makes them.

The `limit_` tables are the ledger. `fleet_accounts` has the accounts by what their tokens are known
as, with the page at which a look for plants is and what a turn remembers for the next one.
`fleet_plants` says by which account a plant is recorded, what the list of plants said of it and
when, how many looks have missed it since, and when there is something to do about its days;
`fleet_devices` when there is something to do about the past of a device. They are not copied with a
store: a fleet finds them out again.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _name(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


limit_paces = Table(
    "limit_paces",
    metadata,
    *map(_name, ("account", "call", "subject")),
    Column("next_at", Double, nullable=False),
    Column("slower_s", Double, nullable=False),
    Column("refused_at", Double, nullable=False),
    Column("flight_until", Double, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("asked_at", Double, nullable=False, server_default="0"),
)
limit_calls = Table(
    "limit_calls",
    metadata,
    *map(_name, ("account", "call")),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
limit_answers = Table(
    "limit_answers",
    metadata,
    *map(_name, ("account", "call", "variant")),
    Column("at", Double, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
limit_documents = Table(
    "limit_documents",
    metadata,
    _name("name"),
    Column("body", Text, nullable=False),
)
fleet_accounts = Table(
    "fleet_accounts",
    metadata,
    Column("account_id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("token", Text, unique=True),
    Column("turn_at", Double, nullable=False, server_default="0"),
    Column("began_at", Double),
    Column("next_page", Integer),
    Column("memory", Text, nullable=False, server_default="{}"),
)
fleet_plants = Table(
    "fleet_plants",
    metadata,
    Column("plant_id", BigInteger, primary_key=True, autoincrement=False),
    Column("listed", Text, nullable=False),
    Column("looked_up_at", BigInteger),
    Column("days_due_at", Double),
    Column("account_id", Integer, nullable=False, index=True),
    Column("device_page", Integer),
    Column("seen_at", Double, nullable=False, server_default="0"),
    Column("missed", Integer, nullable=False, server_default="0"),
)
fleet_devices = Table(
    "fleet_devices",
    metadata,
    Column("device_id", Integer, primary_key=True, autoincrement=False),
    Column("past_due_at", Double, nullable=False),
)
