"""What two claims cannot differ in and still answer one question: each rule gives its reason, or ""."""

from collections.abc import Callable

from claims.analysis.found import Modality
from claims.analysis.values import Dimension

from .events import COMMON, noun_group
from .relations import NAMED_BY_NOUN, comparable, interval
from .stated import Stated

# Families of events that two parties or one person seldom have twice within weeks.
ONCE = frozenset(("deal", "buy", "marry", "born", "resign", "dismiss", "vote", "sentence"))


def different_dimension(a: Stated, b: Stated) -> str:
    return "" if a.value.dimension == b.value.dimension else "a different kind of value"


def different_unit(a: Stated, b: Stated) -> str:
    if comparable(a.value, b.value):
        return ""
    return f"{a.value.unit} is not {b.value.unit}"


def different_noun(a: Stated, b: Stated) -> str:
    """Counts and ranks must be of the same things, under nouns of one group or of one event family."""
    if a.value.dimension not in NAMED_BY_NOUN:
        return ""
    if noun_group(a.head) == noun_group(b.head) or (a.event and a.event == b.event):
        return ""
    return f"“{a.head}” are not “{b.head}”"


def different_event(a: Stated, b: Stated) -> str:
    if a.event and b.event and a.event != b.event:
        return f"“{a.event}” is not “{b.event}”"
    return ""


def different_time(a: Stated, b: Stated) -> str:
    """Figures of different days do not answer one question; a day's difference may be a time zone's."""
    if a.when is None or b.when is None:
        return ""
    x, y = interval(a.when), interval(b.when)
    return "stated of different days" if max(x[0] - y[1], y[0] - x[1]) > 1 else ""


def not_said_to_be_so(a: Stated, b: Stated) -> str:
    """What is denied or depends on something else states no answer that another could contradict."""
    put = {a.modality, b.modality} & {Modality.DENIED, Modality.CONDITIONAL}
    return f"one of them is {sorted(put)[0]}" if put and a.value.dimension is not Dimension.OCCURRENCE else ""


def different_change(a: Stated, b: Stated) -> str:
    """What something rose by, from or to, and where it stands, are different questions."""
    if a.change == b.change:
        return ""
    return (
        f"a change ({a.change or b.change}) is not a level"
        if not (a.change and b.change)
        else "another part of a change"
    )


def other_party(a: Stated, b: Stated) -> str:
    """Whether something happened is one question only of those it happened to."""
    if a.value.dimension is not Dimension.OCCURRENCE:
        return ""
    if a.affected and b.affected:
        return "" if a.affected & b.affected else "of other people or things"
    return "" if a.acting & b.acting else "by others"


def far_apart(a: Stated, b: Stated) -> str:
    """What happens again and again on different days is not one event; what happens once may be misdated by weeks."""
    if a.value.dimension is not Dimension.DATE:
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
    different_noun,
    different_event,
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
