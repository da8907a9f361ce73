"""Print docs/common-names.md: the names that records of several families share.

python scripts/common_names.py > docs/common-names.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from growattServer.fields import Field, Kind, Record
from growattServer.open_api_v1.devices import FAMILIES
from growattServer.open_api_v1.devices.declared import declared_in
from growattServer.records.atess_energy import AtessEnergyFields
from growattServer.shinephone import records as shinephone


def _v1_columns() -> Iterator[tuple[str, tuple[type[Record], ...]]]:
    """The families whose pages tell the units of what they measure."""
    for name, family in FAMILIES.items():
        declared = ("energy", "detail", "settings")
        methods = (getattr(family, one) for one in declared if hasattr(family, one))
        energy, *others = (declared_in(method).record for method in methods)
        if not issubclass(energy, AtessEnergyFields):
            word = name if len(name) == len("MIN") else name.lower()
            yield f"V1 {word}", (energy, *others)


V1_COLUMNS: Mapping[str, tuple[type[Record], ...]] = dict(_v1_columns())
SHINEPHONE_COLUMNS: Mapping[str, tuple[type[Record], ...]] = {
    "TLX": (
        shinephone.TlxEnergy,
        shinephone.TlxSystemStatus,
        shinephone.TlxEnergyOverview,
        shinephone.TlxProductionConsumption,
        shinephone.TlxOutput,
        shinephone.TlxPowerPoint,
        shinephone.TlxCurve,
        shinephone.TlxDevice,
        shinephone.TlxSettings,
        shinephone.TlxBatteryLatest,
    ),
    "MIX": (
        shinephone.MixSystemStatus,
        shinephone.MixInfo,
        shinephone.MixTotals,
        shinephone.MixProductionConsumption,
        shinephone.MixPowerPoint,
        shinephone.MixSettings,
    ),
    "storage": (
        shinephone.StorageEnergy,
        shinephone.StorageDetail,
        shinephone.StorageEnergyOverview,
        shinephone.StorageDevice,
    ),
    "inverter": (
        shinephone.InverterEnergy,
        shinephone.InverterEnergyTwo,
        shinephone.InverterCurve,
        shinephone.ClassicInverterSettings,
    ),
    "NOAH": (shinephone.NoahStatus, shinephone.NoahSettings),
}
COLUMNS = {**V1_COLUMNS, **SHINEPHONE_COLUMNS}
COLUMNS_OF_A_COMMON_NAME = 3
HEADINGS = {
    Kind.MEASUREMENT: "Measurements",
    Kind.DAILY: "Counters of the day",
    Kind.LIFETIME: "Counters of the lifetime",
    Kind.SETTING: "Settings",
    Kind.IDENTITY: "What the device is",
}
INTRODUCTION = """\
# Common names

A quantity has one name, one unit and one kind, whatever the device and whatever the API. This table
lists the names that three or more columns share, in both APIs, with the keys under which the vendor
sends them. The columns are the records of a family: those with V1 are of the token API, the others
of the ShinePhone API, where TLX are the same devices as MIN, and MIX the same as SPH. Further names
that only MIN and TLX share, or SPH and MIX, are in their records.

A dash says that no record of the family has the name in this unit. Units are those of the
attribute: a power that the vendor sends in kW is read in W.
Made by `python scripts/common_names.py` from the field rows; do not edit it.
"""


def rows_of(records: tuple[type[Record], ...], name: str) -> Iterator[Field[object]]:
    return (record.fields[name] for record in records if name in record.fields)


def common_names() -> dict[str, dict[str, list[Field[object]]]]:
    """For each common name its rows by column, all of the unit and kind of the first row."""
    names = {name: None for records in COLUMNS.values() for r in records for name in r.fields}
    common = {}
    for name in names:
        first = next(row for records in COLUMNS.values() for row in rows_of(records, name))
        columns = {
            column: [
                row
                for row in rows_of(records, name)
                if (row.unit, row.kind) == (first.unit, first.kind)
            ]
            for column, records in COLUMNS.items()
        }
        having = {column for column, rows in columns.items() if rows}
        in_both = having & set(V1_COLUMNS) and having & set(SHINEPHONE_COLUMNS)
        if in_both and len(having) >= COLUMNS_OF_A_COMMON_NAME:
            common[name] = columns
    return common


def keys_in(rows: list[Field[object]]) -> str:
    keys = dict.fromkeys(key for row in rows for key in (row.key, *row.other_keys))
    return ", ".join(f"`{key}`" for key in keys) or "-"


def page() -> str:
    parts = [INTRODUCTION]
    common = common_names()
    for kind, heading in HEADINGS.items():
        cells = [["name", "unit", "kind", "meaning", *COLUMNS], ["---"] * (4 + len(COLUMNS))]
        for name, columns in common.items():
            row = next(row for rows in columns.values() for row in rows)
            if row.kind is kind:
                meaning = row.meaning.replace("|", "\\|")
                keys = [keys_in(rows) for rows in columns.values()]
                cells.append([f"`{name}`", row.unit or "", kind.value, meaning, *keys])
        table = "\n".join(f"| {' | '.join(line)} |" for line in cells)
        parts.append(f"## {heading}\n\n{table}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
