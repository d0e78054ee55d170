"""Words in marks that name a thing: the title of a work or a programme, a nickname inside a name."""

import re

from claims.analysis.spans import Span

from .marks import Quoted

_WORD = re.compile(r"[^\W_][\w’'.-]*")
_SMALL = frozenset("a an the of and or for in on at to by from with as vs v de la".split())
# What stands right before a title: who owns it, where it is shown, what kind of work it is.
_BEFORE = re.compile(
    r"(?:[’']s|s[’']|\b(?:on|in|of|from|to|for|with|at|by|and|or|the|called|titled|entitled|named|film|movie|book|novel|memoir"
    r"|song|album|show|series|programme|program|documentary|play|poem|painting|column|article|essay|report|editorial"
    r"|podcast|episode|magazine|single|musical|opera|sitcom|game|exhibition|speech|author|host|watch|read|wrote"
    r"|sang|directed|published))[ \n(,]*$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"\b[A-Z][\w.’'-]*,? $")
_NAME_AFTER = re.compile(r" [A-Z]")
_LONGEST = 12
_NICKNAME = 2
_REACH = 24


def is_title(text: str, one: Quoted) -> bool:
    """Whether a quotation is a title by its capitals and by what stands before it, or a nickname within a name."""
    if len(one) > _LONGEST or not one.closed:
        return False
    return _is_capitalised(one.inner.of(text)) and (_is_nickname(text, one) or _is_introduced(text, one.outer))


def _is_capitalised(words: str) -> bool:
    found = _WORD.findall(words)
    return bool(found) and all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL for word in found)


def _is_introduced(text: str, outer: Span) -> bool:
    return bool(_BEFORE.search(text[max(0, outer.start - _REACH) : outer.start]))


def _is_nickname(text: str, one: Quoted) -> bool:
    before = text[max(0, one.outer.start - _REACH) : one.outer.start]
    return len(one) <= _NICKNAME and bool(_NAME_BEFORE.search(before) and _NAME_AFTER.match(text, one.outer.end))
