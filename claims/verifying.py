"""Looks through a live database for breaches of what must always hold, in constant memory.

A check yields how many things it looked at and, as text, each that is not as it must be; its docstring says what must
hold. What waits to be read, grouped or compared is passed over: it is about to change.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Max, Model, OuterRef, Prefetch, QuerySet

from sources.models import Article, ArticleVersion, hash_text

from . import sourcing
from .models import Claim, Discrepancy, Extraction, Mention, Position, Quote
from .upholding import (
    DECIDED,
    UNDECIDED,
    Findings,
    decisions_hold,
    what_lists_filter_by_follows_from_the_positions,
    what_was_ruled_apart_is_apart,
    what_was_ruled_together_is_together,
)

CHUNK = 200
PROTECTED = ("sources_articleversion", "claims_review")
READ = (Extraction.State.READ, Extraction.State.GROUPED, Extraction.State.DONE)
STANDING = (*UNDECIDED, *(set(DECIDED.values()) - {Discrepancy.Status.NOT_SAME_FACT}))

# As float writes them.
NUMBER = re.compile(r"\d+(\.\d+)?(e[+-]?\d+)?")
# pg_trigger.tgtype, after PostgreSQL's src/include/catalog/pg_trigger.h.
BEFORE = 1 << 1
TRIGGER_BITS = {"DELETE": 1 << 3, "UPDATE": 1 << 4}
# Start, end, what is stored of that place, and where its column cuts it.
Place = tuple[Any, Any, Any, int | None]


def verify(tell: Callable[[str], object]) -> int:
    """Runs every check, tells each breach and what each check looked at; returns the number of breaches."""
    total = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        looked = breaches = 0
        for found in check():
            if isinstance(found, int):
                looked += found
                continue
            breaches += 1
            tell(f"  BREACH {found}")
        tell(
            f"{name}: {looked:,} looked at, " + (f"{breaches:,} breaches. {check.__doc__}" if breaches else "all hold")
        )
        total += breaches
    return total


def texts_match_their_hash() -> Findings:
    """Every version's text has the SHA-256 that was stored with it: nobody changed it since."""
    for version in ArticleVersion.objects.order_by("pk").iterator(CHUNK):
        yield 1
        if hash_text(version.text) != version.sha256:
            yield f"version {version.pk}: the SHA-256 of its text is not {version.sha256}"


def quotes_stand_in_their_text() -> Findings:
    """Every quote's spans, cue and speaker are, character for character, what its version says there."""
    for quote in _with_texts(Quote.objects.all()):
        yield 1
        places: list[Place] = [(span.get("start"), span.get("end"), span.get("exact"), None) for span in quote.spans]
        if not places or (places[0][0], places[-1][1]) != (quote.start, quote.end):
            yield f"quote {quote.pk}: {quote.start}:{quote.end} is not from its first span to the end of its last"
        if " ".join(str(place[2]) for place in places) != quote.content:
            yield f"quote {quote.pk}: its content is not that of its spans"
        if quote.cue_start is not None:
            places.append((quote.cue_start, quote.cue_end, quote.cue, _longest(Quote, "cue")))
        if quote.speaker_start is not None:
            longest = _longest(Quote, "speaker_text")
            places.append((quote.speaker_start, quote.speaker_end, quote.speaker_text, longest))
        yield from _misplaced(quote, quote.version.text, places)


def claims_stand_in_their_text() -> Findings:
    """Every claim's evidence and value are, character for character, what its version says there."""
    for claim in _with_texts(Claim.objects.all()):
        yield 1
        value = (claim.value_start, claim.value_end, claim.value_text, _longest(Claim, "value_text"))
        yield from _misplaced(claim, claim.version.text, [(claim.start, claim.end, claim.exact, None), value])


def mentions_stand_in_their_text() -> Findings:
    """Every span of a mention lies inside its version's text."""
    texts = Prefetch("extraction", Extraction.objects.prefetch_related("version"))
    for mention in Mention.objects.order_by("pk").prefetch_related(texts).iterator(CHUNK):
        yield 1
        text = mention.extraction.version.text
        for span in mention.spans:
            if not _inside(text, span.get("start"), span.get("end")):
                yield f"mention {mention.pk}: {span} is outside its text of {len(text)} characters"


def gaps_stand_in_their_text() -> Findings:
    """Every sentence that is listed as having given nothing lies inside its version's text."""
    for extraction in Extraction.objects.exclude(gaps=[]).order_by("pk").prefetch_related("version").iterator(CHUNK):
        yield 1
        for gap in extraction.gaps:
            if not _inside(extraction.version.text, gap.get("start"), gap.get("end")):
                yield f"extraction {extraction.pk}: {gap} is outside its text"


def values_can_be_read() -> Findings:
    """Every value has bounds of its dimension, the lower one first, and a granularity that exports can write."""
    for claim in Claim.objects.order_by("pk").iterator(CHUNK):
        yield 1
        dated = claim.dimension == Claim.Dimension.DATE
        low, high = (claim.low_date, claim.high_date) if dated else (claim.low_number, claim.high_number)
        if low is None and high is None:
            yield f"claim {claim.pk}: it is a {claim.dimension} without bounds of that kind"
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            yield f"claim {claim.pk}: its lower bound {low} is above its upper bound {high}"
        if not dated and not NUMBER.fullmatch(claim.granularity):
            yield f"claim {claim.pk}: its granularity {claim.granularity!r} is not a number"


