"""The whole simulated cloud behind one lock: account, clock, pace, failures and memory."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from . import inspection
from .account import Account
from .alarms import add_alarm, parse_alarm
from .asking import NO_PERMISSION, Body
from .clock import Clock, parse_moment
from .device import Device
from .discretion import Discretion
from .errors import DoorError, NoAccountError, VendorError
from .faults import Faults, parse_fault
from .guests import Guest, guests_of, who_asks
from .limits import Limits
from .options import Options, token_of, world_of
from .recording import Pairs, Played, Recording
from .remembered import Requests
from .routes import Call
from .scenario import Scenario
from .scenario_files import Source, load_scenario
from .scene import Gradual, Scene, patiently
from .shinephone import gate
from .shinephone.answers import Answer
from .stage import Stage
from .violations import Asked, Violations
from .world import World
from .world_plan import AccountPlan, WorldPlan, account_texts

_UNKNOWN_PACES = 10_000
_LINE = ("online", "datalogger_online")


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
        self._discretion = Discretion(
            self._secrets, lambda: (one.account.rules for one in self._guests())
        )
        path = self.options.recording
        self.recording = None if path is None else Recording(path)
        self.reset()

    def reset(self) -> None:
        """Return to the beginning: world, clock, failures, pace and memory."""
        options = self.options
        with self.lock:
            self.others = []
            self.clock = Clock(options.start, options.speed)
            self.violations = Violations(self._discretion.text)
            self.limits = Limits(options.limits != "off", self.violations, self._most_paces)
            self.faults = Faults()
            self.account = Account(options.account, self.violations)
            self._requests.clear()
            if self.recording is not None:
                self.recording.rewind()
            self.world = world_of(options, owner=1)
            self.stage = None
            if isinstance(options.world, WorldPlan):
                for plan in options.world.accounts:
                    self._settle(plan.user, plan.password, plan.token, plan)
            if options.scenario is not None:
                self.set_scenario(options.scenario)

    # ---- accounts ------------------------------------------------------------------------

    def add_account(self, wish: Mapping[str, Any]) -> Body:
        """Let somebody else live in this cloud, with a plant, a token and a password."""
        user, password, token = account_texts(wish)
        with self.lock:
            other = self._settle(user, password, token)
            return {
                "user": user,
                "token": other.options.token,
                "plant_id": next(iter(other.world.plants)),
                "devices": list(other.world.devices),
            }

    def _settle(
        self, user: str, password: str, token: str, plan: AccountPlan | None = None
    ) -> Cloud:
        """Another account, with a house of its own or what its plan says."""
        token = token or token_of(self.options.seed + len(self.others) + 2)
        if any(one.account.rules.user == user for one in self._guests()):
            raise DoorError(f"There is an account {user!r} already.")
        if self._of_token(token) is not None:
            raise DoorError("The token must be a text that no other account has.")
        rules = replace(self.options.account, user=user, password=password)
        own = replace(self.options, token=token, account=rules, world=plan)
        other = self._beside(replace(own, history_days=self.options.days))
        self.others.append(other)
        return other

    def _beside(self, options: Options) -> Cloud:
        other = Cloud.__new__(Cloud)
        other.options, other.lock, other.others = options.checked(), self.lock, []
        other.clock, other.violations, other.faults = self.clock, self.violations, self.faults
        other.limits = Limits(options.limits != "off", self.violations, other._most_paces)
        other.account = Account(options.account, self.violations)
        other.world = world_of(options, owner=len(self.others) + 2)
        other.stage = other.recording = None
        return other

    def _accounts(self) -> list[Cloud]:
        return [self, *self.others]

    def _of_token(self, token: str) -> Cloud | None:
        for one in self._accounts():
            if hmac.compare_digest(token.encode(), one.options.token.encode()):
                return one
        return None

    def _guests(self) -> list[Guest]:
        """Everybody who may log in."""
        return [guest for one in self._accounts() for guest in guests_of(one.world, one.account)]

    def answer(self, call: Call, token: str, params: Mapping[str, str]) -> Gradual[Body]:
        """The vendor's answer to a call."""
        try:
            with self.lock:
                account = self._of_token(token)
            if account is None:
                raise NoAccountError(NO_PERMISSION, "error_permission_denied")
            return (yield from account._answer(call, params))
        except VendorError as error:
            return call.dialect.bad(error)

    def _answer(self, call: Call, params: Mapping[str, str]) -> Gradual[Body]:
        subject = params.get(call.subject, "") if call.subject else ""
        with self.lock:
            scene = self._scene()
            asked = Asked(call.dialect.root + call.path, subject)
            self.limits.check(asked, call.pace(params), call.per_day, scene.now)
        body = yield from patiently(scene, lambda: call.handler(scene, params), self.lock)
        with self.lock:
            return body if self.stage is None else self.stage.spoil(call.path, params, body)

    def answer_app(
        self, path: str, params: Mapping[str, str], user_agent: str, session: str
    ) -> Gradual[Answer]:
        """The answer to a call of the app."""
        with self.lock:
            asking = who_asks(self._guests(), path, params, session)
            scene = asking.scene(self.clock.timestamp())
            page = gate.admit(scene, path, params, user_agent, session)
        if isinstance(page, Answer):
            return page
        return (yield from patiently(scene, lambda: gate.show(scene, page, params), self.lock))

    def _scene(self) -> Scene:
        return Scene(self.clock.timestamp(), self.world, self.account)

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
                    "path": self._discretion.text(path),
                    "query": self._discretion.fields(query),
                    "form": self._discretion.fields(form),
                    "headers": headers,
                    "simulated_time": self.clock.now().isoformat(),
                    "real_time": datetime.now(UTC).isoformat(),
                }
            )

    def _most_paces(self) -> int:
        # several calls each for what is there, and some for what clients only believe to be there
        return _UNKNOWN_PACES + 50 * (len(self.world.plants) + len(self.world.devices))

    def _secrets(self) -> Iterator[str]:
        yield from (one.options.token for one in self._accounts())
        for guest in self._guests():
            yield from guest.account.secrets()

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
            return {"dropped": sum(one.account.end_all() for one in self._guests())}

    def end_session(self, session: str) -> None:
        """End one session."""
        with self.lock:
            for one in self._guests():
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
            self.stage = Stage(scenario, self.world, self.clock.timestamp)
            return self.stage.described()

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
        self._catch_up(serial_number)
        with self.lock:
            device = self._device(serial_number)
            states = device.true_between(first, last, self.clock.timestamp())
            return [inspection.measured(device, reading) for reading in states]

    def add_plant(self, wish: Mapping[str, Any]) -> Body:
        """Put a place on the map."""
        for name, value in wish.items():
            inspection.check_plant(name, value)
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
            inspection.check_hardware(name, value)
        inspection.check_line(line, *_LINE)
        with self.lock:
            self.world.add_device(family, serial_number, plant_id, **wish)
            if self.stage:
                self.stage.dress()
            return self.change_device(serial_number, line)

    def change_device(self, serial_number: str, wish: Mapping[str, Any]) -> Body:
        """Take a device or its datalogger off the line, or the grid from it; or back on."""
        inspection.check_line(wish, *_LINE, "grid")
        with self.lock:
            device = self._device(serial_number)
            now = self.clock.timestamp()
            device.set_online(now, wish.get("online"), wish.get("datalogger_online"))
            device.set_grid(now, wish.get("grid", device.has_grid))
            return inspection.identity(device)

    def add_alarm(self, serial_number: str, wish: Mapping[str, Any]) -> Body:
        """Let a device tell of an alarm."""
        with self.lock:
            device, alarm = self._device(serial_number), parse_alarm(wish, self.clock.timestamp())
            add_alarm(device.alarms, alarm)
            return alarm.row(device.plant)

    def _device(self, serial_number: str) -> Device:
        for one in self._accounts():
            if serial_number in one.world.devices:
                return one.world.devices[serial_number]
        raise DoorError(f"There is no device {serial_number!r}.", status=404)

    def device_state(self, serial_number: str) -> Body:
        """The true state of a device, nothing rounded."""
        self._catch_up(serial_number)
        with self.lock:
            device = self._device(serial_number)
            return inspection.state(device, device.present(self.clock.timestamp()))

    def _catch_up(self, serial_number: str) -> None:
        """Let a device live up to the present, and others have the lock after each day."""
        while True:
            with self.lock:
                device, now = self._device(serial_number), self.clock.timestamp()
                if not device.is_behind(now):
                    return
                device.catch_up(now)
