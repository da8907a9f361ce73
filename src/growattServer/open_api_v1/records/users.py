"""The end users of an installer, and what becomes of new users and plants."""

from __future__ import annotations

from growattServer.fields import Kind, Record, integer, required, rows, text, timestamp


class User(Record, kind=Kind.IDENTITY):
    """An end user of an installer, in `UserList`."""

    user_id = required(integer("c_user_id", "Number of the end user"))
    name = text("c_user_name", "Account name")
    email = text("c_user_email", "E-mail address")
    phone = text("c_user_tel", "Telephone number")
    register_time = timestamp("c_user_regtime", "Time of registration (clock not documented)")


class UserList(Record):
    """The end users of an installer, a page at a time (`user_list`).

    https://www.showdoc.com.cn/262556420217021/1494058357406324
    """

    count = integer("count", "Number of end users, on all pages together")
    c_user = rows("c_user", User, "The end users of this page")


class UserRegistered(Record, kind=Kind.IDENTITY):
    """What a new end user got (`user_register`).

    https://www.showdoc.com.cn/262556420217021/1494056540800578
    """

    user_id = required(integer("c_user_id", "Number of the new end user"))


class PlantCreated(Record, kind=Kind.IDENTITY):
    """What a new plant got (`plant_add`).

    https://www.showdoc.com.cn/262556420217021/1494063254831721
    """

    plant_id = required(integer("plant_id", "Number of the new plant"))