def evidence_is_of_its_reading() -> Findings:
    """Every quote and claim points into the version that its extraction read."""
    for model in (Quote, Claim):
        rows = model._default_manager.all()
        yield rows.count()
        yield from _each(rows.exclude(version=F("extraction__version")), "its version is not that of its extraction")


def the_database_refuses_changes() -> Findings:
    """Versions and reviews are protected against update and deletion by triggers; migrate anew where one is missing."""
    for table in PROTECTED:
        yield 1
        missing = {"UPDATE", "DELETE"} - _refused(table)
        if missing:
            yield f"{table}: no trigger refuses {' or '.join(sorted(missing))}"


def current_versions_are_the_newest() -> Findings:
    """An article's current version is its own of the highest number, and numbers run from 1 without a gap."""
    articles = Article.objects.annotate(highest=Max("versions__number"), count=Count("versions"))
    for article in articles.select_related("current").defer("current__text").order_by("pk").iterator(CHUNK):
        yield 1
        current = article.current
        if (current.article_id, current.number) != (article.pk, article.highest) if current else article.highest:
            yield f"article {article.pk}: its current version is not its number {article.highest}"
        if article.count != (article.highest or 0):
            yield f"article {article.pk}: its highest version is {article.highest}, but there are {article.count}"


def live_evidence_is_of_the_newest_reading() -> Findings:
    """Live evidence is of the article's newest version that was read: nothing that a source took back still counts."""
    newer = ArticleVersion.objects.filter(
        article=OuterRef("extraction__version__article"),
        number__gt=OuterRef("extraction__version__number"),
        extractions__state__in=READ,
    )
    for model in (Quote, Claim, Mention):
        live = model._default_manager.filter(live=True)
        yield live.count()
        yield from _each(live.filter(Exists(newer)), "it is live although a newer version was read")


def facts_have_one_dimension() -> Findings:
    """A fact is answered in one dimension: a date is never compared with a count."""
    grouped = Claim.objects.exclude(fact=None)
    yield grouped.count()
    yield from _each(grouped.exclude(dimension=F("fact__dimension")), "its dimension is not that of its fact")


def positions_are_about_their_subject() -> Findings:
    """While a discrepancy stands, the live evidence of its positions answers its fact or reports its utterance."""
    for field, subject in (("claim", "fact"), ("quote", "utterance")):
        through: Any = Position.claims.through if field == "claim" else Position.quotes.through
        of = f"position__discrepancy__{subject}"
        held = through.objects.filter(
            **{"position__discrepancy__status__in": STANDING, f"{field}__live": True, f"{of}__stale": False}
        )
        yield held.count()
        moved = held.exclude(**{f"{field}__{subject}": F(of)}).order_by("pk")
        for discrepancy, row in moved.values_list("position__discrepancy", field).iterator(CHUNK):
            yield f"discrepancy {discrepancy}: {field} {row} in one of its positions is not of its {subject}"


def open_discrepancies_have_positions() -> Findings:
    """What awaits a decision shows at least two positions: with fewer, nothing disagrees."""
    waiting = Discrepancy.objects.filter(status__in=UNDECIDED)
    yield waiting.count()
    counted = waiting.annotate(count=Count("positions"))
    yield from _each(counted.filter(count__lt=2), "it awaits a decision with fewer than two positions")


CHECKS: tuple[Callable[[], Findings], ...] = (
    texts_match_their_hash,
    quotes_stand_in_their_text,
    claims_stand_in_their_text,
    mentions_stand_in_their_text,
    gaps_stand_in_their_text,
    values_can_be_read,
    evidence_is_of_its_reading,
    the_database_refuses_changes,
    current_versions_are_the_newest,
    live_evidence_is_of_the_newest_reading,
    facts_have_one_dimension,
    positions_are_about_their_subject,
    open_discrepancies_have_positions,
    what_was_ruled_apart_is_apart,
    what_was_ruled_together_is_together,
    decisions_hold,
    what_lists_filter_by_follows_from_the_positions,
    *sourcing.CHECKS,
)


def _with_texts(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.order_by("pk").prefetch_related("version").iterator(CHUNK)


def _misplaced(row: Model, text: str, places: Iterable[Place]) -> Iterator[str]:
    """What is stored otherwise than the text has it."""
    for start, end, stored, longest in places:
        where = f"{row._meta.verbose_name} {row.pk}: {start}:{end}"
        if not _inside(text, start, end):
            yield f"{where} is outside its text of {len(text)} characters"
        elif text[start:end][:longest] != stored:
            yield f"{where} reads {text[start:end][:80]!r}, not {str(stored)[:80]!r}"


def _longest(model: type[Model], column: str) -> int | None:
    return getattr(model._meta.get_field(column), "max_length", None)


def _inside(text: str, start: Any, end: Any) -> bool:
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)


def _each(rows: QuerySet[Any], what: str) -> Iterator[str]:
    for key in rows.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        yield f"{rows.model._meta.verbose_name} {key}: {what}"


def _refused(table: str) -> set[str]:
    """What the database's own catalogue says that an enabled, unconditional trigger refuses."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgtype FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgrelid = %s::regclass "
                "AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND prosrc LIKE %s",
                [table, "%RAISE EXCEPTION%"],
            )
            bits = [row[0] for row in cursor.fetchall()]
            before = [each for each in bits if each & BEFORE]
            return {name for name, bit in TRIGGER_BITS.items() if any(each & bit for each in before)}
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        statements = "\n".join(row[0] for row in cursor.fetchall())
    return set(re.findall(rf'BEFORE (UPDATE|DELETE) ON "?{table}"? BEGIN SELECT RAISE\(ABORT', statements))
