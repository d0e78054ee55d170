"""The whole of who may do what: every role, by log-in and by token of every scope, on every call there is or is not."""

import functools
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client, override_settings
from drf_spectacular.generators import SchemaGenerator

from access import granting, issuing
from access.management.commands import permissions as command
from access.models import Scope
from access.roles import EVERYTHING_IN, ROLES, permissions
from tests import make

pytestmark = pytest.mark.django_db
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
STAFF = {"Reader", "Reviewer", "Editor", "Administrator"}
DECIDE = {"Reviewer", "Editor", "Administrator"}
ADD = {"Editor", "Administrator"}
OPEN = "sources articles versions edits quotes utterances entities claims facts discrepancies".split()
LISTS = {f"/{name}/": None for name in OPEN} | {f"/{name}/": STAFF for name in ("feeds", "pages", "reviews")}
RUN = {"Administrator"}
HOOKED = {
    "GET": "/webhooks/ /webhooks/{id}/ /deliveries/ /deliveries/{id}/",
    "POST": "/webhooks/ /webhooks/{id}/ping/ /webhooks/{id}/rotate/ /deliveries/{id}/redeliver/",
    "PATCH": "/webhooks/{id}/",
    "DELETE": "/webhooks/{id}/",
}
RULED = "discrepancies entities facts utterances claims quotes".split()
# Call to who may, None for whoever may read, and the scope that a token needs. Of what is not here nobody may anything.
EXPECTED = {
    **{("GET", path): (who, "read") for path, who in LISTS.items()},
    **{("GET", f"{path}{{id}}/"): (who, "read") for path, who in LISTS.items()},
    ("GET", "/changes/"): (None, "read"),
    ("GET", "/changes/{number}/"): (None, "read"),
    ("GET", "/search/"): (None, "read"),
    ("GET", "/articles/{id}/diff/"): (None, "read"),
    ("GET", "/versions/{id}/text/"): (None, "read"),
    **{("GET", f"/{name}/{{id}}/reviews/"): (STAFF, "read") for name in RULED},
    **{("POST", f"/{name}/{{id}}/reviews/"): (DECIDE, "review") for name in RULED},
    ("POST", "/versions/{id}/claims/"): (DECIDE, "review"),
    ("POST", "/versions/{id}/quotes/"): (DECIDE, "review"),
    ("POST", "/reviews/{id}/undo/"): (DECIDE, "review"),
    ("POST", "/articles/"): (ADD, "submit"),
    ("POST", "/feeds/"): (ADD, "submit"),
    **{(method, path): (RUN, "admin") for method, paths in HOOKED.items() for path in paths.split()},
}
CALLERS = [None, "nobody in particular", *ROLES]


@functools.cache
def paths():
    return [path.removeprefix("/api/v1") for path in SchemaGenerator().get_schema(public=True)["paths"]]


def documented():
    document = SchemaGenerator().get_schema(public=True)["paths"]
    return {(method.upper(), path.removeprefix("/api/v1")) for path in document for method in document[path]}


def test_the_table_has_every_call_of_the_schema_and_no_other():
    assert documented() == set(EXPECTED)


def answered(client, method, path):
    """The status of a call that says nothing useful, so that nothing comes of it where it is allowed."""
    address = "/api/v1" + re.sub("{.*}", "999999", path)
    response = client.generic(method, address, b"{}", content_type="application/json")
    return response.status_code


def expected(caller, method, path, scope, closed):
    """401, 403, 405, or None for what gets through to the row and the fields."""
    if (method, path) not in EXPECTED:
        return 405
    who, needed = EXPECTED[method, path]
    if caller is None:
        return 401 if who is not None or closed else None
    if who is not None and caller not in who:
        return 403
    return 403 if scope not in (None, needed, "admin") else None


def person(caller):
    return make.member(caller) if caller in ROLES else make.user("anybody")


def clients(caller):
    """(scope, client): by log-in, where the scope is None, and by a token of each scope alone."""
    if caller is None:
        yield None, Client()
        return
    user = person(caller)
    client = Client()
    client.force_login(user)
    yield None, client
    for scope in Scope.values:
        _, text = issuing.issue(user, scope, [scope])
        yield scope, Client(headers={"Authorization": f"Bearer {text}"})


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("caller", CALLERS)
def test_the_whole_matrix(caller, closed):
    framework = dict(settings.REST_FRAMEWORK)
    if closed:
        framework["DEFAULT_PERMISSION_CLASSES"] = ["rest_framework.permissions.IsAuthenticated"]
    wrong, tried = [], 0
    with override_settings(REST_FRAMEWORK=framework, API_ANONYMOUS_READING=not closed):
        for scope, client in clients(caller):
            for path in paths():
                for method in METHODS:
                    status, wanted = answered(client, method, path), expected(caller, method, path, scope, closed)
                    right = status == wanted if wanted else status in (200, 400, 404, 428)
                    wrong += [] if right else [(scope, method, path, status, wanted)]
                    tried += 1
    assert wrong == []
    assert tried == len(paths()) * len(METHODS) * (1 if caller is None else 1 + len(Scope.values))


@pytest.fixture
def roles():
    """The groups as `migrate` makes them: a test that commits leaves none."""
    granting.establish()


def test_the_groups_have_what_the_table_says(roles):
    granted = {
        group.name: {(row.content_type.app_label, row.codename) for row in group.permissions.select_related()}
        for group in Group.objects.filter(name__in=ROLES)
    }
    every = Permission.objects.filter(content_type__app_label__in=EVERYTHING_IN).select_related("content_type")
    assert granted.keys() == ROLES.keys()
    for role in ("Reader", "Reviewer", "Editor"):
        assert granted[role] == permissions(role)
    assert granted["Administrator"] == {(row.content_type.app_label, row.codename) for row in every}


def test_the_roles_are_made_again_and_keep_what_a_person_added(roles):
    Group.objects.get(name="Reviewer").delete()
    extra = Permission.objects.get(codename="delete_quote")
    Group.objects.get(name="Reader").permissions.add(extra)
    call_command("permissions", "--establish", verbosity=0)
    assert Group.objects.get(name="Reviewer").permissions.count() == len(permissions("Reviewer"))
    assert extra in Group.objects.get(name="Reader").permissions.all()


def test_a_permission_that_no_model_has_is_told(monkeypatch):
    monkeypatch.setitem(ROLES, "Reader", [{"claims": {"nothing": ("view",)}}])
    assert granting.establish() == ["claims.view_nothing"]


def test_the_page_is_what_the_command_prints():
    stored = Path(settings.BASE_DIR, "docs", "permissions.md").read_text()
    assert stored == "\n".join(command.page()) + "\n", "run: manage.py permissions > docs/permissions.md"


def test_the_page_says_what_the_matrix_holds():
    said = {
        call: ({role for role in ROLES if command.may(role, permission)}, permission is None, scope)
        for call, permission, scope in command.calls()
    }
    for (method, path), (who, scope) in EXPECTED.items():
        assert said[f"{method} {path}"] == (who or set(ROLES), who is None, scope)


def test_the_schema_says_which_scope_and_where_no_log_in_is_needed():
    document = json.loads(json.dumps(SchemaGenerator().get_schema(public=True)["paths"]))
    for (method, path), (who, scope) in EXPECTED.items():
        security = document["/api/v1" + path][method.lower()]["security"]
        assert {"token": [scope]} in security and ({} in security) == (who is None)
