"""Where articles are to be found now: those that moved, those that are gone, those that came back."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from . import changing
from .messages import Part, gettext
from .models import Article, ArticleChange, Move
from .models.reasons import write


def article_at(key: str) -> Article | None:
    """The article of that key, or the one that moved there."""
    return Article.objects.filter(Q(key=key) | Q(moves__key=key)).order_by("id").first()


def move(article: Article, key: str) -> None:
    """Notes that the article is to be found at a further canonical URL from now on."""
    _, created = Move.objects.get_or_create(key=key, defaults={"article": article})
    if created:
        changing.note(article, ArticleChange.Kind.MOVED, key)


def is_gone(article: Article, said: Part) -> bool:
    """Records that the article's page is not there any more; False where that was known."""
    if article.gone_at:
        return False
    _set_gone(article, timezone.now(), said)
    changing.note(article, ArticleChange.Kind.GONE, said)
    return True


def is_back(article: Article) -> Part:
    """Records that the article's page is there; says since when it was gone, "" where it was not."""
    since = article.gone_at
    if since is None:
        return ""
    _set_gone(article, None, "")
    said = gettext("is there again, gone since {time} UTC", time=f"{since:%Y-%m-%d %H:%M}")
    changing.note(article, ArticleChange.Kind.BACK, said)
    return said


def _set_gone(article: Article, since: dt.datetime | None, said: Part) -> None:
    article.gone_at = since
    write(article, "gone_because", said)
    article.save(update_fields=["gone_at", "gone_because", "gone_because_said"])
