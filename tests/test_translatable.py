"""Whatever a person reads in the admin can be translated: in templates, and where Python names or says something."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Field
from django.template.base import Lexer, TokenType
from django.utils.functional import Promise

from factcheck.labels import APPS, LABELS, MODELS

HERE = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path for app in ("access", "claims", "sources") for path in (HERE / app).glob("templates/**/*.html"))
PYTHON = sorted(
    path
    for pattern in ("*/admin.py", "*/admin/*.py", "*/models.py", "*/models/*.py", "claims/templatetags/*.py")
    for path in HERE.glob(pattern)
    if path.parts[len(HERE.parts)] in ("access", "claims", "sources")
)
ADMIN = [path for path in PYTHON if path.parts[-2] in ("admin", "templatetags") or path.name == "admin.py"]
WORDS = re.compile(r"[a-z]{3,} [a-z]{2,}")
TRANSLATED = {
    *("_", "lazy", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "format_lazy")
}
# What is shown under these names is read by people.
SHOWN = {"description", "label", "help_text", "verbose_name", "verbose_name_plural", "title", "empty_value_display"}
READ_ALOUD = re.compile(r"""\b(?:title|aria-label|placeholder|alt)\s*=\s*["']([^"']*)""")
BUTTON = re.compile(r"""<input\b[^>]*\btype\s*=\s*["']submit["'][^>]*>""")
VALUE = re.compile(r"""\bvalue\s*=\s*["']([^"']*)""")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
ENTITY = re.compile(r"&\w+;")
LETTERS = re.compile(r"[^\W\d_]{2,}")
# Keys and code are the same in every language.
CODE = re.compile(r"<(code|kbd|script)\b.*?</\1>", re.DOTALL)
# What stands in these blocks of the stock templates is a class.
CLASSES = ("block coltype", "block bodyclass")
HOLE = "\x00"


def untranslated(source):
    """The words of a template that stand in it as they are, outside of what is translated."""
    kept, inside = [], 0
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.token_type is TokenType.BLOCK and token.contents.strip() else ""
        if word in ("blocktranslate", "blocktrans", "comment") or token.contents in CLASSES:
            inside += 1
        elif inside and word in ("endblocktranslate", "endblocktrans", "endcomment", "endblock"):
            inside -= 1
        elif not inside:
            kept.append(token.contents if token.token_type is TokenType.TEXT else HOLE)
    html = COMMENT.sub("", "".join(kept))
    said = READ_ALOUD.findall(html)
    said += [found for button in BUTTON.findall(html) for found in VALUE.findall(button)]
    said.append(ENTITY.sub(" ", TAG.sub("\n", CODE.sub(" ", html))))
    return [words.strip() for part in said for words in re.split(rf"[\n{HOLE}]+", part) if LETTERS.search(words)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(path):
    assert untranslated(path.read_text()) == []


def plain(source):
    """Where Python gives people words that nobody can translate: line and words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in SHOWN and is_plain(keyword.value):
                    yield keyword.value.lineno, ast.unparse(keyword.value)
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("message_user", "add_error"):
                for argument in node.args[1:2]:
                    if is_plain(argument):
                        yield argument.lineno, ast.unparse(argument)
        elif isinstance(node, ast.ClassDef):
            choices = any(ast.unparse(base).endswith("TextChoices") for base in node.bases)
            yield from (found for inner in node.body for found in of_class(inner, choices))


def of_class(inner, choices):
    """`title = "source"` in a filter, `verbose_name = "…"` in Meta; choices, whose label is else made of their name."""
    if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
        name, value = inner.targets[0].id, inner.value
        if name in SHOWN and is_plain(value):
            yield value.lineno, f"{name} = {ast.unparse(value)}"
        label = value.elts[-1] if isinstance(value, ast.Tuple) else value
        if choices and (is_plain(label) or label is value):
            yield value.lineno, f"{name} = {ast.unparse(value)}"


def is_plain(value):
    """Whether it is words as they are, not something that is looked up, computed or translated."""
    if isinstance(value, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and LETTERS.search(str(part.value)) for part in value.values)
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and bool(LETTERS.search(value.value))


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: "/".join(path.parts[-3:]))
def test_python_gives_people_no_words_that_cannot_be_translated(path):
    assert list(plain(path.read_text())) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ("{% translate 'Hello' %} <b>{{ x }}</b>, {% blocktranslate %}and <i>goodbye</i>{% endblocktranslate %}", []),
        ("<a title='Go on' href='/x'>{{ x }}</a>", ["Go on"]),
        ('<input type="submit" name="ok" value="Save">', ["Save"]),
        ("<input type='text' value='nothing'><kbd>Ctrl</kbd>", []),
        ("{# a word #}{% comment %}two words{% endcomment %}<!-- three of them -->", []),
    ],
)
def test_words_of_a_template_are_found(source, words):
    assert untranslated(source) == words


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('@display(description="about")\ndef f(): ...', 1),
        ('@display(description=_("about"))\ndef f(): ...', 0),
        ('self.message_user(request, f"{n} decided")', 1),
        ('class A(Filter):\n    title = "source"', 1),
        ('class A(TextChoices):\n    OPEN = "open", "is open"', 1),
        ('class A(TextChoices):\n    OPEN = "open"', 1),
        ('class A(TextChoices):\n    OPEN = "open", _("is open")', 0),
    ],
)
def test_words_in_python_are_found(source, found):
    assert len(list(plain(source))) == found


def bare(source):
    """Words in a row that Python holds outside of docstrings, assertions and what translates: line and words."""
    tree = ast.parse(source)
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORDS.search(TAG.sub("", node.value)):
            above = [*ancestors(node)]
            called = {ast.unparse(each.func) for each in above if isinstance(each, ast.Call)}
            if not called & TRANSLATED and not isinstance(above[0], ast.Expr) and not isinstance(above[-1], ast.Assert):
                yield node.lineno, node.value


def ancestors(node):
    """What the node is in, up to the statement."""
    while not isinstance(node, ast.stmt):
        node = node.parent
        yield node


@pytest.mark.parametrize("path", ADMIN, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_words_of_the_admin_stand_outside_of_what_translates(path):
    assert list(bare(path.read_text())) == []


def test_every_column_has_a_label_that_can_be_translated():
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    fields = [field for model in models for field in model._meta.get_fields() if isinstance(field, Field)]
    plain = {field.name for field in fields if isinstance(field.verbose_name, str)}
    assert plain <= {"id"}
    assert {field.name for field in fields} >= LABELS.keys(), "labels of no column"


def test_every_table_has_a_name_that_can_be_translated():
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    for model in models:
        named = (model._meta.verbose_name, model._meta.verbose_name_plural)
        assert all(isinstance(name, Promise) for name in named), model
    assert {model._meta.model_name for model in models} >= MODELS.keys(), "names of no table"
    assert all(isinstance(apps.get_app_config(app).verbose_name, Promise) for app in APPS)


@pytest.mark.parametrize(
    "site", [each for each in admin.site._registry.values() if each.opts.app_label in APPS], ids=lambda each: str(each)
)
def test_what_a_list_or_a_page_works_out_is_called_something(site):
    """Django makes a name of the method's own otherwise, which no translator ever sees."""
    shown = {*site.list_display, *site.readonly_fields} - {"__str__"}
    methods = {name: getattr(site, name, None) for name in shown}
    nameless = [
        name for name, each in methods.items() if inspect.ismethod(each) and not hasattr(each, "short_description")
    ]
    assert nameless == []
