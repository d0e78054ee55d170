"""Makes tokens and takes them back. A token leaves here once, as it is made; only its digest stays."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from .models import Token, in_ninety_days

PREFIX = "fct_"
RANDOM_BYTES = 32
HINT = len(PREFIX) + 4


def issue(user: User, name: str, scopes: Iterable[str], expires_at: dt.datetime | None = None) -> tuple[Token, str]:
    """A stored token and its text, which is to be shown now or never."""
    token = Token(user=user, name=name, scopes=sorted(scopes), expires_at=expires_at or in_ninety_days())
    text = stamp(token)
    token.save()
    return token, text


def stamp(token: Token) -> str:
    """Gives an unsaved token its secret, 256 random bits, and returns the text."""
    text = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token.hint, token.digest = text[:HINT], digest(text)
    return text


def digest(text: str) -> str:
    """SHA-256 in hex. Nothing slower is needed: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(text.encode()).hexdigest()


def revoke(tokens: QuerySet[Token]) -> int:
    """How many were taken back; those that were already keep their day."""
    return tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
