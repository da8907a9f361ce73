"""Print a page of docs about one device family, from the calls, the field rows and the settings.

python scripts/family_pages.py min > docs/device-min.md
python scripts/family_pages.py --all      write all of them, and where they are listed
python scripts/family_pages.py --models   the table of models in the README
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from functools import cache
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple

from growattServer.cloud.phone_device import CALLS as OF_THE_APP
from growattServer.fields import Field, Record
from growattServer.open_api_v1.devices import FAMILIES as V1
from growattServer.open_api_v1.devices.declared import declared_in
from growattServer.open_api_v1.devices.families import DeviceOperations
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
OF_V4_ONLY = {
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
}


def _of_v1(name: str, family: Any) -> tuple[str, About]:
    """Its page, and what its class says of it."""
    word, title = name.lower(), name if len(name) == len("MIN") else name.title()
    has_page = (DOCS / f"{word}-settings.md").exists()
    article = "an" if title == "SPH" else "a"
    link = f"[Settings of {article} {title}]({word}-settings.md)"
    note = f"{link} has the details of reading and writing." if has_page else ""
    v4 = next((one for one in V4 if family_of(one).common_name == word), "")
    return word, About(title, family._about, family._models, name, v4, note)


FAMILIES = {**dict(_of_v1(*one) for one in V1.items()), **OF_V4_ONLY}

HEAD = """\
# {title}

{sentence} Models: {models}.

The name on the case does not decide which family a device belongs to: a MOD may be a MIN or a MAX.
`growatt devices` shows it, and so does {listed}. {note}
"""

_LISTED = {
    True: "`type` in `device_list`",
    False: "`family` in `devices` of the newer token API, the only token API that lists it",
}
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
    head = HEAD.format(**about._asdict(), listed=_LISTED[about.v1 in V1]).strip()
    chapters = [head, *_access(about), *_readings(about), *_settings(about)]
    return "\n\n".join([*chapters, f"Made by `python scripts/family_pages.py {word}`."]) + "\n"


def _access(about: About) -> Iterator[str]:
    yield "## Reading it"
    family: Any = V1.get(about.v1)
    if family is not None:
        name = family.__name__
        yield (
            f"With the [token API](openapi-v1.md), the class of a device is "
            f"[`{name}`](devices.md), type {family.DEVICE_TYPE_ID}:"
        )
        yield _code(
            "import growattServer",
            "",
            'api = growattServer.OpenApiV1(token="YOUR_API_TOKEN")',
            f'device = growattServer.{name}(api, "YOUR_DEVICE_SERIAL_NUMBER")',
        )
        yield _table(["Method", "What you get", "Record", "One call in"], _v1_calls(family))
        yield "The same by the serial number, without an object:"
        yield _table(["Call", "One call in"], _by_serial_number(family))
    if about.v4 in V4:
        also = "With the [newer token API](openapi-v4.md), its family is"
        yield f'{also} `"{about.v4}"`:'
        if family is None:
            yield _code(
                "import growattServer",
                "",
                'api = growattServer.OpenApiV4(token="YOUR_API_TOKEN")',
                f'device = growattServer.V4Device(api, "YOUR_DEVICE_SERIAL_NUMBER", "{about.v4}")',
            )
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


def _by_serial_number(family: Any) -> Iterator[list[str]]:
    for base in DeviceOperations.__bases__:
        for name, method in vars(base).items():
            if base.__module__ == family.__module__ and hasattr(method, "flow"):
                takes = signature(method.flow).parameters.values()
                _, *shown = (str(one.replace(annotation=one.empty)) for one in takes)
                yield [f"`api.{name}({', '.join(shown)})`", _pace_of(family, name)]


def _pace_of(family: Any, name: str) -> str:
    """How often a call of a client is allowed, where it is declared."""
    for owner, called in (
        (DeviceOperations, name),
        (family, name.partition("_")[2].removesuffix("_v1")),
    ):
        declared = getattr(getattr(getattr(owner, called, None), "flow", None), "declared", None)
        if declared is not None:
            return _pace(declared.endpoint.period_s)
    return "not documented"


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
        f"These have the same names in other families; {_record(record, where)} has {rest} more "
        "values. An attribute is None where the device sends nothing."
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
        "change, `apply` changes it, and `verify` checks that it took effect."
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
            "yes" if word in OF_THE_APP else "",
        ]
        for word, about in FAMILIES.items()
    )
    heads = ["Family", "Models", "Token API", "Newer token API", "App's login"]
    return _table(heads, rows) + "\n"


# --- where the pages are listed ------------------------------------------------------------------


def _listed() -> Iterator[tuple[Path, str, str]]:
    """Files, a pattern of the list in each, and what stands there."""
    root = DOCS.parent
    yield root / "README.md", r"\| Family \| Models \|[^\n]*\n(\|[^\n]*\n)+", models()
    links = ", ".join(f"[{one.title}](device-{word}.md)" for word, one in FAMILIES.items())
    text = f"A page for each family, with its models, readings and settings: {links}"
    wrapped = textwrap.fill(
        text, 100, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
    )
    yield DOCS / "index.md", r"- A page for each family(?:[^\n]*\n  )*[^\n]*", wrapped
    rows = (
        f'        {{ "{one.title}" = "device-{word}.md" }},\n' for word, one in FAMILIES.items()
    )
    pattern = r'( {8}\{ "[^"]+" = "device-[^"]+" \},\n)+'
    yield root / "zensical.toml", pattern, "".join(rows)


def write_all() -> None:
    """Write every page, and name it wherever pages are listed."""
    for gone in DOCS.glob("device-*.md"):
        gone.unlink()
    for each in FAMILIES:
        (DOCS / f"device-{each}.md").write_text(page(each), "utf-8")
    for path, pattern, text in _listed():
        old = path.read_text("utf-8")
        for found in re.finditer(pattern, old):
            path.write_text(old.replace(found[0], text), "utf-8")


if __name__ == "__main__":
    wish = (*sys.argv, "--models")[1]
    if wish == "--all":
        write_all()
    else:
        sys.stdout.write(models() if wish == "--models" else page(wish))
