"""Print a page of docs about one device family, from the calls, the field rows and the settings.

python scripts/family_pages.py min > docs/device-min.md
python scripts/family_pages.py --all      write all of them
python scripts/family_pages.py --models   the table of models in the README
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from growattServer.fields import Field, Record
from growattServer.open_api_v1.devices import FAMILIES as V1
from growattServer.open_api_v1.devices.declared import declared_in
from growattServer.open_api_v4.endpoints import DEVICE_INFO, HISTORY, LAST_DATA
from growattServer.open_api_v4.families import FAMILY_NAMES as V4
from growattServer.open_api_v4.families import family_of
from growattServer.settings.catalogue import Family, Setting
from growattServer.settings.families import BY_KEY as SETTINGS

DOCS = Path(__file__).resolve().parent.parent / "docs"
_COMMON_FROM = 5
"""A reading is shown where so many families have it; the others are in the pages of records."""

_ALWAYS = frozenset({"time", "status", "status_text"})


class About(NamedTuple):
    """What no row tells: what a family is, and models that are known to belong to it.

    `v1` is the class of its devices, `v4` the word of V4.
    """

    title: str
    sentence: str
    models: str
    v1: str = ""
    v4: str = ""
    note: str = ""


# Models: the vendor's pages on V4 and on VPP, and example replies; more may belong to a family
FAMILIES = {
    "min": About(
        "MIN",
        "String inverters and hybrids for homes, called TLX in the ShinePhone app.",
        "MIC, MIN, MOD-XH, MID-XH, MAC, NEO; seen: MIN 10000TL-XH-US, MIN 5000TL-XH2, "
        "MIN 6000TL-XH, NEO 800M-X",
        "MIN",
        "min",
        "[Settings of a MIN](min-settings.md) has the details of reading and writing.",
    ),
    "sph": About(
        "SPH",
        "Hybrid inverters for homes, called MIX in the ShinePhone app.",
        "SPH 3000-6000TL BL, SPH 4000-10000TL3 BH; seen: SPH 5000TL BL-UP, SPH 6000TL-HUB",
        "SPH",
        "sph",
        "[Settings of an SPH](sph-settings.md) has the details of reading and writing.",
    ),
    "spa": About(
        "SPA",
        "Storage inverters that charge a battery from the AC side.",
        "SPA 1000-3000TL BL, SPA 4000-10000TL3 BH",
        "SPA",
        "spa",
    ),
    "max": About(
        "MAX",
        "Three-phase inverters for businesses.",
        "MAX, MOD-X; seen: MOD 10KTL3-X",
        "MAX",
        "max",
    ),
    "inverter": About(
        "Inverter",
        "String inverters of the older line.",
        "seen: Growatt 25000 UE, Growatt 3000MTL-S",
        "INVERTER",
        "inv",
    ),
    "storage": About(
        "Storage",
        "Off-grid storage inverters.",
        "SPF; seen: SPF 6000 ES PLUS",
        "STORAGE",
        "storage",
    ),
    "noah": About(
        "NOAH",
        "Balcony batteries.",
        "NOAH 2000, NEXA 2000",
        v4="noah",
        note="[What the app shows of them](noah.md) is fresher.",
    ),
    "wit": About(
        "WIT",
        "Large hybrid inverters for businesses.",
        "WIT 100KTL3-H, WIS 215KTL3; seen: WIT 100K-HE L",
        v4="wit",
    ),
    "sph-s": About(
        "SPH-S",
        "Hybrid inverters of a newer line.",
        "seen: S10000H-48",
        v4="sph-s",
    ),
    "hps": About("HPS", "Hybrid systems with a battery for businesses.", "HPS", "HPS"),
    "pcs": About("PCS", "Battery inverters for businesses.", "PCS", "PCS"),
    "pbd": About("PBD", "Battery converters on the DC side, for businesses.", "PBD", "PBD"),
}

HEAD = """\
# {title}

{sentence} Models: {models}.

