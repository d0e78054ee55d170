"""Every delivery to a webhook in the admin: what was sent, what became of it, and what is to be sent again."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.pages import Page
from claims.models import Delivery, Webhook
from claims.webhooks import subscribing
from sources.models.reasons import said_in
from sources.readonly import ReadOnly, badge
from sources.telling import told

TONES = {"waiting": "warn", "delivered": "good", "failed": "bad"}


def off(webhook: Webhook) -> bool:
    return bool(webhook.disabled_at or not webhook.active)


def webhook_badge(webhook: Webhook) -> SafeString:
    if webhook.disabled_at:
        return badge(_("disabled"), "bad")
    if not webhook.active or not webhook.owner.is_active:
        return badge(_("off"), "quiet")
    return badge(_("failing"), "warn") if webhook.failures else badge(_("on"), "good")


def delivery_badge(delivery: Delivery) -> SafeString:
    return badge(delivery.get_state_display(), TONES[delivery.state])


def why_failed(delivery: Delivery) -> str:
    """Of what the last attempt failed, in the language of whoever reads it; "" where it did not."""
    return told(said_in(delivery, "error"))


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, Page):
    """The log; those that were given up are found by their state, and sent again by hand."""

    change_form_template = "claims/delivery.html"
    list_display = ["event", "webhook", "result", "attempts", "status", "created_at", "next_at", "why"]
    list_filter = ["state", "event", "webhook"]
    list_select_related = ["webhook"]
    search_fields = ["key"]
    fields = [
        *("webhook", "event", "key", "number", "result", "attempts", "status", "reason", "answer", "took"),
        *("created_at", "tried_at", "next_at", "done_at", "body"),
    ]
    actions = ["send_again"]
    when_empty = gettext_lazy("Nothing was sent yet: what changes is told to the webhooks that ask for it.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        rows: QuerySet[Delivery] = super().get_queryset(request)
        return rows if request.resolver_match and "object_id" in request.resolver_match.kwargs else rows.defer("body")

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("claims.change_delivery")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.again)
        return [path("<int:pk>/again/", view, name="claims_delivery_again"), *super().get_urls()]

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        delivery = get_object_or_404(Delivery, pk=pk)
        if not self.has_resend_permission(request):
            raise PermissionDenied
        self.send_again(request, Delivery.objects.filter(pk=delivery.pk))
        return redirect("admin:claims_delivery_change", pk)

    def context_of(self, request: HttpRequest, row: Delivery) -> dict[str, Any]:
        return {"may_resend": self.has_resend_permission(request), "is_off": off(row.webhook)}

    @admin.action(description=gettext_lazy("Send again, under the same id"), permissions=["resend"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[Delivery]) -> None:
        count = subscribing.send_again(Delivery.objects.filter(pk__in=deliveries.values_list("pk", flat=True)))
        said = ngettext("%(n)d waits to be sent again.", "%(n)d wait to be sent again.", count)
        self.message_user(request, said % {"n": count})

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def result(self, delivery: Delivery) -> SafeString:
        return delivery_badge(delivery)

    @admin.display(description=gettext_lazy("seconds"), ordering="seconds")
    def took(self, delivery: Delivery) -> str:
        return "—" if delivery.seconds is None else number_format(round(delivery.seconds, 2), 2)

    @admin.display(description=gettext_lazy("error"))
    def why(self, delivery: Delivery) -> str:
        """Its beginning."""
        return why_failed(delivery)[:60]

    @admin.display(description=gettext_lazy("error"))
    def reason(self, delivery: Delivery) -> str:
        return why_failed(delivery)
