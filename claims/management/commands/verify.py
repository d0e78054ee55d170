"""`manage.py verify`: what must always hold, checked on the live database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.verifying import verify


class Command(BaseCommand):
    help = (
        "Checks what must always hold: exits 0 with counts, or 1 with each breach and what it means. While workers "
        "write, a breach may be of the moment: run it again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        breaches = verify(self.stdout.write)
        if breaches:
            raise CommandError(f"{breaches:,} breaches, each named above.")
        self.stdout.write(self.style.SUCCESS("Everything holds."))
