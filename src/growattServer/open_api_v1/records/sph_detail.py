"""SPH (also called MIX): what the device is, and its settings."""

from __future__ import annotations

from growattServer.records.sph_detail import SphDetailFields
from growattServer.records.sph_spa_detail import SphSpaDetailV1Fields


class SphDetail(SphDetailFields, SphSpaDetailV1Fields):
    """What an SPH is and how it is set: names, firmware, limits, settings (`mix_data_info`).

    Its energies are 0, the server fills them no more. `..._text` is the text mirror of a setting,
    normally empty. A name that ends in `_enabled` is yes or no. `..._raw` is a number of unknown
    encoding. `device_type` is not the `type` of the device list.
    https://www.showdoc.com.cn/262556420217021/6129763571291058
    """
