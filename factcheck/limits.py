"""How often the API may be called: by each token, each person logged in, and each address that is neither."""

import ipaddress
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from access.authenticating import Invalid, token_of
from access.counting import Spent, charge, refund

from . import problems

Answering = Callable[[HttpRequest], HttpResponseBase]
# Of an IPv6 network one customer has all addresses.
CUSTOMER_BITS = 64


class Limits:
    """Middleware: refuses with 429 who asked too often, and tells everybody where they stand. A 304 costs nothing."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/api/") or request.method == "OPTIONS":
            return self.get_response(request)
        who, limit = caller(request)
        if not limit:
            return self.get_response(request)
        spent = charge(who, limit, settings.API_LIMIT_SECONDS)
        if spent.exceeded:
            return told(refused(spent), spent)
        response = self.get_response(request)
        if response.status_code == 304:
            refund(spent)
            spent = replace(spent, used=spent.used - 1)
        return told(response, spent)


def caller(request: HttpRequest) -> tuple[str, int]:
    """Who is counted, and how many requests they have; 0 is no limit. A token that opens nothing is its address's."""
    try:
        if token := token_of(request):
            return f"token:{token.pk}", settings.API_LIMIT_TOKEN
    except Invalid:
        return f"address:{address(request)}", settings.API_LIMIT_ADDRESS
    if request.user.is_authenticated:
        return f"user:{request.user.pk}", settings.API_LIMIT_TOKEN
    return f"address:{address(request)}", settings.API_LIMIT_ADDRESS


def address(request: HttpRequest) -> str:
    """The client's, as the outermost of our own proxies (NUM_PROXIES) saw it; of IPv6 the customer's network."""
    seen = request.META.get("REMOTE_ADDR", "")
    if forwarded := request.headers.get("X-Forwarded-For", "").split(",") if settings.NUM_PROXIES else []:
        seen = forwarded[-min(settings.NUM_PROXIES, len(forwarded))].strip() or seen
    try:
        known = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, CUSTOMER_BITS), strict=False))


def refused(spent: Spent) -> HttpResponseBase:
    whose = {"token": "this token", "user": "your log-in", "address": "your address"}[spent.who.partition(":")[0]]
    detail = f"{spent.limit} requests in {spent.seconds} seconds are the limit of {whose}: wait {spent.wait} seconds."
    remedy = "" if spent.who.startswith("token") else " A token has a limit of its own."
    response = problems.respond(429, detail + remedy, type=problems.QUOTA_EXCEEDED, violated_policies=[policy(spent)])
    response["Retry-After"] = str(spent.wait)
    return response


def told(response: HttpResponseBase, spent: Spent) -> HttpResponseBase:
    """With the headers of the IETF's draft on rate limits."""
    response["RateLimit-Policy"] = f'"{policy(spent)}";q={spent.limit};w={spent.seconds}'
    response["RateLimit"] = f'"{policy(spent)}";r={spent.remaining};t={spent.wait}'
    return response


def policy(spent: Spent) -> str:
    return spent.who.partition(":")[0]
