"""Takes the pictures of the documentation from a running demo: `python docs/screenshots.py [ADDRESS]`.

Needs `make run` on this machine (its log-in is read from var/) and a Chromium at /usr/bin/chromium.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
PASSWORD = DOCS.parent / "var" / "reviewer_password"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(f"{ADDRESS}/admin/login/")
        page.fill("#id_username", "reviewer")
        page.fill("#id_password", PASSWORD.read_text().strip())
        page.click("[type=submit]")
        page.goto(f"{ADDRESS}/admin/claims/discrepancy/")
        page.click("#result_list a:has-text('peace deal')")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=DOCS / "discrepancy.png")
        browser.close()


if __name__ == "__main__":
    main()
