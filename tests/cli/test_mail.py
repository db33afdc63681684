"""Notices and the operator's summary as e-mail, over a real SMTP server."""

import unittest

from harness import Case, book, identity
from mail_server import PASSWORD, MailServer

AWKWARD = "Käse\nBcc: all@victim.example\r\n\r\n<b>bold</b> & ".replace("\r", "")


class Mail(Case):
    tls = "starttls"

    def setUp(self):
        super().setUp()
        self.server = MailServer(self.folder, self.tls)
        self.addCleanup(self.server.stop)
        self.mail = self.server.environment()

    def contracts(self, *recipients, name="Acme care", desks="Desks"):
        document = book()
        contract = document["contracts"][0]
        contract["recipients"] = list(recipients)
        contract["name"] = name
        contract["services"][0]["name"] = desks
        self.imported(document)

    def nightly(self, day="2026-06-01", code=0, **more):
        return self.run_json("nightly", "--as-of", day, code=code, env={**self.mail, **more})

    def notify(self, code=0, **more):
        result = self.run_json("notify", code=code, env={**self.mail, **more})
        self.assertNotIn(PASSWORD, str(result))
        return result


class Notices(Mail):
    def test_each_recipient_gets_one_mail_with_the_lines_of_the_change(self):
        self.contracts("Ann Example <ann@acme.example>", "bob@acme.example")
        report = self.nightly()
        self.assertEqual((report["notices"]["delivered"], report["notices"]["failed"]), (1, 0))
        self.assertEqual(self.server.recipients(), ["ann@acme.example", "bob@acme.example"])
        first, second = (message for _, message in self.server.mails)
        self.assertEqual(first["to"], "Ann Example <ann@acme.example>")
        self.assertEqual(second["to"], "bob@acme.example")
        self.assertEqual(first["message-id"], second["message-id"])
        self.assertRegex(first["message-id"], r"^<[0-9a-f]{32}@msp\.example>$")
        self.assertEqual(first["subject"], "Units changed: contract C-1, Acme care")
        self.assertEqual(first["auto-submitted"], "auto-generated")
        sender = first["from"].addresses[0]
        self.assertEqual((sender.display_name, sender.addr_spec),
                         ("Zoë's \"MSP\"", "billing@msp.example"))
        self.assertIsNotNone(first["date"].datetime)
        text = first.get_body(("plain",)).get_content()
        self.assertIn("Desks (desks): not counted -> 5 units from 2026-06-01", text)
        page = first.get_body(("html",)).get_content()
        self.assertIn("<p>Desks (desks): not counted -&gt; 5 units from 2026-06-01", page)
        self.assertEqual(first.get_content_type(), "multipart/mixed")
        self.assertFalse((self.folder / "book.db.mailed").exists())
        self.notify()
        self.assertEqual(len(self.server.mails), 2)

    def test_the_same_notice_has_the_same_message_id(self):
        self.contracts("ann@acme.example")
        self.server.after_data = "451 later"
        self.nightly(code=1)
        self.server.after_data = "250 kept"
        self.notify()
        one = self.server.mails[0][1]["message-id"]
        self.database.unlink()
        self.contracts("ann@acme.example")
        self.nightly()
        self.assertEqual(self.server.mails[1][1]["message-id"], one)

    def test_names_begin_no_header_and_no_tag(self):
        self.contracts("ann@acme.example", name=AWKWARD, desks="<script>x</script>\n.\nDESKS")
        self.nightly()
        (to, message), = self.server.mails
        self.assertEqual(to, "ann@acme.example")
        self.assertNotIn("bcc", message)
        self.assertEqual(message["subject"],
                         "Units changed: contract C-1, Käse Bcc: all@victim.example  "
                         "<b>bold</b> & ")
        page = message.get_body(("html",)).get_content()
        self.assertNotIn("<script", page)
        self.assertIn("&lt;script&gt;x&lt;/script&gt;", page)
        self.assertIn("DESKS", message.get_body(("plain",)).get_content())
        for line in message.raw.split(b"\r\n"):
            self.assertLess(len(line), 100, line)
            self.assertNotIn(b"\n", line)


