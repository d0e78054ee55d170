"""What a call needs: a permission of the one who calls, and a scope of the token it is called with. Both must hold."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from access.models import Scope, Token

from .problems import REMEDIES, Problem


@dataclass(frozen=True)
class Need:
    """A permission such as claims.add_review, None where whoever may read will do; and a scope."""

    permission: str | None
    scope: str


class MayCall(BasePermission):
    """Whoever has the permission that the view's action needs."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        need: Need = view.need()  # type: ignore[attr-defined]
        self.message = f"This needs the permission {need.permission}: {REMEDIES[403].split(': ')[1]}"
        return need.permission is None or request.user.has_perm(need.permission)


def add(model: type[Model]) -> Need:
    return Need(f"{model._meta.app_label}.add_{model._meta.model_name}", Scope.SUBMIT)


def view(model: type[Model]) -> Need:
    return Need(f"{model._meta.app_label}.view_{model._meta.model_name}", Scope.READ)


def check_method(view: Any, request: Request) -> None:
    """What an address does not know is refused as that, whoever asks."""
    method = str(request.method)
    if method != "OPTIONS" and method not in view.allowed_methods:
        raise MethodNotAllowed(method)


def check_scope(need: Need, request: Request) -> None:
    """Raises a 403 where a token is not for this; a log-in has no scopes."""
    token = request.auth
    if isinstance(token, Token) and not token.allows(need.scope):
        challenge = f'Bearer error="insufficient_scope", scope="{need.scope}"'
        has = ", ".join(token.scopes) or "none"
        detail = f"This needs a token with the scope {need.scope}; this one has {has}: make another in the admin."
        raise Problem(403, detail, {"WWW-Authenticate": challenge})


def reads(request: Request) -> bool:
    return request.method in SAFE_METHODS
