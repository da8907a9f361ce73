"""Reading a setting or registers, as most families do it."""

from __future__ import annotations

from typing import Any

from ...operation import operation
from ...wire import Flow
from .abstract_device import AbstractDevice, ApiT


class ReadsParameters(AbstractDevice[ApiT]):
    """A device of which one register may be read, or some, without naming a setting."""

    @operation
    def read_parameter(
        self,
        parameter_id: str | None = None,
        start_address: int | None = None,
        end_address: int | None = None,
    ) -> Flow[Any]:
        """One setting by its id, or registers by their addresses, as the text the server sends.

        Without `parameter_id` the registers from `start_address` to `end_address` are read.
        """
        last = start_address if end_address is None else end_address
        return self._read(parameter_id, start_address, last)
