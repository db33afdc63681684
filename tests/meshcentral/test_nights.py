"""Nights against the real server: what moves, goes, hides or breaks between and during them.

Every count is compared with what `meshctrl`, the package's own client, lists for the same account.
"""

import unittest

from driver import Gate
from lab import ACCOUNT, AGENTS, DOMAIN, GOLD, SIZES, Case
from server import ADMIN, DEVICE_DETAILS, WITH_AGENTS, wait_until


def values(table, count):
    return list(table.values())[:count]


class Nights(Case):
    def first_night(self, driver):
        self.import_book()
        report = self.night(driver)
        self.assertEqual({s["status"] for s in report["services"].values()}, {"first_count"})
        first = self.units()
        self.assertEqual(first, self.expected(gold=GOLD))
        return first

    def test_a_month_of_changes(self):
        lab, server = self.lab, self.lab.server
        desks, servers = lab.devices["Acme / Desks"], lab.devices["Acme / Servers"]
        with lab.driver() as driver, server.admin() as admin:
            first = self.first_night(driver)
            self.assertEqual(first["C-1/all"], sum(SIZES.values()) - SIZES["Beta / All"])
            self.assertEqual(first["C-3/agents"], len(AGENTS))
            self.check_scan(driver)
            lists = driver.ask("lists")
            self.assertEqual(lists["organizations"],
                             [["acme", "Acme"], ["beta", "Beta"], ["gamma", "Gamma"]])
            self.assertEqual({g["id"]: g["name"] for g in lists["groups"]},
                             {g: name for name, g in lab.groups.items()})
            self.assertEqual(lists["views"], ["gold"])

            # Moved, renamed, tagged, removed, added.
            moved = values(desks, 50)
            admin.ask("changeDeviceMesh", nodeids=moved, meshid=lab.groups["Acme / Servers"])
            for number, node in enumerate(values(desks, 5)):
                admin.ask("changedevice", nodeid=node, name=f"renamed{number}")
            lab.tag(admin, list(servers.values())[-10:], "night", "gold")
            gone = values(lab.devices["Beta / All"], 7)
            for node in gone:
                admin.ask("removedevices", nodeids=[node])
            server.add_devices(lab.groups["Acme / Desks"], ["new0001", "new0002"],
                               existing=SIZES["Acme / Desks"] - 50)
            report = self.night(driver)
            self.assertEqual(self.units(), self.expected(gold=GOLD + 10))
            self.assertEqual(self.units()["C-1/desks"], first["C-1/desks"] - 48)
            self.assertEqual(report["services"]["C-1/desks"]["machines"], 52)
            self.assertEqual(report["services"]["C-3/agents"]["status"], "unchanged")
            devices = self.check_scan(driver)
            self.assertEqual(devices[moved[0]]["name"], "renamed0")
            self.assertEqual(driver.ask("count", organization="acme", view="night")["count"], 10)

            # Back, so that the other tests find what they expect.
            admin.ask("changeDeviceMesh", nodeids=moved, meshid=lab.groups["Acme / Desks"])
            lab.tag(admin, list(servers.values())[-10:])
            self.night(driver)
            self.assertEqual(self.units(), self.expected(gold=GOLD))

    def test_an_agent_that_is_cut_off_is_billed_until_it_is_removed(self):
        lab, server = self.lab, self.lab.server
        agents = lab.devices["Gamma"]
        with lab.driver() as driver, server.admin() as admin:
            first = self.first_night(driver)
            server.wait_for_agent(admin, AGENTS[0], online=True)
            before = self.check_scan(driver)[agents[AGENTS[0]]]
            self.assertEqual(before["state"], "online")
            self.assertGreater(before["first_seen"], 0)
            self.assertGreater(before["last_seen"], before["first_seen"])
            server.stop_agent(AGENTS[0])
            server.wait_for_agent(admin, AGENTS[0], online=False)
            after = self.check_scan(driver)[agents[AGENTS[0]]]
            self.assertEqual(after["state"], "offline")
            self.assertGreater(after["last_seen"], after["first_seen"])
            self.night(driver)
            self.assertEqual(self.units(), first)
            admin.ask("removedevices", nodeids=[agents[AGENTS[0]]])
            self.night(driver)
            self.assertEqual(self.units(), {**first, "C-3/agents": first["C-3/agents"] - 1})
            self.assertEqual(self.units(), self.expected(gold=GOLD))
            # It comes back as the same machine.
            server.start_agent(AGENTS[0])
            self.assertEqual(server.wait_for_agent(admin, AGENTS[0], online=True),
                             agents[AGENTS[0]])

    def test_rights_that_are_taken_away_are_no_zero(self):
        lab, server = self.lab, self.lab.server
        with lab.driver() as driver:
            first = self.first_night(driver)
            server.unlink(ACCOUNT, lab.groups["Beta / All"])
            self.assertNotIn("Beta / All", lab.by_group())
            report = self.night(driver)
            self.assertEqual(report["services"]["C-2/all"]["error"], "organization_gone")
            self.assertEqual(report["services"]["C-1/all"]["status"], "unchanged")
            self.assertEqual(self.units(), first)

            # Part of an organization: the service of the group knows, that of the whole can't.
            server.unlink(ACCOUNT, lab.groups["Acme / Desks"])
            report = self.night(driver)
            self.assertEqual(report["services"]["C-1/desks"]["error"], "machine_group_gone")
            self.assertEqual(report["services"]["C-1/all"]["status"], "held")
            self.assertEqual(self.units(), first)
            with lab.driver(expected_groups=["Acme / Desks"]) as careful:
                report = self.night(careful)
            self.assertEqual(report["scan_error"]["error"], "forbidden")
            self.assertIn("Acme / Desks", report["scan_error"]["context"])

            server.unlink(ACCOUNT, *lab.groups.values())
            report = self.night(driver)
            self.assertEqual({s["error"] for s in report["services"].values()},
                             {"organization_gone"})
            self.assertEqual(self.units(), first)
            server.link(ACCOUNT, *lab.groups.values())
            self.night(driver)
            self.assertEqual(self.units(), first)
            self.check_scan(driver)

    def test_a_login_that_is_refused_is_no_zero(self):
        lab = self.lab
        with lab.driver() as driver:
            first = self.first_night(driver)
        with lab.account() as account:
            made = account.ask("createLoginToken", name="second", expire=0)
            token = (made["tokenUser"], made["tokenPass"])
            with lab.driver(login=token) as driver:
                self.check_scan(driver)
                account.ask("loginTokens", remove=[token[0]])
                report = self.night(driver)
        self.assertEqual(report["scan_error"]["error"], "unauthorized")
        self.assertNotIn(token[1], report["scan_error"]["context"])
        with lab.driver(all_groups_required=True) as driver:
            self.assertEqual(driver.ask("scan")["error"], "forbidden")
        with lab.driver(login=(ADMIN, lab.server.admin_password),
                        all_groups_required=True) as driver:
            self.check_scan(driver)
        self.assertEqual(self.units(), first)

    def test_an_account_with_a_second_factor_needs_a_login_token(self):
        lab, server = self.lab, self.lab.server
        password = server.create_user("cautious")
        server.link("cautious", lab.groups["Beta / All"])
        token = server.login_token("cautious", password)
        server.require_second_factor("cautious", password)
        with lab.driver(login=("cautious", password)) as driver:
            refused = driver.ask("scan")
        self.assertEqual(refused["error"], "mfa_required")
        self.assertIn("login token", refused["context"])
        with lab.driver(login=token) as driver:
            self.assertEqual(len(driver.ask("scan")["devices"]),
                             len(server.devices(*token)))

    def test_a_restart_in_mid_scan(self):
        lab, server = self.lab, self.lab.server
        with lab.driver() as driver:
            first = self.first_night(driver)
        # In the middle of the list of devices, which is about 380 KB.
        for attempts in (1, 20):
            gate = Gate(server.port, 100_000)
            self.addCleanup(gate.close)
            with lab.driver(port=gate.port, attempts=attempts) as driver:
                driver.begin(do="night", day=self.next_day(), database=str(self.database),
                             tenant="lab")
                self.assertTrue(gate.held.wait(30), "the scan never came to the devices")
                server.restart()
                report = driver.end()
            if attempts == 1:
                self.assertEqual(report["scan_error"]["error"], "unreachable")
            else:
                self.assertNotIn("scan_error", report)
                self.assertEqual(report["agents"], len(lab.counted()))
                self.assertEqual({s["status"] for s in report["services"].values()},
                                 {"unchanged"})
            self.assertEqual(self.units(), first)

    def test_a_server_that_says_nothing_more(self):
        lab, server = self.lab, self.lab.server
        with lab.driver(attempts=1) as driver:
            first = self.first_night(driver)
            server.freeze()
            try:
                report = self.night(driver, deadline_ms=1500)
            finally:
                server.freeze(False)
            self.assertEqual(report["scan_error"]["error"], "timed_out")
            self.assertEqual(self.units(), first)
            self.night(driver)
            self.assertEqual(self.units(), first)

    def test_a_machine_whose_agent_was_installed_anew_is_known_by_its_hardware(self):
        lab, server = self.lab, self.lab.server
        group = server.create_group("Delta", WITH_AGENTS)
        # All agents run on one machine, and what three have in common is nobody's.
        server.unlink(ACCOUNT, lab.groups["Gamma"])
        server.link(ACCOUNT, group)
        with server.admin() as admin, lab.driver(replaced_left_out=True) as driver:
            def seen():
                answer = driver.ask("scan")
                return (sorted(device["name"] for device in answer["devices"].values()
                               if device["group"] == group), answer["notes"])

            old = server.start_agents(group, ["delta-old"])["delta-old"]
            server.wait_for_adapters(admin, old)
            server.stop_agent("delta-old")
            server.wait_for_agent(admin, "delta-old", online=False)
            new = server.start_agents(group, ["delta-new"])["delta-new"]
            server.wait_for_adapters(admin, new)
            names, notes = seen()
            self.assertEqual(names, ["delta-new", "delta-old"])
            self.assertIn("2 of 2 devices that may have come in the place of others tell no "
                          "hardware", " ".join(notes))
            server.link(ACCOUNT, group, rights=DEVICE_DETAILS)

            # The server remembers rights for ten seconds.
            def told():
                answer = seen()
                return None if "tell no hardware" in " ".join(answer[1]) else answer

            names, notes = wait_until(told, "hardware to be told", 60)
            # Machines without a board of their own, such as some virtual ones, tell no more than
            # addresses, and those alone are not enough.
            expected = {1: (["delta-new"], "of the same hardware"),
                        0: (["delta-new", "delta-old"], "")}
            self.assertIn(len(notes), expected, notes)
            self.assertEqual(names, expected[len(notes)][0], notes)
            self.assertIn(expected[len(notes)][1], " ".join(notes))
            server.stop_agent("delta-new")
            admin.ask("removedevices", nodeids=[old, new])
            admin.ask("deletemesh", meshid=group)
        server.link(ACCOUNT, lab.groups["Gamma"])

    def test_organizations_by_tag(self):
        lab, server = self.lab, self.lab.server
        mine = values(lab.devices["Beta / All"], 30)[-3:]
        with server.admin() as admin, lab.driver(by_tag=True) as driver:
            lab.tag(admin, mine, "org:Delta")
            self.assertEqual(driver.ask("count", organization="delta")["count"], 3)
            group = lab.groups["Beta / All"] + "|delta"
            self.assertEqual(driver.ask("count", organization="delta", group=group)["count"], 3)
            rest = len(lab.counted()) - 3
            self.assertEqual(driver.ask("count", organization="unassigned")["count"], rest)
            lab.tag(admin, mine[:1], "org:Delta", "org:Beta")
            self.assertEqual(driver.ask("count", organization="delta")["error"],
                             "incomplete_scan")
            lab.tag(admin, mine)
            self.assertEqual(driver.ask("count", organization="delta")["error"],
                             "organization_gone")

    def test_zz_a_domain_that_shows_its_devices_page_by_page(self):
        lab, server = self.lab, self.lab.server
        # Before the setting: meshctrl itself does not turn pages.
        counted = lab.counted()
        server.kill()
        server.configure({**DOMAIN, "maxDeviceView": 300})
        server.start()
        self.assertEqual(len(lab.counted()), 300)
        with lab.driver() as driver:
            seen = driver.ask("scan")["devices"]
        self.assertEqual({node: (device["name"], device["group"])
                          for node, device in seen.items()}, counted)


if __name__ == "__main__":
    unittest.main()
