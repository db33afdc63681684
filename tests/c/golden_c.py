#!/usr/bin/env python3
"""golden_c.py GOLDEN_LINES GOLDEN_C FOLDER: every scenario of tests/golden through C and through C++.

The C program reads no scenario files; it is told the steps, and what a step changes in the contract
comes as a new book, as a host would write it.
"""

import json
import subprocess
import sys
from pathlib import Path


def book(contract):
    return json.dumps({"accounts": [{"id": contract["account"]}], "contracts": [contract]},
                      separators=(",", ":"))


def change_end(terms, day):
    terms.pop("end_date", None)
    if day is not None:
        terms["end_date"] = day


def script(scenario):
    contract = scenario["contract"]
    service = contract["services"][0]
    yield f"currency {contract['currency']}"
    yield f"contract {book(contract)}"
    for step in scenario["steps"]:
        if "units" in step:
            yield f"units {step['units']} {step['from']}"
        elif "post_through" in step:
            yield f"post {step['post_through']}"
        elif "take_back" in step:
            yield f"take_back {step['take_back']}"
        else:
            if "unit_price" in step:
                price = {"effective_date": step["from"], "unit_price": step["unit_price"]}
                if "unit_cost" in service:
                    price["unit_cost"] = service["unit_cost"]
                service.setdefault("prices", []).append(price)
            elif "amend_contract" in step:
                contract.setdefault("amendments", []).append(step["amend_contract"])
            elif "amend_service" in step:
                service.setdefault("amendments", []).append(step["amend_service"])
            elif "service_ends" in step:
                change_end(service, step["service_ends"])
            else:
                change_end(contract, step["contract_ends"])
            yield f"contract {book(contract)}"


def printed(command, text=None):
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True, timeout=60,
                          encoding="utf-8").stdout


def main():
    golden_lines, golden_c, folder = sys.argv[1:4]
    files = sorted(Path(folder).glob("*.json"))
    different = []
    for file in files:
        steps = "".join(f"{line}\n" for line in script(json.loads(file.read_text("utf-8"))))
        wanted, got = printed([golden_lines, str(file)]), printed([golden_c], steps)
        if wanted != got or "posted through" not in wanted:
            different.append(f"{file.name}: C++ prints\n{wanted}C prints\n{got}")
    print("\n".join(different))
    print(f"{len(files)} scenarios, {len(different)} different")
    return 1 if different or len(files) < 45 else 0


if __name__ == "__main__":
    sys.exit(main())
