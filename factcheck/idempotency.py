"""`Idempotency-Key`: a call that is sent again, because its answer was lost, is not carried out again."""

import functools
import json
import re
from collections.abc import Callable
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from access.models import IdempotencyKey
from access.repeating import MOST_CHARACTERS, OtherRequest, fingerprint, once

from .problems import Problem

HEADER = "Idempotency-Key"
# A Structured Field string (RFC 9651) of visible characters, or those alone, as most clients send them.
KEY = f'^"?([!#-~]{{1,{MOST_CHARACTERS}}})"?$'
REPLAYED = "Idempotency-Replayed"


def prepare(view: Any, request: Request) -> None:
    """Where the call has a key, puts the keeping of answers around the view's method. After its permissions."""
    if HEADER not in request.headers:
        return
    key = re.fullmatch(KEY, request.headers[HEADER].strip())
    if key is None:
        told = f"Give 1 to {MOST_CHARACTERS} characters of ASCII without spaces, such as a UUID, in quotes or not."
        raise ValidationError({HEADER: [told]})
    name = str(request.method).lower()
    setattr(view, name, functools.partial(repeatable, getattr(view, name), key[1]))


def repeatable(method: Callable[..., Response], key: str, request: Request, *args: Any, **kwargs: Any) -> Response:
    """The method's answer, or the one it gave when the call was made before. Refusals are not kept: they may pass."""
    said: list[Response] = []

    def call(row: IdempotencyKey) -> bool:
        response = method(request, *args, **kwargs)
        said.append(response)
        row.status, row.headers = response.status_code, dict(response.headers)
        # What is shown only once is not kept.
        row.body = JSONRenderer().render(getattr(response, "kept", response.data)).decode()
        return response.status_code < 400

    # The address as it was asked for, and what stands in a header as well as in the body.
    parts = request.method, request.get_full_path(), request.headers.get("If-Match", ""), request.data
    try:
        row = once(request.user, key, fingerprint(*parts), call)  # type: ignore[arg-type]
    except OtherRequest as other:
        raise Problem(422, str(other), errors={HEADER: [str(other)]}) from None
    if said or row is None:
        return said[0]
    return Response(
        json.loads(row.body) if row.body else None, status=row.status, headers={**row.headers, REPLAYED: "true"}
    )
