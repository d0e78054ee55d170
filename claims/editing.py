"""Compares a version with the one before it: figures, dates, names and quotations that it changed without a word."""

from collections.abc import Iterator

from sources.differences import Class, Difference, differences
from sources.messages import Part, gettext, number
from sources.models import ArticleVersion
from sources.versions import Edit, Range, edits

from .analysis.facts import explaining, severity, wording
from .analysis.facts.conflicts import contradicts
from .analysis.facts.events import noun_group
from .analysis.facts.plain import worded
from .linking import said
from .models import Claim, Fact, Mention, Quote, Utterance
from .recording import Finding, Side, value_row
from .storing import anchor

# An edit is seen in the source's own text: what is compared is sure to be the same sentence.
SURE = 1.0
GAP = 0.6


def find_edits(version: ArticleVersion) -> list[Finding]:
    """One finding for each figure, date, name or quotation that a changed sentence gives otherwise than before."""
    before = version.article.versions.filter(number=version.number - 1).first()
    if before is None:
        return []
    changed = [edit for edit in edits(before.text, version.text) if edit.kind == "changed"]
    found: list[Finding] = []
    for edit in changed:
        found += _changed_values(before, version, edit)
        found += _changed_quotes(before, version, edit)
    for difference in differences(before.text, version.text):
        if Class.NAME in difference.classes:
            found += _changed_names(before, version, difference)
    return found


def _changed_values(before: ArticleVersion, after: ArticleVersion, edit: Edit) -> Iterator[Finding]:
    old, new = _within(before, edit.old), _within(after, edit.new)
    kept = {_stated(claim) for claim in old} & {_stated(claim) for claim in new}
    for claim in new:
        if _stated(claim) in kept or claim.fact is None:
            continue
        was = [each for each in old if _stated(each) not in kept and _answers_the_same(each, claim)]
        if len(was) == 1 and contradicts(was[0].value, claim.value):
            yield _value_finding(before, after, was[0], claim, claim.fact)


def _within(version: ArticleVersion, span: tuple[int, int] | None) -> list[Claim]:
    """The claims whose value stands in the sentence."""
    assert span is not None, "a changed sentence has a place in both texts"
    inside = version.claims.filter(value_start__gte=span[0], value_end__lte=span[1])
    return list(inside.select_related("fact"))


def _stated(claim: Claim) -> tuple[str, str, str]:
    return claim.dimension, claim.value_text.lower(), noun_group(claim.about["head"])


def _answers_the_same(old: Claim, new: Claim) -> bool:
    """Within one edited sentence the kind of value and what is counted tell which figure replaced which."""
    if old.dimension != new.dimension:
        return False
    return old.dimension == Claim.Dimension.DATE or (
        noun_group(old.about["head"]) == noun_group(new.about["head"]) and (old.unit == new.unit or not old.unit)
    )


def _value_finding(before: ArticleVersion, after: ArticleVersion, old: Claim, new: Claim, fact: Fact) -> Finding:
    article = after.article
    sides = tuple(
        Side(
            said=_in_version(worded(claim.value), version),
            answer={"value": value_row(claim)},
            origins=(article.own_origin_name,),
            claims=(claim,),
        )
        for version, claim in ((before, old), (after, new))
    )
    told = explaining.explain_edit(article.source.name, old.value_text, new.value_text, (before.number, after.number))
    return Finding(_key(old, new), "edit", fact, sides, told, _weight(after))


def _in_version(answer: Part, version: ArticleVersion) -> Part:
    return gettext("{answer} (version {number})", answer=answer, number=number(version.number))


def _changed_quotes(before: ArticleVersion, after: ArticleVersion, edit: Edit) -> Iterator[Finding]:
    old, new = _quotes_within(before, edit.old), _quotes_within(after, edit.new)
    if len(old) != 1 or len(new) != 1 or new[0].utterance is None:
        return
    kind, changed = wording.variant(said(old[0]), said(new[0]))
    if kind is wording.Variant.CHANGED and changed:
        yield _quote_finding(before, after, old[0], new[0], new[0].utterance)


