"""Pure: whether a page that now leads elsewhere was moved there, or is gone."""

import re
from urllib.parse import urlsplit

# Of the runs of three words in the shorter text, how many the longer one has to have.
SHARED = 0.4
NAME_OF_A_PIECE = re.compile(r"-\w+-|\d{5}|\.\w+$")


def is_section(asked: str, landed: str) -> bool:
    """Whether a redirect leads from a piece up to its section, to the front page or to a page that says sorry."""
    if asked == landed:
        return False
    before, after = (_parts(url) for url in (asked, landed))
    if not after or (
        len(after) < len(before) and before[: len(after)] == after and not NAME_OF_A_PIECE.search(after[-1])
    ):
        return not urlsplit(landed).query
    named = len(after) == 1 and len(before) > 1 and re.fullmatch(r"[a-z]{2,20}", after[0]) is not None
    return named or any(re.fullmatch(r"(?:error|not[-_]?found|404)(?:\.\w+)?", part) for part in after)


def is_same_piece(title: str, text: str, other_title: str, other_text: str) -> bool:
    """Whether two pages show one piece, edited perhaps: by title, else by how much of the wording they share."""
    if title and title.casefold() == other_title.casefold():
        return True
    runs, others = _runs(text), _runs(other_text)
    fewer = min(len(runs), len(others))
    return fewer > 0 and len(runs & others) >= SHARED * fewer


def _parts(url: str) -> list[str]:
    parts = [part for part in urlsplit(url).path.lower().split("/") if part]
    return parts[:-1] if parts and re.fullmatch(r"(?:index|default|home)(?:\.\w+)?", parts[-1]) else parts


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))
