"""What is to go is declared in one place; the schema and every answer that uses it say so, with a year's notice."""

import datetime as dt

import pytest
from drf_spectacular.generators import SchemaGenerator

from claims.api.published import Sources
from factcheck.retiring import Retiring
from tests import make

pytestmark = pytest.mark.django_db
SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GONE = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
LATER = dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
PAGE = "http://testserver/api/v1/stability/"


@pytest.fixture
def going(monkeypatch):
    """Reading one source is to go, and so is a parameter of their list."""
    one = Retiring("retrieve", SINCE, GONE, "use the list")
    other = Retiring("list", SINCE, LATER, "use name", parameter="domain")
    monkeypatch.setattr(Sources, "going", (one, other))


def test_an_answer_that_uses_it_says_until_when(client, going):
    source = make.source()
    response = client.get(f"/api/v1/sources/{source.pk}/", headers={"Origin": "https://notebook.example"})
    assert response.status_code == 200
    assert response["Deprecation"] == f"@{int(SINCE.timestamp())}" == "@1767225600"
    assert response["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert f'<{PAGE}>; rel="deprecation"' in response["Link"] and f'<{PAGE}>; rel="sunset"' in response["Link"]
    assert "Deprecation, Sunset" in response["Access-Control-Expose-Headers"]
    assert client.get("/api/v1/sources/999999/").has_header("Sunset")


def test_a_parameter_is_told_of_only_where_it_is_used(client, going):
    make.source(domain="a.example")
    assert client.get("/api/v1/sources/?domain=a.example")["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert not client.get("/api/v1/sources/?name=x").has_header("Deprecation")


def test_what_stays_says_nothing(client):
    make.source()
    response = client.get("/api/v1/sources/")
    assert not {"Deprecation", "Sunset", "Link"} & set(response.headers)
    assert "deprecated" not in str(SchemaGenerator().get_schema(public=True))


def test_the_schema_says_so(going):
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    one, many = paths["/api/v1/sources/{id}/"]["get"], paths["/api/v1/sources/"]["get"]
    assert one["deprecated"] and "It is to go after 2027-01-01: use the list" in one["description"]
    assert {"Deprecation", "Sunset", "Link"} <= set(one["responses"]["200"]["headers"])
    assert "deprecated" not in many
    [parameter] = [each for each in many["parameters"] if each.get("deprecated")]
    assert parameter["name"] == "domain" and parameter["description"].endswith("use name")
    assert parameter["description"].count("It is to go") == 1


def test_less_than_a_years_notice_cannot_be_declared():
    with pytest.raises(ValueError, match="365 days' notice"):
        Retiring("list", SINCE, GONE - dt.timedelta(days=1), "use another")


def test_the_page_is_given_by_the_service(client):
    response = client.get("/api/v1/stability/")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert "What clients can rely on" in response.content.decode()
    refused = client.post("/api/v1/stability/")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD") and "Use GET" in refused.json()["detail"]
