"""Agreement beyond chance, against the published examples; and that nothing sealed is told."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import reviewing
from claims.models import Discrepancy, Opinion, Review
from claims.workbench import judging, pairing
from claims.workbench.agreement import agreement_of, alpha
from tests import make

# The examples A, B and C of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), nominal data.
BINARY = (["0100000010", "1110010000"], 0.095)
NOMINAL = (["aabbdcccedda", "babbbccceddd"], 0.692)
SEVERAL = (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743)


@pytest.mark.parametrize(("observers", "expected"), [BINARY, NOMINAL, SEVERAL])
def test_alpha_is_that_of_the_published_examples(observers, expected):
    units = [[said for said in unit if said != "."] for unit in zip(*observers, strict=True)]
    assert round(alpha(units), 3) == expected


@pytest.mark.parametrize(
    ("pairs", "same", "expected"),
    [
        ([], 0, None),
        ([("a", "b")], 0, None),
        ([("a", "a"), ("a", "a")], 2, None),
        ([("a", "a"), ("b", "b")], 2, 1.0),
    ],
)
def test_too_little_or_no_variation_says_nothing(pairs, same, expected):
    found = agreement_of(pairs)
    assert (found.pairs, found.same, found.alpha) == (len(pairs), same, expected)


def test_the_share_is_of_the_pairs():
    assert agreement_of([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]).share == 0.75
    assert agreement_of([]).share is None


@pytest.fixture
def three(settings, db):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    return [make.member("Reviewer", name) for name in ("ada", "ben", "cy")]


def judged(person, row, verdict="confirmed"):
    return reviewing.decide(Discrepancy.objects.get(pk=row.pk), verdict, person, "as read")


def test_one_opinion_is_no_pair_and_two_are(three):
    row = make.discrepancy()
    judged(three[0], row)
    assert list(pairing.pairs()) == []
    judged(three[1], row, "dismissed")
    (pair,) = pairing.pairs()
    assert pair.verdicts == ("confirmed", "dismissed") and not pair.agree and pair.kind == "value"


def test_an_opinion_of_an_earlier_round_never_opens_a_sealed_one(three):
    row = make.discrepancy()
    judged(three[0], row)
    judged(three[1], row)
    judged(three[2], row, Review.Verdict.REOPENED)
    judged(three[2], row, "dismissed")
    row.refresh_from_db()
    assert row.awaits == Discrepancy.Awaits.SECOND and len(judging.opinions_on(row)) == 1
    assert [pair.verdicts for pair in pairing.pairs()] == [("confirmed", "confirmed")]
    judged(three[0], row, "reconciled")
    assert [pair.verdicts for pair in pairing.pairs()] == [("confirmed", "confirmed"), ("dismissed", "reconciled")]


def test_an_opinion_that_was_taken_back_does_not_count(three):
    row = make.discrepancy()
    judged(three[0], row)
    judged(three[1], row, "dismissed")
    reviewing.take_back(three[1], Discrepancy.objects.get(pk=row.pk))
    assert Opinion.objects.count() == 3 and list(pairing.pairs()) == []


def test_pairs_are_narrowed_by_kind_and_by_reviewer(three):
    value, edit = make.discrepancy(), make.discrepancy(kind="edit", fact=make.fact("another"))
    for person, row in ((three[0], value), (three[1], value), (three[1], edit), (three[2], edit)):
        judged(person, row)
    assert [pair.kind for pair in pairing.pairs()] == ["edit", "value"]
    assert [pair.kind for pair in pairing.pairs("value")] == ["value"]
    assert [pair.kind for pair in pairing.pairs(reviewer=three[2].pk)] == ["edit"]
    assert list(pairing.pairs("wording")) == []


def get(client, person, query=""):
    person.is_staff = True
    person.save()
    client.force_login(person)
    return client.get(f"/admin/claims/opinion/agreement/{query}")


def test_the_page_tells_pairs_that_differ_and_keeps_what_is_sealed(client, three):
    open_row, sealed = make.discrepancy(), make.discrepancy(fact=make.fact("sealed question"))
    judged(three[0], open_row)
    judged(three[1], open_row, "dismissed")
    judged(three[0], sealed, "extraction_error")
    shown = get(client, three[2]).content.decode()
    assert "ada: as read" in shown and "ben: as read" in shown and "number of districts" in shown
    assert "sealed question" not in shown and "too few to say" in shown
    assert "No pair yet" in get(client, three[2], "?kind=wording").content.decode()


def test_the_sheet_has_every_pair(client, three):
    row = make.discrepancy()
    judged(three[0], row)
    judged(three[1], row)
    get(client, three[2])
    sheet = b"".join(client.get("/admin/claims/opinion/agreement/csv/")).decode()
    header, line = csv.reader(io.StringIO(sheet))
    assert dict(zip(header, line, strict=True))["other reviewer"] == "ben"


def test_whoever_may_not_read_decisions_is_refused(client, db):
    assert get(client, make.user("staff")).status_code == 403
    assert client.get("/admin/claims/opinion/agreement/csv/").status_code == 403


@pytest.mark.parametrize("query", ["?kind=nonsense", "?reviewer=abc", "?reviewer=999999"])
def test_filters_that_cannot_be_understood_are_left_out(client, three, query):
    assert get(client, three[0], query).status_code == 200


def test_the_page_takes_as_many_queries_for_many_pairs_as_for_few(client, three):
    taken = []
    get(client, three[2])
    for number in range(12):
        row = make.discrepancy(fact=make.fact(f"question {number}"))
        judged(three[0], row)
        judged(three[1], row, "dismissed")
        if number in (1, 11):
            with CaptureQueriesContext(connection) as asked:
                assert f"question {number}" in get(client, three[2]).content.decode()
            taken.append(len(asked))
    assert taken[0] == taken[1] < 40
