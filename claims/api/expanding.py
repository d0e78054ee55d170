"""`expand=`: the rows that a row names come with it, in `expanded`; and `fields=` of one row, as lists have it.

Each kind is asked for once, however many rows name it. What a row says itself stays as it is without `expand`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.formatting import ndjson
from claims.models import Change, Claim, Kind, Quote
from claims.shaping import Row, instant

from .changes import TOLD, tell
from .listing import Listing, ListSchema, Rows, parameter

# Of one page; a fact alone may have thousands of claims.
MOST = 5_000
# Ids in one question: what every database takes.
ASKED_AT_ONCE = 2_000
STREAMED_AT_ONCE = 50
Bringing = Callable[[set[int], Request], dict[int, Row]]


@dataclass(frozen=True)
class Named:
    """What a row names: where in it the ids stand, one or several, how the rows are got, and their component."""

    path: Sequence[str]
    bring: Bringing
    component: str
    several: bool = False

    def schema(self) -> dict[str, Any]:
        row = {"$ref": f"#/components/schemas/{self.component}"}
        return {"type": "array", "items": row} if self.several else {"anyOf": [row, {"type": "null"}]}


def told(kind: str) -> Bringing:
    """Rows of the API, as their own addresses give them."""

    def bring(ids: set[int], request: Request) -> dict[int, Row]:
        found = tell((Change(kind=kind, thing=pk) for pk in ids), request)
        return {pk: row for (_kind, pk), row in found.items()}

    return bring


def readings(model: type[Quote] | type[Claim]) -> Bringing:
    """By the id of the evidence: which rules and language model read it, when, and by which day of publication."""
    names = ("read_rules", "model", "read_at", "published_at")

    def bring(ids: set[int], request: Request) -> dict[int, Row]:
        found = model._default_manager.filter(pk__in=ids).values_list("pk", *(f"extraction__{name}" for name in names))
        return {
            pk: {"rules": rules, "model": read_by, "read_at": instant(at), "published_at": instant(day)}
            for pk, rules, read_by, at, day in found
        }

    return bring


def one(kind: str, *path: str) -> Named:
    return Named(path, told(kind), TOLD[kind][1].__name__)


def several(kind: str, *path: str) -> Named:
    return Named(path, told(kind), TOLD[kind][1].__name__, several=True)


# By the name of the view; and by that of the row's component in the schema.
EXPANSIONS: dict[str, dict[str, Named]] = {
    "quote": {
        "article": one(Kind.ARTICLE, "article", "id"),
        "reading": Named(("id",), readings(Quote), "ReadingRow"),
        "speaker": one(Kind.ENTITY, "speaker", "id"),
        "utterance": one(Kind.UTTERANCE, "utterance"),
    },
    "claim": {
        "article": one(Kind.ARTICLE, "article", "id"),
        "entities": several(Kind.ENTITY, "about", "entities", "id"),
        "fact": one(Kind.FACT, "fact"),
        "holder": one(Kind.ENTITY, "holder", "id"),
        "reading": Named(("id",), readings(Claim), "ReadingRow"),
    },
    "fact": {
        "claims": several(Kind.CLAIM, "claims"),
        "discrepancies": several(Kind.DISCREPANCY, "discrepancies"),
    },
    "utterance": {
        "discrepancies": several(Kind.DISCREPANCY, "discrepancies"),
        "quotes": several(Kind.QUOTE, "quotes"),
    },
    "discrepancy": {
        "claims": several(Kind.CLAIM, "positions", "claims"),
        "fact": one(Kind.FACT, "fact", "id"),
        "quotes": several(Kind.QUOTE, "positions", "quotes"),
        "utterance": one(Kind.UTTERANCE, "utterance", "id"),
    },
    "review": {
        "discrepancy": one(Kind.DISCREPANCY, "discrepancy"),
        "entity": one(Kind.ENTITY, "entity", "id"),
        "fact": one(Kind.FACT, "fact"),
        "utterance": one(Kind.UTTERANCE, "utterance"),
        "version": one(Kind.VERSION, "version"),
    },
    "version": {"article": one(Kind.ARTICLE, "article")},
    "page": {"article": one(Kind.ARTICLE, "article")},
    "edit": {"article": one(Kind.ARTICLE, "article"), "version": one(Kind.VERSION, "version")},
}
MOMENT = {"type": ["string", "null"], "format": "date-time"}
READING = {
    "type": "object",
    "description": "How the evidence was read.",
    "required": ["rules", "model", "read_at", "published_at"],
    "properties": {
        "rules": {"type": "string", "description": "Version of the extraction rules."},
        "model": {"type": "string", "description": "Name and version of the language model."},
        "read_at": MOMENT,
        "published_at": {**MOMENT, "description": "The article's date that relative dates were resolved by."},
    },
}


class ExpandingSchema(ListSchema):
    """Says what can come with the rows, and that one row too can be had with fewer fields."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation, view = super().get_operation(*args, **kwargs), self.view
        if operation and isinstance(view, Expanding) and view.action in ("list", "retrieve"):
            operation["parameters"] = [*operation.get("parameters", []), *self._parameters(view)]
            if view.action == "retrieve":
                content = operation["responses"]["200"]["content"]["application/json"]
                less = {"type": "object", "maxProperties": len(view.known_fields()), "description": "With fields."}
                content["schema"] = {"anyOf": [content["schema"], less]}
        return operation

    def _parameters(self, view: "Expanding") -> Iterator[dict[str, Any]]:
        if view.action == "retrieve":
            yield names("fields", view.known_fields(), "Only these, separated by commas.")
        if view.expansions:
            yield names("expand", view.expansions, "Rows that come with each, in its `expanded`; in JSON and NDJSON.")


