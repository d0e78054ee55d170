"""The admin's front page: what it shows is looked up where it is drawn, for stock Django has no other place."""

from typing import Any

from django import template

from claims import reviewing
from claims.admin import desk as rows
from claims.admin import figures
from sources.readonly import More

register = template.Library()


@register.simple_tag(takes_context=True)
def desk(context: dict[str, Any]) -> dict[str, Any]:
    """All of the desk for the person who asks."""
    person = context["request"].user
    tallies = rows.tallies()
    return {
        **rows.live(person),
        **figures.charts(tallies),
        "week": rows.week(person, tallies.get("days")),
        "may_decide": reviewing.may_decide(person),
    }


@register.filter
def grouped(number: float) -> str:
    """A number with its thousands apart, as the reader writes them; one that was not counted on keeps its plus."""
    return str(number) if isinstance(number, More) else figures.grouped(number)
