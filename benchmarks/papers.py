"""Newspapers on 127.0.0.1, each with a feed of stories that say another figure with every edition; as a process."""

import contextlib
import multiprocessing
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from tests.sources.site import Site, listing, page

TOWNS = "Arnmere Brackwell Cullsea Dunholt Eastwick Farley Greyport Hallow Innsworth Jarrold Kelby Lundy".split()
PEOPLE = "Ada Brightwater,Otto Fenwick,Mara Quill,Jonas Hale,Ines Marlow,Peter Stroud".split(",")
THINGS = "bridges wells boats lamps barrels towers mills ladders".split()
# So that there is a moment for a worker to be killed in.
SLOWEST = 0.3


@dataclass(frozen=True)
class Papers:
    """The feeds' addresses, and how to publish the next edition of every story."""

    feeds: list[str]
    stories: int
    edition: Any  # A shared integer.

    def publish(self) -> None:
        self.edition.value += 1


@contextlib.contextmanager
def open_papers(number: int, stories: int) -> Iterator[Papers]:
    """Serves until the block ends: in a process of its own, for who forks workers must have no threads."""
    edition = multiprocessing.Value("i", 1)
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(number, stories, edition, there), daemon=True)
    process.start()
    try:
        yield Papers(here.recv(), number * stories, edition)
    finally:
        here.send("enough")
        process.join()


def paragraphs(paper: int, story: int, edition: int) -> str:
    """What a story says in one edition: `edition` is told by its figures and by the word "Edition"."""
    town, person = TOWNS[(paper + story) % len(TOWNS)], PEOPLE[(3 * paper + story) % len(PEOPLE)]
    things = " ".join(
        f"The people of {town} own {paper * 100 + story * 31 + place} {thing}." for place, thing in enumerate(THINGS)
    )
    return (
        f"A fire in the harbour of {town} destroyed {10 + story + edition} boats on Monday evening. "
        f"“We have lost {10 + story + edition} boats and no one will pay for them,” {person} said. {things} "
        f"Edition number {edition} of story {story} of paper {paper} ends here and the council meets again soon."
    )


def _serve(number: int, stories: int, edition: Any, pipe: Connection) -> None:
    with contextlib.ExitStack() as stack:
        sites = [stack.enter_context(Site()) for _ in range(number)]
        for paper, site in enumerate(sites):
            names = [f"/2025/05/the-fire-in-ward-{story}" for story in range(stories)]
            for story, name in enumerate(names):
                site.pages[name] = _answering(paper, story, edition)
            site.pages["/feed"] = listing(*names)
        pipe.send([site.url("/feed") for site in sites])
        pipe.recv()


def _answering(paper: int, story: int, edition: Any) -> Any:
    def answer(headers: dict[str, str]) -> Any:
        time.sleep(random.uniform(0, SLOWEST))
        return page(paragraphs(paper, story, edition.value), f"Fire in ward {story} of paper {paper}")

    return answer
