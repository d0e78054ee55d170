"""Calls under an idempotency key: carried out once, however often they are sent within a day."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import IdempotencyKey

KEPT = dt.timedelta(hours=24)
MOST_CHARACTERS = 255


class OtherRequest(Exception):
    """The key was used for another call."""


class Undone(Exception):
    """The call was refused, so nothing of it stays, the key included."""


def once(user: User, key: str, request: str, call: Callable[[IdempotencyKey], bool]) -> IdempotencyKey | None:
    """Carries the call out under the key and keeps what it fills into the row; the row where that happened before.

    All in one transaction: a second call with the key waits for the first, and a call that fails leaves no key. `call`
    returns False where it was refused; then what it wrote is taken back and the result is None. Raises OtherRequest.
    """
    IdempotencyKey.objects.filter(created_at__lte=timezone.now() - KEPT).delete()
    if known := _known(user, key, request):
        return known
    try:
        with transaction.atomic():
            row = _claimed(user, key, request)
            if row is None:
                return _known(user, key, request)
            if not call(row):
                raise Undone
            row.save()
    except Undone:
        return None
    return row


def _claimed(user: User, key: str, request: str) -> IdempotencyKey | None:
    """The row, for this call alone; None where another call got there first and is done."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(user=user, key=key, request=request)
    except IntegrityError:
        return None


def _known(user: User, key: str, request: str) -> IdempotencyKey | None:
    row = IdempotencyKey.objects.filter(user=user, key=key).first()
    if row and row.request != request:
        raise OtherRequest(f"The key {key!r} was used for another request: give each request a key of its own.")
    return row


def fingerprint(*parts: Any) -> str:
    """Of a request: the same for the same method, address, precondition and body, however the body is spaced."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
