"""Where the quotes of one utterance disagree: in their wording, or in who they credit."""

from collections.abc import Sequence
from dataclasses import dataclass

from .origins import count_apart, shown
from .wording import Difference, Said, Variant, speakers_agree, stems, variant

# Fewer content words are too common a phrase to ask who first said it.
CREDITED_WORDS = 5


@dataclass(frozen=True)
class Reported:
    """A quote in an utterance: `key` identifies it, `origin` is whom it is counted by, `speaker` how to name them.

    `own` is whom it is counted by where its article reprints another and has other words than that.
    """

    key: str
    said: Said
    origin: str
    speaker: str
    own: str = ""


@dataclass(frozen=True)
class Version:
    """Quotes that agree: on the wording or on the speaker, as `label` says."""

    label: str
    quotes: tuple[Reported, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(sorted({quote.origin for quote in self.quotes}))

    @property
    def shown(self) -> list[str]:
        """The origins with how many reprint them."""
        return shown(self.quotes)


@dataclass(frozen=True)
class Dispute:
    """Versions that cannot all be what was said (or who said it), and for wordings the words that differ."""

    versions: tuple[Version, ...]
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
    changed = [each for group in groups[1:] for each in variant(groups[0][0].said, group[0].said)[1]]
    return Dispute(tuple(versions), tuple(dict.fromkeys(changed)))


def _same_words(a: Reported, b: Reported) -> bool:
    return variant(a.said, b.said)[0] is not Variant.CHANGED


def attribution_dispute(quotes: Sequence[Reported]) -> Dispute | None:
    """The same verbatim words credited to different speakers; quotes whose speaker is unknown take no part."""
    credited = [quote for quote in quotes if quote.said.verbatim and (quote.said.speaker or quote.said.speaker_words)]
    credited = [quote for quote in credited if len(stems(quote.said.verbatim)) >= CREDITED_WORDS]
    credited.sort(key=lambda quote: (quote.speaker, quote.key))
    groups: list[list[Reported]] = []
    for quote in credited:
        home = next((group for group in groups if any(_one_speaker(each, quote) for each in group)), None)
        if home is None:
            groups.append([quote])
        else:
            home.append(quote)
    versions = [Version(group[0].speaker, group) for group in count_apart(groups)]
    return Dispute(tuple(versions)) if _of_two_articles(versions) else None


def _one_speaker(a: Reported, b: Reported) -> bool:
    """By their words, or since both are known as one person: under other names too, where a reviewer said so."""
    return bool(a.speaker and a.speaker == b.speaker) or bool(speakers_agree(a.said, b.said))


def _of_two_articles(versions: list[Version]) -> bool:
    """Two versions in two articles: a speaker who says much the same twice in one article is no dispute."""
    return len(versions) > 1 and len({quote.said.article for version in versions for quote in version.quotes}) > 1
