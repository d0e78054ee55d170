"""How evidence is shown: values in words, links to where it stands, passages with what matters highlighted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.translating import gap_told, value_in_words
from claims.analysis.found import UNNAMED
from claims.analysis.spans import Span
from claims.highlighting import Excerpt, Mark, Part, excerpt, excerpt_of
from claims.models import Claim, Quote
from sources.models import Article, ArticleVersion
from sources.readonly import badge
from sources.versions import Edit, EditKind, edits

NARRATOR = gettext_lazy("the article itself")
EDITS = {
    EditKind.CHANGED: gettext_lazy("changed"),
    EditKind.MOVED: gettext_lazy("moved"),
    EditKind.ADDED: gettext_lazy("added"),
    EditKind.REMOVED: gettext_lazy("removed"),
}
# What stands further in a text may be in another part of it than its page begins with.
FIRST_PART = 50_000


@dataclass(frozen=True)
class Card:
    """One claim or quote as a reviewer weighs it: who published it, who said it, and the words.

    `alike` are the first of its reprints, `alike_number` is how many there are.
    """

    place: str
    origin: str
    words: str
    article: Article
    title: str
    url: str
    who: str
    value: str
    passage: Excerpt
    inferred: bool
    alike: Sequence["Card"] = ()
    alike_number: int = 0

    @property
    def alike_beyond(self) -> int:
        return self.alike_number - len(self.alike)


def link(row: Model, text: object = None) -> SafeString:
    """A link to the row's own page in the admin."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text or row)


def name_of(evidence: Claim | Quote) -> str:
    """What the evidence is called in addresses: "c12" or "q7"."""
    return f"{'c' if isinstance(evidence, Claim) else 'q'}{evidence.pk}"


def place_of(evidence: Claim | Quote) -> str:
    """The address of the evidence in its article, in the version it was found in."""
    at = f"&at={evidence.start}" if evidence.start >= FIRST_PART else ""
    return f"{version_address(evidence.version)}{at}#{name_of(evidence)}"


def version_address(version: ArticleVersion) -> str:
    return f"{reverse('admin:sources_article_change', args=[version.article_id])}?version={version.number}"


def place_link(evidence: Claim | Quote) -> SafeString:
    title = evidence.version.title or evidence.version.article.key
    older = "" if evidence.live else badge(_("older version"))
    return format_html('<a href="{}">{}</a> {}', place_of(evidence), title, older)


def who_of(evidence: Claim | Quote) -> str:
    """The holder of a claim or the speaker of a quote, with the words that name them where these differ."""
    if isinstance(evidence, Claim):
        entity, words = evidence.holder_entity, evidence.holder_text
    else:
        entity, words = evidence.speaker_entity, evidence.speaker_text
    if entity is None:
        if words == UNNAMED:
            return _(words)
        return words or (str(NARRATOR) if isinstance(evidence, Claim) else _("unknown"))
    return entity.name if words in ("", entity.name) else f"{entity.name} (“{words}”)"


def value_of(claim: Claim) -> str:
    """The normalised value in words: "9 November 2020", "yes (planned)"; what is counted stands in the label."""
    words = value_in_words(claim.value)
    if claim.modality == Claim.Modality.STATED:
        return words
    return _("%(value)s (%(how)s)") % {"value": words, "how": str(claim.get_modality_display()).lower()}


def marks_of(claims: QuerySet[Claim], quotes: QuerySet[Quote]) -> list[Mark]:
    """What to highlight in a whole text. Links lead to a claim's value and to a quote's first words."""
    marks = []
    for quote in quotes:
        title = _("Quote (%(kind)s): %(who)s") % {"kind": quote.get_kind_display(), "who": who_of(quote)}
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
    return [Mark(Span(gap["start"], gap["end"]), "gap", f"g{gap['start']}", gap_told(gap["reason"])) for gap in gaps]


def edited(version: ArticleVersion) -> tuple[list[Mark], str]:
    """The sentences that are not as they were in the version before, and how many, in words; the first has none."""
    before = ArticleVersion.objects.filter(article=version.article_id, number=version.number - 1).first()
    if before is None:
        return [], ""
    found = edits(before.text, version.text)
    marks = [Mark(Span(*edit.new), "edited", title=_was(before, edit)) for edit in found if edit.new]
    return marks, _summed(found)


def _was(before: ArticleVersion, edit: Edit) -> str:
    if not edit.old:
        return str(EDITS[edit.kind])
    return _("%(kind)s; before: %(words)s") % {"kind": EDITS[edit.kind], "words": Span(*edit.old).of(before.text)}


def _summed(found: Sequence[Edit]) -> str:
    """ "sentences: 2 changed, 1 added"."""
    counts = Counter(edit.kind for edit in found)
    told = [_("%(number)s %(kind)s") % {"number": counts[kind], "kind": EDITS[kind]} for kind in EDITS if counts[kind]]
    return _("sentences: %(edits)s") % {"edits": ", ".join(told)} if told else _("white space or typography only")


def passage_of(evidence: Claim | Quote, part: Part | None = None, margin: int = 150) -> Excerpt:
    """The claim's value, or the quote, in what stands around it; cut from the part of the text, where one is given."""
    if isinstance(evidence, Claim):
        around = Span(evidence.value_start, evidence.value_end)
        marks = [Mark(Span(evidence.start, evidence.end), "claim"), Mark(around, "value")]
    else:
        around = Span(evidence.start, evidence.end)
        marks = [Mark(Span(span["start"], span["end"]), "quote") for span in evidence.spans]
    if part is None:
        return excerpt(evidence.version.text, around, marks, margin)
    return excerpt_of(part, around, marks, margin)


def passage_html(evidence: Claim | Quote) -> SafeString:
    return render_to_string("claims/excerpt.html", {"excerpt": passage_of(evidence)})


def card_of(evidence: Claim | Quote, part: Part | None = None) -> Card:
    """What the page shows of it; without the part of the text that it stands in, the whole text is loaded."""
    version = evidence.version
    return Card(
        place=name_of(evidence),
        origin=version.article.origin_name,
        words=evidence.exact if isinstance(evidence, Claim) else evidence.content,
        article=version.article,
        title=version.title or version.article.key,
        url=place_of(evidence),
        who=who_of(evidence),
        value=value_of(evidence) if isinstance(evidence, Claim) else "",
        passage=passage_of(evidence, part),
        inferred=isinstance(evidence, Claim) and evidence.inferred,
    )


def severity_bar(severity: float) -> SafeString:
    return format_html('<meter min="0" max="1" value="{}">{}</meter> {}', severity, severity, f"{severity:.2f}")
