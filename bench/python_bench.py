"""`bill` through Python against C++, for the work of core_bench.cpp. Usage: python_bench.py CORE_BENCH

The C++ figures are of core_bench, run now, so that the ratio is of one run. A third column reads the
amount of each line, as a caller would: what a line costs once someone looks at it.
"""

import re
import subprocess
import sys
import time
from datetime import date, timedelta

import billbyagent as bba

ROUNDS, CALLS = 5, 4_000
JUNE = bba.Period.month(2026, 6)


def service():
    price = bba.UnitPrice("9.99", "USD")
    return bba.Service(
        id="agents", name="Agents", currency="USD", effective=JUNE.begin,
        prices=[bba.DatedPrice(effective=JUNE.begin, price=price, cost=price)])


def history_with(changes):
    history = bba.UnitHistory(JUNE.begin, 100)
    for i in range(1, changes + 1):
        history.record(JUNE.begin + timedelta(days=i), 100 + i % 7 + i)
    return history


def best_seconds(call):
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for _ in range(CALLS):
            call()
        best = min(best, (time.perf_counter() - begin) / CALLS)
    return best


def main():
    printed = subprocess.run(sys.argv[1:2], capture_output=True, text=True, check=True).stdout
    of_core = {int(n): int(lines) for n, lines in
               re.findall(r"(\d+) changes a month: (\d+) lines/s", printed)}
    agents = service()
    contract = bba.Contract(
        id="C-1", account="acme", currency="USD", start=date(2026, 6, 1), services=[agents],
        cycle=bba.BillingCycle.calendar(bba.CycleLength.monthly))
    for changes, core in of_core.items():
        history = history_with(changes)
        count = len(bba.bill(contract, agents, history, JUNE))
        billed = best_seconds(lambda: bba.bill(contract, agents, history, JUNE))
        read = best_seconds(
            lambda: [line.amount.minor for line in bba.bill(contract, agents, history, JUNE)])
        print(f"{changes} changes a month: C++ {core} lines/s, Python {count / billed:.0f} lines/s "
              f"({core * billed / count:.1f} times as long), with the amounts read "
              f"{count / read:.0f} lines/s ({core * read / count:.1f})")


if __name__ == "__main__":
    main()
