"""The made-up news that throughput is measured on: the same whenever it is made, and whole as files."""

import pytest

from benchmarks import prose
from sources import counting, folders
from sources.importing import import_files, read_manifest
from sources.models import Article


def test_an_article_is_the_same_whenever_it_is_made_and_others_differ():
    texts = [prose.article(number // 5, number).text for number in range(40)]
    assert texts == [prose.article(number // 5, number).text for number in range(40)]
    assert len(set(texts)) == 40
    assert all(350 < len(text.split()) < 800 for text in texts)
    assert not any(mark in text for text in texts for mark in "{}[]|")


@pytest.mark.django_db
def test_all_files_are_articles_with_outlet_and_day(tmp_path):
    manifest = prose.write(tmp_path / "news", range(10))
    run = counting.begin("news")
    outcomes = list(import_files(folders.found([tmp_path / "news"]), run, read_manifest(manifest)))
    assert [outcome.outcome for outcome in outcomes] == ["new"] * 10
    for article in Article.objects.select_related("source", "current"):
        made = prose.article(int(article.url[-5:]) // 5, int(article.url[-5:]))
        assert (article.source.name, article.published_at) == (made.outlet, made.published)
        assert article.current.text == made.text
