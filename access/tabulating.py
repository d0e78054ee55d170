"""Who may do what, as tables: of the API's calls, and of the kinds of rows in the admin."""

import functools
from collections.abc import Iterator

from django.apps import apps
from django.utils.text import capfirst
from drf_spectacular.generators import SchemaGenerator

from .roles import EVERYTHING_IN, ROLES, permissions

PREFIX = "/api/v1"
ACTIONS = ("view", "add", "change", "delete")


@functools.cache
def calls() -> tuple[tuple[str, str | None, str], ...]:
    """(method and address, permission or None, scope) of every call the schema knows, which takes a second to make."""
    return tuple(_calls())


def _calls() -> Iterator[tuple[str, str | None, str]]:
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            [scope] = next(way["token"] for way in operation["security"] if "token" in way)
            yield f"{method.upper()} {path.removeprefix(PREFIX)}", operation["x-permission"], scope


def may(role: str, permission: str | None) -> bool:
    if permission is None or role == "Administrator" and permission.partition(".")[0] in EVERYTHING_IN:
        return True
    app, _, name = permission.partition(".")
    return (app, name) in permissions(role)


def kinds() -> Iterator[tuple[str, list[list[str]]]]:
    """Each kind of row that the roles name, with what each role may do with it."""
    named = sorted({(app, name.partition("_")[2]) for role in ROLES for app, name in permissions(role)})
    for app, model in named:
        allowed = [[action for action in ACTIONS if may(role, f"{app}.{action}_{model}")] for role in ROLES]
        yield str(capfirst(apps.get_model(app, model)._meta.verbose_name)), allowed
