"""Whatever is imported, edited, decided, ruled, undone and read anew, in any order: what reviewers decided holds."""

import datetime as dt
import os
import random

import pytest

from claims import comparing, extracting, grouping, reviewing, ruling
from claims.models import Apart, Discrepancy, Entity, Extraction, Fact, Review, Together, Utterance
from claims.verifying import verify
from tests import make

pytestmark = pytest.mark.django_db
PUBLISHED = dt.datetime(2025, 5, 20, tzinfo=dt.UTC)
OUTLETS = ("North Post", "South Herald", "East Courier", "West Gazette")
SENTENCES = (
    "The flood of the Quell destroyed 12 bridges in Quellmouth.",
    "The flood of the Quell destroyed 15 bridges in Quellmouth, officials said.",
    "The flood of the Quell has destroyed 15 bridges in Quellmouth, officials said.",
    "Mayor Lena Oak said the flood of the Quell destroyed 17 bridges in Quellmouth.",
    "Mayor Lena Birch saw how the flood of the Quell destroyed 12 bridges in Quellmouth.",
    "“We lost our bridges in one night and we will build every one of them again,” Mayor Lena Oak said.",
    "“We lost our bridges in one night and we shall build each of them again,” Mayor Lena Oak said.",
)
VERDICTS = ("confirmed", "reconciled", "not_same_fact", "extraction_error", "dismissed", "reopened")
STEPS = 14
# What the rules read in each sentence, by text and day: the same sentences come again and again.
READ = {}
HONEST = extracting._analysed
SEEDS = int(os.environ.get("SEEDS", "5"))


class Newsroom:
    """Does one thing after the other, by chance, and knows what was decided."""

    def __init__(self, seed, monkeypatch):
        self.chance = random.Random(seed)
        self.monkeypatch = monkeypatch
        self.editor = make.superuser()
        self.articles = {}
        self.log = []
        monkeypatch.setattr(extracting, "_analysed", self.read_once)

    def act(self):
        acts = (self.publish, self.publish, self.decide, self.decide, self.separate, self.split, self.unite, self.undo)
        act = self.chance.choice((*acts, self.rerule))
        self.log.append(act.__name__)
        try:
            act()
        except reviewing.Refused as refused:
            self.log.append(str(refused))
            return
        if self.chance.random() < 0.8:
            self.analyse()

    def publish(self):
        """A new article, an edit, or the text of an earlier version again."""
        outlet, text = self.chance.choice(OUTLETS), self.chance.choice(SENTENCES)
        if outlet in self.articles:
            make.version(self.articles[outlet], text)
        else:
            key = f"https://{outlet.split()[0].lower()}.example/1"
            self.articles[outlet] = make.article(
                text, source=make.source(outlet), key=key, published_at=PUBLISHED, language="en"
            )

    def decide(self):
        rows = list(Discrepancy.objects.order_by("pk"))
        if rows:
            reviewing.decide(self.chance.choice(rows), self.chance.choice(VERDICTS), self.editor, "Looked at it.")

    def separate(self):
        found = [entity for entity in Entity.objects.order_by("pk") if entity.mentions.values("name").distinct()[1:]]
        if found:
            entity = self.chance.choice(found)
            ruling.separate(entity, [entity.mentions.order_by("name").first().name], self.editor)

    def split(self):
        """One piece of evidence out of a fact or an utterance of several."""
        kind = self.chance.choice([Fact, Utterance])
        several = [row for row in kind.objects.order_by("pk") if ruling.evidence_of(row)[1:]]
        if several:
            row = self.chance.choice(several)
            ruling.split(row, [ruling.evidence_of(row).first().pk], self.editor)

    def unite(self):
        rows = list(self.chance.choice([Entity, Fact, Utterance]).objects.order_by("pk"))
        if len(rows) > 1:
            ruling.unite(self.chance.sample(rows, 2), self.editor)

    def undo(self):
        rulings = [review for review in Review.objects.order_by("pk") if ruling.stands(review)]
        if rulings:
            ruling.undo(self.chance.choice(rulings), self.editor)

    @staticmethod
    def read_once(batch):
        for extraction in batch:
            text = extracting.as_text(extraction.version)
            if text not in READ:
                READ[text] = HONEST([extraction])[0]
        return [READ[extracting.as_text(extraction.version)] for extraction in batch]

    def rerule(self):
        self.monkeypatch.setattr(extracting.reading, "RULES", str(self.chance.random()))

    def analyse(self):
        extracting.read_pending()
        for _ in range(20):
            if not grouping.group_pending() + comparing.compare_pending():
                return
        raise AssertionError("it never comes to rest")


def rulings():
    return sorted(Apart.objects.values_list("kind", "left", "right", "review")), sorted(
        Together.objects.values_list("kind", "anchor", "review")
    )


def check(room, reviews):
    """Nothing that was decided is lost, and what is decided is in force just as long as it is about this evidence."""
    breaches = []
    verify(breaches.append)
    assert [line for line in breaches if "BREACH" in line] == [], room.log
    stored = {row["id"]: row for row in Review.objects.values()}
    assert all(stored.get(row["id"]) == row for row in reviews), room.log
    for row in Discrepancy.objects.exclude(status="closed"):
        on_this = row.reviews.filter(fingerprint=row.fingerprint).first()
        last = row.reviews.first()
        if on_this is not None and on_this.verdict != "reopened":
            assert row.status == on_this.verdict, room.log
        elif last is not None and last.verdict != "reopened":
            assert row.status in ("open", "explained") and "on other evidence" in row.status_reason, room.log
    for row in Discrepancy.objects.filter(status="closed"):
        assert row.status_reason, room.log


@pytest.mark.parametrize("seed", range(SEEDS))
def test_decisions_survive_whatever_comes(seed, monkeypatch):
    room, reviews = Newsroom(seed, monkeypatch), []
    for _ in range(STEPS):
        room.act()
        check(room, reviews)
        reviews = list(Review.objects.values())
    room.analyse()
    check(room, reviews)
    before, ruled = settled(), rulings()
    room.rerule()
    room.analyse()
    check(room, reviews)
    assert (settled(), rulings()) == (before, ruled), room.log


def settled():
    """Every conclusion, without when it was last looked at."""
    return [
        list(Discrepancy.objects.order_by("pk").values("pk", "key", "status", "status_reason", "fingerprint")),
        list(Extraction.objects.order_by("pk").values("pk", "state", "reason")),
        *(
            sorted(sorted(ruling.evidence_of(row).values_list("pk", flat=True)) for row in kind.objects.all())
            for kind in (Fact, Utterance)
        ),
    ]
