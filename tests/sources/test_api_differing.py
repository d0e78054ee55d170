"""Versions side by side, their texts alone, and what became of articles, over the API."""

import hashlib

import pytest

from sources.models import ArticleChange
from tests import make
from tests.sources.test_api import follows, get, ids

pytestmark = pytest.mark.django_db
FIRST = "Officials met. Three districts were ceded 🙂 on Monday. The end was quiet."
SECOND = "Officials met. Seven districts were ceded 🙂 on Monday. Nobody spoke. The end was quiet."


@pytest.fixture
def article():
    row = make.article(FIRST, title="A deal")
    make.version(row, SECOND, title="A deal is made")
    return row


def test_edits_are_classed_and_stand_where_they_say_in_both_texts(client, article):
    found = get(client, f"articles/{article.pk}/diff/")
    follows(found, "/api/v1/articles/{id}/diff/")
    assert (found["old"]["number"], found["new"]["number"], found["article"]) == (1, 2, article.pk)
    assert found["classes"] == {"value": 1, "added": 1, "headline": 1}
    value, added = found["edits"]
    assert value["classes"] == ["value"] and added["classes"] == ["added"] and added["old"] is None
    assert [value["words"][0][side]["exact"] for side in ("old", "new")] == ["Three", "Seven"]
    for edit in found["edits"]:
        for sides in (edit, *edit["words"]):
            for text, place in ((FIRST, sides["old"]), (SECOND, sides["new"])):
                assert place is None or text[place["start"] : place["end"]] == place["exact"]


def test_any_two_versions_are_compared(client, article):
    make.version(article, FIRST)
    back = get(client, f"articles/{article.pk}/diff/", **{"from": 2, "to": 1})
    assert back["edits"][0]["words"][0]["new"]["exact"] == "Three"
    assert get(client, f"articles/{article.pk}/diff/", **{"from": 1, "to": 3})["edits"] == []
    assert get(client, f"articles/{article.pk}/diff/", to=2)["old"]["number"] == 1
    assert get(client, f"articles/{article.pk}/diff/", **{"from": 1})["new"]["number"] == 3


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "٣", "9" * 30, ""])
def test_what_is_no_number_of_a_version_is_refused(client, article, text):
    remedy = get(client, f"articles/{article.pk}/diff/", 400, to=text)["to"][0]
    assert "Give the number of a version" in remedy or "leave it out" in remedy


def test_a_version_that_is_not_there_is_refused_with_what_is(client, article):
    problem = get(client, f"articles/{article.pk}/diff/", 404, to=3)
    assert problem["errors"] == {"to": ["It has the versions 1 to 2."]}


def test_what_was_never_otherwise_has_nothing_to_be_compared_with(client):
    article = make.article()
    assert "never seen otherwise" in get(client, f"articles/{article.pk}/diff/", 409)["detail"]
    assert get(client, f"articles/{article.pk}/diff/", **{"from": 1})["edits"] == []


def test_the_text_alone_is_named_by_its_hash(client, article):
    version = article.current
    response = client.get(f"/api/v1/versions/{version.pk}/text/")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == SECOND.encode()
    assert response["ETag"] == f'"{version.sha256}"' == f'"{hashlib.sha256(response.content).hexdigest()}"'
    again = client.get(f"/api/v1/versions/{version.pk}/text/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for accept, status in (("text/plain", 200), ("*/*", 200), ("application/json", 406)):
        assert client.get(f"/api/v1/versions/{version.pk}/text/", headers={"Accept": accept}).status_code == status


@pytest.mark.parametrize("address", ["versions/999999/text/", "articles/999999/diff/"])
def test_what_is_not_there_is_refused_as_everywhere(client, address):
    response = client.get(f"/api/v1/{address}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert client.get(f"/api/v1/{address}?colour=red").status_code in (400, 404)


def test_a_text_takes_no_parameters(client, article):
    assert "takes none" in get(client, f"versions/{article.current.pk}/text/", 400, limit=1)["limit"][0]


@pytest.fixture
def edits(article):
    gone = make.article(source=make.source("North Post"))
    changes = [
        {"article": article, "kind": "edited", "version": article.current, "classes": {"value": 2}, "rank": 1.0},
        {"article": gone, "kind": "gone", "reason": "404", "rank": 0.7},
        {"article": gone, "kind": "back", "rank": 0.2},
    ]
    made = [ArticleChange.objects.create(**fields) for fields in changes]
    for number, row in enumerate(made, start=1):
        ArticleChange.objects.filter(pk=row.pk).update(at=f"2021-03-0{number}T12:00Z")
    return made


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, [0, 1, 2]),
        ({"kind": "gone"}, [1]),
        ({"classes": "value"}, [0]),
        ({"classes": "headline"}, []),
        ({"source": "North Post"}, [1, 2]),
        ({"rank_min": "0.7"}, [0, 1]),
        ({"after": "2021-03-02"}, [1, 2]),
        ({"before": "2021-03-02"}, [0, 1]),
        ({"ordering": "-rank"}, [0, 1, 2]),
        ({"ordering": "-at"}, [2, 1, 0]),
    ],
)
def test_edits_by_what_a_client_asks(client, edits, parameters, found):
    assert ids(get(client, "edits/", **parameters)) == [edits[place].pk for place in found]


def test_edits_of_one_article_lead_to_what_was_edited(client, edits, article):
    [row] = get(client, "edits/", article=article.pk)["results"]
    assert (row["kind"], row["number"], row["classes"]) == ("edited", 2, {"value": 2})
    assert client.get(row["diff"]).json()["new"]["id"] == row["version"]
    assert get(client, f"edits/{edits[1].pk}/")["diff"] is None
