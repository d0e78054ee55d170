"""Takes the pictures of the documentation from a running demo: `python docs/screenshots.py [--help]`.

Needs Chromium, and `make run` on this machine: its log-in is read from its folder, `var/` unless DATA_DIR says so.
"""

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).resolve().parent
DATA = Path(os.environ.get("DATA_DIR", DOCS.parent / "var"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HEIGHT = 900
# Where each page is: an address, and what is followed from there.
PAGES = {
    "desk": ("/admin/", None),
    "queue": ("/admin/claims/discrepancy/", None),
    "discrepancy": ("/admin/claims/discrepancy/", "#result_list tbody th a:has-text('peace deal')"),
    "article": ("/admin/sources/article/", "#result_list tbody th a"),
    "fact": ("/admin/claims/fact/?q=peace+deal", "#result_list tbody th a"),
    "changes": ("/admin/sources/articlechange/", None),
}
VIEWS = {"1400-light": (1400, "light"), "800-dark": (800, "dark")}
EVERY = VIEWS | {"1400-dark": (1400, "dark"), "800-light": (800, "light")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="of the demo (%(default)s)")
    parser.add_argument("--to", type=Path, default=DOCS / "pictures", help="folder of the pictures (%(default)s)")
    parser.add_argument("--every", action="store_true", help="in both widths each theme, and the whole of each page")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for view, page in opened(browser, options.address, EVERY if options.every else VIEWS):
            for name, (address, onwards) in PAGES.items():
                page.goto(f"{options.address}{address}")
                if onwards:
                    page.locator(onwards).first.click()
                page.wait_for_load_state("networkidle")
                page.screenshot(path=options.to / f"{name}-{view}.png", full_page=options.every)
        browser.close()


def opened(browser: Browser, address: str, views: dict[str, tuple[int, str]]) -> Iterator[tuple[str, Page]]:
    """A page of the reviewer of the demo, logged in, for each view."""
    state = None
    for view, (width, theme) in views.items():
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if theme == "dark" else "light",
            storage_state=state,
        )
        page = context.new_page()
        if state is None:
            page.goto(f"{address}/admin/login/")
            page.fill("#id_username", "reviewer")
            page.fill("#id_password", (DATA / "reviewer_password").read_text().strip())
            page.click("[type=submit]")
            state = context.storage_state()
        yield view, page
        context.close()


if __name__ == "__main__":
    main()
