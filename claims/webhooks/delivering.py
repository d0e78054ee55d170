"""Sends what was handed out to webhooks, each in order, one at a time. The rows are the truth.

A webhook is claimed by a conditional UPDATE with a lease and fenced on its turn, like every other job. An attempt is
counted before it is made: a worker that is killed between sending and recording leaves a delivery that is sent again,
under the same id. In order, because what became of a discrepancy makes sense only after that it was found; so one
delivery that fails holds up those behind it, until it succeeds or is given up.
"""

import datetime as dt
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from claims.models import Delivery, Webhook
from sources import fetching
from sources.failures import Told
from sources.fetching import FetchFailed, FetchRefused
from sources.messages import Part, gettext, ngettext, number
from sources.models.reasons import written
from sources.requesting import Answer

from . import signing, telling

logger = logging.getLogger(__name__)

BATCH = 20
# No delivery is begun later in a turn; one that was begun may take its whole deadline besides.
TURN_SECONDS = 20.0
LOOP_SECONDS = 1.0
# Of the time of a loop that has other things to do.
SHARE = 0.2
FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 5.0, 21_600.0, 3.0
# Beyond the deadline: resolving a name keeps a time limit of its own.
GRACE_SECONDS = 60
GONE = 410
LOST = gettext(
    "SECRET_KEY is not the one that its secret was made with: make a new secret, and give it to the receiver."
)


class NotAllowed(Told, ValueError):
    """Nothing is sent there."""


@dataclass(frozen=True)
class Ended:
    """How one attempt ended; `said` is why it failed, empty where it went well."""

    said: Part = ""
    status: int | None = None
    answer: str = ""
    retry_after: float = 0.0
    seconds: float = 0.0


def vetted(url: str) -> str:
    """The URL as events are sent to it. Raises NotAllowed for what is not https or not public, or is not found."""
    try:
        return fetching.check(url)
    except (FetchRefused, FetchFailed) as error:
        raise NotAllowed(error.said) from None


class Pace:
    """Deliveries of a loop that has other things to do: slow receivers get no more than a share of its time."""

    def __init__(self) -> None:
        self.rests_until = 0.0

    def take(self) -> int:
        """Hands out and delivers a little; returns how much, 0 while it rests."""
        start = time.monotonic()
        if start < self.rests_until:
            return 0
        done = telling.hand_out(limit=1) + deliver_due(BATCH, LOOP_SECONDS)
        took = time.monotonic() - start
        if took > LOOP_SECONDS:
            self.rests_until = time.monotonic() + took * (1 / SHARE - 1)
        return done


def deliver_due(most: int | None = None, seconds: float = TURN_SECONDS) -> int:
    """Delivers what is due, for all webhooks in turn; returns how many attempts were made."""
    ends, done = time.monotonic() + seconds, 0
    for webhook_id in due_ids():
        if time.monotonic() >= ends or (most is not None and done >= most):
            break
        done += deliver(webhook_id, BATCH if most is None else most - done, ends - time.monotonic())
    return done


def due_ids() -> list[int]:
    """The webhooks with a delivery to be made now that nobody is at, longest due first."""
    now = timezone.now()
    waiting = Delivery.objects.filter(webhook=OuterRef("pk"), state=Delivery.State.WAITING).order_by("id")
    heads = _free(now).annotate(head=Subquery(waiting.values("next_at")[:1]))
    return list(heads.filter(head__lte=now).order_by("head", "id").values_list("id", flat=True))


def deliver(webhook_id: int, most: int = BATCH, seconds: float = TURN_SECONDS) -> int:
    """Makes a webhook's due deliveries, in order; returns how many attempts. Nothing where another worker is at it."""
    ends, done = time.monotonic() + seconds, 0
    webhook = claim(webhook_id)
    if webhook is None:
        return 0
    try:
        while done < most and time.monotonic() < ends and (delivery := _next(webhook)):
            if not _begin(webhook, delivery):
                break
            if delivery.attempts > settings.WEBHOOK_MAX_ATTEMPTS:
                _settle(webhook, delivery, Ended(gettext("No worker came to an end with it.")))
                continue
            done += 1
            if not _settle(webhook, delivery, attempt(webhook, delivery)):
                break
    finally:
        held(webhook).update(leased_until=None)
    return done


def claim(webhook_id: int) -> Webhook | None:
    """The webhook, leased to this worker; None where it is off or another worker has it."""
    now = timezone.now()
    if not _free(now).filter(pk=webhook_id).update(turn=F("turn") + 1, leased_until=_lease(now)):
        return None
    return Webhook.objects.get(pk=webhook_id)


def held(webhook: Webhook) -> QuerySet[Webhook]:
    """The row, as long as no other worker has claimed it."""
    return Webhook.objects.filter(pk=webhook.pk, turn=webhook.turn)


