"""Lists of feeds, in and out."""

import io

import pytest
from django.core.management import CommandError, call_command

from sources.failures import Unreadable
from sources.models import Feed
from sources.outlines import Outline, read, write
from tests import make

OPML = b"""<?xml version="1.0" encoding="UTF-8"?><opml version="1.1"><head><title>News</title></head><body>
<outline text="Dailies"><outline text="North" title="North Post" type="rss" xmlUrl=" https://north.example/feed "/>
<outline text="South &amp; West" xmlURL="https://south.example/rss"/></outline>
<outline text="Again" xmlUrl="https://north.example/feed"/><outline text="No feed" htmlUrl="https://x.example/"/>
</body></opml>"""
NORTH, SOUTH = (
    Outline("https://north.example/feed", "North Post"),
    Outline("https://south.example/rss", "South & West"),
)


def test_feeds_are_found_in_folders_and_once():
    assert read(OPML) == [NORTH, SOUTH]


def test_what_is_written_is_read_again():
    assert read(write([NORTH, SOUTH, Outline("https://c.example/?a=1&b=2")], "All")) == [
        *(NORTH, SOUTH, Outline("https://c.example/?a=1&b=2", "https://c.example/?a=1&b=2"))
    ]


@pytest.mark.parametrize(
    "data, why",
    [
        (b"", "not XML"),
        (b"<opml", "not XML"),
        (b"<rss/>", "no OPML"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml>&a;</opml>", "not XML that can be read"),
    ],
)
def test_what_is_no_opml_says_so(data, why):
    with pytest.raises(Unreadable, match=why):
        read(data)


def run(*arguments):
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.mark.django_db
def test_feeds_go_in_once_and_out_again(tmp_path):
    file, other = tmp_path / "in.opml", tmp_path / "out.opml"
    file.write_bytes(OPML)
    out, error = run("import_opml", str(file), "--every", "15")
    assert [line.split()[0] for line in out.splitlines()] == ["new", "new"] and not error
    assert {(feed.source.name, feed.interval_minutes) for feed in Feed.objects.all()} == {
        *(("North Post", 15), ("South & West", 15))
    }
    assert run("import_opml", str(file))[0].split()[::2] == ["known", "known"] and Feed.objects.count() == 2
    Feed.objects.create(location="https://off.example/", active=False, source=make.source())
    assert run("export_opml", "--output", str(other))[1] == ""
    assert read(other.read_bytes()) == [NORTH, SOUTH]
    assert read(run("export_opml")[0].encode()) == [NORTH, SOUTH]


@pytest.mark.django_db
def test_one_bad_feed_does_not_stop_the_others(tmp_path):
    file = tmp_path / "in.opml"
    file.write_bytes(OPML.replace(b"https://south.example", b"ftp://south.example"))
    out, error = run("import_opml", str(file))
    assert "failed    ftp://south.example/rss" in out and error == "1 of 2 failed"
    assert Feed.objects.get().location == NORTH.url


def test_a_file_that_is_not_there_says_so(tmp_path):
    assert "cannot be read" in run("import_opml", str(tmp_path / "none"))[1]
