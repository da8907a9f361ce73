"""The whole simulated cloud behind one lock: account, clock, pace, failures and memory."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from .asking import Body, bad, no_permission
from .clock import Clock, check_speed, parse_moment
from .device import Device, Reading
from .energy import Hardware
from .errors import DoorError, VendorError
from .families import FAMILIES
from .faults import Faults, parse_fault
from .limits import Limits
from .numbers import is_number
from .recording import Pairs, Played, Recording
from .remembered import Requests
from .routes import Call
from .scenario import Scenario
from .scenario_files import Source, load_scenario
from .shinephone.account import LOGIN_PATH, Account, Rules
from .shinephone.answers import Answer
from .shinephone.gate import answer as answer_the_app
from .stage import Stage
from .violations import Asked, Violations
from .world import World

_UNKNOWN_PACES = 10_000
_SECRET_NAMES = ("token", "password", "passwd", "pwd", "jsessionid")
_LINE = ("online", "datalogger_online")
_LIMITS = ("off", "documented", "strict")
_PLANT: dict[str, type] = {
    **dict.fromkeys(("name", "timezone", "city", "country", "currency"), str),
    **dict.fromkeys(("latitude", "longitude", "grid_voltage_v", "grid_frequency_hz"), float),
    "plant_id": int,
    "has_meter": bool,
}
_WORDS = {str: "text", float: "a number", int: "a whole number", bool: "true or false"}
_HARDWARE = {item.name for item in fields(Hardware)}


def token_of(seed: int) -> str:
    """The token that a seed stands for: 32 characters, the same every time."""
    return hashlib.sha256(f"simulator {seed}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Options:
    """How a simulator begins, and to what it returns on reset."""

    token: str = field(default="", repr=False)
    seed: int = 1
    start: datetime = field(default_factory=lambda: datetime.now(UTC))
    speed: float = 1.0
    limits: str = "off"
    history_days: int = 14
    account: Rules = field(default_factory=Rules)
    recording: Path | None = None
    recorded_pace: bool = False
    scenario: Scenario | None = None

    def checked(self) -> Options:
        """The same with a token, or a sentence about what does not fit."""
        if self.limits not in _LIMITS:
            raise DoorError("limits must be off, documented or strict.")
        if not 0 <= self.history_days <= 3660:
            raise DoorError("history_days must lie between 0 and 3660.")
        check_speed(self.speed)
        start = parse_moment(self.start)
        token, account = self.token or token_of(self.seed), self.account.under(self.limits)
        return replace(self, token=token, start=start, account=account)


class Cloud:
    """State and doors; every method takes the lock, so threads may share it."""

    clock: Clock
    world: World
    limits: Limits
    violations: Violations
    faults: Faults
    account: Account
    stage: Stage | None
    others: list[Cloud]
    """What other accounts see of this cloud: the same clock and faults, a world of their own."""

    def __init__(self, options: Options) -> None:
        self.options = options.checked()
        self.lock = RLock()
        self._requests = Requests()
        path = self.options.recording
        self.recording = None if path is None else Recording(path)
        self.reset()

    def reset(self) -> None:
        """Return to the beginning: world, clock, failures, pace and memory."""
        options = self.options
        with self.lock:
            self.others = []
            self.clock = Clock(options.start, options.speed)
            self.violations = Violations(self._discreet)
            self.limits = Limits(options.limits != "off", self.violations, self._most_paces)
            self.faults = Faults()
            self.account = Account(options.account, self.violations)
            self._requests.clear()
            if self.recording is not None:
                self.recording.rewind()
            self.world = _world(options, owner=1)
            self.stage = None
            if options.scenario is not None:
                self.set_scenario(options.scenario)

    # ---- accounts ------------------------------------------------------------------------

    def add_account(self, wish: Mapping[str, Any]) -> Body:
        """Let somebody else live in this cloud, with a plant, a token and a password."""
        wish = dict(wish)
        user, password = wish.pop("user", None), wish.pop("password", None)
        token = wish.pop("token", None)
        if wish or not isinstance(user, str) or not isinstance(password, str):
            raise DoorError("An account has user, password and perhaps token, all text.")
        with self.lock:
            owner = len(self.others) + 2
            token = token_of(self.options.seed + owner) if token is None else token
            if any(one.options.account.user == user for one in self._accounts()):
                raise DoorError(f"There is an account {user!r} already.")
            if not isinstance(token, str) or self._of_token(token) is not None:
                raise DoorError("The token must be a text that no other account has.")
            rules = replace(self.options.account, user=user, password=password)
            self.others.append(self._beside(replace(self.options, token=token, account=rules)))
            other = self.others[-1]
            return {
                "user": user,
                "token": token,
                "plant_id": next(iter(other.world.plants)),
                "devices": list(other.world.devices),
            }

    def _beside(self, options: Options) -> Cloud:
        other = Cloud.__new__(Cloud)
        other.options, other.lock, other.others = options.checked(), self.lock, []
        other.clock, other.violations, other.faults = self.clock, self.violations, self.faults
        other.limits = Limits(options.limits != "off", self.violations, other._most_paces)
        other.account = Account(options.account, self.violations)
        other.world = _world(options, owner=len(self.others) + 2)
        other.stage = other.recording = None
        return other

    def _accounts(self) -> list[Cloud]:
        return [self, *self.others]

    def _of_token(self, token: str) -> Cloud | None:
        for one in self._accounts():
            if hmac.compare_digest(token.encode(), one.options.token.encode()):
                return one
        return None

    def _of_session(self, path: str, params: Mapping[str, str], session: str) -> Cloud:
        """Who asks: whose name logs in, whose session it is; nobody known is told so by the first.

        A login ends the session that its client still has, whoever's it was.
        """
        is_login = path == LOGIN_PATH
        for one in self._accounts():
            if is_login and params.get("userName") == one.options.account.user:
                for other in self._accounts():
                    if other is not one:
                        other.account.end(session)
                return one
            if not is_login and one.account.knows(session):
                return one
        return self

    def answer(self, call: Call, token: str, params: Mapping[str, str]) -> Body:
        """The vendor's answer to a call."""
        with self.lock:
            try:
                account = self._of_token(token)
                if account is None:
                    raise no_permission()
                return account._answer(call, params)
            except VendorError as error:
                return bad(error)

    def _answer(self, call: Call, params: Mapping[str, str]) -> Body:
        subject = params.get(call.subject, "") if call.subject else ""
        asked, now = Asked(f"/v1/{call.path}", subject), self.clock.timestamp()
        self.limits.check(asked, call.every_s, call.per_day, now)
        body = call.handler(self, params)
        return body if self.stage is None else self.stage.spoil(call.path, params, body)

    def answer_app(
        self, path: str, params: Mapping[str, str], user_agent: str, session: str
    ) -> Answer:
        """The answer to a call of the app."""
        with self.lock:
            account = self._of_session(path, params, session)
            return answer_the_app(account, path, params, user_agent, session)

    # ---- from a recording --------------------------------------------------------------------

    def recorded(self, method: str, path: str, parameters: Pairs) -> Played | None:
        """The recorded answer to a request, None where there is none."""
        if self.recording is None:
            return None
        with self.lock:
            return self.recording.take(method, path, parameters)

    def recording_state(self) -> Body:
        """The requests that the recording can answer, and those that it could not."""
        if self.recording is None:
            raise DoorError("This simulator answers from no recording.", status=404)
        with self.lock:
            answers, unanswered = self.recording.requests(), self.recording.unanswered()
            return {"answers": answers, "unanswered": unanswered}

    # ---- what clients sent ---------------------------------------------------------------

    def remember(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        form: Mapping[str, str],
        headers: list[str],
    ) -> None:
        """Note a request; of the headers only the names, and never token, password or session."""
        with self.lock:
            self._requests.add(
                {
                    "method": method,
                    "path": self._discreet(path),
                    "query": {name: self._mask(name, query[name]) for name in query},
                    "form": {name: self._mask(name, form[name]) for name in form},
                    "headers": headers,
                    "simulated_time": self.clock.now().isoformat(),
                    "real_time": datetime.now(UTC).isoformat(),
                }
            )

    def _most_paces(self) -> int:
        # several calls each for what is there, and some for what clients only believe to be there
        return _UNKNOWN_PACES + 50 * (len(self.world.plants) + len(self.world.devices))

    def _discreet(self, text: str) -> str:
        for one in self._accounts():
            for secret in (one.options.token, *one.account.secrets()):
                text = text.replace(secret, "***")
        # A session is 32 large hexadecimal digits, alive or long gone.
        return re.sub(r"[0-9A-F]{32}", "***", text)

    def _mask(self, name: str, value: str) -> str:
        all_rules = [one.options.account for one in self._accounts()]
        is_password = any(value == rules.password != rules.user for rules in all_rules)
        if name.lower() in _SECRET_NAMES or is_password:
            return "***"
        return self._discreet(value)

    def requests(self) -> list[Body]:
        """What clients sent, oldest first."""
        with self.lock:
            return self._requests.all()

    def violations_state(self) -> Body:
        """The limits that clients exceeded, counted, and the newest one by one."""
        with self.lock:
            return self.violations.described()

    def clear_violations(self) -> None:
        """Count the violations from none again."""
        with self.lock:
            self.violations.clear()

    # ---- doors ---------------------------------------------------------------------------

    def limits_state(self) -> Body:
        """Which limits hold: `off`, `documented` or `strict`."""
        return {"limits": self.options.limits}

    def clock_state(self) -> Body:
        """The simulated time and its speed."""
        with self.lock:
            return {"now": self.clock.now().isoformat(), "speed": self.clock.speed}

    def set_clock(self, now: str | datetime | None = None, speed: float | None = None) -> Body:
        """Jump forward, change the speed, or both."""
        if now is None and speed is None:
            raise DoorError("Say now, speed or both.")
        with self.lock:
            self.clock.set(None if now is None else parse_moment(now), speed)
            return self.clock_state()

    def account_state(self) -> Body:
        """Logins, sessions and the lock; never the password."""
        with self.lock:
            return self.account.described(self.clock.timestamp())

    def change_account(self, wish: Mapping[str, Any]) -> Body:
        """Change how the account is guarded, lock it, or unlock it."""
        wish = dict(wish)
        locked = wish.pop("locked", None)
        if locked is not None and not isinstance(locked, bool):
            raise DoorError("locked must be true or false.")
        with self.lock:
            self.account.rules = self.account.rules.changed(wish)
            if locked:
                self.account.lock(self.clock.timestamp())
            elif locked is not None:
                self.account.unlock()
            return self.account_state()

    def drop_sessions(self) -> Body:
        """End all sessions, as the server does at night."""
        with self.lock:
            return {"dropped": sum(one.account.end_all() for one in self._accounts())}

    def end_session(self, session: str) -> None:
        """End one session."""
        with self.lock:
            for one in self._accounts():
                one.account.end(session)

    def add_fault(self, wish: Mapping[str, Any]) -> Body:
        """Order a failure."""
        fault = parse_fault(wish)
        with self.lock:
            self.faults.add(fault)
            return fault.described()

    def clear_faults(self) -> None:
        """Cancel all orders."""
        with self.lock:
            self.faults = Faults()

    def set_scenario(self, source: Source | Scenario) -> Body:
        """Play a scenario from now on, in place of the one that plays."""
        scenario = source if isinstance(source, Scenario) else load_scenario(source)
        with self.lock:
            clock = self.clock
            stage = Stage(scenario, self.world, clock.timestamp)
            self.stage = stage
            return stage.described()

    def scenario(self) -> Body | None:
        """The scenario that plays, None without one."""
        with self.lock:
            return self.stage.described() if self.stage else None

    def clear_scenario(self) -> None:
        """Show the truth again; houses that a scenario brought along stay."""
        with self.lock:
            if self.stage:
                self.stage.undress()
            self.stage = None

    def truth(self, serial_number: str, start: str | datetime, end: str | datetime) -> list[Body]:
        """The true states of a device stamped within [start, end), oldest first."""
        first, last = parse_moment(start).timestamp(), parse_moment(end).timestamp()
        with self.lock:
            device = self._device(serial_number)
            states = device.true_between(first, last, self.clock.timestamp())
            return [_measured(device, reading) for reading in states]

    def add_plant(self, wish: Mapping[str, Any]) -> Body:
        """Put a place on the map."""
        for name, value in wish.items():
            _check_plant(name, value)
        with self.lock:
            plant = self.world.add_plant(**wish)
            return {"plant_id": plant.plant_id, "name": plant.name, "timezone": plant.timezone}

    def add_device(self, wish: Mapping[str, Any]) -> Body:
        """Mount an inverter; beside its identity it may bring hardware values."""
        wish = dict(wish)
        line: dict[str, Any] = {name: wish.pop(name) for name in _LINE if name in wish}
        family, serial_number = wish.pop("family", None), wish.pop("serial_number", None)
        if not isinstance(family, str) or not isinstance(serial_number, str):
            raise DoorError("A device needs a family and a serial_number, both text.")
        plant_id = wish.pop("plant_id", None)
        if plant_id is not None and type(plant_id) is not int:
            raise DoorError("plant_id must be a whole number.")
        for name, value in wish.items():
            _check_hardware(name, value)
        _check(line, *_LINE)
        with self.lock:
            self.world.add_device(family, serial_number, plant_id, **wish)
            if self.stage:
                self.stage.dress()
            return self.change_device(serial_number, line)

    def change_device(self, serial_number: str, wish: Mapping[str, Any]) -> Body:
        """Take a device or its datalogger off the line, or the grid from it; or back on."""
        _check(wish, *_LINE, "grid")
        with self.lock:
            device = self._device(serial_number)
            now = self.clock.timestamp()
            device.set_online(now, wish.get("online"), wish.get("datalogger_online"))
            device.set_grid(now, wish.get("grid", device.has_grid))
            return _identity(device)

    def _device(self, serial_number: str) -> Device:
        for one in self._accounts():
            if serial_number in one.world.devices:
                return one.world.devices[serial_number]
        raise DoorError(f"There is no device {serial_number!r}.", status=404)

    def device_state(self, serial_number: str) -> Body:
        """The true state of a device, nothing rounded."""
        with self.lock:
            device = self._device(serial_number)
            return _state(device, device.present(self.clock.timestamp()))


