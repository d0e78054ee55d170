"""The demo: its corpus imported in order and analysed, and a reviewer's log-in. Only with DEBUG=true."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sources.models import ImportOutcome

SEEDS = settings.BASE_DIR / "seeds"
NAME = "reviewer"


class Command(BaseCommand):
    help = "Imports and analyses the demo corpus in seeds/, and makes a reviewer's log-in. Running it again is safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Where the web server will answer.")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo makes a superuser with a printed password: only with DEBUG=true")
        fresh = [path for path in corpus() if not imported(path)]
        if fresh:
            self.stdout.write(f"Importing {len(fresh)} articles of the demo corpus ...")
            call_command("import_articles", *map(str, fresh), stdout=self.stdout)
        call_command("analyse", stdout=self.stdout)
        self.stdout.write(f"\nhttp://localhost:{port}/\n{log_in()}\nCtrl-C ends web server and worker.")


def corpus() -> list[Path]:
    """The files in the order they were published: a later version of an article comes after the earlier one."""
    return sorted(path for path in SEEDS.glob("*/*.md"))


def imported(path: Path) -> bool:
    """Whether the file was imported before; once more would bring an article's first version back as its newest."""
    outcomes = ImportOutcome.objects.exclude(outcome=ImportOutcome.Outcome.FAILED)
    return outcomes.filter(item=str(path)).exists()


def log_in() -> str:
    """One line that says how to log in; a password that someone changed since is left alone."""
    user, created = User.objects.get_or_create(username=NAME, defaults={"is_staff": True, "is_superuser": True})
    kept = settings.DATA_DIR / "reviewer_password"
    if created or not kept.exists():
        user.set_password(keep(kept, secrets.token_urlsafe(9)))
        user.save(update_fields=["password"])
    if user.check_password(kept.read_text()):
        return f"Log in as {NAME} with the password {kept.read_text()}"
    return f"Log in as {NAME} with the password that was set in the admin"


def keep(path: Path, text: str) -> str:
    """Writes a secret where only its owner reads it."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    return text
