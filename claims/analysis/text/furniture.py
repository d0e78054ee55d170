"""The forms of what surrounds an article's text: markdown, link lines, credits, captions, bylines, datelines."""

import re

_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500}){0,3}\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{1,2000})(?<=\S)\1(?![\w*])")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:|/?[a-zA-Z]{1,10}\b)[^<>\n]{0,500}>")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+)", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=~][ \t]*){3,}$", re.MULTILINE)
_RUN = re.compile(r"([^\w\s])\1{11,}")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

_LABEL = re.compile(
    r"(?:read|see|watch|listen|view)(?: (?:more|also|next|now|here|this|live))?\s*[:|»>]"
    r"|(?:read more|more on this|also read|see also|you may also like|don't miss|click here|sign up|subscribe)\b"
    r"|(?:related|recommended|further reading|more)(?: (?:article|story|link|post|video|topic|reading|content"
    r"|coverage|news|from [\w ]{1,30}))?s?\s*:"
    r"|(?:source|original url|originally published|tag|topic|filed under|categorie|category|keyword|share|via|url"
    r"|link|contact|copyright)s?\s*:"
    r"|(?:©|\(c\) \d{4}|copyright (?:©|\(c\)|\d{4})|all rights reserved|follow us on\b)|advertisement$|share this$",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"\bcontributed (?:to (?:this|the) )?(?:report|reporting|story|article)\b"
    r"|^(?:this|the) (?:article|story|report|piece|post) (?:was|is|has been|originally|first)\b[^.]{0,60}"
    r"(?:published|updated|corrected|appeared|edited|produced|reproduced)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+")
_LINK_ONLY = re.compile(r"[\s*_>#-]*\[[^\[\]\n]*\]\(\S*\)[\s*_.]*")

