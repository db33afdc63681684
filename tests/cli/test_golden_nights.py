"""Plays the night scenarios of tests/golden/nights with the program, which reads the machines of
each night from a file.
"""

import json
import unittest

from test_golden import SCENARIOS, Program, line_text

COLUMNS = "id,organization,state,operating_system,serial_number,last_seen"


class NightPlayer(Program):
    def __init__(self, case, scenario):
        contract = scenario["contract"]
        super().__init__(case, contract["start_date"])
        self.systems = scenario["operating_systems"]
        self.import_book({"id": contract["account"], "organization": "O"}, contract)

    def row(self, word):
        """`w4=SN-0004@2026-05-20`, as tests/golden/README.md describes it."""
        word, _, seen = word.partition("@")
        agent, _, serial = word.partition("=")
        state = "offline" if seen else "online"
        return ",".join([agent, "O", state, self.systems[agent[0]], serial, seen])

    def night(self, step):
        self.today = step["night"]
        rows = [self.row(word) for word in step["shows"].split()]
        (self.folder / "machines.csv").write_text(
            "\n".join([COLUMNS, *rows, f"#end,{len(rows)}"]) + "\n")
        # 1: machines of no class need a person.
        report = json.loads(self.call("--json", "--rmm", "file:machines.csv", "nightly",
                                      codes=(0, 1)))
        found = []
        for service in report["services"]:
            found += [f"{service['service'].split('/')[1]} {service['counted']}"]
            if service["status"] != "first_count":
                found += [event_text(event) for event in service["machines"]]
            found += [f"  {m['agent']} {verdict_text(m)}" for m in service["judged"]
                      if m["verdict"] != "no_class"]
        return found + [f"of no class: {m['agent']}" for m in report["machines_of_no_class"]]

    def post(self, step):
        found = []
        for contract in self.post_through(step["post_through"]):
            found += [f"{line['service']}: {line_text(line)}" for line in contract["lines"]]
            found += [f"= {batch['total']} {batch['currency']}" for batch in contract["batch"]]
        return found

    def explain(self, step):
        # When something was recorded is the clock's, not the scenario's. The program sets machines
        # in and ends with a list of all that are counted.
        rows = self.call("explain", step["explain"]).splitlines()
        return [row.strip().replace(") ", "), ", 1) if row.startswith("  ") else row for row in rows
                if not row.startswith(("State:", "Count:"))][:len(step["text"])]


def event_text(event):
    sign = {"added": "+", "moved_in": "+", "returned": "+", "removed": "-",
            "moved_out": "-"}.get(event["move"], "~")
    detail = f", {event['detail']}" if event["detail"] else ""
    return f"{sign} {event['agent']} {event['move']}{detail}"


def verdict_text(machine):
    return machine["verdict"] + (f" {machine['detail']}" if machine["detail"] else "")


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
                        self.assertEqual(player.post(step), step["lines"])
                    else:
                        self.assertEqual(player.explain(step), step["text"])


if __name__ == "__main__":
    unittest.main()
