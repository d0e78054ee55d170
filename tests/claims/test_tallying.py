"""What the desk shows is counted right, by one worker at a time, and written at once."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from claims import reviewing, working
from claims.models import Tally
from claims.workbench import tallying
from tests import make


def figures(name):
    return Tally.objects.get(name=name).figures


def later(seconds):
    return time_machine.travel(timezone.now() + dt.timedelta(seconds=seconds), tick=True)


@pytest.mark.django_db
def test_it_counts_when_due_and_not_before(settings):
    assert tallying.tally_due() == 1 and figures("totals")["articles"] == 0
    make.discrepancy()
    assert tallying.tally_due() == 0 and figures("totals")["articles"] == 0
    with later(settings.TALLY_EVERY_SECONDS + 1):
        assert tallying.tally_due() == 1
    assert figures("totals")["articles"] == 2 and figures("totals")["statuses"] == {"open": 1}


@pytest.mark.django_db
def test_totals_are_of_what_is_live():
    row = make.discrepancy()
    row.fact.claims.filter(low_number=3).update(live=False)
    found = tallying.totals()
    assert {name: found[name] for name in ("sources", "articles", "versions", "claims", "facts")} == {
        "sources": 2, "articles": 2, "versions": 2, "claims": 1, "facts": 1,
    }  # fmt: skip


@pytest.mark.django_db
def test_days_tell_what_was_first_seen_and_decided():
    now = timezone.now()
    for back in (0, 0, 3, 100):
        make.discrepancy(first_seen=now - dt.timedelta(days=back), fact=make.fact(f"{back}"))
    row = make.discrepancy(first_seen=now)
    decided = reviewing.decide(row, "dismissed", make.superuser(), "as read")
    found = tallying.days()
    today, before = timezone.localdate(), timezone.localdate() - dt.timedelta(days=3)
    assert found["seen"] == {today.isoformat(): 3, before.isoformat(): 1}
    assert found["decided"] == {today.isoformat(): 1} and found["week"] == decided.pk


def spoken(label, **values):
    """A fact and what each source answers; Extraction.source as grouping leaves it."""
    fact = make.fact(label)
    for name, number in values.items():
        version = make.article(f"{number} districts", source=make.source(name)).current
        make.extraction(version, source=version.article.source)
        make.claim(str(number), version, fact=fact, low_number=number, high_number=number)
    return fact


def at_odds(fact, **fields):
    return make.discrepancy(fact=fact, **fields)


@pytest.mark.django_db
def test_disagreement_has_each_pair_once_with_its_denominator():
    at_odds(spoken("one", north=3, south=7, west=3))
    at_odds(spoken("two", north=1, south=2), status="confirmed")
    at_odds(spoken("three", north=1, south=2), status="dismissed")
    at_odds(spoken("four", north=1, south=2), kind="edit")
    spoken("five", south=5, west=5)
    spoken("six", alone=6)
    found = tallying.disagreement()
    names = {pk: name for pk, name, _facts in found["sources"]}
    assert {name: facts for _pk, name, facts in found["sources"]} == {"south": 5, "north": 4, "west": 2, "alone": 1}
    told = {frozenset((names[a], names[b])): (differing, of) for a, b, differing, of in found["pairs"]}
    # Each claim is a position of its own here, so all who answered "one" stand on different sides.
    assert told == {
        frozenset({"north", "south"}): (2, 4),
        frozenset({"north", "west"}): (1, 1),
        frozenset({"south", "west"}): (1, 2),
    }
    assert all(a < b for a, b, _differing, _of in found["pairs"])


@pytest.mark.django_db
def test_those_on_one_side_do_not_disagree():
    row = at_odds(spoken("one", north=3, south=7, west=3))
    first, _second, third = row.positions.all()
    first.claims.add(*third.claims.all())
    third.delete()
    found = tallying.disagreement()
    names = {pk: name for pk, name, _facts in found["sources"]}
    differing = {frozenset((names[a], names[b])): number for a, b, number, _of in found["pairs"]}
    assert differing == {
        frozenset({"north", "south"}): 1, frozenset({"south", "west"}): 1, frozenset({"north", "west"}): 0,
    }  # fmt: skip


@pytest.mark.django_db
def test_one_source_alone_disagrees_with_nobody():
    spoken("one", north=3)
    assert tallying.disagreement() == {"sources": [], "pairs": []}


@pytest.mark.django_db
def test_coverage_counts_by_source_what_was_read_and_what_gave_nothing():
    fact = spoken("one", north=3, south=7)
    version = fact.claims.get(low_number=3).version
    make.quote("districts", version)
    version.extractions.update(gaps=[{"start": 0, "end": 1, "reason": "x"}, {"start": 2, "end": 3, "reason": "y"}])
    unread = make.article(source=make.source("north")).current
    make.extraction(unread, source=unread.article.source, state="pending")
    rows = {row.pop("name"): row for row in tallying.coverage()["sources"]}
    assert {key: value for key, value in rows["north"].items() if key != "id"} == {
        "articles": 2, "read": 1, "gaps": 2, "quotes": 1, "claims": 1,
    }  # fmt: skip
    assert rows["south"]["gaps"] == 0 and rows["south"]["claims"] == 1


@pytest.mark.django_db
def test_whoever_lost_the_turn_writes_nothing(settings):
    held = tallying._turn()
    with later(settings.LEASE_SECONDS + 1):
        assert tallying.tally_due() == 1
    before = Tally.objects.get(name="totals").counted_at
    assert not tallying._written({"totals": {"stale": True}}, held)
    assert Tally.objects.get(name="totals").counted_at == before


@pytest.mark.django_db
def test_a_worker_that_died_while_counting_is_followed_by_another(settings):
    assert tallying._turn() is not None and tallying.tally_due() == 0
    with later(settings.LEASE_SECONDS + 1):
        assert tallying.tally_due() == 1


@pytest.mark.django_db
def test_the_queries_are_as_many_for_many_sources_as_for_few(django_assert_max_num_queries):
    for number in range(2, 30, 9):
        spoken(f"fact {number}", **{f"source {index}": index for index in range(number)})
        tallying.Tally.objects.all().delete()
        with django_assert_max_num_queries(36):
            assert tallying.tally_due() == 1
    assert len(figures("disagreement")["sources"]) == tallying.MOST_SOURCES


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory that threads share waits for nobody")
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_count_at_once():
    Tally.objects.create(name=tallying.TURN, counted_at=tallying.NEVER)
    ready, won = threading.Barrier(2), []

    def worker():
        ready.wait()
        won.append(tallying._turn() is not None)
        connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, True]
    assert connection.is_usable()


def test_the_worker_loop_counts():
    assert "Counting for the desk" in [step.name for step in working.steps(threading.Event())]
