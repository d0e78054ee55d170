"""Whether the API is what its schema says: schemathesis against the running service, by role and scope, all checks on.

`python -m benchmarks.contract` tries 2,000 cases and more, on the database that DATABASE_URL and REDIS_URL name; it
ends with 1 and what broke where an answer is a failure, is not documented, or is not as documented.
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).resolve().parent
FILL = "from tests.claims import test_api as c; c.fill(); from tests.sources import test_api as s; s.fill()"
ROLES = ["Reader", "Reviewer", "Editor", "Administrator"]
SCOPES = ["read", "submit", "review", "admin"]
# At random; and for who may most also at the edges of what the schema says.
RANDOM, THOROUGH = "examples,fuzzing", "examples,coverage,fuzzing"
ALLOWED = [(role, scope) for role in ROLES for scope in SCOPES]
CALLERS = [(None, None, RANDOM), *((*each, THOROUGH if each == ALLOWED[-1] else RANDOM) for each in ALLOWED)]
CASES = 2000
COUNTED = re.compile(r"(\d+) generated")


@dataclass(frozen=True)
class Run:
    """One role's cases: how many, whether all were as documented, and what was said."""

    role: str
    cases: int
    kept: bool
    said: str


def run(
    url: str, role: str | None, token: str, phases: str, examples: int, seed: int, schema: str | None = None
) -> Run:
    """schemathesis on the service, as somebody of that role: at most `examples` random cases an operation."""
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "contract.toml"), "run"),
        *(
            schema or f"{url}/api/v1/schema/",
            "--url",
            url,
            "--checks",
            "all",
            "--phases",
            phases,
            "--max-examples",
            str(examples),
        ),
        *("--seed", str(seed), "--no-color", "--request-timeout", "60", "--generation-database", "none"),
        *(["--header", f"Authorization:Bearer {token}"] if token else []),
    ]
    ended = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, timeout=1800)
    said = ended.stdout + ended.stderr
    counted = COUNTED.search(said)
    return Run(role or "anonymous", int(counted[1]) if counted else 0, ended.returncode == 0 and bool(counted), said)


def schema_of(served: Any, folder: Path) -> str:
    """The schema that the service gives, in a file: each role is held to the same, and it is made once."""
    path = folder / "schema.yaml"
    with urllib.request.urlopen(f"{served.url}/api/v1/schema/", timeout=120) as answer:
        path.write_bytes(answer.read())
    return str(path)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from tests.served import Served

    with (
        tempfile.TemporaryDirectory() as folder,
        Served(Path(folder), API_LIMIT_TOKEN="0", API_LIMIT_ADDRESS="0") as served,
    ):
        served.manage("shell", "--verbosity", "0", "-c", FILL)
        runs, schema = [], schema_of(served, Path(folder))
        for seed, (role, scope, phases) in enumerate(CALLERS):
            token = served.token(role, scope) if role and scope else ""
            runs.append(each := run(served.url, role, token, phases, 3, seed, schema))
            print(f"{each.role:14} {scope or '':6} {each.cases:6,} cases  {'kept' if each.kept else 'BROKEN'}")
            print("" if each.kept else each.said, end="", flush=True)
        failures = served.log.read_text().count("Internal Server Error")
    total = sum(each.cases for each in runs)
    print(f"{'all roles':21} {total:6,} cases  {failures} failures in the server's log")
    sys.exit(total < CASES or failures > 0 or not all(each.kept for each in runs))


if __name__ == "__main__":
    main()