class Trouble(Mail):
    def test_who_is_put_off_gets_it_the_next_time_and_the_others_only_once(self):
        self.contracts("ann@acme.example", "grey@acme.example", "bob@acme.example")
        self.server.replies["grey@acme.example"] = "451 4.7.1 greylisted, come again"
        report = self.nightly(code=1)["notices"]
        self.assertEqual((report["delivered"], report["failed"]), (0, 1))
        self.assertIn("grey@acme.example: the mail server said: 451 4.7.1 greylisted",
                      report["first_failure"]["context"])
        self.assertEqual(self.server.recipients(), ["ann@acme.example", "bob@acme.example"])
        kept = self.folder / "book.db.mailed"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        self.assertEqual(len(kept.read_text().splitlines()), 2)
        self.server.replies.clear()
        self.notify()
        self.assertEqual(self.server.recipients()[2:], ["grey@acme.example"])
        self.assertFalse(kept.exists())

    def test_one_who_is_refused_costs_the_others_nothing_and_is_named(self):
        self.contracts("gone@acme.example", "no one@acme.example", "bob@acme.example")
        self.server.replies["gone@acme.example"] = "550 5.1.1 no such user"
        report = self.nightly(code=1)
        self.assertEqual(report["notices"]["delivered"], 1)
        self.assertEqual(self.server.recipients(), ["bob@acme.example"])
        told = [(one["recipient"], one["error"]["context"]) for one in report["mail_refused"]]
        self.assertEqual(told, [
            ("gone@acme.example", "the mail server said: 550 5.1.1 no such user"),
            ("no one@acme.example", "is no mail address")])
        self.assertEqual(self.notify()["delivered"], 0)

    def test_refused_by_everybody_stays_in_the_outbox(self):
        self.contracts("ann@acme.example", "bob@acme.example")
        self.server.mail_from = "550 5.7.1 no relaying for you"
        report = self.nightly(code=1)["notices"]
        self.assertEqual((report["delivered"], report["failed"]), (0, 1))
        self.server.mail_from = "250 OK"
        self.assertEqual(self.notify()["delivered"], 1)

    def test_a_wrong_password_is_an_error_without_it(self):
        self.contracts("ann@acme.example")
        secret = "another-5ecre7"
        report = self.run_ok("--json", "nightly", "--as-of", "2026-06-01", code=1,
                             env={**self.mail, "BILLBYAGENT_SMTP_PASSWORD": secret})
        self.assertGreater(self.server.logins, 0)
        self.assertIn("535 no login with b'***'", report.out)
        self.assertNotIn(secret, report.all)
        self.assertEqual(self.server.mails, [])

    def test_an_unknown_authority_gets_neither_mail_nor_password(self):
        self.contracts("ann@acme.example")
        report = self.nightly(code=1, BILLBYAGENT_SMTP_CA_FILE=self.simulator.ca)["notices"]
        self.assertEqual(report["first_failure"]["code"], "tls_failed")
        self.assertEqual((self.server.logins, self.server.mails), (0, []))

    def test_a_server_that_is_away_is_an_error(self):
        self.contracts("ann@acme.example")
        self.server.stop()
        report = self.nightly(code=1)["notices"]
        self.assertEqual(report["first_failure"]["code"], "unreachable")

    def test_wrong_settings_are_refused_before_the_night(self):
        self.contracts("ann@acme.example")
        for change, named in [
                ({"BILLBYAGENT_SMTP_URL": "mail.example"}, "smtp url"),
                ({"BILLBYAGENT_SMTP_URL": f"smtp://u:{PASSWORD}@mail.example"}, "smtp url"),
                ({"BILLBYAGENT_SMTP_FROM": "nobody"}, "smtp from"),
                ({"BILLBYAGENT_SMTP_FROM": "a@b.example\nBcc: c@d.example"}, "smtp from"),
                ({"BILLBYAGENT_SMTP_PASSWORD": ""}, "password"),
                ({"BILLBYAGENT_NOTIFY_FILE": "notices.jsonl"}, "choose one"),
                ({"BILLBYAGENT_SMTP_URL": "", "BILLBYAGENT_SMTP_OPERATOR": "op@msp.example"},
                 "smtp-operator")]:
            with self.subTest(**change):
                refused = self.run_ok("nightly", "--as-of", "2026-06-01", code=2,
                                      env={**self.mail, **change})
                self.assertIn(named, refused.err)
                self.assertNotIn(PASSWORD, refused.all)