def names(name: str, known: Iterable[str], description: str) -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "string", "enum": list(known)}, "minItems": 1}
    return parameter(name, schema, description, explode=False, style="form")


class Expanding(Listing):
    """A list whose rows, and each of them alone, can bring along what they name."""

    schema = ExpandingSchema()

    @property
    def expansions(self) -> dict[str, Named]:
        return EXPANSIONS.get(self.basename, {})

    def more_parameters(self) -> list[str]:
        return ["expand"] if self.expansions else []

    def known_of_one(self) -> list[str]:
        return [*self.more_parameters(), "fields"] if self.action == "retrieve" else []

    def in_part(self, rows: Rows, request: Request) -> Rows:
        """What comes along is found in the whole rows, whatever of them is asked for."""
        return self._finished(rows, request, MOST)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        wanted = self._asked(request)
        response = super().retrieve(request, *args, **kwargs)
        [response.data] = self.in_part([dict(response.data)], request)
        if wanted:
            response.modified_at = None  # type: ignore[attr-defined]
        return response

    def _written(self, name: str, rows: Iterable[Any], request: Request) -> Iterator[str]:
        """Other formats than JSON, one row a line or not, have what they have."""
        if name != "ndjson" or not self._asked(request):
            return super()._written(name, rows, request)
        return ndjson(self._along(iter(rows), request))

    def _along(self, rows: Iterator[Any], request: Request) -> Iterator[Row]:
        serializer: Any = self.get_serializer()
        while chunk := [serializer.to_representation(row) for row in islice(rows, STREAMED_AT_ONCE)]:
            yield from self._finished(chunk, request, None)

    def _finished(self, rows: Rows, request: Request, most: int | None) -> Rows:
        brought = along(rows, self._asked(request), request, most)
        less = super().in_part(rows, request)
        return [{**row, "expanded": each} for row, each in zip(less, brought, strict=True)] if brought else less

    def _asked(self, request: Request) -> dict[str, Named]:
        """What `expand` names. Raises a 400 for what cannot come along."""
        text = request.query_params.get("expand")
        if not text or not self.expansions:
            return {}
        asked = text.split(",")
        if unknown := [name for name in asked if name not in self.expansions]:
            raise ValidationError({"expand": [f"Not here: {', '.join(unknown)}. Use {', '.join(self.expansions)}."]})
        return {name: self.expansions[name] for name in asked}


def along(rows: Rows, wanted: Mapping[str, Named], request: Request, most: int | None) -> Rows:
    """What each row brings along; none where nothing is wanted. What is not there is null, or left out of a list."""
    if not wanted:
        return []
    ids = {name: {pk for row in rows for pk in found(row, named.path)} for name, named in wanted.items()}
    if most is not None and (count := sum(map(len, ids.values()))) > most:
        raise ValidationError({"expand": [f"{count:,} rows would come along, {most:,} may: use a smaller limit."]})
    brought = {name: fetched(named.bring, ids[name], request) for name, named in wanted.items()}
    return [{name: picked(row, named, brought[name]) for name, named in wanted.items()} for row in rows]


def picked(row: Row, named: Named, brought: Mapping[int, Row]) -> Any:
    held = [brought[pk] for pk in dict.fromkeys(found(row, named.path)) if pk in brought]
    return held if named.several else held[0] if held else None


def fetched(bring: Bringing, ids: set[int], request: Request) -> dict[int, Row]:
    ordered, rows = sorted(ids), dict[int, Row]()
    for start in range(0, len(ordered), ASKED_AT_ONCE):
        rows |= bring(set(ordered[start : start + ASKED_AT_ONCE]), request)
    return rows


def found(told: Any, path: Sequence[str]) -> list[int]:
    """The ids at a path of a row, through every item of the lists on the way."""
    if isinstance(told, list | tuple):
        return [pk for part in told for pk in found(part, path)]
    if told is None or not path:
        return [] if told is None else [told]
    return found(told.get(path[0]), path[1:])


def complete(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: says of each kind of row what may come with it."""
    schemas = result["components"]["schemas"]
    schemas["ReadingRow"] = READING
    for name, expansions in EXPANSIONS.items():
        properties = {name: named.schema() for name, named in expansions.items()}
        schemas[f"{name.capitalize()}Row"]["properties"]["expanded"] = {
            "type": "object",
            "description": "With expand: the rows that this one names.",
            "properties": properties,
        }
    return result
