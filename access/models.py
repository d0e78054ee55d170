"""Who may call the API: tokens, what they have used up, and the answers to calls that may be repeated."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIFETIME = dt.timedelta(days=90)


def in_ninety_days() -> dt.datetime:
    return timezone.now() + LIFETIME


class Scope(models.TextChoices):
    """What a token may be used for, at most; its owner's permissions hold besides."""

    READ = "read", _("Read")
    SUBMIT = "submit", _("Submit articles and feeds")
    REVIEW = "review", _("Decide and correct")
    ADMIN = "admin", _("Everything its owner may do")


class Token(models.Model):
    """A key to the API, of one user. Only its digest is kept: nobody can read the token out of the database."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100, help_text=_("What it is for, such as the program that uses it."))
    hint = models.CharField(max_length=8, editable=False, help_text=_("How it begins, to tell it from others."))
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text=_("SHA-256 of the token."))
    scopes = models.JSONField(default=list, help_text=_("Some of read, submit, review, admin."))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_ninety_days)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False, help_text=_("To the minute."))
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    def allows(self, scope: str) -> bool:
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def fault(self, now: dt.datetime) -> str:
        """Why it opens nothing; empty while it does."""
        if self.revoked_at:
            return f"This token was revoked on {self.revoked_at:%Y-%m-%d}: make another in the admin."
        if self.expires_at <= now:
            return f"This token expired on {self.expires_at:%Y-%m-%d}: make another in the admin."
        return "" if self.user.is_active else "The account of this token is closed."


class Allowance(models.Model):
    """How many requests a caller made since its window began. One row a caller, changed by one statement."""

    who = models.CharField(max_length=100, primary_key=True)
    used = models.BigIntegerField()
    resets_at = models.BigIntegerField(db_index=True, help_text=_("Milliseconds since 1970 (UTC)."))

    def __str__(self) -> str:
        return f"{self.who}: {self.used}"


class IdempotencyKey(models.Model):
    """A call that was carried out under a key, with the answer it got: the same call again gets the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64, help_text=_("SHA-256 of method, address, precondition and body."))
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, help_text=_("JSON, its fields in the order they were sent in."))
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.user}"
