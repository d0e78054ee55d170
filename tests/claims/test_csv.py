"""Any list of the admin as CSV: what it shows as plain text, whoever may look at it, in constant memory and queries."""

import csv
import io
import tracemalloc

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Fact
from sources import readonly
from sources.models import ArticleChange
from sources.readonly import Bounded, Listed
from sources.sheets import plain
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make.superuser())
    return client


def download(client, model, **query):
    """The rows of a list's CSV as dictionaries."""
    response = client.get(reverse(f"admin:{model}_csv"), query)
    assert response.status_code == 200 and response.streaming
    return rows_of(response), response


def rows_of(response):
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_every_list_can_be_downloaded(editor):
    assert all(isinstance(each, Listed) for each in admin.site._registry.values())
    lists = [each for each in admin.site._registry.values() if has_list(each)]
    assert {each.opts.app_label for each in lists} == {"sources", "claims", "access", "auth"}
    make.discrepancy()
    for each in lists:
        response = editor.get(each.csv_address)
        header = next(iter(response.streaming_content)).decode()
        columns = each.get_list_display(response.wsgi_request)
        assert response.status_code == 200 and header.count(",") == len(columns) - 1, each


def has_list(model_admin):
    """Opinions have none: some are sealed."""
    return any(url.name and url.name.endswith("_changelist") for url in model_admin.get_urls())


def test_the_columns_are_those_of_the_list_without_markup(editor):
    make.discrepancy()
    [first, second], response = download(editor, "claims_claim")
    assert first == {
        "Label": "number of districts",
        "Value": "3",
        "Value text": "three",
        "Dimension": "Count",
        "Holder": "the article itself",
        "Source": "North Post",
        "In": "A title",
        "Fact": "number of districts",
    }
    assert second["Source"] == "South Post"
    assert "<" not in "".join(first.values())
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="claims-{today}.csv"'
    assert response["Content-Type"].startswith("text/csv")


def test_it_has_what_the_filters_and_the_search_match(editor):
    make.discrepancy()
    old = make.claim("nine", make.article("Nine or nine bridges.").current, live=False, label="number of bridges")
    assert len(download(editor, "claims_claim")[0]) == 3
    [row] = download(editor, "claims_claim", live__exact="0")[0]
    assert row["Label"] == old.label
    [row] = download(editor, "claims_claim", q="bridges")[0]
    assert row["Label"] == old.label
    page = editor.get(reverse("admin:claims_claim_changelist"), {"live__exact": "0"}).content.decode()
    assert f"{reverse('admin:claims_claim_csv')}?live__exact=0" in page
    assert editor.get(reverse("admin:claims_claim_csv"), {"nothing__exact": "0"}).status_code == 302


def test_the_action_has_the_rows_that_were_ticked(editor):
    make.discrepancy()
    chosen = Claim.objects.get(value_text="seven")
    data = {"action": "download", "_selected_action": [chosen.pk]}
    response = editor.post(reverse("admin:claims_claim_changelist"), data)
    assert [row["Value text"] for row in rows_of(response)] == ["seven"]


def test_days_are_iso_8601_and_formulas_are_only_text(editor):
    Fact.objects.create(label='=HYPERLINK("http://evil.example")', dimension="count", unit="@1")
    [row] = download(editor, "claims_fact")[0]
    assert row["Label"].startswith("'=") and row["Unit"] == "'@1"
    change = ArticleChange.objects.create(article=make.article(title="-cmd"), kind="gone")
    [row] = download(editor, "sources_articlechange")[0]
    assert row["When"] == timezone.localtime(change.at).isoformat(timespec="seconds") and row["Article"] == "'-cmd"


def test_only_who_may_look_may_download(client):
    address = reverse("admin:claims_claim_csv")
    assert client.get(address).status_code == 302
    nobody = make.user("nobody", is_staff=True)
    client.force_login(nobody)
    assert client.get(address).status_code == 403
    nobody.user_permissions.add(Permission.objects.get(codename="view_claim"))
    assert client.get(address).status_code == 200


def many(number):
    version = make.article("Three districts were ceded.").current
    made = make.claim("Three", version)
    for each in range(number):
        make.claim("Three", make.article("Three districts were ceded.").current, anchor=f"a{each}")
    return made


def test_a_chunk_costs_as_many_queries_however_many_rows_it_has(editor, monkeypatch):
    many(3)
    with CaptureQueriesContext(
        connection,
    ) as few:
        download(editor, "claims_claim")
    many(40)
    with CaptureQueriesContext(connection) as more:
        assert len(download(editor, "claims_claim")[0]) == 45
    assert len(more) == len(few)


def test_rows_come_as_they_are_read(editor, monkeypatch):
    """Memory: of a list of large rows no more than a chunk is held."""
    monkeypatch.setattr(readonly, "CHUNK", 5)
    Fact.objects.bulk_create(Fact(label="x" * 300, dimension="count") for _ in range(5000))
    response = editor.get(reverse("admin:claims_fact_csv"))
    tracemalloc.start()
    size = sum(len(part) for part in response.streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 1_500_000
    # SQLite's driver hands over rows one by one, and so does a cursor of PostgreSQL's.
    assert peak < size


@pytest.mark.parametrize(("rows", "told"), [(3, "3"), (4, "4"), (5, "4+")])
def test_what_is_long_is_not_counted_to_the_end(monkeypatch, rows, told):
    monkeypatch.setattr(Bounded, "most", 4)
    Fact.objects.bulk_create(Fact(label=f"fact {number}", dimension="count") for number in range(rows))
    with CaptureQueriesContext(connection) as asked:
        paginator = Bounded(Fact.objects.order_by("label"), 2)
        assert str(paginator.count) == told
    assert paginator.num_pages == 2
    assert "LIMIT 5" in asked[0]["sql"] and "ORDER BY" not in asked[0]["sql"]


def test_a_long_list_says_that_there_are_more(editor, monkeypatch):
    monkeypatch.setattr(Bounded, "most", 60)
    Fact.objects.bulk_create(Fact(label=f"fact {number}", dimension="count") for number in range(70))
    page = editor.get(reverse("admin:claims_fact_changelist")).content.decode()
    assert "60+ facts" in page
    assert "60+ results" in editor.get(reverse("admin:claims_fact_changelist"), {"q": "fact"}).content.decode()
    assert editor.get(reverse("admin:claims_fact_changelist"), {"p": "2"}).status_code == 200


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<a href="/x">Title</a> ', "Title"),
        ('<meter min="0" max="1" value="0.5">0.5</meter> 0.50', "0.50"),
        ("<ul><li><b>three</b> <span>North</span></li><li>seven</li></ul>", "three North; seven"),
        ("a &amp; b<br>c\nd", "a & b; c d"),
        ("", ""),
    ],
)
def test_markup_is_told_as_words(markup, words):
    assert plain(markup) == words