class OneForEachRecipient(Mail):
    """`smtp-mails = night`: the notices of a night in one mail."""

    def setUp(self):
        super().setUp()
        self.mail["BILLBYAGENT_SMTP_MAILS"] = "night"

    def two_contracts(self, of_acme, of_beta, per_transaction=()):
        document = book()
        document["contracts"][0]["recipients"] = of_acme
        document["contracts"][1]["recipients"] = of_beta
        self.imported(document)

    def counted(self, report):
        return report["notices"]["delivered"], report["notices"]["failed"]

    def test_what_a_night_tells_comes_together(self):
        self.two_contracts(["ann@acme.example", "both@msp.example"],
                           ["Both <both@msp.example>", "bob@beta.example"])
        self.assertEqual(self.counted(self.nightly()), (2, 0))
        self.assertEqual(self.server.recipients(),
                         ["ann@acme.example", "both@msp.example", "bob@beta.example"])
        ann, both, bob = (message for _, message in self.server.mails)
        self.assertEqual(both["subject"],
                         "Units changed: contract C-1, Acme care and 1 more notice")
        self.assertEqual(ann["subject"], "Units changed: contract C-1, Acme care")
        text = both.get_body(("plain",)).get_content()
        for part in ("Units changed: contract C-1, Acme care", "Desks (desks): not counted -> 5",
                     "Units changed: contract C-2, Beta care", "All (all): not counted -> 4"):
            self.assertIn(part, text)
            self.assertIn(part.replace(">", "&gt;"),
                          both.get_body(("html",)).get_content())
        self.assertNotIn("C-2", ann.get_body(("plain",)).get_content())
        self.assertEqual(len({m["message-id"] for m in (ann, both, bob)}), 3)
        self.assertEqual(both.get_all("billbyagent-notice"),
                         ann.get_all("billbyagent-notice") + bob.get_all("billbyagent-notice"))
        self.notify()
        self.assertEqual(len(self.server.mails), 3)

    def test_a_mail_about_one_notice_is_known_as_it_would_be_alone(self):
        self.contracts("ann@acme.example")
        self.nightly()
        self.database.unlink()
        self.mail["BILLBYAGENT_SMTP_MAILS"] = "notice"
        self.contracts("ann@acme.example")
        self.nightly()
        first, second = (message["message-id"] for _, message in self.server.mails)
        self.assertEqual(first, second)

    def test_all_notices_of_a_mail_or_none(self):
        self.two_contracts(["ann@acme.example", "grey@msp.example"],
                           ["bob@beta.example", "grey@msp.example"])
        self.server.replies["grey@msp.example"] = "451 4.7.1 greylisted, come again"
        report = self.nightly(code=1)
        self.assertEqual(self.counted(report), (0, 2))
        self.assertIn("greylisted", report["notices"]["first_failure"]["context"])
        self.assertEqual(self.server.recipients(), ["ann@acme.example", "bob@beta.example"])
        self.assertEqual(len((self.folder / "book.db.mailed").read_text().splitlines()), 2)
        self.server.replies.clear()
        # What a later night tells is another mail.
        self.simulator.events({"action": "delete_agent", "agent": identity(121)})
        report = self.nightly("2026-06-02")
        self.assertEqual(self.counted(report), (3, 0))
        self.assertEqual(self.server.recipients()[2:],
                         ["bob@beta.example", "grey@msp.example", "grey@msp.example"])
        told = [message.get_all("billbyagent-notice") for _, message in self.server.mails]
        self.assertEqual(sorted(map(len, told)), [1, 1, 1, 1, 2])
        self.assertFalse((self.folder / "book.db.mailed").exists())

    def test_the_same_notices_have_the_same_message_id(self):
        self.two_contracts(["both@msp.example"], ["both@msp.example"])
        self.server.after_data = "451 later"
        self.assertEqual(self.counted(self.nightly(code=1)), (0, 2))
        self.server.after_data = "250 kept"
        self.notify()
        self.database.unlink()
        self.two_contracts(["both@msp.example"], ["both@msp.example"])
        self.nightly()
        first, second = (message["message-id"] for _, message in self.server.mails)
        self.assertEqual(first, second)

    def test_one_who_is_refused_costs_the_others_nothing(self):
        self.two_contracts(["gone@msp.example", "ann@acme.example"],
                           ["gone@msp.example", "no one@msp.example", "bob@beta.example"])
        self.server.replies["gone@msp.example"] = "550 5.1.1 no such user"
        report = self.nightly(code=1)
        self.assertEqual(self.counted(report), (2, 0))
        self.assertEqual(self.server.recipients(), ["ann@acme.example", "bob@beta.example"])
        told = sorted((one["recipient"], one["notice"].split("/")[1])
                      for one in report["mail_refused"])
        self.assertEqual(told, [("gone@msp.example", "C-1"), ("gone@msp.example", "C-2"),
                                ("no one@msp.example", "C-2")])
        self.assertEqual(self.notify()["delivered"], 0)

    def test_a_server_that_takes_none_is_asked_once(self):
        self.two_contracts(["ann@acme.example"], ["bob@beta.example"])
        secret = "another-5ecre7"
        report = self.nightly(code=1, BILLBYAGENT_SMTP_PASSWORD=secret)
        self.assertEqual(self.counted(report), (0, 2))
        self.assertEqual((self.server.logins, self.server.mails), (1, []))
        self.assertEqual(self.notify()["delivered"], 2)


