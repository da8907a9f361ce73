"""The way of one call that keeps the limits: ask the ledger, send, try again, remember."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from .. import exceptions
from ..exceptions import (
    GrowattDeviceOfflineError,
    GrowattError,
    GrowattRateLimitError,
    GrowattV1ApiError,
    GrowattV1ApiErrorCode,
)
from ..wire import CallOptions, Flow, OnLimit, Request, Wait, call_options, to_thread
from .ledger_protocol import Answer, LimitedCall, LimitReached
from .policy import Etiquette

_LOG = logging.getLogger(__package__)

# How long a call may be on its way where its caller has set no time.
_LONGEST_FLIGHT_S = 120.0


def within_limits(
    etiquette: Etiquette, call: LimitedCall, attempt: Callable[[int], Flow[Any]]
) -> Flow[Answer]:
    """The answer to a call within the limits; `attempt` is one try, counted from 1.

    Raises GrowattRateLimitError where the call has to wait and its caller does not.
    """
    attempts = _Attempts(etiquette, call, (yield from call_options()))
    try:
        return (yield from attempts.made(attempt))
    except GrowattError:
        raise  # it has ended, and that was noted
    except GeneratorExit:
        # given up without a word, and nothing can be asked of a driver any more
        attempts.give_up()
        raise
    except BaseException as error:
        # cancelled, interrupted, or an error of the program itself
        yield from to_thread(attempts.give_up)
        cast(Any, error).was_not_sent = not attempts.was_sent
        raise


class _Attempts:
    """One call and its attempts."""

    def __init__(self, etiquette: Etiquette, call: LimitedCall, known: CallOptions) -> None:
        self.etiquette, self.call = etiquette, call
        self.ledger = etiquette.ledger
        self.on_limit: OnLimit = known.on_limit or etiquette.on_limit
        self.began = etiquette.now()
        self.attempts = 0
        self.failure: GrowattError | None = None
        self.paused_s = 0.0
        self.is_under_way = self.was_sent = self.is_over = False
        self._pid = os.getpid()

    def made(self, attempt: Callable[[int], Flow[Any]]) -> Flow[Answer]:
        """The answer, new or old."""
        while True:
            reached = yield from self.begin()
            if reached is not None:
                answer = yield from self.at_limit(reached)
                if answer is not None:
                    return answer
                continue
            try:
                data = yield from self._watched(attempt(self.attempts))
            except GrowattError as error:
                answer = yield from self.failed(error)
                if answer is not None:
                    return answer
            else:
                yield from self.finished(data)
                return data, None

    def _watched(self, attempt: Flow[Any]) -> Flow[Any]:
        """An attempt, of which is known whether something was sent."""
        try:
            step = next(attempt)
            while True:
                before, self.was_sent = self.was_sent, self.was_sent or isinstance(step, Request)
                try:
                    answer = yield step
                except GeneratorExit:
                    attempt.close()
                    raise
                except BaseException as error:
                    if getattr(error, "was_not_sent", False):
                        self.was_sent = before
                    step = attempt.throw(error)
                else:
                    step = attempt.send(answer)
        except StopIteration as end:
            return end.value

    def begin(self) -> Flow[LimitReached | None]:
        """Set off, unless the ledger is against it."""
        known = yield from call_options()
        longest = min(known.left, _LONGEST_FLIGHT_S)

        def begin() -> LimitReached | None:
            reached = self.ledger.begin(self.call, self.etiquette.now(), longest)
            self.is_under_way = reached is None
            if self.is_over:
                self.give_up()  # given up while this thread was at work
            return reached

        self.was_sent = False
        reached = yield from to_thread(begin)
        if reached is None:
            self.attempts += 1
        return reached

    def finished(self, data: Any) -> Flow[None]:
        """Remember the end of a call, and its answer if it is one to look at again."""
        kept = data if self.call.shows_age else None
        yield from to_thread(lambda: self._finish(kept))

    def _finish(self, kept: Any = None) -> None:
        self.ledger.finish(self.call, self.etiquette.now(), kept)
        self.is_under_way = False

    def _cancel(self) -> None:
        self.ledger.cancel(self.call, self.etiquette.now(), was_sent=self.was_sent)
        self.is_under_way = False

    def give_up(self) -> None:
        """Nobody waits for the end of the call: what was not sent does not count."""
        self.is_over = True
        # a child process has copies of its parent's calls
        if self.is_under_way and self._pid == os.getpid():
            if self.was_sent:
                self._finish()
            else:
                self._cancel()

    # --- the ledger is against it ----------------------------------------------------------------

    def at_limit(self, reached: LimitReached) -> Flow[Answer | None]:
        """The last good answer, or None after waiting; raises what keeps the call from both."""
        seconds = (reached.until - self.etiquette.now()).total_seconds()
        if self.on_limit == "last" and self.failure is None:
            answer = yield from self._last()
            if answer is not None:
                return answer
        elif self.on_limit == "wait" and (yield from self._can_wait(seconds)):
            self.paused_s += seconds
            _LOG.info("%s: waiting %.0f s, %s", self.call.operation, seconds, reached.reason)
            yield Wait(seconds, is_at_limit=True)
            return None
        if self.failure is not None:
            raise self.failure
        raise limit_error(self.call, reached, is_last=self.on_limit == "last")

    def _last(self) -> Flow[Answer | None]:
        if not self.call.shows_age:
            return None
        return (yield from to_thread(lambda: self.ledger.last(self.call, self.etiquette.now())))

    def _can_wait(self, seconds: float) -> Flow[bool]:
        known = yield from call_options()
        longest = self.etiquette.longest_wait.total_seconds()
        return seconds < known.patience and self.paused_s + seconds <= longest

    # --- the call failed -------------------------------------------------------------------------

    def failed(self, error: GrowattError) -> Flow[Answer | None]:
        """The last good answer where that is wanted, or None where another try is due."""
        if isinstance(error, GrowattRateLimitError):
            return (yield from self._after_rate_limit(error))
        pause = yield from self._pause_after(error)
        yield from self._note_failure(error, is_tried_again=pause is not None)
        if isinstance(error, exceptions.GrowattAccountLockedError) and self.on_limit == "last":
            answer = yield from self._last()
            if answer is not None:
                return answer
        if pause is None:
            raise error
        self.failure = error
        said = "%s: attempt %d in %.1f s, after %s"
        _LOG.info(said, self.call.operation, self.attempts + 1, pause, _in_short(error))
        yield Wait(pause)
        return None

    def _pause_after(self, error: GrowattError) -> Flow[float | None]:
        """How long to wait before the next try; None where there is none."""
        etiquette = self.etiquette
        if not (self.call.repeatable and passes(error) and self.attempts <= etiquette.retries):
            return None
        seconds = pause_before(self.attempts + 1)
        known = yield from call_options()
        spent = (etiquette.now() - self.began).total_seconds() - self.paused_s
        has_time = spent + seconds <= etiquette.retry_within.total_seconds()
        return seconds if has_time and seconds < known.left else None

    def _note_failure(self, error: GrowattError, *, is_tried_again: bool) -> Flow[None]:
        """What the server may have counted keeps its pace, and so does what is given up."""
        if self.was_sent and (was_heard(error) or not is_tried_again):
            yield from to_thread(self._finish)
        else:
            yield from to_thread(self._cancel)

    def _after_rate_limit(self, error: GrowattRateLimitError) -> Flow[Answer | None]:
        if not error.was_sent:
            # a call within this one, such as a login, has to wait
            yield from to_thread(self._cancel)
            until = error.retry_at or self.etiquette.now()
        else:
            until = yield from to_thread(lambda: self._rate_limited(error))
            error.retry_at = until
        if not self.call.repeatable:
            raise error
        self.failure = self.failure or error
        if self.on_limit == "last":
            answer = yield from self._last()
            if answer is not None:
                return answer
        elif self.on_limit == "wait":
            return (yield from self.at_limit(LimitReached(until, error.error_msg)))
        raise error

    def _rate_limited(self, error: GrowattRateLimitError) -> datetime:
        until = self.ledger.rate_limited(self.call, self.etiquette.now(), error.error_msg)
        self.is_under_way = False
        return until


def _in_short(error: GrowattError) -> str:
    code = getattr(error, "status_code", None) or getattr(error, "error_code", None)
    return type(error).__name__ + (f" {code}" if code else "")


def limit_error(
    call: LimitedCall, reached: LimitReached, *, is_last: bool
) -> GrowattRateLimitError:
    """The error for a call that the library does not send."""
    more = "; there is no earlier answer to show" if is_last else ""
    error = GrowattRateLimitError(
        f"Error during {call.operation}",
        GrowattV1ApiErrorCode.RATE_LIMITED,
        f"not sent: {reached.reason}{more}",
        operation=call.operation,
        hint=f"ask again from {_clock_text(reached.until)} on",
    )
    error.retry_at, error.was_sent = reached.until, False
    return error


def _clock_text(moment: datetime) -> str:
    # up to the next second, so that whoever comes at that time is not too early
    moment = moment.replace(microsecond=0) + timedelta(seconds=1 if moment.microsecond else 0)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


# --- which failures pass -----------------------------------------------------------------------

PASSING_STATUS = frozenset({502, 503, 504, 588})
PASSING_CODES = frozenset({1, 10001})
"""The system error of the API, and that of a call or a device that did not answer."""

# A gateway that found nobody behind it, or that let nobody through.
_NOT_HEARD = frozenset({502, 503})
_FIRST_PAUSE_S = 1.0


def passes(error: GrowattError) -> bool:
    """Whether the same read may succeed in a moment."""
    if isinstance(error, exceptions.GrowattTransportError):
        if isinstance(error, exceptions.GrowattSSLError | exceptions.GrowattProxyError):
            return False
        if isinstance(error, exceptions.GrowattHTTPError):
            return type(error) is exceptions.GrowattHTTPError and (
                error.status_code in PASSING_STATUS
            )
        return isinstance(
            error,
            exceptions.GrowattConnectionError
            | exceptions.GrowattTimeoutError
            | exceptions.GrowattIncompleteReplyError,
        )
    return (
        isinstance(error, GrowattV1ApiError)
        and not isinstance(error, GrowattDeviceOfflineError)
        and error.error_code in PASSING_CODES
    )


def was_heard(error: GrowattError) -> bool:
    """Whether the server may have counted the call, or acted on it."""
    if isinstance(error, exceptions.GrowattHTTPError):
        return error.status_code not in _NOT_HEARD
    return not (isinstance(error, exceptions.GrowattTransportError) and error.was_not_sent)


def pause_before(attempt: int) -> float:
    """Seconds before an attempt, counted from 2: twice as long each time, and never quite alike."""
    return _FIRST_PAUSE_S * 2.0 ** (attempt - 2) * random.uniform(0.5, 1.0)
