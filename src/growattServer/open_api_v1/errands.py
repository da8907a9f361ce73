"""The calls of the token API as the manners see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..etiquette.errand import Errand, variant_of
from ..etiquette.policy import Etiquette
from .calls import V1Calls
from .endpoints import Endpoint


def errand_of(
    api: V1Calls,
    etiquette: Etiquette,
    endpoint: Endpoint,
    parameters: Mapping[str, Any],
    operation: str,
) -> Errand:
    """A call with the limits that the vendor documents for its endpoint."""
    subjects = [str(parameters[key]) for key in parameters if is_subject(key, endpoint)]
    return Errand(
        operation,
        api._token_account(),
        endpoint.path,
        subjects[0] if subjects else "",
        variant_of(parameters),
        period_s=endpoint.period_s,
        calls_per_day=endpoint.calls_per_day,
        budget=etiquette.budget_of(None),
        repeatable=not endpoint.writes,
    )


def is_subject(parameter: str, endpoint: Endpoint) -> bool:
    """Whether the server counts by this parameter: a plant, a device, or a list of devices."""
    return parameter in ("plant_id", endpoint.serial_numbers) or parameter.endswith("_sn")
