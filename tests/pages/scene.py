"""A provider's June, small enough to be read on one page: made with the real program.

Scene(program, folder).play() leaves the pages review.html, statement.html, night.html and
status.html in the folder, and what a terminal shows of the same as screen-*.html.
"""

import json
import os
import struct
import subprocess
import zlib
from pathlib import Path

import screens

SCREEN_COLUMNS = 100
# What a person looks at in the morning of 1 July, in that order.
SCREENS = {
    "night": ("nightly", "--as-of", "2026-07-01", "--html", "night.html"),
    "status": ("status", "--as-of", "2026-07-01"),
    "review": ("review", "--as-of", "2026-07-01", "--through", "2026-07-01"),
    "preview": ("preview", "HARWELL-1", "--service", "surgery", "--add-units", "5", "--as-of",
                "2026-07-01", "--periods", "1"),
    "post": ("post", "--as-of", "2026-07-01", "--account", "harwell", "--lines"),
    "explain": ("explain", "HARWELL-1/surgery/2026-06-01/2026-06-10/1", "--as-of", "2026-07-01"),
}


def logo(side=56):
    """A PNG: an arrow to the north in a round field."""
    rows = b""
    for y in range(side):
        rows += b"\0"
        for x in range(side):
            across, down = x - side / 2 + 0.5, y - side / 2 + 0.5
            inside = across * across + down * down < side * side / 4
            arrow = abs(across) < (down + side / 3) / 2.2 and down < side / 4
            rows += b"\x0a\x58\xb0\xff" if inside and not arrow else \
                b"\xff\xff\xff\xff" if inside else b"\0\0\0\0"
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def numbered(prefix, first, last):
    return [f"{prefix}{number}" for number in range(first, last + 1)]


