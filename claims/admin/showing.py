"""How evidence is shown: values in words, links to where it stands, passages with what matters highlighted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.analysis.facts.plain import with_unit
from claims.analysis.spans import Span
from claims.highlighting import Excerpt, Mark, excerpt
from claims.models import Claim, Quote
from sources.models import Article, ArticleVersion
from sources.readonly import badge
from sources.versions import Edit, edits, summary

NARRATOR = "the article itself"


@dataclass(frozen=True)
class Card:
    """One claim or quote as a reviewer weighs it: who published it, who said it, and the words."""

    article: Article
    title: str
    url: str
    who: str
    value: str
    passage: Excerpt
    inferred: bool
    reasons: Sequence[str]


def link(row: Model, text: object = None) -> SafeString:
    """A link to the row's own page in the admin."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text or row)


def place_of(evidence: Claim | Quote) -> str:
    """The address of the evidence in its article, in the version it was found in."""
    letter = "c" if isinstance(evidence, Claim) else "q"
    return f"{version_address(evidence.version)}#{letter}{evidence.pk}"


def version_address(version: ArticleVersion) -> str:
    return f"{reverse('admin:sources_article_change', args=[version.article_id])}?version={version.number}"


def place_link(evidence: Claim | Quote) -> SafeString:
    title = evidence.version.title or evidence.version.article.key
    older = "" if evidence.live else badge("older version")
    return format_html('<a href="{}">{}</a> {}', place_of(evidence), title, older)


def who_of(evidence: Claim | Quote) -> str:
    """The holder of a claim or the speaker of a quote, with the words that name them where these differ."""
    if isinstance(evidence, Claim):
        entity, words = evidence.holder_entity, evidence.holder_text
    else:
        entity, words = evidence.speaker_entity, evidence.speaker_text
    if entity is None:
        return words or (NARRATOR if isinstance(evidence, Claim) else "unknown")
    return entity.name if words in ("", entity.name) else f"{entity.name} (“{words}”)"


def value_of(claim: Claim) -> str:
    """The normalised value in words: "9 November 2020", "more than 42 days"; what is counted stands in the label."""
    return with_unit(claim.value)


def marks_of(claims: QuerySet[Claim], quotes: QuerySet[Quote]) -> list[Mark]:
    """What to highlight in a whole text. Links lead to a claim's value and to a quote's first words."""
    marks = []
    for quote in quotes:
        title = f"Quote ({quote.kind}): {who_of(quote)}"
        for number, span in enumerate(quote.spans):
            anchor = f"q{quote.pk}" if number == 0 else ""
            marks.append(Mark(Span(span["start"], span["end"]), "quote", anchor, title))
        if quote.speaker_start is not None and quote.speaker_end is not None:
            marks.append(Mark(Span(quote.speaker_start, quote.speaker_end), "speaker"))
    for claim in claims:
        title = f"{claim.label}: {value_of(claim)}"
        marks.append(Mark(Span(claim.start, claim.end), "claim"))
        marks.append(Mark(Span(claim.value_start, claim.value_end), "value", f"c{claim.pk}", title))
    return marks


def gap_marks(gaps: Sequence[dict[str, Any]]) -> list[Mark]:
    """The sentences that gave nothing, each with the reason."""
    return [Mark(Span(gap["start"], gap["end"]), "gap", f"g{gap['start']}", gap["reason"]) for gap in gaps]


def edited(version: ArticleVersion) -> tuple[list[Mark], str]:
    """The sentences that are not as they were in the version before, and how many, in words; the first has none."""
    before = ArticleVersion.objects.filter(article=version.article_id, number=version.number - 1).first()
    if before is None:
        return [], ""
    found = edits(before.text, version.text)
    marks = [Mark(Span(*edit.new), "edited", title=_was(before, edit)) for edit in found if edit.new]
    return marks, summary(found)


def _was(before: ArticleVersion, edit: Edit) -> str:
    return f"{edit.kind}; before: {Span(*edit.old).of(before.text)}" if edit.old else str(edit.kind)


def passage_of(evidence: Claim | Quote) -> Excerpt:
    """The claim's value, or the quote, in what stands around it."""
    if isinstance(evidence, Claim):
        value = Span(evidence.value_start, evidence.value_end)
        marks = [Mark(Span(evidence.start, evidence.end), "claim"), Mark(value, "value")]
        return excerpt(evidence.version.text, value, marks)
    marks = [Mark(Span(span["start"], span["end"]), "quote") for span in evidence.spans]
    return excerpt(evidence.version.text, Span(evidence.start, evidence.end), marks)


def passage_html(evidence: Claim | Quote) -> SafeString:
    return render_to_string("claims/excerpt.html", {"excerpt": passage_of(evidence)})


def card_of(evidence: Claim | Quote) -> Card:
    version = evidence.version
    return Card(
        article=version.article,
        title=version.title or version.article.key,
        url=place_of(evidence),
        who=who_of(evidence),
        value=value_of(evidence) if isinstance(evidence, Claim) else "",
        passage=passage_of(evidence),
        inferred=isinstance(evidence, Claim) and evidence.inferred,
        reasons=evidence.reasons,
    )


def severity_bar(severity: float) -> SafeString:
    return format_html('<meter min="0" max="1" value="{}">{}</meter> {}', severity, severity, f"{severity:.2f}")
