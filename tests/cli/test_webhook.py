"""Notices to a web address: signed, once for each notice, kept while the receiver fails."""

import hashlib
import hmac
import http.server
import threading
import unittest

from harness import Case

KEY = "a key that only two programs know"


class Receiver:
    """Checks each delivery as a receiver should, and answers with `status`."""

    def __init__(self):
        self.status = 204
        self.received = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = self.headers["Billbyagent-Timestamp"].encode() + b"." + body
                digest = hmac.new(KEY.encode(), signed, hashlib.sha256).hexdigest()
                genuine = hmac.compare_digest(self.headers["Billbyagent-Signature"], f"v1={digest}")
                receiver.received.append((self.headers["Idempotency-Key"], genuine))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/notices"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Webhook(Case):
    def setUp(self):
        super().setUp()
        self.imported()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.stop)
        self.hook = {"BILLBYAGENT_WEBHOOK_URL": self.receiver.url, "BILLBYAGENT_WEBHOOK_KEY": KEY}

    def test_a_notice_is_delivered_signed_and_once(self):
        self.run_ok("nightly", "--as-of", "2026-06-01", env=self.hook)
        self.assertEqual(self.receiver.received, [("units_changed%2FC-1%2Fdesks%2F1", True)])
        self.run_ok("notify", env=self.hook)
        self.assertEqual(len(self.receiver.received), 1)

    def test_a_refused_notice_stays_in_the_outbox(self):
        self.receiver.status = 400
        self.night("2026-06-01")
        refused = self.run_json("notify", code=1, env=self.hook)
        self.assertEqual((refused["delivered"], refused["failed"]), (0, 1))
        self.receiver.status = 200
        delivered = self.run_json("notify", env=self.hook)
        self.assertEqual((delivered["delivered"], delivered["failed"]), (1, 0))
        self.assertEqual(len(set(self.receiver.received)), 1)

    def test_bad_settings_are_refused(self):
        for change in ({"BILLBYAGENT_WEBHOOK_URL": "http://example.com/"},
                       {"BILLBYAGENT_WEBHOOK_KEY": "short"},
                       {"BILLBYAGENT_NOTIFY_FILE": "notices.jsonl"}):
            refused = self.run_ok("notify", code=2, env={**self.hook, **change})
            self.assertNotIn(KEY, refused.all)


if __name__ == "__main__":
    unittest.main()