def _world(options: Options, owner: int) -> World:
    return World(
        options.seed,
        options.start,
        options.history_days,
        {name: family.hardware for name, family in FAMILIES.items()},
        lambda device: FAMILIES[device.family].furnish(device),
        owner,
        {name: family.sample for name, family in FAMILIES.items()},
    )


def _check(wish: Mapping[str, Any], *names: str) -> None:
    if set(wish) - set(names) or not all(isinstance(value, bool) for value in wish.values()):
        raise DoorError(f"Say {' or '.join(names)}, true or false.")


def _check_plant(name: str, value: Any) -> None:
    kind = _PLANT.get(name)
    if kind is None:
        raise DoorError(f"A plant has {', '.join(_PLANT)}.")
    fits = is_number(value) if kind is float else type(value) is kind
    if not fits:
        raise DoorError(f"{name} must be {_WORDS[kind]}.")
    if name.startswith("grid") and not 1 <= value <= 100_000:
        raise DoorError(f"{name} must lie between 1 and 100000.")


def _check_hardware(name: str, value: Any) -> None:
    if name not in _HARDWARE:
        raise DoorError(f"{name!r} is no hardware value; known: {sorted(_HARDWARE)}.")
    if not is_number(value):
        raise DoorError(f"{name} must be a number.")
    if value <= 0 or (name.endswith("efficiency") and value > 1):
        raise DoorError(f"{name} must be above 0, and an efficiency at most 1.")


