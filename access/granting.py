"""Gives the groups their permissions. Migrations call this, and `manage.py permissions` after new models came."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

from .roles import EVERYTHING_IN, ROLES, permissions


def establish(apps: Any = installed) -> list[str]:
    """Makes the groups and adds what the table of roles gives them; what a person gave them besides stays.

    Returns what the table names and no model has: in a migration, that of models which later migrations add.
    """
    for app in apps.get_app_configs():
        _make_permissions(app, apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    rows = permission.objects.select_related("content_type")
    known = {(row.content_type.app_label, row.codename): row for row in rows}
    for role in ROLES:
        row, _ = group.objects.get_or_create(name=role)
        row.permissions.add(*(known[name] for name in permissions(role) & known.keys()))
        if role == "Administrator":
            row.permissions.add(*rows.filter(content_type__app_label__in=EVERYTHING_IN))
    return sorted(f"{app}.{name}" for role in ROLES for app, name in permissions(role) - known.keys())


def _make_permissions(app: Any, apps: Any) -> None:
    """Django makes them after all migrations; a migration that grants them needs them now."""
    if not getattr(app, "models_module", None):
        app.models_module = bool(list(app.get_models()))
    create_permissions(app, apps=apps, verbosity=0)
