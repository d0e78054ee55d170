"""Signs what is sent to a webhook, as Standard Webhooks 1.0.0 says: HMAC-SHA256 over id, time and body.

Secrets are stored nowhere. One is made of a webhook's random seed and SECRET_KEY whenever it is needed, so a copy of
the database signs nothing; with another SECRET_KEY the mark shows that the secret is lost, and a new one is to be made.
"""

import base64
import datetime as dt
import hashlib
import hmac
import secrets

from django.utils.crypto import salted_hmac

from claims.models import Webhook

PREFIX = "whsec_"
SALT = "claims.webhooks.signing.webhook"
# For so long after a new secret was made, the one before signs as well.
OVERLAP = dt.timedelta(hours=24)


def stamp(webhook: Webhook, now: dt.datetime) -> str:
    """Gives an unsaved webhook a new secret and returns it; the one before signs too until the overlap is over."""
    webhook.seed_before, webhook.before_until = webhook.seed, now + OVERLAP if webhook.seed else None
    webhook.seed = secrets.token_hex(32)
    secret = secret_of(webhook.seed)
    webhook.mark = mark_of(secret)
    return secret


def secret_of(seed: str) -> str:
    """Such as whsec_…: 256 bits in Base64 behind the prefix."""
    return PREFIX + base64.b64encode(salted_hmac(SALT, seed, algorithm="sha256").digest()).decode()


def mark_of(secret: str) -> str:
    """SHA-256 in hex. Nothing slower is needed: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_known(webhook: Webhook) -> bool:
    """Whether the secret is still the one that its receiver was given."""
    return hmac.compare_digest(webhook.mark, mark_of(secret_of(webhook.seed)))


def headers(webhook: Webhook, key: str, body: bytes, now: dt.datetime) -> dict[str, str]:
    """What is sent beside the body; of two secrets that hold, each signs."""
    seeds = [webhook.seed]
    if webhook.seed_before and webhook.before_until and now < webhook.before_until:
        seeds.append(webhook.seed_before)
    at = int(now.timestamp())
    return {
        "Webhook-Id": key,
        "Webhook-Timestamp": str(at),
        "Webhook-Signature": " ".join(sign(secret_of(seed), key, at, body) for seed in seeds),
        "Content-Type": "application/json",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }


def sign(secret: str, key: str, at: int, body: bytes) -> str:
    """The signature of one secret; `at` is in seconds since 1970."""
    said = b".".join((key.encode(), str(at).encode(), body))
    digest = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), said, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
