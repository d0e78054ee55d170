"""Which words are countries, cities and nationalities: Unicode CLDR's territories and the IANA zones' cities."""

import functools
import re
import zoneinfo

from babel import Locale
from babel.core import get_global

# Forms of the news that CLDR does not list, by the name that stands for them.
OTHER_NAMES = {
    "u.s.": "united states",
    "us": "united states",
    "u.s": "united states",
    "usa": "united states",
    "america": "united states",
    "united states of america": "united states",
    "u.k.": "united kingdom",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "burma": "myanmar",
    "turkey": "türkiye",
    "czech republic": "czechia",
    "ivory coast": "côte d’ivoire",
    "côte d'ivoire": "côte d’ivoire",
    "palestine": "palestinian territories",
    "uae": "united arab emirates",
    "swaziland": "eswatini",
    "macedonia": "north macedonia",
    "bosnia": "bosnia & herzegovina",
    "hong kong": "hong kong sar china",
}
# Cities and regions that changed their name or have another one in English.
CITY_NAMES = {
    "kiev": "kyiv",
    "kiyev": "kyiv",
    "odessa": "odesa",
    "kharkov": "kharkiv",
    "lvov": "lviv",
    "chernobyl": "chornobyl",
    "peking": "beijing",
    "canton": "guangzhou",
    "bombay": "mumbai",
    "calcutta": "kolkata",
    "madras": "chennai",
    "bangalore": "bengaluru",
    "rangoon": "yangon",
    "saigon": "ho chi minh city",
    "tiflis": "tbilisi",
    "erevan": "yerevan",
    "st petersburg": "saint petersburg",
    "petersburg": "saint petersburg",
    "nagorny karabakh": "nagorno-karabakh",
    "nagorno karabakh": "nagorno-karabakh",
    "nagornyy karabakh": "nagorno-karabakh",
    "mountainous karabakh": "nagorno-karabakh",
    "nyc": "new york city",
}
NATIONALITIES = {
    "american": "united states",
    "nigerian": "nigeria",
    "nigerien": "niger",
    "dominican": "dominican republic",
    "guinean": "guinea",
    "malian": "mali",
    "portuguese": "portugal",
    "british": "united kingdom",
    "english": "england",
    "scottish": "scotland",
    "welsh": "wales",
    "french": "france",
    "german": "germany",
    "dutch": "netherlands",
    "danish": "denmark",
    "greek": "greece",
    "polish": "poland",
    "spanish": "spain",
    "swiss": "switzerland",
    "swedish": "sweden",
    "turkish": "türkiye",
    "finnish": "finland",
    "irish": "ireland",
    "norwegian": "norway",
    "filipino": "philippines",
    "philippine": "philippines",
    "czech": "czechia",
    "slovak": "slovakia",
    "croat": "croatia",
    "serb": "serbia",
    "kurdish": "kurdistan",
    "kurd": "kurdistan",
    "arab": "arab",
    "azeri": "azerbaijan",
    "afghan": "afghanistan",
    "kazakh": "kazakhstan",
    "uzbek": "uzbekistan",
    "tajik": "tajikistan",
    "kyrgyz": "kyrgyzstan",
    "turkmen": "turkmenistan",
    "thai": "thailand",
    "lao": "laos",
    "soviet": "soviet",
    "european": "european union",
    "peruvian": "peru",
    "belgian": "belgium",
    "burmese": "myanmar",
    "palestinian": "palestinian territories",
    "congolese": "congo",
    "emirati": "united arab emirates",
    "chechen": "chechnya",
    "basque": "basque",
    "catalan": "catalonia",
    "african": "africa",
    "asian": "asia",
    "turk": "türkiye",
    "korean": "korea",
    "saudi": "saudi arabia",
    "scot": "scotland",
    "briton": "united kingdom",
}
REGIONS = frozenset(
    "kosovo|chechnya|crimea|gaza|west bank|kurdistan|tibet|kashmir|catalonia|scotland|england|wales|northern ireland|"
    "middle east|western sahara|abkhazia|south ossetia|transnistria|donbas|caucasus|south caucasus|balkans|"
    "soviet union|darfur|siberia|california|texas|florida|virginia|ohio|pennsylvania|new york|los angeles|"
    "washington|boston|san francisco|philadelphia|houston|dallas|miami|seattle|atlanta|tel aviv|mumbai|new delhi|"
    "beijing|geneva|milan|barcelona|munich|frankfurt|hamburg|st. petersburg|saint petersburg|aleppo|mosul|benghazi|"
    "the hague|rio de janeiro|islamabad|ankara|jerusalem|wellington|canberra|ottawa|brasilia|abuja|rabat|pretoria|"
    "hanoi|bern|africa|asia|europe|latin america|north america|south america|arctic".split("|")
)
SAINT = re.compile(r"^st\.? (?=\w)")
ENDING = re.compile(r"(?:ians?|ans?|eses?|ishs?|is?|ns?)$")
FORM_OF_STATE = re.compile(
    r"^(?:the )?(?:(?:islamic |people['’]s |federal |democratic )*republic|kingdom|state|city|province|town)"
    r" of (?:the )?",
    re.IGNORECASE,
)


