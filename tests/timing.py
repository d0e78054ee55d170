"""How long something takes, measured so that a busy machine does not decide a test."""

import gc
import time
from collections.abc import Callable


def seconds(run: Callable[[], object], runs: int = 3) -> float:
    """The least processor time of a few runs, in seconds, without the pauses of the garbage collector."""
    times = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(runs):
            started = time.process_time()
            run()
            times.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(times)
