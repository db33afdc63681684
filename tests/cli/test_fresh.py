"""How old the counts are that are billed, and days that are not believed."""

import unittest

from harness import ACME_DESKS, Case


class Fresh(Case):
    stale_days = None

    def test_a_dead_rmm_is_seen(self):
        self.imported()
        self.night("2026-06-01")
        status = self.run_json("status", "--as-of", "2026-06-03")
        self.assertEqual(status["rmms"], [
            {"rmm": "", "read_on": "2026-06-01", "failed_on": None, "failure": "", "services": 3,
             "stale": False}])
        self.simulator.faults({"kind": "mfa"})
        self.night("2026-06-04", 5)
        status = self.run_json("status", "--as-of", "2026-06-04", code=1)["rmms"][0]
        self.assertEqual((status["read_on"], status["failed_on"], status["stale"]),
                         ("2026-06-01", "2026-06-04", True))
        self.assertIn("mfa_required", status["failure"])
        said = "the RMM was last read as a whole on 2026-06-01: the counts of 3 services are stale"
        self.assertIn(said, self.run_ok("status", "--as-of", "2026-06-04", code=1).out)
        self.run_ok("status", "--as-of", "2026-06-04", "--stale-days", "3")
        refused = self.run_ok("post", "--as-of", "2026-06-04", "--stale-counts", "refused", code=6)
        self.assertIn(said, refused.err)
        self.assertIn(said, self.run_ok("post", "--as-of", "2026-06-04").err)
        self.simulator.faults()
        self.night("2026-06-05")
        self.assertNotIn("stale", self.run_ok("post", "--as-of", "2026-06-05").err)

    def test_a_service_is_as_old_as_the_reading_that_counted_it(self):
        self.imported()
        self.night("2026-06-01")
        self.simulator.events({"action": "delete_group", "group": ACME_DESKS,
                               "parent": "acme.root"})
        for day in ("2026-06-02", "2026-06-03"):
            self.night(day, 1)
        told = self.run_json("status", "--as-of", "2026-06-03", code=1)["not_counted"]
        self.assertEqual([(one["service"], one["counted_on"], one["failed_on"], one["stale"])
                          for one in told], [("C-1/desks", "2026-06-01", "2026-06-03", False)])
        self.assertIn("machine_group_gone", told[0]["failure"])
        self.night("2026-06-04", 1)
        said = "C-1/desks was last counted on 2026-06-01 and is stale; on 2026-06-04: machine_group"
        self.assertIn(said, self.run_ok("status", "--as-of", "2026-06-04", code=1).out)
        refused = self.run_json("post", "--as-of", "2026-06-04", "--stale-counts", "refused",
                                code=1)["contracts"]
        self.assertEqual([(one["contract"], one["error"]["code"]) for one in refused],
                         [("C-1", "stale_counts")])
        posted = self.run_json("post", "--as-of", "2026-06-04")["contracts"][0]
        self.assertEqual([one["service"] for one in posted["stale"]], ["C-1/desks"])
        self.assertEqual({line["service"]: line.get("counted_on") for line in posted["lines"]},
                         {"desks": "2026-06-01", "servers": "2026-06-04", "backup": None})

    def test_a_day_that_jumped_is_not_believed(self):
        self.imported()
        self.night("2026-06-10")
        for command in (("nightly",), ("post",), ("units-now", "C-2/all", "--take-over")):
            for day in ("2099-01-01", "2026-06-09"):
                refused = self.run_ok(*command, "--as-of", day, code=6)
                self.assertIn("implausible_day: " + day, refused.err)
        self.run_ok("post", "--as-of", "2027-06-12", code=6)
        self.run_ok("post", "--as-of", "2026-06-09", "--believe-day", "--reason", "looked")

    def test_years_at_once_are_not_believed(self):
        self.imported()
        self.night("2026-06-01")
        said = self.run_json("post", "--as-of", "2027-07-01", "--guard-days-ahead", "400", code=1)
        self.assertEqual([each["error"] and each["error"]["code"] for each in said["contracts"]],
                         ["implausible_batch", None])  # C-2 began in arrears: 13 of them
        self.run_ok("post", "--as-of", "2027-07-01", "--guard-days-ahead", "400",
                    "--guard-periods", "0")


if __name__ == "__main__":
    unittest.main()