_BYLINE = re.compile(
    r"\(?(?:by|reporting by|writing by|editing by|additional reporting by|text by|words by|story by|posted by"
    r"|written by)\s+(.{2,160})",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[A-Z][\w'’.-]*|and|for|of|the|in|with|de|van|von|der|bin|al|el|la|[A-Z]{2,}|[,;&|/()·—–-]+")
_REPORTING = re.compile(
    r"\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written) by\b", re.IGNORECASE
)

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE_WORD = re.compile(
    rf"(?:published|updated|posted|modified|edited|created|released?|originally|last|first|date|time|on|at|of|,|\||[-–—·•:/]|{_MONTH}"
    r"|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?"
    r"|\d{1,4}(?:st|nd|rd|th)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:z|am|pm)?"
    r"|\d{4}-\d{2}-\d{2}t\d{2}:\d{2}\S*|[ap]\.?m\.?|utc|gmt|[ecmp][sd]?t|bst|cest|cet|ist|uk)[,:]?",
    re.IGNORECASE,
)
# A colon and the points may stand apart, as in "2: 05 p. m.".
_CLOCK = re.compile(r"\b\d{1,2}:[ ]?\d{2}(?::\d{2})?[ ]?(?:[ap]\.?[ ]?m\b\.?)?(?!\w)", re.IGNORECASE)
_ISO = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
_DATE_PREFIX = re.compile(rf"(?:(?:date|published|updated|posted)\s*:?\s+{_ISO}\s+)", re.IGNORECASE)
_PLACE = re.compile(
    r"(?=[A-Z][A-Z]{2})[A-Z][^\n\"“”:;?!]{2,60}?"
    r"(?:\s*\([A-Z][\w &./-]{1,30}\))?\s*(?:--|[—–]|\s-)\s+(?=[\"“‘'A-Z0-9])"
)
_AGENCY_LEAD = re.compile(r"\([A-Z][\w &./-]{1,30}\)\s*(?:--|[—–-])\s+(?=[\"“‘'A-Z0-9])")

_CREDIT_LABEL = re.compile(
    r"(?:file )?(?:photo|image|picture|photograph|video|illustration|graphic|credit|caption|pic)s?"
    r"(?: (?:credit|courtesy|source))?\s*[:©]|(?:file photo|handout)\b[^.]{0,20}[:.]",
    re.IGNORECASE,
)
_AGENCY = (
    r"Reuters|AFP|AP|EPA(?:-EFE)?|EFE|Getty(?: Images)?|TASS|Xinhua|Anadolu|AA|UPI|Sputnik|PA|DPA|dpa|ANSA|Kyodo|Yonhap"
    r"|Bloomberg|Shutterstock|Unsplash|iStock|Alamy|Flickr|Wikimedia(?: Commons)?|Pool|File|Archive|Handout"
)
_CREDIT = re.compile(
    rf"[(\[](?=[^()\[\]]{{2,100}}[)\]]$)(?:[^()\[\]]*\b(?:photo|image|picture|file|courtesy|screenshot|screengrab)\b"
    rf"[^()\[\]]*|(?:{_AGENCY})|[^()\[\]]*/\s*(?:{_AGENCY})[^()\[\]]*|[^()\[\]]*\b(?:via)\s+(?:{_AGENCY})[^()\[\]]*)[)\]]$",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"[A-Z][^.?!/]{1,80}(?:\s?/\s?[^.?!/]{1,80}){1,4}")


def without_marks(text: str) -> str:
    """The text with markdown's marks and rules as spaces and every line break as a newline, at equal length."""
    text = _BREAK.sub(lambda match: "\n" * (len(match.group()) == 1) or " \n", text)
    text = _LINK.sub(_linked, text)
    text = _AUTOLINK.sub(_blank, text)
    text = _RULE.sub(_blank, text)
    text = _RUN.sub(_blank, text)
    text = _LINE_MARK.sub(_blank, text)
    for _ in range(2):
        text = _EMPHASIS.sub(_emphasised, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _linked(match: re.Match[str]) -> str:
    image, words = match.group(1), match.group(2)
    if image:
        return _blank(match)
    return f" {words} ".ljust(len(match.group()))


def _emphasised(match: re.Match[str]) -> str:
    pad = " " * len(match.group(1))
    return f"{pad}{match.group(2)}{pad}"


def is_boilerplate(words: str, original: str) -> bool:
    """A label with a colon, a credit sentence, or a line that is nothing but links."""
    if _LABEL.match(words) and len(words) < 300:
        return True
    if len(words) < 250 and _CREDITED.search(words):
        return True
    return all(map(_ADDRESS.fullmatch, words.split())) or bool(_LINK_ONLY.fullmatch(original))


def is_byline(words: str) -> bool:
    """ "By" and nothing but names after it; "Reporting by" with whatever follows."""
    if len(words) > 300:
        return False
    match = _BYLINE.match(words)
    if _REPORTING.match(words):
        return True
    return bool(match and not words.endswith(".") and all(map(_NAME_WORD.fullmatch, _tokens(match.group(1)))))


# "WASHINGTON, DC, April 28, 2009", "OSLO- March 3 -".
_PLACE_BEFORE = re.compile(r"[A-Z]{3}[A-Z .]*(?:,\s+[A-Z][A-Za-z.]+)?\s*[,–—-]\s*(?=[A-Z][a-z]{2}|\d)")


def is_date(words: str) -> bool:
    """Nothing but a date or a time of day, the place before it, and the words that introduce one."""
    words = _PLACE_BEFORE.sub("", words, count=1) if _PLACE_BEFORE.match(words) else words
    if len(words) > 90 or not re.search(r"\d", words):
        return False
    dated = re.search(rf"\d{{4}}|{_MONTH}|{_CLOCK.pattern}", words, re.IGNORECASE)
    return bool(dated) and all(map(_DATE_WORD.fullmatch, _CLOCK.sub(" 0:00 ", words).replace("|", " | ").split()))


def is_caption(words: str, original: str, alone: bool) -> bool:
    """A line with a photographer's or agency's credit: labelled, in brackets at the end, slashed, or a last link."""
    if len(words) > 600:
        return False
    if _CREDIT_LABEL.match(words) or _CREDIT.search(words):
        return True
    ended = words[-1] in '.?!,:;"”'
    if not alone or ended or len(words) > 250:
        return False
    return bool(_SLASHED.fullmatch(words)) or original.rstrip(" *_").endswith(")") and "](" in original


def is_heading(words: str, first: bool) -> bool:
    """A short line on its own that ends no sentence; the first line of a text may be longer."""
    if words[-1] in '.?!,:;…"”»)—-' or not (words[0].isupper() or words[0].isdigit() or words[0] in "'‘"):
        return False
    return len(words.split()) <= (20 if first else 9)


def dateline_end(words: str) -> int:
    """How many characters the dateline before a lead takes, 0 where there is none."""
    at = match.end() if (match := _DATE_PREFIX.match(words)) else 0
    match = _PLACE.match(words, at) or _AGENCY_LEAD.match(words, at)
    end = match.end() if match else at
    return end if end < len(words) else 0


def _tokens(words: str) -> list[str]:
    return re.findall(r"[\w'’.-]+|[^\w\s]+", words)
