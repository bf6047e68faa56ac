"""Time zones as people write them: `Eastern`, `New York`, `Puerto Rico`, `India`, `America/Chicago`."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from bot.domain.deadlines.subscription import BadSchedule, known_zone


@dataclass
class UnknownZone(BadSchedule):
    """No time zone has this name, or several have. `similar` is the likely one, or ''."""

    similar: str = ""


_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    *("America/New_York", "America/Chicago"),
    *("America/Denver", "America/Los_Angeles"),
)
_CUSTOMARY: Mapping[str, str] = {
    **dict.fromkeys(("eastern", "et", "est", "edt"), _EASTERN),
    **dict.fromkeys(("central", "ct", "cst", "cdt"), _CENTRAL),
    **dict.fromkeys(("mountain", "mt", "mdt"), _MOUNTAIN),
    **dict.fromkeys(("pacific", "pt", "pst", "pdt"), _PACIFIC),
    **dict.fromkeys(("akst", "akdt"), "America/Anchorage"),
    **dict.fromkeys(("hst",), "Pacific/Honolulu"),
    **dict.fromkeys(("atlantic", "ast"), "America/Puerto_Rico"),
    **dict.fromkeys(("chst", "chamorro"), "Pacific/Guam"),
    **dict.fromkeys(("ist",), "Asia/Kolkata"),
    **dict.fromkeys(("gmt", "z", "zulu", "utc"), "UTC"),
}
"""Common US names. IANA's `EST` and `MST` have no daylight saving time and are an hour off half the year."""
_STATES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("connecticut", "delaware", "georgia", "maine", "maryland", "massachusetts", "new_hampshire"),
            *("new_jersey", "north_carolina", "ohio", "pennsylvania", "rhode_island", "south_carolina"),
            *("vermont", "virginia", "west_virginia", "washington_dc", "district_of_columbia"),
        ),
        _EASTERN,
    ),
    **dict.fromkeys(
        (
            *("alabama", "arkansas", "illinois", "iowa", "louisiana", "minnesota", "mississippi"),
            *("missouri", "oklahoma", "wisconsin"),
        ),
        _CENTRAL,
    ),
    **dict.fromkeys(("colorado", "montana", "new_mexico", "utah", "wyoming"), _MOUNTAIN),
    **dict.fromkeys(("california", "nevada", "washington_state"), _PACIFIC),
    "alaska": "America/Anchorage",
    "arizona": "America/Phoenix",
    "hawaii": "Pacific/Honolulu",
}
"""States that lie in one zone but for a corner. `washington` alone may be the state or the city."""
_AMERICAN_CITIES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *(
                "atlanta",
                "baltimore",
                "boston",
                "buffalo",
                "charlotte",
                "cincinnati",
                "cleveland",
                "columbus",
            ),
            *("hartford", "jacksonville", "manhattan", "miami", "newark", "nyc", "orlando", "philadelphia"),
            *("pittsburgh", "raleigh", "richmond", "tampa", "durham", "brooklyn", "rochester", "albany"),
        ),
        _EASTERN,
    ),
    **dict.fromkeys(
        (
            *("austin", "birmingham", "dallas", "des_moines", "fort_worth", "houston", "kansas_city"),
            *("madison", "memphis", "milwaukee", "minneapolis", "nashville", "new_orleans", "oklahoma_city"),
            *(
                "omaha",
                "san_antonio",
                "st_louis",
                "saint_louis",
                "st_paul",
                "tulsa",
                "little_rock",
                "wichita",
            ),
        ),
        _CENTRAL,
    ),
    **dict.fromkeys(("albuquerque", "salt_lake_city", "santa_fe", "colorado_springs"), _MOUNTAIN),
    **dict.fromkeys(
        (
            *("fresno", "las_vegas", "oakland", "portland", "sacramento", "san_diego", "san_francisco"),
            *("san_jose", "seattle", "spokane", "la", "reno"),
        ),
        _PACIFIC,
    ),
    "tucson": "America/Phoenix",
    "mumbai": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata",
    "bengaluru": "Asia/Kolkata",
    "hyderabad": "Asia/Kolkata",
    "chennai": "Asia/Kolkata",
    "new_delhi": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "pune": "Asia/Kolkata",
    "cebu": "Asia/Manila",
    "us_virgin_islands": "America/St_Thomas",
    "usvi": "America/St_Thomas",
    "american_samoa": "Pacific/Pago_Pago",
    "saipan": "Pacific/Saipan",
    "uk": "Europe/London",
    "england": "Europe/London",
    "scotland": "Europe/London",
}
_SEVERAL: Mapping[str, str] = {
    "mst": _MOUNTAIN,  # Denver in winter, Phoenix all year
    "washington": _EASTERN,  # the city or the state
    **dict.fromkeys(("florida", "michigan", "indiana", "kentucky"), _EASTERN),
    **dict.fromkeys(("texas", "tennessee", "kansas", "nebraska", "north_dakota", "south_dakota"), _CENTRAL),
    "idaho": "America/Boise",
    "oregon": _PACIFIC,
    **dict.fromkeys(("usa", "us", "united_states", "america"), _EASTERN),
    "canada": "America/Toronto",
    "mexico": "America/Mexico_City",
    "australia": "Australia/Sydney",
    "brazil": "America/Sao_Paulo",
}
"""Names that lie in several zones, with the one of most people: it is asked, not guessed."""
_ENDING = re.compile(r"(_standard|_daylight)?_time$|^us/|_\(.*\)$")
_NEAR = 75


