"""The demo: its corpus imported in order and analysed, and a reviewer's log-in. Only with DEBUG=true."""

import secrets
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from factcheck.environment import keep
from sources import documents, folders
from sources.counting import begin
from sources.documents import Document
from sources.failures import Failure
from sources.importing import import_documents, read_manifest
from sources.messages import gettext
from sources.models import ArticleVersion, hash_text

SEEDS = settings.BASE_DIR / "seeds"
NAME = "reviewer"


class Command(BaseCommand):
    help = "Imports and analyses the demo corpus in seeds/, and makes a reviewer's log-in. Running it again is safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Where the web server will answer.")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo makes a superuser and prints its password: only with DEBUG=true")
        if fresh := [item for item in corpus() if not known(item)]:
            self.stdout.write(f"Importing {len(fresh)} texts of the demo corpus ...")
            self.report(fresh)
        call_command("analyse", stdout=self.stdout)
        self.stdout.write(f"\nhttp://localhost:{port}/\n{log_in()}\nCtrl-C ends web server and worker.")

    def report(self, fresh: list[Document | Failure]) -> None:
        outcomes = list(import_documents(fresh, begin(gettext("the demo corpus"))))
        counts = Counter(outcome.outcome.value for outcome in outcomes)
        self.stdout.write(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
        if failed := [f"{outcome.item}: {outcome.reason}" for outcome in outcomes if outcome.outcome == "failed"]:
            raise CommandError("\n".join(failed))


def corpus() -> Iterator[Document | Failure]:
    """The texts of each story in the order they were published: an article's later version after its earlier one."""
    for story in sorted(path for path in SEEDS.iterdir() if path.is_dir()):
        manifest = story / "manifest.csv"
        entries = read_manifest(manifest)
        for file in folders.found([story], leave_out=[manifest]):
            if isinstance(file, Failure):
                yield file
            else:
                yield from documents.read(file.name, file.path.read_bytes(), stated=entries.get(file.name))


def known(item: Document | Failure) -> bool:
    """Whether this text was imported before; once more would bring an article's first version back as its newest."""
    if isinstance(item, Failure):
        return False
    return ArticleVersion.objects.filter(article__key=item.key, sha256=hash_text(item.text)).exists()


def log_in() -> str:
    """One line that says how to log in; a password that someone changed since is left alone."""
    user, created = User.objects.get_or_create(username=NAME, defaults={"is_staff": True, "is_superuser": True})
    kept = settings.DATA_DIR / "reviewer_password"
    if created:
        kept.unlink(missing_ok=True)
        keep(kept, secrets.token_urlsafe(9))
        user.set_password(kept.read_text())
        user.save(update_fields=["password"])
    if kept.exists() and user.check_password(kept.read_text()):
        return f"Log in as {NAME} with the password {kept.read_text()}"
    return f"Log in as {NAME} with your password (manage.py changepassword {NAME} sets another)"
