"""What a claim is of, for a reader: what claims of different articles are compared by, in words."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.showing import link
from claims.admin.translating import value_in_words
from claims.analysis.facts.stated import REACH, WORD, stem
from claims.analysis.found import EntityKind
from claims.analysis.names.folding import short
from claims.analysis.values import Comparator, Dimension, Value
from claims.models import Claim, Mention
from sources import messages
from sources.telling import told

# Each family of events, as a reader would call what happened.
EVENTS = {
    "arrest": gettext_lazy("an arrest"),
    "born": gettext_lazy("a birth"),
    "buy": gettext_lazy("a purchase or a sale"),
    "charge": gettext_lazy("a criminal charge"),
    "convict": gettext_lazy("a conviction or an acquittal"),
    "crash": gettext_lazy("a crash"),
    "damage": gettext_lazy("damage or a loss"),
    "deal": gettext_lazy("an agreement or a truce"),
    "dismiss": gettext_lazy("a dismissal"),
    "displace": gettext_lazy("a flight from home"),
    "fight": gettext_lazy("a fight or a war"),
    "fine": gettext_lazy("a fine or a bail"),
    "fire": gettext_lazy("a fire"),
    "hire": gettext_lazy("an appointment"),
    "injure": gettext_lazy("an injury"),
    "kill": gettext_lazy("a death"),
    "marry": gettext_lazy("a marriage"),
    "missing": gettext_lazy("a disappearance"),
    "pay": gettext_lazy("a payment or a cost"),
    "protest": gettext_lazy("a protest"),
    "quake": gettext_lazy("an earthquake"),
    "rescue": gettext_lazy("a rescue"),
    "resign": gettext_lazy("a resignation"),
    "sentence": gettext_lazy("a sentence of a court"),
    "strike": gettext_lazy("an attack from the air or by guns"),
    "transfer": gettext_lazy("a handover"),
    "vote": gettext_lazy("a vote"),
}
PARTS = {
    "agent": gettext_lazy("acts"),
    "object": gettext_lazy("is acted on"),
    "place": gettext_lazy("the place"),
}


def about_html(claim: Claim) -> SafeString:
    """A term and its words a line; what the text does not say has no line."""
    lines = [(label, words) for label, words in _lines(claim, claim.about) if words]
    if not lines:
        return format_html("{}", _("Nothing beside the value itself."))
    return format_html('<dl class="about">{}</dl>', format_html_join("", "<div><dt>{}</dt> <dd>{}</dd></div>", lines))


def _lines(claim: Claim, about: dict[str, Any]) -> Iterator[tuple[str, str | SafeString]]:
    event = about.get("event") or ""
    yield _("The value is of"), about.get("head") or ""
    yield _("What happened"), str(EVENTS.get(event, event))
    yield _("Who or what acts"), about.get("subject") or ""
    yield _("Who or what is acted on"), about.get("object") or ""
    yield _("When"), _when(about.get("when"))
    yield _("Counted beside it"), told(messages.enumerated(list(map(messages.number, about.get("others") or ()))))
    yield _("Named"), _named(claim, about.get("roles") or ())
    yield _("Words around it"), ", ".join(_words_around(claim, about.get("near") or ()))


def _when(days: Sequence[str] | None) -> str:
    """The day, or the first and the last; a whole month or year as such."""
    if not days:
        return ""
    first, last = map(dt.date.fromisoformat, days)
    after, granularity = last + dt.timedelta(days=1), "day"
    if first.day == after.day == 1:
        whole_year = first.month == after.month == 1
        granularity = "year" if whole_year else "month"
    return value_in_words(Value(Dimension.DATE, "date", first, last, granularity, Comparator.EXACTLY))


def _named(claim: Claim, roles: Sequence[Sequence[str]]) -> SafeString:
    """Who and what the clause names, each with its part in it."""
    mentions = claim.mentions.select_related("entity").order_by("name", "pk")
    return format_html_join(", ", "{}{}", ((_known(mention), _part(mention, roles)) for mention in mentions))


def _known(mention: Mention) -> SafeString | str:
    return link(mention.entity) if mention.entity else mention.name


def _part(mention: Mention, roles: Sequence[Sequence[str]]) -> str:
    folded = short(mention.name, EntityKind(mention.kind), mention.names)
    parts = [str(PARTS[role]) for role, name in roles if name == folded and role in PARTS]
    return f" ({', '.join(parts)})" if parts else ""


def _words_around(claim: Claim, stems: Sequence[str]) -> list[str]:
    """The words whose stems are compared, as the text has them."""
    around = claim.version.text[max(0, claim.value_start - REACH) : claim.value_end + REACH]
    words: dict[str, str] = {}
    for word in WORD.findall(around):
        words.setdefault(stem(word.lower()), word)
    return [words[each] for each in stems if each in words]
