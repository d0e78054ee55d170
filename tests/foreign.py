"""Sentences in parts in a made-up language, which shows what nobody could translate."""

import ast
import gettext
import re
import string
from pathlib import Path

from django.utils.translation import trans_real

from sources import messages

MESSAGES = Path(messages.__file__)
SOURCES = MESSAGES.parent
CLAIMS = SOURCES.parent / "claims"
# How many of a maker's first arguments are templates.
MAKERS = {"_": 1, "gettext": 1, "ngettext": 2, "gettext_noop": 1}
LATIN = re.compile("[a-zA-Z]")


def makers_of(path):
    """The names under which a module calls the makers of parts; Django's functions of the same names are others."""
    return {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("messages")
        for alias in node.names
        if (alias.asname or alias.name) in MAKERS
    }


MAKING = [
    path for room in (CLAIMS, SOURCES) for path in sorted(room.rglob("*.py")) if makers_of(path) or path == MESSAGES
]


def calls(path):
    """The makers' calls in a module: their templates and the names of the places they fill."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            filled = {keyword.arg for keyword in node.keywords}
            yield node, node.args[: MAKERS[node.func.id]], filled


def templates(paths=MAKING):
    """Every template that a translator would be given: (one,) or (one, many)."""
    return {
        tuple(argument.value for argument in literal)
        for path in paths
        for _node, literal, _filled in calls(path)
        if all(isinstance(argument, ast.Constant) for argument in literal)
    }


def holes(template):
    return {name for _text, name, _form, _conversion in string.Formatter().parse(template) if name is not None}


def pseudo(template):
    """In a language without Latin letters; the places stay."""
    return "".join(
        f"{re.sub('[a-zA-Z]', 'ж', text)}{'' if name is None else '{' + name + '}'}"
        for text, name, _form, _conversion in string.Formatter().parse(template)
    )


def stripped(part):
    """The part with what it names and quotes in letters that are not Latin."""
    match part:
        case {"with": dict(places)}:
            return {**part, "with": {name: _foreign(inner) for name, inner in places.items()}}
        case {"list": list(parts)}:
            return {**part, "list": [_foreign(inner) for inner in parts]}
    return part


def _foreign(inner):
    return "ξένο" if isinstance(inner, str) else stripped(inner)


def speak(monkeypatch, known, words=()):
    """German has these templates in letters of another script, and these words of Django's."""
    catalogue = gettext.GNUTranslations()
    catalogue.plural = lambda n: int(n != 1)
    catalogue._catalog = dict(words)
    for each in known:
        one = {each[0]: pseudo(each[0])}
        catalogue._catalog |= one if len(each) == 1 else {(each[0], n): pseudo(form) for n, form in enumerate(each)}
    language = trans_real.DjangoTranslation("de")
    language.merge(catalogue)
    monkeypatch.setitem(trans_real._translations, "de", language)
