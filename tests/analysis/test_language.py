"""Sentences of a parse end where the text's own signs say so."""

import pytest

from claims.analysis.text import language


@pytest.fixture(scope="module")
def sentences():
    nlp = language.load()
    return lambda text: [sentence.text.strip() for sentence in next(language.parse(nlp, [text])).sents]


def test_a_sentence_ends_at_a_newline(sentences):
    assert sentences("The vote of the council\n\nBo Mayor left early.") == [
        "The vote of the council",
        "Bo Mayor left early.",
    ]


def test_an_opening_mark_starts_the_next_sentence(sentences):
    assert sentences('The mayor left. "We lost," she said.') == ["The mayor left.", '"We lost," she said.']


def test_a_closing_mark_stays_with_its_sentence(sentences):
    assert sentences('She said: "We lost." The mayor left.')[0].endswith('lost."')


def test_a_text_without_a_full_stop_is_cut(sentences):
    assert max(map(len, sentences("they said it and " * 400))) < 6000


def test_the_text_is_kept(sentences):
    text = "A\r\n\t b  “c” 😀 d\u0301\n"
    assert next(language.parse(language.load(), [text])).text == text


def test_a_missing_model_is_named():
    with pytest.raises(language.ModelMissing, match="no_such_model"):
        language.load("no_such_model")
