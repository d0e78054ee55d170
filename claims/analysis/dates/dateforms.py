"""The forms in which English-language news writes dates, as patterns with named groups."""

import re

from claims.analysis.numbers.numerals import SPACE as S

from .calendar_words import DECADES, HOLIDAYS, ORDINALS, Kind

_M = (
    r"(?:(?i:january|february|march|april|june|july|august|september|october|november|december)"
    r"|(?:May|MAY)|(?i:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)(?![\w])"
)
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\w|[.,:/]\d|%)"
_Y = r"(?:1\d{3}|2[01]\d\d)(?!\w|[.,]\d|%|['’]s?\d)"
_WD = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.)(?![\w])"
_TIMES = r"(?:morning|afternoon|evening|night)"
_PART = (
    rf"(?:(?:the{S})?(?P<part>(?:very{S})?(?:early|late|mid)|(?:(?:beginning|start|end|middle|close)(?={S}of)|(?:first|second|latter){S}half"
    rf"|(?:first|second|third|fourth|last|final){S}quarter|early{S}part|latter{S}part"
    rf"|(?:first|second|third|fourth|last|final){S}week|(?:first|last){S}(?:few{S})?days){S}(?:of|in))(?:{S}|-)(?:in{S})?(?:the{S})?)"
)
_WHICH = rf"(?:last|this|next|that(?:{S}same)?|the{S}(?:same|following|next|previous|preceding|past|current))"
_OF_YEAR = rf"(?:,?{S}(?:of{S})?(?P<which_year>{_WHICH}{S}year))"
_TO = rf"(?:{S}?[-–—/]{S}?|{S}(?:to|and|or|through|until){S})"
_SEASON = "(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_UNITS = "weekend|week|month|year|decade|century"
COUNT = (
    rf"(?:\d{{1,4}}|an?|several|a{S}few|a{S}couple{S}of|(?:some|about|around|nearly|almost|just|only|less{S}than|more{S}than|over){S}(?:\d{{1,4}}|an?)"
    rf"|(?:[a-z]+(?:-[a-z]+)?)(?:{S}and{S}an?{S}half)?)"
)
_HOLIDAY = "|".join(
    holiday.title().replace("'S", "[’']s").replace(" ", S) for holiday in sorted(HOLIDAYS, key=len, reverse=True)
)
_LEFT = r"(?<![\w$€£¥#.,/])(?:(?<!\d[-–—])|(?=[A-Z]))"

