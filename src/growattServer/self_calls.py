"""Methods that call methods: what a subclass, a test or an instance has put in their place counts.

Within a flow a method of ours is called through here, by its name, which is all that is sure to be
left when a program has patched the class. Where it is ours, its flow is run as a part of this one;
where it is not, it is called as its program would call it, in its colour.
"""

from __future__ import annotations

from typing import Any

from .operation import is_operation
from .wire import Flow, theirs


def self_call(owner: Any, name: str, /, *args: Any, **kwargs: Any) -> Flow[Any]:
    """The flow of an operation of this object, or of what stands in its place."""
    found: Any = getattr(owner, name)
    if _is_ours(owner, found):
        flow: Flow[Any] = found.__func__.flow(owner, *args, **kwargs)
        return flow
    return theirs(found, *args, **kwargs)


def is_replaced(owner: Any, name: str) -> bool:
    """Whether something else stands in the place of this operation."""
    return not _is_ours(owner, getattr(owner, name))


def _is_ours(owner: Any, found: Any) -> bool:
    return is_operation(getattr(found, "__func__", None)) and found.__self__ is owner
