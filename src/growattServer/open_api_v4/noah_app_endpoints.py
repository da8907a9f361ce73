"""The app's own calls about a NOAH or NEXA that take the token, and how their replies are opened.

The vendor documents none of them. Facts: answers of a NEXA 2000 that the author of the public
client growattPublicApiPy has published (October 2025), and clients of the app (nexa-mqtt,
noah-mqtt). What a refusal looks like has not been seen with a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from ..etiquette.envelope import (
    V1_ENVELOPE,
    Envelope,
    ErrorTable,
    refusal,
    shape_error,
    shape_of,
    unwrap,
)
from ..exceptions import GrowattUnknownDeviceError, GrowattV1ApiError
from ..open_api_v1.endpoints import Endpoint
from ..parsing import integer_parser
from .endpoints import ENVELOPE as V4_ENVELOPE

NoahModel: TypeAlias = Literal["noah", "nexa"]
MODELS: tuple[NoahModel, ...] = get_args(NoahModel)
ROOM = "noahDeviceApi/"

OUR_PERIOD_S = 60
"""The pace is ours, not the vendor's, who documents none: one call in a minute, of each device."""

_ASK = "check the serial number and `model=`: Growatt does not say what it refuses here"
_ENVELOPE = Envelope(
    "result",
    "msg",
    {0: (GrowattV1ApiError, _ASK), -1: (GrowattUnknownDeviceError, _ASK)},
)
_SUCCESS = 1
_RESULT = integer_parser(())


def _obj_of(document: Any, operation: str, errors: ErrorTable) -> Mapping[str, Any]:
    """The `obj` of a reply; raises our errors for a refusal, in whichever words it comes."""
    if isinstance(document, dict) and "result" not in document:
        for envelope in (V1_ENVELOPE, V4_ENVELOPE):
            if envelope.code in document:
                unwrap(document, operation, errors, envelope)
    result = _RESULT(document.get("result")) if isinstance(document, dict) else None
    if result is None:
        raise shape_error(operation, "the reply has no result")
    if result != _SUCCESS:
        error = refusal(document, result, operation, errors, _ENVELOPE)
        # a traceback may show the variables of this frame
        del document
        raise error
    found = document.get("obj")
    if not isinstance(found, dict):
        raise shape_error(operation, f"obj is {shape_of(found)} instead of an object")
    return found


def _endpoint(model: NoahModel, page: str, words: str) -> Endpoint:
    return Endpoint(
        "POST",
        f"{ROOM}{model}/{page}",
        words,
        None,
        {},
        OUR_PERIOD_S,
        subject="deviceSn",
        unwrap=_obj_of,
    )


class NoahEndpoints(NamedTuple):
    """The calls of one of the two models."""

    status: Endpoint
    batteries: Endpoint
    settings: Endpoint
    powers: Endpoint
    energies: Endpoint
    firmware: Endpoint


def _endpoints(model: NoahModel) -> NoahEndpoints:
    name = model.title()
    return NoahEndpoints(
        _endpoint(model, "getSystemStatus", "getting the present state"),
        _endpoint(model, "getBatteryData", "getting the battery packs"),
        _endpoint(model, f"get{name}InfoBySn", "getting the settings"),
        _endpoint(model, f"get{name}ChartData", "getting the powers of a day"),
        _endpoint(model, "getDataChart", "getting energies"),
        _endpoint(model, f"checkUpgrade{name}", "checking the firmware"),
    )


NOAH_APP: Mapping[NoahModel, NoahEndpoints] = {model: _endpoints(model) for model in MODELS}
ENDPOINTS = [endpoint for model in MODELS for endpoint in NOAH_APP[model]]
