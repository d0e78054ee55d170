"""A conflict in words and arithmetic. It names what to look at first and never says who is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claims.analysis.values import Dimension, Value
from sources.messages import Part, capital, clauses, english, listed, ngettext, number, sentences
from sources.messages import gettext as _

from .conflicts import Answer, Conflict, Stand
from .origins import shown
from .plain import apart, worded
from .relations import INFINITY, JUST_BEYOND, interval
from .wording import Difference

# Between these there is no distance.
UNMEASURED = {
    Dimension.SCORE: _("the scores differ"),
    Dimension.OCCURRENCE: _("one says that it is so, the other that it is not"),
}
ROUNDED = (_("rounding and conversion between units"), _("an estimate against a final figure"))
# Ordinary reasons for a difference, the likeliest first.
BENIGN: dict[Dimension, tuple[Part, ...]] = {
    Dimension.MONEY: ROUNDED,
    Dimension.MEASURE: ROUNDED,
    Dimension.AGE: (_("a birthday between the reports"), _("another person of the same name")),
    Dimension.TIME: (_("time zones"), _("the start against the end of what happened")),
    Dimension.SCORE: (_("a score before the end"), _("another match of the same sides")),
    Dimension.RANK: (_("what exactly is ranked"), _("a ranking of another day")),
    Dimension.OCCURRENCE: (
        _("a decision announced against one carried out"),
        _("a step that was later reversed"),
    ),
}


@dataclass(frozen=True)
class Said:
    """What an explanation says, as parts that can be told in any language; `text` is one to three plain sentences."""

    text: Part
    rule: Part
    arithmetic: Part = ""
    benign: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Why positions conflict, in words and as data. Its texts are English, for programs and exports."""

    said: Said
    reconciled: bool = False

    @property
    def text(self) -> str:
        return english(self.said.text)

    @property
    def arithmetic(self) -> str:
        return english(self.said.arithmetic)

    def as_row(self) -> dict[str, Any]:
        """As it is stored: the English, which is exported, and under `said` its parts, which are not."""
        return {
            "text": self.text,
            "rule": english(self.said.rule),
            "reconciled": self.reconciled,
            "arithmetic": self.arithmetic,
            "benign": [english(reason) for reason in self.said.benign],
            "said": {**vars(self.said), "benign": list(self.said.benign)},
        }


def explain_values(label: str, conflict: Conflict) -> Explanation:
    """Who says what, what fits both, how far apart they are, and what to look at first."""
    positions = clauses([_position(stand, conflict.kind) for stand in conflict.stands])
    told = [_("{question}: {positions}.", question=capital(label), positions=positions), *_fitting(conflict.fits)]
    if conflict.reconciled:
        found = conflict.reconciled
        told.append(_("Both can be true ({rule}): {arithmetic}.", rule=found.rule, arithmetic=found.arithmetic))
        return Explanation(Said(sentences(told), found.rule, found.arithmetic), reconciled=True)
    value = conflict.stands[0].value
    benign = benign_reasons(conflict)
    distance = _distance(value, conflict.gap)
    told.append(_("{distance}: look first at {reasons}.", distance=capital(distance), reasons=listed(benign)))
    arithmetic = distance
    if conflict.tolerance and value.dimension not in UNMEASURED:
        allowed = apart(value, conflict.tolerance)
        arithmetic = _(
            "{distance}, {allowed} allowed by how precisely they are stated", distance=distance, allowed=allowed
        )
    return Explanation(Said(sentences(told), _("the values do not meet"), arithmetic, benign))


def _distance(value: Value, gap: float) -> Part:
    if value.dimension in UNMEASURED:
        return UNMEASURED[value.dimension]
    if gap <= 2 * JUST_BEYOND * max([1.0, *(abs(end) for end in interval(value) if abs(end) < INFINITY)]):
        return _("one begins where the other ends")
    return _("{amount} apart", amount=apart(value, gap))


def explain_wording(wordings: Sequence[tuple[str, Sequence[Part]]], changed: Sequence[Difference]) -> Explanation:
    """One utterance in different words: each wording with its origins, and the words that differ."""
    said = clauses([_has(wording, origins) for wording, origins in wordings])
    told = [_("One statement is quoted in different words: {wordings}.", wordings=said)]
    differing = clauses([_differing(each) for each in changed]) if changed else ""
    if differing:
        told.append(_("The words that differ: {words}.", words=differing))
    benign = (_("translation from another language"), _("two occasions on which much the same was said"))
    told.append(_look_first(benign))
    rule = _("the words inside the quotation marks differ")
    return Explanation(Said(sentences(told), rule, differing, benign))


