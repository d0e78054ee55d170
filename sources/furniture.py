"""What stands around an article on a page: how templates name such parts, and in which words they speak.

General habits of templates and newsrooms, never one site's: the names are read in classes, ids and roles.
"""

import re
from functools import lru_cache

from lxml import html

MOST_OF_A_NAME = 300
_EDGE, _END = r"(?:^|[\s_-])", r"(?:[\s_-]|$)"
PARTS = {
    "related": r"related|recirc|recommend|more-?(?:stor|from|on|news|article)|most-?(?:read|pop|view)|popular|trending"
    r"|also-?(?:read|like)|read-?(?:more|next|also)|outbrain|taboola|teaser|promo|suggest|up-?next|latest|inset",
    "asking": r"newsletter|sign-?up|subscri|paywall|regwall|donat|membership|marketing|cta\b|call-?to|register|piano",
    "social": r"share|sharing|social|follow|whatsapp|addthis|bookmark|print\b",
    "advert": rf"{_EDGE}ads?{_END}|advert|sponsor|dfp|commercial|affiliate|shopping",
    "caption": r"caption|credit|copyright|(?:photo|image)-?(?:info|text|desc|meta)|gallery|slideshow|video",
    "meta": r"byline|author|dateline|timestamp|published|posted|updated|headline|article-?(?:info|header)"
    rf"|{_EDGE}(?:date|time|meta|tags?|topics?|categor(?:y|ies)|breadcrumbs?|kicker|dek|standfirst|subtitle|bio){_END}",
    "comments": r"comment|disqus|discussion|replies|respond|livefyre|coral",
    "chrome": rf"{_EDGE}(?:nav|menu|footer|header|sidebar|widget|rail|toolbar|modal|popup|overlay|cookie|consent|gdpr"
    r"|banner|masthead|search|skip|legal|disclaimer|utility|hidden)",
    "body": r"(?:article|story|entry|post|body|main)-?_?-?(?:body|text|content|copy)|articlebody|rich-?text"
    r"|page-?content"
    rf"|{_EDGE}(?:content|text|prose|paragraph){_END}",
}
NAMED = {part: re.compile(rule, re.IGNORECASE) for part, rule in PARTS.items()}

# A line that asks the reader to do something, or labels what follows.
ASKS = re.compile(
    r"^\W*(?:(?:also )?(?:read|see|watch|listen|view|discover|check out|find out|get|learn)(?: this| it)?"
    r" (?:more|also|next|now|on|here)|related(?: \w+)?:|more(?: \w+){0,3}:|more (?:from|on|about|stories)\b"
    r"|(?:don['’]t miss|see (?:also|more)|also on|read|watch|opinion|related|sign ?up|recommended|trending|up next"
    r"|popular)(?::|$)|(?:click|tap) (?:here|to)|sign up|subscribe|follow us|follow \S+ on|join (?:us|our)"
    r"|like this (?:story|article)|share (?:this|on|your)|download (?:the|our)|get (?:the|our|breaking|all the)\b"
    r"|like us on|support (?:us|our)|advertise?ment|(?:story|article) continues|continue reading|scroll (?:down|to)"
    r"|skip (?:to|ad)|loading|copyright|©|\(c\) \d{4}|all rights reserved"
    r"|(?:photo|image|picture|credit|video|source|getty|file photo)s?\s*(?:by\b|:|/|credit)|(?:last )?updated"
    r"|(?:first )?published|posted|written by|by [A-Z]\w+ [A-Z]\w+$|tags?:|topics?:|filed under|categor(?:y|ies):"
    r"|comments?\b|leave a|post a comment|\d+ (?:comments?|shares?)|e-?mail|print$|tweet$|share$|facebook$|twitter$)",
    re.IGNORECASE,
)
# Who made a picture, at the end of its caption.
CREDIT = re.compile(
    r"\((?:image|photo|picture|pic|credit|source|file|video|screen ?(?:shot|grab)|courtesy|via)s?\b[^()]{0,80}\)\W*$"
    r"|\b(?:getty images|shutterstock|reuters|ap photo|afp|alamy)\W*$",
    re.IGNORECASE,
)


def parts_of(element: html.HtmlElement) -> frozenset[str]:
    """The parts that an element's class, id and role name."""
    if element.tag in ("body", "html"):
        return frozenset()
    names = (element.get(name) for name in ("class", "id", "itemprop", "data-testid", "role"))
    return _named(" ".join(name[:MOST_OF_A_NAME] for name in names if name))


def own_parts_of(element: html.HtmlElement) -> frozenset[str]:
    """The same of the class and id alone."""
    names = (element.get("class"), element.get("id"))
    return _named(" ".join(name[:MOST_OF_A_NAME] for name in names if name))


@lru_cache(maxsize=4096)
def _named_once(names: str) -> frozenset[str]:
    return frozenset(part for part, rule in NAMED.items() if rule.search(names))


def _named(names: str) -> frozenset[str]:
    return _named_once(names) if names else frozenset()
