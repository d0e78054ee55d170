"""Decides what an import changes, and stores it: every article in one transaction, every outcome as it comes."""

import logging
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from . import changing, documents, folders, manifests
from .counting import Kind, Outcome, begin, finish, note
from .documents import Document
from .failures import Failure, Unreadable
from .messages import Part, clauses, gettext
from .models import UNIDENTIFIED, Article, ArticleVersion, Feed, ImportRun, Move, Source, hash_text
from .versions import edits, summary

logger = logging.getLogger(__name__)

REFRESHED = ("url", "byline", "origin", "language", "published_at", "modified_at")
RETRIES = 3


def import_paths(
    paths: Sequence[Path], *, manifest: Path | None = None, feed: Feed | None = None
) -> Generator[Outcome, None, None]:
    """Imports files and folders. Raises Unreadable, before anything is imported, where the manifest is wrong."""
    entries = read_manifest(manifest) if manifest else {}
    run = begin(", ".join(map(str, paths)), feed)
    yield from import_files(folders.found(paths, [manifest] if manifest else []), run, entries)


def read_manifest(path: Path) -> manifests.Entries:
    try:
        return manifests.read(path.name, path.read_bytes())
    except OSError as error:
        said = gettext("manifest {path}: cannot be read ({error})", path=str(path), error=str(error.strerror))
        raise Unreadable(said) from None
    except Unreadable as error:
        raise Unreadable(gettext("manifest {path}: {why}", path=str(path), why=error.said)) from None


def import_files(
    files: Iterable[folders.File | Failure], run: ImportRun, entries: manifests.Entries | None = None
) -> Generator[Outcome, None, None]:
    """Imports files one by one, with what the manifest's entries state about them."""
    yield from import_documents(_read(files, entries or {}), run)


def import_documents(items: Iterable[Document | Failure], run: ImportRun) -> Generator[Outcome, None, None]:
    """Stores what was read and notes each outcome in the run, which is finished with the last."""
    source = run.feed.source if run.feed else None
    seen: dict[str, str] = {}
    try:
        for item in items:
            yield _imported(item, run, source, seen)
    finally:
        finish(run)
        run.refresh_from_db()


def store(document: Document, source: Source | None = None) -> Outcome:
    """Stores a document as a new article, a new version or nothing; `source` is whose it is unless it states one.

    Safe beside other imports of the same article: who comes second sees what the first one stored.
    """
    for attempt in range(RETRIES):
        try:
            with transaction.atomic():
                return _stored(document, source)
        except IntegrityError:
            if attempt == RETRIES - 1:
                raise
    raise AssertionError("the loop returns or raises")


@dataclass(frozen=True)
class Decision:
    outcome: Kind
    title: str
    said: Part = ""


def decide(document: Document, article: Article | None, current: ArticleVersion | None) -> Decision:
    """New, changed or unchanged. A title that was given is not replaced by an inferred one or none."""
    if article is None or current is None:
        return Decision(Kind.NEW, document.title)
    title = current.title if _stays("title", current.title, document, article.inferred) else document.title
    number = str(current.number + 1)
    if document.text != current.text:
        edited = summary(edits(current.text, document.text))
        return Decision(Kind.CHANGED, title, gettext("version {number}: {edits}", number=number, edits=edited))
    if title != current.title:
        return Decision(Kind.CHANGED, title, gettext("version {number}: another title", number=number))
    return Decision(Kind.UNCHANGED, title)


def refreshed(document: Document, article: Article, title: str = "") -> dict[str, Any]:
    """The fields of the article that the document sets: never to nothing, nor from a given to an inferred value.

    `title` is the one its newest version has.
    """
    changes: dict[str, Any] = {}
    inferred = dict(article.inferred)
    for field in (*REFRESHED, "title"):
        old, new = title if field == "title" else getattr(article, field), getattr(document, field)
        if field in article.corrected or _stays(field, old, document, article.inferred):
            continue
        changes |= {field: new} if new != old and field != "title" else {}
        _mark(inferred, field, document)
    return changes | ({"inferred": inferred} if inferred != article.inferred else {})


def _stays(field: str, old: object, document: Document, inferred: Mapping[str, str]) -> bool:
    """Whether the document's value gives way to the article's: it has none, or only inferred what was given."""
    return not getattr(document, field) or bool(old and field in document.inferred and field not in inferred)


def _mark(inferred: dict[str, str], field: str, document: Document) -> None:
    inferred.pop(field, None)
    if field in document.inferred:
        inferred[field] = document.inferred[field]


