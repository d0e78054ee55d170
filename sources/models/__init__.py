"""What outlets published: sources, feeds, articles and every version of them as it was seen."""

from .fetched import Feed, Host, Page, Usage
from .imports import ImportOutcome, ImportRun
from .published import UNIDENTIFIED, Article, ArticleChange, ArticleVersion, Move, Source, hash_text

__all__ = [
    "UNIDENTIFIED",
    "Article",
    "ArticleChange",
    "ArticleVersion",
    "Feed",
    "Host",
    "ImportOutcome",
    "ImportRun",
    "Move",
    "Page",
    "Source",
    "Usage",
    "hash_text",
]
