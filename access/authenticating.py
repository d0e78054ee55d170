"""Finds out whose token a request carries, and whether it may be used for this."""

import datetime as dt

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from .issuing import digest
from .models import Token

SCHEME = "Bearer"
CHALLENGE = 'Bearer realm="factcheck"'
USE_IS_RECORDED_EVERY = dt.timedelta(minutes=1)


class Invalid(Exception):
    """The token opens nothing. The message says why, and what to do."""


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer fct_…`. A token that opens nothing is refused, not passed over for a log-in."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        try:
            token = token_of(request._request)
        except Invalid as invalid:
            raise AuthenticationFailed(str(invalid)) from None
        return (token.user, token) if token else None

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def token_of(request: HttpRequest) -> Token | None:
    """The token that the request carries, looked up once; None where it carries none. Raises Invalid."""
    if not hasattr(request, "found_token"):
        request.found_token = _looked_up(request.headers.get("Authorization", ""))  # type: ignore[attr-defined]
    found: Token | Invalid | None = request.found_token  # type: ignore[attr-defined]
    if isinstance(found, Invalid):
        raise found
    return found


def _looked_up(header: str) -> Token | Invalid | None:
    if not header:
        return None
    scheme, _, text = header.partition(" ")
    if scheme.lower() != SCHEME.lower() or not text.strip():
        return Invalid("Write it as: Authorization: Bearer fct_…")
    token = Token.objects.select_related("user").filter(digest=digest(text.strip())).first()
    if token is None:
        return Invalid("This token is not known: make one in the admin.")
    now = timezone.now()
    if fault := token.fault(now):
        return Invalid(fault)
    _record_use(token, now)
    return token


def _record_use(token: Token, now: dt.datetime) -> None:
    """At most once a minute, so that reading does not become writing."""
    if token.last_used_at and token.last_used_at > now - USE_IS_RECORDED_EVERY:
        return
    unrecorded = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_IS_RECORDED_EVERY)
    Token.objects.filter(unrecorded, pk=token.pk).update(last_used_at=now)
