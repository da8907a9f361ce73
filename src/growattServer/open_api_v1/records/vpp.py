"""Virtual power plants: the battery as an operator sees it."""

from __future__ import annotations

from growattServer.fields import Kind, Record, percent, serial_number


class VppState(Record):
    """The state of charge of a battery (`vpp_soc`).

    https://www.showdoc.com.cn/262556420217021/7178565721512898
    """

    battery_soc = percent("soc", "State of charge of the battery")
    device_sn = serial_number("sn", "Serial number of the inverter", kind=Kind.IDENTITY)
    datalogger_sn = serial_number(
        "dataLogSn", "Serial number of the datalogger", kind=Kind.IDENTITY
    )
