"""The reviewer's admin: what is at odds, the evidence for it, and the decision."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.admin import (
    agreeing,
    articles,
    changed,
    deliveries,
    discrepancies,
    entities,
    evidence,
    facts,
    reviews,
    utterances,
    webhooks,
)

__all__ = [
    "agreeing",
    "articles",
    "changed",
    "deliveries",
    "discrepancies",
    "entities",
    "evidence",
    "facts",
    "reviews",
    "utterances",
    "webhooks",
]

admin.site.site_header = "factcheck"
admin.site.site_title = "factcheck"
admin.site.index_title = _("What sources say, and where they disagree")
admin.site.index_template = "claims/index.html"
admin.site.site_url = None
