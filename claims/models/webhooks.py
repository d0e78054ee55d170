"""Who is told of what changes, and every telling of it: webhooks, and the outbox of what is to be sent to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.models.reasons import in_parts

from .facts import Discrepancy


class Event(models.TextChoices):
    """What can be told. Names that are added later are ones that nobody has asked for yet."""

    OPENED = "discrepancy.opened", _("A discrepancy was found")
    CHANGED = "discrepancy.changed", _("Its evidence changed")
    CLOSED = "discrepancy.closed", _("It is no longer in the evidence")
    REOPENED = "discrepancy.reopened", _("It was decided or closed, and is open again")
    DECIDED = "discrepancy.decided", _("Somebody decided on it")
    EDITED = "article.edited", _("An article was edited after it was published")


PING = "ping"


class Webhook(models.Model):
    """A subscription: where to tell of which events. The row is the job: claimed by a lease, fenced on `turn`.

    Its secret stands nowhere: it is made of `seed` and SECRET_KEY whenever it is needed: see `webhooks.signing`.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="webhooks",
        verbose_name=_("owner"),
        help_text=_("Who set it up. It rests while their account is closed."),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What it is for."))
    url = models.CharField(_("URL"), max_length=2000, help_text=_("Where events are sent: https://…"))
    events = models.JSONField(_("events"), default=list, help_text=_("Which of them are told."))
    kinds = models.JSONField(
        _("kinds"), default=list, blank=True, help_text=_("Only of discrepancies of these kinds; of all where empty.")
    )
    severity_min = models.FloatField(
        _("least severity"),
        default=0.0,
        help_text=_("0 to 1: of a discrepancy its severity, of an edit the rank of its most serious sentence."),
    )
    sources = models.JSONField(
        _("sources"), default=list, blank=True, help_text=_("Ids: only what evidence or articles of one of them is in.")
    )
    entities = models.JSONField(
        _("entities"), default=list, blank=True, help_text=_("Ids: only what one of them is named, held or quoted in.")
    )
    active = models.BooleanField(
        _("active"), default=True, help_text=_("While it is not, nothing is kept for it and nothing is sent.")
    )
    after = models.BigIntegerField(default=0, editable=False, help_text=_("Number of the last change before it."))
    seed = models.CharField(max_length=64, editable=False, help_text=_("Random; opens nothing without SECRET_KEY."))
    mark = models.CharField(max_length=64, editable=False, help_text=_("SHA-256 of the secret: is it still the one?"))
    seed_before = models.CharField(max_length=64, blank=True, editable=False)
    before_until = models.DateTimeField(null=True, editable=False, help_text=_("Until when the one before signs too."))
    failures = models.PositiveIntegerField(default=0, editable=False, help_text=_("In a row; 0 after a success."))
    failing_since = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_because = models.TextField(blank=True, editable=False)
    disabled_because_said = in_parts()
    delivered_at = models.DateTimeField(null=True, editable=False, help_text=_("The last success."))
    turn = models.BigIntegerField(default=0, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(condition=Q(severity_min__gte=0, severity_min__lte=1), name="least_from_0_to_1")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def narrowed(self) -> bool:
        """Whether there are discrepancies that it does not ask for."""
        return bool(self.kinds or self.sources or self.entities or self.severity_min > 0)


class Delivery(models.Model):
    """One event for one webhook: the very bytes, the same at each attempt, and what became of them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    key = models.CharField(max_length=40, unique=True, help_text=_("Webhook-Id: the same at each attempt."))
    event = models.CharField(_("event"), max_length=40)
    number = models.BigIntegerField(
        _("change"), null=True, help_text=_("Number of the change that it tells of, as /changes/ gives it.")
    )
    body = models.TextField(_("body"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    status = models.PositiveSmallIntegerField(_("status"), null=True, help_text=_("Of the last answer."))
    answer = models.TextField(_("answer"), blank=True, help_text=_("How the last answer began."))
    error = models.TextField(_("error"), blank=True)
    error_said = in_parts()
    seconds = models.FloatField(_("seconds"), null=True, help_text=_("How long the last attempt took."))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    tried_at = models.DateTimeField(_("tried at"), null=True)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now, null=True)
    done_at = models.DateTimeField(_("done at"), null=True, help_text=_("When it was delivered or given up."))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["webhook", "number", "event"], name="told_once")]
        indexes = [
            models.Index(fields=["webhook", "id"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["done_at"], condition=Q(state="delivered"), name="delivery_done"),
            models.Index(fields=["state", "id"], name="delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.key})"


class Told(models.Model):
    """What a discrepancy was when it was last told of, and to whom: by which it is known what became of it.

    It outlives the discrepancy, so there is no foreign key.
    """

    discrepancy = models.BigIntegerField(primary_key=True)
    status = models.CharField(max_length=20, choices=Discrepancy.Status.choices)
    fingerprint = models.CharField(max_length=64)
    webhooks = models.JSONField(null=True, help_text=_("Ids of those that were told of it."))

    def __str__(self) -> str:
        return f"{self.discrepancy}: {self.status}"


class Outbox(models.Model):
    """How far the changes were handed out: everything up to `number` stands in Delivery rows. There is one row."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"up to {self.number}"
