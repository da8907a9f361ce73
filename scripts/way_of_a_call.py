"""How many files and functions of the library one call passes, and which.

A client with an `Etiquette` asks the embedded simulator for the latest readings of a MIN inverter.
The first call of a client loads what it needs and is not counted; the second one, about another
inverter, is. Each function counts once, however often it is called; so does each comprehension.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import growattServer
from growattServer.simulator import Simulator

MIN_SN, OTHER_SN = "SIMMIN0001", "SIMMIN0002"
PACKAGE = Path(growattServer.__file__).parent


def functions_of_a_call() -> list[CodeType]:
    """The functions of the library that one call passes, in the order in which they are met."""
    met: dict[CodeType, None] = {}

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            met.setdefault(frame.f_code)

    with tempfile.TemporaryDirectory() as folder, Simulator() as cloud:
        etiquette = growattServer.Etiquette(ledger=Path(folder) / "ledger.sqlite3")
        api = growattServer.OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette)
        cloud.add_device("min", OTHER_SN)
        api.min_energy(MIN_SN)
        sys.setprofile(note)
        try:
            api.min_energy(OTHER_SN)
        finally:
            sys.setprofile(None)
    return [code for code in met if PACKAGE in Path(code.co_filename).parents]


def main() -> None:
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args()
    codes = functions_of_a_call()
    files: dict[str, list[str]] = {}
    for code in codes:
        name = str(Path(code.co_filename).relative_to(PACKAGE))
        files.setdefault(name, []).append(code.co_qualname)
    for name, functions in files.items():
        print(f"{name} ({len(functions)})")
        print("\n".join(f"    {function}" for function in functions))
    print(f"{len(files)} files, {len(codes)} functions")


if __name__ == "__main__":
    main()
