"""What this process knows of each host: whose turn it is, when it may be asked again, what its robots.txt says."""

import threading
import time
from dataclasses import dataclass, field

from protego import Protego

KEPT = 1000


@dataclass
class Host:
    """One host and port. Times are seconds of the monotonic clock; hold `lock` while asking it for anything."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    rules: Protego | None = None
    trouble: str = ""
    rules_until: float = 0.0

    def wait(self) -> float:
        """Seconds until it may be asked."""
        return max(0.0, self.free_at - time.monotonic())

    def rest(self, seconds: float) -> None:
        """Leaves it alone for so long; never shortens a longer rest."""
        self.free_at = max(self.free_at, time.monotonic() + seconds)

    def keep(self, rules: Protego | None, trouble: str, seconds: float) -> None:
        self.rules, self.trouble, self.rules_until = rules, trouble, time.monotonic() + seconds

    def rules_are_fresh(self) -> bool:
        return time.monotonic() < self.rules_until


_hosts: dict[str, Host] = {}
_hosts_lock = threading.Lock()


def of(authority: str) -> Host:
    """The one Host of an authority (host, and port where unusual); the longest known is forgotten past KEPT."""
    with _hosts_lock:
        if authority not in _hosts and len(_hosts) >= KEPT:
            del _hosts[next(iter(_hosts))]
        return _hosts.setdefault(authority, Host())


def forget() -> None:
    """Forgets all of them."""
    with _hosts_lock:
        _hosts.clear()
