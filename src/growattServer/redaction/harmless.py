"""What may stay: readings under known keys, words of the protocol, times, small numbers."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from .kinds import is_zone, kind_of, plain
from .readings import NUMBERS, PATHS, TIMES, WORDS


class Sort(Enum):
    """What is expected under a key; a value that is something else does not stay."""

    NUMBER = "a number, with or without its unit"
    TIME = "a moment, a day or a time of day"
    WORDS = "words for a state or a kind"
    MESSAGE = "what the server says, which may quote anything"
    ZONE = "a time zone"


_WITHOUT_NUMBERS = frozenset({Sort.MESSAGE, Sort.ZONE})

# beside the field rows: parameters of requests, parts of serialised dates, names of charts
_NUMBERS_BESIDE = """
    page perpage pagenum topagenum pagesize count total pages pagecount errorcode code success
    rawoffset dstsavings timezoneoffset year month day hours minutes seconds kind order lan
"""
_NUMBERS = frozenset(NUMBERS.split()) | frozenset(_NUMBERS_BESIDE.split())
_TIMES_BESIDE = """
    stringtime startdate enddate timeinmillis currenttime addtime
"""
_TIMES = frozenset(TIMES.split()) | frozenset(_TIMES_BESIDE.split())
_WORDS_BESIDE = """
    op action keynames unitkeylist paramid function command method lang language
"""
_WORDS = frozenset(WORDS.split()) | frozenset(_WORDS_BESIDE.split())
_MESSAGE_KEYS = """
    msg message mess errormsg errormess errormessage error errortext warntext resultmsg reason
    info said remind tip tips hint statusmsg statusmessage
"""
_MESSAGES = frozenset(_MESSAGE_KEYS.split())


@lru_cache(maxsize=4096)
def sorts_of(name: str) -> tuple[Sort, ...]:
    """What may stay under this key; nothing where nobody has described it."""
    compared = plain(name)
    if kind_of(name) is not None or not compared:
        return ()
    if is_zone(name):
        return (Sort.ZONE,)
    if compared in _MESSAGES:
        return (Sort.MESSAGE,)
    tables = ((Sort.NUMBER, _NUMBERS), (Sort.TIME, _TIMES), (Sort.WORDS, _WORDS))
    found = tuple(sort for sort, keys in tables if compared in keys)
    # what is measured is often said as a text, too, and a text often a number
    return (Sort.NUMBER, Sort.TIME, Sort.WORDS) if Sort.WORDS in found else found


_UNIT = (
    r"\s?(?:[kMG]?Wh?p?|[kMG]?WH|KWh?|k?VAr?|k?var|m?Ah?|m?k?V|H[zZ]|%|℃|°C|k?Ω|h|s|ms|min|kg"
    r"|t|m²?)"
)
_NUMBER = re.compile(
    rf"[-+]?\d{{1,12}}(?:\.\d{{1,10}})?(?:[eE][-+]?\d{{1,3}})?(?:{_UNIT})?", re.ASCII
)
_SMALL = re.compile(rf"[-+]?\d{{1,4}}(?:\.\d{{1,2}})?(?:{_UNIT})?", re.ASCII)
_LARGER = re.compile(
    rf"[-+]?(?!0)(?:18[1-9]|19\d|[2-9]\d\d|\d{{4,6}})\.\d{{1,3}}(?:{_UNIT})?", re.ASCII
)
_YEAR = r"(?:19|20)\d\d"
_CLOCK = r"\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d{1,6})?)?"
_DAY = rf"{_YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?"
_HTTP_DATE = r"[A-Z][a-z]{2},? \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT"
TIME = rf"(?:{_DAY}[ T]{_CLOCK}(?:Z|[-+]\d\d:?\d\d)?|{_DAY}|{_CLOCK}|{_HTTP_DATE})"
_TIME = re.compile(TIME, re.ASCII)
_NUMBERS_IN_A_ROW = re.compile(r"-?\d{1,4}(?:[_,; :-]{1,2}-?\d{1,4}){1,60}", re.ASCII)
_PLAIN_WORDS = re.compile(r"[\w .,:;%/()+°℃²·*~\[\]#&'€$£¥，-]{1,2000}")
_CODE = re.compile(r"\d{5}|\d[a-z]|[a-z]\d[^\W_]{2}", re.I)
# the word and the day that an inverter of the older line wants with a setting
_HEEDED = re.compile(r"growatt20\d{6}")
_ZONE = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe"
    r"|Indian|Mexico|Pacific|US)(?:/[A-Za-z_+\-0-9]{1,30}){1,2}"
    r"|[A-Z][A-Za-z. ]{1,40} Time"
    r"|(?:GMT|UTC|[A-Z]{3,4})?\s?(?:[-+]?\d{1,2}(?::?\d\d)?(?:\.\d{1,2})?)?"
)

_STATE_WORDS = """
    ok success succeed true false yes no on off none normal standby waiting wait checking fault
    error warning alarm offline online lost connected disconnected charge charging discharge
    discharging idle bypass operating operation operate flash flashing upgrade disable disabled
    enable enabled fail failed failure done finished inverter tlx mix spa sph min max wit noah
    storage battery grid load ammeter server euro dollar usd eur gbp chf zar zmw aed