def _read(files: Iterable[folders.File | Failure], entries: manifests.Entries) -> Iterator[Document | Failure]:
    """The documents of the files, and a failure for each entry of the manifest that no file answers to."""
    unused = dict.fromkeys(entries)
    for file in files:
        if isinstance(file, Failure):
            yield file
            continue
        unused.pop(file.name, None)
        try:
            yield from _documents(file, entries.get(file.name))
        except OSError as error:
            yield folders.out_of_reach(file.name, error)
        except Exception as error:  # What strangers wrote breaks parsers in ways nobody listed: this file only.
            logger.exception("%s cannot be read", file.path)
            broken = f"{type(error).__name__}: {error}"
            yield Failure(file.name, gettext("breaks the parser ({error}): import its text as .txt", error=broken))
    for name in unused:
        yield Failure(
            name, gettext("is in the manifest, but no such file was imported: name it relative to the folder")
        )


def _documents(file: folders.File, stated: Mapping[str, object] | None) -> Iterator[Document | Failure]:
    limit = settings.MAX_DOCUMENT_BYTES
    with file.path.open("rb") as stream:
        if file.name.lower().endswith(".jsonl"):
            yield from documents.read_lines(file.name, documents.lines(stream, limit), limit=limit, stated=stated)
        else:
            yield from documents.read(file.name, stream.read(limit + 1), limit=limit, stated=stated)


def _imported(item: Document | Failure, run: ImportRun, source: Source | None, seen: dict[str, str]) -> Outcome:
    """Stores one item and notes what became of it; a refusal by the database is a failure of that item alone."""
    if isinstance(item, Failure):
        return note(run, Outcome(Kind.FAILED, item.item, item.said))
    earlier, seen[item.key] = seen.get(item.key), item.item
    if earlier == item.item and item.key.startswith("file:"):
        said = gettext(
            "another file of this import has the same name: "
            "import their common folder, or give each a url in a manifest"
        )
        return note(run, Outcome(Kind.FAILED, item.item, said))
    return take(item, run, source, gettext("same article as {item}", item=earlier) if earlier else "")


def take(
    document: Document, run: ImportRun, source: Source | None = None, remark: Part = "", brief: bool = False
) -> Outcome:
    """Stores a document and notes what became of it; a refusal by the database is a failure of that item alone.

    `remark` is added to the outcome's reason; with `brief` an unchanged article is counted and not listed.
    """
    try:
        with transaction.atomic():
            outcome = store(document, source)
            if remark:
                outcome = replace(outcome, said=clauses([each for each in (outcome.said, remark) if each]))
            return note(run, outcome, brief)
    except (DataError, IntegrityError) as error:
        refused = gettext("the database refused it: {error}", error=str(error))
        return note(run, Outcome(Kind.FAILED, document.item, refused))


def _stored(document: Document, default: Source | None) -> Outcome:
    # The version is read after the lock is held: joined to it, PostgreSQL would show the one before the wait.
    known = Move.objects.filter(key=document.key).values_list("article_id", flat=True).first()
    same = Q(pk=known) if known else Q(key=document.key)
    article = Article.objects.select_for_update().filter(same).first()
    decision = decide(document, article, article.current if article else None)
    if article is None:
        article = Article(key=document.key)
    changes = refreshed(document, article, article.current.title if article.current else "")
    for name, value in changes.items():
        setattr(article, name, value)
    _set_source(article, document, default)
    article.found_by = document.found_by or article.found_by
    article.seen_at = timezone.now()
    article.save()
    if decision.outcome != Kind.UNCHANGED:
        _add_version(article, decision.title, document.text)
    return Outcome(decision.outcome, document.item, decision.said, article)


def _add_version(article: Article, title: str, text: str) -> None:
    before = article.current
    number = before.number + 1 if before else 1
    article.current = ArticleVersion.objects.create(
        article=article, number=number, title=title, text=text, sha256=hash_text(text)
    )
    article.save(update_fields=["current"])
    if before:
        changing.note_edits(before, article.current)


def _set_source(article: Article, document: Document, default: Source | None) -> None:
    """The source the document states, else the feed's, else the inferred one, which replaces no given one."""
    if "source" in article.corrected:
        return
    stated = document.source and "source" not in document.inferred
    is_new = article.source_id is None
    known = not is_new and article.source.name != UNIDENTIFIED and "source" not in article.inferred
    if stated or default:
        article.source = _source(document) if stated or not default else default
        article.inferred.pop("source", None)
    elif document.source and not known:
        article.source = _source(document)
        article.inferred["source"] = document.inferred["source"]
    elif is_new:
        article.source = Source.objects.get_or_create(name=UNIDENTIFIED)[0]


def _source(document: Document) -> Source:
    """An inferred source is known by its domain first, a stated one by its name; a domain is taken only once."""
    at_domain = Source.objects.filter(domain=document.domain).first() if document.domain else None
    if at_domain and ("source" in document.inferred or at_domain.name == document.source):
        return at_domain
    source, created = Source.objects.get_or_create(
        name=document.source, defaults={"domain": None if at_domain else document.domain or None}
    )
    if not created and not source.domain and document.domain and not at_domain:
        source.domain = document.domain
        source.save(update_fields=["domain"])
    return source
