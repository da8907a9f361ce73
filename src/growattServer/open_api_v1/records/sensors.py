"""Environment sensors behind a datalogger: their list, and what they measure."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    celsius,
    degrees,
    flag,
    integer,
    java_calendar,
    number,
    percent,
    required,
    rows,
    serial_number,
    text,
    timestamp,
)

IDENTITY = Kind.IDENTITY
NAME = Basis.NAME


class SensorKind(Code):
    """Which kind of sensor it is."""

    ENVIRONMENT_SENSOR = 48


class EnvironmentSensorRow(Record, kind=Kind.IDENTITY):
    """An environment sensor in the list of a datalogger's, in `EnvironmentSensorList`."""

    address = required(integer("address", "Bus address, which names the sensor in other calls"))
    datalogger_sn = serial_number("datalog_sn", "Serial number of the datalogger")
    device_name = text("device_name", "Name of the kind, such as ENV_DEVICE")
    device_type = coded("device_type", SensorKind, "Kind of sensor")
    last_update_time = timestamp(
        "last_update_time",
        "Time of the last data (zone not documented)",
        kind=Kind.MEASUREMENT,
    )
    lost = flag("lost", "True when offline", kind=Kind.MEASUREMENT)


class EnvironmentSensorList(Record):
    """The environment sensors behind a datalogger, a page at a time (`env_sensor_list`).

    https://www.showdoc.com.cn/262556420217021/6131376900470247
    """

    count = integer("count", "Number of sensors, on all pages together")
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    envs = rows("envs", EnvironmentSensorRow, "The sensors of this page")


class EnvironmentSensorReading(Record):
    """The latest readings of an environment sensor (`env_sensor_last_data`), or a row of a history.

    Which values are filled depends on the sensor.
    https://www.showdoc.com.cn/262556420217021/6131383465700984
    """

    # The record
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger", basis=NAME)
    time = timestamp("timeText", "Time of the record (zone not documented)")
    calendar_time = java_calendar(
        "calendar", "Data time as a serialised Java Calendar object", basis=NAME
    )
    alarm_code = text("alarmCode", "Alarm code", basis=NAME)
    communication_status = integer("commStatus", "Communication state", basis=NAME)
    running_status = integer("runStatus", "Running state", basis=NAME)
    status = integer("deviceStatus", "State of the device", basis=NAME)
    status_update_time_text = text(
        "statusLastUpdateTime", "Time of the last state change", basis=NAME
    )

    # Sun
    irradiance = number("radiant", "Irradiance", unit="W/m²", precision=0)
    irradiation_today = number("etodayRadiation", "Irradiation today")
    irradiation_total = number("etotalRadiation", "Total irradiation", basis=NAME)
    panel_temperature = celsius("panelTemp", "Panel temperature")
    efficiency = percent("efficiency", "Efficiency", basis=NAME)
    soiling_level_mean_today = percent("dailyAvgSoilLvlPct", "Daily mean soiling level", basis=NAME)

    # Air and weather
    air_temperature = celsius("envTemp", "Temperature of the surroundings")
    air_humidity = percent("envHumidity", "Humidity of the surroundings", basis=NAME)
    air_pressure = number("airPressure", "Air pressure", unit="hPa", precision=0, basis=NAME)
    wind_speed = number("windSpeed", "Wind speed", unit="m/s", precision=1)
    wind_direction = degrees("windAngle", "Wind direction")
    rainfall_intensity = number(
        "rainfallIntensity", "Rainfall intensity", unit="mm/h", precision=1, basis=NAME
    )
    rainfall_total = number("totalRainfall", "Rainfall in all", unit="mm", precision=1, basis=NAME)
    snow_depth = number("snowDepth", "Snow depth", unit="cm", precision=0, basis=NAME)
    gas_concentration = number("gasConcentration", "Gas concentration", basis=NAME)

    # The sensor itself
    internal_temperature = celsius("internalTempC", "Temperature inside the sensor box", basis=NAME)
    internal_temperature_fahrenheit = number(
        "internalTempF", "Temperature inside the sensor box", unit="°F", precision=1, basis=NAME
    )
    internal_humidity = percent(
        "internalRelativeHumidity", "Humidity inside the sensor box", basis=NAME
    )
    internal_pressure = number("internalPressure", "Pressure inside the sensor box", basis=NAME)
    mean_of_last_four = number(
        "lastFourMeasurementsAvg", "Mean of the last four measurements", basis=NAME
    )
    signal_generation = number("sensorSingnalGen", "Sensor signal generation", basis=NAME)


class EnvironmentSensorHistory(Record):
    """Readings of an environment sensor of up to 7 days, a page at a time (`env_sensor_history`).

    https://www.showdoc.com.cn/262556420217021/6131378411575311
    """

    count = integer("count", "Number of rows, on all pages together")
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    env_data = rows(
        "env_data", EnvironmentSensorReading, "The readings of this page", may_be_absent=True
    )
