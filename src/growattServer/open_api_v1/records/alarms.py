"""Alarms: what went wrong with a device on one day.

The families differ in what their codes are of, and in nothing else.
"""

from __future__ import annotations

from growattServer.fields import Record, Required, integer, rows, serial_number, text, timestamp
from growattServer.rows import Rows


class Alarm(Record):
    """An alarm of a device, in `DeviceAlarms`; `growattServer.faults.faults_of` explains it.

    The times are the text that the server shows, in a zone that is not documented. An alarm that
    has not ended may have no `end_time`.
    """

    alarm_code = text("alarm_code", "Code of the alarm", codes="unknown")
    status = integer("status", "State of the alarm; its values are not documented")
    start_time = timestamp("start_time", "Begin of the alarm")
    end_time = timestamp("end_time", "End of the alarm")
    alarm_message = text("alarm_message", "Text of the alarm, often empty")


def _alarms(record: type[Alarm]) -> Required[Rows[Alarm]]:
    return rows("alarms", record, "The alarms of this page", may_be_absent=True)


class DeviceAlarms(Record):
    """The alarms of a device on one day, a page at a time (`alarm_data`).

    https://www.showdoc.com.cn/262556420217021/6129824764736661
    """

    count = integer("count", "Number of alarms, on all pages together")
    device_sn = serial_number(
        "sn",
        "Serial number of the device",
        other_keys=("tlx_sn", "mix_sn", "spa_sn", "max_sn", "hps_sn", "pcs_sn", "pbd_sn"),
    )
    alarms = _alarms(Alarm)


class InverterAlarm(Alarm):
    """An alarm of a grid inverter of the older line, in `InverterAlarms`."""

    alarm_code = text("alarm_code", "Code of the alarm, from 1 to 32", codes="classic")


class InverterAlarms(DeviceAlarms):
    """The alarms of a grid inverter of the older line on one day, a page at a time."""

    alarms = _alarms(InverterAlarm)


class MaxAlarm(Alarm):
    """An alarm of a MAX, in `MaxAlarms`."""

    alarm_code = text(
        "alarm_code", "Code of the alarm, in digits as in `fault_code`", codes="error or protect"
    )


class MaxAlarms(DeviceAlarms):
    """The alarms of a MAX on one day, a page at a time."""

    alarms = _alarms(MaxAlarm)


class AtessAlarm(Alarm):
    """An alarm of a large system, in `AtessAlarms`."""

    alarm_code = text(
        "alarm_code", "Code of the alarm: word, byte and bit, such as 5-110-2", codes="byte and bit"
    )


class AtessAlarms(DeviceAlarms):
    """The alarms of a large system on one day, a page at a time."""

    alarms = _alarms(AtessAlarm)
