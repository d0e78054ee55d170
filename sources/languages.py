"""In which language a text is written."""

from functools import cache
from itertools import islice

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from .clues import Clue

# Beyond this nothing changes; below the least letters and confidence it is a guess.
ENOUGH, LEAST_LETTERS, LEAST_CONFIDENCE = 20_000, 20, 0.5
# No other language has these for so many of its words; a third of English prose is of them.
ENGLISH = frozenset("the of and to in a is that for was on with as at by it from be are".split())
LEAST_ENGLISH = 0.22


def language_of(text: str) -> Clue | None:
    """The ISO 639-1 code with the confidence it was identified with; None for a guess."""
    sample = text[:ENOUGH]
    if len(list(islice(filter(str.isalpha, sample), LEAST_LETTERS))) < LEAST_LETTERS:
        return None
    code, confidence = _identifier().classify(sample)
    return (
        Clue(code, f"identified by py3langid, confidence {confidence:.2f}") if confidence >= LEAST_CONFIDENCE else None
    )


def is_plainly_english(text: str) -> bool:
    """Whether its commonest words leave no doubt, which is sooner said than which language any text is in."""
    words = text[:ENOUGH].lower().split()
    return sum(map(ENGLISH.__contains__, words)) >= LEAST_ENGLISH * max(1, len(words))


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
