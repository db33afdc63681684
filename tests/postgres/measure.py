"""How long workers take for a night and a posting: `measure.py TENANTS ACCOUNTS MACHINES WORKERS...`, with
BILLBYAGENT_PROGRAM set. The server is one of its own, with synchronous commits and without fsync, on this
machine; each account has a contract by its machines and one for a fee."""

import json
import os
import sys
import time
import unittest

from server import Server


def machines(accounts, each):
    rows = [f"{account}-{machine},a{account:03d},2026-06-01T00:00:00Z"
            for account in range(accounts) for machine in range(each)]
    return "\n".join(["id,organization,last_seen", *rows, f"#end,{len(rows)}"]) + "\n"


def main(tenants, accounts, each, counts):
    server = Server.make()
    os.environ.setdefault("POSTGRES_SERVER_FILE", "/dev/null")
    (server.folder / "server.txt").write_text(f"{server.url}\n{server.folder}\n")
    os.environ["POSTGRES_SERVER_FILE"] = str(server.folder / "server.txt")
    from workers import Fleet, Schema, psql

    test = unittest.TestCase()
    try:
        for count in counts:
            fleet = Fleet(test, Schema(test, server.url).url, tenants, accounts)
            text = machines(accounts, each)
            for tenant in fleet.tenants:
                (fleet.folder / f"{tenant}.csv").write_text(text)
            fleet.import_all()
            psql(server.url, "ANALYZE")
            begin = time.monotonic()
            workers = [fleet.start("worker", "--once", "--as-of", "2026-06-01", "--hands", "1",
                                   "--readers", "2") for _ in range(count)]
            for worker in workers:
                fleet.end(worker, (0, 1))
            seconds = time.monotonic() - begin
            lines = psql(fleet.database, "SELECT count(*) FROM line")
            print(json.dumps({"workers": count, "tenants": tenants, "agents": tenants * accounts * each,
                              "contracts": tenants * accounts * 2, "lines": int(lines),
                              "seconds": round(seconds, 1)}), flush=True)
            test.doCleanups()
    finally:
        test.doCleanups()
        server.remove()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*numbers[:3], numbers[3:])
