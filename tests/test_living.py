"""What is known while it lives may be looked through while other threads add to it."""

from __future__ import annotations

import ast
import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

import growattServer
from growattServer.living import Living
from growattServer.secret import Secret, blackened
from growattServer.transports import cookies

ROUNDS = 3_000


class Thing:
    """Something that may be known."""


def in_the_midst(look: Callable[[], object], add: Callable[[], Any]) -> None:
    """Look, again and again, while another thread adds and lets go."""
    is_over = threading.Event()

    def adding() -> None:
        held: list[Any] = []
        while not is_over.is_set():
            held.append(add())
            if len(held) > 50:
                held.clear()

    thread = threading.Thread(target=adding)
    thread.start()
    try:
        for _ in range(ROUNDS):
            look()
    finally:
        is_over.set()
        thread.join()


def test_a_set_of_what_lives() -> None:
    known: Living[Thing] = Living()
    one, other = Thing(), Thing()
    for each in (one, other, one):
        known.add(each)
    assert list(known) == [one, other]
    assert one in known
    assert Thing() not in known
    known.discard(one)
    known.discard(one)
    assert list(known) == [other]
    del other, each
    gc.collect()
    assert list(known) == []


def test_it_is_looked_through_while_others_add() -> None:
    known: Living[Thing] = Living()

    def add() -> Thing:
        thing = Thing()
        known.add(thing)
        return thing

    in_the_midst(lambda: list(known), add)


def test_texts_are_blackened_while_others_have_new_secrets() -> None:
    in_the_midst(lambda: blackened("it is well"), lambda: Secret("a secret of no use"))


def test_sessions_are_looked_through_while_others_come() -> None:
    def add() -> Any:
        session, client = requests.Session(), cookies.ClientCookies()
        client.use(session)
        return session, client

    in_the_midst(lambda: list(cookies.jars_in_use()), add)


def test_no_weak_collection_is_looked_through_elsewhere() -> None:
    """Iterating over one is what fails under threads; `Living` is for that."""
    package = Path(growattServer.__file__).parent
    names = {"WeakKeyDictionary", "WeakValueDictionary", "WeakSet"}
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in names
    }
    # those only ask whether one is in it, or read the references in one step
    assert users == {"living.py", "transports/cookies.py"}
