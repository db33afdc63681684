"""Notices to a web address: signed, once for each notice, kept while the receiver fails."""

import hashlib
import hmac
import http.server
import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import unittest
from pathlib import Path

from harness import PROGRAM, Case

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


class Silent:
    """Takes connections and says nothing."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.asked = threading.Event()
        self.connections = []
        threading.Thread(target=self.take, daemon=True).start()

    def take(self):
        try:
            while True:
                self.connections.append(self.listener.accept()[0])
                self.asked.set()
        except OSError:
            pass

    def stop(self):
        self.listener.close()
        for connection in self.connections:
            connection.close()


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

    def interrupted(self, *arguments, when):
        """Starts the program, sends SIGINT once `when` is true, and says how long it then took."""
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder,
                                   env=self.environment(self.hook), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        when(process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=25)  # less than what it would wait for
        return process.returncode

    def has_opened(self, process):
        """Waits until the process has the database open."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            files = Path(f"/proc/{process.pid}/fd")
            try:
                if any(os.readlink(each) == str(self.database) for each in files.iterdir()):
                    return
            except FileNotFoundError:
                pass  # one was closed since they were listed
        self.fail("the program never opened the database")

    def test_ctrl_c_does_not_wait_for_a_receiver(self):
        silent = Silent()
        self.addCleanup(silent.stop)
        self.night("2026-06-01")
        self.hook["BILLBYAGENT_WEBHOOK_URL"] = silent.url
        self.assertEqual(self.interrupted("notify", when=lambda _: silent.asked.wait(20)), 130)
        self.hook["BILLBYAGENT_WEBHOOK_URL"] = self.receiver.url
        delivered = self.run_json("notify", env=self.hook)  # nothing stayed claimed
        self.assertEqual((delivered["delivered"], delivered["elsewhere"]), (1, 0))

    def test_ctrl_c_does_not_wait_for_the_database(self):
        self.night("2026-06-01")
        with sqlite3.connect(self.database, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            self.hook["BILLBYAGENT_BUSY_SECONDS"] = "60"
            code = self.interrupted("confirm", "C-1/desks", when=self.has_opened)
            other.execute("ROLLBACK")
        self.assertEqual(code, 130)

    def test_what_another_run_is_telling_is_left_to_it(self):
        self.night("2026-06-01")
        with sqlite3.connect(self.database) as other:
            other.execute("INSERT INTO notice_claim SELECT tenant, notice, ? FROM notice",
                          (int(time.time() * 1000),))
        left = self.run_json("notify", env=self.hook)
        self.assertEqual((left["delivered"], left["elsewhere"]), (0, 1))
        self.assertIn("1 in the hands of another run", self.run_ok("notify", env=self.hook).out)
        self.assertEqual(self.receiver.received, [])

    def test_bad_settings_are_refused(self):
        for change in ({"BILLBYAGENT_WEBHOOK_URL": "http://example.com/"},
                       {"BILLBYAGENT_WEBHOOK_KEY": "short"},
                       {"BILLBYAGENT_NOTIFY_FILE": "notices.jsonl"}):
            refused = self.run_ok("notify", code=2, env={**self.hook, **change})
            self.assertNotIn(KEY, refused.all)


if __name__ == "__main__":
    unittest.main()
