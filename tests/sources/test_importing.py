import datetime as dt
import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from sources import counting, folders, importing
from sources.counting import Kind
from sources.documents import Document
from sources.failures import Failure, Unreadable
from sources.importing import decide, import_documents, import_paths, store
from sources.models import UNIDENTIFIED, Article, ArticleVersion, Feed, ImportRun, Source
from tests import make

BODY = "The council met in the old hall and decided to close the northern bridge for a year.\n"


def document(text=BODY, **fields):
    return Document(
        **{"item": "a.txt", "key": "https://smallpaper.example/a", "text": text, "title": "Bridge shut"} | fields
    )


def write(folder, **files):
    """Files by name, with "__" for a slash; all are .txt."""
    for name, text in files.items():
        path = Path(folder, name.replace("__", "/") + ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def outcomes(*paths, **options):
    return [(outcome.outcome.value, outcome.item) for outcome in import_paths(list(paths), **options)]


@pytest.mark.parametrize(
    ("now", "current", "inferred", "expected"),
    [
        ({}, None, {}, Kind.NEW),
        ({}, (BODY, "Bridge shut"), {}, Kind.UNCHANGED),
        ({}, (BODY + "More came.", "Bridge shut"), {}, Kind.CHANGED),
        ({}, (BODY, "Bridge to shut"), {}, Kind.CHANGED),
        ({"title": ""}, (BODY, "Bridge shut"), {}, Kind.UNCHANGED),
        ({"inferred": {"title": "x"}}, (BODY, "Bridge to shut"), {}, Kind.UNCHANGED),
        ({"inferred": {"title": "x"}}, (BODY, "Bridge to shut"), {"title": "y"}, Kind.CHANGED),
        ({}, (BODY.replace("\n", "\r\n"), "Bridge shut"), {}, Kind.CHANGED),
    ],
)
def test_deciding_needs_no_database(now, current, inferred, expected):
    version = current and ArticleVersion(number=1, text=current[0], title=current[1])
    assert decide(document(**now), Article(inferred=inferred) if version else None, version).outcome == expected


@pytest.mark.django_db
def test_what_is_stored_is_what_was_read():
    outcome = store(
        document(source="Small Paper", domain="smallpaper.example", origin="AFP", inferred={"origin": "(AFP)"})
    )
    article = Article.objects.get()
    assert (outcome.outcome, outcome.article) == (Kind.NEW, article)
    assert (article.source.name, article.source.domain) == ("Small Paper", "smallpaper.example")
    assert (article.origin, article.inferred) == ("AFP", {"origin": "(AFP)"})
    assert (article.current.number, article.current.title, article.current.text) == (1, "Bridge shut", BODY)


@pytest.mark.django_db
def test_the_time_of_change_and_how_fields_were_found_are_kept():
    store(document(modified_at=NOON, found_by={"modified_at": "JSON-LD: 2021-03-01T12:00:00Z"}))
    store(document(BODY + "More."))
    article = Article.objects.get()
    assert (article.modified_at, article.found_by) == (NOON, {"modified_at": "JSON-LD: 2021-03-01T12:00:00Z"})


@pytest.mark.django_db
def test_there_and_back_again_is_three_versions():
    kinds = [store(document(text)).outcome for text in (BODY, BODY, BODY + "Or not.", BODY, BODY)]
    assert kinds == [Kind.NEW, Kind.UNCHANGED, Kind.CHANGED, Kind.CHANGED, Kind.UNCHANGED]
    versions = ArticleVersion.objects.all()
    assert [v.number for v in versions] == [1, 2, 3] and versions[0].sha256 == versions[2].sha256
    assert Article.objects.get().current == versions[2]


@pytest.mark.django_db
def test_a_change_says_what_changed():
    store(document())
    assert store(document(BODY.replace("a year", "2 years"))).reason == "version 2: sentences: 1 changed"


@pytest.mark.django_db
def test_an_import_that_changes_nothing_changes_nothing_but_when_it_was_seen():
    store(document(byline="Ada Example"))
    before = Article.objects.values().get()
    store(document(byline="Ada Example"))
    after = Article.objects.values().get()
    assert after.pop("seen_at") > before.pop("seen_at") and after == before


NOON, LATER = make.NOON, make.NOON + dt.timedelta(days=2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "byline", "marked"),
    [
        ({"byline": "Given"}, {"byline": "Other"}, "Other", False),
        ({"byline": "Given"}, {"byline": "Shown", "inferred": {"byline": "By Shown"}}, "Given", False),
        ({"byline": "Shown", "inferred": {"byline": "By Shown"}}, {"byline": "Given"}, "Given", False),
        (
            {"byline": "Shown", "inferred": {"byline": "x"}},
            {"byline": "Other", "inferred": {"byline": "y"}},
            "Other",
            True,
        ),
        ({"byline": "Given"}, {}, "Given", False),
        ({}, {"byline": "Shown", "inferred": {"byline": "By Shown"}}, "Shown", True),
    ],
)
def test_a_given_value_gives_way_to_a_given_one_only(first, second, byline, marked):
    store(document(**first))
    store(document(**second))
    article = Article.objects.get()
    assert article.byline == byline and ("byline" in article.inferred) == marked


