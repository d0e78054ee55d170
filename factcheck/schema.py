"""The schema of the API as it is served: made once in each process for a language and a format, as it never changes."""

import functools
import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

RENDERERS: dict[str, type[Any]] = {"yaml": OpenApiYamlRenderer, "json": OpenApiJsonRenderer}
# Of a megabyte each; few languages are asked for, and those stay.
KEPT = 8


class Schema(SpectacularAPIView):
    """The same for everybody: who asks is not looked at."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.query_params.get("lang") or translation.get_language()
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        renderer = request.accepted_renderer
        content, tag = written(renderer.format, known)
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        response = HttpResponse(content, content_type=f"{renderer.media_type}{charset}")
        response["ETag"] = tag
        response["Content-Disposition"] = f'inline; filename="factcheck.{renderer.format}"'
        return response


@functools.lru_cache(maxsize=KEPT)
def written(format: str, language: str) -> tuple[bytes, str]:
    """The document, and the ETag of its bytes."""
    with translation.override(language):
        document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        content: bytes = RENDERERS[format]().render(document, renderer_context={})
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
