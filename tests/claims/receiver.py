"""A receiver of webhooks on 127.0.0.1 for tests: it keeps what was posted, and answers as it is told to."""

import contextlib
import http.server
import json
import threading
import time

OK = (200, {}, b"taken")
DRIP = (0, {}, b"")


class Receiver:
    """`answers` are given in turn, the last for ever; `got` is [(path, headers, body)]; `during` runs at each post."""

    def __init__(self, *answers):
        self.answers = list(answers) or [OK]
        self.got, self.during = [], None
        self.at_once = self.most_at_once = 0
        self.lock, self.closing = threading.Lock(), threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"receiver": self}))
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # A sender that hangs up is what some tests are about.
        self.port = self.server.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self):
        return [json.loads(body)["type"] for _, _, body in self.got]

    @property
    def keys(self):
        return [headers["Webhook-Id"] for _, headers, _ in self.got]

    def answer(self):
        with self.lock:
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mine = self.receiver
        with mine.lock:
            mine.got.append((self.path, dict(self.headers), body))
            mine.at_once += 1
            mine.most_at_once = max(mine.most_at_once, mine.at_once)
        try:
            if mine.during:
                mine.during()
            self._say(*mine.answer())
        finally:
            with mine.lock:
                mine.at_once -= 1

    def _say(self, status, headers, body):
        if status == 0:
            return self._drip()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def _drip(self):
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.receiver.closing.is_set():
                self.wfile.write(b"x")
                time.sleep(0.05)

    def log_message(self, *_):
        """Tests are quiet."""
