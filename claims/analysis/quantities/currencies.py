"""Currencies as news writes them, read as ISO 4217 codes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claims.analysis.numbers.currency_codes import CODES
from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.values import Dimension

from .unit_tables import Unit

_SIGNS = {
    **dict.fromkeys(("$", "US$", "US $", "$US", "U.S.$"), "USD"),
    **dict.fromkeys(("A$", "AU$", "$A", "AUD$"), "AUD"),
    **dict.fromkeys(("C$", "CA$", "$C", "CAD$"), "CAD"),
    **dict.fromkeys(("HK$", "HK $"), "HKD"),
    **dict.fromkeys(("NZ$", "$NZ"), "NZD"),
    **dict.fromkeys(("S$", "S $"), "SGD"),
    "NT$": "TWD",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₴": "UAH",
    "₪": "ILS",
    "₸": "KZT",
    "₾": "GEL",
    "֏": "AMD",
    "₼": "AZN",
    "₦": "NGN",
    "₱": "PHP",
    "฿": "THB",
    "RMB": "CNY",
    "RM": "MYR",
    "Rs": "INR",
    "Rs.": "INR",
    **{code: code for code in CODES},
}
# Plural forms are derived; the currencies of several countries need their country to be named.
_NAMES = {
    **dict.fromkeys(("dollar", "us dollar", "u.s. dollar", "american dollar"), "USD"),
    "australian dollar": "AUD",
    "canadian dollar": "CAD",
    "hong kong dollar": "HKD",
    "new zealand dollar": "NZD",
    "singapore dollar": "SGD",
    "euro": "EUR",
    **dict.fromkeys(("pound sterling", "pounds sterling", "british pound"), "GBP"),
    **dict.fromkeys(("yen", "japanese yen"), "JPY"),
    **dict.fromkeys(("yuan", "chinese yuan", "renminbi"), "CNY"),
    **dict.fromkeys(("ruble", "rouble", "russian ruble", "russian rouble"), "RUB"),
    **dict.fromkeys(("rupee", "indian rupee"), "INR"),
    "pakistani rupee": "PKR",
    "south korean won": "KRW",
    **dict.fromkeys(("lira", "turkish lira"), "TRY"),
    **dict.fromkeys(("hryvnia", "hryvnias"), "UAH"),
    **dict.fromkeys(("shekel", "israeli shekel"), "ILS"),
    **dict.fromkeys(("dram", "armenian dram"), "AMD"),
    **dict.fromkeys(("manat", "azerbaijani manat"), "AZN"),
    **dict.fromkeys(("zloty", "zlotys", "polish zloty"), "PLN"),
    "tenge": "KZT",
    "lari": "GEL",
    "swiss franc": "CHF",
    "mexican peso": "MXN",
    "argentine peso": "ARS",
    "philippine peso": "PHP",
    "czech crown": "CZK",
    "danish crown": "DKK",
    "norwegian crown": "NOK",
    "swedish crown": "SEK",
    "ringgit": "MYR",
    "rand": "ZAR",
    "baht": "THB",
}
_PARTS = {"cent": ("USD", 0.01), "penny": ("GBP", 0.01), "pence": ("GBP", 0.01), "p": ("GBP", 0.01)}


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace("\\ ", SPACE) for form in sorted(forms, key=len, reverse=True))


_BEFORE = re.compile(rf"(?<![\w$€£])(?P<sign>{_alternatives(_SIGNS)}){SPACE}?(?P<minus>[-−–])?$")
_AFTER = re.compile(
    rf"(?:{SPACE}|-)?(?:(?P<code>{'|'.join(CODES)}|[$€£](?!\d))|(?i:(?P<name>{_alternatives(_NAMES)})s?)"
    r"|(?P<part>cents?|penny|pence|p))(?!\w)"
)
_STERLING = re.compile(rf"(?:{SPACE}|-)pounds?(?!\w)", re.IGNORECASE)
_WON = re.compile(rf"{SPACE}won(?!\w)(?!{SPACE}(?:the|an?|by|in)\b)")  # after millions; elsewhere a verb
_IN_BRACKETS = re.compile(rf"{SPACE}pounds?{SPACE}?\([$€]", re.IGNORECASE)


@dataclass(frozen=True)
class Currency:
    """An ISO 4217 code and where its sign or name stands; `factor` is 0.01 for cents and pence."""

    code: str
    start: int
    end: int
    factor: float = 1.0
    negative: bool = False


def money_named(lemma: str) -> Unit | None:
    """The currency a noun's lemma names, where it stands apart from its number ("thousands of dollars")."""
    code = _NAMES.get(lowered(lemma))
    return Unit(Dimension.MONEY, code) if code else None


def currency_before(text: str, start: int) -> Currency | None:
    """The sign or code written right before an amount ("US$", "EUR ")."""
    window = max(0, start - 8)
    match = _BEFORE.search(text[window:start])
    if match is None:
        return None
    return Currency(
        _SIGNS[re.sub(r"\s", " ", match.group("sign"))],
        window + match.start(),
        start,
        negative=bool(match.group("minus")),
    )


def currency_after(text: str, end: int, *, scaled: bool) -> Currency | None:
    """The code or name written right behind an amount; bare "pounds" are money in millions or before "($"."""
    if (match := _STERLING.match(text, end)) and (scaled or _IN_BRACKETS.match(text, end)):
        return Currency("GBP", end, match.end())
    if scaled and (match := _WON.match(text, end)):
        return Currency("KRW", end, match.end())
    match = _AFTER.match(text, end)
    if match is None:
        return None
    if match.group("part"):
        code, factor = _PARTS[match.group("part").removesuffix("s")]
        return Currency(code, end, match.end(), factor)
    name = match.group("code") or lowered(match.group("name"))
    return Currency(_SIGNS.get(name) or _NAMES[name], end, match.end())
