"""Datasette on a file of SQLite, in an environment of its own: prints median milliseconds of a page of rows, as JSON.

`python datasettes.py FILE RUNS SIZE`, within one process as ours is measured. `view` joins the tables for each page, as
ours does; `table` has all of it ready; `as it comes` is that with the facets that it suggests by itself, which take it
most of its time. Nothing of ours is imported here.
"""

import asyncio
import json
import statistics
import sys
import time

WAYS = {
    "view": ("claims", {"suggest_facets": False}),
    "table": ("flat", {"suggest_facets": False}),
    "as it comes": ("flat", {}),
}


async def serve(path: str, table: str, settings: dict[str, bool], runs: int, size: int) -> float:
    from datasette.app import Datasette

    served, taken = Datasette([path], settings={"max_returned_rows": 1000, **settings}), []
    await served.invoke_startup()
    for run in range(runs + 2):
        started = time.perf_counter()
        response = await served.client.get(f"/claims/{table}.json?_size={size}&_shape=objects&_nocount=1")
        if run > 1:
            taken.append(time.perf_counter() - started)
        assert response.status_code == 200 and len(response.json()["rows"]) == size
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    path, runs, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    print(json.dumps({way: asyncio.run(serve(path, *WAYS[way], runs, size)) for way in WAYS}))
