"""Reviewers who take one item after the other until nothing waits: `python -m tests.claims.takers work NAME…`.

`fill NUMBER NAME…` makes what there is to take, and the people. They begin together, each in a thread of its own.
"""

import sys
import threading
import time

import django


def fill(number, *names):
    from tests import make

    fact = make.fact()
    for each in range(int(number)):
        print(make.discrepancy(fact=fact, severity=(each % 3) / 10).pk)
    for name in names:
        make.user(name, is_superuser=True)


def work(*names):
    threads = [threading.Thread(target=work_through, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def work_through(name):
    """Looks at each for a moment, as people do: whoever is given the same meanwhile is found out."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import connection

    from claims import reviewing
    from claims.models import Discrepancy
    from claims.workbench import leasing

    person = User.objects.get(username=name)
    (settings.DATA_DIR / f"{name} is ready").touch()
    while not (settings.DATA_DIR / "go").exists():
        time.sleep(0.002)
    while row := leasing.take(person, Discrepancy.objects.filter(status="open")):
        time.sleep(0.01)
        reviewing.decide(row, "dismissed", person, f"by {name}", row.fingerprint, 0)
        print(f"{name}:{row.pk}\n", end="", flush=True)
    connection.close()


if __name__ == "__main__":
    django.setup()
    {"fill": fill, "work": work}[sys.argv[1]](*sys.argv[2:])
