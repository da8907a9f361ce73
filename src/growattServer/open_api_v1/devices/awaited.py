"""The devices behind an async client, a class for each family; they are made of the blocking ones.

`Min(api, serial_number)` of an async client makes an `AsyncMin`. Other programs do not load them.
What type checkers see of a class stands beside the blocking one.
"""

from __future__ import annotations

from types import new_class
from typing import Any

from ...signatures import AwaitedOperations
from .families import FAMILIES
from .meters import Meter
from .readable import AsyncApiT
from .sensors import EnvironmentSensor


def _behind_async(kind: Any) -> Any:
    name = f"Async{kind.__name__}"
    text = f"`{kind.__name__}` behind an async client: its methods are `async def`."
    known = {"__module__": __name__, "__doc__": text}
    made = new_class(
        name, (kind[AsyncApiT], AwaitedOperations), {}, lambda body: body.update(known)
    )
    # what makes the one, given an async client, makes the other
    kind._awaited = made
    return made


for _kind in (*FAMILIES.values(), Meter, EnvironmentSensor):
    globals()[f"Async{_kind.__name__}"] = _behind_async(_kind)
