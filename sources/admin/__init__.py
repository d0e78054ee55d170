"""The admin of what is fetched and imported. Articles are registered by `claims.admin`, which knows their evidence."""

from . import fetched, publishers, runs

__all__ = ["fetched", "publishers", "runs"]
