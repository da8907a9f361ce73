"""Plants: their list, their master data, their power and energy."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Kind,
    Record,
    day,
    degrees,
    integer,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    kilowatts_peak,
    meters,
    number,
    required,
    rows,
    square_meters,
    text,
    timestamp,
    watts,
)

MEASUREMENT, IDENTITY = Kind.MEASUREMENT, Kind.IDENTITY


class PlantState(Code):
    """Whether a plant is online; two numbers mean that it is not."""

    OFFLINE_0 = 0
    ONLINE = 1
    OFFLINE = 4


class PlantKind(Code):
    """What a plant is for."""

    RESIDENTIAL = 0
    COMMERCIAL = 1
    GROUND_MOUNTED = 2


class Plant(Record, kind=Kind.IDENTITY):
    """A plant in the list of plants (`plant/list`), with its latest power and lifetime energy.

    The vendor lets `plant/list` be called once in 5 minutes and 10 times a day.
    https://www.showdoc.com.cn/262556420217021/1494058730404880
    """

    plant_id = required(integer("plant_id", "Number of the plant"))
    name = text("name", "Plant name")
    user_id = integer("user_id", "Number of the owner")
    status = coded(
        "status",
        PlantState,
        "Plant state (4 is from one guide)",
        kind=MEASUREMENT,
    )
    current_power = watts(
        "current_power", "Present power in W (unit disputed: one guide says kW)", kind=MEASUREMENT
    )
    energy_total = kilowatt_hours_total("total_energy", "Lifetime energy")
    peak_power = kilowatts_peak("peak_power", "Peak power")
    create_date = day("create_date", "Day on which the plant was created")
    country = text("country", "Country")
    city = text("city", "Town ('0' when unset)")
    latitude = degrees("latitude", "Latitude")
    longitude = degrees("longitude", "Longitude")
    locale = text("locale", "Language code")
    image_url = text("image_url", "Picture file")
    installer = text("installer", "Installer ('0' when none)")
    operator = text("operator", "Operator ('0' when none)")
    installer_code = text("latitude_d", "Installer code (the key has nothing to do with it)")
    agency_area = text("latitude_f", "Agency area (the key has nothing to do with it)")


class PlantList(Record):
    """The plants that the token may see, a page at a time (`plant/list`).

    https://www.showdoc.com.cn/262556420217021/1494058730404880
    """

    count = integer("count", "Number of plants, on all pages together")
    plants = rows("plants", Plant, "The plants of this page")


class PlantArray(Record, kind=Kind.IDENTITY):
    """One kind of PV modules in the details of a plant."""

    maker = text("module_man", "Maker of the PV module")
    model = text("module_md", "Model of the PV module")
    quantity = integer("num_modules", "How many there are of this kind")


class PlantDataloggerKind(Record, kind=Kind.IDENTITY):
    """One kind of dataloggers in the details of a plant."""

    maker = text("datalogger_man", "Maker of the datalogger")
    model = text("datalogger_md", "Model of the datalogger")
    quantity = integer("datalogger_num", "How many there are of this kind")


class PlantInverterKind(Record, kind=Kind.IDENTITY):
    """One kind of inverters in the details of a plant."""

    maker = text("inverter_man", "Maker of the inverter")
    model = text("inverter_md", "Model of the inverter")
    quantity = integer("inverter_num", "How many there are of this kind")


class PlantMaxKind(Record, kind=Kind.IDENTITY):
    """One kind of MAX inverters in the details of a plant."""

    maker = text("max_man", "Maker of the MAX inverter")
    model = text("max_md", "Model of the MAX inverter")
    quantity = integer("max_num", "How many there are of this kind")


class PlantDetails(Record, kind=Kind.IDENTITY):
    """What the owner or the installer has typed in about a plant (`plant/details`), mostly empty.

    https://www.showdoc.com.cn/262556420217021/1494060394238679
    """

    name = text("name", "Plant name")
    user_id = integer("user_id", "Number of the owner")
    plant_type = coded("plant_type", PlantKind, "Kind of plant")
    status = text("status", "State, normally empty", kind=MEASUREMENT)
    create_date = day("create_date", "Day of construction")
    peak_power = kilowatts_peak("peak_power", "Peak power")
    currency = text("currency", "Currency code")
    timezone = text("timezone", "Time zone of the plant, such as GMT+1")
    locale = text("locale", "Language code")
    image_url = text("image_url", "Picture file")
    description = text("description", "Free text")
    notes = text("notes", "Free text")

    # Place
    country = text("country", "Country")
    province = text("state", "State or province")
    city = text("city", "Town")
    postal_code = text("postal", "Postal code")
    address_1 = text("address1", "Street address")
    address_2 = text("address2", "Second address line")
    latitude = degrees("latitude", "Latitude")
    longitude = degrees("longitude", "Longitude")
    elevation = meters("elevation", "Height above sea")

    # Equipment
    arrays = rows("arrays", PlantArray, "Kinds of PV modules", may_be_absent=True)
    inverters = rows("inverters", PlantInverterKind, "Kinds of inverters", may_be_absent=True)
    max_inverters = rows("maxs", PlantMaxKind, "Kinds of MAX inverters", may_be_absent=True)
    dataloggers = rows(
        "dataloggers", PlantDataloggerKind, "Kinds of dataloggers", may_be_absent=True
    )
    installed_dc_power = watts(
        "installed_dc_capacity", "Installed DC power, sent in kW", scale=1000
    )
    installed_ac_power = watts(
        "installed_ac_capacity", "Installed AC power, sent in kW", scale=1000
    )
    panel_area = square_meters("installed_panel_area", "Module area")
    azimuth = degrees("fixed_azimuth", "Module azimuth")
    tilt = degrees("fixed_tilt", "Module tilt")
    tracker_type = text("tracker_type", "Kind of tracker")
    grid_type = text("grid_type", "Grid type")
    irradiation_sensor_type = text("irradiationsensor_type", "Kind of irradiation sensor")
    weather_type = text("weather_type", "Kind of weather data")
    weather_sensor_maker = text("weathersensor_man", "Maker of the weather sensor")
    weather_sensor_model = text("weathersensor_md", "Model of the weather sensor")
    weather_sensor_count = text("weathersensor_num", "Number of weather sensors, as text")

    # People
    owner = text("ownerorganization", "Owner (a currency code was seen here)")
    owner_contact = text("ownercontact", "Contact of the owner")
    operator = text("operatororganization", "Operator")
    operator_contact = text("operatorcontact", "Contact of the operator")
    installer = text("installerorganization", "Installer")
    installer_contact = text("installercontact", "Contact of the installer")
    designer = text("designerorganization", "Designer")
    designer_contact = text("designercontact", "Contact of the designer")
    financier = text("financierorganization", "Financier")
    financier_contact = text("financiercontact", "Contact of the financier")
    offtaker = text("offtakerorganization", "Buyer of the energy")
    offtaker_contact = text("offtakercontact", "Contact of the buyer of the energy")
    authority = text("jurisdictionorganization", "Authority in charge")
    authority_contact = text("jurisdictioncontact", "Contact of the authority")


class PlantEnergyOverview(Record):
    """Present power and energy sums of a plant (`plant/data`).

    The power is sent in kW here and read as W, as everywhere else in this library.
    https://www.showdoc.com.cn/262556420217021/1494061093808613
    """

    current_power = watts(
        "current_power", "Present power, sent in kW (W according to other notes)", scale=1000
    )
    energy_today = kilowatt_hours_today("today_energy", "Energy today")
    energy_month = kilowatt_hours("monthly_energy", "Energy this month")
    energy_year = kilowatt_hours("yearly_energy", "Energy this year")
    energy_total = kilowatt_hours_total("total_energy", "Lifetime energy")
    peak_power = kilowatts_peak("peak_power_actual", "Peak power of the plant", kind=IDENTITY)
    carbon_offset = number("carbon_offset", "CO2 saved, unit not documented")
    efficiency = text("efficiency", "Always empty in captures")
    last_update_time = timestamp(
        "last_update_time", "Time of the last data, on the clock of the plant"
    )
    timezone = text("timezone", "Time zone of the plant, such as GMT+1", kind=IDENTITY)


class PlantEnergyRow(Record):
    """The energy of one day, month or year, in `PlantEnergyHistory`."""

    date = text("date", "Day, month or year: YYYY-MM-DD, YYYY-MM or YYYY")
    energy = kilowatt_hours("energy", "Energy in that span of time")


class PlantEnergyHistory(Record):
    """Energy of a plant by days, months or years (`plant/energy`).

    The vendor lets it be called once in 5 minutes and 10 times a day.
    https://www.showdoc.com.cn/262556420217021/1494061730868556
    """

    count = integer("count", "Number of rows")
    time_unit = text("time_unit", "What a row is: day, month or year")
    energys = rows("energys", PlantEnergyRow, "Energy by days, months or years", may_be_absent=True)


class PlantPowerRow(Record):
    """The power of a plant at one moment, in `PlantPowerOverview`."""

    time = timestamp("time", "Time of the point, on the clock of the plant")
    power = watts(
        "power",
        "Power at that time, missing where nothing was measured (kW according to one guide)",
    )


class PlantPowerOverview(Record):
    """Power curve of one day in points of 5 minutes (`plant/power`), in no order.

    https://www.showdoc.com.cn/262556420217021/1494062656174173
    """

    count = integer("count", "Number of points, 288 a day")
    powers = rows("powers", PlantPowerRow, "The points, not sorted", may_be_absent=True)