def _quotes_within(version: ArticleVersion, span: tuple[int, int] | None) -> list[Quote]:
    assert span is not None, "a changed sentence has a place in both texts"
    inside = version.quotes.filter(start__gte=span[0], end__lte=span[1])
    return list(inside.select_related("utterance", "extraction", "speaker", "version__article"))


def _quote_finding(
    before: ArticleVersion, after: ArticleVersion, old: Quote, new: Quote, utterance: Utterance
) -> Finding:
    article = after.article
    sides = tuple(
        Side(
            said=_in_version(quote.content, version),
            answer={"wording": quote.content},
            origins=(article.own_origin_name,),
            quotes=(quote,),
        )
        for version, quote in ((before, old), (after, new))
    )
    told = explaining.explain_edit(article.source.name, old.content, new.content, (before.number, after.number))
    return Finding(_key(old, new), "edit", utterance, sides, told, _weight(after))


def _changed_names(before: ArticleVersion, after: ArticleVersion, edit: Difference) -> Iterator[Finding]:
    """What a sentence still states or quotes, now of somebody or somewhere else; a spelling of one name is no other."""
    kept = _kept(before, after, edit)
    if kept is None:
        return
    for was, now in edit.words:
        one, other = _named(before, was), _named(after, now)
        if one and other and one[0].kind == other[0].kind and one[0].entity_id != other[0].entity_id:
            yield _name_finding((before, after), kept, (one[1], other[1]))
            return


def _kept(
    before: ArticleVersion, after: ArticleVersion, edit: Difference
) -> tuple[Claim, Claim] | tuple[Quote, Quote] | None:
    """The first claim or quote that stands in both sentences: what is now said of another name."""
    for old in _within(before, edit.old):
        for new in _within(after, edit.new):
            if new.fact is not None and _stated(old) == _stated(new) and old.value == new.value:
                return old, new
    for said_before in _quotes_within(before, edit.old):
        for said_now in _quotes_within(after, edit.new):
            if said_now.utterance is not None and said_before.content == said_now.content:
                return said_before, said_now
    return None


def _named(version: ArticleVersion, words: Range) -> tuple[Mention, str] | None:
    """Whom or what the words name, or are a part of the name of, with the whole name as it stands there."""
    if words[0] == words[1]:
        return None
    for mention in Mention.objects.filter(extraction__version=version).exclude(entity=None).order_by("pk"):
        for span in mention.spans:
            if span["start"] <= words[0] and words[1] <= span["end"]:
                return mention, version.text[span["start"] : span["end"]]
    return None


def _name_finding(
    versions: tuple[ArticleVersion, ArticleVersion],
    kept: tuple[Claim, Claim] | tuple[Quote, Quote],
    names: tuple[str, str],
) -> Finding:
    before, after = versions
    origins = (after.article.own_origin_name,)
    sides = tuple(
        Side(
            said=_in_version(name, version),
            answer={"wording": name},
            origins=origins,
            claims=(evidence,) if isinstance(evidence, Claim) else (),
            quotes=(evidence,) if isinstance(evidence, Quote) else (),
        )
        for version, name, evidence in zip(versions, names, kept, strict=True)
    )
    new = kept[1]
    subject = new.fact if isinstance(new, Claim) else new.utterance
    assert subject is not None, "only what is grouped is kept"
    told = explaining.explain_edit(after.article.source.name, *names, (before.number, after.number))
    return Finding(_key(*kept, "name"), "edit", subject, sides, told, _weight(after))


def _key(old: Claim | Quote, new: Claim | Quote, *what: str) -> str:
    """The same however often the versions are read: rows may be made anew, their anchors stay."""
    return f"{key_prefix(new.version_id)}{anchor(type(old).__name__, old.anchor, new.anchor, *what)}"


def key_prefix(version_id: int) -> str:
    """What the keys of all edits begin with that made this version."""
    return f"edit:{version_id}:"


def _weight(after: ArticleVersion) -> severity.Severity:
    return severity.weigh(GAP, 1, SURE, after.seen_at.date(), after.seen_at.date())
