"""The schema is made once for a language and a format, and is sent only to whoever has not got it."""

import json

import pytest
from drf_spectacular.generators import SchemaGenerator

from factcheck import schema

ADDRESS = "/api/v1/schema/"
JSON = {"Accept": "application/vnd.oai.openapi+json"}


@pytest.fixture(autouse=True)
def nothing_kept():
    schema.written.cache_clear()


def made():
    return schema.written.cache_info().misses


def test_it_is_what_the_generator_makes(client):
    answer = client.get(ADDRESS, headers=JSON)
    assert answer["Content-Type"] == JSON["Accept"] and "factcheck.json" in answer["Content-Disposition"]
    assert answer.json() == json.loads(json.dumps(SchemaGenerator().get_schema(public=True), default=str))


def test_it_is_made_once_for_a_format_and_a_language(client):
    for accepted in ("application/vnd.oai.openapi", "application/yaml", "*/*"):
        for _ in range(2):
            answer = client.get(ADDRESS, headers={"Accept": accepted})
            assert answer.status_code == 200 and answer.content.startswith(b"openapi: 3.1.0")
    assert made() == 1
    client.get(ADDRESS, headers=JSON)
    assert made() == 2
    german = client.get(ADDRESS, headers={**JSON, "Accept-Language": "de"})
    assert made() == 3 and "Accept-Language" in german["Vary"]
    assert client.get(ADDRESS, {"lang": "de"}, headers=JSON).content == german.content
    assert made() == 3


@pytest.mark.parametrize("language", ["tlh", "../../etc/passwd", "x" * 300, "\x00"])
def test_no_language_that_is_not_known_takes_memory(client, language):
    client.get(ADDRESS)
    assert client.get(ADDRESS, {"lang": language}).content == client.get(ADDRESS).content
    assert made() == 1


def test_whoever_has_it_is_told_so(client):
    tag = client.get(ADDRESS)["ETag"]
    again = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert client.get(ADDRESS, headers={**JSON, "If-None-Match": tag}).status_code == 200


def test_it_is_the_same_for_everybody(client, admin_client):
    assert client.get(ADDRESS).content == admin_client.get(ADDRESS).content
    assert made() == 1
