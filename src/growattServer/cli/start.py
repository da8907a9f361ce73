"""The entry point: says what is missing where the extra `cli` is not installed."""

from __future__ import annotations

import sys

from ..exceptions import GrowattMissingExtraError


def main() -> int:
    """Run the command line; returns the exit code."""
    try:
        from .app import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "click":
            raise
        print(GrowattMissingExtraError("cli", "the command line"), file=sys.stderr)
        return 3
    return run()
