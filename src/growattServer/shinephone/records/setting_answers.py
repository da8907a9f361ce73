"""Answers to calls that change something."""

from __future__ import annotations

from growattServer import exceptions
from growattServer.fields import Basis, flag, integer, raw, text
from growattServer.shinephone.records.answer import Answer

CAPTURE = Basis.CAPTURE


class SettingAnswer(Answer):
    """The answer to most calls that write a setting: accepted or not.

    A refusal is not raised: it has its exception as `error`, with the server's reason and what that
    means, and None after success. Of the newer calls `message` is 200 or the number of an error, of
    the older ones inv_set_success or inv_set_failure.
    """

    error: exceptions.GrowattSettingError | None = None

    success = flag("success", "True when the server accepted the call")
    message = text("msg", "Code of the outcome, empty at times")


class NoahSettingAnswer(Answer):
    """The answer to `update_noah_settings`, as far as anybody knows it; `error` is a refusal."""

    error: exceptions.GrowattSettingError | None = None

    result = integer("result", "Not documented (1 on success elsewhere)", basis=CAPTURE)
    message = text("msg", "Not documented", basis=CAPTURE)
    content = raw("obj", "Not documented", basis=CAPTURE)
