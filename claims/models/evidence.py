"""What one reading of one version lifted out of it: quotes and claims, each tied to exact characters."""

import datetime as dt
import functools

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.analysis.values import Comparator, Dimension, Value
from sources.models import ArticleVersion, Source

from .bounds import BOUNDS
from .entities import Entity, Mention


class Extraction(models.Model):
    """One run of the rules over one version. The row is the job: claimed by a lease, fenced on `attempt`."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting to be read")
        READ = "read", _("Read, waiting to be grouped")
        GROUPED = "grouped", _("Grouped, waiting to be compared")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("Not analysed")

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="extractions")
    rules = models.CharField(max_length=40, help_text=_("Version of the extraction rules it waits for or was read by."))
    read_rules = models.CharField(
        _("rules that read it"),
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("Version of the rules that what is stored was read by; empty where it never was."),
    )
    model = models.CharField(max_length=100, blank=True, help_text=_("Name and version of the language model."))
    published_at = models.DateTimeField(
        null=True, help_text=_("The article's date that relative dates were resolved by.")
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    origin = models.CharField(max_length=200, blank=True, editable=False, help_text=_("As when it was last grouped."))
    state = models.CharField(max_length=20, choices=State.choices, default=State.PENDING)
    reason = models.TextField(blank=True, help_text=_("Why it failed or was not analysed."))
    attempt = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    gaps = models.JSONField(
        default=list, help_text=_("[{start, end, reason}]: sentences with figures that gave nothing.")
    )
    story = models.JSONField(default=list, help_text=_("Folded names this article is about, most frequent first."))
    left = models.JSONField(
        _("entities left"),
        default=list,
        editable=False,
        help_text=_("Ids of entities that mentions went from when it was read again."),
    )

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["version"], name="one_reading_per_version")]
        indexes = [
            models.Index(fields=["state", "id"], condition=~Q(state="done"), name="extraction_waiting"),
        ]

    def __str__(self) -> str:
        return gettext("%(version)s read by rules %(rules)s") % {"version": self.version, "rules": self.rules}

    def retry(self) -> None:
        """Makes a reading that failed wait again, with its attempts forgotten."""
        waiting = {"state": self.State.PENDING, "reason": "", "attempt": 0, "leased_until": None}
        Extraction.objects.filter(pk=self.pk, state=self.State.FAILED).update(**waiting)


class Evidence(models.Model):
    """A row that points into a version's text and keeps its id when the text is read again."""

    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="%(class)ss")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="%(class)ss")
    anchor = models.CharField(max_length=40, db_index=True, help_text=_("Stays the same while the evidence does."))
    live = models.BooleanField(default=True, help_text=_("Of the article's newest version that was read."))
    reasons = models.JSONField(default=list)
    corrected_by = models.ForeignKey(
        "claims.Review",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text=_("Who added it or set it right."),
    )

    class Meta:
        abstract = True


class Quote(Evidence):
    """Content (one or more spans), cue and speaker, after PARC's source, cue and content."""

    class Kind(models.TextChoices):
        DIRECT = "direct", _("Direct")
        INDIRECT = "indirect", _("Indirect")
        MIXED = "mixed", _("Mixed")
        SCARE = "scare", _("Scare quotes")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    spans = models.JSONField(help_text=_("[{start, end, exact}] in text order."))
    content = models.TextField(help_text=_("The spans' text, joined by a space."))
    cue = models.CharField(max_length=300, blank=True)
    cue_start = models.PositiveIntegerField(null=True)
    cue_end = models.PositiveIntegerField(null=True)
    speaker = models.ForeignKey(Mention, on_delete=models.SET_NULL, null=True, related_name="quotes")
    speaker_text = models.CharField(max_length=500, blank=True)
    speaker_start = models.PositiveIntegerField(null=True)
    speaker_end = models.PositiveIntegerField(null=True)
    candidates = models.JSONField(default=list, help_text=_("[{name, reason}]: who an unresolved speaker may be."))
    via_text = models.CharField(max_length=500, blank=True, help_text=_("Who passed it on, where that is another."))
    utterance = models.ForeignKey("claims.Utterance", on_delete=models.SET_NULL, null=True, related_name="quotes")

    class Meta:
        ordering = ["version_id", "start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end"], name="quote_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="quote_has_length"),
        ]
        # What lists are filtered by.
        indexes = [models.Index(fields=["kind", "id"], condition=Q(live=True), name="quote_kind")]

    def __str__(self) -> str:
        return self.content[:120]

    @property
    def speaker_entity(self) -> Entity | None:
        return self.speaker.entity if self.speaker else None


