"""What two claims cannot differ in and still answer one question: each rule gives its reason, or ""."""

from collections.abc import Callable

from claims.analysis.found import Change, Modality
from claims.analysis.values import Dimension
from sources.messages import Part, gettext_noop, ngettext, number
from sources.messages import gettext as _

from .events import COMMON
from .relations import Kind, comparable, interval, relate
from .stated import Stated

# Families of events that two parties or one person seldom have twice within weeks.
ONCE = frozenset(("deal", "buy", "marry", "born", "resign", "dismiss", "vote", "sentence"))
# Who suffers one of these is not counted under another: the killed are not the injured.
EXCLUSIVE = frozenset(("kill", "injure", "arrest", "missing", "rescue", "displace"))
UNCERTAIN: dict[str, str] = {
    Modality.DENIED: gettext_noop("one of them is denied"),
    Modality.CONDITIONAL: gettext_noop("one of them is conditional"),
}
CHANGES: dict[str, str] = {
    Change.RISE: gettext_noop("a change (rise) is not a level"),
    Change.FALL: gettext_noop("a change (fall) is not a level"),
    Change.FROM: gettext_noop("a change (from) is not a level"),
    Change.TO: gettext_noop("a change (to) is not a level"),
    Change.DIFFERENCE: gettext_noop("a difference is not a level"),
}
# "Rose 3 percent" and "was 3 percent higher than" answer one question.
ONE_CHANGE = ({Change.RISE, Change.DIFFERENCE}, {Change.FALL, Change.DIFFERENCE})


def different_dimension(a: Stated, b: Stated) -> Part:
    return "" if a.value.dimension == b.value.dimension else gettext_noop("a different kind of value")


def different_unit(a: Stated, b: Stated) -> Part:
    return "" if comparable(a.value, b.value) else _("{one} is not {other}", one=a.value.unit, other=b.value.unit)


def different_toll(a: Stated, b: Stated) -> Part:
    different = a.event != b.event and a.event in EXCLUSIVE and b.event in EXCLUSIVE
    return _("“{one}” is not “{other}”", one=a.event, other=b.event) if different else ""


def different_time(a: Stated, b: Stated) -> Part:
    """Figures of different days do not answer one question; a day's difference may be a time zone's."""
    if a.when is None or b.when is None:
        return ""
    x, y = interval(a.when), interval(b.when)
    return gettext_noop("stated of different days") if max(x[0] - y[1], y[0] - x[1]) > 1 else ""


def not_said_to_be_so(a: Stated, b: Stated) -> Part:
    """What is denied or depends on something else states no answer that another could contradict; "no deaths" does."""
    if a.modality == b.modality or a.value.dimension is Dimension.OCCURRENCE:
        return ""
    put = UNCERTAIN.keys() & {a.modality, b.modality}
    if not put or all(each.modality not in UNCERTAIN or each.value.low == each.value.high == 0 for each in (a, b)):
        return ""
    return UNCERTAIN[min(put)]


def different_change(a: Stated, b: Stated) -> Part:
    """What something rose by, from or to, and where it stands, are different questions."""
    if a.change == b.change or {a.change, b.change} in ONE_CHANGE:
        return ""
    if a.change and b.change:
        return gettext_noop("another part of a change")
    return CHANGES[a.change or b.change]


def other_party(a: Stated, b: Stated) -> Part:
    """Whether something happened is one question only of those it happened to."""
    if a.value.dimension is not Dimension.OCCURRENCE:
        return ""
    if a.affected and b.affected:
        return "" if a.affected & b.affected else gettext_noop("of other people or things")
    return "" if a.acting & b.acting else gettext_noop("by others")


def far_apart(a: Stated, b: Stated) -> Part:
    """What happens again and again on different days is not one event; what happens once may be misdated by weeks."""
    if a.value.dimension is not Dimension.DATE or "day" not in (a.value.granularity, b.value.granularity):
        return ""
    once = (a.event in ONCE and a.event == b.event) or are_one_definite_thing(a, b)
    days = 31 if once else 2
    x, y = interval(a.value), interval(b.value)
    if max(x[0] - y[1], y[0] - x[1]) <= days:
        return ""
    return ngettext("more than {days} day apart", "more than {days} days apart", days, days=number(days))


def another_named(a: Stated, b: Stated) -> Part:
    """ "The 2007 season" and "the 2008 season" are two: their years are names and contradict nothing."""
    named = a.naming and b.naming and relate(a.value, b.value).kind is Kind.CONFLICTS
    return gettext_noop("each names another by its year") if named else ""


def other_story(a: Stated, b: Stated) -> Part:
    if a.article != b.article and a.story and b.story and not a.story & b.story:
        return gettext_noop("articles that name nobody and nothing in common")
    return ""


VETOES: tuple[Callable[[Stated, Stated], Part], ...] = (
    different_dimension,
    different_unit,
    different_toll,
    different_time,
    not_said_to_be_so,
    different_change,
    other_party,
    far_apart,
    another_named,
    other_story,
)


def are_one_definite_thing(a: Stated, b: Stated) -> bool:
    """Whether both speak of something as known, by one name: "the inspection"."""
    return a.definite and b.definite and a.head == b.head and a.head not in COMMON
