"""The reviewer's admin: what is at odds, the evidence for it, and the decision."""

from django.contrib import admin

from claims.admin import articles, changed, discrepancies, entities, evidence, facts, reviews

__all__ = ["articles", "changed", "discrepancies", "entities", "evidence", "facts", "reviews"]

admin.site.site_header = "factcheck"
admin.site.site_title = "factcheck"
admin.site.index_title = "What sources say, and where they disagree"
admin.site.index_template = "claims/index.html"
admin.site.site_url = None
