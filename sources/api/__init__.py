"""The API of what outlets published: read by whoever may read, added to by whoever has the permission."""

from .views import Articles, Feeds, Pages, Sources, Versions

__all__ = ["Articles", "Feeds", "Pages", "Sources", "Versions"]
