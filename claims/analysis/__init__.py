"""Text in, frozen dataclasses out. Nothing in this package knows Django, a database or the network."""

import os

# Read when the libraries of numbers are first imported: two processes parse faster than one with two threads.
os.environ.setdefault("OMP_NUM_THREADS", "1")
