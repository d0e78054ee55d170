"""Where the quotes of one utterance disagree: in their wording, or in who they credit."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.analysis.found import EntityKind
from sources.messages import Part

from .origins import count_apart, shown
from .wording import FUNCTION, Difference, Said, Variant, plain, speakers_agree, stems, variant

# Fewer content words are too common a phrase to ask who first said it.
CREDITED_WORDS = 5
# Where more words than that differ in one place, each outlet quotes something else there.
CHANGED_WORDS = 6
NEGATIONS = frozenset("not no never none nobody nothing neither nor without".split())


@dataclass(frozen=True)
class Reported:
    """A quote in an utterance: `key` identifies it, `origin` is whom it is counted by, `speaker` how to name them.

    `own` is whom it is counted by where its article reprints another and has other words than that; `kind` is what the
    speaker is (person, organisation, place, or a group that is described and not named), "" where that is not known.
    """

    key: str
    said: Said
    origin: str
    speaker: str
    own: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Version:
    """Quotes that agree: on the wording or on the speaker, as `label` says."""

    label: str
    quotes: tuple[Reported, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(sorted({quote.origin for quote in self.quotes}))

    @property
    def shown(self) -> list[Part]:
        """The origins with how many reprint them."""
        return shown(self.quotes)


@dataclass(frozen=True)
class Dispute:
    """Versions that cannot all be what was said (or who said it), and for wordings the words that differ.

    `gap` is how far they are apart, from 0 to 1.
    """

    versions: tuple[Version, ...]
    gap: float
    changed: tuple[Difference, ...] = ()


def wording_dispute(quotes: Sequence[Reported]) -> Dispute | None:
    """Verbatim wordings of one utterance that are no truncation, ellipsis or insert of each other."""
    verbatim = [quote for quote in quotes if quote.said.verbatim]
    verbatim.sort(key=lambda quote: (-len(quote.said.verbatim), quote.key))
    groups: list[list[Reported]] = []
    for quote in verbatim:
        home = next((group for group in groups if _same_words(group[0], quote)), None)
        if home is None:
            groups.append([quote])
        else:
            home.append(quote)
    versions = [Version(group[0].said.verbatim.strip(" ,;"), group) for group in count_apart(groups)]
    if not _of_two_articles(versions):
        return None
    changed = tuple(dict.fromkeys(each for group in groups[1:] for each in _changed(groups[0][0], group[0])))
    return Dispute(tuple(versions), wording_gap(changed), changed)


def _same_words(a: Reported, b: Reported) -> bool:
    return not _changed(a, b)


def _changed(a: Reported, b: Reported) -> list[Difference]:
    """The words that differ, where they are few and not only contracted ("the dog's", "the dog has")."""
    kind, changed = variant(a.said, b.said)
    found = [(plain(each.ours), plain(each.theirs), each) for each in changed if kind is Variant.CHANGED]
    return [
        each
        for ours, theirs, each in found
        if max(len(ours), len(theirs)) <= CHANGED_WORDS and not _contracted(ours, theirs)
    ]


def _contracted(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one ends in "'s" where the other has it in full, as only pronouns are written out before."""
    short, long = sorted((ours, theirs), key=len)
    ends = [[*short[:-1], short[-1].removesuffix("'s"), verb] for verb in ("is", "has")] if short else []
    return list(long) in ends


def wording_gap(changed: Sequence[Difference]) -> float:
    """How much it may matter: a negation or a figure nearly turns the words round, closed-class words hardly do."""
    ours = [word for each in changed for word in plain(each.ours)]
    theirs = [word for each in changed for word in plain(each.theirs)]
    figures = [_figures(words) for words in (ours, theirs)]
    if _negations(ours) != _negations(theirs) or (all(figures) and figures[0] != figures[1]):
        return 0.9
    return 0.25 if FUNCTION.issuperset((*ours, *theirs)) else 0.5


def _negations(words: Sequence[str]) -> int:
    return sum(word in NEGATIONS for word in words)


def _figures(words: Sequence[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}


def attribution_dispute(quotes: Sequence[Reported]) -> Dispute | None:
    """The same verbatim words credited to speakers who cannot be one; who is not known as anybody takes no part.

    So "the statement" and "a neighbour" contradict nobody: they may be whomever another outlet names.
    """
    credited = [quote for quote in quotes if quote.said.verbatim and quote.kind]
    credited = [quote for quote in credited if len(stems(quote.said.verbatim)) >= CREDITED_WORDS]
    credited.sort(key=lambda quote: (quote.speaker, quote.key))
    groups: list[list[Reported]] = []
    for quote in credited:
        home = next((group for group in groups if any(_one_speaker(each, quote) for each in group)), None)
        if home is None:
            groups.append([quote])
        else:
            home.append(quote)
    against = [group for group in groups if any(_is_another(group, other) for other in groups)]
    versions = [Version(group[0].speaker, group) for group in count_apart(against)]
    if not _of_two_articles(versions):
        return None
    described = any(group[0].kind == EntityKind.GROUP for group in against)
    return Dispute(tuple(versions), 0.6 if described else 1.0)


def _one_speaker(a: Reported, b: Reported) -> bool:
    """By their words, or since both are known as one person: under other names too, where a reviewer said so."""
    if a.speaker and a.speaker == b.speaker:
        return True
    names = [set(quote.said.speaker.split()) for quote in (a, b)]
    shorter, longer = sorted(names, key=len)
    return bool(shorter and shorter <= longer) or bool(speakers_agree(a.said, b.said))


def _is_another(group: Sequence[Reported], other: Sequence[Reported]) -> bool:
    """Whether they cannot be one: people speak for organisations, and two descriptions may be of the same people."""
    if group is other:
        return False
    kinds = {each[0].kind for each in (group, other)}
    if len(kinds) == 1:
        return EntityKind.GROUP not in kinds
    return EntityKind.GROUP in kinds and EntityKind.PLACE not in kinds


def _of_two_articles(versions: list[Version]) -> bool:
    """Two versions in two articles: a speaker who says much the same twice in one article is no dispute."""
    return len(versions) > 1 and len({quote.said.article for version in versions for quote in version.quotes}) > 1
