"""Who may do what: the roles, which are groups, and the permissions of each. It makes `docs/permissions.md`."""

from typing import Any

from django.utils.translation import gettext_noop

# Each role has what the one before it has, and besides: model, and what may be done with it.
VIEW = ("view",)
READER = {
    "sources": dict.fromkeys(
        [
            *("source", "feed", "article", "articlechange", "articleversion", "move", "page", "host", "usage"),
            *("importrun", "importoutcome"),
        ],
        VIEW,
    ),
    "claims": dict.fromkeys(
        [
            *("extraction", "quote", "claim", "entity", "mention", "fact", "utterance"),
            *("discrepancy", "position", "review", "apart", "correction", "lease", "savedview"),
        ],
        VIEW,
    ),
    "access": {"token": ("view", "add")},
}
REVIEWER = {"claims": {"review": ("add",), "savedview": ("add", "change", "delete")}}
EDITOR = {
    "sources": {
        "source": ("add", "change"),
        "feed": ("add", "change"),
        "article": ("add", "change"),
        "page": ("add", "change"),
        "importrun": ("add",),
    },
    "claims": {
        "quote": ("add", "change"),
        "claim": ("add", "change"),
        "entity": ("add", "change"),
        "fact": ("add", "change"),
        "utterance": ("add", "change"),
    },
}
# Of an Administrator: everything there is in these, besides.
EVERYTHING_IN = ("sources", "claims", "access", "auth")
ROLES: dict[str, list[dict[str, Any]]] = {
    "Reader": [READER],
    "Reviewer": [READER, REVIEWER],
    "Editor": [READER, REVIEWER, EDITOR],
    "Administrator": [READER, REVIEWER, EDITOR],
}
IN_WORDS = {
    "Reader": gettext_noop("Reads everything, the feeds, pages and decisions included."),
    "Reviewer": gettext_noop("Decides besides."),
    "Editor": gettext_noop("Corrects, merges, and adds feeds and articles besides."),
    "Administrator": gettext_noop("Everything, people and tokens included."),
}


def permissions(role: str) -> set[tuple[str, str]]:
    """(app, codename) of what the table gives a role; an Administrator has everything in EVERYTHING_IN besides."""
    return {
        (app, f"{action}_{model}")
        for part in ROLES[role]
        for app, models in part.items()
        for model, actions in models.items()
        for action in actions
    }