class Scene:
    def __init__(self, program, folder):
        self.program = str(program)
        self.folder = Path(folder)
        self.estate = {
            ("harwell", "Harwell Dental Practice", "Surgery"): numbered("chair", 1, 9),
            ("harwell", "Harwell Dental Practice", "Servers"): ["dc01", "xray01"],
            ("larkfield", "Larkfield School", "Laptops"): numbered("pupil", 1, 24),
            ("larkfield", "Larkfield School", "Office"): numbered("office", 1, 6),
            ("mueller", "Müller & Söhne GmbH", "Büro"): numbered("buero", 1, 12),
            ("clinic", "מרפאת השלום", "Desks"): numbered("קבלה-", 1, 4),
            ("pellow", "Pellow Logistics", "Depot"): numbered("depot", 1, 7),
            ("pellow", "Pellow Logistics", "Yard"): numbered("yard", 1, 3),
        }

    @staticmethod
    def environment():
        return {name: value for name, value in os.environ.items()
                if not name.startswith("BILLBYAGENT_") and name != "NO_COLOR"}

    def screen(self, name):
        arguments = SCREENS[name]
        code, shown = screens.on_terminal(
            [self.program, "--config", "settings.toml", *arguments], SCREEN_COLUMNS,
            cwd=self.folder, env={**self.environment(), "TERM": "xterm"})
        if code not in (0, 1):
            raise RuntimeError(f"{arguments}: {code}\n{shown}")
        (self.folder / f"screen-{name}.html").write_text(
            screens.page_of("billbyagent " + " ".join(arguments), shown, SCREEN_COLUMNS),
            encoding="utf-8")

    def call(self, *arguments, codes=(0,)):
        done = subprocess.run(
            [self.program, "--config", "settings.toml", *map(str, arguments)], cwd=self.folder,
            env=self.environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode not in codes:
            raise RuntimeError(f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def write_machines(self):
        rows = ["id,name,organization,organization_name,group_path,state"]
        for (organization, name, group), machines in self.estate.items():
            rows += [f"{organization}-{machine},{machine},{organization},{name},{group},online"
                     for machine in machines]
        (self.folder / "machines.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    def night(self, day, codes=(0,)):
        self.write_machines()
        return self.call("nightly", "--as-of", day, codes=codes)

    def machines(self, organization, group):
        return next(machines for key, machines in self.estate.items()
                    if (key[0], key[2]) == (organization, group))

    def set_up(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "logo.png").write_bytes(logo())
        (self.folder / "book.json").write_text(json.dumps(book()), encoding="utf-8")
        (self.folder / "settings.toml").write_text(
            'database = "book.db"\nauthor = "priya"\nzone = "Europe/London"\nstale-days = 0\n'
            'pages-provider = "Northgate IT Services"\npages-logo-file = "logo.png"\n'
            'pages-grouping = "comma"\n'
            'pages-note = "Questions about this statement? billing@northgate.example"\n'
            '[rmm]\nurl = "file:machines.csv"\n',
            encoding="utf-8")
        self.call("import", "book.json", "--as-of", "2026-06-01")

    def june(self):
        self.night("2026-06-01", codes=(1,))
        self.call("confirm", "CLINIC-1/desks", "--as-of", "2026-06-01")
        self.call("post", "--as-of", "2026-06-01")
        batches = json.loads(self.call("--json", "batches"))["batches"]
        for number, batch in enumerate(batches, start=1001):
            self.call("invoice", batch["batch"], "--number", f"INV-{number}")
        self.machines("harwell", "Surgery").append("chair10")
        self.machines("harwell", "Servers").append("xray02")
        self.night("2026-06-10")
        self.machines("harwell", "Surgery").append("chair11")
        self.machines("mueller", "Büro").remove("buero7")
        self.night("2026-06-16", codes=(0, 1))
        self.machines("harwell", "Servers").remove("xray01")
        self.night("2026-06-23", codes=(0, 1))
        self.call("correct", "HARWELL-1/storage", "--units", 8, "--as-of", "2026-06-23")

    def play(self):
        self.set_up()
        self.june()
        laptops = self.machines("larkfield", "Laptops")
        del laptops[4:]
        self.machines("clinic", "Desks").append("קבלה-5")
        self.write_machines()
        self.screen("night")
        for name in ("status", "review", "preview"):
            self.screen(name)
        self.call("review", "--as-of", "2026-07-01", "--coverage", "--html", "review.html",
                  codes=(0, 1))
        self.call("status", "--as-of", "2026-07-01", "--html", "status.html", codes=(0, 1))
        self.screen("post")
        self.screen("explain")
        self.call("post", "--as-of", "2026-07-01", codes=(0, 1))
        batches = json.loads(self.call("--json", "batches"))["batches"]
        own = [batch["batch"] for batch in batches
               if batch["contract"] == "HARWELL-1" and batch["state"] == "posted"]
        self.call("invoice", *own, "--number", "INV-1007")
        self.call("statement", "harwell", "--as-of", "2026-07-01", "--invoice", "INV-1007",
                  "--html", "statement.html")


def counted(key, name, group, price, cost, **more):
    return {"id": key, "name": name, "unit_price": price, "unit_cost": cost,
            "units": {"source": "agents", "group": group}, **more}


def contract(key, name, account, currency, services, **more):
    return {"id": key, "name": name, "account": account, "currency": currency,
            "cycle": "monthly", "periods": "calendar", "timing": "advance",
            "start_date": "2026-06-01", "services": services, **more}


def book():
    return {
        "accounts": [
            {"id": "harwell", "name": "Harwell Dental Practice", "organization": "harwell"},
            {"id": "larkfield", "name": "Larkfield School", "organization": "larkfield"},
            {"id": "mueller", "name": "Müller & Söhne GmbH", "organization": "mueller"},
            {"id": "clinic", "name": "מרפאת השלום", "organization": "clinic"},
            {"id": "pellow", "name": "Pellow Logistics", "organization": "pellow"},
        ],
        "contracts": [
            contract("HARWELL-1", "Managed practice", "harwell", "GBP", [
                counted("surgery", "Surgery workstations", "harwell/Surgery", "11.50", "3.80"),
                counted("servers", "Servers", "harwell/Servers", "45.00", "14.00",
                        quantity={"minimum": 3}),
                {"id": "storage", "name": "Backup storage, TB", "unit_price": "9.00",
                 "unit_cost": "2.50", "units": {"source": "manual", "count": 6}},
            ]),
            contract("LARKFIELD-1", "School support", "larkfield", "GBP", [
                counted("laptops", "Pupils' laptops", "larkfield/Laptops", "4.20", "1.90"),
                counted("office", "Office computers", "larkfield/Office", "8.00", "3.10"),
            ]),
            contract("MUELLER-1", "Rundum-Betreuung", "mueller", "EUR", [
                counted("buero", "Arbeitsplätze", "mueller/Büro", "14.90", "4.40"),
            ]),
            contract("CLINIC-1", "שירות מנוהל", "clinic", "ILS", [
                counted("desks", "עמדות קבלה", "clinic/Desks", "39.00", "12.00"),
            ], trust="propose"),
            contract("PELLOW-1", "Yard terminals", "pellow", "GBP", [
                counted("yard", "Yard terminals", "pellow/Yard", "12.00", "4.00"),
            ]),
        ],
    }
