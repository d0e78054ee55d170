"""A receiver of factcheck's webhooks in one file, with nothing but Python's standard library.

    FACTCHECK_SECRET=whsec_… python receiver.py 8080

It takes what is signed right and not older than five minutes, each event once, and prints it as one line of JSON.
Behind a proxy that ends TLS it can stand as it is; what it has taken already it remembers only while it runs.
"""

import base64
import binascii
import hashlib
import hmac
import http.server
import json
import os
import sys
import time
from collections.abc import Mapping
from typing import Any

TOLERANCE = 300
MOST_BYTES = 10_000_000


class Forged(Exception):
    """It is not from whom it says, or it is an old one again."""


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> dict[str, Any]:
    """The event, where one of its signatures is made with our secret. Raises Forged. `body` is what came, unparsed."""
    key, at = headers.get("Webhook-Id", ""), headers.get("Webhook-Timestamp", "")
    if not (at.isascii() and at.isdigit()) or abs((time.time() if now is None else now) - int(at)) > TOLERANCE:
        raise Forged("the timestamp is missing, old, or of a time to come")
    said = b".".join([key.encode(), at.encode(), body])
    ours = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), said, hashlib.sha256).digest()
    if not any(hmac.compare_digest(ours, theirs) for theirs in signatures(headers.get("Webhook-Signature", ""))):
        raise Forged("no signature is made with our secret")
    event: dict[str, Any] = json.loads(body)
    return event


def signatures(header: str) -> list[bytes]:
    """There may be several, for a while after a secret was changed; versions that we do not know are passed over."""
    found = []
    for each in header.split():
        version, _, text = each.partition(",")
        try:
            found += [base64.b64decode(text, validate=True)] if version == "v1" else []
        except binascii.Error:
            continue
    return found


class Handler(http.server.BaseHTTPRequestHandler):
    secret = ""
    taken: set[str] = set()

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))
        try:
            event = verify(self.secret, self.headers, body)
        except Forged as forged:
            self.send_error(403, str(forged))
            return
        key = self.headers["Webhook-Id"]
        # An event comes again where our answer to it was lost: its id is the same.
        if key not in self.taken:
            print(json.dumps(event, ensure_ascii=False), flush=True)
            self.taken.add(key)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        print(format % args, file=sys.stderr)


if __name__ == "__main__":
    Handler.secret = os.environ["FACTCHECK_SECRET"]
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
