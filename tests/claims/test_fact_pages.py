"""The pages of facts, utterances and entities: who said what when, why it is together, and constant in their size."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from claims.models import ClaimLink, MentionLink, QuoteLink, Review
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2021, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def editor(client):
    client.force_login(make.superuser())
    return client


def page(client, row):
    address = reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def charts(markup):
    return re.findall(r"<svg[^>]*chart-.*?</svg>", markup, re.S)


def marks(chart):
    """(link, classes, title) of every mark."""
    found = re.findall(r'<(?:a|g) class="(mark[^"]*)"(?: href="([^"]*)")?><title>(.*?)</title>', chart, re.S)
    return [(html.unescape(href), classes, html.unescape(title).split("\n")) for classes, href, title in found]


def states(fact, outlet, figure, day=0, **fields):
    version = make.article(
        f"Officials said {figure} districts.", source=make.source(outlet), published_at=DAY + dt.timedelta(day)
    ).current
    return make.claim(str(figure), version, fact=fact, low_number=float(figure), high_number=float(figure), **fields)


def test_a_fact_is_drawn_over_time_one_mark_an_article_and_value(editor):
    fact = make.fact()
    first, second = states(fact, "North Post", 3), states(fact, "South Post", 7, day=2)
    article = second.version.article
    old, new = second.version, make.version(article, "Officials said 8 districts.")
    second.live = False
    second.save()
    now = make.claim("8", new, fact=fact, low_number=8.0, high_number=8.0)
    again = make.claim("districts", new, fact=fact, low_number=8.0, high_number=8.0)
    timeline, line = charts(page(editor, fact))
    drawn = {(title[0], title[1]): (href, "hollow" in classes) for href, classes, title in marks(timeline)}
    assert drawn.keys() == {("North Post", "3"), ("South Post", "7"), ("South Post", "8")}
    assert drawn["South Post", "7"] == (f"/admin/sources/article/{article.pk}/change/?version=1#c{second.pk}", True)
    assert drawn["South Post", "8"][1] is False and drawn["North Post", "3"][1] is False
    assert drawn["North Post", "3"][0].endswith(f"#c{first.pk}")
    assert drawn["South Post", "8"][0].endswith((f"#c{now.pk}", f"#c{again.pk}"))
    assert ">3<" in line and ">8<" in line and ">7<" not in line
    assert old.number == 1


@pytest.mark.parametrize(("dimension", "unit", "told"), [("date", "date", False), ("count", "district", True)])
def test_a_unit_is_told_where_there_is_one(editor, dimension, unit, told):
    assert ("field-unit" in page(editor, make.fact(dimension=dimension, unit=unit))) is told


def test_an_article_without_a_date_is_only_in_the_table_and_the_page_says_so(editor):
    fact = make.fact()
    claim = states(fact, "North Post", 3)
    article = claim.version.article
    article.published_at = None
    article.save()
    shown = page(editor, fact)
    assert "1 of them has no date" in shown and "unknown" in shown
    assert marks(charts(shown)[0]) == []


def test_the_evidence_is_newest_first_with_reprints_folded(editor):
    fact = make.fact()
    for day, (outlet, figure) in enumerate((("North Post", 3), ("South Post", 3), ("East Post", 7))):
        states(fact, outlet, figure, day=day)
    report = fact.claims.order_by("pk").first().version.article
    reprint = states(fact, "West Post", 3, day=5).version.article
    reprint.reprint_of = report
    reprint.save()
    shown = page(editor, fact)
    table = shown[shown.index("newest first") :]
    assert table.index("East Post") < table.index("South Post") < table.index("North Post")
    assert "and 1 reprint" in table and "3 of 4; what an article says again" in table
    assert reverse("admin:claims_claim_changelist") + f"?fact__id__exact={fact.pk}" in table
    assert editor.get(reverse("admin:claims_claim_changelist"), {"fact__id__exact": fact.pk}).status_code == 200


def test_it_says_why_its_evidence_is_together(editor):
    fact = make.discrepancy().fact
    left, right = fact.claims.order_by("pk")
    ClaimLink.objects.create(left=left, right=right, score=0.83, reasons=["both about “district”", "same verbs: cede"])
    shown = page(editor, fact)
    assert "0.83" in shown and "both about “district” · same verbs: cede" in shown


def test_its_discrepancies_stand_with_their_status_and_the_positions_with_their_tones(editor):
    row = make.discrepancy(status="confirmed")
    shown = page(editor, row.fact)
    assert "North Post says 3 districts; South Post says 7." in shown and "badge-confirmed" in shown
    tones = {title[0]: re.findall("tone-\\d", chart_part) for title, chart_part in tones_by_source(charts(shown)[0])}
    assert tones["North Post"] != tones["South Post"]


def tones_by_source(chart):
    for part in re.split(r'(?=<(?:a|g) class="mark)', chart)[1:]:
        title = html.unescape(re.search("<title>(.*?)</title>", part, re.S)[1]).split("\n")
        yield title, part[:400]


def test_an_utterance_shows_its_wordings_and_who_reports_them(editor):
    said = make.utterance("We shall win this war")
    quotes = []
    for outlet, words in (("North Post", "We shall win this war"), ("South Post", "We will win this war")):
        version = make.article(f'"{words}," said Ada Person.', source=make.source(outlet)).current
        speaker = make.mention("Ada Person", version)
        quotes.append(make.quote(words, version, utterance=said, speaker=speaker))
    QuoteLink.objects.create(left=quotes[0], right=quotes[1], score=0.9, reasons=["4 of 5 words"])
    shown = page(editor, said)
    assert "In 2 wordings" in shown and '<mark class="edited">will</mark>' in shown
    assert "Ada Person, wording 2" in html.unescape(charts(shown)[0]) and len(marks(charts(shown)[0])) == 2
    assert "4 of 5 words" in shown
    make.utterance("Nobody says this any more")
    assert "No article quotes this any more." in page(editor, make.utterance("Gone"))


def test_an_entity_shows_what_it_says_and_what_is_said_of_it(editor):
    version = make.article('"We win," said Ada Person.', source=make.source("North Post")).current
    ada = make.mention("Ada Person", version)
    other = make.mention("Ada Person", entity=ada.entity, anchor="other")
    MentionLink.objects.create(left=ada, right=other, score=0.97, reasons=["Both are called Person."])
    make.quote("We win", version, speaker=ada)
    held = make.claim("win", version, holder=ada, label="number of wins", fact=make.fact("wins"))
    about = states(make.fact("people that Ada hired"), "South Post", 4)
    about.mentions.add(ada)
    shown = page(editor, ada.entity)
    rows = {title[1] for _href, _classes, title in marks(charts(shown)[0])}
    assert rows == {"Quoted", "Holds a claim", "Told of"}
    for words in (
        "Named in 2 articles",
        "We win",
        "number of wins",
        "people that Ada hired",
        "Both are called Person.",
    ):
        assert words in shown
    assert reverse("admin:claims_fact_change", args=[held.fact_id]) in shown


def test_text_of_others_is_told_and_never_run(editor):
    nasty = "<script>alert(1)</script>"
    fact = make.fact(nasty)
    states(fact, nasty, 3)
    shown = page(editor, fact)
    assert nasty not in shown and "&lt;script&gt;" in shown
    said = make.utterance(nasty)
    make.quote("win", make.article("We win.", source=make.source(nasty)).current, utterance=said, speaker_text=nasty)
    assert nasty not in page(editor, said)


@pytest.mark.parametrize("kind", ["fact", "utterance", "entity"])
def test_a_page_takes_as_many_queries_for_much_evidence_as_for_little(editor, django_assert_num_queries, kind):
    rows = {"fact": make.fact(), "utterance": make.utterance(), "entity": make.mention("Ada Person").entity}
    grow(rows, kind, 0, 2)
    page(editor, rows[kind])
    with django_assert_num_queries(36, exact=False) as few:
        page(editor, rows[kind])
    grow(rows, kind, 2, 12)
    with django_assert_num_queries(len(few)):
        page(editor, rows[kind])


def grow(rows, kind, first, last):
    """More evidence of everything that the page shows, linked, at odds and ruled on."""
    person = make.user(f"reviewer{first}")
    for number in range(first, last):
        version = make.article(f'"We win {number}," said Ada.', source=make.source(f"Post {number}")).current
        mention = make.mention("Ada Person", version, entity=rows["entity"], anchor=f"m{number}")
        fields = {"speaker": mention, "utterance": rows["utterance"]}
        quote = make.quote(f"We win {number}", version, **fields)
        claim = make.claim("win", version, fact=rows["fact"], low_number=float(number), holder=mention)
        told = make.claim("said", version, fact=make.fact(f"other {number}"))
        told.mentions.add(mention)
        for links, one in ((ClaimLink, claim), (QuoteLink, quote), (MentionLink, mention)):
            before = type(one).objects.exclude(pk=one.pk).order_by("-pk").first()
            if before is not None:
                links.objects.create(left=before, right=one, score=0.9, reasons=["alike"])
        Review.objects.create(**{kind: rows[kind]}, verdict=f"same_{kind}", reviewer=person, note=str(number))
