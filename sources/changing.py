"""Notes what becomes of articles that are known, in the transaction that changes them: the feed of changes."""

from .differences import counted, differences
from .messages import Part
from .models import Article, ArticleChange, ArticleVersion
from .models.reasons import written

HEADLINE = "headline"
HEADLINE_RANK = 0.6
RANKS = {ArticleChange.Kind.GONE: 0.7, ArticleChange.Kind.BACK: 0.2, ArticleChange.Kind.MOVED: 0.1}


def note_edits(before: ArticleVersion, after: ArticleVersion) -> ArticleChange | None:
    """Notes what a new version edited; None where nothing is an edit but white space, typography or navigation."""
    classes, rank = edit_classes(before.title, before.text, after.title, after.text)
    if not classes:
        return None
    return ArticleChange.objects.create(
        article_id=after.article_id, kind=ArticleChange.Kind.EDITED, version=after, classes=classes, rank=rank
    )


def edit_classes(title: str, text: str, new_title: str, new_text: str) -> tuple[dict[str, int], float]:
    """Pure: class of edit ─▶ how many, and the rank of the most serious one (0 where there is none)."""
    found = differences(text, new_text)
    classes, ranks = counted(found), [difference.rank for difference in found]
    # A headline is one sentence, in which the same words count as in any other.
    if named := differences(title, new_title):
        classes[HEADLINE] = 1
        ranks += [HEADLINE_RANK, named[0].rank]
    return classes, max(ranks, default=0.0)


def note(article: Article, kind: ArticleChange.Kind, said: Part) -> ArticleChange:
    """Notes that its page is gone, there again, or elsewhere."""
    return ArticleChange.objects.create(article=article, kind=kind, rank=RANKS[kind], **written("reason", said))
