"""Where articles are to be found now: those that moved, those that are gone, those that came back."""

from django.db.models import Q
from django.utils import timezone

from . import changing
from .models import Article, ArticleChange, Move


def article_at(key: str) -> Article | None:
    """The article of that key, or the one that moved there."""
    return Article.objects.filter(Q(key=key) | Q(moves__key=key)).order_by("id").first()


def move(article: Article, key: str) -> None:
    """Notes that the article is to be found at a further canonical URL from now on."""
    _, created = Move.objects.get_or_create(key=key, defaults={"article": article})
    if created:
        changing.note(article, ArticleChange.Kind.MOVED, key)


def is_gone(article: Article, reason: str) -> bool:
    """Records that the article's page is not there any more; False where that was known."""
    if article.gone_at:
        return False
    article.gone_at, article.gone_because = timezone.now(), reason
    article.save(update_fields=["gone_at", "gone_because"])
    changing.note(article, ArticleChange.Kind.GONE, reason)
    return True


def is_back(article: Article) -> str:
    """Records that the article's page is there; says since when it was gone, "" where it was not."""
    since = article.gone_at
    if since is None:
        return ""
    article.gone_at, article.gone_because = None, ""
    article.save(update_fields=["gone_at", "gone_because"])
    said = f"is there again, gone since {since:%Y-%m-%d %H:%M} UTC"
    changing.note(article, ArticleChange.Kind.BACK, said)
    return said