class FromTheStart(Mail):
    tls = "smtps"

    def test_tls_from_the_start(self):
        self.contracts("ann@acme.example")
        self.nightly()
        self.assertEqual(self.server.recipients(), ["ann@acme.example"])


class Operator(Mail):
    def setUp(self):
        super().setUp()
        self.mail["BILLBYAGENT_SMTP_OPERATOR"] = "op@msp.example, second@msp.example"
        self.contracts()

    def test_the_night_and_what_waits(self):
        report = self.nightly()
        self.assertEqual(report["operator_mail"], "sent")
        self.assertEqual(self.server.recipients(), ["op@msp.example", "second@msp.example"])
        message = self.server.mails[0][1]
        self.assertEqual(message["subject"],
                         "Night of 2026-06-01, tenant default: all went well")
        text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        self.assertIn("Acme Ltd  Desks", text)
        self.assertIn("What waits:\n  nothing", text)
        self.assertIn("<pre>", message.get_body(("html",)).get_content())

    def test_a_night_that_waits_for_a_person_says_so(self):
        self.nightly()
        self.simulator.events(*({"action": "delete_agent", "agent": identity(100 + n)}
                                for n in range(1, 6)))
        self.nightly("2026-06-02", code=1)
        message = self.server.mails[-1][1]
        self.assertIn("a person has to look", message["subject"])
        self.assertIn("billbyagent confirm C-1/desks",
                      message.get_body(("plain",)).get_content())

    def test_a_night_that_came_to_nothing_says_so(self):
        self.nightly()
        self.nightly("2028-06-02", code=6)
        message = self.server.mails[-1][1]
        self.assertIn("nothing was taken over", message["subject"])
        self.assertIn("implausible_day", message.get_body(("plain",)).get_content())

    def test_a_mail_that_does_not_leave_is_told_of(self):
        self.server.mail_from = "451 later"
        report = self.nightly(code=1)
        self.assertIn("451 later", report["operator_mail"]["context"])

    def test_a_dry_run_mails_nobody(self):
        self.run_ok("nightly", "--as-of", "2026-06-01", "--dry-run", env=self.mail)
        self.assertEqual(self.server.mails, [])


class NoPlace(Case):
    def test_notices_without_a_place_are_told_of(self):
        self.imported()
        night = self.run_ok("nightly", "--as-of", "2026-06-01")
        self.assertIn("1 notice waits: no setting says where they go", night.out)
        again = self.run_json("nightly", "--as-of", "2026-06-01")
        self.assertEqual(again["notices"], {"waiting_without_destination": 1})
        self.assertNotIn("notices", self.run_json("nightly", "--as-of", "2026-06-01",
                                                  "--no-notify"))


if __name__ == "__main__":
    unittest.main()
