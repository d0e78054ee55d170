"""In which language a text is written."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from .clues import Clue

# Beyond this nothing changes; below the least letters and confidence it is a guess.
ENOUGH, LEAST_LETTERS, LEAST_CONFIDENCE = 20_000, 20, 0.5


def language_of(text: str) -> Clue | None:
    """The ISO 639-1 code with the confidence it was identified with; None for a guess."""
    sample = text[:ENOUGH]
    if sum(character.isalpha() for character in sample) < LEAST_LETTERS:
        return None
    code, confidence = _identifier().classify(sample)
    return (
        Clue(code, f"identified by py3langid, confidence {confidence:.2f}") if confidence >= LEAST_CONFIDENCE else None
    )


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
