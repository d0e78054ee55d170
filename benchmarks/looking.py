"""The pages that reviewers look at, over a full database: how many queries each asks, and how long it takes."""

import statistics
import time
from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Discrepancy, Entity, Fact
from sources.models import Article

RUNS = 5
REVIEWER = "reviewer-1"
CHANGE_LISTS = (
    *("claims_claim", "claims_quote", "claims_fact", "claims_entity", "claims_discrepancy", "claims_review"),
    *("sources_article", "sources_source"),
)


def log_in(client: Client) -> None:
    client.force_login(User.objects.get(username=REVIEWER))


def addresses() -> dict[str, Callable[[], str]]:
    """Every page by what it is called, with where it is."""

    def of(name: str, model: type) -> Callable[[], str]:
        # In the middle of the table: neither the first nor the last is like the others.
        return lambda: f"/admin/{name.replace('_', '/')}/{middle(model)}/change/"

    pages: dict[str, Callable[[], str]] = {
        "desk": lambda: "/admin/",
        "queue": lambda: "/admin/claims/discrepancy/",
        "review page": lambda: f"/admin/claims/discrepancy/{open_one()}/change/",
        "article page": of("sources_article", Article),
        "fact page": of("claims_fact", Fact),
        "entity page": of("claims_entity", Entity),
        "claim page": of("claims_claim", Claim),
    }
    for name in CHANGE_LISTS:
        pages[f"list of {name}"] = lambda name=name: f"/admin/{name.replace('_', '/')}/"  # type: ignore[misc]
    pages["search of the API"] = lambda: f"/api/v1/search/?q={Claim.objects.latest('pk').label.split()[0]}"
    return pages


def look_at_all(client: Client) -> dict[str, tuple[int, float]]:
    """Queries and median milliseconds of each page."""
    return {name: look_at(client, where()) for name, where in addresses().items()}


def look_at(client: Client, address: str) -> tuple[int, float]:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        response = client.get(address)
        taken.append(time.perf_counter() - started)
        assert response.status_code == 200, f"{address}: {response.status_code}"
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured), statistics.median(taken) * 1000


def middle(model: type) -> int:
    rows = model._default_manager.order_by("pk")  # type: ignore[attr-defined]
    last: int = rows.values_list("pk", flat=True).last()
    return int(rows.filter(pk__gte=last // 2).values_list("pk", flat=True).first())


def open_one() -> int:
    """Of the kind that there are most of, that with the most claims."""
    found = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN, kind=Discrepancy.Kind.VALUE)
    return int(found.alias(held=Count("positions__claims")).order_by("-held", "pk").values_list("pk", flat=True)[0])
