"""Workers as processes, which may be killed at any moment: forked from one that has loaded everything.

`python -m tests.sources.crew JOB --workers N --kills K` runs on the database of the environment until nothing is left
to do, and prints how that went as JSON. Jobs: fetch (every worker is its own beat, so messages come many times over),
write (each worker imports articles, those of the others among them).
"""

import argparse
import json
import os
import random
import signal
import sys
import time
import traceback

import django

SLOW_SECONDS = 0.5  # How much later than due a worker is taken for dead.


def fetch(number):
    from sources import claiming, polling, visiting

    while True:
        polling.poll_due()
        for host in claiming.due_hosts():
            visiting.visit_host(host)
        time.sleep(0.02)


def write(number):
    from sources import counting, importing
    from sources.documents import Document

    def document(item):
        text = f"The council of ward {item} met on Tuesday and kept the bridge open."
        return Document(f"{item}.txt", f"https://news.example/{item}", text, source=f"Paper {item % 3}")

    for item in range(40):
        run = counting.begin(f"worker {number}", expected=1)
        importing.take(document(item if item % 2 else 1000 * number + item), run)
        counting.finish(run, if_complete=True)


JOBS = {"fetch": fetch, "write": write}


def start(job, number):
    """The id of a new worker; one that fails by itself ends with 1, having said why."""
    process = os.fork()
    if process:
        return process
    try:
        random.seed()
        JOBS[job](number)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def ended(workers):
    """The workers that have ended, with how."""
    found = {}
    for process in list(workers):
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            found[process] = os.waitstatus_to_exitcode(status)
            del workers[process]
    return found


def left_to_do():
    """Rows that are due, in work, or waited for by an import."""
    from django.db import connection
    from django.db.models import Q
    from django.utils import timezone

    from sources.models import Feed, Page

    due = Q(next_fetch_at=None) | Q(next_fetch_at__lte=timezone.now()) | Q(leased_until__gt=timezone.now())
    left = Feed.objects.filter(due, active=True).exists() or Page.objects.exclude(state="failed").filter(due).exists()
    connection.close()  # What is open when a worker is forked would be shared with it.
    return left


def supervise(job, count, kills, patience):
    workers = {start(job, number): number for number in range(count)}
    ends, killed, failed = time.monotonic() + patience, 0, 0
    kill_at = time.monotonic() + 0.3
    while time.monotonic() < ends:
        failed += sum(code == 1 for code in ended(workers).values())
        if killed < kills and workers and time.monotonic() >= kill_at:
            victim = random.choice(list(workers))
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            workers[start(job, workers.pop(victim))] = killed
            killed += 1
            kill_at = time.monotonic() + random.uniform(0.02, 0.25)
        if killed == kills and (not left_to_do() if job == "fetch" else not workers):
            break
        time.sleep(0.02)
    finished = time.monotonic() < ends
    for process in workers:
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)
    return {"killed": killed, "failed": failed, "finished": finished}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("job", choices=JOBS)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--patience", type=float, default=60)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    # What the workers need is loaded once.
    from sources import hosts, visiting  # noqa: F401

    hosts.GRACE_SECONDS, hosts.LONGEST_WAIT = SLOW_SECONDS, 1.0
    json.dump(supervise(options.job, options.workers, options.kills, options.patience), sys.stdout)


if __name__ == "__main__":
    main()
