"""What somebody states about an article: a manifest entry, a JSON row, front matter."""

import re
from collections.abc import Mapping

from . import addresses, dates, encodings
from .failures import Unreadable
from .messages import Part, gettext, ngettext, number

LIMITS = {"url": 2000, "source": 200, "title": 1000, "origin": 200, "byline": 500, "language": 35, "published_at": 100}
LIMITS |= {"modified_at": 100}
FIELDS = tuple(LIMITS)
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<body>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
PAIR = re.compile(r"^(?P<key>[A-Za-z][\w -]{0,40}?)\s*:(?:\s+(?P<value>.*?))?\s*$")
# The usual names of these fields in the front matter of static sites.
SYNONYMS = {
    "date": "published_at",
    "published": "published_at",
    "updated": "modified_at",
    "lastmod": "modified_at",
    "publish_date": "published_at",
    "author": "byline",
    "authors": "byline",
    "publisher": "source",
    "publication": "source",
    "link": "url",
    "canonical_url": "url",
    "canonical": "url",
    "lang": "language",
    "headline": "title",
}
# What JSON has beside text and nothing.
KINDS = {
    bool: gettext("true or false"),
    int: gettext("a number"),
    float: gettext("a number"),
    list: gettext("a list"),
    dict: gettext("an object"),
}

Stated = dict[str, str]


def checked(fields: Mapping[str, object]) -> Stated:
    """The known fields that are stated, as text; dates in ISO 8601, languages as ISO 639 codes.

    Raises Unreadable naming the field where a value is of the wrong type, too long, no date, URL or language.
    """
    return {name: _CHECKS.get(name, _line)(name, value) for name in FIELDS if (value := _text(name, fields.get(name)))}


def front_matter(text: str) -> Stated:
    """The simple `key: value` lines between two lines of dashes at the start of the text; what is none is skipped."""
    found = FRONT_MATTER.match(text)
    fields: dict[str, object] = {}
    for line in found["body"].splitlines() if found else ():
        if (pair := PAIR.match(line)) and pair["value"]:
            key = pair["key"].strip().lower().replace(" ", "_").replace("-", "_")
            fields.setdefault(SYNONYMS.get(key, key), _unquoted(pair["value"]))
    return checked(fields)


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(
            gettext("its {name} is {kind}, not text: put it in quotation marks", name=name, kind=_kind(value))
        )
    if not value.strip():
        return ""
    if len(value) > LIMITS[name]:
        raise Unreadable(
            ngettext(
                "its {name} is {length} character long: shorten it to {limit}",
                "its {name} is {length} characters long: shorten it to {limit}",
                len(value),
                name=name,
                length=number(len(value)),
                limit=number(LIMITS[name]),
            )
        )
    try:
        return encodings.storable(value.strip())
    except Unreadable as error:
        raise Unreadable(gettext("its {name} {why}", name=name, why=error.said)) from None


def _line(name: str, value: str) -> str:
    return " ".join(value.split())


def _date(name: str, value: str) -> str:
    moment = dates.parse(value)
    if moment is None:
        raise Unreadable(
            gettext(
                "its {name} {value} is not a full date: write it as 2020-11-21 or 2020-11-21T10:00:00Z",
                name=name,
                value=repr(value),
            )
        )
    return moment.isoformat()


def _url(name: str, value: str) -> str:
    try:
        addresses.canonical(value)
    except ValueError:
        said = gettext(
            "its {name} {value} is not a URL: give one that starts with http:// or https://, "
            "or leave it out and give an id",
            name=name,
            value=repr(value),
        )
        raise Unreadable(said) from None
    return value


def _language(name: str, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", value):
        raise Unreadable(
            gettext(
                "its {name} {value} is not a language code: write it as in ISO 639, for example en",
                name=name,
                value=repr(value),
            )
        )
    return re.split("[-_]", value.lower())[0]


def _kind(value: object) -> Part:
    return KINDS.get(type(value)) or gettext("a {type}", type=type(value).__name__)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


_CHECKS = {"published_at": _date, "modified_at": _date, "url": _url, "language": _language}
