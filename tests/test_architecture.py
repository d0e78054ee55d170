"""Who may import whom. A module stands in one room; an arrow that is not listed here fails, and so does a new room."""

import ast
import fnmatch
import graphlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
PACKAGES = ("factcheck", "access", "sources", "claims")
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 50

# Rooms, each with the modules in it; what matches first counts.
ROOMS = {
    "settings": ["factcheck.settings", "factcheck.environment"],
    "serving": [
        *("factcheck.health", "factcheck.paging", "factcheck.reading", "factcheck.permitting", "factcheck.problems"),
        *("factcheck.limits", "factcheck.conditional", "factcheck.crossorigin", "factcheck.idempotency"),
        *("factcheck.documenting", "factcheck.retiring", "factcheck.stability"),
    ],
    "project": ["factcheck", "factcheck.*"],
    "network": ["sources.fetching", "sources.requesting", "sources.hosts", "sources.targets"],
    "commands": ["*.management.commands.*", "*.management", "*.management.commands"],
    "messages": ["sources.messages"],
    "telling": ["sources.telling"],
    "looks": ["sources.readonly"],
    "access.admin": ["access.admin", "access.people"],
    "access.acting": ["access.*ing"],
    "access.models": ["access.models", "access.roles", "access"],
    "sources.admin": ["sources.admin", "sources.admin.*"],
    "sources.api": ["sources.api", "sources.api.*"],
    "sources.tasks": ["sources.tasks"],
    "sources.acting": ["sources.*ing"],
    "sources.models": ["sources.models", "sources.models.*", "sources.immutable", "sources"],
    "sources.pure": ["sources.*"],
    "analysis.shapes": [f"claims.analysis.{name}" for name in ("spans", "values", "found")],
    "analysis.text": ["claims.analysis.text", "claims.analysis.text.*"],
    "analysis.names": ["claims.analysis.names", "claims.analysis.names.*"],
    "analysis.quotes": ["claims.analysis.quotes", "claims.analysis.quotes.*"],
    "analysis.dates": ["claims.analysis.dates", "claims.analysis.dates.*"],
    "analysis.numbers": ["claims.analysis.numbers", "claims.analysis.numbers.*"],
    "analysis.quantities": ["claims.analysis.quantities", "claims.analysis.quantities.*"],
    "analysis.facts": ["claims.analysis.facts", "claims.analysis.facts.*"],
    "analysis.stating": ["claims.analysis.stating", "claims.analysis.stating.*"],
    "analysis": ["claims.analysis", "claims.analysis.*"],
    "claims.admin": ["claims.admin", "claims.admin.*", "claims.templatetags", "claims.templatetags.*"],
    "claims.api": ["claims.api", "claims.api.*"],
    "claims.tasks": ["claims.tasks"],
    "working": ["claims.working"],
    "charts": ["claims.charts", "claims.charts.*"],
    "claims.pure": ["claims.workbench.agreement"],
    "delivering": ["claims.webhooks.delivering"],
    "claims.acting": ["claims.*ing", "claims.corrections", "claims.webhooks", "claims.workbench"],
    "claims.models": ["claims.models", "claims.models.*", "claims"],
}

SOURCES = {"messages", "sources.models", "sources.pure", "sources.acting", "network", "settings"}
PARTS = {
    f"analysis.{part}"
    for part in ("shapes", "text", "names", "quotes", "numbers", "dates", "quantities", "facts", "stating")
}
ANALYSIS = PARTS | {"analysis"}
SAID = {"messages", "analysis.shapes"}
CLAIMS = ANALYSIS | {
    *("claims.models", "claims.acting", "claims.pure", "delivering"),
    *("messages", "sources.models", "sources.pure", "sources.acting", "settings"),
}
ARROWS = {
    "settings": set(),
    "serving": {"access.models", "access.acting"},
    "access.models": set(),
    "access.acting": {"access.models"},
    "access.admin": {"access.models", "access.acting", "looks"},
    "project": {"settings", "serving", "sources.admin", "sources.api", "claims.admin", "claims.api"},
    "network": {"messages", "sources.models", "sources.pure", "settings"},
    "messages": set(),
    "telling": {"messages"},
    "looks": {"sources.pure"},
    "sources.pure": {"messages"},
    "sources.models": {"messages", "telling"},
    "sources.acting": {"messages", "sources.models", "sources.pure", "network"},
    "sources.tasks": SOURCES,
    "sources.admin": SOURCES | {"looks", "telling"},
    "sources.api": SOURCES | {"serving"},
    "analysis.shapes": {"messages"},
    "analysis.text": SAID,
    "analysis.names": SAID | {"analysis.text"},
    "analysis.quotes": SAID | {"analysis.text", "analysis.names"},
    "analysis.numbers": {"analysis.shapes"},
    "analysis.dates": {"analysis.shapes", "analysis.numbers"},
    "analysis.quantities": {"analysis.shapes", "analysis.numbers", "analysis.dates"},
    "analysis.facts": SAID | {"analysis.text"},
    "analysis.stating": SAID | {"analysis.text", "analysis.names", "analysis.facts"},
    "analysis": PARTS | {"messages"},
    "claims.models": SAID | {"sources.models"},
    "charts": set(),
    "claims.pure": set(),
    "claims.acting": ANALYSIS | {"messages", "claims.models", "claims.pure", "sources.models", "sources.pure"},
    "delivering": {
        *("claims.models", "claims.acting", "messages", "sources.models", "sources.pure", "sources.acting"),
        *("network", "settings"),
    },
    "claims.tasks": CLAIMS,
    "working": {"claims.models", "claims.acting", "delivering", "sources.acting", "settings"},
    "claims.admin": CLAIMS | {"looks", "telling", "charts"},
    "claims.api": CLAIMS | {"serving", "sources.api", "access.models"},
    "commands": SOURCES | CLAIMS | {"working", "access.models", "access.acting"},
}