def zone_named(written: str) -> str:
    """The IANA zone with this name, in any case: a common name, a state, a city, a country with one zone.

    Raises UnknownZone, with the likely zone where there is one.
    """
    name = written.strip().replace(" ", "_")
    if known_zone(name) and ("/" in name or name.upper() == "UTC"):
        return name
    key = _ENDING.sub("", re.sub(r"[.,]", "", name.lower()))
    if found := _CUSTOMARY.get(key) or _STATES.get(key) or _AMERICAN_CITIES.get(key):
        return found
    if key in _SEVERAL:
        raise UnknownZone("zone", _SEVERAL[key])
    if found := _iana_names().get(key) or _cities().get(key):
        return found
    if zones := _countries().get(key):
        if len(zones) == 1:
            return zones[0]
        raise UnknownZone("zone", zones[0])
    place = re.sub(r"_(?:[a-z]{2}|usa)$", "", key)  # `Boston, MA`
    if place != key and (found := _AMERICAN_CITIES.get(place) or _cities().get(place)):
        return found
    raise UnknownZone("zone", _similar(key))


def _similar(key: str) -> str:
    countries = {country: zones[0] for country, zones in _countries().items()}
    names = {**countries, **_cities(), **_AMERICAN_CITIES, **_STATES}
    near = process.extractOne(key.rpartition("/")[2], names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return names[near[0]] if near else ""


@cache
def _iana_names() -> Mapping[str, str]:
    return {zone.lower(): zone for zone in available_timezones() if "/" in zone}


@cache
def _cities() -> Mapping[str, str]:
    """Zones by the city in their name. Old names (`US/Pacific`, `Etc/...`) have none."""
    found: dict[str, str] = {}
    for zone in sorted(available_timezones(), reverse=True):
        area, _, city = zone.rpartition("/")
        if area and not area.startswith(("Etc", "US", "posix", "right", "SystemV")):
            found[city.lower()] = zone
    return found


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """Zones by country, the largest place first, from the time zone database's own tables."""
    names = dict(row[:2] for row in _table("iso3166.tab"))
    zones: dict[str, list[str]] = defaultdict(list)
    for row in _table("zone.tab"):
        zones[row[0]].append(row[2])
    return {
        re.sub(r"[^a-z]+", "_", names[country].lower()).strip("_"): tuple(each)
        for country, each in zones.items()
        if country in names
    }


def _table(name: str) -> list[list[str]]:
    """Rows of a table in the tzdata package, without comments."""
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
