"""People, organisations and places, the names they go by, and the page that rules two of them apart."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from claims import reviewing
from claims.admin.articles import count
from claims.admin.pages import Page
from claims.admin.rulings import Uniting
from claims.admin.showing import place_of, version_address
from claims.models import Entity, Mention, Quote
from sources.readonly import ReadOnly

SHOWN = 100


class SeparateForm(forms.Form):
    """Which of an entity's names are someone else's."""

    names = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="Someone else's names")
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text="How you know.")

    def __init__(self, entity: Entity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = entity.mentions.order_by().values_list("name").annotate(n=Count("pk")).order_by("-n", "name")
        choices = [(name, f"{name} ({n} mention{'' if n == 1 else 's'})") for name, n in counted]
        self.fields["names"] = forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, label="Someone else's names"
        )


@admin.register(Entity)
class EntityAdmin(Uniting, Page, ReadOnly):
    change_form_template = "claims/entity.html"
    list_display = ["name", "kind", "goes_by", "mention_total", "quote_total"]
    list_filter = ["kind"]
    search_fields = ["name", "names"]
    fields = [("kind", "goes_by")]
    readonly_fields = ["goes_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        rows: QuerySet[Entity] = super().get_queryset(request)
        return rows.annotate(
            mention_count=count(Mention.objects.filter(live=True), "entity"),
            quote_count=count(Quote.objects.filter(live=True), "speaker__entity"),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.separate_view)
        return [path("<int:pk>/separate/", view, name="claims_entity_separate"), *super().get_urls()]

    def context_of(self, request: HttpRequest, row: Entity) -> dict[str, Any]:
        mentions = row.mentions.select_related("extraction__version__article__source")
        mentions = mentions.defer("extraction__version__text").order_by("-live", "-id")
        quotes = Quote.objects.filter(speaker__entity=row).select_related("version__article__source")
        return {
            "mentions": [
                (mention, mention.extraction.version, version_address(mention.extraction.version))
                for mention in mentions[:SHOWN]
            ],
            "quotes": [(quote, place_of(quote)) for quote in quotes.defer("version__text")[:SHOWN]],
            "shown": SHOWN,
            "may_separate": reviewing.may_decide(request.user),
            "reviews": row.reviews.select_related("reviewer"),
        }

    def separate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        entity = self.get_object(request, str(pk))
        if entity is None:
            raise Http404(f"There is no entity {pk}: it may have been put together with another one.")
        if not self.has_view_permission(request, entity) or not reviewing.may_decide(request.user):
            raise PermissionDenied
        form = SeparateForm(entity, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._separated(request, entity, form):
            return redirect("admin:claims_entity_change", entity.pk)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "entity": entity, "form": form}
        return TemplateResponse(
            request, "claims/separate.html", context | {"title": f"Who is not {entity}?", "original": entity}
        )

    def _separated(self, request: HttpRequest, entity: Entity, form: SeparateForm) -> bool:
        names, note = form.cleaned_data["names"], form.cleaned_data["note"]
        try:
            reviewing.separate(entity, names, request.user, note)
        except reviewing.Refused as refused:
            form.add_error(None, str(refused))
            return False
        self.message_user(request, f"{', '.join(names)}: kept apart from the next grouping on.", messages.SUCCESS)
        return True

    @admin.display(description="goes by")
    def goes_by(self, entity: Entity) -> str:
        return ", ".join(entity.names)

    @admin.display(description="mentions", ordering="mention_count")
    def mention_total(self, entity: Entity) -> int:
        return int(getattr(entity, "mention_count", 0))

    @admin.display(description="quotes", ordering="quote_count")
    def quote_total(self, entity: Entity) -> int:
        return int(getattr(entity, "quote_count", 0))