PURE = ANALYSIS | {"messages", "sources.pure", "claims.pure", "charts"}
FRAMEWORKS = {"django", "rest_framework", "celery", "kombu", "redis", "psycopg"}
NETWORK = {"urllib3", "requests", "httpx", "aiohttp", "socket", "ssl", "http.client", "urllib.request", "smtplib"}
LANGUAGE = {"spacy"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "blinker"}
NAMELESS = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc", "signals", "manager"}


def modules() -> dict[str, str]:
    """The name and the source of every module of ours; migrations are written by Django."""
    paths = [path for package in PACKAGES for path in (HERE / package).rglob("*.py") if "migrations" not in path.parts]
    return {name_of(path.relative_to(HERE)): path.read_text() for path in paths}


def name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    return next((room for room, names in ROOMS.items() if any(fnmatch.fnmatchcase(module, n) for n in names)), None)


def imports(module: str, source: str, known: dict[str, str]) -> Iterator[str]:
    """Every module that is imported, wherever in the file; `from package import module` is the module."""
    is_package = any(name.startswith(module + ".") for name in known)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = module.split(".")[: None if is_package else -1]
            above = parts[: len(parts) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base


def under(name: str, libraries: set[str]) -> bool:
    return any(name == library or name.startswith(library + ".") for library in libraries)


def breaches(known: dict[str, str]) -> list[str]:
    """One line for every import that is not allowed."""
    return [
        f"{module} ({room}) may not import {target}: {why}"
        for module, source in known.items()
        for room in [room_of(module)]
        for target in sorted(set(imports(module, source, known)))
        if (why := refusal(room, target))
    ]


def refusal(room: str | None, target: str) -> str:
    """Why a room may not import a module; empty when it may."""
    if room not in ARROWS:
        return "the room is not on the list"
    if target.split(".")[0] in PACKAGES:
        other = room_of(target)
        return "" if other == room or other in ARROWS[room] else f"no arrow from {room} to {other}"
    if under(target, SIGNALS):
        return "no signals"
    if under(target, NETWORK) and room != "network":
        return "only sources.fetching and what it stands on touches the network"
    if under(target, LANGUAGE) and room not in ANALYSIS:
        return "only claims.analysis parses language"
    return "a pure module knows no framework" if room in PURE and under(target, FRAMEWORKS) else ""


def test_there_is_something_to_check():
    assert {"claims.models.facts", "claims.analysis.values", "sources.models", "factcheck.settings"} <= set(modules())


def test_every_arrow_is_on_the_list():
    assert breaches(modules()) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("sources.models", "from claims.models import Claim"),
        ("sources.models", "import claims"),
        ("sources.importing", "from claims import comparing"),
        ("sources.importing", "from .admin import anything"),
        ("sources.documents", "from .models import Article"),
        ("sources.documents", "from django.utils import timezone"),
        ("sources.documents", "def read():\n    import urllib.request"),
        ("sources.tasks", "import spacy"),
        ("claims.analysis.values", "from django.db import models"),
        ("claims.analysis.values", "from sources.documents import Document"),
        ("claims.analysis.values", "from .. import models"),
        ("claims.models.facts", "from ..exporting import claim_row"),
        ("claims.models.facts", "from django.db.models.signals import post_save"),
        ("claims.comparing", "from claims.api import views"),
        ("claims.comparing", "import urllib3"),
        ("claims.api", "from claims.admin import site"),
        ("claims.admin", "from claims.tasks import analyse_pending"),
        ("newroom.models", "import os"),
    ],
)
def test_a_forbidden_arrow_is_found(module, line):
    names = ["claims.models", "claims.models.evidence", "claims.analysis", "claims.admin", "sources.documents"]
    assert len(breaches({**dict.fromkeys(names, ""), module: line})) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("claims.comparing", "from .analysis import values\nfrom sources.models import Article"),
        ("claims.analysis.statements", "import spacy\nfrom .values import Value"),
        ("sources.fetching", "import socket\nimport urllib3\nfrom urllib.parse import urlsplit"),
        ("claims.management.commands.analyse", "from claims import comparing"),
    ],
)
def test_an_arrow_of_the_list_is_not(module, line):
    assert breaches({module: line, "claims.analysis.values": "", "claims.comparing": ""} | {module: line}) == []


def test_no_module_waits_for_itself():
    known = modules()
    graph = {name: {target for target in imports(name, text, known) if target in known} for name, text in known.items()}
    # A package's face imports its rooms and they may say `from . import` each other; that alone is no circle.
    graphlib.TopologicalSorter({name: targets - {name} for name, targets in graph.items()}).prepare()


def test_no_room_is_too_big():
    big = [name for name, text in modules().items() if text.count("\n") > MOST_LINES]
    assert big == []


def test_no_function_is_too_long():
    long = [
        f"{name}.{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for name, text in modules().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_every_module_has_a_name_that_says_something():
    assert [name for name in modules() if NAMELESS & set(name.split("."))] == []


def test_every_room_has_an_arrow_list():
    assert set(ROOMS) == set(ARROWS)


def test_what_serves_pages_and_exports_loads_no_language():
    """The model and its library cost more memory than all else: only what reads texts has them."""
    served = (
        "import django, sys; django.setup(); import factcheck.urls, claims.exporting; print('spacy' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    run = subprocess.run(
        [sys.executable, "-c", served], cwd=HERE, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split()[-1] == "False"
