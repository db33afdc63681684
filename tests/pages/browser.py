"""A headless Chromium, spoken to over a pipe: pictures and printed pages, and what it complains of.

Only what the standard library has is needed. Nothing of the machine is asked for: every request that
is no file and no data of the page itself is a failure, and so is every error on the console.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

# Inches.
A4, LETTER = (8.27, 11.69), (8.5, 11.0)
DESK, PHONE = (1280, 900), (390, 844)


def find_browser():
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


class Browser:
    def __init__(self, program=None):
        self.complaints = []
        self.folder = tempfile.mkdtemp(prefix="billbyagent-browser-")
        there_read, self.write_end = os.pipe()
        self.read_end, there_write = os.pipe()

        def pipes():
            # The browser reads its orders from 3 and answers on 4.
            read, write = os.dup(there_read), os.dup(there_write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.process = subprocess.Popen(
            [program or find_browser(), "--headless=new", "--remote-debugging-pipe", "--no-sandbox",
             "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-extensions", "--force-device-scale-factor=1",
             f"--user-data-dir={self.folder}", "about:blank"],
            preexec_fn=pipes, pass_fds=(3, 4), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(there_read)
        os.close(there_write)
        self.rest = b""
        self.number = 0
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.write_end)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.read_end)
        shutil.rmtree(self.folder, ignore_errors=True)

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.read_end, 1 << 20)
            if not more:
                raise RuntimeError("the browser ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def hear(self, message):
        what, of = message.get("method"), message.get("params", {})
        if what == "Network.requestWillBeSent":
            url = of["request"]["url"]
            if not url.startswith(("file:", "data:", "about:")):
                self.complaints.append(f"request to {url}")
        elif what == "Log.entryAdded" and of["entry"]["level"] in ("error", "warning"):
            self.complaints.append(f"console: {of['entry']['text']}")
        elif what == "Runtime.exceptionThrown" or (
                what == "Runtime.consoleAPICalled" and of["type"] in ("error", "warning")):
            self.complaints.append(f"console: {json.dumps(of)[:300]}")

    def ask(self, method, **parameters):
        self.number += 1
        order = {"id": self.number, "method": method, "params": parameters}
        if getattr(self, "session", None):
            order["sessionId"] = self.session
        os.write(self.write_end, json.dumps(order).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.hear(message)

    def wait_for(self, event):
        while True:
            message = self.message()
            self.hear(message)
            if message.get("method") == event:
                return

    def open(self, page, size=DESK, dark=False):
        self.ask("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                 deviceScaleFactor=1, mobile=size[0] < 600)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.ask("Page.navigate", url=Path(page).resolve().as_uri())
        self.wait_for("Page.loadEventFired")

    def value(self, expression):
        return self.ask("Runtime.evaluate", expression=expression)["result"].get("value")

    def picture(self, file, most_height=None):
        """Of the page as high as it is, or of its beginning."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        height = min(size["height"], most_height or size["height"])
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True,
                        clip={"x": 0, "y": 0, "width": size["width"], "height": height,
                              "scale": 1})
        Path(file).write_bytes(base64.b64decode(shot["data"]))

    def printed(self, file, paper=A4):
        """As PDF; how many pages it has."""
        made = self.ask("Page.printToPDF", paperWidth=paper[0], paperHeight=paper[1],
                        preferCSSPageSize=False, printBackground=True)
        pdf = base64.b64decode(made["data"])
        Path(file).write_bytes(pdf)
        return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type/Page/")
