"""Dataloggers, and what a serial number stands for."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Kind,
    Record,
    flag,
    integer,
    java_date,
    nested,
    required,
    rows,
    serial_number,
    text,
    timestamp,
    watts,
)
from growattServer.open_api_v1.records.plants import Plant
from growattServer.shinephone.records.plant_settings import PlantSettings

MEASUREMENT = Kind.MEASUREMENT


class ObjectKind(Code):
    """What a serial number stands for."""

    INVERTER = 1
    STORAGE = 2
    DATALOGGER = 3
    OTHER = 4


class DeviceKind(Code):
    """Which family a serial number is of; a datalogger is 0 too."""

    UNKNOWN_OR_DATALOGGER = 0
    INVERTER = 16
    SPH = 17
    MAX = 18
    SPA = 19
    MIN = 22
    PCS = 81
    HPS = 82
    PBD = 83
    STORAGE = 96
    WIT = 218
    SPH_S = 260
    NOAH = 1000


class DataloggerRow(Record, kind=Kind.IDENTITY):
    """A datalogger of a plant, in `DataloggerList`."""

    datalogger_sn = required(serial_number("sn", "Serial number of the datalogger"))
    type = integer("type", "Kind of datalogger, a number")
    model = serial_number("model", "Model name, such as ShineWeFi")
    manufacturer = serial_number("manufacturer", "Maker")
    network = text("netmode", "Way to the Internet: NONE, WIFI, 4G or LAN", kind=Kind.SETTING)
    lost = flag("lost", "True when offline", kind=MEASUREMENT)
    last_update_time = java_date("last_update_time", "Time of the last data (clock not documented)")


class DataloggerList(Record):
    """The dataloggers of a plant, a page at a time (`datalogger_list`).

    https://www.showdoc.com.cn/262556420217021/6117971175828060
    """

    count = integer("count", "Number of dataloggers, on all pages together")
    dataloggers = rows("dataloggers", DataloggerRow, "The dataloggers of this page")
    plant = nested(
        "peak_power_actual",
        PlantSettings,
        "The plant, as the ShinePhone API shows it (the key promises a number)",
    )


class DataloggerValidation(Record, kind=Kind.IDENTITY):
    """What is said of a serial number and its check code (`datalogger_validate`), mostly nothing.

    It is empty unless the datalogger has been added to a plant before.
    https://www.showdoc.com.cn/262556420217021/6118001776634753
    """

    datalogger_sn = serial_number("dataloggerSn", "Serial number, when added already")
    plant_id = integer("plantId", "Plant to which the datalogger belongs", other_keys=("plant_id",))
    user_id = integer("userId", "User to whom the datalogger belongs", other_keys=("user_id",))


class DeviceDatalogger(Record, kind=Kind.IDENTITY):
    """The datalogger of a device (`device_datalogger`).

    https://www.showdoc.com.cn/262556420217021/6118045304653161
    """

    datalogger_sn = required(serial_number("datalogSN", "Serial number of the datalogger"))


class DeviceTypeInfo(Record, kind=Kind.IDENTITY):
    """What a serial number stands for (`device_check_sn`).

    https://www.showdoc.com.cn/262556420217021/6117996523846727
    """

    result = integer("result", "1 success, anything else a failure", kind=MEASUREMENT)
    object_type = coded("obj", ObjectKind, "What it is")
    message = text("msg", "A word such as datalog or inverter")
    device_type = coded(
        "device_type",
        DeviceKind,
        "Kind of device, not the `type` of `device_list`",
    )
    device_type_code = integer("dtc", "Device type code of the firmware")
    model = serial_number("model", "Model name")
    rated_power = watts("normal_power", "Rated power, not always filled")
    has_meter = flag("have_meter", "There is a meter")
    in_system = flag("in_system", "The server knows it")


class DeviceCreated(Record, kind=Kind.IDENTITY):
    """When a device came to the cloud (`device_create_date`).

    https://www.showdoc.com.cn/262556420217021/9462219631565222
    """

    device_sn = serial_number("deviceSn", "Serial number of the device")
    datalogger_sn = serial_number("datalogSn", "Serial number of the datalogger")
    device_name = text("deviceName", "Name of the device family")
    device_type = text("deviceType", "Internal word for the family")
    table_name = text("tableName", "Internal name of a table")
    create_time = timestamp("createTime", "Time of creation, sent with tenths of a second")
    last_update_time = timestamp("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)


class PlantOfDevice(Record):
    """The plant that a device belongs to (`plant_by_device`).

    https://www.showdoc.com.cn/262556420217021/1494064780850155
    """

    plant = required(nested("plant", Plant, "The plant"))
