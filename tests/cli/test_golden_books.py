"""The scenarios of tests/golden/books with the program, one process for each step."""

import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
import books


class Front:
    def __init__(self, folder):
        self.program = books.ByProgram(folder)
        self.folder = Path(folder)

    def open(self):
        """Each command opens the database anew."""

    def json(self, day, *words, codes=(0, 1)):
        return json.loads(self.program.run(day, "--json", *words, codes=codes))

    def import_book(self, day, book, reach_back=False):
        path = self.folder / "import.json"
        path.write_text(json.dumps(book))
        told = self.json(day, "import", str(path), *["--reach-back"] * reach_back, codes=(0, 3))
        return told["changes"], [f"{each['code']}: {each['context']}" for each in told["refused"]]

    def post(self, day):
        return self.json(day, "post")

    def pay_out(self, day, contract):
        return self.json(day, "pay-out", "--contract", contract)

    def invoice(self, day, batches, number):
        self.json(day, "invoice", *batches, "--number", number)

    def void(self, day, number):
        return self.json(day, "void", number, "--reason", "scenario")["batches"]

    def night(self, day, machines):
        rows = [f"pc{n},O,online" for n in range(1, machines + 1)]
        (self.folder / "machines.csv").write_text(
            "\n".join(["id,organization,state", *rows, f"#end,{machines}"]) + "\n")
        self.json(day, "--rmm", "file:machines.csv", "nightly")

    def waiting(self):
        return [f"{row['about']} {row['readings'][-1]['units']}"
                for row in self.json("2026-01-31", "decisions", "--ended", "0")["open"]
                if row["readings"]]

    def confirm(self, day, service):
        self.json(day, "confirm", service)

    def units(self, day, service):
        return self.json(day, "history", service)["changes"][-1]["units"]


class GoldenBooks(unittest.TestCase):
    def test_every_scenario(self):
        self.assertGreaterEqual(len(books.SCENARIOS), 9)
        for file in books.SCENARIOS:
            with self.subTest(file.stem):
                folder = tempfile.mkdtemp(prefix="billbyagent-books-")
                self.addCleanup(shutil.rmtree, folder)
                books.play(Front(folder), file)


if __name__ == "__main__":
    unittest.main()
