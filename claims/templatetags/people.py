"""How a page names people."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def known_as(person: Any) -> str:
    """The log-in name; who left keeps what they decided, and it says so."""
    return str(person) if person.is_active else _("%(person)s (no longer active)") % {"person": person}