class Claim(Evidence):
    """One stated value: `start`:`end` is the clause that says it, `value_start`:`value_end` the value in it."""

    class Dimension(models.TextChoices):
        DATE = "date", _("Date")
        COUNT = "count", _("Count")
        DURATION = "duration", _("Duration")
        PERCENTAGE = "percentage", _("Percentage")
        MONEY = "money", _("Money")
        MEASURE = "measure", _("Measure")
        AGE = "age", _("Age")
        TIME = "time", _("Time of day")
        SCORE = "score", _("Score")
        RANK = "rank", _("Rank")
        RATIO = "ratio", _("Ratio")
        OCCURRENCE = "occurrence", _("Whether it happened")

    class Modality(models.TextChoices):
        STATED = "stated", _("Stated")
        PLANNED = "planned", _("Planned")
        DENIED = "denied", _("Denied")
        ALLEGED = "alleged", _("Alleged")
        CONDITIONAL = "conditional", _("Conditional")

    class Change(models.TextChoices):
        NONE = "", _("None: a level")
        RISE = "rise", _("Rise")
        FALL = "fall", _("Fall")
        FROM = "from", _("From")
        TO = "to", _("To")
        DIFFERENCE = "difference", _("Difference")

    class Comparator(models.TextChoices):
        EXACTLY = "exactly", _("Exactly")
        ABOUT = "about", _("About")
        MORE_THAN = "more than", _("More than")
        AT_LEAST = "at least", _("At least")
        LESS_THAN = "less than", _("Less than")
        AT_MOST = "at most", _("At most")
        BETWEEN = "between", _("Between")

    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    value_start = models.PositiveIntegerField()
    value_end = models.PositiveIntegerField()
    value_text = models.CharField(max_length=500)
    dimension = models.CharField(max_length=20, choices=Dimension.choices)
    unit = models.CharField(max_length=100, blank=True)
    low_number = models.FloatField(null=True)
    high_number = models.FloatField(null=True)
    low_date = models.DateField(null=True)
    high_date = models.DateField(null=True)
    granularity = models.CharField(max_length=30)
    comparator = models.CharField(max_length=20, choices=Comparator.choices)
    inferred = models.BooleanField(default=False, help_text=_("Resolved by a publication date that was inferred."))
    holder = models.ForeignKey(Mention, on_delete=models.SET_NULL, null=True, related_name="held_claims")
    holder_text = models.CharField(max_length=500, blank=True, help_text=_("Empty: the narrator's own claim."))
    modality = models.CharField(max_length=20, choices=Modality.choices, default=Modality.STATED)
    change = models.CharField(
        max_length=10, choices=Change.choices, blank=True, help_text=_("What figure of a change.")
    )
    label = models.CharField(max_length=300)
    about = models.JSONField(help_text=_("head, event, verbs, words, others, names (folded), roles."))
    mentions = models.ManyToManyField(Mention, related_name="claims", blank=True)
    fact = models.ForeignKey("claims.Fact", on_delete=models.SET_NULL, null=True, related_name="claims")

    class Meta:
        ordering = ["version_id", "value_start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "value_start", "value_end", "dimension"], name="claim_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="claim_has_length"),
            models.CheckConstraint(
                condition=Q(value_start__gte=F("start"), value_end__lte=F("end"), value_start__lt=F("value_end")),
                name="claim_value_within_evidence",
            ),
            models.CheckConstraint(
                condition=Q(low_number__isnull=False)
                | Q(high_number__isnull=False)
                | Q(low_date__isnull=False)
                | Q(high_date__isnull=False),
                name="claim_has_a_bound",
            ),
        ]
        # What lists are filtered by. Nearly all claims are stated, and of no change: those need none.
        indexes = [
            models.Index(fields=["dimension", "id"], condition=Q(live=True), name="claim_dimension"),
            models.Index(fields=["unit", "id"], condition=Q(live=True), name="claim_unit"),
            models.Index(
                fields=["modality", "id"], condition=Q(live=True) & ~Q(modality="stated"), name="claim_modality"
            ),
            models.Index(fields=["change", "id"], condition=Q(live=True) & ~Q(change=""), name="claim_change"),
            # Whole, for only of whole indexes does PostgreSQL keep count of what is in them.
            *(models.Index(bound, name=f"claim_{name}") for name, bound in BOUNDS.items()),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value_text}" if self.label else self.value_text

    @property
    def value(self) -> Value:
        """The stated value as the rules of the analysis know it."""
        return value_of(*(getattr(self, name) for name in VALUED), inferred=self.inferred)

    @property
    def holder_entity(self) -> Entity | None:
        return self.holder.entity if self.holder else None


# The columns of a claim that decide what its value agrees with.
VALUED = ("dimension", "unit", "low_number", "high_number", "low_date", "high_date", "granularity", "comparator")


@functools.lru_cache(maxsize=1 << 13, typed=True)
def value_of(
    dimension: str,
    unit: str,
    low_number: float | None,
    high_number: float | None,
    low_date: dt.date | None,
    high_date: dt.date | None,
    granularity: str,
    comparator: str,
    inferred: bool = False,
) -> Value:
    """The value that these columns of a claim keep: one object of all that state it, while it is asked for."""
    dated = dimension == Claim.Dimension.DATE
    return Value(
        dimension=Dimension(dimension),
        unit=unit,
        low=low_date if dated else low_number,
        high=high_date if dated else high_number,
        granularity=granularity,
        comparator=Comparator(comparator),
        inferred=inferred,
    )


class StoryKey(models.Model):
    """Two names that a reading's article is most about: articles with such a pair in common may be of one story."""

    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="story_keys")
    key = models.CharField(max_length=200)
    day = models.DateField(null=True, help_text=_("When the article was published, as far as that is known."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["extraction", "key"], name="story_key_once")]
        indexes = [models.Index(fields=["key", "day"], name="story_key_of_day")]


class QuoteKey(models.Model):
    """A key by which a quote finds others that may be the same utterance."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "key"], name="quote_key_once")]
