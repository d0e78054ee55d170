"""Sentences of a parse end where the text's own signs say so."""

import pytest
from thinc.api import NumpyOps

from claims.analysis.text import language, tokens


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


TEXTS = (
    "Mayor Ada Brightwater said on Sept. 11 the council's 12 bridges weren't safe.\n\nLet's go, he's gonna say.",
    "There are two towns; Norman Ferré of the United Nations met Ms. Quell in New York on Friday, 3 May 2019.",
    "",
    "  \n He ain't got ta worry — “it's all y'all's,” the U.S. Army's chief\nof staff told NBC News at 9 p.m.",
)


def plainly(nlp, text):
    """What spaCy's own components make of the same tokens and sentence starts."""
    doc = language.with_sentence_starts(nlp.make_doc(text), text)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def facts(doc):
    return [
        (
            token.text,
            token.norm_,
            token.tag_,
            token.pos_,
            str(token.morph),
            token.lemma_,
            token.dep_,
            token.head.i,
            token.ent_iob_,
            token.ent_type_,
            token.is_sent_start,
        )
        for token in doc
    ]


def test_every_annotation_is_the_one_spacy_gives():
    nlp = language.load()
    parsed = list(language.parse(nlp, TEXTS))
    assert [doc.text for doc in parsed] == list(TEXTS)
    for doc, text in zip(parsed, TEXTS, strict=True):
        assert facts(doc) == facts(plainly(nlp, text))
    assert {token.ent_iob_ for doc in parsed for token in doc} == {"B", "I", "O"}


def test_patterns_over_several_tokens_hold_at_their_place_only():
    doc = next(language.parse(language.load(), ["Let's go. The mayor's dog let us in and it's gone."]))
    lemmas = [(token.text, token.lemma_) for token in doc]
    assert ("'s", "us") in lemmas
    assert lemmas.count(("'s", "us")) == 1


def test_the_model_multiplies_as_before_when_a_parse_is_over():
    nlp = language.load()
    list(language.parse(nlp, TEXTS))
    assert {type(node.ops) for node in nlp.get_pipe("tok2vec").model.walk()} == {NumpyOps}


def test_a_long_text_is_parsed_in_parts_and_is_one_document():
    line = "The council of Quellmouth closed 12 bridges for six weeks, Mayor Ada Brightwater said.\n"
    text = line * (tokens.LONGEST_PART // len(line) * 2)
    doc = next(language.parse(language.load(), [text]))
    assert doc.text == text
    assert len(tokens.parts(text)) > 1
    assert "".join(tokens.parts(text)) == text
    assert len({token.head.i - token.i for token in doc if token.text == "bridges"}) == 1
    assert sum(token.ent_type_ == "PERSON" for token in doc) >= 2 * text.count("\n") * 0.9


@pytest.mark.parametrize("unit", ["a", "word ", "One ended. ", "x\n"])
def test_parts_are_short_whatever_the_text_is_made_of(unit):
    text = unit * (3 * tokens.LONGEST_PART // len(unit))
    parts = tokens.parts(text)
    assert "".join(parts) == text
    assert max(map(len, parts)) <= tokens.LONGEST_PART
    assert all(part.endswith(unit[-1]) for part in parts)


@pytest.mark.parametrize("unit", ["(", '"', "a-b.c/d,'e(f)", "é", "7"])
def test_a_run_without_white_space_is_cut(unit):
    nlp = language.load()
    text = f"Look: {unit * (8 * tokens.LONGEST_RUN // len(unit))} and so on."
    doc = tokens.tokenised(nlp, text)
    assert doc.text == text
    assert max(map(len, doc)) <= tokens.LONGEST_RUN


def test_an_address_stays_whole():
    text = "See https://news.example/a/b?c=d-e_f for more."
    assert [token.text for token in tokens.tokenised(language.load(), text)][1] == "https://news.example/a/b?c=d-e_f"
