"""Reading the typed attributes of the latest readings: our record, and pydantic models of it.

The models are made from our field rows. The strict one has plain types and refuses the empty texts
that the vendor sends for missing numbers; the lenient one makes None of them, as our record does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any

from growattServer import parsing
from growattServer.fields import Field
from growattServer.open_api_v1.records import MinEnergy
from pydantic import BaseModel, BeforeValidator, ConfigDict, create_model
from pydantic import Field as ModelField

import bodies
from work import Tasks, repeat

TYPES: dict[Any, Any] = {
    parsing.parse_text: str,
    parsing.parse_flag: bool,
    parsing.parse_datetime: datetime,
}
FEW = ("pv_power", "ac_power", "energy_today", "energy_total", "status")


def _none_if_missing(value: Any) -> Any:
    return None if value in ("", "null") else value


def _type(row: Field[Any], lenient: bool) -> Any:
    made_by = getattr(row.parse, "__qualname__", "")
    plain = TYPES.get(row.parse)
    if made_by.startswith("number_parser"):
        plain = float
    elif made_by.startswith("integer_parser"):
        plain = int
    if plain is None:
        return Annotated[Any, BeforeValidator(row.parse)]
    return Annotated[plain | None, BeforeValidator(_none_if_missing)] if lenient else plain | None


def _model(lenient: bool) -> type[BaseModel]:
    fields: Any = {
        name: (_type(row, lenient), ModelField(default=None, alias=row.key))
        for name, row in MinEnergy.fields.items()
    }
    config = ConfigDict(coerce_numbers_to_str=True, extra="ignore")
    model: type[BaseModel] = create_model("MinEnergyModel", __config__=config, **fields)
    return model


def _readers(names: tuple[str, ...]) -> dict[str, Callable[[], object]]:
    data = bodies.latest()["data"]
    read = attrgetter(*names)
    makers: dict[str, Callable[[], object]] = {"ours": lambda: read(MinEnergy(data))}
    for word, lenient in (("strict", False), ("lenient", True)):
        validate = _model(lenient).model_validate
        makers[word] = lambda validate=validate: read(validate(data))  # type: ignore[misc]  # the defaults bind the loop
    return makers


def tasks(url: str, token: str) -> Tasks:
    """Making a record of a decoded reply and reading all, or five, of its attributes."""
    everything = _readers(tuple(MinEnergy.fields))
    few = _readers(FEW)
    table = {f"{who}_all": repeat(read) for who, read in everything.items()}
    return table | {f"{who}_few": repeat(read) for who, read in few.items()}
