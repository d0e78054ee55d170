"""A client of the factcheck API in one file, with nothing but Python's standard library.

    python client.py https://factcheck.example list claims dimension=count search="lost districts"
    python client.py https://factcheck.example mirror copy.sqlite3
    python client.py https://factcheck.example verify copy.sqlite3

A token is read from FACTCHECK_TOKEN. `mirror` goes on where it stopped, however it was stopped; `verify` checks that
every quote and claim of the copy stands, character for character, in the version of the text that it names.
"""

import argparse
import hashlib
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

ATTEMPTS = 6
TABLES = """
CREATE TABLE IF NOT EXISTS things (kind TEXT, id INTEGER, row TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS place (next TEXT NOT NULL);
"""


class Refused(Exception):
    """The service's own words: what is wrong, and what to do."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status}: {problem.get('detail') or problem}")
        self.status, self.problem = status, problem


class Client:
    def __init__(self, service: str, token: str = "") -> None:
        self.root = service.rstrip("/") + "/api/v1/"
        self.told: set[str] = set()
        self.headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})

    def get(self, address: str, **parameters: Any) -> Any:
        """What an address answers. It waits as long as it is asked to, and tries again where nobody answers."""
        url = urllib.parse.urljoin(self.root, address)
        if parameters:
            url += "?" + urllib.parse.urlencode(parameters)
        for attempt in range(ATTEMPTS):
            try:
                with urllib.request.urlopen(urllib.request.Request(url, headers=self.headers), timeout=60) as response:
                    self._notice(url, response.headers)
                    return json.load(response)
            except urllib.error.HTTPError as error:
                if error.code not in (429, 502, 503, 504) or attempt == ATTEMPTS - 1:
                    raise Refused(error.code, _problem(error)) from None
                time.sleep(float(error.headers.get("Retry-After") or 2**attempt))
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _notice(self, url: str, headers: Any) -> None:
        """Tells, once for each address, of what is to go: the service's page on stability says how long it stays."""
        address = url.partition("?")[0]
        if headers.get("Deprecation") and address not in self.told:
            self.told.add(address)
            print(f"{address} is to go after {headers.get('Sunset')}: {headers.get('Link')}", file=sys.stderr)

    def rows(self, resource: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        page = self.get(f"{resource}/", **({"limit": 500} | parameters))
        while True:
            yield from page["results"]
            if not page["next"]:
                return
            page = self.get(page["next"])

    def changes(self, address: str = "") -> Iterator[tuple[list[dict[str, Any]], str]]:
        """What changed since, in pages, each with the address to go on from, until there is no more for now."""
        more = True
        while more:
            page = self.get(address or "changes/?limit=500")
            address, more = page["next"], page["more"]
            yield page["results"], address


def _problem(error: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        problem = json.load(error)
    except ValueError:
        problem = None
    return problem if isinstance(problem, dict) else {"detail": error.reason}


def mirror(client: Client, path: str) -> int:
    """Brings the copy in a SQLite file up to date; returns how many changes that took.

    A page and the place after it are kept in one transaction: a copy that is interrupted is as it was after a page.
    """
    count = 0
    with closing(sqlite3.connect(path)) as copy:
        copy.executescript(TABLES)
        place = copy.execute("SELECT next FROM place").fetchone()
        for changes, after in client.changes(place[0] if place else ""):
            with copy:
                for change in changes:
                    keep(copy, change)
                copy.execute("DELETE FROM place")
                copy.execute("INSERT INTO place VALUES (?)", [after])
            count += len(changes)
    return count


def keep(copy: sqlite3.Connection, change: dict[str, Any]) -> None:
    key = [change["kind"], change["id"]]
    if change["row"] is None:
        copy.execute("DELETE FROM things WHERE kind = ? AND id = ?", key)
    else:
        copy.execute("REPLACE INTO things VALUES (?, ?, ?)", [*key, json.dumps(change["row"])])


def verify(path: str) -> tuple[int, list[str]]:
    """How many quotes and claims of a copy were looked at, and a sentence on each that is not where it says it is."""
    texts: dict[tuple[int, int], str] = {}
    looked, wrong = 0, []
    with closing(sqlite3.connect(path)) as copy:
        for version in _things(copy, "version"):
            texts[version["article"], version["number"]] = version["text"]
        for kind in ("quote", "claim"):
            for row in _things(copy, kind):
                looked += 1
                wrong += [f"{kind} {row['id']}: {fault}" for fault in faults(row, texts)]
    return looked, wrong


def _things(copy: sqlite3.Connection, kind: str) -> Iterator[dict[str, Any]]:
    for (row,) in copy.execute("SELECT row FROM things WHERE kind = ? ORDER BY id", [kind]):
        yield json.loads(row)


def faults(row: dict[str, Any], texts: dict[tuple[int, int], str]) -> Iterator[str]:
    """What is wrong with the places of one quote or claim. Offsets count code points, as Python's strings do."""
    text = texts.get((row["article"]["id"], row["version"]))
    if text is None:
        yield "the version that it is of is missing"
        return
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        yield "the text is not the one that it was read from"
    spans = row.get("spans") or [row, row["value"] | {"exact": row["value"]["text"]}]
    for span in spans:
        if text[span["start"] : span["end"]] != span["exact"]:
            yield f"{span['exact']!r} does not stand at {span['start']}:{span['end']}"
    before, after = text[: row["start"]], text[row["end"] :]
    if not (before.endswith(row["prefix"]) and after.startswith(row["suffix"])):
        yield "what stands before and after is something else"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("service", help="where it is, such as https://factcheck.example")
    parser.add_argument("command", choices=["list", "mirror", "verify"])
    parser.add_argument("what", help="a resource, such as claims; or the file of the copy")
    parser.add_argument("filters", nargs="*", help="of a list, such as dimension=count")
    given = parser.parse_args()
    client = Client(given.service, os.environ.get("FACTCHECK_TOKEN", ""))
    if given.command == "list":
        for row in client.rows(given.what, **dict(one.split("=", 1) for one in given.filters)):
            print(json.dumps(row, ensure_ascii=False))
    elif given.command == "mirror":
        print(f"{mirror(client, given.what):,} changes")
    else:
        looked, wrong = verify(given.what)
        print(f"{looked:,} quotes and claims looked at, {len(wrong):,} not where they say they are", *wrong, sep="\n")
        return 1 if wrong else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
