"""The end users of an installer: who there is, who is new, and which plants are whose."""

from __future__ import annotations

from ..exceptions import GrowattParameterError, GrowattV1ApiError
from ..operation import operation
from ..secret import Secret
from ..wire import Flow
from . import records
from .calls import V1Calls, call, call_record
from .checks import pages, required
from .endpoints import FIVE_MINUTES, SYSTEM, Endpoint, errors, known

_END_USER = 1
_TAKEN = 10003
_BAD_CODE = "bad installer code"

USER_LIST = known(
    Endpoint(
        "GET",
        "user/c_user_list",
        "getting the end users",
        1494058357406324,
        errors(c10001=SYSTEM),
        FIVE_MINUTES,
        calls_per_day=10,
    )
)
USER_CHECK = known(
    Endpoint(
        "POST",
        "user/check_user",
        "checking a user name",
        1494057808771611,
        errors(c10001=SYSTEM, c10002="the user name is empty", c10003="the user name is taken"),
    )
)
USER_REGISTER = known(
    Endpoint(
        "POST",
        "user/user_register",
        "registering an end user",
        1494056540800578,
        errors(
            c10001=SYSTEM,
            c10002="the user name or the password is empty",
            c10003="the user name is taken; user_check tells so beforehand",
            c10004="the e-mail address is empty",
            c10006="the user type is empty",
            c10008="the token is empty",
            c10014=_BAD_CODE,
        ),
        writes=True,
    )
)
USER_MODIFY = known(
    Endpoint(
        "POST",
        "user/modify",
        "changing an end user",
        1494057478651903,
        errors(
            c10001=SYSTEM,
            c10002="the user id is empty",
            c10003="no such user",
            c10004="the user does not belong to this token",
            c10014=_BAD_CODE,
        ),
        writes=True,
    )
)
PLANT_LIST_BY_USER = known(
    Endpoint(
        "POST",
        "plant/user_plant_list",
        "getting the plants of a user",
        1494064249382745,
        errors(c10001=SYSTEM),
        FIVE_MINUTES,
        calls_per_day=10,
        subject="user_name",
    )
)


class UserOperations(V1Calls):
    """The calls about end users; they want the token of an installer."""

    @operation
    def user_list(
        self, *, page: int | None = None, perpage: int | None = None
    ) -> Flow[records.UserList]:
        """The end users of an installer, with `count` of all of them; in pages, as `plant_list`.

        Page 1494058357406324; one call in 5 minutes, 10 a day.
        """
        return call_record(self, USER_LIST, pages(page, perpage), records.UserList)

    @operation
    def user_check(self, user_name: str) -> Flow[bool]:
        """Whether nobody has this user name yet. Page 1494057808771611."""
        parameters = {"user_name": required("user_name", user_name)}
        try:
            yield from call(self, USER_CHECK, parameters)
        except GrowattV1ApiError as error:
            if error.error_code != _TAKEN:
                raise
            return False
        return True

    @operation
    def user_register(
        self,
        user_name: str,
        password: str,
        email: str,
        country: str,
        *,
        phone: str | None = None,
        timezone: str | None = None,
        installer_code: str | None = None,
    ) -> Flow[records.UserRegistered]:
        """Make an account for an end user; `user_id` is its number.

        It is sent once. After an error without an answer, ask `user_check`. The password goes to
        the server as it is, and nowhere else. Page 1494056540800578.
        """
        # first of all: a traceback may show what is in this frame
        password = _secret(password)
        parameters = {
            "user_name": required("user_name", user_name),
            "user_password": password,
            "user_email": _email(email),
            "user_type": _END_USER,
            "user_country": required("country", country),
            "user_tel": phone,
            "time": timezone,
            # the vendor's page and another client spell it differently
            "agent_code": installer_code,
            "agentCode": installer_code,
        }
        return call_record(self, USER_REGISTER, parameters, records.UserRegistered)

    @operation
    def user_modify(
        self, user_id: int | str, phone: str, *, installer_code: str | None = None
    ) -> Flow[None]:
        """Give an end user another telephone number. Page 1494057478651903."""
        parameters = {
            "c_user_id": required("user_id", user_id),
            "mobile": required("phone", phone),
            "agent_code": installer_code,
        }
        yield from call(self, USER_MODIFY, parameters)

    @operation
    def plant_list_by_user(
        self, user_name: str, *, page: int | None = None, perpage: int | None = None
    ) -> Flow[records.PlantList]:
        """The plants of one end user, with `count` of all of them; in pages, as `plant_list`.

        Page 1494064249382745; one call in 5 minutes a user, 10 a day.
        """
        parameters = {"user_name": required("user_name", user_name), **pages(page, perpage)}
        return call_record(self, PLANT_LIST_BY_USER, parameters, records.PlantList)


def _secret(password: str) -> Secret:
    if not isinstance(password, str):
        raise GrowattParameterError(f"password is a text, not a {type(password).__name__}")
    if not password.strip():
        raise GrowattParameterError("password is missing")
    return Secret(password)


def _email(email: str) -> str:
    # what is wrong with it is not quoted: it is somebody's address
    if not isinstance(required("email", email), str) or "@" not in email:
        raise GrowattParameterError("email is an e-mail address, with an @ in it")
    return email
