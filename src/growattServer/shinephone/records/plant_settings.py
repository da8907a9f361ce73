"""The long record of a plant, with its tariffs and savings."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    day,
    degrees,
    flag,
    hours,
    integer,
    java_date,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    kilowatts_peak,
    number,
    raw,
    required,
    text,
    watts,
)
from growattServer.shinephone.records.answer import Answer, text_by_label

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
DAILY, IDENTITY, LIFETIME, MEASUREMENT, SETTING = (
    Kind.DAILY,
    Kind.IDENTITY,
    Kind.LIFETIME,
    Kind.MEASUREMENT,
    Kind.SETTING,
)


class PlantSettings(Answer, kind=Kind.IDENTITY):
    """The long record of a plant (`plant_settings`, the rows of `plant_list_two`, and elsewhere).

    Most keys are empty or 0 in the lists. In `PlantEnergyData` the date comes as a number and
    `created` is None there: `create_date` is not.
    """

    plant_id = required(integer("id", "Number of the plant"))
    name = text("plantName", "Plant name")
    alias = text("alias", "Plant name again (empty in plant_settings)")
    tree_name = text("treeName", "Plant name in the tree")
    user_name = text("userAccount", "Account name of the owner")
    created = java_date("createDate", "Day of installation", kind=IDENTITY)
    create_date = day("createDateText", "Day of installation")
    create_date_text = text("createDateTextA", "Not documented", basis=CAPTURE)
    plant_type = integer("plantType", "Kind of plant, a code")
    rated_power = watts("nominalPower", "Rated peak power")
    peak_power = kilowatts_peak("nominalPowerStr", "Peak power")
    level = integer("level", "Not documented", basis=CAPTURE)

    # Place
    country = text("country", "Country (empty in plant_list_two)")
    city = text("city", "Town")
    address = text("plantAddress", "Street address")
    latitude = degrees("plant_lat", "Latitude")
    longitude = degrees("plant_lng", "Longitude")
    latitude_text = text("latitudeText", "Latitude as text, built from empty parts")
    longitude_text = text("longitudeText", "Longitude as text, built from empty parts")
    latitude_degrees_text = text("latitude_d", "Not documented", basis=CAPTURE)
    latitude_minutes_text = text("latitude_m", "Not documented", basis=CAPTURE)
    latitude_seconds_text = text("latitude_f", "Not documented", basis=CAPTURE)
    longitude_degrees_text = text("longitude_d", "Not documented", basis=CAPTURE)
    longitude_minutes_text = text("longitude_m", "Not documented", basis=CAPTURE)
    longitude_seconds_text = text("longitude_f", "Not documented", basis=CAPTURE)
    map_city = text("mapCity", "Not documented", basis=CAPTURE)
    map_latitude_text = text("mapLat", "Not documented", basis=CAPTURE)
    map_longitude_text = text("mapLng", "Not documented", basis=CAPTURE)
    map_country_id = integer("map_countryId", "Not documented", basis=CAPTURE)
    map_province_id = integer("map_provinceId", "Not documented", basis=CAPTURE)
    map_city_id = integer("map_cityId", "Not documented", basis=CAPTURE)
    map_area_id = integer("map_areaId", "Not documented", basis=CAPTURE)
    utc_offset = hours("timezone", "Offset from UTC")
    timezone = text("timezoneText", "Time zone of the plant, such as GMT+1")
    timezone_text = text("timezoneValue", "Offset from UTC as text, such as +1:00")

    # Tariffs and what saved energy is worth
    energy_price = number(
        "formulaMoney",
        "Price of a kWh",
        unit="currency/kWh",
        kind=SETTING,
        other_keys=("formulaMoneyStr",),
    )
    currency = text("formulaMoneyUnitId", "Currency", kind=SETTING)
    currency_sign = text("moneyUnitText", "Sign of the currency", kind=SETTING)
    currencies = text_by_label(
        "unitMap", "Currencies to choose from, in plant_settings only", kind=SETTING
    )
    fixed_price = number(
        "fixedPowerPrice", "Price of a kWh, fixed tariff", unit="currency/kWh", kind=SETTING
    )
    peak_price = number(
        "peakPeriodPrice", "Price of a kWh at peak times", unit="currency/kWh", kind=SETTING
    )
    flat_price = number(
        "flatPeriodPrice", "Price of a kWh at flat times", unit="currency/kWh", kind=SETTING
    )
    valley_price = number(
        "valleyPeriodPrice", "Price of a kWh at valley times", unit="currency/kWh", kind=SETTING
    )
    coal_factor = number("formulaCoal", "Factor for saved coal (0 in lists)", kind=SETTING)
    co2_factor = number("formulaCo2", "Factor for avoided CO2 (0 in lists)", kind=SETTING)
    so2_factor = number("formulaSo2", "Factor for avoided SO2 (0 in lists)", kind=SETTING)
    tree_factor = number("formulaTree", "Factor for trees (0 in lists)", kind=SETTING)

    # Energy and power
    current_power = number(
        "currentPac", "Present power, unit unknown (0 in the samples)", kind=MEASUREMENT, basis=NAME
    )
    current_power_text = text(
        "currentPacStr",
        "Present power as text with its unit (0kW in the samples)",
        kind=MEASUREMENT,
    )
    current_power_other_text = text(
        "currentPacTxt", "Present power as text without a unit", kind=MEASUREMENT, basis=NAME
    )
    energy_today = kilowatt_hours_today("eToday", "Energy today (not filled: 0)")
    energy_month = kilowatt_hours(
        "energyMonth", "Energy this month (not filled: 0)", kind=MEASUREMENT
    )
    energy_year = kilowatt_hours("energyYear", "Energy this year (not filled: 0)", kind=MEASUREMENT)
    energy_total = kilowatt_hours_total("eTotal", "Lifetime energy")
    performance_ratio_today_text = text(
        "prToday", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    performance_ratio_month_text = text(
        "prMonth", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )

    # Savings
    revenue_today = number("etodayMoney", "Revenue today", unit="currency", kind=DAILY)
    revenue_total = number("etotalMoney", "Lifetime revenue", unit="currency", kind=LIFETIME)
    revenue_today_from_text = number(
        "etodayMoneyText", "Revenue today, from its text", unit="currency", kind=DAILY
    )
    revenue_month_from_text = number(
        "emonthMoneyText", "Revenue this month, from its text", unit="currency", kind=MEASUREMENT
    )
    revenue_year_from_text = number(
        "EYearMoneyText",
        "Revenue this year, from its text",
        unit="currency",
        kind=MEASUREMENT,
        other_keys=("eyearMoneyText",),
    )
    revenue_total_from_text = number(
        "etotalMoneyText", "Lifetime revenue, from its text", unit="currency", kind=LIFETIME
    )
    co2_avoided_today = number("etodayCo2Text", "Avoided CO2 today, unit unknown", kind=DAILY)
    co2_avoided_month = number(
        "emonthCo2Text", "Avoided CO2 this month, unit unknown", kind=MEASUREMENT
    )
    co2_avoided_total = number("etotalCo2Text", "Lifetime avoided CO2, unit unknown", kind=LIFETIME)
    coal_saved_today = number("etodayCoalText", "Saved coal today, unit unknown", kind=DAILY)
    coal_saved_month = number(
        "emonthCoalText", "Saved coal this month, unit unknown", kind=MEASUREMENT
    )
    coal_saved_total = number("etotalCoalText", "Lifetime saved coal, unit unknown", kind=LIFETIME)
    so2_avoided_today = number("etodaySo2Text", "Avoided SO2 today, unit unknown", kind=DAILY)
    so2_avoided_month = number(
        "emonthSo2Text", "Avoided SO2 this month, unit unknown", kind=MEASUREMENT
    )
    so2_avoided_total = number("etotalSo2Text", "Lifetime avoided SO2, unit unknown", kind=LIFETIME)
    tree_equivalent_total = number(
        "etotalFormulaTreeText", "Lifetime saving as trees", unit="trees", kind=LIFETIME
    )

    # State and devices
    status = integer("status", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    alarm_value = integer("alarmValue", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    device_count = integer("deviceCount", "Number of devices, going by the key", basis=NAME)
    has_device_online = integer(
        "hasDeviceOnLine", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    has_storage = integer("hasStorage", "Not documented", basis=CAPTURE)
    online_environment_sensor_count = integer(
        "onLineEnvCount", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    temperature_unit_code = integer("tempType", "Not documented", kind=SETTING, basis=CAPTURE)
    storage_import_today = number(
        "storage_TodayToUser", "Storage figure of unknown unit", kind=MEASUREMENT
    )
    storage_export_today = number(
        "storage_TodayToGrid", "Storage figure of unknown unit", kind=MEASUREMENT
    )
    storage_import_total = number(
        "storage_TotalToUser", "Storage figure of unknown unit", kind=MEASUREMENT
    )
    storage_export_total = number(
        "storage_TotalToGrid", "Storage figure of unknown unit", kind=MEASUREMENT
    )
    storage_charge_today = number(
        "storage_eChargeToday", "Storage figure of unknown unit", kind=MEASUREMENT
    )
    storage_discharge_today = number(
        "storage_eDisChargeToday", "Storage figure of unknown unit", kind=MEASUREMENT
    )
    storage_level = number(
        "storage_BattoryPercentage",
        "Storage figure of unknown unit (the key is misspelled)",
        kind=MEASUREMENT,
    )
    irradiance = number(
        "irradiance", "Irradiance from a weather station, unit unknown", kind=MEASUREMENT
    )
    air_temperature = number(
        "envTemp", "Air temperature from a weather station, unit unknown", kind=MEASUREMENT
    )
    panel_temperature = number(
        "panelTemp", "Panel temperature from a weather station, unit unknown", kind=MEASUREMENT
    )
    wind_speed = number(
        "windSpeed", "Wind speed from a weather station, unit unknown", kind=MEASUREMENT
    )
    wind_direction = number(
        "windAngle", "Wind direction from a weather station, unit unknown", kind=MEASUREMENT
    )

    # People, pictures, links
    company = text("companyName", "Not documented", basis=CAPTURE)
    installer_code = text("designCompany", 'Not documented ("0" in plant_settings)', basis=CAPTURE)
    phone_number = text("phoneNum", "Not documented", basis=CAPTURE)
    notes = text("remark", "Not documented", basis=CAPTURE)
    plant_image = text("plantImgName", "Not documented", basis=CAPTURE)
    place_image = text("locationImgName", "Not documented", basis=CAPTURE)
    logo_image = text("logoImgName", "Not documented", basis=CAPTURE)
    installation_map = text("installMapName", "Not documented", basis=CAPTURE)
    image_path = text("imgPath", "Path of an icon")
    tree_id = text("treeID", "Tree key: PLANT_ and the number of the plant")
    parent_id = text("parentID", "Not documented", basis=CAPTURE)
    grid_company = text("gridCompany", "Not documented", basis=CAPTURE)
    grid_lfdi = text("gridLfdi", "Not documented", basis=CAPTURE)
    grid_port = text("gridPort", "Not documented", basis=CAPTURE)
    grid_server_url = text("gridServerUrl", "Not documented", basis=CAPTURE)
    meter_point = text("plantNmi", "Not documented", basis=CAPTURE)
    protocol_id = text("protocolId", "Not documented", basis=CAPTURE)
    paired_viewer = text("pairViewUserAccount", "Not documented", basis=CAPTURE)
    is_default_plant = flag("defaultPlant", "Not documented", basis=CAPTURE)
    is_shared = flag("isShare", "Not documented", basis=CAPTURE)
    children = raw("children", "Not documented, empty", basis=CAPTURE)
    dataloggers = raw("dataLogList", "Not documented, empty", basis=CAPTURE)
    events = raw("eventMessBeanList", "Not documented, empty", basis=CAPTURE)
    parameter_bean = raw("paramBean", "Not documented, always null", basis=CAPTURE)
    plant_form_bean = raw("plantFromBean", "Not documented, always null", basis=CAPTURE)
    user_bean = raw("userBean", "Not documented, always null", basis=CAPTURE)
