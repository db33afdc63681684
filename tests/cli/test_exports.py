"""Exports: whose lines they are, for spreadsheets of other countries, and invoices to import."""

import csv
import io
import unittest

from harness import Case, book

FORMER = ("line,contract,service,service_name,kind,period_begin,period_last,billed_from,"
          "billed_last,effective,quantity,units_before,units_after,unit_price,share,amount,cost,"
          "currency,tax_category,state,batch,invoice_number,posted,part")


class Exports(Case):
    def setUp(self):
        super().setUp()
        document = book()
        document["accounts"][0]["name"] = "Acme; \"the\" Mill, Ltd"
        self.imported(document)
        self.run_ok("nightly", "--as-of", "2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")

    def rows(self, *arguments, code=0, delimiter=","):
        text = self.run_ok("--as-of", "2026-06-02", "export", *arguments, code=code).out
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))

    def test_names_stand_behind_the_former_columns(self):
        head = self.run_ok("export").out.splitlines()[0]
        self.assertEqual(head, FORMER + ",account,account_name,contract_name")
        row = self.rows()[0]
        self.assertEqual((row["account"], row["account_name"], row["contract_name"]),
                         ("acme", "Acme; \"the\" Mill, Ltd", "Acme care"))
        line = self.run_json("export")["lines"][0]
        self.assertEqual((line["account"], line["account_name"], line["contract_name"]),
                         ("acme", "Acme; \"the\" Mill, Ltd", "Acme care"))

    def test_spreadsheets_of_other_countries(self):
        arguments = ("--bom", "--separator", "semicolon", "--decimal-comma")
        self.assertTrue(self.run_ok("export", *arguments).out.startswith("\ufeffline;contract;"))
        plain = self.rows()
        other = self.rows(*arguments, delimiter=";")
        self.assertEqual([row["amount"].replace(",", ".") for row in other],
                         [row["amount"] for row in plain])
        self.assertEqual(other[0]["account_name"], plain[0]["account_name"])
        self.assertIn(",", other[0]["amount"])
        self.assertEqual(len(self.rows("--separator", "tab", delimiter="\t")), len(plain))
        self.assertIn("--separator", self.run_ok("export", "--decimal-comma", code=2).err)

    def test_invoices_need_their_numbers(self):
        for name in ("quickbooks", "xero"):
            said = self.run_ok("export", "--format", name, code=6).err
            self.assertIn("batch C-1#1 has no invoice number yet", said)

    def test_quickbooks(self):
        self.run_ok("invoice", "C-1#1", "--number", "2026-7")
        rows = self.rows("--format", "quickbooks")
        self.assertEqual(list(rows[0])[:4],
                         ["*InvoiceNo", "*Customer", "*InvoiceDate", "*DueDate"])
        desks = next(row for row in rows if row["Item(Product/Service)"] == "Desks")
        self.assertEqual(
            (desks["*InvoiceNo"], desks["*Customer"], desks["*InvoiceDate"], desks["*DueDate"]),
            ("2026-7", "Acme; \"the\" Mill, Ltd", "2026-06-02", "2026-07-02"))
        self.assertEqual((desks["ItemQuantity"], desks["ItemRate"], desks["*ItemAmount"]),
                         ("1", "25.00", "25.00"))
        self.assertIn("5 x 5.00", desks["ItemDescription"])
        rows = self.rows("--format", "quickbooks", "--invoice-date", "2026-06-30", "--due-days",
                         "14", "--days", "month-first")
        self.assertEqual((rows[0]["*InvoiceDate"], rows[0]["*DueDate"]),
                         ("06/30/2026", "07/14/2026"))

    def test_xero(self):
        self.run_ok("invoice", "C-1#1", "--number", "2026-7")
        rows = self.rows("--format", "xero", "--account-code", "200")
        self.assertEqual({row["*InvoiceDate"] for row in rows}, {"02/06/2026"})
        desks = next(row for row in rows if row["*Description"].startswith("Desks: "))
        self.assertEqual((desks["*ContactName"], desks["*InvoiceNumber"], desks["*AccountCode"]),
                         ("Acme; \"the\" Mill, Ltd", "2026-7", "200"))
        self.assertEqual((desks["*Quantity"], desks["*UnitAmount"], desks["Currency"]),
                         ("1", "25.00", "USD"))
        exported = sum(float(row["*UnitAmount"]) for row in rows)
        self.assertEqual(exported, sum(float(row["amount"]) for row in self.rows()))


if __name__ == "__main__":
    unittest.main()
