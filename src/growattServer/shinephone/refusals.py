"""What the server says when it refuses, in numbers and words, and what is known of their meaning.

Facts: the alert texts of the app, and for words what other clients have met. The same number means
something else to a writer than to a reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ..etiquette.envelope import reason_in
from ..exceptions import GrowattSettingError
from ..parsing import as_said, in_message
from ..wire import Flow
from . import records
from .calls import call_record
from .exchange import ShinePhoneCalls, says_no

if TYPE_CHECKING:
    from .endpoints import Endpoint

_Answer = TypeVar("_Answer", records.SettingAnswer, records.NoahSettingAnswer)

SETTING_REFUSALS = {
    "501": "the server's system error; read the setting back before trying again",
    "502": "the server failed; read the setting back before trying again",
    "503": "the serial number is empty",
    "504": "the device is offline; try again when it is back",
    "505": "the datalogger is offline; try again when it is back",
    "506": "no such setting",
    "507": "a value is missing",
    "508": "a value is out of range",
    "509": "bad time, or the segment overlaps another one",
    "701": "this account may not change settings",
    "inv_set_failure": "the device is offline, or it refused the value",
    "inv_set_time_format": "bad date or time",
    "": "no reason was given; read the setting back before trying again",
}
_OFFLINE = ("504", "505")
UNKNOWN = "Unknown error"


def call_setting(
    api: ShinePhoneCalls,
    endpoint: Endpoint,
    parameters: Mapping[str, Any],
    record: type[_Answer],
) -> Flow[_Answer]:
    """The answer to a call that writes, with the refusal in it as an error that can be raised."""
    answer = yield from call_record(api, endpoint, parameters, record)
    if isinstance(answer, record) and says_no(answer):
        answer.error = setting_error(answer, endpoint)
    return answer


def setting_error(answer: Any, endpoint: Endpoint, said: str | None = None) -> GrowattSettingError:
    """The error for a setting that was not taken; `said` goes before the server's reason."""
    known = answer if isinstance(answer, Mapping) else {}
    code = reason_in(answer) or as_said(known.get("msg", UNKNOWN))
    return GrowattSettingError(
        f"{said or f'Error during {endpoint.operation}'}: {in_message(code) or 'refused'}",
        code,
        operation=endpoint.operation,
        hint=SETTING_REFUSALS.get(code.strip()),
        retryable=code.strip() in _OFFLINE,
    )
