"""Every page of the admin, on the demo: quiet, within the window, and without a serious finding of axe-core.

The pages are those that the admin's own addresses name, so that none is forgotten. axe-core comes with the package of
that name and is served by nobody: it is run in the page.
"""

import contextlib
import io

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from claims.models import Discrepancy
from tests import make
from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {1400: 900, 800: 900}
# They log out, answer with data for scripts, or need what a form sends.
NO_PAGES = {"logout", "jsi18n", "autocomplete", "view_on_site", "password_change_done"}
LEAST = 60
# Of what the theme changes, axe judges the contrast; colours that are still on their way are nobody's.
RULES = {"light": None, "dark": ["color-contrast"]}
AXE = """async rules => {
    await Promise.all(document.getAnimations().map(moving => moving.finished));
    const options = {resultTypes: ["violations"], preload: false};
    if (rules) options.runOnly = rules;
    return (await axe.run(options)).violations
        .filter(found => ["serious", "critical"].includes(found.impact))
        .map(found => `${found.id}: ${found.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`);
}"""


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEBUG = True
    settings.DATA_DIR = tmp_path
    call_command("demo", port=0, stdout=io.StringIO())


def patterns(resolver=None):
    """Every named address of the admin, with the model it is of, if it is of one."""
    for each in resolver if resolver is not None else admin.site.get_urls():
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        elif isinstance(each, URLPattern) and each.name:
            yield each


def addresses():
    """The addresses, each with its first row where it is of one row; those of no row are left out."""
    found = {}
    for each in patterns():
        if each.name in NO_PAGES or each.name.endswith("_csv"):
            continue
        names = [*each.pattern.converters]
        for arguments in filled(each.name, names):
            with contextlib.suppress(NoReverseMatch):
                found[each.name] = reverse(f"admin:{each.name}", kwargs=arguments)
    return found


def filled(name, arguments):
    if not arguments:
        return [{}]
    if name == "app_list":
        return [{"app_label": "claims"}]
    app, _, rest = name.partition("_")
    model = next(
        (model for model in apps.get_app_config(app).get_models() if rest.startswith(model._meta.model_name)), None
    )
    row = model and model._default_manager.order_by("-pk").first()
    return [dict.fromkeys(arguments, row.pk)] if row else []


def complaints_of(tab, heard, name, address):
    """What is wrong with one page, in each size and each theme."""
    answer = tab.request.get(address, max_redirects=0)
    if answer.status != 200 or answer.headers["content-type"].partition(";")[0] != "text/html":
        return  # Not for who looks, or for what a form sends, or no page.
    tab.goto(address)
    yield from (f"{name} {address}: {complaint}" for complaint in heard)
    heard.clear()
    tab.evaluate(AXE_SCRIPT)
    for scheme, rules in RULES.items():
        tab.emulate_media(color_scheme=scheme)
        for width, height in SIZES.items():
            tab.set_viewport_size({"width": width, "height": height})
            if tab.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                yield f"{name} {address} is wider than {width} pixels"
        for finding in tab.evaluate(AXE, rules):
            yield f"{name} {address} in {scheme}: {finding}"
    heard.clear()  # axe tries styles, which the policy refuses.


def test_every_page_is_quiet_fits_and_can_be_used_by_everybody(tab, complaints, demo):
    make.discrepancy()
    assert Discrepancy.objects.filter(status="open").count() > 5
    log_in(tab)
    pages = addresses()
    assert len(pages) >= LEAST
    found = [said for name, address in pages.items() for said in complaints_of(tab, complaints, name, address)]
    assert not found, "\n".join(found)
