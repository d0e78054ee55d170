"""Whatever makes a failure says why in parts, and what writes it into a row writes the English with it."""

import ast
import re

import pytest

from tests.foreign import CLAIMS, SOURCES, makers_of, templates

# Which argument of a failure says why.
WHY = {
    **dict.fromkeys(("Unreadable", "FetchRefused", "FetchFailed", "HostBusy", "NotAFeed", "Missing", "Failed"), 0),
    **dict.fromkeys(("NotAllowed", "Ended"), 0),
    **dict.fromkeys(("NoArticle", "NotAdded", "Failure", "Robots"), 1),
    "Outcome": 2,
}
COLUMNS = {"last_error", "gone_because", "trouble", "reason", "what"}
COLUMNS_OF_WEBHOOKS = {"error", "disabled_because"}
WEBHOOKS = sorted((CLAIMS / "webhooks").glob("*.py"))
MODULES = [path for path in sorted(SOURCES.rglob("*.py")) if "migrations" not in path.parts] + WEBHOOKS
BEGINNING = [path for room in (SOURCES, CLAIMS) for path in sorted(room.rglob("*.py")) if "begin(" in path.read_text()]
# Outside of these, a failure of a library is told in its own words, with its kind before.
OF_A_LIBRARY = "f'{type(error).__name__}: {error}'"
WORDS = re.compile("[a-z]{2,} [a-z]{2,}")
LETTERS = re.compile("[a-zA-Z]")


def failures(tree):
    """The calls that make a failure, each with what is said of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in WHY and len(node.args) > WHY[name]:
                yield node, node.args[WHY[name]]


def makers_in(tree):
    """The functions that give a part."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) == "Part"
    }


MAKERS = {name for path in MODULES for name in makers_in(ast.parse(path.read_text()))}


def is_in_parts(said, tree, makers=frozenset(MAKERS)):
    """Whether it is made by a maker, taken from another failure, or a name of nothing else."""
    match said:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in makers
        case ast.Attribute(attr="said" | "trouble"):
            return True
        case ast.IfExp(body=one, orelse=other):
            return is_in_parts(one, tree, makers) and is_in_parts(other, tree, makers)
        case ast.Constant(value=""):
            return True
        case ast.Subscript(value=ast.Name(id=name)):
            values = [each for table in bound(name, tree) for each in table.values]
            return bool(values) and all(is_in_parts(each, tree, makers) for each in values)
        case ast.Name(id=name):
            values = bound(name, tree)
            return is_given(name, tree) if not values else all(is_in_parts(each, tree, makers) for each in values)
    return ast.unparse(said) == OF_A_LIBRARY


def bound(name, tree):
    return [
        node.value
        for node in ast.walk(tree)
        if (isinstance(node, ast.Assign) and any(ast.unparse(target) == name for target in node.targets))
        or (isinstance(node, ast.NamedExpr) and node.target.id == name)
    ]


def is_given(name, tree):
    """Whether it is a parameter that is a part wherever there is one of its name."""
    given = [node for node in ast.walk(tree) if isinstance(node, ast.arg) and node.arg == name]
    return bool(given) and all(node.annotation and ast.unparse(node.annotation) == "Part" for node in given)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_failure_is_said_in_parts(path):
    tree = ast.parse(path.read_text())
    assert [ast.unparse(node) for node, said in failures(tree) if not is_in_parts(said, tree)] == []


@pytest.mark.parametrize(
    ("line", "well"),
    [
        ("raise Unreadable(gettext('is empty'))", True),
        ("raise Unreadable(error.said)", True),
        ("def why() -> Part: ...\nraise NoArticle('wall', why())", True),
        ("raise Unreadable('is empty')", False),
        ("raise Unreadable(f'is {kind}')", False),
        ("raise Unreadable(str(error))", False),
        ("why = 'is ' + kind\nraise FetchFailed(why)", False),
        ("def why() -> str: ...\nraise NoArticle('wall', why())", False),
        ("yield Failure(name, ', '.join(words))", False),
        ("def fail(why: str):\n    raise requesting.FetchFailed(why, 3)", False),
    ],
)
def test_a_failure_in_english_is_found(line, well):
    tree = ast.parse(line)
    ((_, said),) = failures(tree)
    assert is_in_parts(said, tree, {"gettext", *makers_in(tree)}) is well


def test_a_template_is_counted_everywhere_or_nowhere():
    """A catalogue has one entry for both, with which the other is not found."""
    known = templates()
    assert {each[0] for each in known if len(each) == 1} & {each[0] for each in known if len(each) == 2} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_stands_in_a_place_is_no_sentence(path):
    """Words of ours in there would be English for ever."""
    makers = makers_of(path)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
            for keyword in node.keywords:
                plain = [each.value for each in ast.walk(keyword.value) if isinstance(each, ast.Constant)]
                assert not any(isinstance(each, str) and WORDS.search(each) for each in plain), ast.unparse(node)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_english_and_parts_are_written_together(path):
    """By `models.reasons` alone: nobody names a column of the two to set it."""
    if path.name == "reasons.py" or "api" in path.parts:
        return
    columns = COLUMNS_OF_WEBHOOKS if path in WEBHOOKS else COLUMNS
    both = columns | {f"{column}_said" for column in columns}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            set_here = getattr(node, "targets", None) or [node.target]
            names = {each.attr for target in set_here for each in ast.walk(target) if isinstance(each, ast.Attribute)}
            assert not names & both, ast.unparse(node)
        elif isinstance(node, ast.Call):
            assert not {keyword.arg for keyword in node.keywords} & both, ast.unparse(node)
        elif isinstance(node, ast.Dict):
            assert not {key.value for key in node.keys if isinstance(key, ast.Constant)} & both, ast.unparse(node)


def names(tree):
    """What imports are called where they are begun."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name == "begin":
                yield node.args[0]


def is_given_or_in_parts(called, tree):
    """Whether no words of ours are in it but those of a maker; what something is looked up by is none."""
    keys = {id(each.slice) for each in ast.walk(called) if isinstance(each, ast.Subscript)}
    words = (each.value for each in ast.walk(called) if isinstance(each, ast.Constant) and id(each) not in keys)
    return is_in_parts(called, tree) or not any(isinstance(each, str) and LETTERS.search(each) for each in words)


@pytest.mark.parametrize("path", BEGINNING, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_import_is_called_what_others_gave_or_in_parts(path):
    tree = ast.parse(path.read_text())
    assert [ast.unparse(called) for called in names(tree) if not is_given_or_in_parts(called, tree)] == []


def test_there_are_imports_called_in_parts():
    called = [each for path in BEGINNING for each in names(ast.parse(path.read_text()))]
    assert len([each for each in called if ast.unparse(each).startswith("gettext(")]) >= 4


@pytest.mark.parametrize(
    ("line", "well"),
    [
        ("begin(feed.location, feed)", True),
        ("begin(', '.join(options['paths']))", True),
        ("counting.begin(gettext('API, by {person}', person=person))", True),
        ("begin('the demo corpus')", False),
        ("counting.begin(f'API, by {person}', expected=1)", False),
        ("begin(source.name + ' again')", False),
    ],
)
def test_an_import_that_is_called_in_english_is_found(line, well):
    tree = ast.parse(line)
    (called,) = names(tree)
    assert is_given_or_in_parts(called, tree) is well
