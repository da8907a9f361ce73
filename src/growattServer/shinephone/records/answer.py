"""What the records of this API have in common, and rows for its lists and its maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from growattServer.fields import Basis, Field, Kind, Record
from growattServer.parsing import Parse, number_parser, parse_flag, parse_text

if TYPE_CHECKING:
    from growattServer.fields import RowOptions

T = TypeVar("T")
R = TypeVar("R", bound=Record)


class Answer(Record):
    """A record of this API.

    The vendor documents nothing of it: what other clients know is the basis of a row that names
    none. A row that all APIs show keeps its own: the V1 pages document it.
    """

    def __init_subclass__(cls, *, kind: Kind = Kind.MEASUREMENT, **options: Any) -> None:
        super().__init_subclass__(kind=kind, **options)
        for row in vars(cls).values():
            if isinstance(row, Field) and row.basis is Basis.DOCUMENTED:
                row.basis = Basis.REPORT


def _list_parser(parse: Parse[T]) -> Parse[list[T | None]]:
    def parse_list(value: Any) -> list[T | None] | None:
        return [parse(item) for item in value] if isinstance(value, list) else None

    return parse_list


def _map_parser(parse: Parse[T]) -> Parse[dict[str, T]]:
    """What has no value is left out; a map without any value is none."""

    def parse_map(value: Any) -> dict[str, T] | None:
        if not isinstance(value, dict):
            return None
        read = {label: parse(item) for label, item in value.items()}
        return {label: item for label, item in read.items() if item is not None} or None

    return parse_map


def number_list(
    key: str, meaning: str, *, unit: str | None = None, **more: Unpack[RowOptions]
) -> Field[list[float | None]]:
    """A list of numbers, None where one is missing."""
    return Field(key, _list_parser(number_parser(unit, 1, ())), meaning, unit=unit, **more)


def text_list(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[list[str | None]]:
    """A list of texts, None where one is missing."""
    return Field(key, _list_parser(parse_text), meaning, **more)


def number_by_label(
    key: str, meaning: str, *, unit: str | None = None, **more: Unpack[RowOptions]
) -> Field[dict[str, float]]:
    """Numbers by times, days or other labels of the vendor."""
    return Field(key, _map_parser(number_parser(unit, 1, ())), meaning, unit=unit, **more)


def text_by_label(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[dict[str, str]]:
    """Texts by labels of the vendor."""
    return Field(key, _map_parser(parse_text), meaning, **more)


def flag_by_label(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[dict[str, bool]]:
    """Yes or no by labels of the vendor."""
    return Field(key, _map_parser(parse_flag), meaning, **more)


def records_by_label(
    key: str, record: type[R], meaning: str, **more: Unpack[RowOptions]
) -> Field[dict[str, R]]:
    """Objects by times or other labels of the vendor."""

    def parse(value: Any) -> R | None:
        return record(value) if isinstance(value, dict) else None

    return Field(key, _map_parser(parse), meaning, **more)


def nested_lists(key: str, record: type[R], meaning: str, **more: Unpack[RowOptions]) -> Field[R]:
    """An object that holds lists; None where the same key holds an object of objects."""

    def parse(value: Any) -> R | None:
        has_lists = isinstance(value, dict) and any(isinstance(v, list) for v in value.values())
        return record(value) if has_lists else None

    return Field(key, parse, meaning, **more)
