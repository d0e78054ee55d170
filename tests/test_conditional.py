"""What need not be sent again, what is compressed, and what other sites' pages may read."""

import gzip

import pytest
from django.test import Client

from access import issuing
from claims.models import Review
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/api/v1/sources/"


@pytest.fixture
def rows():
    for number in range(30):
        make.source(f"A source with the number {number}")


def test_an_etag_is_strong_and_holds_as_long_as_the_bytes_do(client, rows):
    first = client.get(LIST)
    assert first["ETag"].startswith('"') and first["ETag"] == client.get(LIST)["ETag"]
    again = client.get(LIST, headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Cache-Control" in again and "Vary" in again
    make.source("One more")
    changed = client.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_the_same_number_of_rows_is_not_the_same_rows(client, rows):
    tag = client.get(LIST)["ETag"]
    source = make.source("A source with the number 3")
    source.name = "Renamed"
    source.save()
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 200


def test_head_is_answered_as_get_is(client, rows):
    whole, head = client.get(LIST), client.head(LIST)
    assert (head.status_code, head["ETag"], head.content) == (200, whole["ETag"], b"")
    assert client.head(LIST, headers={"If-None-Match": whole["ETag"]}).status_code == 304


def test_what_is_compressed_has_an_etag_of_its_own_and_is_the_same_each_time(client, rows):
    plain = client.get(LIST)
    packed, again = (client.get(LIST, headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain.content
    assert packed.content == again.content and len(packed.content) < len(plain.content) / 3
    assert packed["ETag"] == again["ETag"] == plain["ETag"][:-1] + '-gzip"'
    for tag in (packed["ETag"], plain["ETag"]):
        known = client.get(LIST, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
        assert (known.status_code, known["ETag"]) == (304, tag)


def test_what_a_refusal_says_is_never_a_304_and_never_kept(client):
    for address, status in ((f"{LIST}?colour=red", 400), (f"{LIST}999999/", 404), ("/api/v1/feeds/", 401)):
        response = client.get(address, headers={"If-None-Match": "*"})
        assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
        assert not response.has_header("ETag")


def test_if_match_on_reading_asks_for_that_very_representation(client):
    tag = client.get(LIST)["ETag"]
    assert client.get(LIST, headers={"If-Match": tag}).status_code == 200
    refused = client.get(LIST, headers={"If-Match": '"other"'})
    assert refused.status_code == 412 and refused.json()["status"] == 412


def test_rows_that_never_change_say_since_when():
    client = Client()
    client.force_login(make.member("Reader"))
    review = Review.objects.create(discrepancy=make.discrepancy(), verdict="dismissed", reviewer=make.user())
    address = f"/api/v1/reviews/{review.pk}/"
    response = client.get(address)
    assert response["Last-Modified"] == f"{review.created_at:%a, %d %b %Y %H:%M:%S} GMT"
    assert client.get(address, headers={"If-Modified-Since": response["Last-Modified"]}).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": "Mon, 01 Mar 2021 00:00:00 GMT"}).status_code == 200
    assert not Client().get(LIST).has_header("Last-Modified")


def test_only_what_anybody_may_read_is_kept_for_others(client):
    _, text = issuing.issue(make.user(), "t", ["read"])
    member = Client()
    member.force_login(make.user("member"))
    assert client.get(LIST)["Cache-Control"] == "public, no-cache"
    assert member.get(LIST)["Cache-Control"] == "private, no-cache"
    response = client.get(LIST, headers={"Authorization": f"Bearer {text}"})
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Accept", "Accept-Encoding", "Authorization", "Cookie"} <= set(response["Vary"].split(", "))


def asked_from(origin, client, method="GET", **headers):
    return client.options(LIST, headers={"Origin": origin, "Access-Control-Request-Method": method, **headers})


def test_a_page_of_another_site_may_read_without_credentials(client):
    response = client.get(LIST, headers={"Origin": "https://notebook.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert not response.has_header("Access-Control-Allow-Credentials")
    leave = asked_from("https://notebook.example", client)
    assert (leave.status_code, leave["Access-Control-Allow-Origin"]) == (204, "*")
    assert leave["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Authorization" not in leave["Access-Control-Allow-Headers"]


def test_a_page_of_another_site_reads_refusals_too(client):
    response = client.get(f"{LIST}?colour=red", headers={"Origin": "https://notebook.example"})
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (400, "*")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_of_another_site_may_not_write(client, method):
    assert not asked_from("https://evil.example", client, method).has_header("Access-Control-Allow-Origin")
    response = client.generic(method, LIST, headers={"Origin": "https://evil.example"})
    assert not response.has_header("Access-Control-Allow-Origin")


def test_what_credentials_opened_crosses_no_origin():
    member = Client()
    member.force_login(make.member("Reader"))
    response = member.get("/api/v1/feeds/", headers={"Origin": "https://evil.example"})
    assert response.status_code == 200 and not response.has_header("Access-Control-Allow-Origin")


def test_where_reading_is_closed_nothing_crosses_origins(client, settings):
    settings.API_ANONYMOUS_READING = False
    assert not client.get(LIST).has_header("Access-Control-Allow-Origin")
    assert not asked_from("https://notebook.example", client).has_header("Access-Control-Allow-Origin")


def test_pages_for_people_are_left_alone(client):
    response = client.get("/admin/login/", headers={"Accept-Encoding": "gzip", "Origin": "https://evil.example"})
    assert response.status_code == 200
    assert not {"ETag", "Access-Control-Allow-Origin", "Content-Encoding"} & set(response.headers)
