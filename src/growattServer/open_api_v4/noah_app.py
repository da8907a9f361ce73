"""What the app shows of a NOAH or NEXA, with the token: the only near-live readings it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

from ..exceptions import (
    GrowattParameterError,
    GrowattRateLimitError,
    GrowattUnknownDeviceError,
)
from ..fields import Record
from ..open_api_v1.calls import call_record, exchange
from ..open_api_v1.checks import calendar_day
from ..open_api_v1.dataloggers import DEVICE_CHECK_SN
from ..open_api_v1.endpoints import Endpoint
from ..operation import operation
from ..parsing import in_message, parse_day, parse_text
from ..rows import Rows
from ..wire import Flow
from . import records
from .calls import V4Calls, serial_number
from .noah_app_endpoints import MODELS, NOAH_APP, NoahEndpoints, NoahModel

if TYPE_CHECKING:
    from .records.noah_curve import NoahPower

R = TypeVar("R", bound=Record)
NoahPeriod: TypeAlias = Literal["days", "months", "years"]
PERIODS: tuple[NoahPeriod, ...] = get_args(NoahPeriod)
SERIALS: Mapping[str, NoahModel] = {"0PVP": "noah", "0HVR": "nexa"}
"""How serial numbers begin, as other clients tell; a guess, so it is asked for first."""

_LAST_YEAR = 9998


class NoahAppOperations(V4Calls):
    """The app's own calls, for which the client has to be made with `live=True`.

    `model` is "noah" or "nexa". Without it the server is asked once for each device, with V1's
    `device/check/sn`, and the client keeps the answer.
    """

    live: bool = False
    _noah_models: dict[str, NoahModel]

    @operation
    def noah_status(
        self, device_sn: str, *, model: NoahModel | None = None
    ) -> Flow[records.NoahStatus]:
        """The present state and powers of a NOAH or NEXA, as fresh as the app shows them.

        Powers in W; `output_power` is positive where the device gives power, for both models. There
        is no time in it, and of a device that has lost its connection it goes on showing the last
        values: for more than half an hour before `status` says -1. Of a NEXA it is a `NexaStatus`.
        Our pace: one call in a minute.
        """
        return _status(self, *_asked(self, "noah_status", device_sn, model))

    @operation
    def noah_batteries(
        self, device_sn: str, *, model: NoahModel | None = None
    ) -> Flow[records.NoahBatteries]:
        """Level and temperature of each battery pack, with the time of the reading.

        On some days the server has left packs out. Our pace: one call in a minute.
        """
        asked = _asked(self, "noah_batteries", device_sn, model)
        return _record(self, *asked, lambda calls: calls.batteries, records.NoahBatteries)

    @operation
    def noah_settings(
        self, device_sn: str, *, model: NoahModel | None = None
    ) -> Flow[records.NoahInfo]:
        """How a NOAH or NEXA is set, its time segments with their weekdays included.

        It also names the meter, the grid code and the plants of the account. Our pace: one call in
        a minute.
        """
        asked = _asked(self, "noah_settings", device_sn, model)
        return _record(self, *asked, lambda calls: calls.settings, records.NoahInfo)

    @operation
    def noah_powers(
        self, device_sn: str, day: date | str, *, model: NoahModel | None = None
    ) -> Flow[Rows[NoahPower]]:
        """Powers of a day of the plant in W, a row for each 5 minutes, oldest first.

        Missing values and hours to come are 0. Of a NEXA the rows are `NexaPower`, whose load may
        be below zero. How far back the server knows days is not known. Our pace: one call in a
        minute, for whichever day.
        """
        wanted = _checked_day(day)
        return _powers(self, *_asked(self, "noah_powers", device_sn, model), wanted)

    @operation
    def noah_energies(
        self,
        device_sn: str,
        period: NoahPeriod,
        day: date | str,
        *,
        model: NoahModel | None = None,
    ) -> Flow[Rows[records.NoahPeriodEnergy]]:
        """Energies in kWh: the "days" of the month, the "months" of the year, or the "years".

        `day` is any day of that month or year; of years it is the last year. Periods to come are 0.
        Our pace: one call in a minute, for whichever period.
        """
        if period not in PERIODS:
            raise GrowattParameterError(f"period is one of {', '.join(PERIODS)}, not {period!r}")
        wanted = _checked_day(day)
        return _energies(self, *_asked(self, "noah_energies", device_sn, model), period, wanted)

    @operation
    def noah_firmware(
        self, device_sn: str, *, model: NoahModel | None = None
    ) -> Flow[records.NoahFirmware]:
        """The firmware in use and the newest one; nothing is updated. Our pace: once a minute."""
        asked = _asked(self, "noah_firmware", device_sn, model)
        return _record(self, *asked, lambda calls: calls.firmware, records.NoahFirmware)

    def _go_live(self, live: bool) -> None:
        if not isinstance(live, bool):
            raise GrowattParameterError(f"live must be True or False, not {live!r}")
        self.live, self._noah_models = live, {}


def _asked(
    api: NoahAppOperations, name: str, device_sn: str, model: NoahModel | None
) -> tuple[str, NoahModel | None]:
    """The device and what its model was said to be, where the client may ask for it at all."""
    if not api.live:
        raise GrowattParameterError(
            f"{name} is off: it is a call of the app that Growatt does not document and may change "
            "on any day. Make the client with live=True to use it"
        )
    if model is not None and model not in MODELS:
        raise GrowattParameterError(f"model is noah or nexa, not {model!r}")
    return serial_number(device_sn), model


def _checked_day(day: Any) -> date:
    wanted = calendar_day("day", day)
    if wanted.year > _LAST_YEAR:
        raise GrowattParameterError(f"day must be before the year {_LAST_YEAR + 1}")
    return wanted


# --- which of the two ----------------------------------------------------------------------------


def _calls_of(
    api: NoahAppOperations, device_sn: str, model: NoahModel | None
) -> Flow[tuple[NoahModel, NoahEndpoints]]:
    """The model of a device, as it was said, kept, asked or guessed, and its calls."""
    found = model or api._noah_models.get(device_sn) or (yield from _model_of(api, device_sn))
    return found, NOAH_APP[found]


def _model_of(api: NoahAppOperations, device_sn: str) -> Flow[NoahModel]:
    guess = SERIALS.get(device_sn[:4].upper())
    try:
        # an earlier answer is as good: a device stays what it is
        parameters = {"dataloggerSn": device_sn}
        told, _ = yield from exchange(api, DEVICE_CHECK_SN, parameters, shows_age=True)
    except GrowattRateLimitError:
        # another program may have asked in these five minutes
        if guess is None:
            raise
        return guess
    name = parse_text(told.get("model")) or ""
    for model in MODELS:
        if name.lower().startswith(model):
            api._noah_models[device_sn] = model
            return model
    if name or guess is None:
        said = f"its model is {in_message(name)!r}" if name else "the server names no model"
        raise GrowattUnknownDeviceError(
            f"Error during {DEVICE_CHECK_SN.operation}",
            0,
            f"neither a NOAH nor a NEXA: {said}",
            operation=DEVICE_CHECK_SN.operation,
            hint="check the serial number, or say which it is with model=",
        )
    return guess


# --- the answers ---------------------------------------------------------------------------------


def _status(
    api: NoahAppOperations, device_sn: str, model: NoahModel | None
) -> Flow[records.NoahStatus]:
    found, calls = yield from _calls_of(api, device_sn, model)
    kind = records.NexaStatus if found == "nexa" else records.NoahStatus
    return (yield from call_record(api, calls.status, {"deviceSn": device_sn}, kind))


def _record(
    api: NoahAppOperations,
    device_sn: str,
    model: NoahModel | None,
    which: Callable[[NoahEndpoints], Endpoint],
    record: type[R],
) -> Flow[R]:
    _, calls = yield from _calls_of(api, device_sn, model)
    return (yield from call_record(api, which(calls), {"deviceSn": device_sn}, record))


def _powers(
    api: NoahAppOperations, device_sn: str, model: NoahModel | None, day: date
) -> Flow[Rows[NoahPower]]:
    found, calls = yield from _calls_of(api, device_sn, model)
    kind = records.NexaPower if found == "nexa" else records.NoahPower
    # the server answers for the day before the date that is sent
    parameters = {"deviceSn": device_sn, "date": str(day + timedelta(days=1))}
    sent, age = yield from exchange(api, calls.powers, parameters, shows_age=True)
    made = (
        kind({"time": f"{day} {clock}", **powers})
        for clock, powers in sent.items()
        if isinstance(powers, dict)
    )
    known = [row for row in made if kind.time.read(row) is not None]
    return Rows(sorted(known, key=lambda row: row.time)).aged(age)


def _energies(
    api: NoahAppOperations,
    device_sn: str,
    model: NoahModel | None,
    period: NoahPeriod,
    day: date,
) -> Flow[Rows[records.NoahPeriodEnergy]]:
    _, calls = yield from _calls_of(api, device_sn, model)
    prefix, suffix, first = {
        "days": (f"{day:%Y-%m}-", "", day.replace(day=1)),
        "months": (f"{day:%Y}-", "-01", day.replace(month=1, day=1)),
        "years": ("", "-01-01", day.replace(month=1, day=1)),
    }[period]
    parameters = {
        "deviceSn": device_sn,
        "dateTime": str(first),
        "dateType": PERIODS.index(period) + 1,
    }
    sent, age = yield from exchange(api, calls.energies, parameters, shows_age=True)
    days = {f"{prefix}{label}{suffix}": energy for label, energy in sent.items()}
    # a month of 30 days may come with 31
    known = sorted(each for each in days if parse_day(each) is not None)
    made = (records.NoahPeriodEnergy({"day": each, "energy": days[each]}) for each in known)
    return Rows(made).aged(age)
