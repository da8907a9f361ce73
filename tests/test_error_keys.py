"""Every error has a code that stays, and the values of its sentence."""

from __future__ import annotations

import ast
import copy
import importlib
import json
import pickle
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import growattServer
from growattServer import GrowattError, exceptions, transport_errors

SOURCE = Path(growattServer.__file__).parent
ROOT = Path(__file__).resolve().parent.parent
SECRET = "hunter2"  # what must not be seen


def library() -> Iterator[tuple[Path, str]]:
    """The modules of the library, without the programs on top of it."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).parts[0] not in ("simulator", "cli", "testing.py"):
            yield path, path.read_text("utf-8")


def kinds() -> list[type[GrowattError]]:
    """All classes of the tree, wherever they are."""
    found = [GrowattError]
    for path, source in library():
        names = re.findall(r"^class (\w+Error)\b", source, re.MULTILINE)
        module = ".".join(["growattServer", *path.relative_to(SOURCE).with_suffix("").parts])
        each = [getattr(importlib.import_module(module), name) for name in names]
        found += [kind for kind in each if issubclass(kind, GrowattError)]
    return sorted(set(found), key=lambda kind: kind.__name__)


def documented() -> dict[str, tuple[str, list[str]]]:
    page = (ROOT / "docs/errors.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.*) \|$", page, re.MULTILINE)
    return {kind: (key, re.findall(r"`(\w+)`", values)) for key, kind, values in rows}


DOCUMENTED = documented()


def made(kind: type[GrowattError]) -> GrowattError:
    """An error of this class that knows all that it can know, and carries a secret beside it."""
    error = kind.__new__(kind)
    error.args = ("Error during looking",)
    error.operation = "looking"
    moment = datetime(2026, 6, 15, tzinfo=UTC)
    known = {"error_code": 10011, "error_msg": "no\n" * 999, "code": "502", "status_code": 500}
    known |= {"retry_at": moment, "locked_until": moment, "extra": "cli", "used_for": "this"}
    known |= {"was_sent": True, "response": SECRET, "request": SECRET, "token": SECRET}
    for name, value in known.items():
        setattr(error, name, value)
    return error


def test_the_table_has_every_class_and_nothing_else() -> None:
    assert {kind.__name__ for kind in kinds()} == set(DOCUMENTED)
    assert len(DOCUMENTED) > 35


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_key_and_values_are_those_of_the_table(kind: type[GrowattError]) -> None:
    key, names = DOCUMENTED[kind.__name__]
    error = made(kind)
    assert error.message_key == key
    values = error.message_values
    assert list(values) == names
    for value in values.values():
        assert value not in (None, "")
        assert isinstance(value, str | int | datetime)
        assert len(str(value)) < 600
        assert "\n" not in str(value)
    assert SECRET not in json.dumps(values, default=str)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
        assert (twin.message_key, twin.message_values) == (key, values)
    bare = kind.__new__(kind)
    bare.args = ("Error during looking",)
    assert list(bare.message_values) == names


def test_a_key_means_one_thing() -> None:
    own = [kind for kind in kinds() if "message_key" in vars(kind)]
    assert len({kind.message_key for kind in own}) == len(own)
    for kind in set(kinds()) - set(own):
        assert kind.__name__.endswith("StatusError"), f"{kind.__name__} has no key of its own"
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.message_key) for kind in own)


def raised() -> Iterator[tuple[str, str]]:
    """Where the library raises by name, and what: classes, and functions that make errors."""
    for path, source in library():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Raise):
                continue
            called: ast.AST | None = node.exc
            called = called.func if isinstance(called, ast.Call) else called
            name = getattr(called, "attr", None) or getattr(called, "id", None)
            if name and name[0].isupper():
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", name


# what Python itself expects of such code, or what its own callers turn into one of ours
NOT_OURS = {
    "AttributeError": "a name that a module, class or record does not have",
    "NotImplementedError": "a method that every subclass has",
    "TypeError": "a class that was written wrongly, or what functions raise",
    "TooLargeError": "becomes a GrowattReplyError in the transport",
    "TimeoutError": "becomes a GrowattTimeoutError in the transport",
    "BlockingIOError": "says that somebody else has the lock, to who tries to take it",
    "NewConnectionError": "becomes a GrowattConnectionError in the transport",
    "ConnectTimeoutError": "becomes a GrowattConnectTimeoutError in the transport",
    "OSError": "becomes a warning or an error of the room",
    "NotCalmError": "says that rows are to be cleaned one by one, to who tries many at once",
    "DamagedWeekError": "becomes a GrowattStoreDamagedError where a frozen week is read",
    "DamagedError": "is caught by the ledger, which goes on without that file",
    "FileNotFoundError": "says that a fallback is gone, to the ledger, which makes another one",
    "MovedError": "says that a fallback was carried back, to the ledger, which looks into its file",
    "PermissionError": "says that a fallback is not ours, to the ledger, which goes on without",
    "TooNewError": "is caught by the ledger, which goes on without that file",
    "RecursionError": "becomes a GrowattReplyError where a reply is opened",
    "ValueError": "is caught where a value is read",
}


def test_whatever_the_library_raises_is_in_the_table() -> None:
    places = list(raised())
    assert len(places) > 90
    strange = [place for place in places if place[1] not in {*DOCUMENTED, *NOT_OURS}]
    assert not strange


def test_errors_of_other_people_have_the_key_of_their_class() -> None:
    class OwnError(growattServer.GrowattPermissionError):
        """A subclass in somebody's program."""

    error = OwnError("Error during x", 10011, "no")
    assert error.message_key == "no_permission"
    assert error.message_values == {"operation": None, "error_code": 10011, "error_msg": "no"}
    assert GrowattError("a", 1).message_values == {"reason": "('a', 1)"}
    assert exceptions.GrowattTimeoutError is transport_errors.GrowattTimeoutError


def test_values_of_real_errors() -> None:
    api: Any = growattServer.OpenApiV1("t")
    with pytest.raises(GrowattError) as caught:
        api.process_response({"error_code": 10002, "error_msg": "no such"}, "looking")
    assert caught.value.message_key == "call_refused"
    assert caught.value.message_values == {
        "operation": "looking",
        "error_code": 10002,
        "error_msg": "no such",
    }
    with pytest.raises(GrowattError) as caught:
        api.plant_details("")
    assert caught.value.message_key == "wrong_argument"
    assert caught.value.message_values == {"reason": str(caught.value)}
    missing = growattServer.GrowattMissingExtraError("async", "an async client")
    assert missing.message_values == {"extra": "async", "used_for": "an async client"}
