"""What the queue is asked for: the filters in its address, as a form, as chips, and as rows."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.admin.translating import kind_of
from claims.models import Discrepancy, Entity, Lease, Position, Review
from claims.workbench import judging
from sources.models import Article, Source

Status, Awaits = Discrepancy.Status, Discrepancy.Awaits
CARRIED = "_in"
ME, ANYBODY = "me", "anybody"
# What of the queue's address is no filter of ours: the page, and what the stock list adds.
NOT_CARRIED = ("p", "all", "e", CARRIED)
# At most so many names are offered while one is typed, and so many rows of that name are meant by it.
MOST_OFFERED = 30
MOST_MEANT = 200
# Of a source with more articles than this, most pages of the queue have something.
MANY = 2000
# These ask for more than an index has: what they let through is counted no further than this.
SLOW, MOST_COUNTED = {"source", "entity", "q"}, 1000

KINDS = [(kind.value, lazy(kind_of, str)(kind.value)) for kind in Discrepancy.Kind]
STATUSES = [
    ("", _("Open")),
    ("all", _("All")),
    *((each.value, capfirst(each.label)) for each in Status if each != "open"),
]
SEVERITIES = {"high": (0.5, 2.0), "middle": (0.25, 0.5), "low": (0.0, 0.25)}
BANDS = [("", _("Any")), ("high", _("High: 0.5 and above")), ("middle", _("Middle")), ("low", _("Low: below 0.25"))]
AGES = [
    ("", _("Any")),
    ("day", _("At most a day")),
    ("week", _("At most a week")),
    ("month", _("At most 30 days")),
    ("over-week", _("More than a week")),
    ("over-month", _("More than 30 days")),
]
DAYS = {"day": 1, "week": 7, "month": 30}
AWAITING = [("", _("Any")), ("me", _("A second opinion from me")), ("third", _("Adjudication"))]


class QueueForm(forms.Form):
    """The filters. What is no choice is left out, so that an old address still shows something."""

    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=BANDS, required=False)
    age = forms.ChoiceField(label=_("First seen"), choices=AGES, required=False)
    awaits = forms.ChoiceField(label=_("Waits for"), choices=AWAITING, required=False)
    q = forms.CharField(label=_("Words of the question"), required=False, max_length=200)
    source = forms.CharField(label=_("Source"), required=False, max_length=200)
    entity = forms.CharField(label=_("Person, organisation or place"), required=False, max_length=300)
    decided = forms.CharField(label=_("Decided by"), required=False, max_length=150)
    held = forms.CharField(label=_("Held by"), required=False, max_length=150)
    kind = forms.MultipleChoiceField(
        label=_("Kind"), choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, filled: QueryDict | None = None) -> None:
        super().__init__(filled, label_suffix="")
        for name in OFFERED:
            self.fields[name].widget.attrs |= {"list": f"queue-{OFFERED[name]}", "autocomplete": "off"}
        for name in ("decided", "held"):
            self.fields[name].widget.attrs["placeholder"] = gettext("a log-in name, or me")


# Each field that is typed in, and the list of names that it is offered.
OFFERED = {"source": "sources", "entity": "entities", "decided": "deciders", "held": "holders"}


def asked_in(address: QueryDict) -> dict[str, Any]:
    """The filters that an address asks for, by name; those that cannot be understood are not in it."""
    given = address.copy()
    if kinds := given.pop("kind__exact", None):
        given.setlist("kind", [*given.getlist("kind"), *map(str, kinds)])
    if given.get("status") == Status.OPEN:
        given.pop("status")
    form = QueueForm(given)
    form.is_valid()
    return {name: value for name in form.fields if (value := form.cleaned_data.get(name))}


def initial_of(asked: Mapping[str, Any]) -> QueryDict:
    """The filters as the form shows them filled in."""
    filled = QueryDict(mutable=True)
    for name, value in asked.items():
        filled.setlist(name, value if isinstance(value, list) else [value])
    return filled


def waiting_of(where: HttpRequest | str, person: User) -> QuerySet[Discrepancy]:
    """The open rows of the view that an address carries along (or that is given as its query string)."""
    carried = where if isinstance(where, str) else where.POST.get(CARRIED) or where.GET.get(CARRIED, "")
    asked = asked_in(QueryDict(carried))
    rows = Discrepancy.objects.filter(status=Status.OPEN).select_related("fact", "utterance")
    return narrowed(rows, {name: value for name, value in asked.items() if name != "status"}, person)


def carried_by(address: QueryDict) -> str:
    """The query string by which a view is carried along and shared: filters and nothing else."""
    kept = address.copy()
    for name in NOT_CARRIED:
        kept.pop(name, None)
    for name in [name for name in kept if not any(kept.getlist(name))]:
        kept.pop(name)
    return kept.urlencode()


def narrowed(rows: QuerySet[Discrepancy], asked: Mapping[str, Any], person: User) -> QuerySet[Discrepancy]:
    """Of these rows those that every filter lets through."""
    for name, value in asked.items():
        rows = rows.filter(CONDITIONS[name](value, person))
    return rows


def of_status(value: str, _person: User) -> Q:
    return Q() if value == "all" else Q(status=value)


def of_severity(value: str, _person: User) -> Q:
    least, below = SEVERITIES[value]
    return Q(severity__gte=least, severity__lt=below)


def of_age(value: str, _person: User) -> Q:
    since = timezone.now() - dt.timedelta(days=DAYS[value.removeprefix("over-")])
    return Q(first_seen__lt=since) if value.startswith("over-") else Q(first_seen__gte=since)


def of_awaits(value: str, person: User) -> Q:
    if value == "third":
        return Q(awaits=Awaits.THIRD)
    return Q(awaits=Awaits.SECOND) & ~judging.has_given(person)


def of_words(value: str, _person: User) -> Q:
    found = Q()
    for word in value.split():
        found &= Q(fact__label__icontains=word) | Q(utterance__label__icontains=word)
    return found


def of_source(value: str, _person: User) -> Q:
    """Those on one side of which the source stands: of this name, of this id, or with this in their names."""
    by_id = Q(pk=value) if value.isdecimal() and len(value) < 16 else Q()
    meant = _meant(Source, value, by_id)
    ways = "claims__version__article__source", "quotes__version__article__source"
    if Article.objects.filter(source__in=meant)[: MANY + 1].count() > MANY:
        return _each_held_by(meant, *ways)
    return _held_by(meant, *ways)


def of_entity(value: str, _person: User) -> Q:
    meant = _meant(Entity, value)
    return _held_by(meant, "claims__mentions__entity", "claims__holder__entity", "quotes__speaker__entity")


def _meant(model: type[Any], name: str, also: Q | None = None) -> list[int]:
    """The ids of what goes by just this name; where nothing does, of what has it in its name."""
    exactly = model._default_manager.filter(Q(name__iexact=name) | (also or Q()))
    found = list(exactly.values_list("pk", flat=True)[:MOST_MEANT]) if name else []
    return found or list(model._default_manager.filter(name__icontains=name).values_list("pk", flat=True)[:MOST_MEANT])


def _held_by(ids: list[int], *ways: str) -> Q:
    """Those a position of which leads, in one of these ways, to one of these rows."""
    found = Q(pk__in=[])
    for way in ways:
        found |= Q(pk__in=Position.objects.filter(**{f"{way}__in": ids}).values("discrepancy"))
    return found


def _each_held_by(ids: list[int], *ways: str) -> Q:
    """The same, looked up row by row: for what is on so many that a page of them is soon full."""
    found = Q(pk__in=[])
    for way in ways:
        one = Position.objects.filter(discrepancy=OuterRef("pk"), **{f"{way}__in": ids}).order_by().values("pk")[:1]
        found |= Q(IsNull(Subquery(one), False))
    return found


def of_decided(value: str, person: User) -> Q:
    by = Q(reviewer=person) if value == ME else Q(reviewer__username__iexact=value)
    return Q(pk__in=Review.objects.filter(by, discrepancy__isnull=False).order_by().values("discrepancy"))


def of_held(value: str, person: User) -> Q:
    now = Q(lease__until__gt=timezone.now())
    if value == ANYBODY:
        return now
    return now & (Q(lease__holder=person) if value == ME else Q(lease__holder__username__iexact=value))


CONDITIONS = {
    "status": of_status,
    "kind": lambda value, _person: Q(kind__in=value),
    "severity": of_severity,
    "age": of_age,
    "awaits": of_awaits,
    "q": of_words,
    "source": of_source,
    "entity": of_entity,
    "decided": of_decided,
    "held": of_held,
}


class Asked(admin.ListFilter):
    """All filters of the queue, as one filter of the stock list."""

    title = _("queue")

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            params.pop(str(name), None)
        self.asked = asked_in(request.GET)

    def expected_parameters(self) -> list[str | None]:
        return [*QueueForm.base_fields, "kind__exact", CARRIED]

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        return iter(())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Discrepancy]) -> QuerySet[Discrepancy]:
        # Who decided is asked about what is decided.
        standing = {} if "decided" in self.asked else {"status": Status.OPEN}
        return narrowed(queryset, standing | self.asked, person_of(request))


def person_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the admin lets nobody in who is not logged in"
    return request.user


def chips(address: QueryDict) -> list[dict[str, str]]:
    """What is asked for, in words, each with the address without it."""
    form, found = QueueForm(), []
    for name, value in asked_in(address).items():
        for each in value if isinstance(value, list) else [value]:
            without = address.copy()
            rest = [other for other in asked_in(address)[name] if other != each] if isinstance(value, list) else []
            for known in (name, "kind__exact") if name == "kind" else (name,):
                without.pop(known, None)
            without.setlist(name, rest)
            label = str(form.fields[name].label)
            words = str(dict(getattr(form.fields[name], "choices", ())).get(each, each))
            found.append({"label": label, "words": words, "without": carried_by(without)})
    return found


def offered(asked: Mapping[str, Any]) -> dict[str, list[str]]:
    """The first names for each field that is typed in: of what was typed, where something was."""
    active = Exists(Review.objects.filter(reviewer=OuterRef("pk"))) | Exists(
        Lease.objects.filter(holder=OuterRef("pk"))
    )
    people = list(User.objects.filter(active).order_by("username").values_list("username", flat=True)[:MOST_OFFERED])
    return {
        "sources": _names(Source, asked.get("source", "")),
        "entities": _names(Entity, asked["entity"]) if "entity" in asked else [],
        "deciders": [ME, *people],
        "holders": [ME, ANYBODY, *people],
    }


def _names(model: type[Any], typed: str) -> list[str]:
    named = model._default_manager.filter(name__icontains=typed).order_by("name")
    return list(named.values_list("name", flat=True)[:MOST_OFFERED])
