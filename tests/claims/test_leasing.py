"""Who has what before them: nobody is given what another has, and what is held ends by itself."""

import datetime as dt
import subprocess
import sys
import time

import pytest
from django.utils import timezone

from claims import reviewing
from claims.models import Discrepancy, Lease
from claims.workbench import judging, leasing
from tests import make
from tests.served import HERE, Served

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make.user("ada", is_superuser=True)


@pytest.fixture
def bea():
    return make.user("bea", is_superuser=True)


def queue(*severities):
    fact = make.fact()
    return [make.discrepancy(fact=fact, severity=severity) for severity in severities]


def waiting():
    return Discrepancy.objects.filter(status="open")


def expire():
    Lease.objects.update(until=timezone.now() - dt.timedelta(seconds=1))


def test_the_most_severe_is_taken_first_and_the_older_of_two_alike():
    low, first, second = queue(0.2, 0.8, 0.8)
    people = [make.user(name) for name in ("ada", "bea", "cal", "dan")]
    assert [leasing.take(person, waiting()) for person in people] == [first, second, low, None]


def test_what_another_has_before_them_is_not_taken_until_it_is_let_go_or_ends(ada, bea):
    [row] = queue(0.5)
    leasing.take(ada, waiting())
    assert leasing.take(bea, waiting()) is None
    leasing.let_go(row, bea)
    assert leasing.take(bea, waiting()) is None
    leasing.let_go(row, ada)
    assert leasing.take(bea, waiting()) == row
    expire()
    assert leasing.take(ada, waiting()) == row
    assert Lease.objects.get().holder == ada


def test_who_takes_lets_go_what_they_had_and_keeps_it_where_nothing_else_waits(ada, bea):
    first, second = queue(0.8, 0.2)
    assert leasing.take(ada, waiting()) == first
    assert leasing.take(ada, waiting(), after=first) == second
    assert list(Lease.objects.values_list("discrepancy", "holder")) == [(second.pk, ada.pk)]
    assert leasing.take(bea, waiting()) == first
    assert leasing.take(ada, waiting(), after=second) is None
    assert Lease.objects.get(holder=ada).discrepancy == second


def test_after_one_comes_the_next_below_it_and_after_the_last_the_top(ada):
    rows = queue(0.9, 0.5, 0.5, 0.1)
    taken = [leasing.take(ada, waiting(), after=row) for row in rows]
    assert taken == [*rows[1:], rows[0]]


def test_only_what_is_in_the_view_is_taken(ada):
    rows = queue(0.9, 0.1)
    assert leasing.take(ada, waiting().filter(severity__lt=0.5), after=rows[0]) == rows[1]


def test_what_waits_for_somebody_else_is_not_taken_by_who_gave_an_opinion(ada, bea, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    rows = queue(0.9, 0.1)
    reviewing.decide(rows[0], "dismissed", ada)
    assert leasing.take(ada, waiting()) == rows[1]
    assert leasing.take(bea, waiting()) == rows[0]


def test_holding_is_prolonged_for_the_holder_and_changes_nothing_for_another(ada, bea, settings):
    settings.REVIEW_LEASE_SECONDS = 60
    [row] = queue(0.5)
    first = leasing.hold(row, ada)
    assert dt.timedelta(seconds=55) < first.until - timezone.now() <= dt.timedelta(seconds=60)
    settings.REVIEW_LEASE_SECONDS = 600
    assert leasing.hold(row, bea) == first
    again = leasing.hold(row, ada)
    assert (again.holder, again.since) == (ada, first.since) and again.until > first.until
    assert leasing.held_by_another(row, bea) == again and leasing.held_by_another(row, ada) is None


def test_who_takes_over_holds_it_from_then_on(ada, bea):
    [row] = queue(0.5)
    first = leasing.hold(row, ada)
    now = leasing.take_over(row, bea)
    assert (now.pk, now.holder) == (first.pk, bea) and now.since > first.since
    assert leasing.hold(row, ada).holder == bea


def test_what_ended_is_anybodys(ada, bea):
    [row] = queue(0.5)
    leasing.hold(row, ada)
    expire()
    assert leasing.held_by_another(row, bea) is None
    assert leasing.hold(row, bea).holder == bea


@pytest.mark.parametrize("act", [leasing.hold, leasing.take_over])
def test_what_is_gone_cannot_be_held(ada, act):
    [row] = queue(0.5)
    Discrepancy.objects.all().delete()
    with pytest.raises(reviewing.Refused, match="This is gone"):
        act(row, ada)
    assert leasing.take(ada, waiting()) is None


def test_taking_takes_as_many_queries_for_a_full_queue_as_for_two(ada, bea, django_assert_max_num_queries):
    def taken():
        with django_assert_max_num_queries(13) as few:
            assert leasing.take(ada, waiting())
        return len(few)

    few = (queue(0.5, 0.5), leasing.take(bea, waiting()), taken())[-1]
    queue(*[0.9] * 30)
    for row in Discrepancy.objects.filter(severity=0.9)[:20]:
        leasing.hold(row, bea)
    assert taken() <= few


def test_opinions_are_asked_for_in_the_same_query(ada, django_assert_num_queries):
    queue(0.5)
    with django_assert_num_queries(1):
        list(leasing.free_to(ada, waiting()).exclude(judging.has_given(ada)))


class Office(Served):
    """A database of its own, with nobody serving it."""

    def start(self):
        pass


@pytest.mark.parametrize("crews", [[["ada"], ["bea"]], [["ada", "bea", "cal"]]], ids=["processes", "threads"])
def test_those_who_work_through_one_queue_at_once_never_get_the_same(tmp_path, crews):
    people = [name for names in crews for name in names]
    with Office(tmp_path) as office:
        taker = [sys.executable, "-m", "tests.claims.takers"]
        environment = office.environment | {"DJANGO_SETTINGS_MODULE": "factcheck.settings"}
        shared = {"cwd": HERE, "env": environment, "stdout": subprocess.PIPE, "text": True}
        filled = subprocess.run([*taker, "fill", "40", *people], check=True, timeout=120, **shared)
        workers = [subprocess.Popen([*taker, "work", *names], **shared) for names in crews]
        while len(list(tmp_path.glob("* is ready"))) < len(people):
            assert all(worker.poll() is None for worker in workers)
            time.sleep(0.01)
        (tmp_path / "go").touch()
        told = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * len(crews)
    taken = [line.split(":") for lines in told for line in lines]
    assert sorted(pk for _, pk in taken) == sorted(filled.stdout.split())
    assert {name for name, _ in taken} == set(people)
