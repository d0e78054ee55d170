"""Groupings take turns: who may wait waits, and who has something else to do is told so and leaves it."""

import contextlib
import threading

import pytest
from django.db import connection, transaction

from claims import comparing, extracting, grouping, holding, working
from claims.models import Extraction
from tests import make


@contextlib.contextmanager
def turn_of_another():
    """Another connection has the turn while this lasts."""
    has_it, over = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                holding.take_turn()
                has_it.set()
                over.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert has_it.wait(20)
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_who_does_not_wait_leaves_it_to_who_has_the_turn():
    make.extraction(make.article("Three bridges were closed.").current, state=Extraction.State.READ)
    with turn_of_another():
        assert grouping.group_pending(waiting=False) == 0
        assert comparing.compare_pending(waiting=False) == 0
    assert grouping.group_pending(waiting=False) == 1
    assert comparing.compare_pending(waiting=False) == 1


def test_a_worker_waits_for_its_turn_only_when_it_has_read_nothing(monkeypatch):
    waits = []
    read = iter([3, 0])
    monkeypatch.setattr(extracting, "read_pending", lambda _limit: next(read))
    monkeypatch.setattr(grouping, "group_pending", lambda *_, waiting, **__: waits.append(waiting) or 0)
    monkeypatch.setattr(comparing, "compare_pending", lambda *_, waiting: waits.append(waiting) or 0)
    steps = {step.name: step.run for step in working.steps(threading.Event())}
    for _ in range(2):
        for name in ("Reading versions", "Grouping", "Comparing"):
            steps[name]()
    assert waits == [False, False, True, True]
