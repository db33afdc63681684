"""Exports as a FOCUS 1.2 data set: every mandatory column, and what the specification says of it."""

import csv
import io
import re
import unittest
from decimal import Decimal

from harness import ACME_DESKS, Case, book

TIME = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
CURRENCY = re.compile(r"[A-Z]{3}")
SERVICE_CATEGORIES = {
    "AI and Machine Learning", "Analytics", "Business Applications", "Compute", "Databases",
    "Developer Tools", "Identity", "Integration", "Internet of Things",
    "Management and Governance", "Media", "Migration", "Mobile", "Multicloud", "Networking",
    "Security", "Storage", "Web", "Other"}

# Column: what a value has to look like, and whether it may be missing.
MANDATORY = {
    "BilledCost": (NUMBER, False),
    "BillingAccountId": (None, False),
    "BillingAccountName": (None, True),
    "BillingCurrency": (CURRENCY, False),
    "BillingPeriodEnd": (TIME, False),
    "BillingPeriodStart": (TIME, False),
    "ChargeCategory": ({"Usage", "Purchase", "Tax", "Credit", "Adjustment"}, False),
    "ChargeClass": ({"Correction"}, True),
    "ChargeDescription": (None, True),
    "ChargePeriodEnd": (TIME, False),
    "ChargePeriodStart": (TIME, False),
    "ContractedCost": (NUMBER, False),
    "EffectiveCost": (NUMBER, False),
    "InvoiceIssuerName": (None, False),
    "ListCost": (NUMBER, False),
    "PricingQuantity": (NUMBER, True),
    "PricingUnit": (None, True),
    "ProviderName": (None, False),
    "PublisherName": (None, False),
    "ServiceCategory": (SERVICE_CATEGORIES, False),
    "ServiceName": (None, False),
}
OTHERS = {"ChargeFrequency": ({"One-Time", "Recurring", "Usage-Based"}, False),
          "InvoiceId": (None, True)}


def faults(row):
    """What is not as FOCUS 1.2 wants it."""
    found = []
    for column, (allowed, nullable) in {**MANDATORY, **OTHERS}.items():
        value = row.get(column)
        if value is None:
            found.append(f"{column} is missing")
        elif value == "":
            if not nullable:
                found.append(f"{column} is null")
        elif isinstance(allowed, set):
            if value not in allowed:
                found.append(f"{column}: {value}")
        elif allowed and not allowed.fullmatch(value):
            found.append(f"{column}: {value}")
    for column in row:
        if not (column.startswith("x_") or re.fullmatch(r"([A-Z][a-z]+)+", column)):
            found.append(f"{column} is no name of a column")
        elif not column.startswith("x_") and column not in {**MANDATORY, **OTHERS}:
            found.append(f"{column} is no column of FOCUS")
    if row["BillingPeriodStart"] >= row["BillingPeriodEnd"]:
        found.append("the billing period is empty")
    if row["ChargePeriodStart"] >= row["ChargePeriodEnd"]:
        found.append("the charge period is empty")
    priced = row["ChargeCategory"] in ("Usage", "Purchase") and not row["ChargeClass"]
    if priced and not (row["PricingQuantity"] and row["PricingUnit"]):
        found.append("a charge has no pricing quantity or unit")
    if row["ChargeCategory"] == "Purchase" and row["ChargeFrequency"] == "Usage-Based":
        found.append("a purchase is usage based")
    return found


