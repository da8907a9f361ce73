"""docs/pictures/architecture.svg: the rooms of the package, and which of them imports which.

    python scripts/architecture.py > docs/pictures/architecture.svg

The rooms are those of the import contracts in pyproject.toml, and the arrows are the imports of the
code, without those that follow from others. Only the places and the words are written here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "growattServer"
COLUMNS = {1: (20, 220), 2: (240, 440), 3: (460, 660), 4: (680, 860)}
TOP, STEP, HEIGHT = 16, 86, 62
STYLE = """
text{font-family:ui-sans-serif,system-ui,sans-serif;text-anchor:middle;fill:#1b2733}
.title{font-size:15px;font-weight:600}.words{font-size:12px}
rect{stroke-width:1.5;fill:#eaf2fb;stroke:#4a7fb5}.outside{fill:#f3f3f3;stroke:#8a8a8a}
path{stroke:#5b6b7b;stroke-width:1.5;fill:none}.asks{stroke-dasharray:5 4}
#head path{fill:#5b6b7b;stroke:none}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#16324d;stroke:#6ba5dc}
.outside{fill:#2a2f36;stroke:#8a939c}path{stroke:#aab7c4}#head path{fill:#aab7c4}}
"""


class Box(NamedTuple):
    """A box of the picture: where it is, what it says, and the rooms that it stands for."""

    title: str
    words: str
    columns: tuple[int, int]
    row: int
    rooms: frozenset[str] = frozenset()
    rows: int = 1

    @property
    def left(self) -> int:
        return COLUMNS[self.columns[0]][0]

    @property
    def right(self) -> int:
        return COLUMNS[self.columns[1]][1]

    @property
    def top(self) -> int:
        return TOP + STEP * self.row

    @property
    def bottom(self) -> int:
        return self.top + STEP * (self.rows - 1) + HEIGHT


def _rooms(names: str) -> frozenset[str]:
    return frozenset(names.split())


CLOUD = Box("Growatt cloud", "over HTTPS", (4, 4), 5)
TRANSPORTS = Box(
    "transports/", "send one request, with|requests or aiohttp", (3, 3), 5, _rooms("transports")
)
BOXES = (
    Box("cli/", "the command growatt, a module for each verb", (1, 3), 0, _rooms("cli")),
    Box("testing.py", "fixtures for pytest", (4, 4), 0, _rooms("testing")),
    Box(
        "exporters/, recorder/",
        "to Prometheus and others; ask,|receive, keep, derive, read, care",
        (1, 2),
        1,
        _rooms("exporters recorder"),
    ),
    Box("cloud/", "one way in: connect()", (3, 3), 1, _rooms("cloud")),
    Box(
        "simulator/",
        "a cloud for tests: shares|no code with the client",
        (4, 4),
        1,
        _rooms("simulator"),
        rows=2,
    ),
    Box("cleaning/", "clean values, totals|that do not jump", (1, 1), 2, _rooms("cleaning")),
    Box(
        "open_api_v1/, open_api_v4/",
        "the token API and the newer one",
        (2, 3),
        2,
        _rooms("open_api_v1 open_api_v4"),
    ),
    Box("settings/", "plan, send, verify,|journal, revert", (2, 2), 3, _rooms("settings")),
    Box(
        "shinephone/",
        "the password API|(base_api.py: its old name)",
        (3, 3),
        3,
        _rooms("shinephone base_api"),
    ),
    Box(
        "client.py",
        "servers.py, history.py,|recording.py",
        (3, 3),
        4,
        _rooms("client history servers recording"),
    ),
    TRANSPORTS,
    Box("etiquette/", "envelopes, limits, retries, logins", (2, 3), 6, _rooms("etiquette")),
    Box(
        "operation.py, wire.py, fields.py, records/, redaction/",
        "what runs a call, requests and replies, typed records, and small modules",
        (1, 3),
        7,
        _rooms(
            "faults operation operation_types signatures wire fields coded records redaction"
            " timeouts zones rows showing switches arguments exceptions transport_errors base_error"
            " addresses counting decoding warn lazy parsing secret state_directory files"
            " spreadsheet locks suggestion living vpp_parameters"
        ),
    ),
)


def contract_rooms() -> frozenset[str]:
    """The rooms that the import contracts name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(each for each in contracts if each.get("containers") == [PACKAGE])["layers"]
    sources = [name for each in contracts for name in each.get("source_modules", [])]
    named = {room for layer in layers for room in layer.split(" : ")}
    return frozenset(named | {name.removeprefix(f"{PACKAGE}.") for name in sources})


def imports() -> set[tuple[Box, Box]]:
    """Which box imports which, without what follows from two others."""
    box_of = {room: box for box in BOXES for room in box.rooms}
    graph = grimp.build_graph(PACKAGE, exclude_type_checking_imports=True, cache_dir=None)
    direct: dict[Box, set[Box]] = {box: set() for box in BOXES}
    for module in sorted(graph.modules - {PACKAGE}):
        here = box_of[module.split(".")[1]]
        for other in graph.find_modules_directly_imported_by(module) - {PACKAGE}:
            direct[here].add(box_of[other.split(".")[1]])
        direct[here].discard(here)
    return {
        (box, other)
        for box, others in direct.items()
        for other in others
        if not any(other in _reached(direct, between) for between in others - {other})
    }


def _reached(direct: dict[Box, set[Box]], start: Box) -> set[Box]:
    found: set[Box] = set()
    left = [start]
    while left:
        new = direct[left.pop()] - found
        found |= new
        left += new
    return found


def arrow(box: Box, other: Box) -> str:
    """The path from the lower edge of a box to the upper edge of another, past all in between."""
    between = [one for one in BOXES if one.top > box.top and one.bottom < other.top]
    first, last = max(box.left, other.left) + 12, min(box.right, other.right) - 12
    for x in sorted(range(first, last), key=lambda x: abs(x - (first + last) / 2)):
        if not any(one.left - 8 < x < one.right + 8 for one in between):
            return f"M{x} {box.bottom}V{other.top}"
    if between:
        raise ValueError(f"no way from {box.title} to {other.title}")
    is_right = other.left > box.left
    start, end = (box.right, other.left) if is_right else (box.left, other.right)
    side = 20 if is_right else -20
    return f"M{start - side} {box.bottom}L{end + side} {other.top}"


def drawn(box: Box) -> list[str]:
    """The box and its words."""
    middle = (box.left + box.right) // 2
    lines = box.words.split("|")
    y = (box.top + box.bottom) // 2 - 8 * len(lines) + 5
    kind = "" if box.rooms else ' class="outside"'
    return [
        f'<rect{kind} x="{box.left}" y="{box.top}" width="{box.right - box.left}"'
        f' height="{box.bottom - box.top}" rx="8"/>',
        f'<text class="title" x="{middle}" y="{y}">{box.title}</text>',
        *(
            f'<text class="words" x="{middle}" y="{y + 2 + 15 * number}">{line}</text>'
            for number, line in enumerate(lines, 1)
        ),
    ]


def picture() -> str:
    """The whole picture."""
    width, height = BOXES[1].right + 20, BOXES[-1].bottom + 16
    middle = (CLOUD.top + CLOUD.bottom) // 2
    asks = f"M{TRANSPORTS.right} {middle}H{CLOUD.left}"
    ways = sorted(arrow(box, other) for box, other in imports())
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' aria-label="The rooms of the package, and which of them imports which">',
            f"<style>{STYLE}</style>",
            '<defs><marker id="head" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8"'
            ' markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>',
            *(line for box in (*BOXES, CLOUD) for line in drawn(box)),
            *(f'<path d="{way}" marker-end="url(#head)"/>' for way in ways),
            f'<path class="asks" d="{asks}" marker-end="url(#head)"/>',
            "</svg>",
        ]
    )


if __name__ == "__main__":
    print(picture())