def attempt(webhook: Webhook, delivery: Delivery) -> Ended:
    """Sends one delivery once, outside any transaction."""
    body, start = delivery.body.encode(), time.monotonic()
    headers = signing.headers(webhook, delivery.key, body, timezone.now())
    try:
        answer = fetching.post(webhook.url, body, headers)
    except (FetchRefused, FetchFailed) as error:
        return Ended(error.said, seconds=time.monotonic() - start)
    return Ended(
        "" if 200 <= answer.status < 300 else _refused(answer),
        answer.status,
        answer.data.decode("utf-8", "replace").replace("\0", ""),
        answer.retry_after or 0.0,
        time.monotonic() - start,
    )


def _refused(answer: Answer) -> Part:
    if 300 <= answer.status < 400:
        return gettext("It answered {status}: redirects are not followed.", status=answer.phrase)
    return gettext("It answered {status}.", status=answer.phrase)


def pause(attempts: int, retry_after: float = 0.0, jitter: Callable[[], float] = random.random) -> float:
    """Seconds until the next attempt: longer each time, never at once with all others, nor before it was asked for."""
    longest = min(FIRST_PAUSE * GROWTH ** (attempts - 1), LONGEST_PAUSE)
    return max(longest * (0.5 + jitter() / 2), retry_after)


def _free(now: dt.datetime) -> QuerySet[Webhook]:
    return telling.listening().filter(Q(leased_until=None) | Q(leased_until__lte=now))


def _lease(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(seconds=settings.WEBHOOK_DEADLINE_SECONDS + GRACE_SECONDS)


def _next(webhook: Webhook) -> Delivery | None:
    """The first that waits, where it is due: none overtakes it."""
    head = Delivery.objects.filter(webhook=webhook, state=Delivery.State.WAITING).order_by("id").first()
    return head if head and head.next_at and head.next_at <= timezone.now() else None


def _begin(webhook: Webhook, delivery: Delivery) -> bool:
    """Counts the attempt; False where the webhook was taken over, or is off by now."""
    now = timezone.now()
    webhook.refresh_from_db(fields=["seed", "mark", "seed_before", "before_until", "url"])
    if not signing.is_known(webhook):
        held(webhook).update(disabled_at=now, **written("disabled_because", LOST))
        return False
    with transaction.atomic():
        if not held(webhook).filter(active=True, disabled_at=None).update(leased_until=_lease(now)):
            return False
        delivery.attempts += 1
        return bool(_waiting(delivery).update(attempts=delivery.attempts, tried_at=now))


def _waiting(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)


def _settle(webhook: Webhook, delivery: Delivery, ended: Ended) -> bool:
    """Records how it ended, and that in one transaction; False where the webhook was taken over meanwhile."""
    now = timezone.now()
    told = {"status": ended.status, "answer": ended.answer, "seconds": ended.seconds} | written("error", ended.said)
    with transaction.atomic():
        if ended.said:
            failed = Coalesce("failing_since", now)
            mine = held(webhook).update(failures=F("failures") + 1, failing_since=failed)
        else:
            mine = held(webhook).update(failures=0, failing_since=None, delivered_at=now)
        if not mine:
            return False
        if not ended.said:
            return bool(_waiting(delivery).update(**told, state=Delivery.State.DELIVERED, done_at=now, next_at=None))
        logger.info("Webhook %d: attempt %d of %s failed", webhook.pk, delivery.attempts, delivery.key)
        if ended.status == GONE or delivery.attempts >= settings.WEBHOOK_MAX_ATTEMPTS:
            _waiting(delivery).update(**told, state=Delivery.State.FAILED, done_at=now, next_at=None)
        else:
            later = now + dt.timedelta(seconds=pause(delivery.attempts, ended.retry_after))
            _waiting(delivery).update(**told, next_at=later)
        return not _disabled(webhook, ended, now)


def _disabled(webhook: Webhook, ended: Ended, now: dt.datetime) -> bool:
    """Disables a webhook whose receiver wants no more, or has only failed for long."""
    hours = settings.WEBHOOK_DISABLE_AFTER_HOURS
    why = gettext("Its receiver answered 410 Gone: it wants no more.")
    if ended.status != GONE:
        since = now - dt.timedelta(hours=hours)
        if not held(webhook).filter(failing_since__lte=since).exists():
            return False
        why = ngettext(
            "Nothing was delivered for {hours} hour. Last: {why}",
            "Nothing was delivered for {hours} hours. Last: {why}",
            hours,
            hours=number(hours),
            why=ended.said,
        )
    held(webhook).update(disabled_at=now, **written("disabled_because", why))
    logger.warning("Webhook %d is disabled", webhook.pk)
    return True
