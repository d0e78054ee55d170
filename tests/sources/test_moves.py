"""Whether a page moved or is gone."""

import pytest

from sources.moves import is_same_piece, is_section

HOST = "https://news.example"


@pytest.mark.parametrize(
    "asked, landed, section",
    [
        ("/2021/03/bridge-to-close", "/", True),
        ("/2021/03/bridge-to-close", "/index.html", True),
        ("/world/2021/bridge-to-close", "/world/", True),
        ("/world/2021/bridge-to-close", "/world", True),
        ("/2021/03/bridge-to-close", "/politics", True),
        ("/2021/03/bridge-to-close", "/error/404", True),
        ("/2021/03/bridge-to-close", "/not-found.html", True),
        ("/2021/03/bridge-to-close", "/2021/03/bridge-to-close", False),
        ("/2021/03/bridge-to-close", "/2021/03/bridge-to-close-at-last", False),
        ("/2021/03/the-bridge-is-to-close/amp", "/2021/03/the-bridge-is-to-close", False),
        ("/story/1234567/print", "/story/1234567", False),
        ("/a/story.html/amp", "/a/story.html", False),
        ("/short", "/2021/03/bridge-to-close", False),
        ("/b/xyz", "/?p=17", False),
        ("/x1", "/bridge", False),
        ("/", "/", False),
    ],
)
def test_a_section_is_no_article(asked, landed, section):
    assert is_section(HOST + asked, HOST + landed) is section


WORDS = "The council met on Tuesday evening and after a long debate it voted to keep the old bridge open to everybody."
OTHER = "Rain fell on the northern hills all week and the farmers there were glad of it after so dry a spring as this."


@pytest.mark.parametrize(
    "title, text, other_title, other_text, same",
    [
        ("Bridge", WORDS, "BRIDGE", OTHER, True),
        ("Bridge", WORDS, "Bridge stays open", WORDS.replace("Tuesday", "Monday"), True),
        ("Bridge", WORDS, "Bridge stays open", f"{OTHER} {WORDS} {OTHER}", True),
        ("Bridge", WORDS, "Rain", OTHER, False),
        ("", "", "", "", False),
        ("", WORDS, "", OTHER, False),
    ],
)
def test_a_piece_is_known_by_its_title_or_its_wording(title, text, other_title, other_text, same):
    assert is_same_piece(title, text, other_title, other_text) is same
