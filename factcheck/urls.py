"""Every address: the admin at /admin/, the API under /api/v1/."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from claims.api import changes, published, search, webhooks
from claims.api import views as claims
from factcheck.health import health
from factcheck.problems import unknown
from factcheck.schema import Schema
from factcheck.stability import stability

router = DefaultRouter()
router.include_format_suffixes = False
router.register("sources", published.Sources, "source")
router.register("feeds", published.Feeds, "feed")
router.register("pages", published.Pages, "page")
router.register("articles", published.Articles, "article")
router.register("versions", published.Versions, "version")
router.register("edits", published.Edits, "edit")
router.register("quotes", claims.Quotes, "quote")
router.register("utterances", claims.Utterances, "utterance")
router.register("entities", claims.Entities, "entity")
router.register("claims", claims.Claims, "claim")
router.register("facts", claims.Facts, "fact")
router.register("discrepancies", claims.Discrepancies, "discrepancy")
router.register("reviews", claims.Reviews, "review")
router.register("changes", changes.Changes, "change")
router.register("webhooks", webhooks.Webhooks, "webhook")
router.register("deliveries", webhooks.Deliveries, "delivery")

handler400 = "factcheck.problems.unreadable"
handler404 = "factcheck.problems.not_found"
handler500 = "factcheck.problems.failed"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("admin/", admin.site.urls),
    path("api/v1/schema/", Schema.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(template_name="api/docs.html"), name="docs"),
    path("api/v1/stability/", stability, name="stability"),
    path("api/v1/search/", search.Search.as_view({"get": "find"}), name="search"),
    path("api/v1/", include(router.urls)),
    re_path(r"^api/(?:.*/)?$", unknown),
    path("healthz", health, name="health"),
]