@pytest.mark.django_db
def test_a_reviewers_correction_outlives_what_a_text_lets_infer():
    shown = document(published_at=NOON, inferred={"published_at": "caption"})
    store(shown)
    Article.objects.update(published_at=LATER, inferred={})
    store(shown)
    store(replace(shown, text=BODY + "More."))
    assert Article.objects.get().published_at == LATER


@pytest.mark.django_db
def test_a_source_is_found_by_its_domain_even_when_it_was_renamed():
    store(document(source="smallpaper.example", domain="smallpaper.example", inferred={"source": "url"}))
    Source.objects.filter(domain="smallpaper.example").update(name="The Small Paper")
    store(
        document(
            key="https://smallpaper.example/b", source="Small", domain="smallpaper.example", inferred={"source": "x"}
        )
    )
    assert set(Article.objects.values_list("source__name", flat=True)) == {"The Small Paper"}


@pytest.mark.django_db
def test_a_stated_source_is_found_by_its_name_and_domains_are_taken_once():
    store(document(source="North", domain="host.example"))
    store(document(key="id:2", source="South", domain="host.example"))
    store(document(key="id:3", source="North"))
    assert list(Source.objects.exclude(name=UNIDENTIFIED).values_list("name", "domain")) == [
        ("North", "host.example"),
        ("South", None),
    ]


@pytest.mark.django_db
def test_what_shows_no_source_is_unidentified_until_something_does():
    store(document())
    assert Article.objects.get().source.name == UNIDENTIFIED
    store(document(source="Small Paper", inferred={"source": "Source: Small Paper"}))
    assert Article.objects.get().source.name == "Small Paper"
    store(document(source="Other Paper"))
    store(document(source="Small Paper", inferred={"source": "Source: Small Paper"}))
    assert Article.objects.get().source.name == "Other Paper"


@pytest.mark.django_db
def test_nobody_is_unidentified_where_all_say_whose_they_are():
    store(document(source="Small Paper"))
    store(document(key="id:2", source="Other Paper", inferred={"source": "Source: Other Paper"}))
    assert set(Source.objects.values_list("name", flat=True)) == {"Small Paper", "Other Paper"}


@pytest.mark.django_db
def test_what_a_feed_brings_is_its_sources_unless_it_says_otherwise():
    feed = Feed.objects.create(location="https://smallpaper.example/rss", source=make.source("Feed Paper"))
    read = [
        document(),
        document(key="k2", source="Shown", inferred={"source": "x"}),
        document(key="k3", source="Stated"),
    ]
    list(import_documents(read, counting.begin("feed", feed)))
    assert list(Article.objects.order_by("id").values_list("source__name", flat=True)) == [
        "Feed Paper",
        "Feed Paper",
        "Stated",
    ]
    assert Article.objects.get(key="k2").inferred == {}


@pytest.mark.django_db
def test_one_bad_item_never_stops_the_others_and_the_run_counts_as_it_goes():
    run = counting.begin("test")
    steps = import_documents([document(), Failure("b.txt", "is empty"), document(BODY + "More.")], run)
    next(steps)
    assert (ImportRun.objects.get().new, ImportRun.objects.get().finished_at) == (1, None)
    list(steps)
    assert (run.new, run.failed, run.changed) == (1, 1, 1) and run.finished_at
    assert list(run.outcomes.values_list("item", "outcome", "reason")) == [
        ("a.txt", "new", ""),
        ("b.txt", "failed", "is empty"),
        ("a.txt", "changed", "version 2: sentences: 1 added; same article as a.txt"),
    ]


@pytest.mark.django_db
def test_what_the_database_refuses_fails_alone():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite stores any length")
    kinds = [
        outcome.outcome for outcome in import_documents([document(language="x" * 99), document()], counting.begin("x"))
    ]
    assert kinds == [Kind.FAILED, Kind.NEW]


@pytest.mark.django_db
def test_a_folder_has_the_same_keys_wherever_it_lies(tmp_path):
    for place in ("here", "there/deep"):
        write(tmp_path / place, a=BODY, b__c=BODY + "Else.")
    assert outcomes(tmp_path / "here") == [("new", "a.txt"), ("new", "b/c.txt")]
    assert outcomes(tmp_path / "there/deep") == [("unchanged", "a.txt"), ("unchanged", "b/c.txt")]
    assert set(Article.objects.values_list("key", flat=True)) == {"file:a.txt", "file:b/c.txt"}


@pytest.mark.django_db
def test_files_of_one_name_from_two_folders_are_not_taken_for_versions(tmp_path):
    write(tmp_path, x__a=BODY, y__a="Another matter altogether was reported from here.")
    assert outcomes(tmp_path / "x", tmp_path / "y") == [("new", "a.txt"), ("failed", "a.txt")]
    assert ArticleVersion.objects.count() == 1


