"""How fast the API gives claims, beside what fetches the same by hand: psycopg, COPY, Datasette. Ratios of one run."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test import Client

from claims.models import Claim, Extraction

from . import peering, raw

RUNS = 15
SIZE = 100
PAGE = 1_000
WRITTEN = 10_000
STREAMED = 50_000
PEERS = Path(sys.executable).parents[1].with_name(".venv-peers") / "bin" / "python"
SERVING = Path(__file__).with_name("datasettes.py")


def pages(client: Client) -> dict[str, float]:
    """A page through all of the service (Django's test client) and by hand; and one far down, by its cursor."""
    from django.db.models import Max

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as opened:
        cursor = opened.cursor()
        assert rows_of(client, "/api/v1/claims/") == by_hand(cursor), "the rows differ"
        ours, hand = taken(lambda: get(client, "/api/v1/claims/"), lambda: raw.page(cursor, 0, SIZE))
    last: int = Claim.objects.filter(live=True).aggregate(last=Max("pk"))["last"]
    after = min(PAGE * SIZE, last - SIZE)
    deep = get(client, f"/api/v1/claims/?cursor={cursor_after(after)}")
    assert b'"results":[{' in deep
    first, far = taken(
        lambda: get(client, "/api/v1/claims/"), lambda: get(client, f"/api/v1/claims/?cursor={cursor_after(after)}")
    )
    return {
        "a page of 100 claims, ms": ours,
        "a page of 100 claims by psycopg and json.dumps, ms": hand,
        "a page of 100 claims, times by hand": ours / hand,
        "page 1,000 or the last, times page 1": far / first,
    }


def cursor_after(pk: int) -> str:
    from claims.api.paging import Mark

    return Mark("id", False, pk, pk).text()


def get(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.content


def rows_of(client: Client, address: str) -> Any:
    return client.get(address).json()["results"]


def by_hand(cursor: Any) -> Any:
    return json.loads(raw.page(cursor, 0, SIZE))["results"]


def taken(*each: Callable[[], object]) -> list[float]:
    """Median milliseconds of each, taken in turn so that what else the machine does meets all of them alike."""
    times: list[list[float]] = [[] for _ in each]
    for run in range(RUNS + 2):
        for number, call in enumerate(each):
            started = time.perf_counter()
            call()
            if run > 1:
                times[number].append(time.perf_counter() - started)
    return [statistics.median(of) * 1000 for of in times]


def export(client: Client) -> dict[str, float]:
    """All claims as NDJSON by the command, between two COPYs of the same rows; and of the first so many by the API."""
    before, size = _copied()
    with tempfile.TemporaryDirectory() as folder:
        started, path = time.perf_counter(), Path(folder, "claims.ndjson")
        command = [sys.executable, "manage.py", "export", "claims", "--output", str(path)]
        most = _watched(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        exported = time.perf_counter() - started
        assert path.stat().st_size > size / 2
    copied = (before + _copied()[0]) / 2
    first, streamed, hand = _streamed(client)
    return {
        "NDJSON of all claims, s": exported,
        "COPY of the same, s": copied,
        "NDJSON of all claims, times COPY": exported / copied,
        "megabytes at most while exporting": most,
        f"the first row of the API's NDJSON of all, ms; then up to {STREAMED:,}": first * 1000,
        "NDJSON of the API, times COPY of the same": streamed / hand,
    }


def _copied(most: int | None = None) -> tuple[float, int]:
    """Seconds, and bytes; of all claims, or of the first so many."""
    statement = raw.COPY if most is None else raw.COPY.replace("ORDER BY c.id)", f"ORDER BY c.id LIMIT {most})")
    started, size = time.perf_counter(), 0
    with psycopg.connect(os.environ["DATABASE_URL"]) as opened, opened.cursor().copy(statement) as stream:
        for part in stream:
            size += len(part)
    return time.perf_counter() - started, size


def _streamed(client: Client) -> tuple[float, float, float]:
    """Seconds to the first row of all, to so many of them, and of COPY for as many."""
    started, rows, first = time.perf_counter(), 0, 0.0
    response = client.get("/api/v1/claims/", {"format": "ndjson"})
    for part in response.streaming_content:  # type: ignore[attr-defined]
        first = first or time.perf_counter() - started
        rows += part.count(b"\n")
        if rows >= STREAMED:
            break
    spent = time.perf_counter() - started
    response.close()
    return first, spent, _copied(rows)[0]


def _watched(process: "subprocess.Popen[bytes]") -> float:
    """Waits for the process; the most memory that it had, in megabytes, as Linux counts it for a program alone."""
    most = 0
    while process.poll() is None:
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                most = int(line.split()[1])
        time.sleep(0.05)
    assert process.returncode == 0
    return most / 1024


def datasette(client: Client) -> dict[str, float] | None:
    """The same rows in SQLite, served by Datasette; None where there is no environment that has it."""
    if not PEERS.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "claims.db")
        count = peering.as_sqlite(path, os.environ["DATABASE_URL"])
        command = [PEERS, SERVING, path, str(RUNS), str(SIZE)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    [ours] = taken(lambda: get(client, "/api/v1/claims/"))
    return {
        "rows that Datasette serves": count,
        "a page of Datasette by a view, ms": told["view"],
        "a page of Datasette by a table that has all ready, ms": told["table"],
        "a page of Datasette by that table as it comes, ms": told["as it comes"],
        "a row, times Datasette as it comes": ours / told["as it comes"],
        "a row, times Datasette by a view without facets": ours / told["view"],
    }


def writing() -> dict[str, float]:
    """Writes claims with and without the indexes that filters use, and takes both back."""
    with_them = _written()
    with transaction.atomic(), connection.cursor() as cursor:
        for name in _indexes(cursor):
            cursor.execute(f'DROP INDEX "{name}"')
        without = _written()
        transaction.set_rollback(True)
    return {
        "10,000 claims written, s": with_them,
        "10,000 claims written without the indexes of filters, s": without,
        "writing with indexes of filters, times without": with_them / without,
    }


def _indexes(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'claims_claim' "
        "AND indexname ~ '^claim_(least|most|first_day|last_day|dimension|unit|modality|change)$'"
    )
    return [name for (name,) in cursor.fetchall()]


def _written() -> float:
    """Seconds for so many claims, as the service writes them, at the end of what is there."""
    have = list(Claim.objects.order_by("-pk")[:SIZE])
    reading = Extraction.objects.order_by("-pk")[0]
    rows = []
    for number in range(WRITTEN):
        row = have[number % len(have)]
        rows.append(
            Claim(
                **{
                    **{field.attname: getattr(row, field.attname) for field in Claim._meta.concrete_fields},
                    **{"id": None, "extraction_id": reading.pk, "version_id": reading.version_id},
                    **{
                        "start": 0,
                        "value_start": 1_000_000 + number,
                        "value_end": 1_000_001 + number,
                        "end": 2_000_000,
                    },
                }
            )
        )
    with transaction.atomic():
        started = time.perf_counter()
        Claim.objects.bulk_create(rows, batch_size=500)
        spent = time.perf_counter() - started
        transaction.set_rollback(True)
    return spent
