"""Prints who may do what, as docs/permissions.md has it; and gives the groups what the table of roles says."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from access.granting import establish
from access.models import Scope
from access.roles import EVERYTHING_IN, IN_WORDS, ROLES
from access.tabulating import ACTIONS, calls, kinds, may

HEAD = """# Who may do what
`manage.py permissions` prints this page, and a test holds it to what the service does.

A role is a group: put people in one in the admin, under Users. `manage.py migrate` gives the groups what stands here;
for another mix make a group of your own. Someone who is to log in to the admin is marked as staff besides. Nobody needs
a role to read what the API has for everybody; `API_ANONYMOUS_READING=false` asks for a log-in or a token even there.

| role | |
| --- | --- |"""


class Command(BaseCommand):
    help = "Prints the permission matrix (docs/permissions.md); --establish gives the groups what it says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--establish", action="store_true", help="Make the groups as the table of roles has them.")

    def handle(self, *args: Any, establish: bool, **options: Any) -> None:
        if establish:
            self.stdout.write(established())
        else:
            self.stdout.write("\n".join(page()))


def established() -> str:
    if missing := establish():
        raise CommandError(f"no model has these permissions of the table of roles: {', '.join(missing)}")
    return f"The groups {', '.join(ROLES)} have what the table of roles gives them."


def page() -> Iterator[str]:
    yield HEAD
    yield from (f"| {role} | {words} |" for role, words in IN_WORDS.items())
    yield from ("", "## Over the API", "A token needs the scope named, or `admin`, and its owner the permission.", "")
    yield "| call | permission | scope | " + " | ".join(ROLES) + " | nobody in particular |"
    yield "| --- | --- | --- |" + " --- |" * (len(ROLES) + 1)
    yield from (row(*call) for call in calls())
    yield from ("", "## Scopes of tokens", "| scope | |", "| --- | --- |")
    yield from (f"| {value} | {label} |" for value, label in Scope.choices)
    yield from ("", "## In the admin", "What each role may do with each kind of row.", "")
    yield "| kind | " + " | ".join(ROLES) + " |"
    yield "| --- |" + " --- |" * len(ROLES)
    yield from (f"| {kind} | {' | '.join(map(', '.join, allowed))} |" for kind, allowed in kinds())
    yield f"| Everything else in {', '.join(EVERYTHING_IN)} | | | | {', '.join(ACTIONS)} |"


def row(call: str, permission: str | None, scope: str) -> str:
    marks = [mark(may(role, permission)) for role in ROLES]
    return f"| {call} | {permission or ''} | {scope} | {' | '.join(marks)} | {mark(permission is None)} |"


def mark(allowed: bool) -> str:
    return "yes" if allowed else ""