_PATTERNS = [
    (
        Kind.DAY,
        rf"(?:(?P<part>(?:the{S})?week{S}of){S})?(?:(?P<named>{_WD}),?{S})?(?P<day>{_D})(?:{_TO}(?P<day2>{_D}))?{S}(?:of{S})?(?P<month>{_M})(?:(?:,?{S}(?:(?:of|in){S})?)(?P<year>{_Y})|{_OF_YEAR})?",
    ),
    (
        Kind.DAY,
        rf"(?:(?P<part>(?:the{S})?week{S}of){S})?(?:(?P<named>{_WD}),?{S})?(?P<month>{_M}){S}?(?P<day>{_D})(?:(?:{S}?[-–—]{S}?|{S}(?:to|through|until|or|and){S}(?=\d+(?:st|nd|rd|th)?(?:[,.;)]|{S}(?:in|at|when|by|last|this|and|as|was|were)\b)))(?P<day2>{_D}))?(?:,?{S}(?:(?:of|in){S})?(?P<year>{_Y})|{_OF_YEAR})?",
    ),
    (Kind.DAY, r"(?P<year>(?:1\d|20)\d\d)-(?P<nmonth>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    (Kind.DAY, rf"(?P<a>\d{{1,2}}){S}?[/.]{S}?(?P<b>\d{{1,2}}){S}?[/.]{S}?(?P<year>(?:19|20)\d\d)(?!\d)"),
    (Kind.DAY, rf"(?P<holiday>{_HOLIDAY})(?!\w)(?:,?{S}(?:of{S})?(?P<year>{_Y})|{_OF_YEAR})?"),
    (
        Kind.DAY,
        rf"(?:(?<=[Oo]n )|(?<=of )|(?<=until )|(?<=[Bb]y ))the{S}(?P<only>(?:3[01]|[12]?\d)(?:st|nd|rd|th))"
        rf"(?=[,.;)]|{S}(?:of{S}(?:the|that|this){S}month|and|when|in|at)\b)",
    ),
    (
        Kind.MONTH,
        rf"{_PART}?(?:(?P<which>{_WHICH}){S})?(?P<month>{_M})(?:(?:{_TO})(?P<month2>{_M}))?(?:(?:,?{S}(?:of{S})?)(?P<year>{_Y})|{_OF_YEAR})?",
    ),
    (
        Kind.SEASON,
        rf"{_PART}?(?:(?P<which>{_WHICH}){S})?(?:the{S})?(?P<season>{_SEASON})(?:,?{S}(?:of{S})?(?P<year>{_Y})(?:[-–—/](?P<year2>\d\d(?:\d\d)?)(?!\w))?|{_OF_YEAR})?(?!\w)",
    ),
    (
        Kind.YEAR,
        rf"{_PART}?(?:the{S}year{S})?(?P<year>{_Y})(?:(?:{S}?[-–—/]{S}?|{S}(?:to|through|until){S}|(?<=[Bb]etween.\d\d\d\d){S}and{S})(?P<year2>{_Y}|\d\d(?![\w:]|[.,]\d)))?",
    ),
    (
        Kind.QUARTER,
        rf"(?:the{S})?(?:(?P<quarter>(?i:first|second|third|fourth))(?:{S}|-)[Qq]uarter|(?P<short>Q[1-4]))(?!\w)"
        rf"(?:(?:,?{S}(?:of{S}|in{S})?|-)(?P<year>{_Y})|{_OF_YEAR})?",
    ),
    (Kind.YEAR, rf"(?i:fiscal{S}(?:year{S})?|FY{S}?)(?P<fiscal>{_Y})"),
    (Kind.DECADE, rf"(?:{_PART}(?:the{S})?|[Tt]he{S})(?P<spelled>(?i:{'|'.join(DECADES)}))(?!\w)"),
    (Kind.DECADE, rf"{_PART}?(?:the{S})?(?P<decade>(?:1\d|20)\d0|['’‘]?[2-9]0)['’]?s(?!\w)"),
    (
        Kind.CENTURY,
        rf"{_PART}?(?:the{S})?(?P<century>(?:[1-9]|1\d|2[0-2])(?:st|nd|rd|th)|{'|'.join(ORDINALS)})(?:{S}|-)[Cc]entury(?!\w)",
    ),
    (
        Kind.ANCIENT,
        rf"{_PART}?(?:(?P<day>{_D}){S})?(?:(?:(?:the{S})?(?P<season>{_SEASON})|(?P<month>{_M}))(?:{S}of)?{S})?(?:the{S})?"
        rf"(?:(?P<ancient>\d{{1,4}})(?P<decade>s)?(?:(?:{S}?[-–—]{S}?|{S}(?:to|and|or|until){S})(?P<ancient2>\d{{1,4}}))?"
        rf"|(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)}){S}(?:century|(?P<millennium>millennium)))"
        rf"{S}?(?:BCE?|B\.{S}?C\.?(?:{S}?E\.?)?)(?!\w)",
    ),
    (Kind.YEAR, rf"{_PART}?A\.?D\.?{S}?(?P<early>[1-9]\d{{0,3}})(?!\w|[.,]\d|%)"),
    (Kind.YEAR, rf"{_PART}?(?P<early>[1-9]\d{{0,3}}){S}?(?:AD|CE|A\.D\.|C\.E\.)(?!\w)"),
    (
        Kind.WEEKDAY,
        rf"(?:(?P<part>early|late){S}(?:on{S})?)?(?:(?:the{S})?(?P<which>last|this{S}coming|this|next|coming|upcoming|following|previous|same|that){S})?(?P<weekday>{_WD})(?:{S}{_TIMES})?(?:{S}(?:of{S})?(?P<which_week>last{S}week|this{S}week|next{S}week)|{S}(?P<before>a{S}week{S}ago))?",
    ),
    (
        Kind.TODAY,
        rf"(?i:(?:early|late|earlier|later){S})?(?:(?P<today>(?i:the{S}day{S}before{S}yesterday|yesterday|today|tomorrow|tonight|last{S}night|this{S}(?:morning|afternoon|evening)))(?!\w|['’]s{S}(?:world|society))(?:{S}{_TIMES})?)",
    ),
    (
        Kind.UNIT,
        rf"(?i:(?:(?P<part>early|late|earlier|later|mid|the{S}(?:beginning|start|end|middle|close|(?:first|second|latter){S}half|(?:first|second|third|fourth|last|final){S}quarter){S}(?:of|in))(?:{S}|-))?(?P<which>last|this|next|that{S}same|that|(?:the{S})?(?:same|following|next|previous|preceding|current)){S}(?P<unit>day|night|morning|afternoon|evening|{_UNITS}))(?!\w|{S}and{S}a)",
    ),
    (
        Kind.UNIT,
        rf"(?i:(?P<part>the{S}(?:beginning|start|end|middle|close|(?:first|second|latter){S}half|(?:first|second|third|fourth|last|final){S}quarter)){S}of{S}the{S}(?P<unit>year|month|week))(?!\w)",
    ),
    (Kind.UNIT, rf"(?i:(?P<part>early|late|later|earlier){S}in{S}the{S}(?P<unit>year|month|week))(?!\w)"),
    (Kind.UNIT, rf"(?i:(?P<part>year|month)[’']s{S}end|(?P<year_end>year-end|year’s{S}end))(?!\w)"),
    (Kind.UNIT, rf"(?i:(?:over|at|on|during){S}the{S}(?P<unit>weekend))(?!\w|{S}of\b)"),
    (
        Kind.UNIT,
        rf"(?i:the{S}(?P<unit>day|week|month|year){S}(?P<which>before|after)(?=[,.;)]|{S}(?:and|he|she|they|it|the|in|at)\b))",
    ),
    (
        Kind.AGO,
        rf"(?i:(?P<count>{COUNT})(?:{S}|-)(?P<unit>day|week|month|year|decade|century|centurie)s?{S}ago)(?!\w)",
    ),
    (
        Kind.OFFSET,
        rf"(?i:(?P<count>{COUNT}){S}(?P<unit>day|week|month|year|decade)s?{S}(?P<which>later|earlier|afterwards?|previously|before\b(?=[,.;])|after\b(?=[,.;])))(?!\w)",
    ),
]
FORMS = [(kind, re.compile(_LEFT + pattern)) for kind, pattern in _PATTERNS]
