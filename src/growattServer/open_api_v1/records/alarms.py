"""Alarms: what went wrong with a device on one day."""

from __future__ import annotations

from growattServer.fields import Record, integer, rows, serial_number, text, timestamp


class Alarm(Record):
    """An alarm of a device, in `DeviceAlarms`.

    The times are the text that the server shows, in a zone that is not documented. An alarm that
    has not ended may have no `end_time`.
    """

    alarm_code = text(
        "alarm_code", "Code of the alarm: digits, or a text such as 5-110-2 of an HPS or PBD"
    )
    status = integer("status", "State of the alarm; its values are not documented")
    start_time = timestamp("start_time", "Begin of the alarm")
    end_time = timestamp("end_time", "End of the alarm")
    alarm_message = text("alarm_message", "Text of the alarm, often empty")


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
    alarms = rows("alarms", Alarm, "The alarms of this page", may_be_absent=True)
