"""What goes on in a newsroom while somebody mirrors it: `python -m tests.claims.newsroom JOB` does it in a process.

Jobs: import (articles and new versions of them), analyse (until the file `stop` is in DATA_DIR and nothing waits),
review (decides and corrects until then), token (prints one), tell HOST (prints every row that the API can tell).
"""

import itertools
import json
import random
import sys
import time

import django

PAPERS = 4
ROUNDS = 8
VERDICTS = ("reconciled", "dismissed", "not_same_fact", "reopened")
SUBJECTS = (
    "The fire at the Brandt paper mill in Ostrava Lake killed {} people on Monday.",
    "The council of Hillford bought {} buses on Tuesday, mayor Ada Brandt said. “We needed {} of them,” she said.",
)


def bring_in():
    from sources import counting, importing
    from sources.documents import Document

    for number in range(ROUNDS):
        for paper, (subject, text) in itertools.product(range(PAPERS), enumerate(SUBJECTS)):
            figure = 10 + (number * (paper + 1) + subject) % 7
            run = counting.begin("newsroom", expected=1)
            url = f"https://{paper}.test.example/{subject}/{number // 3}"
            found = importing.take(Document(url, url, text.format(figure, figure), source=f"Paper {paper}"), run)
            assert found.article is not None, found.reason
            counting.finish(run)
        time.sleep(0.2)


def analyse():
    from claims import comparing, extracting, grouping

    while True:
        over = stopped()
        done = extracting.read_pending(10) + grouping.group_pending(5) + comparing.compare_pending(5)
        if not done:
            if over:
                return
            time.sleep(0.05)


def review():
    from django.contrib.auth.models import User

    from claims import reviewing
    from claims.models import Discrepancy
    from sources.models import Article, Source

    editor = User.objects.create(username="editor", is_superuser=True)
    for number in itertools.count():
        if stopped():
            return
        if discrepancy := Discrepancy.objects.order_by("?").first():
            try:
                reviewing.decide(discrepancy, random.choice(VERDICTS), editor, f"note {number}")
            except (reviewing.Refused, Discrepancy.DoesNotExist):
                time.sleep(0.05)
        if source := Source.objects.filter(name__startswith="Paper 1").first():
            Source.objects.filter(pk=source.pk).update(name=f"Paper 1 ({number})")
        Article.objects.filter(source__name="Paper 2").update(origin=f"Wire {number % 3}")
        time.sleep(0.1)


def stopped():
    from django.conf import settings

    return (settings.DATA_DIR / "stop").exists()


def token():
    from django.contrib.auth.models import User

    from access.issuing import issue

    reader = User.objects.create(username="reader", is_superuser=True)
    print(issue(reader, "mirror", ["read"])[1])


def tell(host):
    from django.test import RequestFactory
    from rest_framework.request import Request

    from tests.claims.mirror import everything

    rows = everything(Request(RequestFactory(SERVER_NAME=host, SERVER_PORT="80").get("/", headers={"Host": host})))
    print(json.dumps([[kind, pk, row] for (kind, pk), row in rows.items()]))


JOBS = {"import": bring_in, "analyse": analyse, "review": review, "token": token, "tell": tell}

if __name__ == "__main__":
    django.setup()
    JOBS[sys.argv[1]](*sys.argv[2:])