class Focus(Case):
    def setUp(self):
        super().setUp()
        document = book()
        document["contracts"][0]["services"][0]["base_fee"] = "30.00"
        self.imported(document)
        self.night("2026-06-01")
        self.post("2026-06-01")

    def post(self, day):
        self.run_ok("post", "--as-of", day)

    def rows(self, *arguments):
        text = self.run_ok("export", "--format", "focus", "--provider", "Example MSP",
                           *arguments).out
        rows = list(csv.DictReader(io.StringIO(text)))
        for row in rows:
            self.assertEqual(faults(row), [], row)
        return rows

    def of_service(self, rows, name):
        return [row for row in rows if row["ServiceName"] == name]

    def test_the_test_sees_what_is_wrong(self):
        row = self.rows()[0]
        for column, value in [("BilledCost", "1,5"), ("BillingAccountId", ""),
                              ("BillingPeriodEnd", "2026-07-01"), ("ChargeCategory", "Fee"),
                              ("ChargeClass", "None"), ("ServiceCategory", "Care"),
                              ("PricingQuantity", ""), ("ChargeFrequency", "Monthly"),
                              ("ProviderName", ""), ("BillingCurrency", "usd"),
                              ("ChargePeriodEnd", row["ChargePeriodStart"])]:
            with self.subTest(column=column, value=value):
                self.assertNotEqual(faults({**row, column: value}), [])
        self.assertEqual(faults({k: v for k, v in row.items() if k != "ListCost"}),
                         ["ListCost is missing"])

    def test_each_kind_of_line(self):
        self.run_ok("charge", "C-1", "--amount", "120", "--text", "Setup", "--on", "2026-06-05",
                    "--as-of", "2026-06-02")
        self.run_ok("charge", "C-1", "--amount", "9", "--text", "Portal", "--on", "2026-06-05",
                    "--each-period", "--as-of", "2026-06-02")
        self.run_ok("credit", "C-1", "--amount", "15", "--text", "Goodwill", "--on", "2026-06-05",
                    "--as-of", "2026-06-02")
        self.run_ok("discount", "C-1/servers", "--percent", "10", "--from", "2026-07-01",
                    "--as-of", "2026-06-02")
        self.post("2026-07-01")
        rows = self.rows()
        self.assertEqual(sum(Decimal(row["BilledCost"]) for row in rows),
                         sum(Decimal(line["amount"].split()[0])
                             for line in self.run_json("export")["lines"]))
        for row in rows:
            self.assertEqual({row[cost] for cost in ("ListCost", "ContractedCost",
                                                     "EffectiveCost")}, {row["BilledCost"]})
            self.assertEqual(row["ChargeClass"], "")
        kinds = {}
        for row in rows:
            kinds.setdefault(row["ServiceName"], set()).add(
                (row["ChargeCategory"], row["ChargeFrequency"], row["BilledCost"],
                 row["PricingQuantity"], row["PricingUnit"]))
        fee = ("Purchase", "Recurring", "30.00", "1", "Units")
        self.assertEqual(kinds["Desks"], {fee, ("Usage", "Usage-Based", "25.00", "5", "Units")})
        self.assertEqual(kinds["Servers"], {("Usage", "Usage-Based", "40.00", "2", "Units"),
                                            ("Credit", "Recurring", "-4.00", "", "")})
        self.assertEqual(kinds["Setup"], {("Purchase", "One-Time", "120.00", "1", "Units")})
        self.assertEqual(kinds["Portal"], {("Purchase", "Recurring", "9.00", "1", "Units")})
        self.assertEqual(kinds["Goodwill"], {("Credit", "One-Time", "-15.00", "", "")})
        desks = self.of_service(rows, "Desks")[0]
        self.assertEqual(
            (desks["BillingAccountId"], desks["BillingAccountName"], desks["BillingCurrency"],
             desks["BillingPeriodStart"], desks["BillingPeriodEnd"], desks["ChargePeriodStart"],
             desks["ChargePeriodEnd"], desks["ProviderName"], desks["ServiceCategory"]),
            ("acme", "Acme Ltd", "USD", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z",
             "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z", "Example MSP",
             "Management and Governance"))
        # In arrears: June is invoiced in July, and corrects nothing.
        beta, = (row for row in rows if row["BillingAccountId"] == "beta")
        self.assertEqual((beta["BillingPeriodStart"], beta["ChargePeriodStart"]),
                         ("2026-07-01T00:00:00Z", "2026-06-01T00:00:00Z"))

    def test_corrections_of_an_earlier_month(self):
        self.simulator.events({"action": "add_agent", "name": "pc6", "group": ACME_DESKS})
        self.night("2026-06-11")
        self.post("2026-06-11")
        within, = (row for row in self.rows("--from", "2026-06-11"))
        self.assertEqual((within["ChargeClass"], within["BilledCost"], within["PricingQuantity"]),
                         ("", "3.33", "1"))
        self.run_ok("correct", "C-1/backup", "--units", "1", "--from", "2026-06-21", "--reason", "agreed",
                    "--as-of", "2026-07-02")
        self.post("2026-07-02")
        backup = self.of_service(self.rows("--from", "2026-07-02"), "Backup")
        self.assertEqual(
            [(row["ChargeClass"], row["BilledCost"], row["ChargePeriodStart"],
              row["BillingPeriodStart"]) for row in backup],
            [("Correction", "-4.67", "2026-06-21T00:00:00Z", "2026-07-01T00:00:00Z"),
             ("", "7.00", "2026-07-01T00:00:00Z", "2026-07-01T00:00:00Z")])
        # What was taken back was not billed, and what is billed instead corrects nothing.
        batch = backup[0]["x_BatchId"]
        self.run_ok("unpost", "C-1#1", "--reason", "wrong price")
        self.assertNotIn("C-1#1", {row["x_BatchId"] for row in self.rows()})
        self.post("2026-07-02")
        self.assertIn(batch, {row["x_BatchId"] for row in self.rows()})

    def test_another_period_that_begins_on_the_same_day_corrects_nothing(self):
        self.run_ok("amend", "C-1", "--cycle", "annual", "--from", "2026-06-01", "--reach-back",
                    "--as-of", "2026-07-02")
        self.post("2026-07-02")
        rows = self.of_service(self.rows("--from", "2026-07-02"), "Backup")
        self.assertEqual(
            [(row["ChargeClass"], row["BilledCost"], row["ChargePeriodEnd"]) for row in rows],
            [("Correction", "-21.00", "2026-07-01T00:00:00Z"),
             ("", "21.00", "2027-06-01T00:00:00Z")])

    def test_invoices_and_categories(self):
        self.assertEqual({row["InvoiceId"] for row in self.rows()}, {""})
        self.run_ok("invoice", "C-1#1", "--number", "2026-7")
        rows = self.rows("--service-category", "Other", "--service-category", "backup=Storage")
        self.assertEqual({row["InvoiceId"] for row in rows}, {"2026-7"})
        self.assertEqual({row["ServiceName"]: row["ServiceCategory"] for row in rows},
                         {"Desks": "Other", "Servers": "Other", "Backup": "Storage"})

    def test_who_bills_is_on_the_pages_too_and_has_to_be_known(self):
        named = self.run_ok("export", "--format", "focus", "--pages-provider", "Pages MSP").out
        self.assertIn("Pages MSP", named)
        for arguments, said in [
                ((), "pages-provider"),
                (("--provider", "A", "--service-category", "Care"), "'Care' is none of FOCUS"),
                (("--provider", "A", "--state", "all"), "taken back"),
                (("--provider", "A", "--state", "returned"), "taken back")]:
            with self.subTest(arguments=arguments):
                self.assertIn(said, self.run_ok("export", "--format", "focus", *arguments,
                                                code=2).err)


if __name__ == "__main__":
    unittest.main()
