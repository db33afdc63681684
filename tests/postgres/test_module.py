"""The store as Python opens it."""

import os
import subprocess
import unittest
from datetime import date
from pathlib import Path

import billbyagent as bba

SERVER = Path(os.environ["POSTGRES_SERVER_FILE"]).read_text().splitlines()[0]
BOOK = """{"accounts": [{"id": "acme", "name": "Acme"}],
  "contracts": [{"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
                 "start_date": "2026-06-01", "services": [
                     {"id": "seats", "unit_price": "5.00", "units": {"source": "manual", "count": 2}}]}]}"""


def psql(sql):
    subprocess.run(["psql", "-X", "-q", SERVER, "-c", sql], check=True, stderr=subprocess.DEVNULL)


class Module(unittest.TestCase):
    def test_what_was_committed_is_there_for_the_next(self):
        schema = f"m{os.getpid()}"
        psql(f"CREATE SCHEMA {schema}")
        self.addCleanup(psql, f"DROP SCHEMA {schema} CASCADE")
        url = f"{SERVER}?options=-csearch_path%3D{schema}"
        bba.import_book(bba.PostgresStore(url), bba.FixedClock(date(2026, 6, 1)), "t1", bba.Book.parse(BOOK))
        with bba.PostgresStore(url, create=False).begin("t1") as reading:
            self.assertEqual(reading.contract_ids(), ["C-1"])

    def test_no_error_tells_the_password(self):
        for url in ("mysql://u:s3cr3t@h/d", "postgres://u:s3cr3t@[/d"):
            with self.assertRaises(bba.Error) as raised:
                bba.PostgresStore(url)
            self.assertIs(raised.exception.code, bba.Errc.invalid_settings)
            self.assertNotIn("s3cr3t", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
