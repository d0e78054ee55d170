"""A change page that shows more than the row's own fields."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from sources.readonly import Listed


class Page(Listed):
    """Its template gets what `context_of` returns beside the form."""

    def context_of(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        around = {} if obj is None else self.context_of(request, obj)
        return super().render_change_form(request, context | around, add, change, form_url, obj)
