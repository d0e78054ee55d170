"""Django's own migrate; after it the roles have what the table says, of models that have just come as well."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from access.granting import establish


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        changes_nothing = options["plan"] or options["check_unapplied"] or options["app_label"]
        if not changes_nothing and options["database"] == DEFAULT_DB_ALIAS:
            establish()