def test_hidden_files_links_and_strange_files_are_handled(tmp_path):
    write(tmp_path, in__a=BODY, outside=BODY)
    folder = tmp_path / "in"
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "same.txt").symlink_to(folder / "a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "dead.txt").symlink_to(folder / "dead.txt")
    os.mkfifo(folder / "pipe.txt")
    found = list(folders.found([folder, folder / "a.txt", tmp_path / "missing"]))
    assert [item.name for item in found if isinstance(item, folders.File)] == ["a.txt"]
    reasons = {item.item: item.reason for item in found if isinstance(item, Failure)}
    assert "not followed" in reasons["loop"] and "leads out" in reasons["out.txt"] and "itself" in reasons["dead.txt"]
    assert "regular" in reasons["pipe.txt"] and "does not exist" in reasons[str(tmp_path / "missing")]


@pytest.mark.django_db
def test_a_file_that_breaks_a_parser_fails_alone(tmp_path, monkeypatch):
    write(tmp_path, a=BODY, b=BODY)
    read = importing.documents.read

    def breaking(name, data, **options):
        return read(name, data, **options) if name == "b.txt" else iter([][0])

    monkeypatch.setattr(importing.documents, "read", breaking)
    assert outcomes(tmp_path) == [("failed", "a.txt"), ("new", "b.txt")]


@pytest.mark.django_db
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_fails_alone(tmp_path):
    write(tmp_path, a=BODY, b=BODY)
    (tmp_path / "a.txt").chmod(0)
    assert outcomes(tmp_path) == [("failed", "a.txt"), ("new", "b.txt")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "manifest"),
    [
        ("m.json", json.dumps({"a.txt": {"source": "Small Paper", "published_at": "2020-11-21"}, "z.txt": {}})),
        (
            "m.json",
            json.dumps([{"file": "./a.txt", "source": "Small Paper", "published_at": "2020-11-21"}, {"file": "z.txt"}]),
        ),
        ("m.csv", "\ufefffile,source,published_at,title\r\na.txt,Small Paper,2020-11-21,\r\nz.txt,,,\r\n"),
    ],
)
def test_a_manifest_says_what_the_files_do_not(tmp_path, name, manifest):
    write(tmp_path, a=BODY)
    (tmp_path / name).write_text(manifest)
    assert outcomes(tmp_path, manifest=tmp_path / name) == [("new", "a.txt"), ("failed", "z.txt")]
    article = Article.objects.get()
    assert article.source.name == "Small Paper" and article.published_at == dt.datetime(2020, 11, 21, tzinfo=dt.UTC)
    assert set(article.inferred) == {"language"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "manifest", "why"),
    [
        ("m.json", "{", "broken JSON at line 1"),
        ("m.json", "3", "neither a JSON object"),
        ("m.json", '{"a.txt": 3}', "not a JSON object"),
        ("m.json", '[{"source": "x"}]', "without a file name"),
        ("m.json", '{"a.txt": {"publisher": "x"}}', "unknown field 'publisher'"),
        ("m.csv", "name,source\na.txt,x\n", "no column 'file'"),
        ("m.csv", "file,source\na.txt,x,y\n", "more values than columns in line 2"),
        ("m.csv", "file,source\na.txt,x\na.txt,y\n", "names 'a.txt' twice"),
        ("none.json", None, "cannot be read"),
    ],
)
def test_a_wrong_manifest_stops_before_anything_is_imported(tmp_path, name, manifest, why):
    write(tmp_path, a=BODY)
    if manifest is not None:
        (tmp_path / name).write_text(manifest)
    with pytest.raises(Unreadable, match=f"{name}: .*{why}"):
        outcomes(tmp_path, manifest=tmp_path / name)
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_a_wrong_value_in_a_manifest_fails_that_file(tmp_path):
    write(tmp_path, a=BODY, b=BODY)
    (tmp_path / "m.json").write_text('{"a.txt": {"published_at": "soon"}}')
    found = list(import_paths([tmp_path], manifest=tmp_path / "m.json"))
    assert [o.outcome for o in found] == [Kind.FAILED, Kind.NEW] and "'soon' is not a full date" in found[0].reason


@pytest.mark.django_db(transaction=True)
def test_concurrent_imports_of_one_article_store_it_once():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads share one connection to SQLite in memory")
    barrier = threading.Barrier(4)
    kinds, errors = [], []

    def work(text):
        try:
            barrier.wait(10)
            kinds.append(store(document(text, source="Small Paper", domain="smallpaper.example")).outcome.value)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(text,)) for text in (BODY, BODY, BODY, BODY + "More.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == [] and kinds.count("new") == 1 and kinds.count("changed") in (1, 2)
    numbers = list(ArticleVersion.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) == 1 + kinds.count("changed")
    assert Article.objects.get().current.number == numbers[-1]
    assert Source.objects.filter(name="Small Paper").count() == 1


@pytest.mark.django_db
def test_what_a_person_corrected_outlasts_a_re_import():
    article = store(document(origin="Wire")).article
    article.origin, article.corrected = "", ["origin"]
    article.save()
    assert store(document(origin="Wire")).article.origin == ""
