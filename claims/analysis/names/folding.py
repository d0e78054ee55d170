"""Names folded so that one name in two transliterations gives the same or nearly the same key.

The rules follow the romanisations newsrooms mix (BGN/PCGN, ALA-LC, ISO 9, French and German press usage) for
Cyrillic, Armenian, Arabic and Persian names. Folding is lossy: equal keys are evidence, not proof.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable

from claims.analysis.found import EntityKind

from . import places

# Letters that NFKD does not take apart.
LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ə": "e", "ħ": "h"}
)
SUFFIXES = frozenset("jr sr ii iii iv".split())
# Particles of surnames, dropped as often as written.
PARTICLES = frozenset("al el bin ibn ben von van de der den del della di da dos du la le ter ul ur as ad abu".split())
# Forms of companies, dropped as often as written.
FORMS = frozenset("inc corp co ltd llc plc company corporation limited incorporated group ag sa gmbh nv".split())
SMALL = frozenset("the of for and in on at to de la le du des".split())
ARTICLE = re.compile(r"\b(?:al|el|ul|ur|as|ad|an|ar|ash|at|az)[-‐‑–](?=\w)", re.IGNORECASE)
ARTICLE_OF_BODY = re.compile(r"^(?:al|el)[-‐‑– ](?=\w)", re.IGNORECASE)
# Acronyms that stand before the names of their organs.
BODIES = {"UN": "United Nations", "EU": "European Union", "US": "United States", "UK": "United Kingdom"}
BREAKS = re.compile(r"[-‐‑–—/_,.&()]+")

# In order; a capital letter keeps a sound apart until the last step.
RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^ch(?=r|[a-z]*(?:wsk|[oe]w$|tsch))", "h"),  # German Chruschtschow, Polish Chodorkowski
        (r"schtsch|shtch|shch", "S"),
        (r"tsch|tch", "C"),
        (r"sch|sh", "S"),
        (r"ch", "C"),
        (r"(?<=[CS])y?[eo](?:ff?|v|w)$", "ov"),  # Gorbachev, Gorbachov, Gorbachyov
        (r"dzh|zh|dj|dsch", "Z"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"qh|ck|q|x(?=s)", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"(?<=[oe])(?:ff?|w)$", "v"),  # Smirnoff, Medwedew
        (r"w", "v"),
        (r"(?:ts|tz|ds)(?=.)", "z"),
        (r"^[yj](?=e)", ""),  # Yeltsin, Eltsin, Jelzin
        (r"(?<=[aeiou])[iy](?=e[a-gi-z])", ""),  # Dostoyevsky, Dostoevsky
        (r"(?<=[bdfgklmnprstvzCSZ])[iyj](?=e[a-gi-z])", ""),  # Medvedyev, Medvedev
        (r"(?<=[aeiou])j(?=$|[^aeiou])", "i"),  # Sergej
        (r"yo", "o"),
        (r"ou|oo|u", "o"),
        (r"ee", "i"),
        (r"y", "i"),
        (r"i+j?", "i"),
        (r"(?<=[aeio])h(?=$|[^aeio])", ""),  # Nasrallah: silent in most spellings
        (r"(.)\1+", r"\1"),
    )
)
# Sounds that romanisations confuse, by the class that stands for them in a block.
CLASSES = str.maketrans(
    {"k": "k", "g": "k", "s": "s", "z": "s", "c": "s", "j": "s", "d": "t", "t": "t", "b": "p", "p": "p", "f": "f",
     "v": "f"}
)  # fmt: skip
VOWELS = frozenset("aeio")
# What a letter for another costs where a whole letter costs 1.
CONFUSED = {frozenset(pair): 0.3 for pair in "ae ei ao io gk sz cs jz cz jc ij gh kh ch fv bv bp dt".split()}
WEAK = {"h": 0.3, "a": 0.6, "e": 0.6, "i": 0.6, "o": 0.6}
LONGEST = 40


@functools.lru_cache(maxsize=65536)
def plain_letters(text: str) -> str:
    """Lower case, without diacritics, apostrophes or other marks inside words."""
    apart = unicodedata.normalize("NFKD", text).lower().translate(LETTERS)
    return "".join(letter for letter in apart if letter.isalnum() or letter == " ")


def words(name: str) -> list[str]:
    """The words of a name in plain letters, hyphens taken for spaces and Arabic articles dropped."""
    return plain_letters(BREAKS.sub(" ", ARTICLE.sub("", name))).split()


@functools.lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    for pattern, sound in RULES:
        word = pattern.sub(sound, word)
    return word.lower()


def fold(name: str) -> str:
    """A key that most transliterations of one name share: "Qaddafi" gives "kadafi", "Pashinyan" "pasinian"."""
    return " ".join(filter(None, map(fold_word, words(name))))


def whole_surname(name: str) -> str:
    """The same with all parts of a hyphenated one: "chanocha" for "Prayuth Chan-ocha" and "Prayut Chan-o-cha"."""
    parts = [word for word in plain_letters(ARTICLE.sub("", name)).split() if word not in SUFFIXES]
    return parts[-1] if parts else ""


def surname(name: str) -> str:
    """The last word of a person's name in plain letters, generational suffixes aside; "" without letters."""
    parts = words(name)
    while len(parts) > 1 and parts[-1] in SUFFIXES:
        parts.pop()
    return parts[-1] if parts else ""


