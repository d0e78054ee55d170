"""Text in a page, character for character."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter(is_safe=True)
def exact(text: str) -> SafeString:
    """Escaped, and so that no browser takes one line end for another: HTML would read a bare CR as a newline."""
    return mark_safe(escape(text).replace("\r", "&#13;"))
