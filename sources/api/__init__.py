"""The API of what outlets published: read by whoever may read, added to by whoever has the permission."""

from .views import Articles, Edits, Feeds, Pages, Sources, Versions

__all__ = ["Articles", "Edits", "Feeds", "Pages", "Sources", "Versions"]