@functools.cache
def countries() -> frozenset[str]:
    """CLDR's English names of territories, in lower case."""
    names = {name.lower() for code, name in Locale("en").territories.items() if code.isalpha()}
    return frozenset(name.replace("&", "and") for name in names) | names | frozenset(OTHER_NAMES)


@functools.cache
def cities() -> frozenset[str]:
    """The places that IANA time zones are named for, in lower case."""
    zones = (
        zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV"))
    )
    return frozenset(zone.rsplit("/", 1)[1].replace("_", " ").lower() for zone in zones)


@functools.cache
def city_countries() -> dict[str, str]:
    """The country of every city that an IANA time zone is named for: "paris" is in "france"."""
    names = {code: canonical(name) for code, name in Locale("en").territories.items()}
    zones = get_global("zone_territories")
    return {zone.rsplit("/", 1)[1].replace("_", " ").lower(): names.get(code, "") for zone, code in zones.items()}


def is_place(name: str) -> bool:
    """Whether a name as it stands is known as a country, region or city ("Jordan" is, whoever bears it)."""
    known = plain(name).lower().replace("’", "'")
    return known in countries() or known in REGIONS or known in cities() or known in CITY_NAMES


def within(name: str) -> tuple[str, str]:
    """A place and what it is said to lie in, both canonical: "Paris, France" gives "paris" and "france"."""
    place, _, around = name.partition(",")
    return canonical(place.strip()), canonical(around.strip()) if around.strip() else ""


def may_lie_in(place: str, around: str) -> bool:
    """Whether nothing is known against a canonical place lying in a country; in a state or town it is another one."""
    return around in countries() | set(OTHER_NAMES.values()) and city_countries().get(place, around) == around


def plain(name: str) -> str:
    """A place's name without its form of state: "the Republic of Armenia" is "Armenia"."""
    short = FORM_OF_STATE.sub("", name).strip()
    return short.removeprefix("the ").removeprefix("The ") if short else name


def canonical(name: str) -> str:
    """The lower-case name that stands for a country's other names: "U.S." gives "united states"."""
    lower = SAINT.sub("saint ", plain(name).lower().replace("’", "'"))
    return OTHER_NAMES.get(lower) or CITY_NAMES.get(lower, lower)


@functools.cache
def nation(word: str) -> str:
    """The country a demonym or a country's name belongs to ("Armenians" gives "armenia"), or ""."""
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    for known in (lower, lower.removesuffix("s")):
        if known in NATIONALITIES:
            return NATIONALITIES[known]
    if is_place(lower):
        return canonical(lower)
    stem = ENDING.sub("", lower)
    if stem == lower or len(stem) < 3:
        return ""
    return min((name for name in countries() if 0 <= len(name) - len(stem) <= 2 and name.startswith(stem)), default="")


def is_demonym(word: str) -> bool:
    """Whether a word is the adjective or the people of a place, not the place itself."""
    return bool(nation(word)) and not is_place(word)
