"""Pages that are no article although they came as one: paywalls, consent and log-in walls, error pages, empty shells.

Judged by structure and wording of the page as a whole; what is written inside a full article is never held against it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html

from .blocks import Block
from .declared import Declared
from .failures import Unreadable
from .messages import Part, gettext

# An article of so many words is one, whatever else its page asks of readers.
ENOUGH_WORDS = 250
# Of the words that the publisher counts, at least so many are there.
MOST_OF_IT = 0.6
# A page that lists articles: so many headlines that are links, and never as many words of its own between two of them.
HEADLINES, OWN_WORDS = 10, 80
# More of a page's words than this are read for what they say about it.
LOOKED_AT = 4_000

CHALLENGE = re.compile(
    r"checking (?:if the site connection is secure|your browser)|just a moment\.{0,3}$|attention required!"
    r"|(?:verify|confirm|prove|make sure) (?:that )?you(?:'re| are|’re) (?:a )?(?:human|not a (?:ro)?bot)"
    r"|are you a (?:ro)?bot"
    r"|enable javascript and cookies to continue|unusual (?:traffic|activity)|pardon our interruption"
    r"|ddos protection by"
    r"|(?:complete|solve) the captcha|security check to access|request unsuccessful\. incapsula"
    r"|access (?:to this page )?"
    r"(?:has been )?denied|you have been blocked|bot (?:detection|verification)",
    re.IGNORECASE | re.MULTILINE,
)
CHALLENGE_SCRIPT = re.compile(
    r"/cdn-cgi/challenge-platform|_incapsula_resource|captcha-delivery\.com|px-captcha|/_sec/cp_challenge|awswaf",
    re.IGNORECASE,
)
ERROR_TITLE = re.compile(
    r"^\W*(?:error\W*)?(?:40[0-9]|410|429|50[0-9])\b(?!\s+(?:people|men|women|dead|killed|million|billion|new|jobs))"
    r"|\b(?:page|article|story|content|site|file) (?:was |is |has been |can(?:no|['’])t be |could not be "
    r"|couldn['’]t be )*"
    r"(?:not (?:be )?found|removed|unavailable|not available|no longer (?:available|exists?))|^\W*not found\W*$"
    r"|^\W*(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out"
    r"|too many requests"
    r"|forbidden|access denied|under maintenance|site maintenance|we['’]ll be (?:right )?back)\b",
    re.IGNORECASE,
)
ERROR_TEXT = re.compile(
    r"(?:page|article|story|content|url|link|document) (?:that )?(?:you(?:['’]re| are| were|['’]ve"
    r"| have)? )?(?:look(?:ing|ed) for"
    r"|request(?:ed)?|tr(?:ying|ied) to (?:reach|access|view|find)|follow(?:ed|ing)|click(?:ed|ing))\b.{0,60}"
    r"(?:not|no longer|n['’]t|unavailable|moved|removed|deleted)|(?:we|we['’]re|sorry)\b.{0,40}"
    r"(?:can(?:no|['’])t|couldn['’]t|could not|unable to) find (?:the|that|this) (?:page|article|story)"
    r"|the requested url .{0,200}was not found|this page (?:does not|doesn['’]t|no longer) exists?"
    r"|oops!.{0,60}(?:page|wrong)",
    re.IGNORECASE | re.DOTALL,
)
# An error page that says this says that the article is not there; the others may be over in an hour.
NOT_THERE = re.compile(
    r"\b(?:404|410)\b|\bnot (?:be )?found\b|\b(?:re)?moved\b|\bdeleted\b|no longer (?:available|exists?)"
    r"|(?:does not|doesn['’]t) exist|\bfind (?:the|that|this) (?:page|article|story)",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"\b(?:cookies?|consent|gdpr|privacy (?:policy|settings|preferences|choices)|personal(?:i[sz]ed)? (?:data"
    r"|ads|advertising"
    r"|information)|legitimate interest|our partners|vendors|before you continue|accept all|reject all"
    r"|manage (?:options"
    r"|settings|preferences)|third[- ]part(?:y|ies)|opt[- ]out)\b",
    re.IGNORECASE,
)
LOG_IN = re.compile(
    r"(?:log|sign) ?in (?:to (?:your account to )?(?:continue|read|view|access|see)|or (?:register|create))"
    r"|(?:must|need to|have to) (?:be )?(?:log(?:ged)?|sign(?:ed)?) ?in(?! to (?:comment|reply|post|vote))"
    r"|(?:register|create (?:a|an|your)(?: free)? account) (?:for free )?to (?:continue|read|keep reading|view|access)",
    re.IGNORECASE,
)
PAY = re.compile(
    r"(?:subscribe|become a (?:subscriber|member)|sign up|join)(?: now| today"
    r"| for free)? (?:to|and)"
    r" (?:continue|keep|read|finish|unlock|get (?:full|unlimited)|access|view|see)|(?:to|and) (?:continue|keep) reading"
    r"|(?:continue|keep) reading (?:with|for)|(?:only |exclusive(?:ly)? |reserved )(?:available )?(?:for|to) (?:our )?"
    r"(?:paying )?(?:subscribers|members)|(?:subscribers?|members?|premium)[- ](?:only|exclusive)"
    r"|already a (?:subscriber|member)"
    r"|this (?:article|story|content|post|piece) is (?:for|available to|only|reserved|exclusive|locked)"
    r"|unlock (?:this|the|full)"
    r"|(?:you(?:['’]ve| have) (?:reached|used|hit|read)|reached) (?:your|the|all)\b.{0,40}(?:limit|articles?)"
    r"|(?:read|see|get) the (?:full|whole|rest of (?:the|this)) (?:story|article)|start your (?:free )?trial"
    r"|free articles? left",
    re.IGNORECASE,
)
ASKS_FOR_SCRIPTS = re.compile(
    r"(?:enable|requires?|turn on|need) java ?script|java ?script (?:is )?(?:disabled|required)", re.IGNORECASE
)
CUT_OFF = re.compile(r"(?:\.\.\.|…|\[\W*more\W*\])\W*$")


MISSING = "missing"


class NoArticle(Unreadable):
    """A page that stands in the way of an article or in its place; `kind` is the obstacle in a word."""

    def __init__(self, kind: str, said: Part) -> None:
        super().__init__(said)
        self.kind = kind


@dataclass(frozen=True)
class Seen:
    """A page as it was read: all blocks, those taken for the article, and what the page declares."""

    root: html.HtmlElement
    every: Sequence[Block]
    article: Sequence[Block]
    declared: Declared


def refuse(seen: Seen) -> None:
    """Raises NoArticle where the page is none, saying what it is and what to do."""
    found = words(seen.article)
    text = "\n".join(block.text for block in seen.every)[:LOOKED_AT]
    titles = _titles(seen.root)
    if found < ENOUGH_WORDS:
        _refuse_challenge(seen, text, titles)
        _refuse_error(seen, found, text, titles)
        _refuse_consent(seen)
        _refuse_shell(seen, found)
    _refuse_wall(seen, found)
    _refuse_section(seen)


def words(blocks: Sequence[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _titles(root: html.HtmlElement) -> list[str]:
    """The title and the main headings as they are shown."""
    return [" ".join(" ".join(element.itertext()).split())[:300] for element in root.iter("title", "h1")]


def _refuse_challenge(seen: Seen, text: str, titles: Sequence[str]) -> None:
    sources = " ".join(element.get("src") or "" for element in seen.root.iter("script", "iframe"))
    shown = any(CHALLENGE.search(title) for title in titles)
    brief = words(seen.every) < 150
    if shown and brief or brief and (CHALLENGE.search(text) or CHALLENGE_SCRIPT.search(sources)):
        raise NoArticle(
            "challenge",
            gettext("is a check for robots, not an article: ask the publisher for access, or save its text as .txt"),
        )


def _refuse_error(seen: Seen, found: int, text: str, titles: Sequence[str]) -> None:
    named = [title for title in titles if ERROR_TITLE.search(title)]
    says = ERROR_TEXT.search(text[:1500])
    if not ((named and (says or found < 80)) or (says and found < 80 and not seen.declared.is_article)):
        return
    if any(NOT_THERE.search(words) for words in [*named, *([says[0]] if says else [])]):
        raise NoArticle(
            MISSING, gettext("is an error page served as if it were one, and says that there is no such article")
        )
    raise NoArticle(
        "error", gettext("is an error page served as if it were one: correct the address, or try again later")
    )


def _refuse_consent(seen: Seen) -> None:
    about = [block for block in seen.article if len(CONSENT.findall(block.text)) * 40 >= len(block.text.split())]
    asking = sum(len(CONSENT.findall(block.text)) for block in seen.article)
    if asking >= 3 and words(about) * 2 > words(seen.article):
        raise NoArticle(
            "consent", gettext("asks for consent to cookies instead of showing an article: save its text as .txt")
        )


def _refuse_shell(seen: Seen, found: int) -> None:
    scripts = sum(1 for _ in seen.root.iter("script"))
    asks = ASKS_FOR_SCRIPTS.search(_noscript(seen))
    if (found < 20 and words(seen.every) < 60 and scripts) or (found < 40 and asks):
        raise NoArticle(
            "shell",
            gettext("is an empty shell that scripts fill in, with no article text in it: save the text as .txt"),
        )


def _noscript(seen: Seen) -> str:
    parts = [" ".join(element.itertext()) for element in seen.root.iter("noscript")]
    return " ".join([*parts, *(block.text for block in seen.every)])[:LOOKED_AT]


def _refuse_wall(seen: Seen, found: int) -> None:
    """A wall is asked for near the end of the text, or declared; and the text behind it is not there."""
    short = found < ENOUGH_WORDS or found < MOST_OF_IT * seen.declared.words
    cut = bool(seen.article) and bool(CUT_OFF.search(seen.article[-1].text))
    if not (short or (cut and seen.declared.free is False)):
        return
    asked = _asked(seen)
    if seen.declared.free is False and (short or cut or PAY.search(asked)):
        raise NoArticle(
            "paywall", gettext("is behind a paywall: declared as not free, with the beginning of the text alone")
        )
    if PAY.search(asked) and found < ENOUGH_WORDS:
        raise NoArticle("paywall", gettext("is behind a paywall: it asks for a subscription where the text breaks off"))
    if found < ENOUGH_WORDS and (LOG_IN.search(asked) or (found < 40 and _asks_password(seen.root))):
        raise NoArticle("log-in", gettext("asks readers to log in before it shows an article: save its text as .txt"))


def _refuse_section(seen: Seen) -> None:
    """A front or section page declares no article and shows none: only bits of text among headlines that lead away."""
    if seen.declared.is_article:
        return
    own = {id(block) for block in seen.article}
    headlines, bits = 0, [0]
    for block in seen.every:
        if _is_headline(block):
            headlines += 1
            bits += [0] if bits[-1] else []
        elif id(block) in own and 3 * block.linked < len(block.text):
            bits[-1] += len(block.text.split())
    # One bit alone is a brief item with others listed around it.
    if headlines >= HEADLINES and max(bits) < OWN_WORDS and sum(map(bool, bits)) != 1:
        raise NoArticle(
            "section", gettext("lists articles and is none itself: give the address of an article, or add a feed")
        )


def _is_headline(block: Block) -> bool:
    return block.linked >= 0.8 * len(block.text) and 4 <= len(block.text.split()) <= 30


def _asked(seen: Seen) -> str:
    """What stands at the end of the text and right behind it."""
    last = seen.article[-1] if seen.article else None
    at = next((place for place, block in enumerate(seen.every) if block is last), 0)
    return "\n".join(block.text for block in seen.every[max(0, at - 1) : at + 12])[:LOOKED_AT]


def _asks_password(root: html.HtmlElement) -> bool:
    return any((element.get("type") or "").lower() == "password" for element in root.iter("input"))
