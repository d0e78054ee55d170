"""What the API says when it refuses: for every status the same form, which names the field and the remedy."""

import pytest
from django.test import Client

from factcheck import problems
from tests import make

pytestmark = pytest.mark.django_db
JSON = "application/json"


def refused(response, status):
    """The problem that was answered, with what every problem has."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status and problem["type"] and problem["title"] and problem["detail"]
    return problem


@pytest.fixture
def editor():
    client = Client(raise_request_exception=False)
    client.force_login(make.member("Editor"))
    return client


def test_a_wrong_parameter_is_named_with_its_remedy(client):
    problem = refused(client.get("/api/v1/claims/", {"limit": "many", "fact": "x"}), 400)
    assert problem["errors"] == {"fact": ["Give an id: a whole number, as in a row's id."]}
    assert problem["detail"] == "fact: Give an id: a whole number, as in a row's id."


def test_fields_that_are_called_as_members_of_a_problem_do_not_hide_them(client):
    problem = refused(client.get("/api/v1/discrepancies/", {"status": "loud"}), 400)
    assert problem["status"] == 400 and "Use one of" in problem["errors"]["status"][0]


@pytest.mark.parametrize(
    ("path", "status", "remedy"),
    [
        ("/api/v1/feeds/", 401, "Authorization: Bearer fct_"),
        ("/api/v1/claims/999999/", 404, "There is no such row"),
        ("/api/v1/nothing/", 404, "/api/v1/ lists what there is"),
    ],
)
def test_what_to_do_is_said(client, path, status, remedy):
    assert remedy in refused(client.get(path), status)["detail"]


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing/", "/api/v2/claims/"])
def test_an_address_that_is_none_gets_no_page_where_django_would_debug(settings, path):
    settings.DEBUG = True
    client = Client(enforce_csrf_checks=True)
    assert [refused(ask(path), 404)["title"] for ask in (client.get, client.post)] == ["Not Found"] * 2


def test_a_missing_role_names_the_permission_and_who_gives_it():
    client = Client()
    client.force_login(make.user())
    problem = refused(client.get("/api/v1/feeds/"), 403)
    assert "sources.view_feed" in problem["detail"] and "administrator" in problem["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_there_is_refused_as_that_whoever_asks(client, editor, method):
    for who in (client, editor):
        response = who.generic(method, "/api/v1/claims/")
        assert "Use GET, HEAD, OPTIONS" in refused(response, 405)["detail"]
        assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("accept", ["image/png", "image/png, audio/*", "application/zip;q=0.9"])
def test_a_format_that_there_is_not_is_refused_with_those_there_are(client, accept):
    response = client.get("/api/v1/facts/", headers={"Accept": accept})
    assert "Ask for application/json" in refused(response, 406)["detail"]


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html,application/xml;q=0.9,*/*;q=0.8", JSON])
def test_what_allows_json_gets_it(client, accept):
    response = client.get("/api/v1/facts/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, JSON)


def test_a_body_in_another_format_is_refused_with_the_one_to_send(editor):
    response = editor.post("/api/v1/articles/", "text", content_type="text/plain")
    assert "Send application/json" in refused(response, 415)["detail"]


@pytest.mark.parametrize("body", ["{", "", "[1]", '"x"', "null", "\ud800"])
def test_a_body_that_cannot_be_read(editor, body):
    response = editor.post("/api/v1/articles/", body.encode("utf-8", "surrogatepass"), content_type=JSON)
    assert refused(response, 400)["detail"]


def test_a_failure_says_nothing_of_its_cause(editor, monkeypatch):
    def broken(*_):
        raise RuntimeError("hunter2")

    monkeypatch.setattr("sources.adding.feed", broken)
    response = editor.post("/api/v1/feeds/", {"location": "https://news.example/feed"}, content_type=JSON)
    assert "server's log" in refused(response, 500)["detail"] and b"hunter2" not in response.content


def test_a_host_that_is_not_ours_is_refused_in_the_same_form(client):
    refused(client.get("/api/v1/claims/", headers={"Host": "evil.example"}), 400)


@pytest.mark.parametrize(
    ("detail", "flat"),
    [
        ({"a": ["x"]}, {"a": ["x"]}),
        ({"a": {"b": ["x", "y"]}}, {"a.b": ["x", "y"]}),
        ({"names": {0: ["x"], 2: ["y"]}}, {"names.0": ["x"], "names.2": ["y"]}),
        ({"rows": [{}, {"a": ["x"]}]}, {"rows.1.a": ["x"]}),
        ({"non_field_errors": ["x"]}, {"body": ["x"]}),
        (["x"], {"body": ["x"]}),
    ],
)
def test_nested_errors_are_flat_by_their_path(detail, flat):
    assert problems.by_field(detail) == flat