def _identity(device: Device) -> Body:
    return {
        "serial_number": device.serial_number,
        "family": device.family,
        "plant_id": device.plant.plant_id,
        "datalogger_sn": device.datalogger_sn,
        "online": device.online,
        "datalogger_online": device.datalogger_online,
        "grid": device.has_grid,
        "hardware": asdict(device.hardware),
    }


def _state(device: Device, reading: Reading) -> Body:
    return {
        **_identity(device),
        **_measured(device, reading),
        "settings": {name: list(values) for name, values in device.values.items()},
        "registers": {str(register): value for register, value in device.registers.items()},
    }


def _measured(device: Device, reading: Reading) -> Body:
    return {
        "time": device.plant.local(reading.timestamp).isoformat(),
        "timestamp": reading.timestamp,
        "mode": reading.mode.name.lower(),
        "battery_soc": device.soc_percent(reading),
        "battery_stored_wh": reading.stored_wh,
        "grid_voltage_v": reading.grid_voltage_v,
        "grid_frequency_hz": reading.grid_frequency_hz,
        "ambient_c": reading.ambient_c,
        "running_s": reading.running_s,
        "power_w": reading.power_w._asdict(),
        "today_wh": reading.today_wh._asdict(),
        "lifetime_wh": reading.lifetime_wh._asdict(),
    }
