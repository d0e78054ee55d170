"""Tokens: made once, kept as digests, refused when they are no longer good; and no dump of the database has one."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from access import issuing
from access.authenticating import Invalid, token_of
from access.models import Token
from sources.models import Article
from tests import make

pytestmark = pytest.mark.django_db
WRITTEN = re.compile(r"fct_[A-Za-z0-9_-]{43}")


def bearer(text, **more):
    return Client(headers={"Authorization": f"Bearer {text}", **more})


def issued(role="Reader", *scopes, **fields):
    return issuing.issue(make.member(role), "a program", scopes or ["read"], **fields)


def test_a_token_opens_what_its_owner_may_read():
    _, text = issued()
    assert WRITTEN.fullmatch(text)
    assert bearer(text).get("/api/v1/feeds/").status_code == 200
    assert Client().get("/api/v1/feeds/").status_code == 401


def test_two_tokens_are_never_alike_and_a_digest_is_no_token():
    one, text = issued()
    other, second = issuing.issue(one.user, "another", ["read"])
    assert len({text, second, one.digest, other.digest}) == 4
    for wrong in (one.digest, f"fct_{one.digest}", one.hint, text[:-1], text + "a", text.upper()):
        assert bearer(wrong).get("/api/v1/claims/").status_code == 401, wrong


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda token: Token.objects.update(expires_at=timezone.now()), "expired"),
        (lambda token: issuing.revoke(Token.objects.all()), "revoked"),
        (lambda token: type(token.user).objects.update(is_active=False), "closed"),
        (lambda token: token.delete(), "not known"),
    ],
)
def test_what_is_no_longer_good_is_refused_though_anybody_may_read(change, why):
    token, text = issued()
    change(token)
    response = bearer(text).get("/api/v1/claims/")
    assert response.status_code == 401 and why in response.json()["detail"]
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "fct_x", "Bearer é", "Bearer a b"])
def test_a_header_that_cannot_be_read_is_refused_with_how_to_write_it(header):
    response = Client(headers={"Authorization": header}).get("/api/v1/claims/")
    assert response.status_code == 401 and response.json()["detail"]


def test_a_bad_token_is_not_passed_over_for_a_log_in():
    client = bearer("fct_wrong")
    client.force_login(make.superuser())
    assert client.get("/api/v1/feeds/").status_code == 401


def test_use_is_recorded_at_most_once_a_minute():
    token, text = issued()
    start = dt.datetime(2021, 3, 1, 12, tzinfo=dt.UTC)
    for seconds, recorded in ((0, 0), (59, 0), (60, 60), (61, 60), (600, 600)):
        with time_machine.travel(start + dt.timedelta(seconds=seconds), tick=False):
            bearer(text).get("/api/v1/claims/")
        token.refresh_from_db()
        assert token.last_used_at == start + dt.timedelta(seconds=recorded)


def test_a_token_needs_no_csrf_and_a_log_in_does():
    _, text = issued("Editor", "submit")
    fields = {"text": "The council met in the old hall.", "id": "1"}
    strict = Client(enforce_csrf_checks=True)
    posted = strict.post(
        "/api/v1/articles/", fields, content_type="application/json", headers={"Authorization": f"Bearer {text}"}
    )
    assert posted.status_code == 201
    strict.force_login(make.member("Editor", "other"))
    assert strict.post("/api/v1/articles/", fields, content_type="application/json").status_code == 403
    assert Article.objects.count() == 1


def test_no_scope_opens_another_and_the_refusal_names_both():
    _, text = issued("Administrator", "read", "review")
    response = bearer(text).post("/api/v1/articles/", {"text": "T"}, content_type="application/json")
    assert response.status_code == 403
    assert "scope submit; this one has read, review" in response.json()["detail"]
    assert response["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="submit"'


def in_admin(role="Reader", name=""):
    client = Client()
    client.force_login(make.member(role, name, is_staff=True))
    return client


ADD = "/admin/access/token/add/"


def form(**fields):
    return {
        "name": "notebook",
        "scopes": ["read"],
        "expires_at_0": "2099-01-01",
        "expires_at_1": "00:00",
        **fields,
    }


def test_the_admin_shows_a_token_once_and_keeps_no_copy():
    client = in_admin()
    assert client.get(ADD).status_code == 200
    page = client.post(ADD, form())
    [text] = set(WRITTEN.findall(page.content.decode()))
    assert "no-store" in page["Cache-Control"]
    assert bearer(text).get("/api/v1/feeds/").status_code == 200
    token = Token.objects.get()
    assert (token.name, token.scopes, token.user.username) == ("notebook", ["read"], "reader")
    for address in ("", f"{token.pk}/change/", f"{token.pk}/history/"):
        again = client.get(f"/admin/access/token/{address}")
        assert again.status_code == 200 and not WRITTEN.search(again.content.decode())
    assert token.digest not in client.get(f"/admin/access/token/{token.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"scopes": []}, "required"),
        ({"scopes": ["everything"]}, "not one of the available choices"),
        ({"expires_at_0": "2001-01-01"}, "This is past"),
        ({"expires_at_0": ""}, "required"),
        ({"name": ""}, "required"),
    ],
)
def test_the_form_refuses_what_would_be_no_good_token(fields, complaint):
    page = in_admin().post(ADD, form(**fields))
    assert complaint in page.content.decode() and not Token.objects.exists()


def test_everybody_sees_and_revokes_their_own_and_an_administrator_all():
    token, text = issued()
    stranger, administrator = in_admin("Editor"), in_admin("Administrator")
    act = {"action": "revoke", "_selected_action": [token.pk]}
    assert "a program" not in stranger.get("/admin/access/token/").content.decode()
    assert stranger.get(f"/admin/access/token/{token.pk}/change/").status_code == 302
    stranger.post("/admin/access/token/", act)
    assert bearer(text).get("/api/v1/claims/").status_code == 200
    assert "a program" in administrator.get("/admin/access/token/").content.decode()
    administrator.post("/admin/access/token/", act)
    assert bearer(text).get("/api/v1/claims/").status_code == 401
    assert "revoked" in administrator.get("/admin/access/token/").content.decode()


def test_nobody_makes_a_token_for_another_but_who_may_change_tokens():
    other = make.user("other")
    in_admin("Editor").post(ADD, form(user=other.pk))
    assert Token.objects.get().user.username == "editor"
    in_admin("Administrator").post(ADD, form(user=other.pk))
    assert Token.objects.first().user == other


def dumped():
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (str(value) for row in cursor.fetchall() for value in row)


def test_no_string_of_a_dump_of_the_database_is_a_token():
    client = in_admin("Administrator")
    page = client.post(ADD, form(scopes=["admin"], user=User.objects.get().pk))
    [text] = set(WRITTEN.findall(page.content.decode()))
    client.get("/admin/")
    answer = bearer(text, **{"Idempotency-Key": "k"}).post(
        "/api/v1/articles/", {"text": "The council met."}, content_type="application/json"
    )
    assert answer.status_code == 201 and LogEntry.objects.exists()
    strings = {word for value in dumped() for word in (value, *re.split(r"[^A-Za-z0-9_-]+", value)) if word}
    assert Token.objects.get().digest in strings and len(strings) > 300
    assert not any(text in string or text.removeprefix("fct_") in string for string in strings)
    for string in strings:
        for tried in (string, f"fct_{string}"):
            if "\n" not in tried and tried.isascii():
                assert not opens(tried), tried


def opens(text):
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {text}"})
    try:
        return token_of(request)
    except Invalid:
        return None
