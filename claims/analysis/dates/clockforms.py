"""The forms in which English-language news writes times of day, the zones and the hedges beside them."""

import re

from claims.analysis.numbers.numerals import SPACE as S
from claims.analysis.values import Comparator

HOURS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))
NAMED = {"noon": 720, "midday": 720, "midnight": 0}
PAST = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}
ZONES = {"local": "", "eastern": "ET", "pacific": "PT", "gmt": "UTC"}

_NO_PLACE = (
    "This|That|The|One|First|Next|Last|Second|Some|Any|Every|Each|By|At|For|In|On|Over|Prime|Full|Part|Our|It|All"
)
_WORD = "|".join(HOURS)
_NUMERIC_ZONE = rf"(?:UTC|GMT){S}?[+\-−–]{S}?(?:1[0-4]|0?\d)(?::?[0-5]\d)?(?!\d)|UTC|GMT"
_ZONE = (
    rf"(?:{_NUMERIC_ZONE}|[ECMP][SD]T|ET|PT|BST|CES?T|EES?T|WES?T|MSK|IST|PKT|JST|KST|HKT|SGT|AE[SD]T|AWST|NZ[SD]T"
    rf"|HST|AK[SD]T|(?i:local(?:{S}time)?|(?:eastern|pacific)(?:{S}(?:standard|daylight|summer))?(?:{S}time)?)"
    rf"|(?!(?:{_NO_PLACE})\b)(?:[A-Z][a-z]+{S}){{1,2}}(?:(?i:standard|daylight|summer){S})?(?i:time))(?!\w)"
)
_BESIDE = rf"(?:,?{S}?(?:\({S}?(?P<zone_in>{_ZONE}){S}?\)|(?P<zone>{_ZONE})))?"
_MERIDIEM = r"(?:[AaPp]\.[ \u00a0]?[Mm](?:\.|(?!\w))|[AaPp][Mm](?!\w))"
_PART = (
    rf"(?:in{S}the{S}(?:early{S}|late{S})?(?:morning|afternoon|evening)|at{S}night|tonight|last{S}night"
    rf"|(?:yesterday|this|tomorrow|[A-Z][a-z]+day){S}(?:morning|afternoon|evening|night))(?!\w)"
)
_TO = rf"(?:{S}?[-–—]{S}?|{S}(?:to|and|or|until|till|through){S})"
# A colon may stand apart, as texts have it that were put together from words ("3: 33 a. m.").
_FIGURES = rf"(?:[01]?\d|2[0-4])(?::{S}?|\.)[0-5]\d(?::[0-5]\d)?"
_NAMED = rf"(?i:{'|'.join(NAMED)})(?!\w|[-–’'])"
_HOUR = rf"(?:{_FIGURES}|1[0-2]|0?[1-9]|{_NAMED}|(?i:{_WORD})(?!\w))"
_LEFT = r"(?<![\w$€£¥#.,/:])(?<!\d[-–—])(?<!\d:[ \u00a0])"

FORMS = re.compile(
    rf"""{_LEFT}(?:
      (?P<until_named>{_HOUR}){S}?(?P<meridiem3>{_MERIDIEM}){_TO}(?P<last>{_NAMED})
    | (?:(?P<first>{_HOUR})(?:{S}?(?P<meridiem1>{_MERIDIEM}))?(?P<joint>{_TO}))?
      (?P<clock>{_FIGURES}|1[0-2]|0?[1-9]|(?i:{_WORD})(?!\w))(?:{S}|-)?(?P<meridiem>{_MERIDIEM})
    | (?:(?P<first24>{_FIGURES})(?P<joint24>{_TO}))?(?P<clock24>[0-2]?\d:{S}?[0-5]\d(?::[0-5]\d)?)(?![\d:%]|[.,]\d)
      (?P<hrs>{S}?(?:hrs?|hours)(?!\w)\.?)?(?:{S}(?P<part24>{_PART}))?
    | (?P<digits>[0-2]\d[0-5]\d)(?:{S}?(?:hrs|hours)(?!\w)|(?={S}\(?(?:UTC|GMT|local{S}time)(?!\w)|Z(?!\w)))
    | (?P<oclock>1[0-2]|[1-9]|(?i:{_WORD})){S}?o['’]{S}?clock(?:{S}(?P<part>{_PART}))?
    | (?:(?P<spoken>(?i:half(?={S}past)|(?:an?{S})?quarter|five|ten|twenty)){S}(?P<way>past|to|after|before){S}
      (?P<hour>1[0-2]|[1-9]|(?:{_WORD})|noon|midnight)(?!\w)(?:{S}?(?P<meridiem2>{_MERIDIEM}))?(?:{S}(?P<part2>{_PART}))?)
    | (?P<plain>1[0-2]|[1-9]|(?i:{_WORD})){S}(?P<part3>in{S}the{S}(?:morning|afternoon|evening)(?!\w))
    | (?P<named>{_NAMED})
    ){_BESIDE}""",
    re.VERBOSE,
)
_NARROWLY = rf"(?:(?:just|shortly|soon|right|moments|minutes|immediately|well|a{S}little|sometime){S})?"
_HEDGES = {
    Comparator.ABOUT: rf"about|around|approximately|approx\.?|roughly|circa|nearly|almost|close{S}to",
    Comparator.MORE_THAN: rf"{_NARROWLY}(?:after|past)",
    Comparator.LESS_THAN: rf"{_NARROWLY}before",
    Comparator.AT_MOST: rf"by|no{S}later{S}than",
}
HEDGE = re.compile("|".join(rf"(?P<{kind.name}>\b(?:{words}){S}$)" for kind, words in _HEDGES.items()), re.IGNORECASE)
STANDS = re.compile(
    rf"(?:\b(?:at|by|around|about|until|till|from|before|after|since|past|between|approximately|roughly|exactly"
    rf"|precisely|nearly|almost|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|tomorrow|tonight){S}"
    rf"|day,{S}|\b\d{{4}},?{S})$",
    re.IGNORECASE,
)
GAME = re.compile(
    rf"{S}(?:left|remaining|to{S}(?:go|play)|of{S}the|of{S}play|into|in{S}the{S}(?:\w+{S})?(?:half|period|quarter|inning)"
    rf"|minutes?|seconds?|mark|victory|win|loss|defeat|ratio|vote)\b|-"
)