def skeleton(word: str) -> str:
    """The consonants of one word by class, its vowels and h dropped: "Sargsyan" and "Sarkisian" give "srksn"."""
    folded = fold_word(plain_letters(word))
    consonants = re.sub(r"^[ij](?=[aeio])|[aeioh]", "", folded).translate(CLASSES)
    return re.sub(r"(.)\1+", r"\1", consonants) or folded


def block(name: str, kind: EntityKind = EntityKind.PERSON) -> str:
    """The key under which candidates of other articles stand: coarse, so that no transliteration escapes it.

    People stand under their surname's consonants; everything else under its words' sorted initials, so that CSTO and
    the Collective Security Treaty Organization meet, or under its consonants where it is one word. What is only
    described has no key: it is never looked for in another article.
    """
    if kind is EntityKind.PERSON and not is_described(name, kind):
        return skeleton(surname(name))
    if is_described(name, kind):
        return ""
    content = content_words(places.within(name)[0] if kind is EntityKind.PLACE else joined(name))
    if len(content) == 1 and not is_acronym(name):
        return skeleton(content[0])
    return "".join(sorted("".join(word[0] for word in content) if len(content) > 1 else "".join(content)))


def short(name: str, kind: EntityKind, names: Iterable[str] = ()) -> str:
    """The folded name by which articles are compared; `names` are all that the article has for it.

    A person's surname; a place as it is called now; a body's acronym where the article has one, else its name without
    the form of a company.
    """
    if kind is EntityKind.PERSON:
        return fold(name).split()[-1]
    if kind is EntityKind.PLACE:
        return fold(places.canonical(name))
    if is_acronym(name):
        return plain_letters(name.replace(".", ""))
    content = content_words(joined(name))
    initials = "".join(word[0] for word in content)
    if initials in {plain_letters(each.replace(".", "")) for each in names if is_acronym(each)}:
        return initials
    return " ".join(filter(None, map(fold_word, content)))


def is_described(name: str, kind: EntityKind) -> bool:
    """Whether this is what one article calls a speaker whom it does not name: such are nobody in another article.

    "Several dozen officers", "supporters of Ada Berg"; a body only where it has no capital at all ("appeals court").
    """
    small = [word for word in name.split() if word[0].islower() and ARTICLE.sub("", word)[:1].islower()]
    if kind is EntityKind.PLACE or not small:
        return False
    if kind is EntityKind.ORGANISATION:
        return not any(letter.isupper() for letter in name)
    return any(plain_letters(word) not in PARTICLES | SMALL for word in small)


def joined(name: str) -> str:
    """A body's name without hyphens and Arabic article, a leading "U.N." spelled out: "Cooperation", "Qaeda"."""
    found = ARTICLE_OF_BODY.sub("", name).replace("-", "").replace("‑", "").split()
    return " ".join(BODIES.get(word.replace(".", ""), word) if len(found) > 1 else word for word in found)


@functools.lru_cache(maxsize=4096)
def spelled_out(name: str) -> str:
    """The same with countries for demonyms: the words of a name that only turns "Armenian" into "of Armenia"."""
    found = joined(name).split()
    nations = (places.nation(word) if word[0].isupper() and len(found) > 1 else "" for word in found)
    return " ".join(nation or word for nation, word in zip(nations, found, strict=True))


def content_words(name: str) -> list[str]:
    """The words of a name of no person without articles, prepositions and forms of company."""
    found = words(name)
    return [word for word in found if word not in FORMS and word not in SMALL] or found


def is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 7


@functools.lru_cache(maxsize=65536)
def alike(left: str, right: str) -> float:
    """How alike two plain words are after folding, from 0 to 1: an edit distance in which confused sounds cost less."""
    one, other = sorted((fold_word(left)[:LONGEST], fold_word(right)[:LONGEST]))
    if one == other:
        return 1.0 if one else 0.0
    row = [0.0]
    for letter in other:
        row.append(row[-1] + WEAK.get(letter, 1.0))
    for here in one:
        row = next_row(row, here, other)
    return max(0.0, 1 - row[-1] / max(len(one), len(other)))


def begin_alike(left: str, right: str) -> bool:
    """Whether two words begin with one sound or with sounds that romanisations confuse."""
    one, other = fold_word(left)[:1], fold_word(right)[:1]
    return one == other or frozenset((one, other)) in CONFUSED


def next_row(above: list[float], here: str, other: str) -> list[float]:
    row = [above[0] + WEAK.get(here, 1.0)]
    for place, letter in enumerate(other):
        changed = above[place] + (0.0 if here == letter else CONFUSED.get(frozenset((here, letter)), 1.0))
        row.append(min(changed, above[place + 1] + WEAK.get(here, 1.0), row[-1] + WEAK.get(letter, 1.0)))
    return row
