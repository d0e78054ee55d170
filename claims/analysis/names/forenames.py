"""Whether the given names of two people may be one person's: short forms, initials, transliterations, "Jr."."""

from . import folding, titles
from .folding import PARTICLES, SUFFIXES
from .given import sex_of

# How alike words must be after folding; below five letters one confused vowel is already another given name.
GIVEN = 0.88
SHORT_GIVEN = 0.92

# Short and other-language forms of one given name.
EQUIVALENT = [
    frozenset(line.split())
    for line in (
        "william bill billy will willy", "robert bob bobby rob", "joseph joe", "michael mike mick", "james jim jimmy",
        "anthony tony", "richard dick rick rich", "edward ed ted eddie", "theodore ted teddy", "thomas tom tommy",
        "charles chuck charlie", "benjamin ben", "samuel sam", "daniel dan danny", "donald don", "ronald ron ronnie",
        "kenneth ken", "stephen steven steve", "timothy tim", "christopher chris", "gregory greg", "matthew matt",
        "andrew andy", "nicholas nick", "frederick fred", "gerald gerry jerry", "lawrence larry", "jeffrey jeff",
        "katherine kate kathy cathy", "elizabeth liz beth betty", "margaret maggie peggy", "susan sue",
        "deborah debbie", "jennifer jen jenny", "barbara barb", "patricia pat patty", "patrick pat", "bernard bernie",
        "abdel abdul abdal abd", "edward eduard edvard", "alexander alex sasha oleksandr",
        "vladimir volodymyr", "nikolai mykola nikolay", "sergei serhiy sergey serhii siarhei", "andrei andriy andrii",
        "mikhail mykhailo michael", "dmitry dmytro", "yuri yuriy yurii", "petro pyotr petr", "yevgeny evgeny eugene",
        "alexei oleksiy aliaksei", "alexander aliaksandr", "yulia yuliya iuliia", "gamal jamal", "muhammad mehmet",
    )
]  # fmt: skip


def given_names(name: str) -> list[str]:
    """The words before the surname; titles, particles and generational suffixes aside."""
    parts = [word for word in folding.words(name) if word not in SUFFIXES]
    while len(parts) > 1 and parts[0] in titles.HONORIFICS:
        parts = parts[1:]
    return [word for word in parts[:-1] if word not in PARTICLES]


def given_agree(left: str, right: str) -> float:
    """1 where the given names agree, 0.9 where one bearer leaves out the first, 0.5 where an initial agrees or only
    one is a "Jr.", 0 where one is unknown, -1 where they differ.
    """
    one, other = given_names(left), given_names(right)
    if not one or not other:
        return 0.0
    suffixes = [frozenset(SUFFIXES.intersection(folding.words(name))) for name in (left, right)]
    if all(suffixes) and suffixes[0] != suffixes[1]:
        return -1.0
    if sex_of(left) != sex_of(right) and sex_of(left) and sex_of(right):
        return -1.0
    agreed = in_order(one, other)
    return min(agreed, 0.5) if suffixes[0] != suffixes[1] and not same_generation(one, other, suffixes) else agreed


def same_generation(one: list[str], other: list[str], suffixes: list[frozenset[str]]) -> bool:
    """Whether a "Jr." that one side alone has is only left out on the other, and not father and son.

    "Joseph R. Biden Jr." is Joe Biden and Martin Luther King Jr. Martin Luther King: who bears the suffix with a middle
    name is named in full. Donald Trump Jr. is not Donald Trump.
    """
    full, short = (one, other) if suffixes[0] else (other, one)
    return len(full) > 1 and (len(short) == 1 or same_word(full[1], short[1]))


def in_order(one: list[str], other: list[str]) -> float:
    """Whether given names agree one by one, or the shorter list is the end of the longer: "Suu" of "Aung San Suu"."""
    first = one_given(one[0], other[0])
    if first >= 0 and all(one_given(here, there) >= 0 for here, there in zip(one[1:], other[1:], strict=False)):
        return first
    short, long = sorted((one, other), key=len)
    tail = long[len(long) - len(short) :]
    if len(short) < len(long) and all(map(same_word, short, tail)):
        return 0.9
    return -1.0


def same_word(left: str, right: str) -> bool:
    return len(left) > 2 and one_given(left, right) == 1


def one_given(left: str, right: str) -> float:
    if left == right:
        return 1.0 if len(left) > 1 else 0.5
    if 1 in (len(left), len(right)):
        return 0.5 if left[0] == right[0] else -1.0
    if any(left in names and right in names for names in EQUIVALENT):
        return 1.0
    needed = GIVEN if min(len(left), len(right)) > 4 else SHORT_GIVEN
    agree = folding.alike(left, right) >= needed and folding.begin_alike(left, right)
    return 1.0 if agree and (left[-1] == "a") is (right[-1] == "a") else -1.0
