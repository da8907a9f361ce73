"""Dataloggers of plants, and what can be asked of any device by its serial number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..etiquette.envelope import shape_error
from ..operation import operation
from ..parsing import number_parser
from ..wire import Flow
from . import records
from .batches import of_one_call, records_of_many
from .calls import V1Calls, call, call_record
from .checks import day_or_today, pages, required
from .endpoints import FIVE_MINUTES, SYSTEM, UNKNOWN_DEVICE, Endpoint, beside, errors, known

_KILOWATT_HOURS = number_parser("kWh", 1, ())
_ADDING = errors(
    {10004: "no such plant"},
    c10001=SYSTEM,
    c10002="the plant id is empty, or a bad serial number",
    c10003="it has been added before; remove it from its plant first",
    c10005="no such user",
    c10006="the user id is empty",
)

DATALOGGER_LIST = known(
    Endpoint(
        "GET",
        "device/datalogger/list",
        "getting the dataloggers of a plant",
        6117971175828060,
        errors({10003: "no such plant"}, c10001=SYSTEM, c10002="the plant id is empty"),
        FIVE_MINUTES,
    )
)
DATALOGGER_ADD = known(
    Endpoint(
        "POST",
        "device/datalogger/add",
        "adding a datalogger",
        6117939786619819,
        _ADDING,
        FIVE_MINUTES,
        writes=True,
    )
)
DATALOGGER_DELETE = known(
    Endpoint(
        "POST",
        "device/datalogger/delete",
        "removing a datalogger",
        6117952419029888,
        errors(
            {10003: "no such plant", 10004: "no such datalogger"},
            c10001=SYSTEM,
            c10002="the plant id is empty, or a bad serial number",
        ),
        FIVE_MINUTES,
        writes=True,
    )
)
DATALOGGER_VALIDATE = known(
    Endpoint(
        "POST",
        "device/datalogger/validate",
        "checking the code of a datalogger",
        6118001776634753,
        errors(
            c10001="the serial number of the datalogger is empty or of a wrong length",
            c10002="serial number and check code do not match",
            c10003="the datalogger has been added before",
        ),
    )
)
DEVICE_DATALOGGER = known(
    Endpoint(
        "POST",
        "device/sn_datalog",
        "getting the datalogger of a device",
        6118045304653161,
        errors({10005: UNKNOWN_DEVICE}, c10003="the serial number is empty"),
    )
)
DEVICE_CHECK_SN = known(
    Endpoint(
        "GET",
        "device/check/sn",
        "checking a serial number",
        6117996523846727,
        {},
        FIVE_MINUTES,
        subject="dataloggerSn",
        unwrap=beside("result"),
    )
)
DEVICE_DAY_ENERGY = known(
    Endpoint(
        "GET",
        "device/inverter/day_energy",
        "getting the energy of a day",
        6118030327488881,
        errors(
            {10005: UNKNOWN_DEVICE},
            c10001=SYSTEM,
            c10002="bad serial number",
            c10003="bad date",
        ),
        FIVE_MINUTES,
    )
)
DEVICE_CREATE_DATE = known(
    Endpoint(
        "POST",
        "device/all/create_date",
        "getting creation dates",
        9462219631565222,
        errors(c10001=SYSTEM),
        FIVE_MINUTES,
        serial_numbers="devices",
    )
)
DEVICE_ADD = known(
    Endpoint(
        "POST",
        "device/sn/add",
        "adding devices",
        9462221142197198,
        _ADDING,
        FIVE_MINUTES,
        writes=True,
    )
)
STORAGE_ADD = known(
    Endpoint("POST", "device/storage/add", "adding a storage", None, _ADDING, writes=True)
)
PLANT_BY_DEVICE = known(
    Endpoint(
        "POST",
        "plant/sn_plant",
        "getting the plant of a device",
        1494064780850155,
        errors(
            {10005: UNKNOWN_DEVICE},
            c10001=SYSTEM,
            c10002="no such user",
            c10003="the serial number is empty",
            c10004="the type of the device is empty",
        ),
        FIVE_MINUTES,
    )
)


class DataloggerOperations(V1Calls):
    """The calls about dataloggers, and those about a device of any family."""

    @operation
    def datalogger_list(
        self, plant_id: int | str, *, page: int | None = None, perpage: int | None = None
    ) -> Flow[records.DataloggerList]:
        """The dataloggers of a plant, with `count` of all of them; in pages, as `plant_list`.

        Page 6117971175828060; one call in 5 minutes.
        """
        parameters = {"plant_id": required("plant_id", plant_id), **pages(page, perpage)}
        return call_record(self, DATALOGGER_LIST, parameters, records.DataloggerList)

    @operation
    def datalogger_add(
        self, plant_id: int | str, datalogger_sn: str, user_id: int | str
    ) -> Flow[None]:
        """Put a datalogger, with the devices behind it, into a plant of an end user.

        It is sent once. After an error without an answer, look into `datalogger_list`.
        Page 6117939786619819; one call in 5 minutes.
        """
        parameters = {
            "plant_id": required("plant_id", plant_id),
            "sn": required("datalogger_sn", datalogger_sn),
            "c_user_id": required("user_id", user_id),
        }
        yield from call(self, DATALOGGER_ADD, parameters)

    @operation
    def datalogger_delete(self, plant_id: int | str, datalogger_sn: str) -> Flow[None]:
        """Take a datalogger, with the devices behind it, out of a plant.

        It is sent once. After an error without an answer, look into `datalogger_list`.
        Page 6117952419029888; one call in 5 minutes.
        """
        parameters = {
            "plant_id": required("plant_id", plant_id),
            "sn": required("datalogger_sn", datalogger_sn),
        }
        yield from call(self, DATALOGGER_DELETE, parameters)

    @operation
    def datalogger_validate(
        self, datalogger_sn: str, check_code: str
    ) -> Flow[records.DataloggerValidation]:
        """Whether a check code, as printed on a datalogger, is that of its serial number.

        An empty record says yes. Another code, or a datalogger that has been added before, is a
        GrowattV1ApiError with the code 10002 or 10003. Page 6118001776634753.
        """
        parameters = {
            "datalogSn": required("datalogger_sn", datalogger_sn),
            "valiCode": required("check_code", check_code),
        }
        data = yield from call(self, DATALOGGER_VALIDATE, parameters)
        return records.DataloggerValidation(data if isinstance(data, dict) else {})

    @operation
    def device_datalogger(self, device_sn: str) -> Flow[records.DeviceDatalogger]:
        """The datalogger of a device. Page 6118045304653161."""
        parameters = {"device_sn": required("device_sn", device_sn)}
        return call_record(self, DEVICE_DATALOGGER, parameters, records.DeviceDatalogger)

    @operation
    def plant_by_device(self, device_sn: str) -> Flow[records.PlantOfDevice]:
        """The plant that a device belongs to; a datalogger has no such answer.

        Page 1494064780850155; one call in 5 minutes a device.
        """
        parameters = {"device_sn": required("device_sn", device_sn)}
        return call_record(self, PLANT_BY_DEVICE, parameters, records.PlantOfDevice)

    @operation
    def device_check_sn(self, serial_number: str) -> Flow[records.DeviceTypeInfo]:
        """What a serial number stands for: an inverter, a storage, a datalogger, and its family.

        `result` is not 1 where the server does not know it. Page 6117996523846727; one call in
        5 minutes a serial number.
        """
        parameters = {"dataloggerSn": required("serial_number", serial_number)}
        return call_record(self, DEVICE_CHECK_SN, parameters, records.DeviceTypeInfo)

    @operation
    def device_day_energy(self, device_sn: str, day: str | date | None = None) -> Flow[float]:
        """The energy of an inverter on one day, in kWh; today here unless `day` is given.

        Page 6118030327488881; one call in 5 minutes a device.
        """
        when = day_or_today(day)
        parameters = {"device_sn": required("device_sn", device_sn), "date": when.isoformat()}
        data = yield from call(self, DEVICE_DAY_ENERGY, parameters)
        energy = _KILOWATT_HOURS(data)
        if energy is None:
            raise shape_error(DEVICE_DAY_ENERGY.operation, "data is no number")
        return energy

    @operation
    def device_create_date(
        self, device_sns: Iterable[str]
    ) -> Flow[dict[str, records.DeviceCreated]]:
        """When up to 100 devices came to the cloud, by serial number.

        Those that the server does not know are left out. Page 9462219631565222; one call in
        5 minutes.
        """
        return records_of_many(self, DEVICE_CREATE_DATE, device_sns, records.DeviceCreated)

    @operation
    def device_add(
        self, plant_id: int | str, device_sns: str | Iterable[str], user_id: int | str
    ) -> Flow[None]:
        """Put a device that reaches the cloud by itself, or up to 100, into a plant of an end user.

        The server does so when the device is online. It is sent once: after an error without an
        answer, look into `device_list`. Page 9462221142197198; one call in 5 minutes.
        """
        several = [device_sns] if isinstance(device_sns, str) else device_sns
        parameters = {
            "plant_id": required("plant_id", plant_id),
            "sn": ",".join(of_one_call(several)),
            "c_user_id": required("user_id", user_id),
        }
        yield from call(self, DEVICE_ADD, parameters)

    @operation
    def storage_add(self, plant_id: int | str, device_sn: str, user_id: int | str) -> Flow[None]:
        """Put a storage into a plant of an end user.

        The vendor has no page for this call; only the contract of another client knows it, and
        whether the server answers it is not known. Try `device_add` first.
        """
        parameters = {
            "c_user_id": required("user_id", user_id),
            "plant_id": required("plant_id", plant_id),
            "sn": required("device_sn", device_sn),
        }
        yield from call(self, STORAGE_ADD, parameters)
