"""Which machines count: classes, grace days, and each machine with its reason."""

import unittest

from harness import ACME_DESKS, ACME_SERVERS, Case, book, service


def classes_book(**counting):
    document = book()
    document["contracts"] = [document["contracts"][0]]
    contract = document["contracts"][0]
    contract["machine_classes"] = ["server", "workstation"]
    contract["services"] = [
        service("servers", "20.00", source="agents", machine_class="server", counting=counting),
        service("desks", "5.00", source="agents", machine_class="workstation", counting=counting)]
    return document


class Machines(Case):
    def listed(self, name, *options):
        report = self.run_json("machines", name, *options)
        return {m["name"]: (m["billed"], m["verdict"], m["detail"]) for m in report["machines"]}

    def test_classes_and_grace_by_hand(self):
        self.imported(classes_book(grace_new_days=2))
        self.night("2026-06-01")
        self.simulator.events({"action": "add_agent", "name": "nas1", "group": ACME_SERVERS,
                               "os_type": "Linux", "os_info": "6.1"},
                              {"action": "add_agent", "name": "pc9", "group": ACME_DESKS})
        text = self.run_ok("nightly", "--as-of", "2026-06-02", code=1).out
        self.assertIn("1 machine is of no machine class, so no service for a class bills them: "
                      "nas1", text)
        self.assertIn("~ pc9", text)
        servers = self.listed("C-1/servers")
        self.assertEqual(servers["srv11"], (True, "counted", ""))
        self.assertEqual(servers["pc1"], (False, "other_class", "workstation"))
        self.assertEqual(servers["nas1"], (False, "no_class", ""))
        desks = self.listed("C-1/desks", "--not-billed")
        self.assertNotIn("pc1", desks)
        report = self.run_json("--as-of", "2026-06-02", "machines", "C-1/desks")
        self.assertEqual((report["counted"], report["present"]), (5, 5))
        waiting = [m for m in report["machines"] if m["name"] == "pc9"]
        self.assertEqual(waiting[0]["detail"], "since 2026-06-02, billed from 2026-06-04")
        self.assertIn("new_machine", self.run_ok("-v", "--as-of", "2026-06-02", "units-now",
                                                 "C-1/desks").out)
        self.assertIn("waiting since 2026-06-02", self.run_ok("history", "C-1/desks").out)
        night = self.run_json("nightly", "--as-of", "2026-06-04", code=1)
        self.assertEqual([m["name"] for m in night["machines_of_no_class"]], ["nas1"])
        self.assertEqual([(s["service"], s["counted"]) for s in night["services"]],
                         [("C-1/servers", 2), ("C-1/desks", 6)])
        self.run_ok("post", "--as-of", "2026-06-04")
        line = "C-1/desks/2026-06-01/2026-06-04/1"
        explained = self.run_ok("explain", line).out
        self.assertIn("Counted: machines of class workstation\n", explained)
        self.assertIn("+ pc9", explained)
        self.assertIn("added, waiting since 2026-06-02", explained)


if __name__ == "__main__":
    unittest.main()
