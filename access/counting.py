"""Counts requests against an allowance, in one atomic step: however many processes ask at once, none is lost.

In Redis where there is one; otherwise in a row of the database. A window begins with the first request of a caller.
"""

import functools
import logging
import math
import time
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.db.models import F

from .models import Allowance

log = logging.getLogger(__name__)

CHARGE_IN_REDIS = """
local used = redis.call('HINCRBY', KEYS[1], 'used', 1)
if used == 1 then
  redis.call('HSET', KEYS[1], 'resets_at', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return {used, tonumber(redis.call('HGET', KEYS[1], 'resets_at'))}
"""
REFUND_IN_REDIS = """
if redis.call('HGET', KEYS[1], 'resets_at') == ARGV[1] and tonumber(redis.call('HGET', KEYS[1], 'used')) > 0 then
  redis.call('HINCRBY', KEYS[1], 'used', -1)
end
"""
CHARGE_IN_DATABASE = """
INSERT INTO access_allowance (who, used, resets_at) VALUES (%(who)s, 1, %(ends)s)
ON CONFLICT (who) DO UPDATE SET
  used = CASE WHEN access_allowance.resets_at <= %(now)s THEN 1 ELSE access_allowance.used + 1 END,
  resets_at = CASE WHEN access_allowance.resets_at <= %(now)s THEN excluded.resets_at
                   ELSE access_allowance.resets_at END
RETURNING used, resets_at
"""


@dataclass(frozen=True)
class Spent:
    """Where a caller stands: requests used of the limit, and when (milliseconds since 1970) it starts anew."""

    who: str
    used: int
    limit: int
    seconds: int
    resets_at: int
    now: int

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def wait(self) -> int:
        """Whole seconds until it starts anew, at least one."""
        return max(1, math.ceil((self.resets_at - self.now) / 1000))


def charge(who: str, limit: int, seconds: int) -> Spent:
    """Counts one more request of a caller, and says where that leaves it."""
    now = time.time_ns() // 1_000_000
    used, resets_at = _charged(who, now, seconds * 1000)
    return Spent(who, used, limit, seconds, resets_at, now)


def refund(spent: Spent) -> None:
    """Takes a request back that turned out to cost nothing, unless its window is over."""
    if store := _redis():
        try:
            store.eval(REFUND_IN_REDIS, 1, _key(spent.who), spent.resets_at)
            return
        except redis.RedisError:
            log.exception("Redis cannot be reached: requests are counted in the database")
    Allowance.objects.filter(who=spent.who, resets_at=spent.resets_at, used__gt=0).update(used=F("used") - 1)


def _charged(who: str, now: int, window: int) -> tuple[int, int]:
    if store := _redis():
        try:
            used, resets_at = store.eval(CHARGE_IN_REDIS, 1, _key(who), window, now + window)
            return int(used), int(resets_at)
        except redis.RedisError:
            log.exception("Redis cannot be reached: requests are counted in the database")
    with connection.cursor() as cursor:
        cursor.execute(CHARGE_IN_DATABASE, {"who": who, "now": now, "ends": now + window})
        [(used, resets_at)] = cursor.fetchall()
    if used == 1:
        Allowance.objects.filter(resets_at__lte=now).delete()
    return used, resets_at


def _key(who: str) -> str:
    return f"{settings.REDIS_PREFIX}allowance:{who}"


def _redis() -> Any:
    return _connected(settings.REDIS_URL) if settings.REDIS_URL else None


@functools.cache
def _connected(url: str) -> Any:
    """One pool a process. A Redis that hangs must not hold up readers for long."""
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
