"""Killed at any moment, the work ends as it does undisturbed; `benchmarks.kills` does the same for longer."""

import os
import re
import subprocess
import sys

from django.conf import settings


def test_workers_that_are_killed_leave_nothing_that_the_next_one_does_not_put_right():
    command = [sys.executable, "-m", "benchmarks.kills", "--kills", "5", "--towns", "2"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=os.environ, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Both end alike." in done.stdout
    assert sum(map(int, re.findall(r'"(?:reading|grouping|comparing)": (\d+)', done.stdout))) == 5
    assert re.search(r"[1-9]\d* discrepancies; 3 reviews", done.stdout), done.stdout
