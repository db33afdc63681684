"""Plays the night scenarios of tests/golden/nights with the program, which reads the machines of
each night from a file.
"""

import json
import unittest

from test_golden import SCENARIOS, Program, reports

COLUMNS = "id,organization,state,operating_system,serial_number,last_seen"


class NightPlayer(Program):
    def __init__(self, case, scenario):
        contract = scenario["contract"]
        super().__init__(case, contract["start_date"])
        self.systems = scenario["operating_systems"]
        self.import_book({"id": contract["account"], "organization": "O"}, contract)

    def row(self, word):
        agent, serial, seen = reports.machine_of(word)
        state = "offline" if seen else "online"
        return ",".join([agent, "O", state, self.systems[agent[0]], serial, seen])

    def night(self, step):
        self.today = step["night"]
        rows = [self.row(word) for word in step["shows"].split()]
        (self.folder / "machines.csv").write_text(
            "\n".join([COLUMNS, *rows, f"#end,{len(rows)}"]) + "\n")
        # 1: machines of no class need a person.
        return reports.night_rows(json.loads(
            self.call("--json", "--rmm", "file:machines.csv", "nightly", codes=(0, 1))))

    def explain(self, step):
        # The program sets machines in and ends with a list of all that are counted.
        rows = reports.timeless(self.call("explain", step["explain"]).splitlines())
        return [row.strip().replace(") ", "), ", 1) if row.startswith("  ") else row
                for row in rows[:len(step["text"])]]


class GoldenNights(unittest.TestCase):
    maxDiff = None

    def test_every_scenario(self):
        files = sorted((SCENARIOS / "nights").glob("*.json"))
        self.assertGreaterEqual(len(files), 4)
        for file in files:
            scenario = json.loads(file.read_text())
            with self.subTest(file.stem):
                player = NightPlayer(self, scenario)
                for step in scenario["steps"]:
                    if "night" in step:
                        self.assertEqual(player.night(step), step["becomes"], step["night"])
                    elif "post_through" in step:
                        report = player.post_through(step["post_through"])
                        self.assertEqual(reports.posted_rows(report), step["lines"])
                    else:
                        self.assertEqual(player.explain(step), step["text"])


if __name__ == "__main__":
    unittest.main()
