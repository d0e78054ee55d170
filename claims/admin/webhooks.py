"""Webhooks in the admin: set up, pinged, given a new secret, enabled again. A secret is on one page, once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.deliveries import delivery_badge, off, webhook_badge, why_failed
from claims.admin.pages import Page
from claims.admin.showing import link
from claims.models import Discrepancy, Entity, Event, Webhook
from claims.webhooks import delivering, subscribing
from sources.models import Source
from sources.models.reasons import said_in
from sources.readonly import badge
from sources.telling import told

SHOWN = 20


class Ids(forms.CharField):
    """The ids of entities, separated by commas: there are too many to choose from a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        parts = [part.strip() for part in str(super().clean(value)).split(",") if part.strip()]
        if wrong := [part for part in parts if not (part.isascii() and part.isdigit() and len(part) < 19)]:
            raise forms.ValidationError(_("Not ids: %(ids)s.") % {"ids": ", ".join(wrong)})
        ids = {int(part) for part in parts}
        if missing := ids - {*Entity.objects.filter(pk__in=ids).values_list("pk", flat=True)}:
            raise forms.ValidationError(_("No entity has these ids: %(ids)s.") % {"ids": ", ".join(map(str, missing))})
        return sorted(ids)


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=[(event.value, format_lazy("{} ({})", event.label, event.value)) for event in Event],
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"),
        choices=Discrepancy.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Only of discrepancies of these kinds; of all where none is ticked."),
    )
    severity_min = forms.FloatField(
        label=gettext_lazy("Least severity"),
        initial=0,
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=Webhook._meta.get_field("severity_min").help_text,
    )
    sources = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Sources"),
        coerce=int,
        empty_value=[],
        required=False,
        help_text=gettext_lazy("Only what evidence or articles of one of these are in; all where none is chosen."),
    )
    entities = Ids(
        label=gettext_lazy("Entities"),
        required=False,
        help_text=gettext_lazy(
            "Only what is about, held by or said by one of these: the numbers in the addresses of their pages, "
            "separated by commas."
        ),
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "active", "events", "kinds", "severity_min", "sources", "entities"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].widget.attrs["class"] = "vLargeTextField"
        sources: Any = self.fields.get("sources")
        if sources:
            sources.choices = list(Source.objects.values_list("pk", "name"))

    def clean_url(self) -> str:
        try:
            return delivering.vetted(self.cleaned_data["url"])
        except delivering.NotAllowed as refused:
            raise forms.ValidationError(
                _("%(why)s: give the public https address of a receiver.") % {"why": told(refused.said)}
            ) from None


@admin.register(Webhook)
class WebhookAdmin(Page):
    form = WebhookForm
    change_form_template = "claims/webhook.html"
    list_display = ["name", "state", "events_shown", "waiting", "given_up", "last_success", "owner"]
    list_filter = ["active"]
    list_select_related = ["owner"]
    search_fields = ["name", "url", "owner__username"]
    actions = ["send_pings", "enable"]
    when_empty = gettext_lazy("No webhook yet: add one, and it is told what changes.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        rows: QuerySet[Webhook] = super().get_queryset(request)
        counts = {
            f"n_{state}": Count("deliveries", filter=Q(deliveries__state=state)) for state in ("waiting", "failed")
        }
        return rows.annotate(**counts)

    def get_urls(self) -> list[URLPattern]:
        known: dict[str, Callable[[HttpRequest, Webhook], HttpResponse]] = {
            "ping": self.pinged,
            "rotate": self.rotated,
            "enable": self.enabled,
        }
        views = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(self._posted(act)), name=f"claims_webhook_{name}")
            for name, act in known.items()
        ]
        return [*views, *super().get_urls()]

    def _posted(self, act: Callable[[HttpRequest, Webhook], HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            webhook = get_object_or_404(Webhook, pk=pk)
            if not self.has_change_permission(request, webhook):
                raise PermissionDenied
            return act(request, webhook)

        return view

    def pinged(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        if off(webhook):
            self.message_user(request, _("It is off: enable it first."), messages.ERROR)
        else:
            subscribing.ping(webhook)
            self.message_user(request, _("A ping waits to be sent: look at its deliveries in a moment."))
        return redirect("admin:claims_webhook_change", webhook.pk)

    def rotated(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        return self._shown_once(request, webhook, subscribing.rotate(webhook))

    def enabled(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        subscribing.enable(Webhook.objects.filter(pk=webhook.pk))
        self.message_user(request, _("It is enabled: what waits is sent from now on."))
        return redirect("admin:claims_webhook_change", webhook.pk)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was changed here is written: workers write the rest."""
        if change:
            if form.changed_data:
                obj.save(update_fields=form.changed_data)
            return
        obj.owner = request.user
        obj.secret = subscribing.subscribe(obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._shown_once(request, obj, obj.secret)

    def _shown_once(self, request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
        """The one page that ever has the secret: no redirect, so that no session or message keeps it."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("The secret of this webhook")}
        more = {"webhook": webhook, "secret": secret}
        response = TemplateResponse(request, "claims/webhook_secret.html", context | more)
        add_never_cache_headers(response)
        return response

    def context_of(self, request: HttpRequest, row: Webhook) -> dict[str, Any]:
        deliveries = row.deliveries.defer("body")[:SHOWN]
        shown = [(each, link(each, each.event), delivery_badge(each), why_failed(each)) for each in deliveries]
        return {
            "deliveries": shown,
            "badge": webhook_badge(row),
            "disabled_because": told(said_in(row, "disabled_because")),
            "is_off": off(row),
            "log": f"{reverse('admin:claims_delivery_changelist')}?webhook__id__exact={row.pk}",
        }

    @admin.action(description=gettext_lazy("Send a ping"), permissions=["change"])
    def send_pings(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        on = [webhook for webhook in webhooks if not off(webhook)]
        for webhook in on:
            subscribing.ping(webhook)
        count = ngettext("%(n)d ping waits to be sent.", "%(n)d pings wait to be sent.", len(on)) % {"n": len(on)}
        self.message_user(request, count)

    @admin.action(description=gettext_lazy("Enable again"), permissions=["change"])
    def enable(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        count = subscribing.enable(Webhook.objects.filter(pk__in=webhooks.values_list("pk", flat=True)))
        self.message_user(request, ngettext("%(n)d enabled.", "%(n)d enabled.", count) % {"n": count})

    @admin.display(description=gettext_lazy("state"))
    def state(self, webhook: Webhook) -> SafeString:
        return webhook_badge(webhook)

    @admin.display(description=gettext_lazy("events"))
    def events_shown(self, webhook: Webhook) -> str:
        return ", ".join(webhook.events)

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, webhook: Any) -> str:
        return number_format(webhook.n_waiting)

    @admin.display(description=gettext_lazy("given up"))
    def given_up(self, webhook: Any) -> str | SafeString:
        """What nobody will be told of any more unless a person sends it again."""
        if not webhook.n_failed:
            return "0"
        address = f"{reverse('admin:claims_delivery_changelist')}?webhook__id__exact={webhook.pk}&state__exact=failed"
        return format_html('<a href="{}">{}</a>', address, badge(number_format(webhook.n_failed), "bad"))

    @admin.display(description=gettext_lazy("last success"), ordering="delivered_at")
    def last_success(self, webhook: Webhook) -> str:
        moment = webhook.delivered_at
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else "—"
