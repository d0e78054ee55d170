"""How far reviewers agree who judged without knowing of each other, and where they did not. Nothing sealed is told."""

from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.figures import told
from claims.admin.queue import KINDS
from claims.models import Opinion
from claims.workbench import pairing
from claims.workbench.agreement import agreement_of
from sources.readonly import ReadOnly
from sources.sheets import lines

MOST_SHOWN = 200
MOST_PAIRS = 5000


class Asked(forms.Form):
    """Which pairs are meant; what is no choice is left out."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", gettext_lazy("Any")), *KINDS], required=False)
    reviewer = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Reviewer"), required=False, empty_label=gettext_lazy("Anybody")
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")
        judged = Opinion.objects.order_by().values("reviewer").distinct()
        reviewer: Any = self.fields["reviewer"]
        reviewer.queryset = User.objects.filter(pk__in=judged).order_by("username")

    def pairs(self) -> Any:
        self.is_valid()
        reviewer = self.cleaned_data.get("reviewer")
        return pairing.pairs(self.cleaned_data.get("kind") or "", reviewer.pk if reviewer else None)


@admin.register(Opinion)
class OpinionAdmin(ReadOnly):
    """No list of opinions, for some are sealed: only what is made of those that are open."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view, sheet = self.admin_site.admin_view(self.page), self.admin_site.admin_view(self.sheet)
        return [
            path("agreement/", view, name="claims_agreement"),
            path("agreement/csv/", sheet, name="claims_agreement_csv"),
        ]

    def page(self, request: HttpRequest) -> HttpResponse:
        allow(request)
        asked = Asked(request.GET)
        pairs = list(islice(asked.pairs(), MOST_PAIRS + 1))
        more, pairs = len(pairs) > MOST_PAIRS, pairs[:MOST_PAIRS]
        differing = [pair for pair in pairs if not pair.agree]
        verdicts = {
            kind: agreement_of([pair.verdicts for pair in pairs if pair.kind == kind])
            for kind in dict.fromkeys(pair.kind for pair in pairs)
        }
        context = {
            **self.admin_site.each_context(request),
            "title": _("Agreement of reviewers"),
            "form": asked,
            "query": request.GET.urlencode(),
            "kinds": [{"label": label, **told(vars(verdicts[kind]))} for kind, label in KINDS if kind in verdicts],
            "all": told(vars(agreement_of([pair.verdicts for pair in pairs]))),
            "differing": differing[:MOST_SHOWN],
            "left_off": max(0, len(differing) - MOST_SHOWN),
            "most": MOST_PAIRS if more else 0,
        }
        return TemplateResponse(request, "claims/desk_agreement.html", context)

    def sheet(self, request: HttpRequest) -> HttpResponseBase:
        """Every pair that is asked for, those that agree as well."""
        allow(request)
        header = [_("discrepancy"), _("kind"), _("question"), _("reviewer"), _("verdict")]
        header += [_("other reviewer"), _("other verdict"), _("agree")]
        rows = (
            [
                *(pair.discrepancy.pk, pair.kind, str(pair.discrepancy.subject)),
                *(pair.first.reviewer.get_username(), pair.first.verdict),
                *(pair.second.reviewer.get_username(), pair.second.verdict, pair.agree),
            ]
            for pair in Asked(request.GET).pairs()
        )
        return StreamingHttpResponse(
            lines(header, rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="agreement.csv"', "Cache-Control": "no-store"},
        )


def allow(request: HttpRequest) -> None:
    if not request.user.has_perms(["claims.view_review", "claims.view_discrepancy"]):
        raise PermissionDenied
