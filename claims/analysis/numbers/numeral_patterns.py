"""The patterns by which numbers are found: in digits, in words, as fractions, and what only looks like one."""

import re
from decimal import Decimal

from claims.analysis.numbers.currency_codes import CODES

from .number_words import FEW, GLYPHS, ONES, PARTS, PLURALS, SCALES, SUFFIXES, TEENS, TENS

# A value never crosses a line break, so every pattern of the value finders spells its spaces with this.
SPACE = "[ \\t\u00a0\u2009\u202f]"

WORDS: dict[str, Decimal] = {**ONES, **TEENS, **TENS, "zero": Decimal(0)}
WORDS |= dict.fromkeys(("a", "an", "the", "dozen"), Decimal(1))
SCALE = "|".join(SCALES)
_SMALL = "|".join([*ONES, *TEENS, *TENS])
_PART = "|".join(PARTS)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,10})?|\.\d{1,6}"

# What may be glued to the front of an amount: currencies, "minus-20" and "magnitude-6".
_CODE = "|".join(CODES)
_PREFIX = rf"(?:(?-i:US|RM|Rs\.?|{_CODE})\d|(?:minus|magnitude)-)"
_GLUED = rf"(?:(?<!\w)|(?<=\$[AC])|(?-i:(?<=US)|(?<=RM)|(?<=Rs)|(?<={_CODE})))"
# Digits that are no amount: clock times, versions, telephone numbers, results of games, names such as "Covid-19".
_JUNK = rf"""
    \d{{1,2}}{SPACE}?:{SPACE}?\d\d(?:[:.]\d+)*(?:{SPACE}?(?:[ap]\.?{SPACE}?m\b\.?|GMT|UTC))?
  | \d{{1,2}}(?:\.\d\d)?{SPACE}?(?:[ap]\.{SPACE}?m\.|[ap]m\b|[AP]M\b|o['’]clock|hrs\b)
  | \d{{4}}{SPACE}?(?:GMT|UTC|hrs)\b
  | \d+(?:\.\d+)?{SPACE}?×{SPACE}?10[\^−-]?\d* | \d+(?:\.\d+){{2,}} | \+\d{{1,3}}(?:[ -]\(?\d{{2,5}}\)?){{2,5}}
  | \+?\d{{1,4}}[ -]\d{{3}}[ -]\d{{3,4}}\b
  | \d{{1,4}}(?:[-–]\d{{1,4}}){{2,}}\b
  | \d+{SPACE}?/{SPACE}?\d+{SPACE}?/{SPACE}?\d+ | \d+{SPACE}/{SPACE}\d+
  | one{SPACE}in{SPACE}an?{SPACE}(?:hundred|{SCALE})\b | 0\d{{2,4}}[ -]\d{{3,4}}[ -]?\d{{3,4}}\b
  | \d{{1,3}}:\d{{1,3}}\b | \d['’]\d{{1,2}}["”]? | \d+/\d+ | 0\d+(?![.,:]?\d) | \d{{4}}[ -]\d{{3}}[ -]\d{{3}}\b
  | (?:\d+|{_SMALL})-(?:of|for|on|in|and)-(?!an?\b)\w+
  | (?<!\$)(?!{_PREFIX}|to-\d)[^\W\d_][\w.]{{0,30}}[-–]?\d[\w-]* | \d+(?:st|nd|rd|th)\b | (?:[Nn]os?\.|[#№]){SPACE}?\d+
"""
_FEWER = "one|two|three|four|five|six|seven|eight|nine"
# "Three in five days" is no share.
_SPAN_OF_TIME = rf"[- ]?(?:\w+{SPACE})?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|seasons?|ago)\b"
_FRACTION = rf"""
    (?:(?P<whole>\d{{1,3}}){SPACE})?(?P<over>[1-9]\d?)[/⁄](?P<under>[2-9]|1[026])(?![\d/])
  | (?P<before>\d{{0,3}})(?P<glyph>[{"".join(GLYPHS)}])
  | \b(?P<parts>a|an|{_FEWER})[ -](?P<part>{_PART})(?:s\b|\b(?!-))
  | \b(?P<of>{_FEWER}|[1-9])(?:{SPACE}|-)(?:in|out{SPACE}of)(?:{SPACE}|-)(?:every{SPACE})?
    (?P<in>{_FEWER}|ten|[1-9]0{{1,3}}|[2-9])\b(?!{SPACE}?(?:[-–,.:/%]\d|%|{_SPAN_OF_TIME}))
  | (?:(?<=than\s)|(?<=nearly\s)|(?<=almost\s)|(?<=about\s)|(?<=over\s)|(?<=by\s))(?P<bare>half)\b
    (?![-\w]|{SPACE}\w+{SPACE}?-)
  | \b(?P<half>half)(?={SPACE}(?:of|the|an?|its|his|her|their|our|this|that|all)\b
    |-(?:hour|litre|liter|mile|million|a-dozen)\b)
"""
NUMERAL = re.compile(
    rf"""(?P<fraction>(?<![\w/.])(?:{_FRACTION})) | (?P<junk>(?<!\w)(?:{_JUNK}))
      | (?P<many>\b(?:{"|".join(PLURALS)})(?:{SPACE}of{SPACE}(?:{"|".join(PLURALS)}))?\b)
      | (?P<few>\b(?:{"|".join(FEW).replace(" ", SPACE)})\b)
      | (?P<digits>{_GLUED}(?<!\d[.,])(?:{_DIGITS}))
      | (?P<words>\b(?:(?:an?|the){SPACE}(?=dozen|hundred|{SCALE})|(?:{_SMALL}|zero|dozen)\b))""",
    re.VERBOSE | re.IGNORECASE,
)
STEP = re.compile(
    rf"(?P<sep>[ -]and[ -]|{SPACE}|-)(?P<word>{_SMALL}|hundred|dozen|{SCALE}|(?:a[ -])?half)\b", re.IGNORECASE
)
SUFFIX = re.compile(rf"(?P<suffix>{'|'.join(sorted(SUFFIXES, key=len, reverse=True))})(?![\w²³/])")
APART = re.compile(rf"{SPACE}(?P<suffix>bn|bln|mn|mln|tn|trn|B)(?![\w²³/.])")
LONG = frozenset("bn bln mn mln tn trn".split())  # letters enough to mean nothing else
PEOPLE = re.compile(
    rf"{SPACE}(?!(?:was|is|has|as|this|across|vs|always|towards|plus)\b)(?:(?-i:[A-Z])\w+{SPACE})?(?:people|men|[a-z]{{2,}}s)\b"
)