def _has(wording: str, origins: Sequence[Part]) -> Part:
    told: dict[str, Part] = {"origins": listed(origins), "words": shorten(wording)}
    return ngettext("{origins} has “{words}”", "{origins} have “{words}”", len(origins), **told)


def _differing(each: Difference) -> Part:
    if not each.theirs:
        return _("“{ours}” against nothing", ours=each.ours)
    if not each.ours:
        return _("nothing against “{theirs}”", theirs=each.theirs)
    return _("“{ours}” against “{theirs}”", ours=each.ours, theirs=each.theirs)


def explain_attribution(wording: str, speakers: Sequence[tuple[str, Sequence[Part]]]) -> Explanation:
    """The same words credited to different speakers."""
    credited = [_("{origins} to {speaker}", origins=listed(origins), speaker=speaker) for speaker, origins in speakers]
    benign = (
        _("a joint statement and the person who read it out"),
        _("a statement repeated by another speaker"),
    )
    told = _(
        "The words “{words}” are credited to different speakers: {credited}.",
        words=shorten(wording),
        credited=clauses(credited),
    )
    rule = _("one wording, different speakers")
    return Explanation(Said(sentences([told, _look_first(benign)]), rule, benign=benign))


def explain_edit(source: str, before: str, after: str, versions: tuple[int, int]) -> Explanation:
    """A version that changed its answer without saying so, as far as its text shows."""
    benign = (
        _("a correction announced elsewhere on the page"),
        _("new information on a developing story"),
    )
    told = _(
        "{source} changed “{before}” (version {earlier}) to “{after}” (version {later}).",
        source=source,
        before=shorten(before),
        after=shorten(after),
        earlier=number(versions[0]),
        later=number(versions[1]),
    )
    rule = _("a later version changed its answer")
    return Explanation(Said(sentences([told, _look_first(benign)]), rule, f"{before} → {after}", benign))


def _look_first(benign: Sequence[Part]) -> Part:
    return _("Look first at {reasons}.", reasons=listed(benign))


def benign_reasons(conflict: Conflict) -> tuple[Part, ...]:
    """Ordinary reasons for such a difference, the likeliest first."""
    value = conflict.stands[0].value
    days = {answer.published for stand in conflict.stands for answer in stand.answers if answer.published}
    reasons: list[Part] = []
    if value.dimension is Dimension.DATE:
        if conflict.gap <= 1:
            reasons += [
                _("time zones"),
                _("announcing or signing against taking effect"),
                _("the day of publication"),
            ]
        else:
            reasons += [_("two steps of one event"), _("the day of an event against the day of its report")]
    else:
        reasons += BENIGN.get(value.dimension, (_("a part against the whole"), _("what exactly is counted")))
    if len(days) > 1 and value.dimension is not Dimension.DATE:
        reasons.append(_("a figure that changed between the reports"))
    if conflict.kind == "holder":
        reasons.append(_("each speaker's own count"))
    return tuple(reasons)


def _position(stand: Stand, kind: str) -> Part:
    who = _speakers(stand) if kind == "holder" else shown(stand.answers)
    return ngettext("{who} says {value}", "{who} say {value}", len(who), who=listed(who), value=worded(stand.value))


def _speakers(stand: Stand) -> list[Part]:
    return [_who(*each) for each in sorted({(answer.holder, answer.origin) for answer in stand.answers})]


def _who(holder: str, origin: str) -> Part:
    return _("{speaker} (in {origin})", speaker=holder, origin=origin) if holder else origin


def _fitting(fits: Sequence[Answer]) -> list[Part]:
    """What the rest say that contradicts none of it, one sentence a value."""
    by_value: dict[str, tuple[Part, set[str]]] = {}
    for answer in fits:
        value = worded(answer.value)
        by_value.setdefault(english(value), (value, set()))[1].add(answer.origin)
    return [
        ngettext(
            "{origins} says {value}, which fits both.",
            "{origins} say {value}, which fits both.",
            len(origins),
            origins=listed(sorted(origins)),
            value=value,
        )
        for _words, (value, origins) in sorted(by_value.items(), key=lambda item: item[0])
    ]


def shorten(text: str, length: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"