"""
STATES = frozenset(_STATE_WORDS.split())
_OTHER_WORDS = """
    a access account again already an and any api app are at be been bad by call can cannot check
    code command current data datalog datalogger date day days denied device devices do does empty
    end exist exists expired expires for format found frequently from get has have hour hours id
    in incorrect input inv invalid is it later limit list locked log logged login many may message
    minute minutes missing month must name not number of one only or out overlap overlaps page
    param parameter parameters password per permission plant please privilege range read refused
    remaining request response result retry return second seconds segment sent serial session
    set setting settings sn start successful system the this time timeout times to today token too
    try type unknown user username value values was wrong xxx year you your zero errornologin
"""
_MESSAGE_WORDS = STATES | frozenset(_OTHER_WORDS.split())


def may_stay(text: str, sorts: tuple[Sort, ...], is_technical: bool) -> bool:
    """Whether a text is what is expected under its key; only versions and models are long codes."""
    return (
        (Sort.NUMBER in sorts and _NUMBER.fullmatch(text) is not None)
        or (Sort.TIME in sorts and is_time(text))
        or (Sort.WORDS in sorts and _are_words(text, is_technical))
        or (Sort.ZONE in sorts and _ZONE.fullmatch(text) is not None)
    )


def _are_words(text: str, is_technical: bool) -> bool:
    if _PLAIN_WORDS.fullmatch(text) is None:
        return False
    return is_technical or not _CODE.search(text)


def is_time(text: str) -> bool:
    """Whether this is a moment, a day or a time of day."""
    return _TIME.fullmatch(text) is not None


def is_zone_name(text: str) -> bool:
    """Whether this names a time zone, as the vendor's serialised zones do."""
    return "/" in text and _ZONE.fullmatch(text) is not None


def tells_nothing(text: str) -> bool:
    """Whether nobody can be known by this text, whatever its key is."""
    if _SMALL.fullmatch(text) or _LARGER.fullmatch(text) or _TIME.fullmatch(text):
        return True
    if _HEEDED.fullmatch(text):
        return True
    if _NUMBERS_IN_A_ROW.fullmatch(text):
        return sum(map(str.isdigit, text)) < 7
    return all(word.lower() in STATES for word in re.findall(r"[^\s,.;:!_-]+", text))


def is_small(number: float) -> bool:
    """The same of a number; what has three decimals may be a latitude."""
    if isinstance(number, int) or number.is_integer():
        return abs(number) < 10_000
    return abs(number) > 180 or round(number, 2) == number


def expects_a_number(name: str) -> bool:
    """Whether a number of any size may stay under this key."""
    return not _WITHOUT_NUMBERS.issuperset(sorts_of(name))


def is_short(text: str, fewest: int) -> bool:
    """Whether a text is too short to name anybody; two characters of Chinese are a name."""
    return len(text.encode("utf-8", "surrogatepass")) < fewest


def is_word(text: str) -> bool:
    """Whether this is a word that messages of the vendor are made of."""
    return text.lower() in _MESSAGE_WORDS


_OTHER_PATHS = """
    v1 v4 new-api page error index login home html htm jsp panel
"""
_PATH_WORDS = frozenset(PATHS.split()) | frozenset(_OTHER_PATHS.split())


def is_path_word(text: str) -> bool:
    """Whether this part of a path is one of the vendor's."""
    return text in _PATH_WORDS
