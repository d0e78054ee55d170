"""A web site on 127.0.0.1 for tests: pages by path, and a record of what was asked."""

import contextlib
import http.server
import threading
import time

from django.utils import timezone

DRIP = 0
WORDS = "The council met on Tuesday evening and after a long debate it voted to keep the old bridge open to everybody. "


def page(text=WORDS * 3, title="The bridge"):
    paragraphs = f"<p>{text}</p><p>Nobody from the ministry was there to answer, and nobody had been asked to come.</p>"
    return (
        200,
        {"Content-Type": "text/html; charset=utf-8"},
        f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}"
        "</article></body></html>".encode(),
    )


def listing(*paths, etag=""):
    items = "".join(f"<item><link>{path}</link><source url='https://w.example'>Wire</source></item>" for path in paths)
    headers = {"Content-Type": "application/rss+xml"} | ({"ETag": etag} if etag else {})
    return (200, headers, f"<rss version='2.0'><channel>{items}</channel></rss>".encode())


class Site:
    """`pages`: path ─▶ (status, headers, body), or a function of the request's headers that gives that.

    `asked` is [(path, headers)], `log` [(time, path, status)]. What is under /drip/, or answered as DRIP, never ends.
    """

    def __init__(self, tls=None):
        self.pages = {}
        self.asked = []
        self.log = []
        self.at_once = self.most_at_once = 0
        self.closing = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"site": self}))
        self.server.handle_error = lambda *_: None  # A client that hangs up is what some tests are about.
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    site: Site

    def do_GET(self):
        self.site.asked.append((self.path, dict(self.headers)))
        self.site.at_once += 1
        self.site.most_at_once = max(self.site.most_at_once, self.site.at_once)
        try:
            self._drip() if self.path.startswith("/drip/") else self._page(self._answer())
        finally:
            self.site.at_once -= 1

    def _answer(self):
        answer = self.site.pages.get(self.path, (404, {}, b"no such page"))
        return answer(dict(self.headers)) if callable(answer) else answer

    def _page(self, answer):
        status, headers, body = answer
        self.site.log.append((timezone.now(), self.path, status))
        if status == DRIP:
            return self._drip()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self):
        start = {"/drip/head": b"HTTP/1.1 200 OK\r\nX-Slow: ", "/drip/body": b"HTTP/1.1 200 OK\r\n\r\n"}
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        with contextlib.suppress(OSError):
            self.wfile.write(start.get(self.path, chunked))
            while not self.site.closing.is_set():
                self.wfile.write(b"0" if self.path == "/drip/length" else b"x")
                time.sleep(0.05)

    def log_message(self, *_):
        """Tests are quiet."""