The name on the case does not decide which family a device belongs to: a MOD may be a MIN or a MAX.
`growatt devices` shows it, and so does `type` in `device_list`. {note}
"""

_CALLS = {
    "detail": "master data",
    "energy": "latest readings",
    "energy_history": "readings of past days, a page at a time",
    "settings": "settings",
    "alarms": "what went wrong on a day",
}
_V4_CALLS = (
    ("info", DEVICE_INFO, "master data"),
    ("latest", LAST_DATA, "latest readings"),
    ("history", HISTORY, "readings of a day"),
)


def page(word: str) -> str:
    """The whole page of a family."""
    about = FAMILIES[word]
    head = HEAD.format(**about._asdict()).strip()
    chapters = [head, *_access(about), *_readings(about), *_settings(about)]
    return "\n\n".join([*chapters, f"Made by `python scripts/family_pages.py {word}`."]) + "\n"


def _access(about: About) -> Iterator[str]:
    yield "## Reading it"
    family: Any = V1.get(about.v1)
    if family is not None:
        name = family.__name__
        yield (
            f"With the [token API](openapi-v1.md), a device is a [`{name}`](devices.md), type "
            f"{family.DEVICE_TYPE_ID}:"
        )
        yield _code(
            "import growattServer",
            "",
            'api = growattServer.OpenApiV1(token="YOUR_API_TOKEN")',
            f'device = growattServer.{name}(api, "YOUR_DEVICE_SERIAL_NUMBER")',
        )
        yield _table(["Method", "What you get", "Record", "One call in"], _v1_calls(family))
    if about.v4 in V4:
        also = "With the [newer token API](openapi-v4.md), its family is"
        yield f'{also} `"{about.v4}"`:'
        yield _table(["Method", "What you get", "Record", "One call in"], _v4_calls(about.v4))


def _code(*lines: str) -> str:
    return "\n".join(["```python", *lines, "```"])


def _v1_calls(family: Any) -> Iterator[list[str]]:
    for name, text in _CALLS.items():
        method = getattr(family, name, None)
        if method is None or getattr(method.flow, "declared", None) is None:
            continue
        endpoint, record = declared_in(method).endpoint, declared_in(method).record
        yield [f"`device.{name}()`", text, _record(record, "records.md"), _pace(endpoint.period_s)]


def _v4_calls(word: str) -> Iterator[list[str]]:
    found = family_of(word)
    for name, endpoint, text in _V4_CALLS:
        record = found.detail if name == "info" else found.energy
        who = f'"SERIAL_NUMBER", "{word}", day' if name == "history" else f'[...], "{word}"'
        pace = 60 if (word, name) == ("noah", "latest") else endpoint.period_s
        yield [f"`api.{name}({who})`", text, _record(record, "records-v4.md"), _pace(pace)]


def _record(record: type[Record], page: str) -> str:
    return f"[{record.__name__}]({page}#{record.__name__.lower()})"


def _pace(seconds: int | None) -> str:
    if seconds is None:
        return "not documented"
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


# --- readings ------------------------------------------------------------------------------------


def _energy_of(about: About) -> type[Record] | None:
    family = V1.get(about.v1)
    if family is not None:
        return declared_in(family.energy).record
    return family_of(about.v4).energy if about.v4 in V4 else None


@cache
def _common() -> frozenset[str]:
    """The attributes that several families have in their readings."""
    records = [record for about in FAMILIES.values() if (record := _energy_of(about))]
    counts = Counter(name for record in records for name in record.fields)
    return frozenset(name for name, count in counts.items() if count >= _COMMON_FROM)


def _readings(about: About) -> Iterator[str]:
    record = _energy_of(about)
    if record is None:
        return
    shown = {
        name: row
        for name, row in record.fields.items()
        if name in _common() and (row.unit or name in _ALWAYS)
    }
    where = "records.md" if about.v1 in V1 else "records-v4.md"
    rest = len(record.fields) - len(shown)
    yield "## Readings"
    yield (
        f"Names that other families have, too; {_record(record, where)} has {rest} more values. "
        "An attribute is None where the device sends nothing."
    )
    yield _table(["Attribute", "Unit", "Meaning"], map(_reading, shown.items()))


def _reading(named: tuple[str, Field[object]]) -> list[str]:
    name, row = named
    return [f"`{name}`", row.unit or "", row.meaning]


# --- settings ------------------------------------------------------------------------------------


def _settings(about: About) -> Iterator[str]:
    catalogue = next(
        (one for one in SETTINGS.values() if one.name.lower() == about.title.lower()), None
    )
    also = SETTINGS.get(about.v4) if about.v1 and catalogue is not None else None
    yield "## Settings"
    if catalogue is None:
        yield "The library has no catalogue of settings for this family."
        return
    yield (
        "By the names of [verified settings](settings.md): `device.plan({...})` shows what would "
        "change, and `apply` and `verify` change it and look whether it took effect."
    )
    rows = (_setting(catalogue, row) for row in catalogue.settings.values())
    yield _table(["Name", "Value", "Meaning", "Shown by"], rows)
    if also is not None:
        yield (
            "Through the newer token API it has "
            "[settings of another kind](openapi-v4.md#plan-apply-verify-revert)."
        )


def _setting(family: Family, setting: Setting) -> list[str]:
    unit = f" {setting.unit}" if setting.unit and setting.unit not in setting.allowed else ""
    meaning = setting.meaning + (f". {setting.note}" if setting.note else "")
    if setting.dangerous:
        meaning += ". Needs `allow_dangerous=True`"
    return [f"`{setting.name}`", setting.allowed + unit, meaning, _shown_by(family, setting)]


def _shown_by(family: Family, setting: Setting) -> str:
    """How well it is known where the value is read back."""
    if not family.shows(setting) and not setting.askable:
        return "nothing"
    if not setting.readable:
        return "no reply; the device is asked"
    by_name = any(not position.keys for position in setting.positions)
    return "a reply, by the name of the key only" if by_name else "a reply"


def _table(heads: list[str], rows: Any) -> str:
    cells = [heads, [":---"] * len(heads), *([_safe(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _safe(cell: str) -> str:
    return cell.replace("|", "\\|")


def models() -> str:
    """The table of the README: which inverters work, and with which API."""
    rows = (
        [
            f"[{about.title}](docs/device-{word}.md)",
            about.models,
            "yes" if about.v1 in V1 else "",
            "yes" if about.v4 in V4 else "",
        ]
        for word, about in FAMILIES.items()
    )
    return _table(["Family", "Models", "Token API", "Newer token API"], rows) + "\n"


if __name__ == "__main__":
    wish = (*sys.argv, "--models")[1]
    if wish == "--all":
        for each in FAMILIES:
            (DOCS / f"device-{each}.md").write_text(page(each), "utf-8")
    else:
        sys.stdout.write(models() if wish == "--models" else page(wish))
