"""The fields of the API's rows, declared for its schema. The rows themselves are those of the exports."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims import shaping
from claims.models import Claim, Discrepancy, Entity, Quote, Review
from factcheck.reading import RowSerializer

BOUND = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "time"}, {"type": "number"}]}
STEP = {"oneOf": [{"type": "string"}, {"type": "number"}]}
ANYTHING: dict[str, Any] = {}


@extend_schema_field(BOUND)
class Bound(serializers.JSONField):
    """A day for dates, hh:mm for times of day, a number for everything else, null where it is open."""


@extend_schema_field(STEP)
class Step(serializers.JSONField):
    """day, month, season, year, decade or century for dates; else the size of the step, in the value's unit."""


@extend_schema_field(ANYTHING)
class Anything(serializers.JSONField):
    """Any JSON."""


class Ref(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class Labelled(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class ArticleRef(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    url = serializers.CharField(help_text="The publisher's address; empty for a file without one.")
    title = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    origin = serializers.CharField(help_text="Who first wrote it: whom evidence is counted by.")
    published_at = serializers.DateTimeField(allow_null=True)


class SpanRow(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    exact = serializers.CharField()


class ValueRow(serializers.Serializer[Any]):
    text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    dimension = serializers.ChoiceField(Claim.Dimension.choices)
    unit = serializers.CharField()
    low = Bound(allow_null=True)
    high = Bound(allow_null=True)
    granularity = Step(allow_null=True)
    comparator = serializers.ChoiceField(Claim.Comparator.choices)
    inferred = serializers.BooleanField(help_text="Resolved by a publication date that was itself inferred.")


class AboutRow(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    entities = Ref(many=True)
    event = serializers.CharField(help_text="The family of the event: deal for agreement, ceasefire, truce.")
    subject = serializers.CharField(help_text="The lemma of who acts in the clause.")
    object = serializers.CharField(help_text="The lemma of what is acted on.")
    when = serializers.ListField(
        child=serializers.DateField(), allow_null=True, help_text="First and last day the clause gives for the event."
    )
    change = serializers.ChoiceField(Claim.Change.choices, help_text="What figure of a change it is; empty: a level.")


class CandidateRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    reason = serializers.CharField()


class PositionRow(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    value = Anything(required=False, help_text="Of a discrepancy of values.")
    wording = Anything(required=False, help_text="Of a discrepancy of wordings.")
    speaker = Anything(required=False, help_text="Of a discrepancy of attributions.")
    origins = serializers.ListField(child=serializers.CharField())
    claims = serializers.ListField(child=serializers.IntegerField(), required=False)
    quotes = serializers.ListField(child=serializers.IntegerField(), required=False)


class ExplanationRow(serializers.Serializer[Any]):
    text = serializers.CharField()
    rule = Anything()
    reconciled = serializers.BooleanField()
    arithmetic = Anything()
    benign = serializers.ListField(child=Anything())


class EvidenceRow(RowSerializer):
    id = serializers.IntegerField()
    article = ArticleRef()
    version = serializers.IntegerField(help_text="The number of the article's version that the offsets count in.")
    sha256 = serializers.CharField(help_text="Of that version's text, as UTF-8.")
    extractor = serializers.CharField(help_text="Name and version of the language model that it was read with.")
    rules = serializers.CharField(help_text="Version of the extraction rules that it was read by.")
    live = serializers.BooleanField(help_text="Of the article's newest version that was read.")
    start = serializers.IntegerField(help_text="Unicode code points from the start of the version's text.")
    end = serializers.IntegerField()
    prefix = serializers.CharField(help_text="Up to 32 characters before.")
    suffix = serializers.CharField(help_text="Up to 32 characters after.")
    reasons = serializers.ListField(child=Anything())
    url = serializers.URLField()


class QuoteRow(EvidenceRow):
    row = staticmethod(shaping.quote_row)
    kind = serializers.ChoiceField(Quote.Kind.choices)
    spans = SpanRow(many=True)
    content = serializers.CharField()
    cue = serializers.CharField()
    speaker = Ref(allow_null=True)
    speaker_text = serializers.CharField()
    candidates = CandidateRow(many=True, help_text="Who an unresolved speaker may be, the likeliest first.")
    via = serializers.CharField(help_text="Who passed it on, where that is another.")
    utterance = serializers.IntegerField(allow_null=True)


class ClaimRow(EvidenceRow):
    row = staticmethod(shaping.claim_row)
    exact = serializers.CharField()
    holder = Ref(allow_null=True, help_text="Null with an empty holder_text: the narrator.")
    holder_text = serializers.CharField()
    about = AboutRow()
    modality = serializers.ChoiceField(Claim.Modality.choices)
    value = ValueRow()
    fact = serializers.IntegerField(allow_null=True)


class FactRow(RowSerializer):
    row = staticmethod(shaping.fact_row)
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    dimension = serializers.ChoiceField(Claim.Dimension.choices)
    unit = serializers.CharField()
    origins = serializers.ListField(child=serializers.CharField())
    claims = serializers.ListField(child=serializers.IntegerField())
    discrepancies = serializers.ListField(child=serializers.IntegerField())
    url = serializers.URLField()


class UtteranceRow(RowSerializer):
    row = staticmethod(shaping.utterance_row)
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    origins = serializers.ListField(child=serializers.CharField())
    quotes = serializers.ListField(child=serializers.IntegerField())
    discrepancies = serializers.ListField(child=serializers.IntegerField())
    url = serializers.URLField()


class EntityRow(RowSerializer):
    row = staticmethod(shaping.entity_row)
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Entity.Kind.choices)
    names = serializers.ListField(child=serializers.CharField())
    url = serializers.URLField()


class DiscrepancyRow(RowSerializer):
    row = staticmethod(shaping.discrepancy_row)
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Discrepancy.Kind.choices)
    status = serializers.ChoiceField(Discrepancy.Status.choices)
    status_reason = serializers.CharField()
    awaits = serializers.ChoiceField(
        Discrepancy.Awaits.choices, help_text="Where two have to agree: a second opinion, or a third person's decision."
    )
    severity = serializers.FloatField(min_value=0, max_value=1)
    severity_parts = Anything()
    fact = Labelled(required=False, help_text="Either this or utterance.")
    utterance = Labelled(required=False)
    positions = PositionRow(many=True)
    explanation = ExplanationRow()
    first_seen = serializers.DateTimeField()
    last_seen = serializers.DateTimeField()
    url = serializers.URLField()


class ReviewRow(RowSerializer):
    row = staticmethod(shaping.review_row)
    id = serializers.IntegerField()
    discrepancy = serializers.IntegerField(allow_null=True)
    entity = Ref(allow_null=True)
    fact = serializers.IntegerField(allow_null=True)
    utterance = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField(allow_null=True, help_text="The id of the version that was corrected.")
    undoes = serializers.IntegerField(allow_null=True, help_text="The id of the review that it took back.")
    verdict = serializers.ChoiceField(Review.Verdict.choices)
    note = serializers.CharField()
    reviewer = serializers.CharField()
    evidence = Anything(help_text="What was decided on, as it stood.")
    fingerprint = serializers.CharField()
    rules = serializers.CharField(help_text="Versions of the rules that read the evidence.")
    created_at = serializers.DateTimeField()
    url = serializers.URLField()


class HeardRow(serializers.Serializer[Any]):
    awaits = serializers.ChoiceField(
        [Discrepancy.Awaits.SECOND.value, Discrepancy.Awaits.THIRD.value],
        help_text="A second opinion, or a third person, who settles it where two differ.",
    )
    discrepancy = serializers.URLField()
    reviews = serializers.URLField(help_text="Where the decision will stand, once there is one.")
