"""A conflict in words and arithmetic. It names what to look at first and never says who is right."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from claims.analysis.values import Dimension, Value

from .conflicts import Answer, Conflict, Stand
from .origins import shown
from .plain import plain_number, with_unit
from .wording import Difference

# What a difference of one is called.
STEPS = {
    Dimension.DATE: "day",
    Dimension.DURATION: "day",
    Dimension.AGE: "year",
    Dimension.TIME: "minute",
    Dimension.RANK: "place",
}
# Between these there is no distance.
UNMEASURED = {
    Dimension.SCORE: "the scores differ",
    Dimension.OCCURRENCE: "one says that it is so, the other that it is not",
}
# Ordinary reasons for a difference, the likeliest first.
BENIGN = {
    Dimension.MONEY: ("rounding and conversion between units", "an estimate against a final figure"),
    Dimension.MEASURE: ("rounding and conversion between units", "an estimate against a final figure"),
    Dimension.AGE: ("a birthday between the reports", "another person of the same name"),
    Dimension.TIME: ("time zones", "the start against the end of what happened"),
    Dimension.SCORE: ("a score before the end", "another match of the same sides"),
    Dimension.RANK: ("what exactly is ranked", "a ranking of another day"),
    Dimension.OCCURRENCE: ("a decision announced against one carried out", "a step that was later reversed"),
}


@dataclass(frozen=True)
class Explanation:
    """Why positions conflict, as data, and `text`: one to three plain sentences."""

    text: str
    rule: str
    reconciled: bool
    arithmetic: str
    benign: tuple[str, ...] = ()

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "benign": list(self.benign)}


def explain_values(label: str, conflict: Conflict) -> Explanation:
    """Who says what, what fits both, how far apart they are, and what to look at first."""
    sentences = [f"{capital(label)}: " + "; ".join(_position(stand, conflict.kind) for stand in conflict.stands) + "."]
    sentences += _fitting(conflict.fits)
    if conflict.reconciled:
        found = conflict.reconciled
        sentences.append(f"Both can be true ({found.rule}): {found.arithmetic}.")
        return Explanation(" ".join(sentences), found.rule, True, found.arithmetic)
    value = conflict.stands[0].value
    benign = benign_reasons(conflict)
    distance = _distance(value, conflict.gap)
    sentences.append(f"{capital(distance)}: look first at {listed(benign)}.")
    allowed = f", {plain_number(conflict.tolerance)} allowed by how precisely they are stated"
    arithmetic = distance if value.dimension in UNMEASURED else distance + allowed
    return Explanation(" ".join(sentences), "the values do not meet", False, arithmetic, benign)


def _distance(value: Value, gap: float) -> str:
    if value.dimension in UNMEASURED:
        return UNMEASURED[value.dimension]
    return f"{plain_number(gap)} {unit_word(value, gap)} apart".replace("  ", " ")


def explain_wording(wordings: Sequence[tuple[str, Sequence[str]]], changed: Sequence[Difference]) -> Explanation:
    """One utterance in different words: each wording with its origins, and the words that differ."""
    said = "; ".join(f"{listed(origins)} has “{shorten(wording)}”" for wording, origins in wordings)
    differing = "; ".join(f"“{each.ours or 'nothing'}” against “{each.theirs or 'nothing'}”" for each in changed)
    text = f"One statement is quoted in different words: {said}."
    if differing:
        text += f" The words that differ: {differing}."
    benign = ("translation from another language", "two occasions on which much the same was said")
    return Explanation(
        f"{text} Look first at {listed(benign)}.",
        "the words inside the quotation marks differ",
        False,
        differing,
        benign,
    )


def explain_attribution(wording: str, speakers: Sequence[tuple[str, Sequence[str]]]) -> Explanation:
    """The same words credited to different speakers."""
    credited = "; ".join(f"{listed(origins)} to {speaker}" for speaker, origins in speakers)
    benign = ("a joint statement and the person who read it out", "a statement repeated by another speaker")
    text = f"The words “{shorten(wording)}” are credited to different speakers: {credited}."
    text += f" Look first at {listed(benign)}."
    return Explanation(text, "one wording, different speakers", False, "", benign)


def explain_edit(source: str, before: str, after: str, versions: tuple[int, int]) -> Explanation:
    """A version that changed its answer without saying so, as far as its text shows."""
    benign = ("a correction announced elsewhere on the page", "new information on a developing story")
    text = (
        f"{source} changed “{shorten(before)}” (version {versions[0]}) to “{shorten(after)}” (version {versions[1]}). "
        f"Look first at {listed(benign)}."
    )
    return Explanation(text, "a later version changed its answer", False, f"{before} → {after}", benign)


def benign_reasons(conflict: Conflict) -> tuple[str, ...]:
    """Ordinary reasons for such a difference, the likeliest first."""
    value = conflict.stands[0].value
    days = {answer.published for stand in conflict.stands for answer in stand.answers if answer.published}
    reasons: list[str] = []
    if value.dimension is Dimension.DATE:
        if conflict.gap <= 1:
            reasons += ["time zones", "announcing or signing against taking effect", "the day of publication"]
        else:
            reasons += ["two steps of one event", "the day of an event against the day of its report"]
    else:
        reasons += BENIGN.get(value.dimension, ("a part against the whole", "what exactly is counted"))
    if len(days) > 1 and value.dimension is not Dimension.DATE:
        reasons.append("a figure that changed between the reports")
    if conflict.kind == "holder":
        reasons.append("each speaker's own count")
    return tuple(reasons)


def _position(stand: Stand, kind: str) -> str:
    who = sorted({_who(answer) for answer in stand.answers}) if kind == "holder" else shown(stand.answers)
    return f"{listed(who)} {'says' if len(who) == 1 else 'say'} {with_unit(stand.value)}"


def _who(answer: Answer) -> str:
    return f"{answer.holder} (in {answer.origin})" if answer.holder else answer.origin


def _fitting(fits: Sequence[Answer]) -> list[str]:
    """What the rest say that contradicts none of it, one sentence a value."""
    by_value: dict[str, set[str]] = {}
    for answer in fits:
        by_value.setdefault(with_unit(answer.value), set()).add(answer.origin)
    return [
        f"{listed(sorted(origins))} {'says' if len(origins) == 1 else 'say'} {value}, which fits both."
        for value, origins in sorted(by_value.items())
    ]


def unit_word(value: Value, amount: float) -> str:
    """The unit in words for an amount of it; "" for bare counts."""
    if value.dimension in STEPS:
        return STEPS[value.dimension] if amount == 1 else f"{STEPS[value.dimension]}s"
    return "" if value.dimension is Dimension.COUNT else value.unit


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def shorten(text: str, length: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"
