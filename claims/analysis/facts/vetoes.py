"""What two claims cannot differ in and still answer one question: each rule gives its reason, or ""."""

from collections.abc import Callable

from claims.analysis.found import Modality
from claims.analysis.values import Dimension

from .events import COMMON
from .relations import comparable, interval
from .stated import Stated

# Families of events that two parties or one person seldom have twice within weeks.
ONCE = frozenset(("deal", "buy", "marry", "born", "resign", "dismiss", "vote", "sentence"))
# Who suffers one of these is not counted under another: the killed are not the injured.
EXCLUSIVE = frozenset(("kill", "injure", "arrest", "missing", "rescue", "displace"))
UNCERTAIN = frozenset((Modality.DENIED, Modality.CONDITIONAL))


def different_dimension(a: Stated, b: Stated) -> str:
    return "" if a.value.dimension == b.value.dimension else "a different kind of value"


def different_unit(a: Stated, b: Stated) -> str:
    return "" if comparable(a.value, b.value) else f"{a.value.unit} is not {b.value.unit}"


def different_toll(a: Stated, b: Stated) -> str:
    different = a.event != b.event and a.event in EXCLUSIVE and b.event in EXCLUSIVE
    return f"“{a.event}” is not “{b.event}”" if different else ""


def different_time(a: Stated, b: Stated) -> str:
    """Figures of different days do not answer one question; a day's difference may be a time zone's."""
    if a.when is None or b.when is None:
        return ""
    x, y = interval(a.when), interval(b.when)
    return "stated of different days" if max(x[0] - y[1], y[0] - x[1]) > 1 else ""


def not_said_to_be_so(a: Stated, b: Stated) -> str:
    """What is denied or depends on something else states no answer that another could contradict; "no deaths" does."""
    put = {each.modality for each in (a, b)} & UNCERTAIN
    if len({a.modality, b.modality}) == 1 or not put or a.value.dimension is Dimension.OCCURRENCE:
        return ""
    if all(each.modality not in UNCERTAIN or each.value.low == each.value.high == 0 for each in (a, b)):
        return ""
    return f"one of them is {min(put)}"


def different_change(a: Stated, b: Stated) -> str:
    """What something rose by, from or to, and where it stands, are different questions."""
    if a.change == b.change:
        return ""
    if a.change and b.change:
        return "another part of a change"
    return f"a change ({a.change or b.change}) is not a level"


def other_party(a: Stated, b: Stated) -> str:
    """Whether something happened is one question only of those it happened to."""
    if a.value.dimension is not Dimension.OCCURRENCE:
        return ""
    if a.affected and b.affected:
        return "" if a.affected & b.affected else "of other people or things"
    return "" if a.acting & b.acting else "by others"


def far_apart(a: Stated, b: Stated) -> str:
    """What happens again and again on different days is not one event; what happens once may be misdated by weeks."""
    if a.value.dimension is not Dimension.DATE or "day" not in (a.value.granularity, b.value.granularity):
        return ""
    once = (a.event in ONCE and a.event == b.event) or are_one_definite_thing(a, b)
    days = 31 if once else 2
    x, y = interval(a.value), interval(b.value)
    return f"more than {days} days apart" if max(x[0] - y[1], y[0] - x[1]) > days else ""


def other_story(a: Stated, b: Stated) -> str:
    if a.article != b.article and a.story and b.story and not a.story & b.story:
        return "articles that name nobody and nothing in common"
    return ""


VETOES: tuple[Callable[[Stated, Stated], str], ...] = (
    different_dimension,
    different_unit,
    different_toll,
    different_time,
    not_said_to_be_so,
    different_change,
    other_party,
    far_apart,
    other_story,
)


def are_one_definite_thing(a: Stated, b: Stated) -> bool:
    """Whether both speak of something as known, by one name: "the inspection"."""
    return a.definite and b.definite and a.head == b.head and a.head not in COMMON
